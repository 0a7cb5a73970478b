"""A document for each thing of a view, in the four forms in which a client may ask for it.

A thing's document has what is said of it, its citations, and whatever belongs to it by name: a
period, an area held, a standing, a term, a conflict and a citation have the name of their owner in
their own, between dots (``standing/dysmeli.2`` is of ``area/dysmeli``).  Who asks for one of these
gets the document of its owner.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from graph.base.statements import Statements
from graph.export.statement_files import FORMS
from graph.view.view import View
from graph.view.whole import cut_up, is_resolved, quads, resolved
from loaders.publishing.canonical_turtle import cut, joined, turtle
from loaders.statements import uncollected
from ontology.terms import BASE, PREFIXES, PROV, curie, kind_of

THINGS = f"{BASE}id/"


class Belonging(NamedTuple):
    """How the names of a kind of things hold the name of what they belong to."""

    kind: str
    owner: str  # the kind of the owners; empty if the name says it
    name: str  # a regular expression; its groups are the owner's kind, if open, and name

    def owner_of(self, slug: str) -> str:
        """The owner's kind and name; empty of a name that has none.

        Example:
            >>> _BELONGINGS["standing"].owner_of("dysmeli.2")
            'area/dysmeli'
        """
        found = re.fullmatch(self.name, slug)
        return "/".join(filter(None, (self.owner, *found.groups()))) if found else ""

    @property
    def pattern(self) -> str:
        """The names with their kind, as they stand in addresses."""
        return f"{self.kind}/{self.name}"


_FIRST = r"([^./]+)(?:[.][^/]+)?"
_BELONGINGS: Mapping[str, Belonging] = {
    kind: Belonging(kind, owner, name)
    for kind, owner, name in (
        ("citation", "source", _FIRST),
        ("standing", "area", _FIRST),
        ("term", "permit", _FIRST),
        ("held", "area", rf"[^./]+[.]{_FIRST}"),  # after the programme
        ("conflict", "", rf"([^./]+)[.]{_FIRST}"),
        ("period", "", r"([^./]+)[.]([^/]+)[.][^./]+"),
    )
}


def belongings(names: Iterable[str]) -> dict[str, Belonging]:
    """Of the kinds of some names, e.g. ``"standing/dysmeli.2"``, those that belong to others."""
    kinds = {name.partition("/")[0] for name in names}
    return {kind: way for kind, way in _BELONGINGS.items() if kind in kinds}


def own_pages(places: Mapping[NamedNode, str]) -> list[str]:
    """The kinds whose things all have pages of their own, at ``<kind>/<name>.html``."""
    kinds = {kind_of(thing.value) for thing in places}
    return sorted(
        kinds - {kind_of(t.value) for t, p in places.items() if t.value != f"{THINGS}{p[:-5]}"}
    )


def one_page(places: Mapping[NamedNode, str]) -> dict[str, str]:
    """The kinds whose things all stand on one page without a place of their own, and that page.

    Example:
        >>> ada, bo = (NamedNode(f"{THINGS}person/{name}") for name in ("ada", "bo"))
        >>> one_page({ada: "privacy.html", bo: "privacy.html"})
        {'person': 'privacy.html'}
    """
    pages: dict[str, set[str]] = defaultdict(set)
    for thing, place in places.items():
        pages[kind_of(thing.value)].add(place)
    return {
        kind: page
        for kind, (page, *more) in sorted(pages.items())
        if not more and "#" not in page and not page.startswith(f"{kind}/")
    }


def documents(kg: View, together: Collection[str] = ()) -> Iterator[tuple[str, bytes]]:
    """The path, ``id/<kind>/<name>.<suffix>``, and the bytes of each document of a view.

    Kinds that are ``together`` have one for all their things, ``id/<kind>.<suffix>``. What only a
    source's own graph knows has a document as that graph has it.
    """
    statements, groups, said = _grouped(kg, together)
    for path, things in groups.items():
        cited = (
            c for thing in things for c in statements.nodes(thing, PROV.qualifiedPrimarySource)
        )
        nodes = sorted({*things, *cited}, key=str)
        triples = [triple for node in nodes for triple in statements.about(node)]
        prefixes = _prefixes(triples)
        for suffix, write in FORMS.items():
            ready = suffix == "ttl" and joined({n: said[n] for n in nodes if n in said}, prefixes)
            yield f"id/{path}.{suffix}", ready or write(triples, prefixes)


@uncollected()
def _grouped(
    kg: View, together: Collection[str]
) -> tuple[Statements, Mapping[str, Sequence[NamedNode]], Mapping[NamedNode, bytes]]:
    """All statements, the things of each document by its name, and the Turtle of each thing."""
    statements = Statements(resolved(kg))
    known = set(statements.things())
    alone = [quad for quad in quads(kg) if not is_resolved(quad) and quad.subject not in known]
    statements.add(dict.fromkeys(quad.triple for quad in sorted(alone, key=str)))
    apart = cut(turtle(alone, PREFIXES), set(statements.things()) - known)
    names = {thing.value.removeprefix(THINGS): thing for thing in things_of(statements)}
    groups: dict[str, list[NamedNode]] = defaultdict(list)
    for name, thing in sorted(names.items()):
        owner = name
        while way := _BELONGINGS.get(owner.partition("/")[0]):
            owner = way.owner_of(owner.partition("/")[2])
        kind = owner.partition("/")[0]
        groups[kind if kind in together else owner].append(thing)
    return statements, groups, {**cut_up(kg), **apart}


def things_of(statements: Statements) -> list[NamedNode]:
    """The things that have addresses of their own."""
    return [thing for thing in statements.things() if thing.value.startswith(THINGS)]


def _prefixes(triples: Iterable[Triple]) -> dict[str, str]:
    iris = {
        iri.value
        for s, p, o in triples
        for iri in (s, p, o, o.datatype if isinstance(o, Literal) else o)
        if isinstance(iri, NamedNode)
    }
    used = {curie(iri).partition(":")[0] for iri in iris}
    return {prefix: iri for prefix, iri in PREFIXES.items() if prefix in used}
