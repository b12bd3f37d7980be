"""Evidence kept by SHA-256."""
