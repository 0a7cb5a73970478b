"""Areas on their way: at a step, out for consultation, called, decided, tabled."""

from __future__ import annotations

from typing import Any

from loaders.drafting.clauses import Clause
from loaders.drafting.cues import AUTHORITY, first_of, says
from loaders.drafting.draft import Context
from loaders.drafting.frames import (
    Frame,
    is_sentence,
    note_unknown,
    programme,
    programme_of,
)
from loaders.drafting.passages import Passage
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import SaidName
from loaders.drafting.units import units_in

_OF_STEP = {
    3: "out-for-consultation",
    4: "decided",
    5: "advertised",
    6: "awaiting-decision",
    7: "allotted",
    8: "active",
}
_STEP_OF = {"consultation": 3, "call": 5}


def _day(clause: Clause, frame: Frame, *keys: str) -> SaidDay | None:
    """The day of a kind that a clause says, or what stands above it."""
    for days in (clause.days, frame.days if clause.listed else {}):
        for key in keys:
            if key in days:
                return days[key]
    return None


def _lines(clause: Clause, frame: Frame) -> tuple[int, ...]:
    """The lines above that a fact of a list rests on."""
    return frame.lines if clause.listed and (frame.days or frame.units) else ()


def allotments(c: Context, clause: Clause, areas: list[SaidName]) -> bool:
    """Areas in which permits were given, where nobody says to whom."""
    p, matter = clause.passage, c.matter
    for area in areas:
        fields = {"decision": area, "decision_kind": "allotment-decision", "date": matter.day}
        c.add(p, "decision", {**fields, "decided_by": matter.by}, (), matter.lines)
    place = {"placement": areas, "step": "step:7", "date": matter.day, "substate": "allotted"}
    c.add(p, "placement", place, (), matter.lines)
    return True


def definitions(c: Context, clause: Clause, frame: Frame, areas: list[SaidName]) -> bool:
    """What is NHV from now on, and how many units."""
    p, matter = clause.passage, c.matter
    governed = matter.kind == "definition-decision"
    for area in areas:
        fields = {
            "decision": area,
            "decision_kind": "definition-decision",
            "date": matter.day if governed else _day(clause, frame, "decided", "bare"),
            "decided_by": (matter.by if governed else "") or AUTHORITY,
            "units": units_in(clause.text),
        }
        c.add(p, "decision", fields, (), matter.lines if governed else ())
    placed(c, areas, frame, p)
    return bool(areas)


def recommendations(c: Context, clause: Clause, areas: list[SaidName]) -> bool:
    """What the cancer centres recommend for an area."""
    for area in areas:
        fields = {
            "decision": area,
            "decision_kind": "recommendation",
            "programme": programme(programme_of(c, clause.passage)),
            "date": clause.days.get("decided") or clause.days.get("bare"),
            "units": units_in(clause.text),
        }
        c.add(clause.passage, "decision", fields)
    return bool(areas)


def tablings(c: Context, clause: Clause, areas: list[SaidName]) -> bool:
    """Areas that are tabled, and after which step."""
    p = clause.passage
    lead = p.lead.text if p.lead else ""
    step = says("step", clause.text) or says("step", lead) or says("step", p.governing)
    after = int(step[1] or step[2]) if step else 0
    own = says("after_consultation", clause.text) or says("after_consultation", lead)
    if own and not says("step", clause.text):
        after = 3
    for area in areas:
        fields: dict[str, Any] = {"decision": area, "decision_kind": "tabling-decision"}
        c.add(p, "decision", fields | {"after_step": f"step:{after}" if after else None})
    if after and areas:
        fields = {"placement": areas, "step": f"step:{after}", "substate": "tabled"}
        c.add(p, "placement", fields)
    return bool(areas)


