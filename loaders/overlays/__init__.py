"""A researcher's own files, joined to the graph."""
