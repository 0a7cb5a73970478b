"""Areas held over all days: who holds what from when to when, at each level, as the graph counts.

What holds on a day is asked of :mod:`graph.networks.holdings`, day by day on which anything begins
or ends; here the days between are only put together. Who filters these spans by a day has exactly
what the networks and counts of that day have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from graph.networks.cited import Citations, surest
from graph.networks.holdings import LEVELS, Held, holdings
from graph.view.facts import facts, periods
from graph.view.view import View

_DAY = timedelta(1)


class Span(NamedTuple):
    """From a first to a last day something holds in one way; an empty text is an open side.

    Attributes:
        first: The first day.
        last: The last day.
        status: ``nhv:InForce``, ``nhv:PossiblyInForce`` or ``nhv:GrantedNotBegun``.
        certainty: "stated", "inferred", or an empty text where the graph does not say.
        permits: The permits by which it has that status.
    """

    first: str
    last: str
    status: str
    certainty: str
    permits: tuple[str, ...]

    def has(self, day: str) -> bool:
        """Whether a day lies in it."""
        return self.first <= day and (not self.last or day <= self.last)


class HeldFact(NamedTuple):
    """An area that somebody holds, over all days.

    Attributes:
        id: The area held, as the graph counts it.
        level: "region", "healthcare-region" or "hospital".
        programme: The programme.
        area: The whole area.
        party: Who holds it; an empty text where that is not known at the level.
        spans: When, in which way, in order.
    """

    id: str
    level: str
    programme: str
    area: str
    party: str
    spans: tuple[Span, ...]

    def on(self, day: str) -> Span | None:
        """How it is held on a day."""
        return next((span for span in self.spans if span.has(day)), None)


def turning_days(kg: View) -> list[str]:
    """The days on which the status of any area held, or of a permit behind one, changes."""
    found = set()
    for cls in ("nhv:HeldArea", "nhv:Permit"):
        for turns in periods(kg, cls).values():
            for first, last, _ in turns:
                found |= {first, _after(last)}
    return sorted(found - {""})


def held_facts(kg: View) -> tuple[HeldFact, ...]:
    """All that anybody holds on any day, by level, in the order of their names."""
    return kg.cached(("networks", "held facts"), lambda: tuple(_held_facts(kg)))


def _held_facts(kg: View) -> Iterator[HeldFact]:
    turning = turning_days(kg)
    days = [_before(turning[0]), *turning] if turning else [kg.as_of.isoformat()]
    certainty = cache(Citations(kg, "nhv:Permit").certainty)
    known = facts(kg, "nhv:HeldArea")
    for level in LEVELS:
        runs: dict[tuple[str, str], dict[int, Held]] = {}
        for at, day in enumerate(days):
            found = holdings(
                kg.at(as_of=day), level=level, programme="all", possible=True, granted=True
            )
            for held in (*found.held, *found.unplaced):
                runs.setdefault((held.id, held.party), {})[at] = held
        for (name, party), run in sorted(runs.items()):
            fact = known.named(name)
            spans = tuple(
                Span(
                    days[first] if first else "",
                    _before(days[last + 1]) if last + 1 < len(days) else "",
                    run[first].status,
                    surest(map(certainty, run[first].permits)),
                    run[first].permits,
                )
                for first, last in _stretches(run)
            )
            yield HeldFact(
                name, level, fact.one("nhv:heldUnder"), fact.one("nhv:heldArea"), party, spans
            )


def _stretches(run: Mapping[int, Held]) -> Iterator[tuple[int, int]]:
    """First and last number of each row of days on which something is held in the same way."""
    numbers: Sequence[int] = sorted(run)
    first = numbers[0]
    for at, following in zip(numbers, [*numbers[1:], -1], strict=True):
        if following != at + 1 or run[following] != run[at]:
            yield first, at
            first = following


def _after(day: str) -> str:
    return (date.fromisoformat(day) + _DAY).isoformat() if day else ""


def _before(day: str) -> str:
    return (date.fromisoformat(day) - _DAY).isoformat()
