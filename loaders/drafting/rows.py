"""Rows of tables: their columns say what their cells are."""

from __future__ import annotations

from dataclasses import replace

from loaders.drafting.applications import applications
from loaders.drafting.clauses import Clause, days_by_role
from loaders.drafting.cues import STEPS, act_of, first_of, says
from loaders.drafting.draft import Context
from loaders.drafting.frames import Frame, note_unknown
from loaders.drafting.passages import Passage
from loaders.drafting.permits import permits
from loaders.drafting.process import calls, consultations, placed, placements, tablings
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import ACTORS, SaidName
from loaders.drafting.saying import Saying
from loaders.drafting.supplies import Direction, add_supply, kinds_in, leave_open, supplies
from loaders.drafting.units import number_in

# What a day is by its column; a column of another name leaves it to the words of the cell.
_ROLES = {
    "valid_from": "first",
    "valid_until": "last",
    "closes": "last",
    "decided": "decided",
}


def rows(c: Context, p: Passage, frame: Frame) -> None:
    """A row of a table: what it says of the area in it."""
    cells = p.cells
    if len(cells) < 2:
        return
    column = columns(c, p)
    area_cell = cells[column["area"]]
    rest = " | ".join(cell for at, cell in enumerate(cells) if at != column["area"])
    clause = _clause(c, p, rest, column)
    if stage := column.get("step"):
        number = number_in(cells[stage]) or 0
        frame = replace(frame, step=number, act=STEPS.get(str(number), frame.act))
    act = _act(clause, frame, column, rest)
    s = Saying(clause, frame, act, _area(c, area_cell), clause.actors, True)
    undated = replace(s, clause=replace(clause, said=()))
    applicants = _named(c, p, column, "applicant")
    if not s.areas:
        _unknown(c, s, area_cell)
    elif p.heads and act in ("refused", "application", "withdrawn"):
        outcome = "pending" if act == "application" else act
        one = undated if "closes" in column else s
        if applicants or "applicant" not in column:
            applications(c, replace(one, actors=applicants or s.actors), outcome)
        if "closes" in column:
            calls(c, replace(s, frame=replace(frame, act="closed")))
    elif act == "supply":
        _supply_row(c, s, column)
    elif act == "consultation":
        consultations(c, s)
    elif act in ("call", "closed"):
        calls(c, s)
        if applicants:
            applications(c, replace(undated, actors=applicants), "pending")
    elif act in ("mapping", "review"):
        placements(c, s, 1 if act == "mapping" else 2)
    elif act == "tabled":
        tablings(c, s)
    elif act != "planned":
        holders = [n for n in s.actors if not kinds_in(_cell_of(p, n, rest, column))]
        ours = c.us and not holders and _named(c, p, column, "hospital")
        above = replace(frame, actor=None) if ours else frame
        permits(c, replace(s, frame=above, actors=holders))
        for cell in cells:
            if kinds_in(cell):
                _comment(c, p, s.areas, cell)
    if stage and s.areas and act not in ("mapping", "review", "tabled"):
        placed(c, s)


def columns(c: Context, p: Passage) -> dict[str, int]:
    """What the columns of a table hold: the number of the first column of each kind."""
    column: dict[str, int] = {}
    for at, head in enumerate(p.heads):
        if key := first_of("columns", head):
            column.setdefault(key, at)
    if "area" not in column:
        named = [at for at, cell in enumerate(p.cells) if _area(c, cell)]
        column["area"] = named[0] if named else 0
    return column


def _area(c: Context, cell: str) -> list[SaidName]:
    named = list(c.names.names(cell, ("area",)))[:1]
    return named or [n for n in [c.names.whole(cell)] if n]


def _clause(c: Context, p: Passage, rest: str, column: dict[str, int]) -> Clause:
    """The cells of a row but its area, each day being what its column says."""
    names = tuple(c.names.names(rest))
    clause = Clause(p, rest, names, tuple(c.days(rest, " ".join(p.heads))), "")
    days: dict[str, SaidDay] = {}
    for at, cell in enumerate(p.cells):
        if at == column["area"]:
            continue
        head = p.heads[at] if at < len(p.heads) else ""
        key = next((k for k, n in column.items() if n == at), first_of("columns", head))
        if key in ("file_number", "number", "units"):
            continue
        said = tuple(c.days(cell, head))
        own = days_by_role(cell, said)
        if key == "valid_from" and len(said) == 2:
            own = {"first": said[0], "last": said[1]}
        for role, day in own.items():
            days.setdefault(_ROLES.get(key, role) if role in ("bare", "first") else role, day)
    clause.__dict__["days"] = days
    units = column.get("units")
    if units is not None and units < len(p.cells) and (number := number_in(p.cells[units])):
        clause.__dict__["units"] = number
    return clause


def _act(clause: Clause, frame: Frame, column: dict[str, int], rest: str) -> str:
    heads = " ".join(clause.passage.heads)
    said = act_of(rest)
    if frame.act == "refused" or says("refused_cell", rest) or said == "refused":
        return "refused"
    if said in ("application", "withdrawn", "tabled") and "applicant" not in column:
        return said
    if {"supplier", "receiver"} & column.keys() or (kinds_in(rest) and frame.act == "supply"):
        return "supply"
    if "applicant" in column:
        return "closed" if "closes" in column and frame.act == "closed" else "application"
    if says("applied", heads):
        return "application"
    if "closes" in column and frame.act not in ("consultation", "call", "closed"):
        return "consultation" if says("consults", heads) else "call"
    return frame.act


def _named(c: Context, p: Passage, column: dict[str, int], key: str) -> list[SaidName]:
    at = column.get(key)
    return list(c.names.names(p.cells[at], ACTORS)) if at is not None and at < len(p.cells) else []


def _cell_of(p: Passage, name: SaidName, rest: str, column: dict[str, int]) -> str:
    """The cell that a name stands in."""
    others = [cell for at, cell in enumerate(p.cells) if at != column["area"]]
    at = rest[: name.start].count("|")
    return others[at] if at < len(others) else ""


def _supply_row(c: Context, s: Saying, column: dict[str, int]) -> None:
    """A row of a table of suppliers: by its columns, else by what stands above the table."""
    p, area = s.p, s.areas[0]
    suppliers = _named(c, p, column, "supplier")
    receivers = _named(c, p, column, "receiver")
    holders = _named(c, p, column, "holder") or receivers
    above = " ".join(p.heads)
    kinds = kinds_in(" | ".join(p.cells)) or kinds_in(above) or kinds_in(p.governing)
    if suppliers and holders and kinds:
        add_supply(c, p, area, Direction(suppliers, holders[0]), kinds, s.days)
        permits(c, replace(s, clause=replace(s.clause, said=()), actors=holders))
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


def _comment(c: Context, p: Passage, areas: list[SaidName], cell: str) -> None:
    """A supplier that is named in a cell of a table of permits."""
    actors = list(c.names.names(cell, ACTORS))
    holder = next((f.fields.get("holder") for f in reversed(c.found) if f.passage == p), None)
    if actors and isinstance(holder, SaidName):
        way = Direction(actors, holder, ["receiver"])
        add_supply(c, p, areas[0], way, kinds_in(cell), {})


def _unknown(c: Context, s: Saying, cell: str) -> None:
    """Note the name of a first cell that no register has."""
    day = s.days.get("first") or s.days.get("last") or next(iter(s.said), None)
    kinds = {"refused": "application", "withdrawn": "application"}
    known = ("application", "supply", "consultation", "call")
    kind = kinds.get(s.act, s.act if s.act in known else "permit")
    note_unknown(c, s.p, kind, s.actors, day, cell)
