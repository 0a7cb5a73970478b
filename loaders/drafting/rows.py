"""Rows of tables: their columns say what their cells are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from loaders.drafting.applications import applications
from loaders.drafting.clauses import Clause, days_by_role
from loaders.drafting.cues import STEPS, act_of, denied, first_of, says
from loaders.drafting.draft import Context
from loaders.drafting.events import internal_answer
from loaders.drafting.frames import Frame, note_unknown
from loaders.drafting.passages import Passage
from loaders.drafting.permits import permits
from loaders.drafting.process import calls, consultations, definitions, placed, placements, tablings
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import ACTORS, SaidName
from loaders.drafting.saying import Saying
from loaders.drafting.supplies import Direction, add_supply, kinds_in, leave_open, supplies
from loaders.drafting.units import number_in, units_in

# What a day is by its column; a column of another name leaves it to the words of the cell.
_ROLES = {
    "valid_from": "first",
    "applied": "applied",
    "valid_until": "last",
    "closes": "last",
    "consulted": "last",
    "called": "last",
    "decided": "decided",
    "defined": "decided",
}
# Columns whose days are of a matter of their own, and columns that tell how the matter stands.
_OF_OTHERS = {
    "refused",
    "consulted",
    "called",
    "defined",
    "internal",
    "file_number",
    "number",
    "units",
}
_TELLING = ("comment", "form", "")
# Letters of a cell that is no more than a word.
_WORD = 20
_ASIDE = re.compile(r"\s*\(([^()]+)\)")


@dataclass(frozen=True)
class Row:
    """A row of a table.

    Attributes:
        c: The context.
        p: The row as a passage.
        kinds: What each of its cells is, by the heads of the columns.
    """

    c: Context
    p: Passage
    kinds: tuple[str, ...]

    def cell(self, *kinds: str) -> str:
        """The text of the columns of some kinds."""
        cells = zip(self.kinds, self.p.cells, strict=False)
        return " | ".join(cell for kind, cell in cells if kind in kinds and cell)

    @cached_property
    def area_cell(self) -> str:
        """The cell that names the area."""
        return self.p.cells[self.kinds.index("area")]

    @cached_property
    def areas(self) -> list[SaidName]:
        """The area of the row."""
        named = self.c.names.names(self.area_cell, ("area",))[:1]
        whole = None if named else self.c.names.whole(self.area_cell)
        return named or ([whole] if whole else [])

    def actors(self, *kinds: str) -> list[SaidName]:
        """The parties in the columns of some kinds, but for those of whom an aside says no."""
        text = self.cell(*kinds)
        found = self.c.names.names(text, ACTORS)
        asides = [(aside, aside.span()) for aside in _ASIDE.finditer(text) if _says_more(aside[1])]
        within = [(a, b) for aside, (a, b) in asides if self.c.names.names(aside[1], ACTORS)]
        within += [(a - 1, b) for aside, (a, b) in asides if (a, b) not in within]
        return [n for n in found if not any(n.end > a and n.start < b for a, b in within)]

    def clause(self, *kinds: str) -> Clause:
        """The cells of some columns as a clause, each day being what its column says."""
        text = self.cell(*kinds)
        said = tuple(self.c.days(text, " ".join(self.p.heads)))
        clause = Clause(self.p, text, tuple(self.c.names.names(text)), said, "")
        return replace(clause, days=self._days(kinds), units=self._units())

    def _days(self, kinds: Sequence[str]) -> dict[str, SaidDay]:
        days: dict[str, SaidDay] = {}
        for at, (kind, cell) in enumerate(zip(self.kinds, self.p.cells, strict=False)):
            if kind not in kinds or kind in ("file_number", "number", "units"):
                continue
            head = self.p.heads[at] if at < len(self.p.heads) else ""
            said = tuple(self.c.days(cell, head))
            own = days_by_role(cell, said)
            if kind == "valid_from" and len(said) == 2 and not _ASIDE.search(cell):
                own = {"first": said[0], "last": said[1]}
            for role, day in own.items():
                told = role in ("bare", "first") or (kind in _ROLES and kind != "valid_from")
                days.setdefault(_ROLES.get(kind, role) if told else role, day)
        return days

    def _units(self) -> object:
        said = self.cell("units")
        return number_in(said) or units_in(said) or units_in(f"{said} enheter")


def rows(c: Context, p: Passage, frame: Frame) -> None:
    """A row of a table: what it says of the area in it."""
    cells = p.cells
    if len(cells) < 2 or not any(cells) or says("total", cells[0]):
        return
    row = Row(c, p, _kinds(c, p))
    if not row.area_cell and c.before and c.before.heads == p.heads and c.before.role == "row":
        row.__dict__["areas"] = c.row_areas
    c.row_areas = row.areas
    parties = {at: names[0] for at, names in _heads_of_parties(c, p)}
    if len(parties) > 1:
        _matrix(row, parties, frame)
        return
    told = row.cell(*_TELLING, "decided", "valid_from", "holder", "applicant")
    none = any(says("no_mark", cell) for cell in row.cell(*_TELLING).split(" | "))
    none = none or bool(says("not_now", row.area_cell))
    if (none or denied(told)) and not says("refused_cell", told):
        return
    act = _act(row, frame, told)
    if stage := row.cell("step"):
        number = number_in(stage) or 0
        named = STEPS.get(str(number)) or first_of("frames", stage)
        frame = replace(frame, step=number, act=named or frame.act)
        act = act if act in ("refused", "withdrawn") else frame.act
    kept = [kind for kind in dict.fromkeys(row.kinds) if kind not in _OF_OTHERS and kind != "area"]
    clause = row.clause(*kept)
    s = Saying(clause, frame, act, row.areas, clause.actors, True)
    if not s.areas:
        _unknown(c, replace(s, act=act or _first_act(row)), row.area_cell)
        return
    _on_its_way(row, s)
    if refused := row.actors("refused"):
        applications(c, replace(s, act="refused", actors=refused), "refused")
    _said(row, s)
    if stage and act not in ("mapping", "review", "tabled"):
        placed(c, s)


def _kinds(c: Context, p: Passage) -> tuple[str, ...]:
    """What each column of a table holds; each kind of day or party is the first that fits."""
    kinds = [first_of("columns", head) for head in p.heads[: len(p.cells)]]
    kinds += [""] * (len(p.cells) - len(kinds))
    if "area" not in kinds:
        named = [at for at, cell in enumerate(p.cells) if c.names.names(cell, ("area",))]
        named = named or [at for at, cell in enumerate(p.cells) if c.names.whole(cell)]
        kinds[named[0] if named else 0] = "area"
    first = kinds.index("area")
    return tuple("" if k == "area" and at != first else k for at, k in enumerate(kinds))


def _heads_of_parties(c: Context, p: Passage) -> Iterator[tuple[int, list[SaidName]]]:
    for at, head in enumerate(p.heads):
        names = c.names.names(head, ACTORS)
        if len(names) == 1 and len(names[0].printed) * 2 > len(head):
            yield at, names


def _matrix(row: Row, parties: dict[int, SaidName], frame: Frame) -> None:
    """A table with a column for each party: a mark says who has the area of a row."""
    c, p = row.c, row.p
    for at, who in parties.items():
        cell = p.cells[at] if at < len(p.cells) else ""
        if not cell or says("no_mark", cell):
            continue
        clause = Clause(p, cell, (), tuple(c.days(cell)), "")
        act = act_of(cell) or ("refused" if says("refused_cell", cell) else frame.act)
        s = Saying(clause, replace(frame, actor=None), act, row.areas, [who], True)
        if not row.areas:
            _unknown(c, s, row.area_cell)
            return
        if act in ("refused", "application", "withdrawn"):
            applications(c, s, "pending" if act == "application" else act)
        elif act != "supply":
            permits(c, s)


def _first_act(row: Row) -> str:
    """What a row tells of first, of an area on its way."""
    kinds = {"consulted": "consultation", "called": "call"}
    return next((act for kind, act in kinds.items() if row.cell(kind)), "")


def _on_its_way(row: Row, s: Saying) -> None:
    """What columns of their own say of the consultation, the definition and the call."""
    for kind, write in (("consulted", consultations), ("defined", definitions), ("called", calls)):
        clause = row.clause(kind)
        if clause.days:
            write(row.c, replace(s, clause=clause, act=_OWN_ACT[kind]))
    internal_answer(row.c, row.p, row.clause("internal").said)


_OWN_ACT = {"consulted": "consultation", "defined": "defined", "called": "call"}


def _act(row: Row, frame: Frame, told: str) -> str:
    """What a row says was done: by its cells, its columns, else by what stands above."""
    kinds = set(row.kinds)
    state = row.cell(*_TELLING)
    said = act_of(_ASIDE.sub("", told)) or (first_of("frames", state) if len(state) < _WORD else "")
    if frame.act == "refused" or says("refused_cell", _ASIDE.sub("", told)) or said == "refused":
        return "refused"
    if said and said not in ("holds", "supply") and "applicant" not in kinds:
        return said
    if {"supplier", "receiver"} & kinds or (kinds_in(told) and frame.act == "supply"):
        return "supply"
    if "applicant" in kinds:
        return "closed" if "closes" in kinds and frame.act == "closed" else "application"
    if said == "supply" and not row.cell("holder"):
        return "supply"
    if says("applied", " ".join(row.p.heads)):
        return "application"
    if "closes" in kinds and frame.act not in ("consultation", "call", "closed"):
        return "consultation" if says("consults", " ".join(row.p.heads)) else "call"
    return frame.act


def _said(row: Row, s: Saying) -> None:
    """What a row says of its area beside what columns of their own say."""
    c, act = row.c, s.act
    undated = replace(s, clause=replace(s.clause, said=(), days={}))
    if act in ("refused", "application", "withdrawn"):
        outcome = "pending" if act == "application" else act
        if applicants := row.actors("applicant") or ([] if row.cell("applicant") else s.actors):
            s = replace(s, actors=applicants)
        if applicants or "applicant" not in row.kinds:
            one = replace(undated, actors=s.actors) if "closes" in row.kinds else s
            applications(c, one, outcome)
        if "closes" in row.kinds:
            calls(c, replace(s, frame=replace(s.frame, act="closed")))
    elif act == "supply":
        _supply_row(row, s)
    elif act == "consultation":
        if not row.cell("consulted"):
            consultations(c, s)
    elif act in ("call", "closed"):
        if not row.cell("called"):
            calls(c, s)
        if applicants := row.actors("applicant"):
            applications(c, replace(undated, actors=applicants), "pending")
    elif act in ("mapping", "review"):
        placements(c, s, 1 if act == "mapping" else 2)
    elif act == "tabled":
        tablings(c, s)
    elif act != "planned":
        _held(row, s)
    _said_asides(c, s, row.cell("holder", "applicant", "decided", ""))


def _held(row: Row, s: Saying) -> None:
    """Who has the area of a row."""
    c, p = row.c, row.p
    supplied = [cell for cell in p.cells if kinds_in(cell)]
    others = {n.key for cell in supplied for n in c.names.names(cell, ACTORS)}
    of_parties = row.actors("holder", "hospital")
    elsewhere = set(row.kinds) - {"area", "refused"} - ({"comment", ""} if of_parties else set())
    holders = [n for n in row.actors(*elsewhere) if n.key not in others]
    own_matters = {"consulted", "defined", "called", "holder"} & set(row.kinds)
    if own_matters and not holders:
        return
    ours = c.us and not holders and row.actors("hospital")
    above = replace(s.frame, actor=None) if ours else s.frame
    permits(c, replace(s, frame=above, actors=holders))
    made = [f for f in c.late() if f.passage == p and f.kind == "permit"]
    for aside in _ASIDE.findall(row.cell("valid_from")):
        who = {n.key for n in c.names.names(aside, ACTORS)}
        for fact in made:
            if fact.key("holder") in who and (days := c.days(aside)):
                fact.amend("valid_from", days[0], p)
    holder = made[0].fields.get("holder") if made else None
    for cell in supplied:
        if isinstance(holder, SaidName) and (actors := c.names.names(cell, ACTORS)):
            way = Direction(actors, holder, ["receiver"])
            add_supply(c, p, s.areas[0], way, kinds_in(cell), {})


def _said_asides(c: Context, s: Saying, text: str) -> None:
    """What stands in brackets behind a party: that it, or another one, was refused, or applied."""
    for aside in _ASIDE.finditer(text):
        actors = (
            c.names.names(aside[1], ACTORS) or c.names.names(text[: aside.start()], ACTORS)[-1:]
        )
        act = "refused" if says("refused_cell", aside[1]) else act_of(aside[1])
        if actors and act in ("refused", "withdrawn", "application"):
            outcome = "pending" if act == "application" else act
            applications(c, replace(s, act=act, actors=actors), outcome)


def _says_more(aside: str) -> bool:
    """Whether an aside says more than through whom."""
    return bool(act_of(aside) or denied(aside) or says("refused_cell", aside))


def _supply_row(row: Row, s: Saying) -> None:
    """A row of a table of suppliers: by its columns, else by what stands above the table."""
    c, p, area = row.c, row.p, s.areas[0]
    suppliers, receivers = row.actors("supplier"), row.actors("receiver")
    holders = row.actors("holder") or receivers
    kinds = kinds_in(p.text) or kinds_in(" ".join(p.heads)) or kinds_in(p.governing)
    if suppliers and holders and kinds:
        add_supply(c, p, area, Direction(suppliers, holders[0]), kinds, s.days)
        permits(c, replace(s, clause=replace(s.clause, said=(), days={}), actors=holders))
        return
    if receivers and c.us and kinds:
        way = Direction([c.us], receivers[0], ["supplier"])
        add_supply(c, p, area, way, kinds, s.days)
        return
    actors = suppliers or s.actors
    if not kinds:
        leave_open(c, p, area, actors)
        return
    before = len(c.found)
    supplies(c, replace(s, actors=actors[:1]))
    ours = c.us and any(f.key("receiver") == c.us.key for f in c.found[before:])
    if ours and says("has_it", p.governing):
        fields = {"permit": area, "holder": c.us, "state": "active"}
        c.add(p, "permit", fields, ["holder"], p.headings[-1].lines)


def _unknown(c: Context, s: Saying, cell: str) -> None:
    """Note the name of a first cell that no register has."""
    day = s.days.get("first") or s.days.get("last") or next(iter(s.said), None)
    kinds = {"refused": "application", "withdrawn": "application"}
    known = ("application", "supply", "consultation", "call")
    kind = kinds.get(s.act, s.act if s.act in known else "permit")
    if s.p.heads and not any(
        len(name.printed) * 2 > len(cell) for name in c.names.names(cell, ACTORS)
    ):
        note_unknown(c, s.p, kind, s.actors, day, cell)
