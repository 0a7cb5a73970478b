"""The command ``nhv``: the same words as in Python, on the command line."""
