"""Which questions of the catalogue use a term, so that every word can say what it is good for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pyoxigraph import NamedNode

from graph.engines.sparql import read
from graph.questions.catalogue import catalogue
from ontology.terms import PREFIXES


@cache
def uses() -> Mapping[NamedNode, tuple[str, ...]]:
    """The questions that use each term.

    Returns:
        Every class, property, concept and other thing that a question's query names, of our own
        vocabulary and of others, sorted, with the names of the questions, sorted.

    Example:
        >>> from ontology.terms import NHV
        >>> uses()[NHV.seatsPerHealthcareRegion]
        ('rules',)
    """
    found: dict[NamedNode, list[str]] = {}
    for name, question in catalogue().items():
        for term in terms_in(question.sparql):
            found.setdefault(term, []).append(name)
    return {term: tuple(found[term]) for term in sorted(found, key=lambda term: term.value)}


def terms_in(sparql: str) -> frozenset[NamedNode]:
    """The terms that a query names; what stands in a comment or a text is none.

    Args:
        sparql: The query.

    Example:
        >>> {term.value for term in terms_in("SELECT ?s { ?s a foaf:Person }  # foaf:Agent")}
        {'http://xmlns.com/foaf/0.1/Person'}
    """
    found = set()
    for token in read(sparql):
        if token.kind == "pname":
            prefix, _, local = token.text.partition(":")
            if local and prefix in PREFIXES:
                found.add(NamedNode(PREFIXES[prefix] + local))
        elif token.kind == "iri":
            found.add(NamedNode(token.text[1:-1]))
    return frozenset(found)
