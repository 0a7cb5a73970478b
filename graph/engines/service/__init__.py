"""One way to a SPARQL service, for those who ask and those who publish."""
