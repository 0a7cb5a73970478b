"""Who applied for a permit, and what came of it."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

from loaders.drafting.cues import BOARD, says
from loaders.drafting.draft import Context, Found
from loaders.drafting.frames import programme, programme_of
from loaders.drafting.passages import Passage
from loaders.drafting.permits import Holder, holders_of
from loaders.drafting.process import placed
from loaders.drafting.said_days import SaidDay
from loaders.drafting.saying import Saying


def applications(c: Context, s: Saying, outcome: str) -> bool:
    """Who applied for which of some areas, and with which outcome; whether anybody did."""
    p, text = s.p, s.text
    system = programme_of(c, p, s.areas[0].key if s.areas else "")
    named = [n for n in s.actors if n.kind in ("region", "hospital")]
    who = holders_of(c, named, text, system)
    if not who and not named and c.us:
        who = [Holder(c.us, [], True)]
    if not s.areas or not who:
        return False
    days = {**(s.frame.days if s.listed else {}), **s.days}
    bare = days.get("bare")
    applied, decided = days.get("applied"), days.get("decided")
    if bare and outcome == "pending" and says("applied", text):
        applied = applied or bare
    elif bare and outcome != "withdrawn":
        decided = decided or bare
    if outcome == "pending" and not applied and not s.said and says("asks", text):
        applied = c.session
    lines = set(s.frame.lines) if s.listed and (s.frame.areas or s.frame.days) else set[int]()
    inferred = ["applicants"] if any(one.inferred for one in who) else []
    allotted = c.matter.day if c.matter.kind == "allotment-decision" else None
    if outcome == "refused" and not decided and not s.said and allotted:
        decided, lines = c.matter.day, lines | set(c.matter.lines)
    if not decided and says("same_day", text):
        told = (f.fields["decided_on"] for f in reversed(c.late()) if "decided_on" in f.fields)
        decided = next(told, None)
    if outcome == "refused" and not decided and not s.said and not s.listed:
        decided = c.decided_in
    if outcome == "pending" and not decided and (ahead := _meeting_ahead(c, s.p)):
        decided = ahead
        inferred.append("decided_at")
    for area, one in product(s.areas, who):
        fields = {
            "application": area,
            "applicants": one.who,
            "through_hospital": one.sites[0] if one.sites else None,
            "programme": programme(system),
            "units": (s.units or s.frame.units) if s.listed else None,
            "applied_on": applied if outcome != "withdrawn" or says("sent_in", text) else None,
            "decided_at": decided if outcome != "withdrawn" else None,
            "outcome": outcome,
        }
        c.add(p, "application", fields, inferred, lines)
    if outcome == "pending":
        placed(c, s)
    return True


def _meeting_ahead(c: Context, p: Passage) -> SaidDay | None:
    """The meeting of the board that lies ahead, if it is told near an application."""
    for fact in reversed(c.late()):
        if fact.kind == "meeting" and fact.fields.get("planned"):
            near = fact.passage in p.headings or fact.passage.headings[:2] == p.headings[:2]
            if near and fact.fields["meeting"] == BOARD:
                day: SaidDay = fact.fields["date"]
                return day
    return None


def settle(c: Context) -> None:
    """Applications of which the document tells the outcome further on."""
    on: dict[frozenset[str], list[Found]] = defaultdict(list)
    for fact in c.found:
        on[frozenset(fact.areas)].append(fact)
    gone = set()
    for fact in [f for f in c.found if f.key("outcome") == "pending"]:
        about = on[frozenset(fact.areas)]
        others = [f for f in about if f.kind == "application" and f is not fact]
        same = [f for f in others if f.key("applicants") == fact.key("applicants")]
        told = next((f for f in same if f.fields["outcome"] != "pending"), None)
        if told:
            told.fields = {**told.fields, **_applied(fact)}
            told.lines |= fact.lines if _applied(fact) else set()
            gone.add(id(fact))
            continue
        got = next(
            (
                f
                for f in about
                if f.kind == "permit"
                and f.key("holder") == fact.key("applicants")
                and "decided_on" in f.fields
            ),
            None,
        )
        if not got and "decided_at" not in fact.fields:
            _decided_ahead(c, fact)
        if got:
            fact.fields |= {"decided_at": got.fields["decided_on"], "outcome": "granted"}
            fact.lines |= got.lines
    c.found = [f for f in c.found if id(f) not in gone]
    if len(days := {day.edtf: day for day in c.answers_due}) == 1:
        for fact in c.found:
            if fact.kind == "consultation" and not {"closes", "answered_on"} & fact.fields.keys():
                fact.fields["closes"] = next(iter(days.values()))
                fact.inferred.add("closes")


def _decided_ahead(c: Context, fact: Found) -> None:
    """The meeting of the board that lies ahead, told right behind an application."""
    for one in c.found:
        if one.kind == "meeting" and one.fields.get("planned") and one.fields["meeting"] == BOARD:
            same = one.passage.headings == fact.passage.headings
            if same and 0 <= one.passage.lines[0] - fact.passage.lines[-1] <= 2:
                fact.amend("decided_at", one.fields["date"], one.passage)
                fact.inferred.add("decided_at")
                return


def _applied(fact: Found) -> dict[str, SaidDay]:
    return {key: fact.fields[key] for key in ("applied_on",) if key in fact.fields}
