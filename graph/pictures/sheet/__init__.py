"""Sheets, colours, words and files that all pictures share."""
