"""The graph for writing assistants: tools of the Model Context Protocol."""
