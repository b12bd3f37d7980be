"""The inbox and the mail that goes with it."""
