"""A row of a table: its cells, by what their columns hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from loaders.drafting.context import Context
from loaders.drafting.cues import act_of, denied, first_of, says
from loaders.drafting.passages import Passage
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import ACTORS, SaidName
from loaders.drafting.statements import Statement, days_by_role, elsewhere
from loaders.drafting.units import number_in, units_in

Names = tuple[SaidName, ...]
# What a day is by its column; a column of another name leaves it to the words of the cell.
_ROLES = {
    "valid_from": "first",
    "agreement": "first",
    "opens": "first",
    "applied": "applied",
    "valid_until": "last",
    "closes": "last",
    "consulted": "last",
    "called": "last",
    "decided": "decided",
    "defined": "decided",
}
ASIDE = re.compile(r"\s*\(([^()]+)\)")


@dataclass(frozen=True)
class Row:
    """A row of a table.

    Attributes:
        c: The context.
        p: The row as a passage.
        kinds: What each of its cells is, by the heads of the columns.
        about: The areas of what stands above the table, if no column names any.
    """

    c: Context
    p: Passage
    kinds: tuple[str, ...]
    about: Names = ()

    def cell(self, *kinds: str) -> str:
        """The text of the columns of some kinds."""
        cells = zip(self.kinds, self.p.cells, strict=False)
        return " | ".join(cell for kind, cell in cells if kind in kinds and cell)

    @property
    def comments(self) -> list[str]:
        """The cells that may tell more than what their row is about."""
        return self.cell("comment", "").split(" | ")

    @cached_property
    def area_cell(self) -> str:
        """The cell that names the area."""
        return self.cell("area")

    @cached_property
    def areas(self) -> Names:
        """The area of the row, or of what stands above the table."""
        if "area" not in self.kinds:
            return elsewhere(self.about)
        named = self.c.names.names(self.area_cell, ("area",))
        whole = None if named else self.c.names.whole(self.area_cell)
        return elsewhere(tuple({n.id: n for n in named}.values())) or ((whole,) if whole else ())

    def parties(self, *kinds: str) -> Names:
        """The parties in the columns of some kinds, but for those of whom an aside says no."""
        text = self.cell(*kinds)
        found = self.c.names.names(text, ACTORS)
        if not found and says("all_of_them", text) and "applicant" not in kinds:
            return self.parties("applicant")  # "samtliga sökande"
        asides = [(aside, aside.span()) for aside in ASIDE.finditer(text) if says_more(aside[1])]
        within = [(a, b) for aside, (a, b) in asides if self.c.names.names(aside[1], ACTORS)]
        within += [(a - 1, b) for _, (a, b) in asides if (a, b) not in within]
        return tuple(n for n in found if not any(n.end > a and n.start < b for a, b in within))

    def statement(self, frame: Statement, act: str, kinds: Iterable[str]) -> Statement:
        """What the columns of some kinds say, each day being what its column says."""
        kinds = tuple(kinds)
        text = self.cell(*kinds)
        said = tuple(self.c.days(text, " ".join(self.p.heads)))
        names = tuple(self.c.names.names(text))
        days, step = self._days(kinds), frame.step
        named = [kind for kind in kinds if act == "supply" or kind not in ("comment", "")]
        parties = self.parties(*named) or (() if self.c.us else self.parties(*kinds))
        units = self._units() or (units_in(text) if act in ("consultation", "call") else None)
        return Statement(
            self.p, text, names, said, act, self.areas, parties, days, units, step, frame
        )

    def _days(self, kinds: Sequence[str]) -> dict[str, SaidDay]:
        days: dict[str, SaidDay] = {}
        for at, (kind, cell) in enumerate(zip(self.kinds, self.p.cells, strict=False)):
            of_others = kind == "comment" and act_of(cell) and self.c.names.names(cell, ACTORS)
            if kind not in kinds or says("was_old", cell) or of_others:
                continue
            head = self.p.heads[at] if at < len(self.p.heads) else ""
            cell = ASIDE.sub(lambda aside: "" if says_more(aside[1]) else aside[0], cell)
            said = tuple(self.c.days(cell, head))
            own = days_by_role(cell, said)
            if not said and says("same_day", cell) and self.c.last:
                own = dict(self.c.last.days)
            if kind == "valid_from" and said and says("at_latest", cell):
                own = {"first": said[0]}  # by when it starts
            if {"first", "last"} <= own.keys():
                days = {**own, **days}
                continue
            if kind in ("comment", "") and days:
                own = {role: day for role, day in own.items() if role != "bare"}
            for role, day in own.items():
                told = role in ("bare", "first") or (kind in _ROLES and kind != "valid_from")
                days.setdefault(_ROLES.get(kind, role) if told else role, day)
        return days

    def _units(self) -> object:
        said = self.cell("units")
        return number_in(said) or units_in(said) or units_in(f"{said} enheter")


def with_marks(c: Context, p: Passage) -> Passage:
    """A row with what its marks stand for, if the document explains them: ``X, t.o.m. 2025``."""
    parted = [cell.partition(",") for cell in p.cells]
    cells = ["".join([c.legend.get(mark, mark), *rest]) for mark, *rest in parted]
    return replace(p, text=" | ".join(cells))


def begun_above(c: Context, p: Passage) -> Passage:
    """A row with an empty first cell goes on with that of the row before."""
    above = c.last.passage if c.last else p
    before = c.before and c.before.lines == above.lines and above.heads == p.heads
    return replace(p, text=f"{above.cells[0]} {p.text}") if before and not p.cells[0] else p


def kinds_of(c: Context, p: Passage, about: Names) -> tuple[str, ...]:
    """What each column of a table holds; each kind of day or party is the first that fits."""
    kinds = [first_of("columns", head) for head in p.heads[: len(p.cells)]]
    kinds += [""] * (len(p.cells) - len(kinds))
    for at, cell in enumerate(p.cells):
        if kinds[at] == "valid_until" and c.names.names(cell, ACTORS) and not c.days(cell):
            kinds[at] = "receiver"
        if kinds[at] == "hospital" and cell[:1].isdigit():
            kinds[at] = "units"
    if "area" not in kinds:
        named = [at for at, cell in enumerate(p.cells) if c.names.names(cell, ("area",))]
        named = named or [at for at, cell in enumerate(p.cells) if c.names.whole(cell)]
        if named or not about:
            kinds[named[0] if named else 0] = "area"
    first = kinds.index("area") if "area" in kinds else -1
    return tuple("" if k == "area" and at != first else k for at, k in enumerate(kinds))


def says_more(aside: str) -> bool:
    """Whether an aside says more than through whom."""
    return bool(act_of(aside) or denied(aside) or says("refused_cell", aside))
