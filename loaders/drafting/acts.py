"""A filled statement written down: as a fact, as a name unknown, or as nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from loaders.drafting.applications import applications
from loaders.drafting.completing import complete
from loaders.drafting.context import Context
from loaders.drafting.cues import SLOTS, act_of, says, step_in
from loaders.drafting.dating import governed
from loaders.drafting.governing import (
    KINDS,
    is_sentence,
    note_unknown,
    siblings_are_areas,
)
from loaders.drafting.permits import permits
from loaders.drafting.process import (
    allotments,
    at_step,
    calls,
    consultations,
    decide,
    definitions,
    placed,
    placements,
    recommendations,
    tablings,
)
from loaders.drafting.statements import Statement
from loaders.drafting.supplies import supplies

# What parts the names of a list; an aside in brackets belongs to the name before it.
_LISTED = re.compile(
    r"(?:\s*\([^()]*\))?(?:[;,]\s+(?:och |samt |and )?|\s+(?:och|samt|and)\s+)(?:för |om |inom )?"
)
# A name behind the last one that is known, before what is said of both.
_AFTER = re.compile(
    r"(?: \([^()]*\))? (?:och|samt|and) (?:för |om |inom )?[\w-]{4,}(?: [a-zåäö-]{5,})?"
    r"(?: \([^()]*\))?"
    r"(?= (?:pågår|är|har|ska|arbetar|ligger|går|gick|besvara|utlys|stäng|bordl)|[.;]|$)"
)
_LISTS = ("consultation", "call", "review", "mapping", "defined", "tabled")
_NO_NAME = re.compile(r"^\W*$|\d|^[a-zåäö]{1,4}\b|^[a-zåäö]+(?:t|ad|ade)$|[:()]|-$|^.{60}")
WRITERS: dict[str, Callable[[Context, Statement], bool]] = {
    "granted": permits,
    "holds": permits,
    "permit": permits,
    "ended": permits,
    "allotted": lambda c, s: permits(c, s) if s.parties else allotments(c, s),
    "application": applications,
    "refused": applications,
    "withdrawn": applications,
    "supply": supplies,
    "consultation": consultations,
    "call": calls,
    "closed": calls,
    "defined": definitions,
    "recommended": recommendations,
    "tabled": tablings,
    "mapping": placements,
    "review": placements,
}


def written_down(c: Context, s: Statement) -> bool:
    """Write down what a statement says; whether anything was.

    What lacks a slot that its act needs is no fact; it may add to facts before it, or name an area
    that no register has.
    """
    if s.act in ("denied", "planned"):
        return False
    step, more = step_in(s.text), s.said or s.parties or s.units
    if step and s.says_own("areas") and s.passage.role == "text" and not more:
        return at_step(c, s, step)
    if not s.act:
        return complete(c, s)
    table, p = SLOTS[s.act], s.passage
    unnamed = not (s.says_own("areas") or s.says_own("parties"))
    if table["completes"] == "first" and unnamed and complete(c, s):
        return True
    proposed = s.act == "consultation"  # what is proposed is what is out for comments
    if p.role == "item" and says("not_now", s.text) and s.act == s.frame.act and not proposed:
        return False
    if not s.areas:
        adds = table["completes"] == "first" and s.said and says("the_permit", s.text)
        return bool(adds and complete(c, s)) or _no_area(c, s)
    if s.act == "application" and s.frame.act in ("call", "closed") and s.listed:
        last = {role: day for role, day in s.days.items() if role == "last"}
        calls(c, replace(s, act=s.frame.act, days={**s.frame.days, **last}))
    if all(getattr(s, slot) for slot in table["needs"]):
        for name in _unknown_beside(s):
            note_unknown(c, p, KINDS.get(s.act, "permit"), s.parties, s.day("last", "first"), name)
        return WRITERS[s.act](c, s)
    if s.act == "application" and s.step:
        placed(c, s)  # where the area stands; who applied is not said
        return True
    if s.units and c.decision.kind == "recommendation" and c.decision.lines == p.lines:
        return recommendations(c, s)  # how many units, and not yet which
    if s.units and s.act == "granted" and c.decision.day and governed(c, s):
        decide(c, s, replace(c.decision, kind="allotment-decision"))
        return True
    return table["completes"] != "never" and bool(s.said) and complete(c, s)


def _unknown_beside(s: Statement) -> Iterator[str]:
    """The names in a list of areas that no register has: ``Dysmeli, klumpfot och analcancer``."""
    own = s.areas if s.says_own("areas") and s.passage.role != "row" else ()
    if not own:
        return
    first, last = min(n.start for n in own), max(n.end for n in own)
    label = s.text[:first].rfind(": ")
    start, end = (label + 2, len(s.text)) if label >= 0 else (first, last)
    if label < 0 and s.act in _LISTS and (more := _AFTER.match(s.text[last:])):
        end = last + more.end()
    named = [(n.start, n.end) for n in (*s.names, *own)] + [(day.start, day.end) for day in s.said]
    at = start
    for gap in [*_LISTED.finditer(s.text, start, end), None]:
        until = gap.start() if gap else end
        one = re.sub(r" \([^()]*\)$", "", s.text[at:until].strip(" ."))
        known = any(a < until and at < b for a, b in named)
        if not (known or is_sentence(one) or act_of(one) or _NO_NAME.search(one)):
            yield one
        at = gap.end() if gap else end


def _no_area(c: Context, s: Statement) -> bool:
    """Note the name of an area that no register has, where one is looked for."""
    p = s.passage
    label = s.text.partition(": ")[0].rstrip(".")
    listed = p.role in ("item", "row") and not is_sentence(label)
    told = s.parties or s.said or s.act in ("tabled", "defined")
    under = told and siblings_are_areas(c, p.section)
    beside = c.last is not None and c.last.passage.parent is p.parent
    asked = says("remiss_on", s.text) if s.act == "consultation" else None
    day = s.day("last", "first") or next(iter(s.said), None)
    if asked:
        note_unknown(c, p, "consultation", (), day, next(filter(None, asked.groups())))
    elif under and p.section:
        note_unknown(c, p, KINDS.get(s.act, "permit"), s.parties, day, p.section.text)
    elif listed and s.frame.act and (beside or s.frame.given.get("act") != "title"):
        note_unknown(c, p, KINDS.get(s.act, "permit"), s.parties, day)
    else:
        return False
    return True
