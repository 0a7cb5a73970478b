"""Areas held, on a day or over all, at a level: what the graph counts, and the permits behind it.

A source says who holds, supplies or applies at one level; an analysis may want another. Going up is
a matter of record (a clinic is part of a hospital, a hospital has an operator, a region belongs to
a healthcare region). Going down would be a guess, and so would choosing between two healthcare
regions: then there is no answer, and the network says what it left out.

The graph has rolled parts into their area, units into their hospital and hospitals into their
region (rule ``counting-rule``); here nothing is added up anew. What holds over all days is asked
day by day on which anything begins or ends; who filters these spans by a day has exactly what the
networks and counts of that day have.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from graph.networks.draft import Citations, surest
from graph.networks.lasting import GRANTED, IN_FORCE, POSSIBLE
from graph.view.counting import Count, count_line, count_query
from graph.view.facts import PARTIES, Wanted, columns_of, facts, gather, labels, periods, states
from graph.view.view import View

PROGRAMMES = ("nhv", "rikssjukvard", "rcc")
STATED = "stated"
LEVELS = ("region", "healthcare-region", "hospital")
_DAY = timedelta(1)
_UP = ("nhv:inHealthcareRegion", "nhv:operator", "nhv:partOf")


class Ladder:
    """What lies above each region and hospital of a view."""

    def __init__(self, kg: View) -> None:
        found = [fact for cls in reversed(PARTIES) for fact in facts(kg, cls)]
        self._up = {prop: {fact.id: fact.all(prop) for fact in found} for prop in _UP}
        self._at: dict[tuple[str, str], str] = {}

    @classmethod
    def of(cls, kg: View) -> Ladder:
        """The ladder of a view, made once."""
        return kg.cached(("networks", "ladder"), lambda: cls(kg))

    def at(self, party: str, level: str) -> str:
        """Whom a party stands for at a level; empty where only a guess leads there."""
        if level == STATED or not party:
            return party
        if (party, level) not in self._at:
            self._at[party, level] = self._climb(party, level)
        return self._at[party, level]

    def _climb(self, party: str, level: str) -> str:
        if level == "hospital":
            return self._top(party, "hospital", "nhv:partOf") if _is(party, "hospital") else ""
        if _is(party, "healthcare-region"):
            return party if level == "healthcare-region" else ""
        region = self._top(party, "", "nhv:operator", "nhv:partOf")
        if not _is(region, "region"):
            return ""
        above = (
            (region,) if level == "region" else self._up["nhv:inHealthcareRegion"].get(region, ())
        )
        return above[0] if len(above) == 1 else ""

    def _top(self, party: str, kind: str, *ties: str) -> str:
        """What stands highest above a party, up to a region, by the first of some ties that it has.

        With a kind, only what is of that kind counts.
        """
        seen = {party}
        while not _is(party, "region"):
            above = next((up for tie in ties if (up := self._up[tie].get(party))), ())
            further = [one for one in above if one not in seen and (not kind or _is(one, kind))]
            if not further:
                break
            party = further[0]
            seen.add(party)
        return party


def _is(party: str, kind: str) -> bool:
    return party.startswith(f"{kind}:")


class Held(NamedTuple):
    """An area that somebody holds on a day."""

    id: str  # of the area held, as the graph counts it
    area: str  # the whole, whatever parts the permits are for
    party: str  # who holds it, at the level asked for; empty where that is not known
    status: str  # ``nhv:InForce``, ``nhv:PossiblyInForce`` or ``nhv:GrantedNotBegun``
    permits: tuple[str, ...]  # those by which it has that status
    parts: tuple[str, ...]  # of the area; none if they are for the whole


class Holdings(NamedTuple):
    """What is held on a day, and what must be known to read its number."""

    held: Sequence[Held]  # each by a party of the level
    unplaced: Sequence[Held]  # those whose party is not known at that level, without one
    possible: Sequence[str]  # those that may be in force beside, where they were not asked for


def holdings(
    kg: View,
    *,
    level: str = "region",
    programme: str = "nhv",
    area: str = "",
    possible: bool = False,
    granted: bool = False,
) -> Holdings:
    """Who holds what on the view's day.

    Args:
        kg: The view.
        level: "stated", "region", "healthcare-region" or "hospital".
        programme: "nhv", "rikssjukvard", "rcc" or "all".
        area: Only this area, or this part of one.
        possible: Whether what may be in force is among them.
        granted: Whether what is granted and has not begun is among them.

    Example:
        >>> len(holdings(kg).held) == counted(kg).in_force  # doctest: +SKIP
        True
    """
    gather(kg, *columns_of("nhv:HeldArea", "nhv:Permit", *PARTIES))
    ladder = Ladder.of(kg)
    at = "nhv:HospitalLevel" if level == "hospital" else "nhv:HolderLevel"
    known = (IN_FORCE, POSSIBLE, GRANTED) if granted else (IN_FORCE, POSSIBLE)
    shown = tuple(status for status in known if possible or status != POSSIBLE)
    found = list(_at(kg, at, programme, area, known))
    wanted = [held._replace(party=ladder.at(held.party, level)) for held in found
              if held.status in shown]  # fmt: skip
    unplaced = [held for held in wanted if not held.party]
    if level == "hospital":
        named = {permit for held in found for permit in held.permits}
        unplaced += [
            held._replace(party="")
            for held in _at(kg, "nhv:HolderLevel", programme, area, known)
            if held.status in shown and named.isdisjoint(held.permits)
        ]
    left = [held.id for held in found if held.status not in shown]
    return Holdings([held for held in wanted if held.party], unplaced, left)


def _at(kg: View, level: str, programme: str, area: str, known: Collection[str]) -> Iterator[Held]:
    """All that has one of some statuses on the view's day."""
    counted, status = facts(kg, "nhv:HeldArea"), states(kg, "nhv:HeldArea")
    permits, by = facts(kg, "nhv:Permit"), states(kg, "nhv:Permit")
    about = kg.cached(
        ("networks", "areas of permits"),
        lambda: dict(zip(permits.ids, permits.one("nhv:area"), strict=True)),
    )
    for name, whole, holder, of, levels, several in zip(
        counted.ids,
        *(counted.one(prop) for prop in ("nhv:heldArea", "nhv:heldBy", "nhv:heldUnder")),
        *(counted.all(prop) for prop in ("nhv:level", "nhv:countsPermit")),
        strict=True,
    ):
        now = status.get(name, "")
        if now not in known or level not in levels:
            continue
        if programme != "all" and of != f"programme:{programme}":
            continue
        if len(several) > 1:
            same = (IN_FORCE, POSSIBLE) if now == POSSIBLE else (now,)
            several = tuple(permit for permit in several if by.get(permit) in same)
        parts = tuple(sorted({about.get(permit, whole) for permit in several} - {whole}))
        if not area or area == whole or area in parts:
            yield Held(name, whole, holder, now, several, parts)


