"""Answers over time."""
