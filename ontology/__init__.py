"""The words of NHV Graph: an OWL ontology, its value lists, and the constants made from them.

``nhv.ttl`` holds classes and properties, ``schemes.ttl`` the steps, programmes and lists of
values, ``alignments.ttl`` the ties to other vocabularies, ``shapes.ttl`` and ``checks/`` what the
data must meet. :mod:`ontology.terms` gives all of it to Python.
"""
