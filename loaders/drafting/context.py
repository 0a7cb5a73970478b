"""A document while it is read: who speaks, what was said last, and what was found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from loaders.drafting.cues import BOARD, OLD_BOARD, STEPS, act_of, denied, first_of, says
from loaders.drafting.findings import Found, Unknown
from loaders.drafting.passages import Passage
from loaders.drafting.said_days import SaidDay, said_days
from loaders.drafting.said_names import ACTORS, TOWN, NamesOfRegisters, SaidName
from loaders.drafting.statements import Statement

_LATE = 300
# What a document is, its first passages say.
_FIRST = 8
# Lines between two sentences of which the second goes on about what the first named.
_NEAR = 2
# Letters of a mark in a table, and a line that says what marks stand for.
_MARK = 3
_STANDS_FOR = re.compile(r"(?:^|[,;(] ?)(\S{1,3}) = ([^=;,]{4,50})(?=[,;)]|$)")
# Letters of a word beside a day.
_WORD = 12
# So many numbered headings have to say that they are steps of the process.
_STEPS = 3


@dataclass(frozen=True)
class Decision:
    """A decision that governs what follows: its day, who took it, and what kind it is."""

    day: SaidDay | None = None
    by: str = ""
    kind: str = ""
    lines: tuple[int, ...] = ()
    level: int = 0
    section: Passage | None = None


@dataclass
class Start:
    """A first day that one sentence gives to many permits.

    Attributes:
        day: The day.
        p: The sentence.
        areas: The areas that it is for, if not for all.
        who: The parties that it is for, if not for all.
        but: The areas that it is not for.
        section: The heading above what it is for, if not for the whole document.
    """

    day: SaidDay
    p: Passage
    areas: set[str] = field(default_factory=set)
    who: set[str] = field(default_factory=set)
    but: set[str] = field(default_factory=set)
    section: Passage | None = None


@dataclass
class Context:
    """A document while it is read.

    Attributes:
        names: The names of the registers.
        operators: The region that runs each hospital, by ids.
        written: The day on which the document was written, as far as known.
        us: The region that speaks, if one does.
        site: Its hospital, if that speaks.
        within: The healthcare region that the document is about.
        by_board: Whether the board that allots has written it.
        everything: All passages.
        found: The facts found.
        alike: The same by what tells them apart.
        unknown: The names that no register has.
        undecided: What the document leaves open.
        decision: The decision that governs what follows.
        former: The decision that governed the section before.
        session: The day of the meeting that the document is the minutes of.
        last: The last statement that named areas.
        told: The last statement that something was written down of.
        namer: The last statement that named parties itself.
        period: A call or a consultation told with its days, whose areas are the headings below it.
        open: The statement before, if it names no areas or no parties.
        recent: The parties that the section spoke of last, each once.
        said_year: The year that was said last.
        party: The region last spoken of, and where.
        before: The passage before.
        starts: First days that a sentence gives to many permits.
        system: The system that the whole document is about.
        holds_all: Whether the region that speaks has all that is listed.
        answers_due: The days by which answers to consultations are due.
    """

    names: NamesOfRegisters
    operators: Mapping[str, str]
    written: date | None
    us: SaidName | None = None
    site: SaidName | None = None
    within: SaidName | None = None
    by_board: bool = False
    system: str = "nhv"
    holds_all: bool = False
    everything: Sequence[Passage] = ()
    found: list[Found] = field(default_factory=list)
    alike: dict[str, list[Found]] = field(default_factory=dict)
    unknown: list[Unknown] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)
    decision: Decision = field(default_factory=Decision)
    former: Decision = field(default_factory=Decision)
    session: SaidDay | None = None
    answers_due: list[SaidDay] = field(default_factory=list)
    last: Statement | None = None
    told: Statement | None = None
    namer: Statement | None = None
    period: Statement | None = None
    open: Statement | None = None
    recent: tuple[SaidName, ...] = ()
    said_year: str = ""
    party: tuple[tuple[SaidName, ...], Passage | None] = ((), None)
    before: Passage | None = None
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

    def late(self) -> list[Found]:
        """The facts found of late, which a sentence may go on about; the last one first."""
        return self.found[: -_LATE - 1 : -1]

    def days(self, text: str, around: str = "") -> list[SaidDay]:
        """The days of a text; "the same year" is that which was said last."""
        year = self.said_year if says("same_year", text) else ""
        return said_days(text, self.reports_on or self.written, f"{around} {year}")

    def near(self, p: Passage, other: Passage | None) -> bool:
        """Whether a sentence stands so near behind another that it may go on about it."""
        return (
            other is not None
            and other.section is p.section
            and 0 <= p.lines[0] - other.lines[-1] <= _NEAR
        )

    def ahead(self, day: SaidDay | None) -> bool:
        """Whether a day lies behind that of the document."""
        if not day or not self.written or day.edtf == str(self.written.year):
            return False  # "in 2025", told in that year, may be past
        return day.last > self.written.isoformat()

    def over(self, day: SaidDay | None) -> bool:
        """Whether a day lies before that of the document."""
        return bool(day and self.written and day.last < self.written.isoformat())

    def speaks(self, text: str) -> bool:
        """Whether a passage is said by the region whose document it is."""
        return bool(self.us and says("we", text))

    @property
    def speaker(self) -> SaidName | None:
        """The hospital whose document it is, else the region; of an article that of its title."""
        return self.site or self.us or self.of_title

    def region_of(self, hospital: SaidName) -> SaidName | None:
        """The region that runs a hospital."""
        region = self.operators.get(hospital.id)
        return SaidName("region", region, 0, 0, "") if region else None

    def of_town(self, town: SaidName) -> SaidName:
        """The region whose university hospital is in a town."""
        return replace(town, kind="region", id=self.operators[town.id])

    def all_ours(self, parties: Sequence[SaidName]) -> None:
        """Take it that what the document lists is held by those who are said to have it all."""
        hospitals = [n for n in parties if n.kind == "hospital"]
        self.site = hospitals[0] if len(hospitals) == 1 else None
        self.us = next((n for n in parties if n.kind == "region"), None) or (
            self.region_of(self.site) if self.site else None
        )
        self.holds_all = True

    def says_board(self, text: str) -> bool:
        """Whether a text speaks of the board that allots; "the board" may be the document's own."""
        old = says("old_board", text)
        if says("other_board", text) or (old and self.board != OLD_BOARD):
            return False
        own = self.board == OLD_BOARD or not self.of_another
        return bool(old or says("the_board", text) or (own and says("board", text)))

    @cached_property
    def board(self) -> str:
        """The board that allots in the document: that of rikssjukvård, if its head names it."""
        old = any(says("old_board", p.text) for p in self.first)
        told = any(says("the_board", p.text) for p in self.everything)
        return OLD_BOARD if old and not told else BOARD

    def decider(self, text: str, names: Iterable[SaidName]) -> str:
        """Who decided, by what a text says: the board, the authority, the cancer centres."""
        if self.says_board(text):
            return self.board
        deciders = (
            "organisation:socialstyrelsen",
            "body:rcc-i-samverkan",
            "body:rikssjukvardsnamnden",
        )
        return next((n.printed for n in names if n.key in deciders), "")

    def within_of(self, p: Passage) -> SaidName | None:
        """The healthcare region that the headings or the document are about."""
        said = " ".join(h.text for h in p.headings)
        return next(iter(self.names.names(said, ("healthcare-region",))), self.within)

    @property
    def first(self) -> Sequence[Passage]:
        """The first passages, which say what the document is."""
        return self.everything[:_FIRST]

    @cached_property
    def reports_on(self) -> date | None:
        """The last day of the year that the document reports on: "the year's end" is that one."""
        told = next((m for p in self.first if (m := says("of_year", p.text))), None)
        return date(int(told[1]), 12, 31) if told else None

    @cached_property
    def minutes(self) -> bool:
        """Whether it is the minutes of a meeting."""
        return any(says("minutes", p.text) for p in self.first)

    @cached_property
    def of_another(self) -> bool:
        """Whether "the board" of the document is another one than that which allots."""
        told = any(says("the_board", p.text) for p in self.everything)
        other = any(says("other_board", p.text) for p in self.first)
        regional = self.minutes and any(says("regional_board", p.text) for p in self.first)
        return regional or (other and not told)

    @cached_property
    def of_title(self) -> SaidName | None:
        """The region that the title of an article is about, by its name, hospital or town."""
        title = next((p.text for p in self.first if p.role == "heading" and p.level == 1), "")
        named = self.names.names(title, ("region", "hospital", TOWN))
        regions = [self.of_town(n) if n.kind == TOWN else self.region_of(n) or n for n in named]
        return regions[0] if len({one.key for one in regions}) == 1 else None

    @cached_property
    def proposes(self) -> bool:
        """Whether it is a proposal, or asks for comments: who gives care then has no permit."""
        return any(p.level == 1 and says("proposes", p.text) for p in self.first)

    @property
    def decided_in(self) -> SaidDay | None:
        """The day of the meeting of the board, if the document is its minutes or decision."""
        board = any(self.says_board(p.text) for p in self.first)
        return (self.session or self.resolved) if board or self.by_board else None

    @cached_property
    def resolved(self) -> SaidDay | None:
        """The day of a document that is itself a decision."""
        first = (p.text for p in self.first if _is_only_its_day(p.text, self.written))
        if self.written and (self.by_board or any(says("resolution", text) for text in first)):
            return SaidDay(self.written.isoformat(), 0, 0, self.written.isoformat())
        return None

    @cached_property
    def steps(self) -> dict[Passage, int]:
        """Headings that are the steps of the process by their numbers, as some of them say."""
        heads = {p: found for p in self.everything if (found := says("numbered", p.text))}
        numbers = {p: int(found[1]) for p, found in heads.items() if p.role == "heading"}
        told = [
            p for p, number in numbers.items() if first_of("frames", p.text) == STEPS[str(number)]
        ]
        return numbers if len(told) * 2 > len(numbers) and len(told) >= _STEPS else {}

    @cached_property
    def levels_of_areas(self) -> frozenset[int]:
        """The levels of headings of which several name areas; of the matters of minutes, one."""
        heads = (p for p in self.everything if p.role == "heading")
        named = [p for p in heads if self.names.names(p.text, ("area",))]
        several = Counter(p.level for p in named if not p.text.startswith("§"))
        matters = {p.level for p in named if p.text.startswith("§")}
        return frozenset({level for level, number in several.items() if number > 1} | matters)

    @cached_property
    def legend(self) -> dict[str, str]:
        """What marks in a table stand for, by a table or a line that says so: ``x = tillstånd``."""
        rows = ([*filter(None, p.cells)] for p in self.everything if p.role == "row")
        told = {row[0]: row[1] for row in rows if len(row) == 2 and 0 < len(row[0]) <= _MARK}
        for p in self.everything:
            told |= {mark: what.strip() for mark, what in _STANDS_FOR.findall(p.text)}
        return {mark: what for mark, what in told.items() if act_of(what) or denied(what)}

    @cached_property
    def told_holders(self) -> dict[str, SaidName]:
        """By areas, who has the permit according to a sentence that says just that."""
        told: dict[str, SaidName] = {}
        for p in self.everything:
            if has := says("has_it", p.text) if p.role in ("text", "item") else None:
                names = self.names.names(p.text)
                actors = [n for n in names if n.kind in ("region", "hospital")]
                before = [n for n in actors if n.end <= has.start()]
                who = next(iter([*before[-1:], *actors]), None)
                for name in names:
                    if who and name.kind == "area":
                        told.setdefault(name.key, who)
        return told

    @cached_property
    def labelled(self) -> set[int]:
        """The headings, by identity, below which a line begins with an area and a colon."""
        labels = ((p.section, *p.text.partition(": ")[:2]) for p in self.everything)
        names = self.names
        return {id(of) for of, label, colon in labels if colon and names.names(label, ("area",))}

    @cached_property
    def with_lists(self) -> set[int]:
        """The items, by identity, that are leads: items below them name what they leave open."""
        leads = set()
        for p in self.everything:
            above = p.parent
            if p.role == "item" and above and above.role == "item" and not act_of(p.text):
                named = self.names.names(above.text, ("area",))
                below = self.names.names(p.text, ACTORS if named else ("area",))
                if below or self.names.part(named, p.text):
                    leads.add(id(above))
        return leads


def _is_only_its_day(text: str, written: date | None) -> bool:
    """Whether a text has no day, or is little more than that of its document."""
    days = said_days(text, None)
    own = days and written and days[0].edtf == written.isoformat()
    return not days or bool(own and len(text) - len(days[0].printed) < _WORD)


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
