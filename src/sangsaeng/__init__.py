"""Sangsaeng 상생: a cooperation centre's plan made to run."""
