"""What people type into the exchange."""
