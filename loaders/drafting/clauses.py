"""Passages in clauses: what each names, when, and what it says was done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from loaders.drafting.cues import act_of, denied, find_all, role_of_day, says
from loaders.drafting.draft import Context
from loaders.drafting.passages import Passage
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import ACTORS, KINDS, TOWN, SaidName
from loaders.drafting.units import units_in

# Between clauses; the second kind parts only what would be a clause on either side.
_BREAK = re.compile(
    r"(?P<hard>;\s+|,?\s+(?:men|medan|däremot|dock|but|while|whereas)\s+)"
    r"|\s+[–-]\s+|\.\s+|,?\s+(?:och|samt|and),?\s+|,\s+"
)
_ASIDE = re.compile(r"\s*\(([^()]{6,})\)")
_RANGE = re.compile(r"\s*[–-]\s*")
_NEAR = 60


@dataclass(frozen=True)
class Clause:
    """A part of a passage that says one thing.

    Attributes:
        passage: The passage.
        text: What it says.
        names: The names in it.
        said: The days in it.
        act: What it says was done; empty if that is left to what governs it.
        days: Its days by what they are: ``first``, ``last``, ``decided``, ``applied``, ``bare``.
        units: Its number of units.
    """

    passage: Passage
    text: str
    names: tuple[SaidName, ...]
    said: tuple[SaidDay, ...]
    act: str
    days: dict[str, SaidDay] = field(default_factory=dict)
    units: Any = None

    @cached_property
    def areas(self) -> list[SaidName]:
        """The areas that it names, each once."""
        return list({n.id: n for n in reversed(self.names) if n.kind == "area"}.values())[::-1]

    @property
    def actors(self) -> list[SaidName]:
        """The regions, hospitals and healthcare regions that it names, but for towns as places."""
        places = [found.span(1) for found in find_all("place", self.text)]
        besides = [found.end() for found in find_all("besides", self.text)]
        return [
            n
            for n in self.names
            if n.kind in ACTORS
            and not (
                n.kind == "region"
                and self.act in ("", "holds")
                and any(a <= n.start < b for a, b in places)
            )
            and not any(0 <= n.start - at <= 2 for at in besides)
        ]

    @property
    def listed(self) -> bool:
        """Whether it stands in a list."""
        return self.passage.role in ("item", "more", "row")


def days_by_role(text: str, said: tuple[SaidDay, ...]) -> dict[str, SaidDay]:
    """Some days by what the words beside them say that they are; the first of each kind."""
    told: list[tuple[int, str, SaidDay]] = []
    at = 0
    for number, day in enumerate(said):
        follows = said[number + 1] if number + 1 < len(said) else None
        before = text[max(at, day.start - _NEAR) : day.start].rstrip()
        behind = text[day.end : min(day.end + _NEAR // 2, follows.start if follows else 9_999)]
        if follows and _RANGE.fullmatch(text[day.end : follows.start]):
            told.append((0, "first", day))
        elif number and _RANGE.fullmatch(text[at : day.start]):
            told.append((0, "last", day))
        elif key := role_of_day(re.sub(r"\s+den$", "", before)):
            told.append((1, key, day))
        else:
            told.append((2, role_of_day(behind, nearest_first=True) or "bare", day))
        at = day.end
    found: dict[str, SaidDay] = {}
    for _, key, day in sorted(told, key=lambda one: one[0]):
        found.setdefault(key, day)
    return found


def clauses(c: Context, p: Passage) -> list[Clause]:
    """The clauses of a passage, in its order."""
    text, asides = p.text, []
    for found in _ASIDE.finditer(p.text):
        if act_of(found[1]) or denied(found[1]):  # else it belongs to what it explains
            text = text.replace(found[0], "", 1)
            before = c.names.names(p.text[: found.start()], ("area",))
            asides.append(f"{before[-1].printed}: {found[1]}" if before else found[1])
    said = [*_parts(c, p, text), *asides]
    return [clause_of(c, p, text) for text in said if text.strip(" .,")]


def clause_of(c: Context, p: Passage, text: str) -> Clause:
    """A text of a passage as one clause."""
    said = tuple(c.days(text, p.governing))
    act = act_of(text)
    names = tuple(_named(c, text, act))
    return Clause(p, text, names, said, act, days_by_role(text, said), units_in(text))


def _named(c: Context, text: str, act: str) -> Iterator[SaidName]:
    """The names of a text; a town is its region where something is done by it, and no place."""
    names = c.names.names(text, (*KINDS, TOWN))
    sure = any(name.kind in ACTORS for name in names)
    for name in names:
        if name.kind == TOWN:
            place = re.search(r"\b(?:i|in|vid|från|på)\s+$", text[: name.start])
            if not act or (place and (sure or act == "holds")):
                continue
            name = replace(name, kind="region")
        yield name


def _parts(c: Context, p: Passage, text: str) -> Iterator[str]:
    for found in _BREAK.finditer(text):
        left, right = text[: found.start()], text[found.end() :]
        if left.count("(") > left.count(")"):
            continue
        one, other = clause_of(c, p, left), clause_of(c, p, right)
        if _enumerates(one, other):
            continue
        acts = bool(other.act and one.act != other.act and (one.act or p.role == "item"))
        own = bool(other.names) or found["hard"] or p.role == "item"
        since = re.match(r"(?:sedan|från|fr\.|since|from)\b", right)
        dated = bool((one.said or since) and other.said) and any(
            getattr(one, kind) and getattr(other, kind) for kind in ("areas", "actors")
        )
        begins = found[0].strip() != "," or (other.areas and other.areas[0].start == 0)
        alike = begins and _order(one) and _order(one) == _order(other)
        if (acts and own) or (dated and other.act in ("", one.act)) or alike:
            yield left
            yield from _parts(c, p, right)
            return
        if found["hard"] and other.act and (one.act or (one.actors and other.actors)):
            yield left
            yield from _parts(c, p, right)
            return
    yield text


def _enumerates(one: Clause, other: Clause) -> bool:
    """Whether a break parts two names of one kind in a list of names."""
    if not one.names or not other.names or (one.said and other.said):
        return False
    last, first = one.names[-1], other.names[0]
    near = last.end >= len(one.text.rstrip()) and first.start == 0
    if last.kind in ACTORS and first.kind in ACTORS:
        return near and not (one.areas and other.areas)
    return near and last.kind == first.kind == "area" and not (one.actors and other.actors)


def _order(clause: Clause) -> tuple[bool, ...]:
    """Whether a clause names its areas before its parties, if it names both."""
    if not clause.areas or not clause.actors or says("together", clause.text):
        return ()
    return (clause.areas[0].start < clause.actors[0].start,)
