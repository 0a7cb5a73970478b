"""The graph on a SPARQL service: put into one, or being one."""
