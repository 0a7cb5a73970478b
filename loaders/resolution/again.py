"""What a view resolves otherwise than the graph it is a view of: only what the view changes.

The resolved graph of a view is a pure function of the named graphs that it keeps, and so long as
little is changed, most of it is there already.  Here the things that a change of the sources can
touch are found (:mod:`loaders.resolution.neighbours`), what is said of them and of what they share
is resolved by the very function that resolves everything, and what comes out otherwise is told as
statements that go and come.  Where a thing that others share changes in what rules read of it,
those who name it are resolved again, too; where that is most of the graph, all of it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store

from loaders.resolution.neighbours import CONFLICTS, Sayings, is_read
from loaders.resolution.resolve import resolve
from loaders.resolution.views import Withheld, is_named_by_sources, unnamed
from loaders.rules.days import latest, span_of
from loaders.statements import Statements, indexed, quads_of, uncollected
from ontology.terms import (
    BASE,
    NHV,
    PROV,
    RDF,
    REGISTERS_GRAPH,
    functional,
)

_PROGRAMMES = f"<{BASE}id/programme/"
_MOST = 0.2
"""The share of what is resolved above which it is quicker to resolve everything."""
# What begins, ends or changes a whole programme is read by every permit.
_OF_PROGRAMMES = frozenset({NHV.Start, NHV.Handover})


class Change(NamedTuple):
    """Statements of all graphs, the resolved one included, by which a view differs from a store.

    Attributes:
        graphs: Named graphs that go whole.
        gone: Other statements that go.
        come: Statements that come.
    """

    graphs: Collection[NamedNode]
    gone: Collection[Quad]
    come: Collection[Quad]


class _Everything(Exception):  # noqa: N818 - an event inside of this module
    """The change can touch most of the graph."""


@uncollected()
def change(store: Store, left: Withheld, come: Iterable[Quad] = ()) -> Change | None:
    """By which statements a view differs from the graph of a store.

    Args:
        store: Named graphs, and the resolved graph that follows from them.
        left: What the view leaves out.
        come: Statements in named graphs that it has beside the store's.

    Returns:
        The difference; ``None`` where most of the graph is touched, so that it is quicker to
        resolve it from nothing (:func:`whole`), or where none was resolved yet.
    """
    if not any(store.quads_for_pattern(None, None, None, DefaultGraph())):
        return None
    if len(left.graphs) > _MOST * (len(left.graphs) + len(left.kept)):
        return None
    said = Sayings(store, left.graphs, left.quads, come := list(come))
    try:
        again = _Again(said, _changed(said, left, come))
        gone, come_ = again.resolved()
    except _Everything:
        return None
    return Change(left.graphs, [*left.quads, *gone], [*come, *come_])


@uncollected()
def whole(
    store: Store, left: Withheld, come: Iterable[Quad] = (), said: Sequence[Quad] = ()
) -> list[Quad]:
    """All statements of a view, resolved from nothing.

    Args:
        store: As for :func:`change`, like ``left`` and ``come``.
        left: What the view leaves out.
        come: Statements in named graphs that it has beside the store's.
        said: What the named graphs of the store say, if that is at hand: a store on the disk
            looks up every term anew.
    """
    own = set(left.quads)
    homes = {quad.graph_name for quad in own}
    kept = list(come)
    if said:
        wanted = set(left.kept).difference(homes)
        kept += [quad for quad in said if quad.graph_name in wanted]
    for graph in left.kept if not said else homes.intersection(left.kept):
        told = store.quads_for_pattern(None, None, None, graph)
        kept += told if graph not in homes else (quad for quad in told if quad not in own)
    return [*kept, *quads_of(resolve(kept, known_at=left.known_at))]


def _changed(said: Sayings, left: Withheld, come: Iterable[Quad]) -> set[NamedNode]:
    """The things of which a view knows something else, or that it does not know."""
    quads = [*left.quads, *come]
    for graph in left.graphs:
        quads += said.store.quads_for_pattern(None, None, None, graph)
    if any(map(_is_of_everything, quads)):
        raise _Everything
    if left.known_at is not None:
        forgotten = list(_forgotten(said))
        said.lose(forgotten)
        quads += forgotten
    things = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
    things.update([fact for thing in things for fact in said.citing(thing)])
    if _newest(said, left.graphs, come):
        meetings = said.store.quads_for_pattern(None, RDF.type, NHV.Meeting, DefaultGraph())
        things.update(q.subject for q in meetings if isinstance(q.subject, NamedNode))
    return things


def _is_of_everything(quad: Quad) -> bool:
    """Whether a statement belongs to what every permit reads."""
    prop, value = quad.predicate, quad.object
    if prop == NHV.statementKind:
        return value in _OF_PROGRAMMES
    return value in (NHV.SystemChange, NHV.Programme) if prop == RDF.type else False


def _forgotten(said: Sayings) -> Iterator[Quad]:
    """What is said of things that no source of the view names, and who names them."""
    of_registers = said.store.quads_for_pattern(None, RDF.type, None, REGISTERS_GRAPH)
    known = [q.subject for q in of_registers if isinstance(q.subject, NamedNode)]
    known = [thing for thing in known if is_named_by_sources(thing)]
    quads = [q for thing in known for q in (*said.told(thing), *said.naming(thing))]
    statements: Statements = indexed(quads)
    forgotten = unnamed(statements)
    for quad in quads:
        if quad.subject in forgotten or quad.object in forgotten:
            yield quad
            if quad.predicate == PROV.qualifiedPrimarySource:
                assert isinstance(quad.object, NamedNode)
                yield from said.told(quad.object)


def _newest(said: Sayings, graphs: Collection[NamedNode], come: Iterable[Quad]) -> bool:
    """Whether the newest source is another: meetings that were planned are then over, or not."""
    dates = [
        (quad.graph_name, span_of({NHV.date: (quad.object,)}, NHV.date).latest)
        for quad in (*said.store.quads_for_pattern(None, NHV.date, None), *come)
        if quad.predicate == NHV.date
        and quad.subject == quad.graph_name
        and isinstance(quad.object, Literal)
    ]
    came = {quad.graph_name for quad in come}
    before = latest(day for graph, day in dates if graph not in came)
    return before != latest(day for graph, day in dates if graph not in graphs)


class _Again:
    """The things that a change touches, found step by step and resolved together."""

    def __init__(self, said: Sayings, changed: Iterable[NamedNode]) -> None:
        self._said = said
        self._touched: set[NamedNode] = set()
        self._most = _MOST * _number(said.store)
        self._touch(changed)

    def resolved(self) -> tuple[set[Quad], set[Quad]]:
        """What goes and what comes where what is touched comes out otherwise than in the store."""
        while True:
            before = {q for thing in self._touched for q in self._said.resolved(thing)}
            after = self._resolve()
            supplying = self._said.suppliers(self._touched)
            after |= {
                q for q in before if q.predicate == NHV.supplies and q.subject not in supplying
            }
            new = set(self._reached(before ^ after)) - self._touched
            if not new:
                return before - after, after - before
            self._touch(new)

    def _touch(self, things: Iterable[NamedNode]) -> None:
        waiting = list(things)
        while waiting:
            thing = waiting.pop()
            if thing not in self._touched:
                self._touched.add(thing)
                waiting += self._said.ties(thing)
            if len(self._touched) > self._most:
                raise _Everything

    def _resolve(self) -> set[Quad]:
        """What follows for the things that are touched."""
        told = {thing: self._said.told(thing) for thing in self._touched}
        context = self._context(told)
        quads = (quad for said in (told, context) for own in said.values() for quad in own)
        found = quads_of(resolve(quads))
        apart = {
            quad.subject
            for quad in found
            if quad.predicate == NHV.about
            and quad.object in context
            and str(quad.subject.value).startswith(CONFLICTS)  # type: ignore[union-attr]
        }
        apart |= {q.object for q in found if q.subject in apart and q.predicate == NHV.claim}  # type: ignore[misc]
        return {q for q in found if q.subject not in context and q.subject not in apart}

    def _context(self, told: Mapping[NamedNode, list[Quad]]) -> dict[NamedNode, list[Quad]]:
        """What is said of things that the touched ones share, and by these, and so on."""
        context: dict[NamedNode, list[Quad]] = {}
        waiting: list[object] = [quad.object for own in told.values() for quad in own]
        for thing in set(self._everybodys()).difference(told):
            context[thing] = self._said.told(thing)
            waiting += [quad.object for quad in context[thing]]
        while waiting:
            named = waiting.pop()
            if not isinstance(named, NamedNode) or named in told or named in context:
                continue
            if self._said.is_shared(named):
                context[named] = own = self._said.told(named)
                # Where sources agree, it does not matter at which place each says so.
                apart = () if _is_contradictory(own) else (PROV.qualifiedPrimarySource,)
                waiting += (quad.object for quad in own if quad.predicate not in apart)
        return {source: [*self._as_written(source, own)] for source, own in context.items()}

    def _everybodys(self) -> Iterator[NamedNode]:
        """What is read by facts that do not name it."""
        of_all = ((RDF.type, NHV.SystemChange), *((NHV.statementKind, k) for k in _OF_PROGRAMMES))
        for prop, value in of_all:
            for quad in self._said.naming(value, prop):
                assert isinstance(quad.subject, NamedNode)
                named = (str(quad.object) for quad in self._said.told(quad.subject))
                if prop == RDF.type or any(name.startswith(_PROGRAMMES) for name in named):
                    yield quad.subject

    def _as_written(self, source: NamedNode, own: Iterable[Quad]) -> Iterator[Quad]:
        """A source, with the day before which it cannot have been written as by all its facts."""
        known = [q for q in self._said.resolved(source) if q.predicate == NHV.possibleFrom]
        yield from (quad for quad in own if not (known and quad.predicate == NHV.notBefore))
        yield from (Quad(source, NHV.notBefore, quad.object, source) for quad in known)

    def _reached(self, otherwise: Iterable[Quad]) -> Iterator[NamedNode]:
        """Who reads of a shared thing what is now otherwise."""
        said = self._said
        read = {q.subject for q in otherwise if is_read(q.predicate)}
        waiting = [t for t in read if isinstance(t, NamedNode) and said.is_shared(t)]
        seen: set[NamedNode] = set()
        while waiting:
            thing = waiting.pop()
            if thing in seen:
                continue
            seen.add(thing)
            for reader in said.readers(thing):
                yield reader
                if said.is_shared(reader):
                    waiting.append(reader)


def _is_contradictory(own: Iterable[Quad]) -> bool:
    """Whether sources give several values of what can have one only."""
    values: dict[NamedNode, set[object]] = {}
    for quad in own:
        if quad.predicate in functional():
            values.setdefault(quad.predicate, set()).add(quad.object)
    return any(len(several) > 1 for several in values.values())


def _number(store: Store) -> int:
    """How many things there are."""
    found = store.query("SELECT (COUNT(DISTINCT ?s) AS ?number) { ?s a ?class }")
    assert isinstance(found, QuerySolutions)
    return int(next(found)["number"].value)
