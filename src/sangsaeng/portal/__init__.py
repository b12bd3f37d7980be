"""Home, desks and public pages: where the modules meet."""