def programmes_of(programme: str) -> list[str]:
    """The programmes that "nhv", "rikssjukvard", "rcc" or "all" means, as short names."""
    return [f"programme:{name}" for name in (PROGRAMMES if programme == "all" else (programme,))]


def counting(kg: View, programme: str) -> list[Wanted]:
    """The one count of what is held under each programme, as wanted of a view."""
    return [
        Wanted(
            ("counted", name, kg.as_of),
            [(2, f"{{ SELECT (?count AS ?v0) (?n AS ?v1) {{ {{ {count_query(name)} }} }} }}")],
            Count.of,
        )
        for name in programmes_of(programme)
    ]


def counted_in_words(kg: View, programme: str) -> str:
    """What a number of permits counts, in a line; empty where the graph has no such programme."""
    meant = programmes_of(programme)
    names = labels(kg, meant)
    if any(names[name] == name for name in meant):  # a graph from elsewhere
        return ""
    counts = gather(kg, *counting(kg, programme))
    return " ".join(count_line(kg, n, names[name]) for n, name in zip(counts, meant, strict=True))


class Span(NamedTuple):
    """From a first to a last day something holds in one way; an empty text is an open side."""

    first: str
    last: str
    status: str
    certainty: str = ""  # "stated", "inferred", or empty where the graph does not say
    permits: tuple[str, ...] = ()  # those by which it has that status

    def has(self, day: str) -> bool:
        """Whether a day lies in it."""
        return self.first <= day and (not self.last or day <= self.last)


class HeldFact(NamedTuple):
    """An area that somebody holds at a level, over all days."""

    id: str
    level: str
    programme: str
    area: str
    party: str  # empty where it is not known at the level
    spans: tuple[Span, ...]  # when, in which way, in order

    def on(self, day: str) -> Span | None:
        """How it is held on a day."""
        return next((span for span in self.spans if span.has(day)), None)


def turning_days(kg: View) -> list[str]:
    """The days on which the status of any area held, or of a permit behind one, changes."""
    found = set()
    for cls in ("nhv:HeldArea", "nhv:Permit"):
        for turns in periods(kg, cls).values():
            for first, last, _ in turns:
                found |= {first, after(last)}
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


def after(day: str) -> str:
    """The day after another; nothing comes after an open side."""
    return (date.fromisoformat(day) + _DAY).isoformat() if day else ""


def _before(day: str) -> str:
    return (date.fromisoformat(day) - _DAY).isoformat()
