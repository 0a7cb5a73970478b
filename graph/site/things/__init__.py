"""The pages of the data: areas, organisations, bodies and sources."""
