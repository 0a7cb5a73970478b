"""The Turtle of single things and terms: what the graph says of each, ready to take home.

A thing's file has what is said of it, the facts that name it, and of both the citations and what
follows by a rule (statuses, standings, terms); that of a document what the document itself says. A
term's has what the ontology says of it. The same statements give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Triple

from graph.lookup.names import kind_of
from graph.site.lexicon import SHAPES, lexicon, shape_turtle
from graph.site.things.statements import SiteStatements
from loaders.publishing.canonical_turtle import turtle
from ontology import terms
from ontology.terms import NHV, PROV

# A fact belongs to the things that it names; these are things of their own, whatever they name.
_THINGS = {
    "area", "region", "healthcare-region", "hospital", "organisation", "body", "county",
    "municipality", "person", "legal", "source", "step", "programme", "citation",
}  # fmt: skip
# What has no names and no Turtle of its own stands with what it belongs to.
_OWN = frozenset({PROV.qualifiedPrimarySource, NHV.period, NHV.standing, NHV.term})


def turtle_of(statements: SiteStatements, thing: NamedNode) -> bytes:
    """The Turtle of a thing of the graph that has a page, or of a term of the ontology."""
    if thing.value.startswith(SHAPES):
        return shape_turtle(thing.value.removeprefix(SHAPES))
    if thing in lexicon().paths:
        return turtle(lexicon().about(thing), terms.PREFIXES)
    found = _document if kind_of(thing.value) == "source" else _thing
    return turtle(found(statements, thing), terms.PREFIXES)


def _thing(statements: SiteStatements, thing: NamedNode) -> Iterator[Triple]:
    naming = {fact for found in statements.naming(thing).values() for fact in found}
    for subject in (thing, *(f for f in naming if kind_of(f.value) not in _THINGS)):
        yield from statements.about(subject)
        for prop in _OWN:
            for own in statements.nodes(subject, prop):
                yield from statements.about(own)


def _document(statements: SiteStatements, source: NamedNode) -> Iterator[Triple]:
    yield from statements.about(source)
    for subject, prop, value in statements.stated.get(source, ()):
        yield Triple(subject, prop, value)
