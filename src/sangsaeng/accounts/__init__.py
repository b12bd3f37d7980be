"""People, roles, consents, sign-in and API tokens."""
