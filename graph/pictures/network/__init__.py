"""Networks, drawn still and to be moved."""
