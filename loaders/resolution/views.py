"""Views: which named graphs are seen at a date of knowledge, with or without persons."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from loaders.dates import When
from loaders.resolution.quads import Quads
from loaders.rules.days import exists_from
from loaders.statements import AnyStatement, Statement, Statements, Term, nodes
from ontology.terms import (
    BASE,
    NHV,
    ORG,
    PEOPLE_GRAPH,
    PEOPLE_REGISTER,
    PROV,
    RDF,
    REGISTERS_GRAPH,
    SKOS,
)

ONTOLOGY_GRAPH = NamedNode(f"{BASE}ontology")
ALWAYS = (REGISTERS_GRAPH, ONTOLOGY_GRAPH)
"""Graphs that every view keeps."""
_ALWAYS = frozenset(ALWAYS)

WHOLES = (SKOS.broader, NHV.partOf, NHV.kindOf)
"""What ties a part to the whole it belongs to."""

# Things that a view of the past shows only if a source of that past names them.
_OF_SOURCES = tuple(f"{BASE}id/{kind}/" for kind in ("area", "person", "body", "legal"))


def visible(
    quads: Iterable[AnyStatement], known_at: When | None = None, *, people: bool = True
) -> list[AnyStatement]:
    """The quads of the named graphs that a view keeps, in the order given.

    Kept are the sources that certainly existed on the last day of ``known_at`` (rule
    ``reading-rule``), all of them without it, and the names of ``people``.
    """
    named = list(quads)
    if known_at is not None:
        days = existed(named)
        sources = {graph for graph, day in days.items() if day is not None and day <= known_at.last}
        kept = sources | {*ALWAYS, PEOPLE_GRAPH}
        named = [quad for quad in named if quad.graph_name in kept]
    if not people:
        return [quad for quad in named if quad.graph_name != PEOPLE_GRAPH]
    return _people_of_kept_sources(named) if known_at is not None else named


def past(quads: Iterable[Quad | Statement], known_at: When | None) -> When | None:
    """The date of knowledge, if a view at it lacks any source; else None, as for all of them."""
    if known_at is None:
        return None
    days = existed(quads).values()
    return None if all(day is not None and day <= known_at.last for day in days) else known_at


_HEAD = (RDF.type, NHV.date, NHV.readOn)
"""What a source says of itself that tells whether it existed by a day."""


class Withheld(NamedTuple):
    """What a view leaves out of a store."""

    known_at: When | None  # the date of knowledge, if the view lacks any source by it
    graphs: Collection[NamedNode]  # named graphs that it leaves out whole
    kept: Collection[NamedNode]  # the other named graphs
    quads: Collection[Quad]  # what it leaves out of these


def withheld(
    store: Store | Quads, known_at: When | None = None, *, people: bool = True
) -> Withheld:
    """What a view leaves out of the named graphs of a store (see :func:`visible`)."""
    named = [graph for graph in store.named_graphs() if isinstance(graph, NamedNode)]
    find = store.quads_for_pattern
    own = (quad for graph in named for quad in find(graph, None, None, graph))
    heads = [quad for quad in own if quad.predicate in _HEAD]
    when = past(heads, known_at)
    of_people = list(find(None, None, None, PEOPLE_GRAPH))
    if when is None:
        return Withheld(when, (), named, () if people else of_people)
    held = [quad.subject for quad in of_people if quad.predicate == ORG.member]
    told = [quad for member in held for quad in find(member, RDF.type, None)]
    told = [quad for quad in told if not isinstance(quad.graph_name, DefaultGraph)]
    seen = set(visible({*heads, *of_people, *told}, when, people=people))
    sources = {quad.graph_name for quad in heads if quad in seen}
    kept = [g for g in named if g in sources or g in (*ALWAYS, PEOPLE_GRAPH)]
    graphs = set(named).difference(kept)
    return Withheld(when, graphs, kept, [q for q in of_people if q not in seen])


def existed(quads: Iterable[Quad | Statement]) -> dict[NamedNode, date | None]:
    """The day by which each source certainly existed, as statements of all of them tell."""
    told: dict[NamedNode, dict[NamedNode, list[Term]]] = {}
    for quad in quads:
        if quad.subject != quad.graph_name or quad.graph_name in _ALWAYS:
            continue
        assert isinstance(quad.subject, NamedNode)
        days = told.setdefault(quad.subject, {})
        if quad.predicate in (NHV.date, NHV.readOn) and isinstance(quad.object, Literal):
            days.setdefault(quad.predicate, []).append(quad.object)
    return {
        source: _exists_from(tuple((name, *values) for name, values in days.items()))
        for source, days in told.items()
    }


@lru_cache(maxsize=2**12)  # a walk through the past asks for the same documents at each step
def _exists_from(days: tuple[tuple[Term, ...], ...]) -> date | None:
    return exists_from({name: values for name, *values in days})  # type: ignore[misc]


def _people_of_kept_sources(quads: list[AnyStatement]) -> list[AnyStatement]:
    """Names of persons as far as kept sources give them."""
    subjects = {quad.subject for quad in quads if quad.graph_name != PEOPLE_GRAPH}
    in_people = [quad for quad in quads if quad.graph_name == PEOPLE_GRAPH]
    sources = {quad.subject for quad in quads if quad.subject == quad.graph_name}
    citations = {q.subject for q in in_people if q.predicate == PROV.entity and q.object in sources}
    wordings = {
        q.object.value
        for q in in_people
        if q.predicate == NHV.printed and q.subject in citations and isinstance(q.object, Literal)
    }
    persons = {q.object for q in in_people if q.predicate == ORG.member and q.subject in subjects}

    def keep(quad: AnyStatement) -> bool:
        if quad.subject == PEOPLE_REGISTER:
            return True
        if quad.predicate == ORG.member:
            return quad.subject in subjects
        if quad.predicate == PROV.qualifiedPrimarySource:
            return quad.object in citations
        if quad.predicate == PROV.hadPrimarySource:
            return quad.object in sources
        if quad.predicate == SKOS.altLabel:
            return isinstance(quad.object, Literal) and quad.object.value in wordings
        return quad.subject in citations or quad.subject in persons

    return [quad for quad in quads if quad.graph_name != PEOPLE_GRAPH or keep(quad)]


def forget(statements: Statements, things: Iterable[NamedNode]) -> None:
    """Drop things that a view does not know, their citations, and what names them."""
    dropped = set(things)
    for subject in dropped:
        for citation in nodes(statements.pop(subject), PROV.qualifiedPrimarySource):
            statements.pop(citation, None)
    for properties in statements.values():
        for name, values in list(properties.items()):
            for value in [v for v in values if v in dropped]:
                del values[value]
            if not values:
                del properties[name]


def unnamed(statements: Statements) -> set[NamedNode]:
    """The things that the registers know but no source of a view names in its statements."""
    known = set(filter(is_named_by_sources, statements))
    found = set(known)
    for subject, properties in statements.items():
        is_known = subject in known
        for values in properties.values():
            for value, graphs in values.items():
                if (is_known or value in known) and not graphs <= _ALWAYS:
                    found -= {subject, value}
    # A part that is named keeps the whole it belongs to.
    for subject in [s for s in statements if s not in found]:
        for predicate in WHOLES:
            found.difference_update(nodes(statements[subject], predicate))
    return found


def is_named_by_sources(thing: NamedNode) -> bool:
    """Whether a view of the past shows a thing only if a source of that past names it."""
    return thing.value.startswith(_OF_SOURCES)
