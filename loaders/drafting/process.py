"""Areas on their way: at a step, out for consultation, called, applied for, decided, tabled."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.drafting.context import (
    is_sentence,
    next_meeting,
    programme_of,
    stage_of,
    stage_six,
    unknown,
)
from loaders.drafting.cues import CLOSES, OF_STEP, OUT, STEP, SUBSTATES
from loaders.drafting.draft import Context, Fact, Unknown
from loaders.drafting.passages import Passage
from loaders.drafting.said_days import SaidDay, said_days
from loaders.drafting.said_names import SaidName
from loaders.drafting.units import units_in


def allotments(c: Context, p: Passage, areas: list[SaidName]) -> None:
    """Areas in which permits were given, where nobody says to whom."""
    lines = tuple(sorted({*c.matter.lines, *p.lines}))
    for area in areas:
        fact: Fact = {"decision": area.key, "decision_kind": "allotment-decision"}
        if c.matter.day:
            fact["date"] = c.matter.day.edtf
        c.add({**fact, "decided_by": c.matter.by}, lines, date=c.matter.day)
    c.add({"placement": [a.key for a in areas], "step": "step:7", "substate": "allotted"}, lines)


def definitions(c: Context, p: Passage, areas: list[SaidName]) -> None:
    """What is NHV from now on, and how many units."""
    for area in areas:
        fact: Fact = {"decision": area.key, "decision_kind": "definition-decision"}
        if c.matter.day:
            fact["date"] = c.matter.day.edtf
        fact["decided_by"] = c.matter.by or "Socialstyrelsen"
        if units := units_in(p.text):
            fact["units"] = units
        c.add(fact, tuple(sorted({*c.matter.lines, *p.lines})), date=c.matter.day)
    placed(c, areas, 4, p)


def tablings(c: Context, p: Passage, areas: list[SaidName]) -> None:
    """Areas that are tabled, and after which step."""
    above = " ".join([p.text, p.governing])
    step = STEP.search(" ".join([p.lead.text if p.lead else "", p.text])) or STEP.search(above)
    after = int(step[1]) if step else 0
    if re.search(r"efter remiss", above, re.I):
        after = 3
    for area in areas:
        fact: Fact = {"decision": area.key, "decision_kind": "tabling-decision"}
        if after:
            fact["after_step"] = f"step:{after}"
        c.add(fact, p.lines)
    if after:
        c.add(
            {"placement": [a.key for a in areas], "step": f"step:{after}", "substate": "tabled"},
            p.lines,
        )


def closing(text: str, days: Sequence[SaidDay]) -> SaidDay | None:
    """The day up to which something is open: one that is called the last, else the last said."""
    called = (d for d in days if CLOSES.search(text[max(0, d.start - 45) : d.start]))
    return next(called, days[-1] if days else None)


def consultations(
    c: Context, p: Passage, areas: list[SaidName], days: list[SaidDay], text: str
) -> bool:
    """Proposals that are out for comments; whether the passage says so."""
    lead_days = (
        said_days(p.lead.text, c.written, p.governing) if p.lead and p.role == "item" else []
    )
    listed = p.role == "item"
    if not areas and listed and not is_sentence(text):
        unknown(c, p, "consultation", [], days or lead_days)
        return True
    if not areas:
        if found := re.search(
            r"\bremissen om ([^.]+?) (?:är|besvarades|gick|skickades)\b", text, re.I
        ):
            c.draft.unknown.append(
                Unknown(found[1], "consultation", "", days[0].edtf if days else "", p.lines)
            )
            return True
        return False
    if not (listed or OUT.search(text) or re.search(r"remissen om|besvara", text, re.I)):
        extra = units_in(text)
        if extra and areas:
            for known in c.draft.facts:
                if known.get("consultation") in [a.key for a in areas] and "units" not in known:
                    known["units"] = extra
        return bool(extra)
    answered = re.search(r"besvarad\w*|skickades in|svarade", text, re.I)
    day = closing(p.text, days) or closing(p.lead.text if p.lead else "", lead_days)
    for area in areas:
        fact: Fact = {"consultation": area.key}
        if programme_of(c, p) == "rcc":
            fact["programme"] = "programme:rcc"
        kept: dict[str, SaidDay | None] = {}
        if day:
            key = "answered_on" if answered else "closes"
            fact[key] = day.edtf
            kept[key] = day
        if units := units_in(text):
            fact["units"] = units
        fact["state"] = "closed" if answered else "open"
        lines = tuple(sorted({*(p.lead.lines if p.lead and lead_days else ()), *p.lines}))
        c.add(fact, lines, **kept)
    for name in re.findall(r"(?:en helt ny|helt nya?|nytillkomna?),? ([A-ZÅÄÖ][^,]+)", text):
        c.draft.unknown.append(
            Unknown(name.strip(), "consultation", "", day.edtf if day else "", p.lines)
        )
    if stage_of(c, p) == 3 and not answered:
        placed(c, areas, 3, p)
    return True


def calls(c: Context, p: Passage, areas: list[SaidName], days: list[SaidDay]) -> None:
    """Permits that are advertised."""
    lead_days = said_days(p.lead.text, c.written, p.governing) if p.lead else []
    day = closing(p.text, days) or closing(p.lead.text if p.lead else "", lead_days)
    for area in areas:
        fact: Fact = {"call": area.key}
        if day:
            fact["closes"] = day.edtf
        if units := units_in(p.text):
            fact["units"] = units
        fact["state"] = (
            "open" if not day or not c.written or day.last >= c.written.isoformat() else "closed"
        )
        c.add(
            fact,
            tuple(sorted({*(p.lead.lines if p.lead and lead_days else ()), *p.lines})),
            closes=day,
        )
    if fact["state"] == "closed":
        c.add(
            {
                "placement": [a.key for a in areas],
                "step": "step:6",
                "substate": "awaiting-decision",
            },
            p.lines,
            ["step"],
        )
    else:
        placed(c, areas, 5, p)


def placements(
    c: Context, p: Passage, areas: list[SaidName], step: int, days: Sequence[SaidDay] = ()
) -> None:
    """Areas at a step of the process."""
    if not areas:
        if not is_sentence(p.text):
            unknown(c, p, f"placement step:{step}", [], [])
        return
    above = " ".join([p.lead.text if p.lead else "", p.governing])
    substate = next((name for name, form in SUBSTATES if form.search(above)), "")
    fact: Fact = {"placement": [a.key for a in areas], "step": f"step:{step}"}
    if days:
        fact["date"], substate = days[0].edtf, "starts"
    if substate:
        fact["substate"] = substate
    c.add(fact, tuple(sorted({*(p.headings[-1].lines if p.headings else ()), *p.lines})))


def placed(c: Context, areas: list[SaidName], step: int, p: Passage, substate: str = "") -> None:
    """What stands in a list under a step that is named stands at that step."""
    if (p.role != "item" and not (p.role == "lead" and areas)) or not any(
        STEP.search(h.text) for h in p.headings
    ):
        return
    fact: Fact = {
        "placement": [a.key for a in areas],
        "step": f"step:{step}",
        "substate": substate or OF_STEP[step],
    }
    c.add(fact, tuple(sorted({*p.headings[-1].lines, *p.lines})))


def placed_once(c: Context, areas: list[SaidName], step: int, p: Passage) -> None:
    """The same, if it was not noted yet."""
    for fact in c.draft.facts:
        if fact.get("placement") == [a.key for a in areas] and fact.get("step") == f"step:{step}":
            return
    placed(c, areas, step, p)


def applications(
    c: Context,
    p: Passage,
    areas: list[SaidName],
    actors: list[SaidName],
    days: list[SaidDay],
    outcome: str,
    refused: re.Match[str] | None,
) -> None:
    """Who applied, and what came of it."""
    text = p.text
    if not areas:
        return
    who = [n for n in actors if n.kind in ("region", "hospital")]
    if not who and not c.us:
        return
    if who and outcome == "refused" and len(who) > 1:
        near = [n for n in who if refused and n.start < refused.start()]
        who = [near[-1]] if near else who[:1]
        if "numera" in text and near:
            who = [near[0]]
    day = days[-1] if days else None
    meeting = None
    if outcome == "pending" and not day:
        meeting = next_meeting(c)
    applied = (
        bool(day)
        and bool(re.search(r"att söka|lämnades in|ansökte|sökte|lämnade", text, re.I))
        and outcome in ("pending", "refused")
    )
    pending_day = day
    for area in areas:
        fact: Fact = {"application": area.key}
        inferred: list[str] = []
        fact["applicants"] = [applicant(c, n, inferred) for n in who] if who else c.us
        if not who:
            inferred.append("applicants")
        programme = programme_of(c, p, area.id)
        if programme != "nhv":
            fact["programme"] = f"programme:{programme}"
        units = units_in(p.text) or (units_in(p.lead.text) if p.lead and p.role == "item" else None)
        if units and stage_six(p):
            fact["units"] = units
        kept: dict[str, SaidDay | None] = {}
        lines = p.lines
        if applied and pending_day:
            fact["applied_on"] = pending_day.edtf
            kept["applied_on"] = pending_day
        elif day and outcome != "withdrawn":
            fact["decided_at"] = day.edtf
            kept["decided_at"] = day
        elif outcome == "refused" and c.matter.day:
            fact["decided_at"] = c.matter.day.edtf
            kept["decided_at"] = c.matter.day
            lines = tuple(sorted({*c.matter.lines, *lines}))
        elif meeting:
            fact["decided_at"] = meeting["date"]
            inferred.append("decided_at")
        fact["outcome"] = outcome
        if p.lead and p.role == "item" and area in c.area:
            lines = tuple(sorted({*p.lead.lines, *lines}))
        c.add(fact, lines, inferred, **kept)
    if outcome == "pending" and stage_six(p):
        placed_once(c, areas, 6, p)


def applicant(c: Context, who: SaidName, inferred: list[str]) -> str:
    """The applicant; of a hospital, the region that runs it."""
    if who.kind == "hospital" and (region := c.operators.get(who.id)):
        inferred.append("applicants")
        return f"region:{region}"
    return who.key
