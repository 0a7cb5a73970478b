"""The explorer: matrix, network, map and time slider of one page, for the site and for Jupyter."""
