"""Which thing a name means, and where a place lies."""
