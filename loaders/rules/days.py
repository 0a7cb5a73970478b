"""Days of resolved facts: what dates as stated mean to compare by, and spans with open ends.

With it goes between which days a source was written (rule reading).  A source certainly existed on
the last day that its date can mean, and on the day on which it was read.  It cannot have been
written before the first day that its date can mean, before the day that a curator gives, or, where
it has no date, before a decision that it tells of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from loaders.dates import When, day_literal, parse_literal
from loaders.statements import Statements, Term
from ontology.terms import NHV, RDF

DAY = timedelta(days=1)


class Span(NamedTuple):
    """The days between which something happened: the earliest and the latest; None is unknown."""

    earliest: date | None = None
    latest: date | None = None

    @property
    def is_known(self) -> bool:
        """Whether either end is known."""
        return self.earliest is not None or self.latest is not None

    @property
    def is_bounded(self) -> bool:
        """Whether both ends are known, and in order."""
        return bool(self.earliest and self.latest and self.earliest <= self.latest)

    @property
    def width(self) -> int:
        """Its days but the first; 0 where an end is open."""
        return (self.latest - self.earliest).days if self.earliest and self.latest else 0

    def before(self) -> Span:
        """The same, a day earlier."""
        return Span(*(None if day is None else day - DAY for day in self))

    def not_before(self, day: date | None) -> Span:
        """The same, but with no day before another; an end that was earlier moves to it."""
        if day is None:
            return self
        return Span(latest((self.earliest, day)), self.latest and max(self.latest, day))

    def in_order(self) -> Span:
        """The same; where the latest day is before the earliest, the earliest alone."""
        is_wrong = self.earliest and self.latest and self.latest < self.earliest
        return Span(self.earliest, self.earliest) if is_wrong else self


NEVER_KNOWN = Span()


def overlap(spans: Iterable[Span]) -> Span:
    """The days that all spans have; not in order where there are none."""
    spans = list(spans)
    return Span(latest(s.earliest for s in spans), earliest(s.latest for s in spans))


def span_of(properties: Mapping[NamedNode, Iterable[Term]], *names: NamedNode) -> Span:
    """The first and the last day that the first property present can mean, if there is any."""
    for name in names:
        if days := whens(properties.get(name, ())):
            return Span(min(day.first for day in days), max(day.last for day in days))
    return NEVER_KNOWN


def note_span(
    properties: dict[NamedNode, set[Term]], span: Span, earliest: NamedNode, latest: NamedNode
) -> None:
    """Write what is known of a span to two properties."""
    for name, day in ((earliest, span.earliest), (latest, span.latest)):
        if day is not None:
            properties[name] = {day_literal(day)}


def earliest(days: Iterable[date | None]) -> date | None:
    """The first of the days that are known."""
    return min((day for day in days if day is not None), default=None)


def latest(days: Iterable[date | None]) -> date | None:
    """The last of the days that are known."""
    return max((day for day in days if day is not None), default=None)


def whens(values: Iterable[Term]) -> list[When]:
    """The dates among values."""
    return [when for value in values if (when := when_of(value))]


def agree(one: Term, other: Term) -> bool:
    """Whether one date is the same as another, or a finer or coarser form of it."""
    first, second = when_of(one), when_of(other)
    return bool(first and second and (first.within(second) or second.within(first)))


def when_of(value: Term) -> When | None:
    """The date that a value is, if it is one."""
    if not isinstance(value, Literal):
        return None
    try:
        return parse_literal(value)
    except ValueError:
        return None


# What a source tells of these has happened when it is written.
_PAST = ((NHV.Decision, NHV.date), (NHV.Permit, NHV.decidedOn))


def exists_from(source: Mapping[NamedNode, Iterable[Term]]) -> date | None:
    """The day by which a source certainly existed: that of its date or of its reading."""
    return earliest(span_of(source, name).latest for name in (NHV.date, NHV.readOn))


def written(statements: Statements) -> dict[NamedNode, Span]:
    """When each source was written, as far as it can be told from what all sources say.

    For each the day before which it cannot have been, and the day by which it certainly existed.
    """
    told: dict[NamedNode, date | None] = defaultdict(lambda: None)
    sources = {}
    for node, properties in statements.items():
        classes = properties.get(RDF.type, {})
        if NHV.Source in classes:
            sources[node] = properties
        for prop in (prop for rdf_class, prop in _PAST if rdf_class in classes):
            for value, graphs in properties.get(prop, {}).items():
                first = span_of({prop: (value,)}, prop).earliest
                for graph in graphs:
                    told[graph] = latest((told[graph], first))
    found = {}
    for node, properties in sources.items():
        dated, by = span_of(properties, NHV.date), exists_from(properties)
        by_its_facts = None if dated.is_known else told[node]
        curated = span_of(properties, NHV.notBefore).earliest
        floor = latest((dated.earliest, curated, by_its_facts))
        found[node] = Span(floor and earliest((floor, by)), by)
    return found
