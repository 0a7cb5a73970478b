"""Everything shown once: the demonstration and the gallery."""
