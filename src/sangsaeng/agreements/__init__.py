"""A text version, filled, hashed, signed by two parties, printed."""
