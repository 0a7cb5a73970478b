"""A public document read into a proposal of a curated file."""
