"""One graph of what all sources say: one value each, the rest as conflicts."""
