"""Answers on the map of Sweden."""
