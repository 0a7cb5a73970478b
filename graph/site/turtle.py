"""The Turtle of what stands on a page: what the graph says of it, ready to take home.

A page's file has all that is said of each thing on it, with its citations and what follows by a
rule (statuses, standings, terms); that of a thing with a page of its own has also the facts that
name it, that of a document what the document itself says. Terms have what the ontology says of
them. The same statements give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode, Triple

from graph.site.lexicon import SHAPES, lexicon, shape_turtle
from graph.site.things.places import KINDS
from graph.site.things.statements import SiteStatements
from loaders.publishing.canonical_turtle import cut, joined, turtle
from ontology import terms
from ontology.terms import NHV, PROV, kind_of

# A fact belongs to the things that it names; these are things of their own, whatever they name.
_THINGS = {
    *KINDS, "county", "municipality", "person", "legal", "step", "programme", "citation",
}  # fmt: skip
# What has no names and no Turtle of its own stands with what it belongs to.
_OWN = frozenset({PROV.qualifiedPrimarySource, NHV.period, NHV.standing, NHV.term})


def turtle_path(path: str) -> str:
    """Where the Turtle of a page lies, below the folder of the site.

    Example:
        >>> turtle_path("area/dysmeli.html")
        'ttl/area/dysmeli.ttl'
    """
    return f"ttl/{path.removesuffix('.html')}.ttl"


def on_pages(places: Mapping[NamedNode, str]) -> dict[str, list[NamedNode]]:
    """The things and own terms that stand on each page, by the path of the page."""
    own = {t: path for t, path in lexicon().paths.items() if t.value.startswith(terms.BASE)}
    found: dict[str, list[NamedNode]] = {}
    for thing, path in {**places, **own}.items():
        found.setdefault(path.partition("#")[0], []).append(thing)
    return found


def turtle_of(statements: SiteStatements, things: Iterable[NamedNode]) -> bytes:
    """The Turtle of what stands on a page."""
    listed = list(things)
    if listed[0].value.startswith(SHAPES):
        return shape_turtle(listed[0].value.removeprefix(SHAPES))
    whole = {s: statements.turtle[s] for one in listed for s in _subjects(statements, one)}
    apart = {t for one in listed for t in _apart(statements, one)}
    own = {subject for subject, *_ in apart}
    apart.update([t for s in own.intersection(whole) for t in statements.about(s)])
    return joined(whole | cut(turtle(apart, terms.PREFIXES), own), terms.PREFIXES)


def _subjects(statements: SiteStatements, thing: NamedNode) -> Iterator[NamedNode]:
    """Those of which all is said that the resolved graph says, of a thing that stands on a page."""
    subjects = [] if thing in lexicon().paths else [thing]
    if subjects and kind_of(thing.value) in KINDS.keys() - {"source"}:
        naming = {fact for found in statements.naming(thing).values() for fact in found}
        subjects += (fact for fact in naming if kind_of(fact.value) not in _THINGS)
    for subject in subjects:
        owned = (own for prop in _OWN for own in statements.nodes(subject, prop))
        yield from (one for one in (subject, *owned) if statements.properties(one))


def _apart(statements: SiteStatements, thing: NamedNode) -> Iterator[Triple]:
    """What else is said of it: by the ontology, by a document, of what that alone knows."""
    if thing in lexicon().paths:
        yield from lexicon().about(thing)
        return
    if kind_of(thing.value) == "source":
        for subject, prop, value in statements.stated.get(thing, ()):
            yield Triple(subject, prop, value)
    if not statements.properties(thing):  # a record that was joined to another stands by itself
        for graph in statements.stated.values():
            yield from graph.about(thing)
