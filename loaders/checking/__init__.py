"""Shapes and rules that curated facts keep."""
