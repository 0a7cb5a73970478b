"""Areas on their way: at a step, out for consultation, called, decided, tabled."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from loaders.drafting.context import Context, Decision
from loaders.drafting.cues import AUTHORITY, first_of, says, step_in, step_label
from loaders.drafting.governing import note_unknown, programme, programme_of
from loaders.drafting.said_days import SaidDay
from loaders.drafting.statements import Statement

_OF_STEP = {
    3: "out-for-consultation",
    4: "decided",
    5: "advertised",
    6: "awaiting-decision",
    7: "allotted",
    8: "active",
}
Lines = tuple[int, ...]
_STEP_OF = {"consultation": 3, "call": 5, "mapping": 1, "review": 2}


def allotments(c: Context, s: Statement) -> bool:
    """Areas in which permits were given, where nobody says to whom."""
    given = replace(c.decision, kind="allotment-decision")
    decide(c, s, given)
    place = {"placement": list(s.areas), "step": "step:7", "date": given.day}
    c.add(s.passage, "placement", {**place, "substate": "allotted"}, (), given.lines)
    return True


def definitions(c: Context, s: Statement) -> bool:
    """What is NHV from now on, and how many units; only what names its areas, or a list."""
    if not (s.says_own("areas") or s.listed or says("the_area", s.text)):
        return False
    by = c.decision.by if s.given.get("decided") == "decision" else ""
    decide(c, s, Decision(s.days.get("decided"), by or AUTHORITY, "definition-decision", s.lines))
    placed(c, s)
    return True


def recommendations(c: Context, s: Statement) -> bool:
    """What the cancer centres recommend for an area."""
    made = Decision(s.days.get("decided"), kind="recommendation")
    decide(c, s, made, programme=programme(programme_of(c, s.passage)))
    return True


def decide(c: Context, s: Statement, made: Decision, **more: Any) -> None:
    """A decision on each area of a statement; its units may have to be counted."""
    counted = made.kind == "allotment-decision" and s.parties and not s.units
    for area in s.areas:
        fields = {
            "decision": area,
            "decision_kind": made.kind,
            "date": made.day,
            "decided_by": made.by,
            "units": s.units_of(area),
        }
        c.add(s.passage, "decision", fields | more, ["units"] if counted else [], made.lines)


def tablings(c: Context, s: Statement) -> bool:
    """Areas that are tabled, and after which step."""
    p = s.passage
    lead = p.lead.text if p.lead else ""
    after = step_in(s.text) or step_in(lead) or step_in(p.governing) or s.step
    if says("after_consultation", f"{s.text} {lead}") and not step_in(s.text):
        after = 3
    made = Decision(s.days.get("decided"), kind="tabling-decision")
    decide(c, replace(s, units=None), made, after_step=f"step:{after}" if after else None)
    if after:
        fields = {"placement": list(s.areas), "step": f"step:{after}", "substate": "tabled"}
        c.add(p, "placement", fields)
    return True


def consultations(c: Context, s: Statement) -> bool:
    """Proposals that are out for comments."""
    p = s.passage
    lead = p.lead.text if p.lead and s.listed else ""
    answered = says("answered", s.text) or says("answered", lead)
    if c.ahead(next(iter(s.said), None)):
        answered = None  # by then the answer is to be given
    day, first = s.days.get("last"), s.days.get("first")
    if s.listed and not day:
        day, first = first, None
    behind = (d for d in s.said if answered and d.start > answered.start())
    said = next(behind, None) or next(iter(s.said), None) or next(iter(s.days.values()), None)
    said = said if answered else None
    for area in s.areas:
        fields = {
            "consultation": area,
            "programme": programme(programme_of(c, p)),
            "opens": first if not answered and not s.listed else None,
            "closes": None if answered else day,
            "answered_on": said,
            "units": s.units_of(area),
            "state": "closed" if answered or c.over(day) else "open",
        }
        c.add(p, "consultation", fields, (), s.lines)
    if new := says("new_name", s.text):
        note_unknown(c, p, "consultation", (), day, new[1])
    if not answered and (s.says_own("areas") or s.listed or s.frame.act == s.act):
        placed(c, s)
    return True


def calls(c: Context, s: Statement) -> bool:
    """Permits that are advertised."""
    p, day = s.passage, s.days.get("last")
    closed = s.act == "closed"
    for area in s.areas:
        fields = {
            "call": area,
            "programme": programme(programme_of(c, p)),
            "opens": s.days.get("first"),
            "closes": s.day_of(area, "last"),
            "units": s.units_of(area),
            "state": "closed" if closed or c.over(day) else "open",
        }
        c.add(p, "call", fields, (), s.lines)
    if closed or c.over(day):
        fields = {
            "placement": list(s.areas),
            "step": "step:6",
            "substate": "awaiting-decision",
        }
        c.add(p, "placement", fields, ["step"])
    else:
        placed(c, s)
    return True


def at_step(c: Context, s: Statement, step: int) -> bool:
    """Areas that stand at a step, of which a sentence says no more than that."""
    place = {"placement": list(s.areas), "step": f"step:{step}"}
    c.add(s.passage, "placement", {**place, "substate": _OF_STEP.get(step)})
    return True


def placements(c: Context, s: Statement) -> bool:
    """Areas at the steps of the process of which nothing else is told."""
    p = s.passage
    first = s.days.get("first")
    day: SaidDay | None = first if c.ahead(first) else None
    above = f"{p.lead.text if p.lead else ''} {p.governing}"
    fields = {
        "placement": list(s.areas),
        "step": f"step:{_STEP_OF[s.act]}",
        "date": day,
        "substate": "starts" if day else first_of("substates", f"{s.text} {above}"),
    }
    lines = (*(p.section.lines if p.section else ()), *(p.lead.lines if p.lead else ()))
    c.add(p, "placement", fields, (), lines)
    return True


def placed(c: Context, s: Statement, substate: str = "") -> None:
    """What stands in a list under a step that is named stands at that step."""
    above = s.frame.act if s.act != "defined" else ""
    p, step = s.passage, s.step or _STEP_OF.get(s.act) or _STEP_OF.get(above, 0)
    listed = p.role in ("item", "row") or s.frame.act == "consultation" or step_label(p.text)
    if listed and step in _OF_STEP and s.areas:
        fields = {
            "placement": list(s.areas),
            "step": f"step:{step}",
            "substate": substate or _OF_STEP[step],
        }
        c.add(p, "placement", fields, (), p.section.lines if p.section else ())
