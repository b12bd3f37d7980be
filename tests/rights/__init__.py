"""Who may do what: one table over every page and every route of the API."""
