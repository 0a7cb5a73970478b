"""A release: everything that others need to find, understand, check and reuse the graph."""
