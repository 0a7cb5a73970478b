"""The rules of the domain: what follows from the resolved facts.

Each file holds the rules of one matter, and each rule has a name: a concept of the scheme
``nhv:Rules`` (``ontology/schemes.ttl``) with its sentence in Swedish and English.  What follows
stands in the resolved graph only, and whoever shows it reads it there and decides nothing.
"""
