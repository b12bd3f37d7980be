"""The append-only trail, sealed in Merkle batches."""
