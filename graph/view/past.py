"""What was known by each of many days: one graph that is walked backwards, source by source.

A view of one day in the past is made of the whole graph (:meth:`graph.view.view.View.at`). Many
of them would each hold a copy and resolve it anew; here each is what the one before it loses.
What comes of a step follows from what was known on both sides of it: where that has the same
:func:`digests`, whoever kept the one need not walk to the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256
from itertools import product
from math import inf
from typing import Any, NamedTuple, TypeAlias

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from graph.base.files import code
from graph.view.view import View
from graph.view.whole import is_resolved, quads, texts
from loaders import dates
from loaders.resolution import again
from loaders.resolution.again import Change
from loaders.resolution.quads import Quads
from loaders.resolution.views import Withheld, existed, is_named_by_sources, withheld

Properties: TypeAlias = Mapping[NamedNode, Collection[NamedNode | Literal]]
Resolved: TypeAlias = Mapping[NamedNode, Properties]
Keep: TypeAlias = Callable[[View, Sequence[date | None], Iterator[Any]], Iterable[Any]]
"""Gives what is made of each two days of a walk through a view, as made now or as kept."""
_SOURCES = """SELECT DISTINCT ?since ?last {
  ?source a nhv:Source ; nhv:existsFrom ?since OPTIONAL { ?source nhv:lastDay ?last } }"""


class Step(NamedTuple):
    """A step back."""

    day: date
    known: Quads  # all that was known by then
    change: Change  # what makes it of what was known by the day before in the walk
    touched: Collection[NamedNode]  # of which the resolved graph may then say something else


class Past(NamedTuple):
    """What was known by a day."""

    day: date
    resolved: Resolved  # what the resolved graph said of each thing then
    changed: Collection[NamedNode]  # of which it may say something else than on the day before

    def find(
        self, subjects: Iterable[NamedNode], predicates: Iterable[NamedNode], /
    ) -> Iterator[Quad]:
        """Statements of some things with some properties, as an engine looks them up."""
        for thing, prop in product(subjects, predicates):
            for value in self.resolved.get(thing, {}).get(prop, ()):
                yield Quad(thing, prop, value)


def reach(kg: View) -> dict[date, date]:
    """The days by which documents of a view existed, and the last day that those of then tell of.

    The newest day comes first.

    Example:
        >>> max(reach(kg))  # doctest: +SKIP
        datetime.date(2026, 11, 3)
    """
    told = kg.select(_SOURCES)
    pairs = zip(told.column("since"), told.column("last"), strict=True)
    days = ((since, last) for since, last in pairs if isinstance(since, date))
    newest, found = date.min, dict[date, date]()
    for since, last in sorted(days, key=lambda pair: pair[0]):
        found[since] = newest = max(newest, last) if isinstance(last, date) else newest
    return dict(reversed(found.items()))


def anew(_: View, __: Sequence[date | None], made: Iterator[Any]) -> Iterator[Any]:
    """Keep nothing."""
    return made


def digests(kg: View, days: Iterable[date | None]) -> list[str]:
    """For each day a digest of all from which follows what was known by it; of none, of all."""
    said: dict[str, list[str]] = defaultdict(list)
    for quad in quads(kg):
        if not is_resolved(quad):
            said[str(quad.graph_name)].append(str(quad.triple))
    graphs = {name: sha256("\n".join(sorted(said[name])).encode()).digest() for name in said}
    since = {str(graph): first or date.max for graph, first in existed(quads(kg)).items()}
    # Where no source is left out, what was known is the resolved graph that the view has.
    own = sha256(texts(kg).turtle).digest()

    def digest(day: date | None) -> str:
        known = [g for g in sorted(graphs) if day is None or since.get(g, date.min) <= day]
        total = sha256(f"{code()} {day} {' '.join(known)}".encode())
        total.update(b"".join(graphs[graph] for graph in known))
        total.update(own if len(known) == len(graphs) else b"")
        return total.hexdigest()

    return [digest(day) for day in days]


def walked(kg: View, days: Iterable[date]) -> Iterator[Past]:
    """What was known by each of some days, but for names of persons.

    The newest of the days comes first; by it, all that the view has is known.

    Example:
        >>> [past.day.year for past in walked(kg, [date(2024, 1, 1), date(2023, 1, 1)])]
        ... # doctest: +SKIP
        [2024, 2023]
    """
    resolved = dict[NamedNode, Properties]()
    for day, known, _, touched in retraced(kg, days, people=False):
        said = {thing: own for thing in touched if (own := _said(known, thing))}
        resolved = {**resolved, **said}
        for thing in said.keys() ^ touched:
            resolved.pop(thing, None)
        yield Past(day, resolved, touched)


def retraced(kg: View, days: Iterable[date], *, people: bool = True) -> Iterator[Step]:
    """The steps back through what a view knows, by days of which the newest comes first.

    The first is one from all of it; names of ``people`` stay on request.
    """
    known, since = Quads(quads(kg)), existed(quads(kg))
    touched: Collection[NamedNode] = known.things()
    before: Collection[NamedNode] | None = None
    for day in days:
        change = Change((), (), ())
        there = {graph for graph, first in since.items() if first and first <= day}
        if there != before:
            left = withheld(known, dates.parse(day.isoformat()), people=people)
            if left.graphs or left.quads:
                known, change, more = _without(known, left)
                touched = {*touched, *more}
        yield Step(day, known, change, touched)
        touched, before = (), there


def _without(known: Quads, left: Withheld) -> tuple[Quads, Change, Collection[NamedNode]]:
    """The graph without what a view leaves out, how it differs, and of which things."""
    change = again.change(known, left, most=inf)
    if change is None:
        whole = again.whole(known, left)
        before, after = set(known), set(whole)
        gone = {quad for quad in before - after if quad.graph_name not in left.graphs}
        anew = Quads(whole)
        change = Change(left.graphs, gone, after - before)
        return anew, change, {*known.things(), *anew.things()}
    known.change(*change)
    resolved = (q for q in (*change.gone, *change.come) if q.graph_name == DefaultGraph())
    touched = {q.subject for q in resolved if isinstance(q.subject, NamedNode)}
    for thing in touched:
        # What no source names any more is forgotten on all days before, too.
        if is_named_by_sources(thing) and not _said(known, thing):
            naming = known.quads_for_pattern(None, None, thing)
            known.change((), [*known.quads_for_pattern(thing, None, None), *naming], ())
    return known, change, touched


def _said(known: Quads, thing: NamedNode) -> Properties:
    """What the resolved graph says of a thing."""
    found: dict[NamedNode, list[NamedNode | Literal]] = {}
    for _, prop, value, _ in known.quads_for_pattern(thing, None, None, DefaultGraph()):
        found.setdefault(prop, []).append(value)
    return found
