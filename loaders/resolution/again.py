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

from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions, Store

from loaders.resolution.neighbours import CONFLICTS, READ_BY_ALL, Sayings, is_read
from loaders.resolution.quads import Quads
from loaders.resolution.resolve import resolve
from loaders.resolution.views import WHOLES, Withheld, is_named_by_sources
from loaders.rules.days import span_of
from loaders.statements import nodes, quads_of, uncollected
from ontology.terms import NHV, PROV, RDF, REGISTERS_GRAPH, functional

_MOST = 0.2
"""The share of what is resolved above which it is quicker to resolve everything."""


class Change(NamedTuple):
    """Statements of all graphs, the resolved one included, by which a view differs from a store.

    Named graphs go whole; besides, some statements are gone and others come.
    """

    graphs: Collection[NamedNode]
    gone: Collection[Quad]
    come: Collection[Quad]


class _Everything(Exception):  # noqa: N818 - an event inside of this module
    """The change can touch most of the graph."""


@uncollected()
def change(
    store: Store | Quads, left: Withheld, come: Iterable[Quad] = (), most: float | None = None
) -> Change | None:
    """By which statements a view that leaves some out, and has others, differs from a store.

    ``most`` is how many things may be touched; if it is not given, a share of all that there are.
    ``None`` where most of the graph is touched, so that it is quicker to resolve it from nothing
    (:func:`whole`), or where none was resolved yet.
    """
    if not any(store.quads_for_pattern(None, None, None, DefaultGraph())):
        return None
    if len(left.graphs) > _MOST * (len(left.graphs) + len(left.kept)):
        return None
    said = Sayings(store, left, come := list(come))
    try:
        again = _Again(said, _changed(said, left, come), most or _MOST * _number(store))  # type: ignore[arg-type]
        gone, come_ = again.resolved()
    except _Everything:
        return None
    return Change(left.graphs, [*left.quads, *gone], [*come, *come_])


@uncollected()
def whole(
    store: Store | Quads, left: Withheld, come: Iterable[Quad] = (), said: Sequence[Quad] = ()
) -> list[Quad]:
    """All statements of a view, resolved from nothing.

    ``said`` is what the named graphs of the store say, if that is at hand: a store on the disk
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
    if left.known_at is not None:
        for thing, own in [*_forgotten(said)]:
            said.lose(own)
            if said.resolved(thing):  # else the store had forgotten it already
                quads += own
    things = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
    things.update([fact for thing in things for fact in said.citing(thing)])
    return things.union(_overtaken(said))


def _forgotten(said: Sayings) -> Iterator[tuple[NamedNode, list[Quad]]]:
    """What no source of the view names, with what is said of it, and by those who name it."""
    of_registers = said.store.quads_for_pattern(None, RDF.type, None, REGISTERS_GRAPH)
    known = {q.subject for q in of_registers if isinstance(q.subject, NamedNode)}
    bare = {t for t in known if is_named_by_sources(t) and not said.is_named(t)}
    # A part that is named keeps the whole it belongs to.
    parts = ((whole, q) for whole in bare for tie in WHOLES for q in said.naming(whole, tie))
    for thing in bare.difference({whole for whole, quad in parts if quad.subject not in bare}):
        own = said.told(thing)
        cited = [q.object for q in own if q.predicate == PROV.qualifiedPrimarySource]
        own += (quad for node in cited for quad in said.told(node))  # type: ignore[arg-type]
        yield thing, [*own, *said.naming(thing)]


def _overtaken(said: Sayings) -> Iterator[NamedNode]:
    """Meetings that are over for the view or for the store alone: another source is the newest."""
    first, last = sorted(newest.day for newest in said.newest)
    meetings = said.store.quads_for_pattern(None, RDF.type, NHV.Meeting, DefaultGraph())
    for quad in meetings if first < last else ():
        if isinstance(quad.subject, NamedNode):
            told = (q.object for q in said.resolved(quad.subject) if q.predicate == NHV.date)
            day = span_of({NHV.date: list(told)}, NHV.date).latest  # type: ignore[arg-type]
            if day and first <= day < last:
                yield quad.subject


class _Again:
    """The things that a change touches, found step by step and resolved together."""

    def __init__(self, said: Sayings, changed: Iterable[NamedNode], most: float) -> None:
        self._said = said
        self._touched: set[NamedNode] = set()
        self._most = most
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
        found = resolve(quads)
        apart = {
            node
            for node, properties in found.items()
            if node.value.startswith(CONFLICTS)
            and not context.keys().isdisjoint(properties.get(NHV.about, ()))
        }
        apart.update([claim for node in apart for claim in nodes(found[node], NHV.claim)])
        own = found.keys() - context.keys() - apart
        return set(quads_of({node: found[node] for node in own}))

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
        for value in READ_BY_ALL:
            for quad in self._said.naming(value):
                if isinstance(quad.subject, NamedNode) and any(self._said.programmes(quad.subject)):
                    yield quad.subject
        yield from self._said.newest[1].sources

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
        # What begins or changes a programme is read by whatever belongs to that.
        waiting += [p for t in read if isinstance(t, NamedNode) for p in said.programmes(t)]
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
