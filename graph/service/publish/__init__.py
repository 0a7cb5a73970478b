"""Putting the graph into a SPARQL service."""
