"""Records to statements in the graph of their source."""
