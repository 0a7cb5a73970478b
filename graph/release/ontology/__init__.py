"""Two versions of the ontology compared: what changed in its words, and what that may break.

``changes.py`` compares term by term and shape by shape: ``meaning.py`` knows what a change may
break, ``strictness.py`` which shapes ask more than before. ``parts.py`` says which files the
ontology is, ``wording.py`` puts changes into words.
"""
