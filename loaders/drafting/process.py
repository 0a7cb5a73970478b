"""Areas on their way: at a step, out for consultation, called, decided, tabled."""

from __future__ import annotations

from typing import Any

from loaders.drafting.amending import amend
from loaders.drafting.cues import AUTHORITY, first_of, says
from loaders.drafting.draft import Context
from loaders.drafting.frames import (
    is_sentence,
    note_unknown,
    programme,
    programme_of,
)
from loaders.drafting.said_days import SaidDay
from loaders.drafting.saying import Saying

_OF_STEP = {
    3: "out-for-consultation",
    4: "decided",
    5: "advertised",
    6: "awaiting-decision",
    7: "allotted",
    8: "active",
}
_STEP_OF = {"consultation": 3, "call": 5}


def allotments(c: Context, s: Saying) -> bool:
    """Areas in which permits were given, where nobody says to whom."""
    p, matter = s.p, c.matter
    for area in s.areas:
        fields = {"decision": area, "decision_kind": "allotment-decision", "date": matter.day}
        c.add(p, "decision", {**fields, "decided_by": matter.by}, (), matter.lines)
    place = {"placement": s.areas, "step": "step:7", "date": matter.day, "substate": "allotted"}
    c.add(p, "placement", place, (), matter.lines)
    return True


def definitions(c: Context, s: Saying) -> bool:
    """What is NHV from now on, and how many units."""
    p, matter = s.p, c.matter
    governed = matter.kind == "definition-decision"
    for area in s.areas:
        fields = {
            "decision": area,
            "decision_kind": "definition-decision",
            "date": matter.day if governed else s.day("decided", "bare"),
            "decided_by": (matter.by if governed else "") or AUTHORITY,
            "units": s.units,
        }
        c.add(p, "decision", fields, (), matter.lines if governed else ())
    placed(c, s)
    return bool(s.areas)


def recommendations(c: Context, s: Saying) -> bool:
    """What the cancer centres recommend for an area."""
    for area in s.areas:
        fields = {
            "decision": area,
            "decision_kind": "recommendation",
            "programme": programme(programme_of(c, s.p)),
            "date": s.days.get("decided") or s.days.get("bare"),
            "units": s.units,
        }
        c.add(s.p, "decision", fields)
    return bool(s.areas)


def tablings(c: Context, s: Saying) -> bool:
    """Areas that are tabled, and after which step."""
    p = s.p
    lead = p.lead.text if p.lead else ""
    step = says("step", s.text) or says("step", lead) or says("step", p.governing)
    after = int(step[1] or step[2]) if step else s.frame.step
    own = says("after_consultation", s.text) or says("after_consultation", lead)
    if own and not says("step", s.text):
        after = 3
    for area in s.areas:
        fields: dict[str, Any] = {"decision": area, "decision_kind": "tabling-decision"}
        fields["date"] = s.day("decided", "bare")
        c.add(p, "decision", fields | {"after_step": f"step:{after}" if after else None})
    if after and s.areas:
        fields = {"placement": s.areas, "step": f"step:{after}", "substate": "tabled"}
        c.add(p, "placement", fields)
    return bool(s.areas)


def consultations(c: Context, s: Saying) -> bool:
    """Proposals that are out for comments; whether the passage says so."""
    p, text = s.p, s.text
    day = s.day("last") or (s.day("bare", "first") if s.listed else None)
    found = says("remiss_on", text) if not s.clause.areas else None
    if not s.areas or found:
        if not s.areas and amend(c, s):
            return True
        if s.listed and p.role != "more" and not is_sentence(text):
            note_unknown(c, p, "consultation", [], day)
            return True
        if found:
            day = day or next(iter(s.said), None)
            note_unknown(c, p, "consultation", [], day, next(filter(None, found.groups())))
            return True
        return False
    lead = p.lead.text if p.lead and s.listed else ""
    answered = says("answered", text) or says("answered", lead)
    told = (*s.said, *(s.frame.days.values() if lead else ()))
    said = next(iter(told), None) if answered else None
    other = s.days.get("first") or s.days.get("bare")
    if not answered and not s.listed and other and not day and len(other.edtf) == 10:
        day, other = other, None
    for area in s.areas:
        fields = {
            "consultation": area,
            "programme": programme(programme_of(c, p)),
            "opens": other if not answered and not s.listed else None,
            "closes": None if answered else day,
            "answered_on": said or (day if answered else None),
            "units": s.units,
            "state": "closed" if answered else _state(c, day),
        }
        c.add(p, "consultation", fields, (), s.lines)
    if new := says("new_name", text):
        note_unknown(c, p, "consultation", [], day, new[1])
    if not answered and (s.clause.areas or s.listed):
        placed(c, s)
    return True


def _state(c: Context, day: SaidDay | None) -> str:
    over = day and c.written and day.last < c.written.isoformat()
    return "closed" if over else "open"


def calls(c: Context, s: Saying) -> bool:
    """Permits that are advertised."""
    p = s.p
    day = s.day("last") or (s.day("bare") if s.listed else None)
    closed = s.frame.act == "closed" and s.listed
    if not s.areas:
        if s.listed and p.role != "more" and not is_sentence(s.text):
            note_unknown(c, p, "call", [], day)
        return False
    for area in s.areas:
        fields = {
            "call": area,
            "programme": programme(programme_of(c, p, area.key)),
            "opens": s.days.get("first"),
            "closes": day or (s.days.get("bare") if not s.listed else None),
            "units": s.units,
            "state": "closed" if closed else _state(c, day),
        }
        c.add(p, "call", fields, (), s.lines)
    if closed or (day and _state(c, day) == "closed"):
        fields = {"placement": s.areas, "step": "step:6", "substate": "awaiting-decision"}
        c.add(p, "placement", fields, ["step"])
    else:
        placed(c, s)
    return True


def placements(c: Context, s: Saying, step: int) -> bool:
    """Areas at a step of the process."""
    p = s.p
    if not s.areas:
        if s.listed and p.role != "more" and not is_sentence(s.text):
            note_unknown(c, p, f"placement step:{step}", [], None)
        return False
    substate = first_of("substates", f"{p.lead.text if p.lead else ''} {p.governing}")
    day = s.day("first", "bare")
    fields = {
        "placement": s.areas,
        "step": f"step:{step}",
        "date": day,
        "substate": "starts" if day else substate,
    }
    above = (*(p.headings[-1].lines if p.headings else ()), *(p.lead.lines if p.lead else ()))
    c.add(p, "placement", fields, (), above)
    return True


def placed(c: Context, s: Saying, substate: str = "") -> None:
    """What stands in a list under a step that is named stands at that step."""
    p, step = s.p, s.frame.step or _STEP_OF.get(s.act) or _STEP_OF.get(s.frame.act, 0)
    if (
        (p.role not in ("item", "row") and s.frame.act != "consultation")
        or step not in _OF_STEP
        or not s.areas
    ):
        return
    fields = {
        "placement": s.areas,
        "step": f"step:{step}",
        "substate": substate or _OF_STEP[step],
    }
    c.add(p, "placement", fields, (), p.headings[-1].lines if p.headings else ())
