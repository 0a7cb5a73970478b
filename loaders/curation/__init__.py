"""Curated files to typed records."""
