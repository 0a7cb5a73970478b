"""Statements: what is said of some areas, as slots that its own words or what governs it fill."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from loaders.drafting.cues import role_of_day, says
from loaders.drafting.passages import Passage
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import SaidName
from loaders.drafting.units import number_in, units_in

_SENTENCE = re.compile(r"[.!?]\s+(?=[A-ZÅÄÖ])")
_RANGE = re.compile(r"\s*[–-]\s*")
_BETWEEN = re.compile(r"\s*(?:och|and)(?: den)?\s*")
_NEAR = 60
_CLOSE = 16


@dataclass(frozen=True)
class Statement:
    """What is said of some areas: slots, of which some are filled by what governs it.

    Attributes:
        passage: Where it stands.
        text: Its words.
        names: The names in it.
        said: The days in it.
        act: What was done; empty if that is left open.
        areas: The areas that it is about.
        parties: The regions, hospitals and healthcare regions that it is about.
        days: Its days by what they are: ``first``, ``last``, ``decided``, ``applied``, ``bare``.
        units: Its number of units.
        step: The step of the process that it stands under; 0 if none.
        above: What governs it, as one statement.
        given: By slots, what filled them if not its own words.
        lines: The lines beside its own that it rests on.
    """

    passage: Passage
    text: str
    names: tuple[SaidName, ...] = ()
    said: tuple[SaidDay, ...] = ()
    act: str = ""
    areas: tuple[SaidName, ...] = ()
    parties: tuple[SaidName, ...] = ()
    days: Mapping[str, SaidDay] = field(default_factory=dict)
    units: Any = None
    step: int = 0
    above: Statement | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[int, ...] = ()

    @property
    def listed(self) -> bool:
        """Whether it stands in a list or table."""
        return self.passage.listed

    @property
    def frame(self) -> Statement:
        """What governs it; a statement that says nothing, if nothing does."""
        return self.above or Statement(self.passage, "")

    def says_own(self, slot: str) -> bool:
        """Whether its own words fill a slot."""
        return bool(getattr(self, slot)) and slot not in self.given

    def with_slot(self, slot: str, value: Any, source: str) -> Statement:
        """The same with a slot that a source fills."""
        return replace(self, **{slot: value}, given={**self.given, slot: source})

    def day(self, *roles: str) -> SaidDay | None:
        """The first day of some roles."""
        return next((self.days[role] for role in roles if role in self.days), None)

    def day_of(self, area: SaidName, role: str) -> SaidDay | None:
        """The day of a role of one of its areas; one in brackets is that of the area before."""
        spans = {a.key: self._brackets(a) for a in self.areas if len(self.areas) > 1}
        within = [day for day in self.said if day.start in spans.get(area.key, ())]
        first = self.days.get(role)
        elsewhere = first and any(first.start in span for span in spans.values())
        return within[0] if within else None if elsewhere else first

    def _brackets(self, area: SaidName) -> range:
        """Where the brackets behind an area stand in the text."""
        aside = re.match(r"\s*\([^()]*\)", self.text[area.end :]) if area.end else None
        return range(area.end, area.end + aside.end()) if aside else range(0)

    def units_of(self, area: SaidName) -> Any:
        """The number of units of one of its areas: that in brackets behind it, else that of all."""
        span = self._brackets(area)
        aside = self.text[span.start : span.stop].strip(" ()")
        ends = [other.start for other in self.areas if other.start > area.start]
        behind = self.text[area.end : min(ends)] if ends else self.text[area.end :]
        own = units_in(behind) if len(self.areas) > 1 and area.end else None
        return units_in(aside) or number_in(aside) or own or self.units

    @cached_property
    def keys(self) -> set[str]:
        """The areas, to be compared."""
        return {area.key for area in self.areas}


def elsewhere(names: tuple[SaidName, ...]) -> tuple[SaidName, ...]:
    """Names that stand before a text, as if at its beginning."""
    return tuple(replace(name, start=-1, end=0) for name in names)


def days_by_role(text: str, said: tuple[SaidDay, ...]) -> dict[str, SaidDay]:
    """Some days by what the words beside them say that they are; the first of each kind."""
    told: list[tuple[int, str, SaidDay]] = []
    ranges: list[SaidDay] = []
    at = 0
    for number, day in enumerate(said):
        follows = said[number + 1] if number + 1 < len(said) else None
        before = text[max(at, day.start - _NEAR) : day.start].rstrip()
        behind = text[day.end : min(day.end + _NEAR // 2, follows.start if follows else 9_999)]
        before = _SENTENCE.split(before)[-1]
        behind = _SENTENCE.split(behind)[0]
        if role_of_day(behind[:_CLOSE]):
            before = before.rpartition(", ")[2]
        between = re.search(r"\b(?:mellan|between)(?: den)?$", before)
        range_ = _BETWEEN if between else _RANGE
        if says("internal_behind", behind):
            told.append((0, "internal", day))
        elif says("meeting_behind", behind):
            told.append((0, "decided", day))
        elif follows and range_.fullmatch(text[day.end : follows.start]):
            told.append((0, "first", day))
            ranges.append(follows)
        elif day in ranges:
            told.append((0, "last", day))
        elif key := role_of_day(re.sub(r"\s+den$", "", before)):
            told.append((0 if says("moved", before) else 1, key, day))
        else:
            behind = re.split(r"[):;]| och " if follows else "[):;]", behind)[0]
            told.append((2, role_of_day(behind, nearest_first=True) or "bare", day))
        at = day.end
    found: dict[str, SaidDay] = {}
    for _, key, said_day in sorted(told, key=lambda one: one[0]):
        turn = key == "last" and said_day.printed.casefold().startswith("årsskiftet")
        day = said_day.before() if turn else said_day  # what ends then ends with the year
        if key == "bare" and key in found:
            found.setdefault("then", day)
        if day.edtf.startswith(found.setdefault(key, day).edtf):
            found[key] = day  # "2024 … den 12 juni"
    return found
