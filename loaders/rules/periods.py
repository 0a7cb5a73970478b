"""Which status a holding has on which days, as periods that follow one another (rule status).

Two questions that sources and people mix are kept apart: whether a permit is *granted* (the board
has decided) and whether it is *in force* (the care is given under it).  Where the evidence leaves a
day open, the period says so: it counts as possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from pyoxigraph import NamedNode

from loaders.rules.days import DAY, Span, note_span
from loaders.rules.facts import Facts
from ontology.terms import NHV, RDF, thing

Counts = frozenset[NamedNode]
_NOTHING: Counts = frozenset()


class Period(NamedTuple):
    """The days of one status (of ``nhv:Statuses``), open at either end, and what they count as."""

    first: date | None
    last: date | None
    status: NamedNode
    counts: Counts = _NOTHING


class Bounds(NamedTuple):
    """When a holding was granted, began and ended; the end is its last day."""

    grant: Span
    start: Span
    end: Span

    def on(self, day: date | None) -> tuple[NamedNode, Counts]:
        """The status on a day, and what it counts as; None is a day before all days known."""
        if _is_past(self.end.latest, day):
            return NHV.Ended, _NOTHING
        may_have_ended = self.end.is_known and (
            self.end.earliest is None or _is_past(self.end.earliest, day)
        )
        begun = _is_reached(self.start.latest, day)
        granted = begun or _is_reached(self.grant.latest, day)
        if begun and not may_have_ended:
            return NHV.InForce, frozenset({NHV.InForce, NHV.Granted})
        if self.start.earliest is None or _is_reached(self.start.earliest, day):
            is_granted = granted and not may_have_ended
            grant = NHV.Granted if is_granted else NHV.PossiblyGranted
            return NHV.PossiblyInForce, frozenset({NHV.PossiblyInForce, grant})
        if granted:
            return NHV.GrantedNotBegun, frozenset({NHV.Granted})
        if self.grant.earliest is None or _is_reached(self.grant.earliest, day):
            return NHV.NotYet, frozenset({NHV.PossiblyGranted})
        return NHV.NotYet, _NOTHING

    def periods(self) -> list[Period]:
        """The periods, the first first; together they cover all days."""
        ends = (day + DAY for day in self.end if day is not None)
        turns = {day for day in (*self.grant, *self.start, *ends) if day is not None}
        return joined(turns, self.on)


def joined(
    turns: Iterable[date], on: Callable[[date | None], tuple[NamedNode, Counts]]
) -> list[Period]:
    """The periods between days on which something may change, equal neighbours as one."""
    periods: list[Period] = []
    firsts: list[date | None] = [None, *sorted(turns)]
    for place, first in enumerate(firsts):
        following = firsts[place + 1] if place + 1 < len(firsts) else None
        last = None if following is None else following - DAY
        status, counts = on(first)
        if periods and (periods[-1].status, periods[-1].counts) == (status, counts):
            periods[-1] = periods[-1]._replace(last=last)
        else:
            periods.append(Period(first, last, status, counts))
    return periods


# Of what counts together, the surest status is shown.
_SUREST = (
    NHV.InForce, NHV.PossiblyInForce, NHV.GrantedNotBegun, NHV.NotYet, NHV.Ended,
)  # fmt: skip


def together(several: Sequence[Sequence[Period]]) -> list[Period]:
    """The periods of what counts as one: in force where one is, possible where one may be."""
    if len(several) == 1:
        return list(several[0])
    turns = {p.first for periods in several for p in periods if p.first is not None}

    def on(day: date | None) -> tuple[NamedNode, Counts]:
        now = [period_on(periods, day) for periods in several]
        counts = frozenset().union(*(period.counts for period in now))
        if NHV.InForce in counts:
            counts -= {NHV.PossiblyInForce}
        if NHV.Granted in counts:
            counts -= {NHV.PossiblyGranted}
        return min((period.status for period in now), key=_SUREST.index), counts

    return joined(turns, on)


def only_possible(periods: Sequence[Period]) -> list[Period]:
    """The same periods of what may be the case: nothing in them counts for certain."""
    possible = {NHV.InForce: NHV.PossiblyInForce, NHV.Granted: NHV.PossiblyGranted}
    return [
        period._replace(
            status=NHV.PossiblyInForce if period.status == NHV.InForce else period.status,
            counts=frozenset(possible.get(count, count) for count in period.counts),
        )
        for period in periods
    ]


def period_on(periods: Sequence[Period], day: date | None) -> Period:
    """The period that a day lies in; None is a day before all days known."""
    if day is None:
        return periods[0]
    return next(p for p in reversed(periods) if p.first is None or p.first <= day)


def write_periods(facts: Facts, node: NamedNode, periods: Sequence[Period]) -> None:
    """Write the periods of a thing as nodes of their own."""
    kind, identifier = node.value.rsplit("/", 2)[-2:]
    links = facts[node].setdefault(NHV.period, set())
    for number, period in enumerate(periods, 1):
        name = thing("period", f"{kind}.{identifier}.{number}")
        links.add(name)
        written = facts.resolved[name] = {RDF.type: {NHV.StatusPeriod}, NHV.status: {period.status}}
        if period.counts:
            written[NHV.countsAs] = set(period.counts)
        note_span(written, Span(period.first, period.last), NHV.firstDay, NHV.lastDay)


def _is_reached(bound: date | None, day: date | None) -> bool:
    return bound is not None and day is not None and day >= bound


def _is_past(bound: date | None, day: date | None) -> bool:
    return bound is not None and day is not None and day > bound
