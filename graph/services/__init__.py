"""SPARQL services of others: putting the graph there, and keeping it there up to date."""
