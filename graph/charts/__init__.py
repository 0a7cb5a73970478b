"""Answers over time, and counts."""
