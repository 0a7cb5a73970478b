"""A phrase in plain Swedish or English, read as a call of the graph."""
