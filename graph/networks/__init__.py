"""Facts projected to networkx graphs, and measures on them."""
