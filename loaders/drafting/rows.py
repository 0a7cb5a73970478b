"""Rows of tables: their columns say which slot of which statement a cell fills."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from loaders.drafting.acts import WRITERS
from loaders.drafting.context import Context
from loaders.drafting.cues import OLD_SYSTEM, STEPS, act_of, denied, first_of, says, step_in
from loaders.drafting.dating import completed_days
from loaders.drafting.events import internal_answer
from loaders.drafting.governing import note_unknown
from loaders.drafting.passages import Passage
from loaders.drafting.row import ASIDE, Row, begun_above, kinds_of, with_marks
from loaders.drafting.said_names import ACTORS, TOWN, SaidName
from loaders.drafting.statements import Statement, days_by_role
from loaders.drafting.supplies import Direction, add_supply, kinds_in, leave_open

# Columns with a matter of their own, by what was done in it.
_MATTERS = {"consulted": "consultation", "defined": "defined", "called": "call"}
_OF_OTHERS = {
    *_MATTERS,
    "others",
    "refused",
    "internal",
    "file_number",
    "number",
    "units",
    "step",
    "area",
}
# Columns that tell how the matter stands.
_TELLING = ("comment", "form", "")
_ASKED = ("application", "refused", "withdrawn")
# Letters of a cell that is no more than a word.
_WORD = 25
# Words of a cell that says no: "ej aktuellt".
_FEW = 3


def rows(c: Context, p: Passage, frame: Statement) -> None:
    """A row of a table: what it says of the area in it."""
    p = begun_above(c, with_marks(c, p))
    cells = p.cells
    if len(cells) < 2 or not any(cells) or says("total", cells[0]):
        return
    row = Row(c, p, kinds_of(c, p, frame.areas), frame.areas)
    called = c.period if c.period and c.period.passage.section is p.section else None
    if row.areas and called and p.role == "row":
        units = row.statement(frame, called.act, []).units
        WRITERS[called.act](c, replace(called, passage=p, areas=row.areas, units=units))
    for s in _statements(row, frame):
        if row.areas:
            c.last = s
            _written(row, completed_days(c, s))
        else:
            _unknown(row, s)
            return


def _statements(row: Row, frame: Statement) -> Iterator[Statement]:
    """What a row says: of its area as a whole, and what columns of their own say beside that."""
    parties = _heads_of_parties(row)
    if len(parties) > 1:
        yield from _matrix(row, parties, frame)
        return
    told = row.cell(*_TELLING, "decided", "valid_from", "holder", "applicant")
    number, frame = _staged(row, frame)
    marks = [*row.cell("comment", "form").split(" | "), *re.findall(r"\w[^|]*", row.cell(""))]
    none = any(says("no_mark", cell) and len(cell.split()) <= _FEW for cell in marks)
    cells = row.cell(*_TELLING, "decided", "holder", "applicant").split(" | ")
    sure = (cell for cell in cells if not row.c.names.names(cell, ACTORS) and "?" not in cell)
    untold = " | ".join(sure)
    none = none or (denied(untold) and not act_of(told))
    comments = untold if frame.act not in ("consultation", "call", "closed") else ""
    none = none or bool(says("not_now", f"{row.cell('area', 'form')} | {comments}"))
    none = none or bool(says("no_mark", row.cell("step")))
    unsent = says("not_sent", row.cell("applied", *_TELLING))
    if unsent or (none and not says("refused_cell", told)):
        return
    act = _act(row, frame, told)
    if number is not None and act not in ("refused", "withdrawn", "tabled"):
        act = frame.act
    for kind, matter in _MATTERS.items():
        s = row.statement(frame, matter, [kind])
        if (instead := act_of(row.cell(kind))) and instead != matter and s.said:
            s = replace(s, act=instead, days={"decided": s.said[0]})
        if s.days:
            yield s
            act = act or matter * (not row.areas)
    internal_answer(row.c, row.p, row.statement(frame, "", ["internal"]).said)
    apart = _OF_OTHERS | ({"supplier"} if act != "supply" else set())
    whole = row.statement(frame, act, [k for k in row.kinds if k not in apart])
    if others := row.parties("others"):
        undated = replace(whole, act="permit", parties=others, said=(), days={})
        yield replace(undated, given={"parties": "head"})
    if refused := row.parties("refused"):
        yield replace(whole, act="refused", parties=refused, said=())
    yield whole
    yield from _asides(row, whole, row.cell("holder", "applicant", "decided", ""))
    yield from _remarks(row, whole)


def _staged(row: Row, frame: Statement) -> tuple[int | None, Statement]:
    """The step that a row names, nothing if it names none, and what it then stands under."""
    stage = row.cell("step") or next((cell for cell in row.p.cells if says("step", cell)), "")
    digit = re.match(r"[1-8]\b", stage)
    number = step_in(stage) or (int(digit[0]) if digit else 0)
    named = STEPS.get(str(number)) or first_of("frames", stage) if stage else ""
    if not named:
        return None, replace(frame, step=number) if stage else frame
    return number, replace(frame, step=number, act=named)


def _heads_of_parties(row: Row) -> dict[str, tuple[SaidName, list[int]]]:
    """The columns of each party that heads some."""
    found: dict[str, tuple[SaidName, list[int]]] = {}
    for at, head in enumerate(row.p.heads[: len(row.p.cells)]):
        said = row.c.names.names(head, (*ACTORS, TOWN))
        names = [row.c.of_town(n) if n.kind == TOWN else n for n in said]
        alone = len(names) == 1 and len(names[0].printed) * 2 > len(head)
        if alone or (len(names) == 1 and first_of("columns", head.replace(names[0].printed, ""))):
            found.setdefault(names[0].key, (names[0], []))[1].append(at)
    return found


def _matrix(
    row: Row, parties: dict[str, tuple[SaidName, list[int]]], frame: Statement
) -> Iterator[Statement]:
    """A table with columns for each party: marks, days or hospitals say who has the area."""
    p, legend = row.p, row.c.legend
    of_row = row.statement(frame, "", ["valid_from", "decided", "valid_until"]).days
    for who, columns in parties.values():
        cells = [legend.get(p.cells[at], p.cells[at]) for at in columns if p.cells[at]]
        if not cells or says("no_mark", cells[0]):
            continue
        text = " | ".join(cells)
        act = act_of(text) or ("refused" if says("refused_cell", text) else frame.act)
        if act == "supply" or (denied(text) and not act_of(text)):
            continue  # to whom is not said
        said, above = tuple(row.c.days(text)), replace(frame, parties=())
        days = {**of_row, **days_by_role(text, said)}
        act = act if act in _ASKED else "permit"
        sites = [n for n in row.c.names.names(text, ("hospital",)) if act == "permit"]
        own = row.c.operators
        party = (who, *(n for n in sites if own.get(n.id) == own.get(who.id, who.id)))
        s = Statement(p, text, (), said, act, row.areas, party, days, None, frame.step)
        yield replace(s, above=above, given={"parties": "head"})


def _act(row: Row, frame: Statement, told: str) -> str:
    """What a row says was done: by its cells, its columns, else by what stands above."""
    kinds, state, heads = set(row.kinds), row.cell(*_TELLING), " ".join(row.p.heads)
    plain = ASIDE.sub("", told)
    short = (first_of("frames", cell) for cell in state.split(" | ") if len(cell) < _WORD)
    stage = next(filter(None, short), "")
    said = act_of(plain) or stage
    said = stage if said == "holds" and stage and not row.cell("holder", "hospital") else said
    said = "" if said == "denied" else said
    if frame.act == "refused" or says("refused_cell", plain) or said == "refused":
        return "refused"
    if said == "application" and frame.act == "permit" and row.cell("decided", "valid_from"):
        said = ""  # "waits for premises"
    settled = not row.cell("applicant") or said in ("call", "tabled") or act_of(row.cell("decided"))
    if said and said not in ("holds", "supply") and settled:
        return said
    card = {"supplier", "valid_from"} <= kinds and frame.act in ("permit", "")
    card = card and "form" not in kinds
    supplied = {"supplier", "receiver"} & kinds and not card
    told_so = said == "supply" and (row.cell("form") or not row.cell("holder", "hospital"))
    if supplied or told_so or (kinds_in(told) and frame.act == "supply"):
        return "supply"
    if row.cell("applicant") and row.parties("holder"):
        return "granted"
    if row.cell("applicant") or ("applicant" in kinds and not state):
        return "closed" if "closes" in kinds and frame.act == "closed" else "application"
    dated = "step" not in kinds or row.cell("closes")
    if "closes" in kinds and dated and frame.act not in ("consultation", "call", "closed"):
        return "consultation" if says("consults", heads) else "call"
    return frame.act


def _written(row: Row, s: Statement) -> None:
    """Write down what a row says."""
    c, act, above = row.c, s.act, s.frame.act
    asked = row.parties("applicant")
    undated = replace(s, said=(), days={})
    if act in _ASKED:
        if asked and (s.act == "application" or not s.parties):
            s = replace(s, parties=asked)
        if s.parties or "applicant" not in row.kinds:
            closes = "closes" in row.kinds
            _with_us(c, replace(undated, parties=s.parties) if closes else s)
        if row.cell("closes") and "parties" not in s.given:
            WRITERS["closed"](c, replace(s, act="closed"))
        elif above in ("call", "closed") and s.frame.days:
            WRITERS[above](c, replace(s, act=above, days=s.frame.days))
    elif act == "supply":
        _supply_row(row, s)
    elif act in ("call", "closed", "consultation"):
        own = s.text and s.text in (row.cell("consulted"), row.cell("called"))
        kind = "consulted" if act == "consultation" else "called"
        if own or not row.cell(kind):
            WRITERS[act](c, s)
        if asked and act != "consultation":
            WRITERS["application"](c, replace(undated, act="application", parties=asked))
    elif act in ("mapping", "review", "tabled", "defined"):
        WRITERS[act](c, s)
        if asked and act == "tabled":
            WRITERS["application"](c, replace(undated, act="application", parties=asked))
    elif not act and not {"holder", "hospital", "valid_from"} & {*row.kinds}:
        return  # nothing says that anybody has it
    elif act != "planned" and (act or "step" not in row.kinds):
        _held(row, s)
        if act == "granted" and above == "application" and "parties" not in s.given:
            WRITERS["application"](c, replace(s, act="application"))
        if asked and act == "granted":
            got = {(c.region_of(n) or n).id for n in row.parties("holder")}
            lost = tuple(n for n in asked if got and (c.region_of(n) or n).id not in got)
            won = tuple(n for n in asked if n not in lost)
            WRITERS["application"](c, replace(s, parties=won))
            WRITERS["refused"](c, replace(s, act="refused", parties=lost))


def _with_us(c: Context, s: Statement) -> None:
    """Write down who applied; where nobody is named, the region whose document it is."""
    if not s.parties and c.us:
        s = s.with_slot("parties", (c.us,), "us")
    WRITERS[s.act](c, s)


def _held(row: Row, s: Statement) -> None:
    """Who has the area of a row."""
    c, p = row.c, row.p
    supplied = [cell for cell in p.cells if kinds_in(cell)]
    others = {n.key for cell in supplied for n in c.names.names(cell, ACTORS)}
    of_parties = row.parties("holder", "hospital")
    kinds = set(row.kinds) - {"area", "refused", "supplier", "others"}
    kinds -= {"applicant"} if row.parties("holder") else set()
    kinds -= {"comment", ""} if of_parties else set()
    holders = tuple(n for n in row.parties(*kinds) if n.key not in others)
    if s.given.get("parties") == "head":
        holders = s.parties
    if {*_MATTERS, "holder"} & set(row.kinds) and not holders:
        return
    s = replace(s, parties=holders)
    if not holders:
        ours = s.frame.parties or tuple(filter(None, (c.site or c.us or c.within_of(p),)))
        s = s.with_slot("parties", ours, "us")
    before = len(c.found)
    WRITERS["permit"](c, replace(s, act=s.act or "permit"))
    made = [f for f in c.found[before:] if f.kind == "permit"]
    holder = made[0].fields.get("holder") if made else None
    if not isinstance(holder, SaidName):
        return
    beside = row.statement(s.frame, "supply", ["supplier"])
    same = dict(s.days) if says("same_day", beside.text) else dict(beside.days)
    way = Direction(list(beside.parties), holder, ["receiver"])
    if supplies := kinds_in(" ".join(p.heads)):
        add_supply(c, p, s.areas[0], way, supplies, same)
    for cell in row.comments:
        if act_of(cell) == "supply" and not denied(cell):
            who = Direction(list(c.names.names(cell, ACTORS)), holder, ["receiver"])
            add_supply(c, p, s.areas[0], who, kinds_in(cell), {})


def _asides(row: Row, s: Statement, text: str) -> Iterator[Statement]:
    """What stands in brackets behind a party: that it, or another one, was refused, or applied."""
    for aside in ASIDE.finditer(text):
        names = row.c.names.names(aside[1], ACTORS)
        parties = names or row.c.names.names(text[: aside.start()], ACTORS)[-1:]
        act = "refused" if says("refused_cell", aside[1]) else act_of(aside[1])
        if parties and act in _ASKED:
            yield replace(s, act=act, parties=tuple(parties))


def _remarks(row: Row, s: Statement) -> Iterator[Statement]:
    """What a comment tells beside the matter of its row: who got it, what it was before."""
    for cell in row.comments:
        if says("was_old", cell):
            said = tuple(row.c.days(cell))
            last = {"last": said[-1]} if said else {}
            before = replace(row.p, text=OLD_SYSTEM)
            yield replace(s, passage=before, act="ended", text=cell, said=said, days=last)
        elif act_of(cell) in _ASKED and s.act in ("call", "consultation"):
            if denied(cell) or says("negates", cell):
                continue
            parties, said = tuple(row.c.names.names(cell, ACTORS)), tuple(row.c.days(cell))
            days, given = {"applied": said[0]} if said else {}, {"parties": "head"}
            yield replace(s, act=act_of(cell), parties=parties, said=said, days=days, given=given)
        elif s.act == "refused" and says("got_it", cell):
            parties = tuple(row.c.names.names(cell, ACTORS))
            yield replace(s, act="granted", parties=parties, given={"parties": "head"})


def _supply_row(row: Row, s: Statement) -> None:
    """A row of a table of suppliers: by its columns, else by what stands above the table."""
    c, p, area = row.c, row.p, s.areas[0]
    suppliers, receivers = row.parties("supplier"), row.parties("receiver")
    holders = row.parties("holder") or receivers
    kinds = kinds_in(p.text) or kinds_in(" ".join(p.heads)) or kinds_in(p.governing)
    if not kinds and holders and "supplier" in row.kinds:
        kinds = ["underleverantor"]
    served = says("we_supply", f"{p.governing} | {row.cell('', 'form')}")
    if not kinds:
        leave_open(c, p, area, suppliers or s.parties)
    elif holders and "supplier" in row.kinds:
        add_supply(c, p, area, Direction(list(suppliers), holders[0]), kinds, s.days)
        WRITERS["permit"](c, replace(s, act="permit", said=(), days={}, parties=holders))
    elif suppliers and c.speaker and (served or says("they_are_served", p.text)):
        add_supply(c, p, area, Direction([c.speaker], suppliers[0], ["supplier"]), kinds, s.days)
        if says("other_has_it", p.governing):
            WRITERS["permit"](c, replace(s, act="permit", said=(), days={}, parties=suppliers))
    elif receivers and c.us:
        way = Direction([c.us], receivers[0], ["supplier"])
        add_supply(c, p, area, way, kinds, s.days)
    elif suppliers and c.speaker:
        way = Direction(list(suppliers), c.speaker, ["receiver"])
        add_supply(c, p, area, way, kinds, s.days)
        if says("has_it", p.governing):
            fields = {"permit": area, "holder": c.us, "state": "active"}
            c.add(p, "permit", fields, ["holder"], p.section.lines if p.section else ())
    else:
        WRITERS["supply"](c, replace(s, parties=suppliers[:1] or s.parties))


def _unknown(row: Row, s: Statement) -> None:
    """Note the name of a first cell that no register has."""
    day = s.day("first", "last") or next(iter(s.said), None)
    kinds = {"refused": "application", "withdrawn": "application"}
    known = ("application", "supply", "consultation", "call")
    kind = kinds.get(s.act, s.act if s.act in known else "permit")
    names, cell = row.c.names.names(row.area_cell, ACTORS), row.area_cell
    if row.c.days(cell):
        return
    if s.passage.heads and not any(len(name.printed) * 2 > len(cell) for name in names):
        note_unknown(row.c, s.passage, kind, s.parties, day, cell)
