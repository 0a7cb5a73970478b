"""What is found in a document, and what governs its passages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from loaders.drafting.cues import says
from loaders.drafting.passages import Passage
from loaders.drafting.said_days import SaidDay, said_days
from loaders.drafting.said_names import NamesOfRegisters, SaidName

Fact = dict[str, Any]
# What tells facts of a kind apart, what may differ between two passages on one, and kinds of which
# two facts on the same are one.
_IDENTITY = {
    "permit", "holder", "held_within", "programme", "scope", "supply", "supplier", "receiver",
    "placement", "step", "consultation", "call", "application", "applicants", "outcome", "decision",
    "decision_kind", "meeting", "statistic", "value", "duty", "change", "to",
}  # fmt: skip
_MAY_DIFFER = {"state", "substate", "decided_by", "through_hospital", "supply_kind", "planned"}
_ONCE = ("permit", "call", "consultation", "application")
_LATE = 300
_CONCLUDED = "concluded by the draft; see the lines"


@dataclass
class Found:
    """A fact while its document is read.

    Attributes:
        kind: The kind of fact, which is its first field, too.
        fields: Names, days and plain values, by field.
        passage: Where it was found.
        lines: The numbers of its lines.
        inferred: The fields that were concluded.
    """

    kind: str
    fields: dict[str, Any]
    passage: Passage
    lines: set[int]
    inferred: set[str] = field(default_factory=set)

    def key(self, name: str) -> Any:
        """The value of a field as something to compare: of names the things, of days the day."""
        return _key(self.fields.get(name))

    @property
    def areas(self) -> set[str]:
        """The things that it is about."""
        said = self.fields[self.kind]
        return {str(_key(one)) for one in (said if isinstance(said, list) else [said])}

    @property
    def identity(self) -> str:
        """What tells it from other facts of its kind."""
        return str(sorted((k, v) for k, v in _keys(self.fields).items() if k in _IDENTITY))

    def amend(self, name: str, value: Any, p: Passage) -> None:
        """Take what a later passage adds."""
        self.fields[name] = value
        self.lines |= set(p.lines)

    def takes(self, other: Found) -> bool:
        """Take what another fact says of the same; whether it says nothing else."""
        mine, theirs = _keys(self.fields), _keys(other.fields)
        both = (mine.keys() & theirs.keys()) - _MAY_DIFFER
        if any(mine[key] != theirs[key] for key in both):
            return False
        if mine.keys() != theirs.keys() and not both - _IDENTITY and self.kind not in _ONCE:
            return False
        if theirs.keys() - mine.keys():
            self.lines |= other.lines
            self.inferred |= other.inferred
        self.fields = {**other.fields, **self.fields}
        return True

    def written(self, names: NamesOfRegisters) -> Fact:
        """The fact as a curated file has it, with wordings that differ from what is written."""
        fact: Fact = {self.kind: None}
        printed: dict[str, str] = {}
        inferred = set(self.inferred)
        for name, value in self.fields.items():
            if isinstance(value, SaidDay):
                fact[name] = value.edtf
                if value.printed != value.edtf:
                    printed[name] = value.printed
                inferred |= {name} if value.inferred else set()
            elif isinstance(value, SaidName):
                fact[name] = names.written(value)
                wording = re.sub(r"[:’']s$", "", value.printed)
                if wording and fact[name] not in (wording, value.printed):
                    printed[name] = wording
            elif isinstance(value, list):
                fact[name] = [names.written(v) if isinstance(v, SaidName) else v for v in value]
            else:
                fact[name] = value
        if printed:
            fact["printed"] = printed
        fact["lines"] = sorted(self.lines)
        if inferred:
            fact["inferred"] = [name for name in self.fields if name in inferred]
            fact["reading"] = _CONCLUDED
        return fact


def _key(value: Any) -> Any:
    if isinstance(value, SaidName):
        return value.key
    if isinstance(value, SaidDay):
        return value.edtf
    return [_key(one) for one in value] if isinstance(value, list) else value


def _keys(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _key(value) for name, value in fields.items()}


@dataclass
class Unknown:
    """A name that no register has where a name of an area is looked for."""

    name: str
    kind: str
    party: str
    day: str
    lines: tuple[int, ...]


@dataclass
class Draft:
    """What was found: facts, names unknown, matters undecided."""

    facts: list[Fact] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)


@dataclass
class Matter:
    """What governs what follows: a decision, its day and who took it."""

    day: SaidDay | None = None
    by: str = ""
    kind: str = ""
    lines: tuple[int, ...] = ()
    level: int = 0


@dataclass
class Start:
    """A first day that one sentence gives to many permits.

    Attributes:
        day: The day.
        p: The sentence.
        areas: The areas that it is for, if not for all.
        who: The parties that it is for, if not for all.
        section: The headings above what it is for, if not for the whole document.
    """

    day: SaidDay
    p: Passage
    areas: set[str] = field(default_factory=set)
    who: set[str] = field(default_factory=set)
    section: tuple[Passage, ...] | None = None


@dataclass
class Context:
    """A document while it is read: who speaks, and what governs the passage in hand.

    Attributes:
        names: The names of the registers.
        operators: The region that runs each hospital, by ids.
        written: The day on which the document was written, as far as known.
        us: The region that speaks, if one does.
        site: Its hospital, if that speaks.
        within: The healthcare region that the document is about.
        minutes: Whether it is the minutes of a meeting.
        everything: All passages.
        found: The facts found.
        alike: The same by what tells them apart.
        unknown: The names that no register has.
        undecided: What the document leaves open.
        matter: The decision that governs what follows.
        session: The day of the meeting that the document is the minutes of.
        last: The areas last spoken of, and where.
        before: The passage before.
        party: The region last spoken of, and where.
        starts: First days that a sentence gives to many permits.
        year: The year that sentences before are about.
        system: The system that the whole document is about.
        resolved: The day of a document that is itself a decision.
        answers_due: The days by which answers to consultations are due.
        row_areas: The area of the row before, of which a row without one goes on.
    """

    names: NamesOfRegisters
    operators: Mapping[str, str]
    written: date | None
    us: SaidName | None = None
    site: SaidName | None = None
    within: SaidName | None = None
    minutes: bool = False
    everything: Sequence[Passage] = ()
    found: list[Found] = field(default_factory=list)
    alike: dict[str, list[Found]] = field(default_factory=dict)
    unknown: list[Unknown] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)
    matter: Matter = field(default_factory=lambda: Matter())
    session: SaidDay | None = None
    resolved: SaidDay | None = None
    year: str = ""
    system: str = "nhv"
    answers_due: list[SaidDay] = field(default_factory=list)
    row_areas: list[SaidName] = field(default_factory=list)
    last: tuple[list[SaidName], Passage | None] = field(default_factory=lambda: ([], None))
    before: Passage | None = None
    party: tuple[list[SaidName], Passage | None] = field(default_factory=lambda: ([], None))
    starts: list[Start] = field(default_factory=list)

    def add(
        self,
        p: Passage,
        kind: str,
        fields: Mapping[str, Any],
        inferred: Iterable[str] = (),
        lines: Iterable[int] = (),
    ) -> Found:
        """Write down a fact, unless it is there; empty fields are left out."""
        kept = {key: value for key, value in fields.items() if value not in (None, "", [])}
        one = Found(kind, kept, p, {*p.lines, *lines}, set(inferred))
        alike = self.alike.setdefault(one.identity, [])
        for other in alike:
            if other.takes(one):
                return other
        alike.append(one)
        self.found.append(one)
        return one

    def says_board(self, text: str) -> bool:
        """Whether a text speaks of the board that allots; "the board" may be the document's own."""
        of_another = self.minutes and any(says("other_board", p.text) for p in self.everything[:8])
        named = says("the_board", text) if of_another else says("board", text)
        return bool(named) and not says("other_board", text)

    @property
    def decided_in(self) -> SaidDay | None:
        """The day of the meeting of the board, if the document is its minutes."""
        first = self.everything[:8]
        board = any(self.says_board(p.text) for p in first)
        return self.session if board else None

    def late(self) -> list[Found]:
        """The facts found of late, which a sentence may go on about."""
        return self.found[-_LATE:]

    def days(self, text: str, around: str = "") -> list[SaidDay]:
        """The days of a text; a year that the section is about is that of its days."""
        return said_days(text, self.written, f"{around} {self.year}")

    @cached_property
    def levels_of_areas(self) -> frozenset[int]:
        """The levels of headings of which several name areas."""
        heads = (p for p in self.everything if p.role == "heading")
        named = Counter(p.level for p in heads if self.names.names(p.text, ("area",)))
        return frozenset(level for level, number in named.items() if number > 1)

    @cached_property
    def only_area(self) -> list[SaidName]:
        """The area of a document that speaks of no other."""
        read = (p for p in self.everything if p.role != "foot")
        said = {n.key: n for p in read for n in self.names.names(p.text, ("area",))}
        return list(said.values()) if len(said) == 1 else []

    @cached_property
    def told_holders(self) -> dict[str, SaidName]:
        """By areas, who has the permit according to a sentence that says just that."""
        told: dict[str, SaidName] = {}
        for p in self.everything:
            if p.role == "text" and says("has_it", p.text):
                names = self.names.names(p.text)
                who = next((n for n in names if n.kind in ("region", "hospital")), None)
                for name in names:
                    if who and name.kind == "area":
                        told.setdefault(name.key, who)
        return told

    def region_of(self, hospital: SaidName) -> SaidName | None:
        """The region that runs a hospital."""
        region = self.operators.get(hospital.id)
        return SaidName("region", region, 0, 0, "") if region else None


def reference(passages: Sequence[Passage]) -> date | None:
    """A day near that of a document that has none: in the middle of those of its newest year."""
    days = sorted(
        d.edtf
        for p in passages
        for d in said_days(p.text, None)
        if len(d.edtf) == 10 and not d.inferred
    )
    newest = [d for d in days if days and d[:4] == days[-1][:4]]
    return date.fromisoformat(newest[len(newest) // 2]) if newest else None


def spans(lines: Iterable[int]) -> str:
    """Lines as a curated file writes them: ``3-5, 8``."""
    spans: list[list[int]] = []
    for line in sorted(set(lines)):
        if spans and spans[-1][1] == line - 1:
            spans[-1][1] = line
        else:
            spans.append([line, line])
    return ", ".join(f"{a}-{b}" if b > a else str(a) for a, b in spans)
