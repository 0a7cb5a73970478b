"""The words for terms: labels of classes and properties in Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from graph.base.languages import in_lang
from ontology import terms

VOCABULARIES: Mapping[str, terms.Vocabulary] = {
    name: getattr(terms, name.upper())
    for name in (
        "nhv", "skos", "org", "prov", "dcterms", "rdf", "rdfs", "xsd", "foaf", "bibo", "geo",
    )
}  # fmt: skip
"""The vocabularies whose terms are completed, by prefix."""
# Terms of other vocabularies have no labels here in both languages.
_REUSED = {
    "rdf:type": ("är", "is a"),
    "skos:prefLabel": ("namn", "name"),
    "skos:altLabel": ("även tryckt som", "also printed as"),
    "skos:broader": ("del av", "part of"),
    "skos:notation": ("beteckning", "notation"),
    "dcterms:title": ("titel", "title"),
    "dcterms:publisher": ("utgivare", "publisher"),
    "dcterms:date": ("datum", "date"),
    "dcterms:description": ("handlar om", "what it says"),
    "eli:first_date_entry_in_force": ("i kraft från", "in force from"),
    "org:organization": ("i", "in"),
    "org:postIn": ("plats i", "post in"),
    "org:member": ("innehavare", "member"),
    "org:hasMember": ("bildat av", "formed by"),
    "schema:foundingDate": ("grundat", "founded"),
    "schema:dissolutionDate": ("upphörde", "dissolved"),
    "skos:exactMatch": ("motsvaras av", "exact match"),
    "skos:relatedMatch": ("hör ihop med", "related match"),
    "foaf:page": ("webbadress", "web address"),
    "foaf:based_near": ("nära", "near"),
    "geo:lat": ("latitud", "latitude"),
    "geo:long": ("longitud", "longitude"),
}


@cache
def _labels() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for path in terms.ontology_files():
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            if quad.predicate in (terms.RDFS.label, terms.SKOS.prefLabel) and isinstance(
                quad.object, Literal
            ):
                assert isinstance(quad.subject, NamedNode)
                language = quad.object.language or ""
                found.setdefault(quad.subject.value, {})[language] = quad.object.value
    return found


def word(term: NamedNode, lang: str) -> str:
    """The label of a class, property or concept.

    Args:
        term: The term.
        lang: ``"sv"`` or ``"en"``.

    Returns:
        Its label in that language, or its short name.

    Example:
        >>> word(terms.NHV.holder, "sv")
        'innehavare'
    """
    short = terms.curie(term.value)
    if short in _REUSED:
        swedish, english = _REUSED[short]
        return in_lang(lang, swedish, english)
    return _labels().get(term.value, {}).get(lang, short)
