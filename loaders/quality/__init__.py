"""The ontology itself, checked and compared: what is wrong with its words, and what changed.

``catalogue.py`` reads the checks of ``ontology/quality``, ``checking.py`` runs them,
``telling.py`` puts what they find into words; ``parts.py`` says which files the ontology is.
``changes.py`` compares two versions, term by term and shape by shape (``meaning.py`` knows what a
change may break, ``strictness.py`` which shapes ask more than before), and ``wording.py`` says it.
"""

from __future__ import annotations

from loaders.quality.catalogue import Check, catalogue
from loaders.quality.changes import changes
from loaders.quality.checking import Finding, Report, check_ontology
from loaders.quality.meaning import Change
from loaders.quality.parts import FOLDER
from loaders.quality.telling import told
from loaders.quality.wording import said

__all__ = [
    "FOLDER",
    "Change",
    "Check",
    "Finding",
    "Report",
    "catalogue",
    "changes",
    "check_ontology",
    "said",
    "told",
]
