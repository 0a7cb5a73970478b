"""What everything stands on: problems, languages, the ontology's words."""
