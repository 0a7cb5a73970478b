"""The built graph, put in its place whole or not at all."""
