"""The words for terms: labels of classes and properties in Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pyoxigraph import Literal, NamedNode

from graph.base.words import words_of
from ontology import terms

VOCABULARIES: Mapping[str, terms.Vocabulary] = {
    name: getattr(terms, name.upper())
    for name in (
        "nhv", "skos", "org", "prov", "dcterms", "rdf", "rdfs", "xsd", "foaf", "bibo", "geo",
    )
}  # fmt: skip
"""The vocabularies whose terms are completed, by prefix."""
# Terms of other vocabularies have no labels of their own in both languages.
_REUSED = words_of("graph.base")


@cache
def _labels() -> Mapping[NamedNode, Mapping[str, str]]:
    found: dict[NamedNode, dict[str, str]] = {}
    for path in terms.ontology_files():
        for prop in (terms.RDFS.label, terms.SKOS.prefLabel):
            for term, labels in terms.values(path.name, prop).items():
                texts = (label for label in labels if isinstance(label, Literal))
                found.setdefault(term, {}).update({t.language or "": t.value for t in texts})
    return found


def word(term: NamedNode, lang: str) -> str:
    """The label of a class, property or concept in a language, or its short name.

    Example:
        >>> word(terms.NHV.holder, "sv")
        'innehavare'
    """
    short = terms.curie(term.value)
    if short in _REUSED:
        return _REUSED.say(short, lang)
    return _labels().get(term, {}).get(lang, short)
