"""How the graph knows, what changed, and what is missing."""
