"""The year 2014 replayed through the modules' own actions."""
