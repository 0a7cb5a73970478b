"""The graph as it is seen on a day, from some sources, in a language."""
