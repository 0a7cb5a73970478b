"""The days of a statement that its own words leave open: those of its list, of a decision."""

from __future__ import annotations

from dataclasses import replace

from loaders.drafting.context import Context
from loaders.drafting.cues import SLOTS, says
from loaders.drafting.governing import area_of_heading, with_days_named
from loaders.drafting.passages import Passage
from loaders.drafting.statements import Statement

# What a decision that lies ahead cannot have settled.
_SETTLED = ("granted", "refused", "tabled", "ended", "defined")
# What a day ahead is beside what was settled: from when, or until when, it holds.
_FROM_THEN = {"granted": "first", "ended": "last"}


def completed_days(c: Context, s: Statement) -> Statement:
    """The days of what governs a list, and that of the decision that is spoken of."""
    s = with_days_named(s)
    ends = s.act == "ended" or says("gives_back", s.text)
    if ends and "first" in s.days and "last" not in s.days:
        days = {role: day for role, day in s.days.items() if role != "first"}
        first = s.days["first"]
        last = first if says("end_of", first.printed) else first.before()
        s = replace(s, days={"last": last, **days})
    table = SLOTS.get(s.act, SLOTS["none"])
    if s.listed:
        above = {role: day for role, day in s.frame.days.items() if role in table["days"]}
        rests = above.keys() - s.days.keys() or s.given.get("areas") == "above"
        s = replace(s, days={**above, **s.days}, lines=s.frame.lines if rests else ())
        if not s.units and s.frame.units:
            s = replace(s, units=s.frame.units, lines=s.frame.lines)
    if says("same_time", s.text) and not s.said and c.told and c.near(s.passage, c.told.passage):
        days = {role: replace(day, inferred=True) for role, day in c.told.days.items()}
        s = replace(s, days=days, lines=(*s.lines, *c.told.passage.lines))
    if s.act in _SETTLED and c.ahead(s.days.get("decided")):
        days = {role: day for role, day in s.days.items() if role != "decided"}
        if role := _FROM_THEN.get(s.act):
            days.setdefault(role, s.days["decided"])
        s = replace(s, days=days)
    for source in table["decided"]:
        if "decided" in s.days:
            break
        if source == "decision" and governed(c, s) and c.decision.day:
            s = replace(
                s,
                days={**s.days, "decided": c.decision.day},
                given={**s.given, "decided": source},
                lines=(*s.lines, *c.decision.lines),
            )
        elif source == "session" and c.decided_in:
            s = replace(s, days={**s.days, "decided": c.decided_in})
    told = c.told if s.act in _SETTLED and (says("same_day", s.text) or _of_last(c, s)) else None
    if told and (day := told.days.get("decided")) and "decided" not in s.days:
        s = replace(s, days={**s.days, "decided": replace(day, inferred=True)})
        s = replace(s, lines=(*s.lines, *told.passage.lines))
    return s


def governed(c: Context, s: Statement) -> bool:
    """Whether the decision that was told before is the one that a statement speaks of."""
    p, decision = s.passage, c.decision
    if s.act == "defined":
        return decision.kind == "definition-decision"
    if decision.kind not in ("allotment-decision", "recommendation") or not decision.day:
        return False
    if s.act == "refused":
        return not s.said
    if s.act == "holds" and not reaches(c, p):
        return False
    if decision.lines == p.lines or says("same_day", s.text) or says("same_meeting", s.text):
        return True
    if s.listed:
        led = p.lead and set(decision.lines) <= set(p.lead.lines)
        return bool(led) or s.act in ("allotted", "granted") or not s.said
    told = s.act == "granted" or not {"first", "last"} & s.days.keys()
    return told and not says("earlier", s.text)


def reaches(c: Context, p: Passage) -> bool:
    """Whether a list is one of what was decided: below it, or below the name of an area.

    Who has what may be told in a section of its own, beside the news.
    """
    if p.section is None or p.section is c.decision.section:
        return True
    return c.decision.lines == p.section.lines or bool(area_of_heading(c, p.section))


def _of_last(c: Context, s: Statement) -> bool:
    """Whether it is told who was refused, right behind who was given the same permit."""
    told = c.told
    given = told and told.act in ("granted", "allotted") and s.act == "refused"
    return bool(given and told and told.keys == s.keys and c.near(s.passage, told.passage))
