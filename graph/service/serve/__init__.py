"""Being a SPARQL service."""