def consultations(c: Context, clause: Clause, frame: Frame, areas: list[SaidName]) -> bool:
    """Proposals that are out for comments; whether the passage says so."""
    p, text = clause.passage, clause.text
    day = _day(clause, frame, "last") or (
        _day(clause, frame, "bare", "first") if clause.listed else None
    )
    found = says("remiss_on", text) if not clause.areas else None
    if not areas or found:
        if clause.listed and p.role != "more" and not is_sentence(text):
            note_unknown(c, p, "consultation", [], day)
            return True
        if found:
            day = day or next(iter(clause.said), None)
            note_unknown(c, p, "consultation", [], day, next(filter(None, found.groups())))
            return True
        return False
    answered = says("answered", text)
    said = next(iter(clause.said), None) if answered else None
    other = clause.days.get("first") or clause.days.get("bare")
    if not answered and not clause.listed and other and not day and len(other.edtf) == 10:
        day, other = other, None
    for area in areas:
        fields = {
            "consultation": area,
            "programme": programme(programme_of(c, p)),
            "opens": other if not answered and not clause.listed else None,
            "closes": None if answered else day,
            "answered_on": said or (day if answered else None),
            "units": units_in(text),
            "state": "closed" if answered else _state(c, day),
        }
        c.add(p, "consultation", fields, (), _lines(clause, frame))
    if new := says("new_name", text):
        note_unknown(c, p, "consultation", [], day, new[1])
    if not answered and (clause.areas or clause.listed):
        placed(c, areas, frame, p)
    return True


def _state(c: Context, day: SaidDay | None) -> str:
    over = day and c.written and day.last < c.written.isoformat()
    return "closed" if over else "open"


def calls(c: Context, clause: Clause, frame: Frame, areas: list[SaidName]) -> bool:
    """Permits that are advertised."""
    p = clause.passage
    day = _day(clause, frame, "last") or (_day(clause, frame, "bare") if clause.listed else None)
    closed = frame.act == "closed" and clause.listed
    if not areas:
        if clause.listed and p.role != "more" and not is_sentence(clause.text):
            note_unknown(c, p, "call", [], day)
        return False
    for area in areas:
        fields = {
            "call": area,
            "opens": clause.days.get("first"),
            "closes": day or (clause.days.get("bare") if not clause.listed else None),
            "units": units_in(clause.text),
            "state": "closed" if closed else _state(c, day),
        }
        c.add(p, "call", fields, (), _lines(clause, frame))
    if closed or (day and _state(c, day) == "closed"):
        fields = {"placement": areas, "step": "step:6", "substate": "awaiting-decision"}
        c.add(p, "placement", fields, ["step"])
    else:
        placed(c, areas, frame, p)
    return True


def placements(c: Context, clause: Clause, frame: Frame, areas: list[SaidName], step: int) -> bool:
    """Areas at a step of the process."""
    p = clause.passage
    if not areas:
        if clause.listed and p.role != "more" and not is_sentence(clause.text):
            note_unknown(c, p, f"placement step:{step}", [], None)
        return False
    substate = first_of("substates", f"{p.lead.text if p.lead else ''} {p.governing}")
    day = _day(clause, frame, "first", "bare")
    fields = {
        "placement": areas,
        "step": f"step:{step}",
        "date": day,
        "substate": "starts" if day else substate,
    }
    above = (*(p.headings[-1].lines if p.headings else ()), *(p.lead.lines if p.lead else ()))
    c.add(p, "placement", fields, (), above)
    return True


def placed(c: Context, areas: list[SaidName], frame: Frame, p: Passage, substate: str = "") -> None:
    """What stands in a list under a step that is named stands at that step."""
    step = frame.step or _STEP_OF.get(frame.act, 0)
    if (
        (p.role not in ("item", "row") and frame.act != "consultation")
        or step not in _OF_STEP
        or not areas
    ):
        return
    fields = {
        "placement": areas,
        "step": f"step:{step}",
        "substate": substate or _OF_STEP[step],
    }
    c.add(p, "placement", fields, (), p.headings[-1].lines if p.headings else ())
