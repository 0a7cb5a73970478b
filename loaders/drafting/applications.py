"""Who applied for a permit, and what came of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import product

from loaders.drafting.context import Context
from loaders.drafting.cues import says, step_in
from loaders.drafting.findings import Found
from loaders.drafting.governing import is_sentence, programme, programme_of
from loaders.drafting.permits import holders_of
from loaders.drafting.process import placed
from loaders.drafting.statements import Statement

# Lines between an application in a text and the meeting that will decide on it.
_FAR = 4


def applications(c: Context, s: Statement) -> bool:
    """Who applied for which of some areas, and with which outcome; whether anybody did."""
    p, outcome = s.passage, "pending" if s.act == "application" else s.act
    system = programme_of(c, p)
    who = holders_of(c, s, system)
    if not who:
        return False
    applied = s.days.get("applied")
    if outcome == "pending" and not applied and not s.said and says("asks", s.text):
        applied = c.session
    inferred = ["applicants"] if any(one.inferred for one in who) else []
    withdrawn = outcome == "withdrawn"
    told = p.role == "row" or says("sent_in", s.text)
    for area, one in product(s.areas, who):
        fields = {
            "application": area,
            "applicants": one.who,
            "through_hospital": one.sites[0] if one.sites else None,
            "programme": programme(system),
            "units": s.units if s.listed else None,
            "applied_on": applied if not withdrawn or told else None,
            "decided_at": None if withdrawn else s.day_of(area, "decided"),
            "outcome": outcome,
        }
        c.add(p, "application", fields, inferred, s.lines)
    if outcome == "pending":
        placed(c, s)
    return True


def settle(c: Context) -> None:
    """Applications of which the document tells the outcome further on."""
    on: dict[frozenset[str], list[Found]] = defaultdict(list)
    for fact in c.found:
        on[frozenset(fact.areas)].append(fact)
    ahead = [f for f in c.found if f.key("meeting") == c.board and f.fields.get("planned")]
    gone = set()
    for fact in [f for f in c.found if f.key("outcome") == "pending"]:
        same = [f for f in on[frozenset(fact.areas)] if f.party == fact.party and f is not fact]
        told = next((f for f in same if f.fields.get("outcome", "pending") != "pending"), None)
        got = next((f for f in same if f.kind == "permit" and "decided_on" in f.fields), None)
        if told:
            told.lines |= fact.lines
            if day := fact.fields.get("applied_on"):
                told.fields["applied_on"] = day
            gone.add(id(fact))
        elif got:
            fact.fields |= {"decided_at": got.fields["decided_on"], "outcome": "granted"}
            fact.lines |= got.lines
        elif "decided_at" not in fact.fields:
            _decided_ahead(ahead, fact)
    c.found = [f for f in c.found if id(f) not in gone]
    if len(days := {day.edtf: day for day in c.answers_due}) == 1:
        for fact in c.found:
            if fact.kind == "consultation" and not {"closes", "answered_on"} & fact.fields.keys():
                fact.fields["closes"] = next(iter(days.values()))
                fact.inferred.add("closes")


def _decided_ahead(ahead: Sequence[Found], fact: Found) -> None:
    """The meeting of the board that lies ahead: told beside an application, or once above it."""
    p = fact.passage
    if p.role == "row":  # "the board decides on step 6 on …", below the table
        ahead = [one for one in ahead if step_in(one.passage.text)]
    far = is_sentence(p.text)
    near = [
        one
        for one in ahead
        if one.passage.headings[:2] == p.headings[:2]
        and not (far and abs(one.passage.lines[0] - p.lines[-1]) > _FAR)
    ]
    told = {one.passage: one for one in ahead}
    above = [
        one
        for at, one in told.items()
        if (at if at.role == "heading" else at.section) in p.headings
    ]
    only = above if len({one.key("date") for one in above}) == 1 else []
    for one in (near or only)[:1]:
        fact.amend("decided_at", one.fields["date"], one.passage)
        fact.inferred.add("decided_at")
