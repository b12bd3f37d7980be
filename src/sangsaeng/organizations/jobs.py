"""Certificates that end, looked for every morning."""
