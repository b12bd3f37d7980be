"""Pages of organizations, one file for each thing they are about."""
