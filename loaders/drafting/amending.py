"""Sentences that add a day or a number to what was said before them."""

from __future__ import annotations

from loaders.drafting.clauses import Clause
from loaders.drafting.cues import says
from loaders.drafting.draft import Context, Found
from loaders.drafting.frames import decider
from loaders.drafting.saying import Saying

# Which day of a sentence is which field of a kind of fact.
_OPEN = ("call", "consultation")
_FIELDS = {
    "first": [*((k, "valid_from") for k in ("permit", "supply")), *((k, "opens") for k in _OPEN)],
    "last": [*((k, "valid_until") for k in ("permit", "supply")), *((k, "closes") for k in _OPEN)],
    "decided": [("permit", "decided_on"), ("application", "decided_at"), ("decision", "date")],
    "applied": [("application", "applied_on")],
    "bare": [*((k, "closes") for k in _OPEN), ("permit", "valid_from")],
}
_FEW = 12


def amend(c: Context, s: Saying) -> bool:
    """Add what a sentence says to the facts on its areas that lack it; whether any did."""
    p = s.p
    keys = {n.key for n in s.areas}
    if says("plural", s.text):
        keys |= {area for f in c.late() if f.passage.headings == p.headings for area in f.areas}
    asked = s.act or s.frame.act
    if not s.areas and asked in _OPEN and s.said:
        same = (f for f in c.late() if f.kind == asked and f.passage.headings == p.headings)
        keys |= {area for f in same for area in f.areas}
    near = [
        f
        for f in c.late()
        if f.areas & keys
        and (f.passage.headings == p.headings or s.clause.areas)
        and (s.clause.areas or p.lines[0] - max(f.lines) <= _FEW)
    ]
    if s.clause.actors and not says("the_permit", s.text):
        said = {n.key for n in s.clause.actors}
        said |= {r.key for n in s.clause.actors if (r := c.region_of(n))}
        near = [f for f in near if not {"holder"} & f.fields.keys() or f.key("holder") in said]
    elif c.us and any(f.key("holder") == c.us.key for f in near):
        near = [f for f in near if f.key("holder") in (None, c.us.key)]
    if s.act in _OPEN:
        near = [f for f in near if f.kind == s.act]
    agreed = bool(says("agreement", s.text))
    near = [f for f in near if (f.kind == "supply") == agreed]
    done = False
    for role, day in s.days.items():
        for kind, name in _FIELDS.get(role, ()):
            lacking = [f for f in near if f.kind == kind and _lacks(f, name)]
            for fact in lacking:
                fact.amend(name, day, p)
                _settled(c, fact, name, s.clause)
            done = done or bool(lacking)
            if lacking and role == "bare":
                break
    if units := s.units:
        for fact in near:
            if fact.kind in ("call", "consultation") and "units" not in fact.fields:
                fact.amend("units", units, p)
                done = True
    return done


def _lacks(fact: Found, name: str) -> bool:
    if name in ("decided_on", "date") and fact.fields.get("decision_kind") == "tabling-decision":
        return False
    if name in ("opens", "closes") and "answered_on" in fact.fields:
        return False
    return name not in fact.fields and fact.fields.get("outcome") != "withdrawn"


def _settled(c: Context, fact: Found, name: str, clause: Clause) -> None:
    """What follows from a day that was added."""
    if name == "valid_from" and fact.fields.get("state") == "granted":
        fact.fields["state"] = "starting"
    if name == "decided_on":
        by = decider(c, clause.text, list(clause.names))
        if by and says("settles", clause.text):
            fact.fields["decided_by"] = by


def start_all(c: Context) -> None:
    """Starts that one sentence gives to many permits; what is excepted comes last."""
    for start in c.starts:
        for fact in c.found:
            if fact.kind != "permit" or "decided_on" not in fact.fields:
                continue
            if start.section is not None and fact.passage.headings != start.section:
                continue
            if not start.areas and not start.who:
                fits = "valid_from" not in fact.fields
            else:
                fits = (not start.areas or bool(fact.areas & start.areas)) and (
                    not start.who or fact.key("holder") in start.who
                )
            if fits:
                fact.amend("valid_from", start.day, start.p)
                if fact.fields.get("state") == "granted":
                    fact.fields["state"] = "starting"
