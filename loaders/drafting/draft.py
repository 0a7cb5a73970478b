"""What is found in a document, and what governs its passages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from loaders.drafting.passages import Passage
from loaders.drafting.said_days import SaidDay, said_days
from loaders.drafting.said_names import NamesOfRegisters, SaidName

Fact = dict[str, Any]
BOARD = "Nämnden för nationell högspecialiserad vård"


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
class Context:
    """A document while it is read: what speaks, and what governs the passage in hand.

    Attributes:
        names: The names of the registers.
        operators: The region that runs each hospital, by ids.
        written: The day on which the document was written, as far as known.
        us: The region that speaks, if one does.
        within: The healthcare region that the document is about.
        everything: All passages.
        draft: What was found.
        matter: The decision that governs what follows.
        area: The areas of the heading or lead above.
        session: The day of the meeting that the document is the minutes of.
        above: The region or hospital of the heading above.
        last: The areas last spoken of, and where.
        groups: The headings under which groups of experts were said to start.
        before: The passage before.
        starts: First days that a sentence gives to many permits.
    """

    names: NamesOfRegisters
    operators: Mapping[str, str]
    written: date | None
    us: str = ""
    within: str = ""
    everything: Sequence[Passage] = ()
    draft: Draft = field(default_factory=lambda: Draft())
    matter: Matter = field(default_factory=lambda: Matter())
    area: list[SaidName] = field(default_factory=list)
    session: SaidDay | None = None
    above: SaidName | None = None
    last: tuple[list[SaidName], Passage | None] = ((), None)  # type: ignore[assignment]
    groups: tuple[Passage, ...] | None = None
    before: Passage | None = None
    starts: list[tuple[str, str, str, tuple[int, ...]]] = field(default_factory=list)

    def add(
        self,
        fact: Fact,
        lines: Sequence[int],
        inferred: Sequence[str] = (),
        /,
        **days: SaidDay | None,
    ) -> Fact:
        """Write down a fact, with what of it was concluded."""
        wrong = [*inferred, *(name for name, day in days.items() if day and day.inferred)]
        printed = {
            name: day.printed for name, day in days.items() if day and day.printed != day.edtf
        }
        if printed:
            fact["printed"] = printed
        fact["lines"] = list(dict.fromkeys(lines))
        if wrong:
            fact["inferred"] = list(dict.fromkeys(wrong))
            fact["reading"] = "concluded by the draft; see the lines"
        if not any(
            {**f, "lines": 0, "printed": 0} == {**fact, "lines": 0, "printed": 0}
            for f in self.draft.facts
        ):
            self.draft.facts.append(fact)
        return fact


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
