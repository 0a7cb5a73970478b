"""Where things are: towns, counties, distances. No tiles, no network."""
