"""Files of a view, of its answers and of its networks."""
