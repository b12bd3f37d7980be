"""Settings, addresses, the database and the command line."""
