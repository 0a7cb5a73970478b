"""Two versions of the ontology compared: what changed in its words, and what that may break.

``changes.py`` compares term by term, ``shapes.py`` shape by shape.
"""
