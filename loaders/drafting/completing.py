"""Statements that add a day or a number to facts that were told before them."""

from __future__ import annotations

from itertools import product

from loaders.drafting.context import Context, Start
from loaders.drafting.cues import says
from loaders.drafting.findings import Found
from loaders.drafting.governing import area_of_heading
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import ACTORS
from loaders.drafting.statements import Statement

_OPEN = ("call", "consultation")
# Which day of a statement is which field of a kind of fact.
_FIELDS = {
    "first": [*((k, "valid_from") for k in ("permit", "supply")), *((k, "opens") for k in _OPEN)],
    "last": [*((k, "valid_until") for k in ("permit", "supply")), *((k, "closes") for k in _OPEN)],
    "decided": [
        ("permit", "decided_on"),
        ("supply", "decided_on"),
        ("application", "decided_at"),
        ("decision", "date"),
    ],
    "applied": [("application", "applied_on")],
    "bare": [*((k, "closes") for k in _OPEN), ("permit", "valid_from")],
}
_NAMED = {field for fields in _FIELDS.values() for field in fields}
_OWN = {"first": "valid_from", "last": "closes", "decided": "decided_on", "bare": "valid_from"}
# Who is said of a kind of fact that holds of others likewise.
_PARTY = {
    "permit": "holder",
    "application": "applicants",
    "supply": "supplier",
    "consultation": "",
    "call": "",
}
_FEW = 12


def complete(c: Context, s: Statement) -> bool:
    """Add what a statement says to the facts on its areas that lack it; whether any did."""
    near = list(_spoken_of(c, s))
    done = False
    for role, day in s.days.items():
        if s.given.get(role):
            continue
        for kind, name in _FIELDS.get(role, ()):
            unsure = role == "bare" and kind == "permit" and not s.parties
            but = name == "valid_from" and s.says_own("parties") and says("however", s.text)
            but = but or (name == "valid_from" and says("moved_to", s.text))
            but = but or (name in ("closes", "valid_until") and says("prolongs", s.text))
            lacks = [f for f in near if f.kind == kind and (but or _lacks(f, name))]
            lacking = [] if unsure else lacks
            for fact in lacking:
                if name == "date" and c.ahead(day):
                    continue  # what lies ahead has decided nothing
                fact.amend(name, day, s.passage)
                by = c.decider(s.text, s.names) if name == "decided_on" else ""
                if by and says("settles", s.text):
                    fact.fields["decided_by"] = by
            done = done or bool(lacking)
            if lacking and role == "bare":
                break
    for fact in near if s.units else ():
        if fact.kind in _OPEN and "units" not in fact.fields:
            fact.amend("units", s.units, s.passage)
            done = True
    return done


def _spoken_of(c: Context, s: Statement) -> list[Found]:
    """The facts that a statement goes on about: near, on its areas, of its parties."""
    p, keys, own = s.passage, set(s.keys), s.says_own("areas")
    here = [f for f in c.late() if f.passage.section is p.section]
    if says("plural", s.text):
        keys |= {area for f in here for area in f.areas}
    if not s.areas:
        ours = [f for f in here if f.kind == "permit" and f.key("holder") in _regions(c, s)]
        keys |= {area for f in ours for area in f.areas}
    asked = s.act or s.frame.act
    if not s.areas and asked in _OPEN and s.said:
        keys |= {area for f in here if f.kind == asked for area in f.areas}
    if own:
        near = [f for f in c.late() if f.areas & keys]
    else:
        near = [f for f in here if f.areas & keys and p.lines[0] - max(f.lines) <= _FEW]
    near.reverse()
    named = s.says_own("parties") or s.given.get("parties") in ("anaphor", "place")
    if named and not says("the_permit", s.text):
        said = _regions(c, s)
        near = [f for f in near if "holder" not in f.fields or f.key("holder") in said]
    elif c.us and any(f.key("holder") == c.us.key for f in near):
        near = [f for f in near if f.key("holder") in (None, c.us.key)]
    if s.act:
        near = [f for f in near if f.kind == s.act or (s.act not in _OPEN and f.kind not in _OPEN)]
    supplied = c.told if c.told and c.told.act == "supply" else None
    goes_on = supplied and (supplied.passage is p or says("it_holds", s.text))
    agreed = bool(says("agreement", s.text) or goes_on)
    return [f for f in near if (f.kind == "supply") == agreed]


