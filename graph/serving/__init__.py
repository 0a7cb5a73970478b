"""A read-only SPARQL endpoint with a query page, on this machine, from the built graph."""
