"""HTTP to SPARQL services, for those who ask them and for those who publish there."""