def _regions(c: Context, s: Statement) -> set[str]:
    """The parties of a statement, and the regions of those that are hospitals."""
    regions = {region.key for n in s.parties if (region := c.region_of(n))}
    return {n.key for n in s.parties} | regions


def _lacks(fact: Found, name: str) -> bool:
    if name in ("opens", "closes") and "answered_on" in fact.fields:
        return False
    return name not in fact.fields and fact.fields.get("outcome") != "withdrawn"


def likewise(c: Context, s: Statement) -> bool:
    """Write down of other areas or parties what was said of the last; whether anything was."""
    told = c.told.passage if c.told else None
    facts = [f for f in c.late() if f.passage is told and f.kind in _PARTY]
    if not facts or not (s.areas or s.parties):
        return False
    last = facts[0]
    for area, party in product(s.areas or [last.fields[last.kind]], s.parties or [None]):
        days = [name for name, value in last.fields.items() if isinstance(value, SaidDay)]
        fields = {**last.fields, last.kind: area}
        towards = party and says("towards", s.text[max(0, party.start - 5) : party.start])
        named = {n.key for n in c.told.parties if n.start >= 0} if c.told else set()
        served = last.key("receiver") in named and last.key("supplier") not in named
        if party and last.kind == "supply" and (towards or served):
            fields |= {"receiver": party}
        elif party and (who := _PARTY[last.kind]):
            fields |= {who: c.region_of(party) or party if last.kind != "supply" else party}
        own = {name: s.days[role] for role, name in _OWN.items() if role in s.days}
        own = {name: day for name, day in own.items() if (last.kind, name) in _NAMED}
        c.add(s.passage, last.kind, fields | own, {*last.inferred, *days} - own.keys(), last.lines)
    return True


def all_start(c: Context, s: Statement) -> None:
    """One start for all permits, but for those that the sentence excepts."""
    p = s.passage
    if says("respectively", s.text) and len(s.said) > 1:
        last = c.last.areas if c.last else ()
        if len(last) == len(s.said):
            c.starts += [Start(day, p, {one.key}) for one, day in zip(last, s.said, strict=True)]
        return
    here = p.section and (area_of_heading(c, p.section) or c.decision.level >= p.section.level)
    section = p.section if here and not says("all", p.text) else None
    c.starts.append(Start(s.said[0], p, section=section))
    cut = says("except", p.text)
    if cut and len(s.said) > 1:
        areas = {n.key for n in s.areas if n.start > cut.start()}
        who = {n.key for n in s.names if n.kind in ACTORS and n.start > cut.start()}
        c.starts.append(Start(s.said[1], p, areas, who))
    elif cut:
        c.starts[-1].but = {n.key for n in s.areas if n.start > cut.start()}


def start_all(c: Context) -> None:
    """Starts that one sentence gives to many permits; what is excepted comes last."""
    for start in c.starts:
        for fact in c.found:
            behind = 0 < start.p.lines[0] - max(fact.lines) <= _FEW
            told = behind and start.p.section is fact.passage.section
            if fact.kind != "permit" or not ("decided_on" in fact.fields or told):
                continue
            if start.section is not None and fact.passage.section is not start.section:
                continue
            if fact.areas & start.but:
                continue
            if not start.areas and not start.who:
                fits = "valid_from" not in fact.fields
            else:
                of_area = not start.areas or bool(fact.areas & start.areas)
                fits = of_area and (not start.who or fact.key("holder") in start.who)
            if fits:
                fact.amend("valid_from", start.day, start.p)
    for fact in c.found:
        if fact.kind == "permit" and fact.fields.get("state") in ("active", "granted"):
            later = "ended" if c.over(fact.fields.get("valid_until")) else "starting"
            if later == "ended" or c.ahead(fact.fields.get("valid_from")):
                fact.fields["state"] = later
