"""Facts projected to networkx graphs, measures on them, and files of them."""
