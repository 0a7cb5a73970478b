"""The tables of a view: one for each kind of thing, every column explained."""
