"""The graph as a site of plain pages, in Swedish and English, for those who have no Python."""
