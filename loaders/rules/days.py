"""Days of resolved facts: what dates as stated mean to compare by, and spans with open ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from loaders.dates import When, day_literal, parse_literal
from loaders.statements import Term

DAY = timedelta(days=1)


class Span(NamedTuple):
    """The days between which something happened: the earliest and the latest; None is unknown."""

    earliest: date | None = None
    latest: date | None = None

    @property
    def is_known(self) -> bool:
        """Whether either end is known."""
        return self.earliest is not None or self.latest is not None

    def before(self) -> Span:
        """The same, a day earlier."""
        return Span(*(None if day is None else day - DAY for day in self))

    def not_before(self, day: date | None) -> Span:
        """The same, but with no day before another; an end that was earlier moves to it."""
        if day is None:
            return self
        earliest = day if self.earliest is None else max(self.earliest, day)
        return Span(earliest, None if self.latest is None else max(self.latest, day))


NEVER_KNOWN = Span()


def bounds_of(
    properties: Mapping[NamedNode, Iterable[Term]], names: Iterable[NamedNode]
) -> tuple[date, date] | None:
    """The first and the last day that the first property present can mean."""
    for name in names:
        days = [when for value in properties.get(name, ()) if (when := when_of(value))]
        if days:
            return min(day.first for day in days), max(day.last for day in days)
    return None


def span_of(properties: Mapping[NamedNode, Iterable[Term]], *names: NamedNode) -> Span:
    """The same as a span, which knows nothing where no property is present."""
    return Span(*(bounds_of(properties, names) or (None, None)))


def note_span(
    properties: dict[NamedNode, set[Term]], span: Span, earliest: NamedNode, latest: NamedNode
) -> None:
    """Write what is known of a span to two properties."""
    for name, day in ((earliest, span.earliest), (latest, span.latest)):
        if day is not None:
            properties[name] = {day_literal(day)}


def day_of(properties: Mapping[NamedNode, Iterable[Term]], name: NamedNode) -> date | None:
    """The last day that a property can mean, if it is present."""
    found = bounds_of(properties, (name,))
    return found[1] if found else None


def earliest(days: Iterable[date | None]) -> date | None:
    """The first of the days that are known."""
    return min((day for day in days if day is not None), default=None)


def latest(days: Iterable[date | None]) -> date | None:
    """The last of the days that are known."""
    return max((day for day in days if day is not None), default=None)


def when_of(value: Term) -> When | None:
    """The date that a value is, if it is one."""
    if not isinstance(value, Literal):
        return None
    try:
        return parse_literal(value)
    except ValueError:
        return None
