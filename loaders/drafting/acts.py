"""What was done in some areas, written down as facts: each act by the file of its matter."""

from __future__ import annotations

import re
from dataclasses import replace

from loaders.drafting.amending import amend
from loaders.drafting.applications import applications
from loaders.drafting.cues import says
from loaders.drafting.draft import Context
from loaders.drafting.frames import (
    heading_above,
    is_sentence,
    note_unknown,
    siblings_are_areas,
    speaks,
    within_of,
)
from loaders.drafting.permits import permits
from loaders.drafting.process import (
    allotments,
    calls,
    consultations,
    definitions,
    placements,
    recommendations,
    tablings,
)
from loaders.drafting.saying import Saying
from loaders.drafting.supplies import supplies

_HOLDING = ("granted", "holds", "permit", "ended", "allotted")


def written_down(c: Context, s: Saying) -> bool:
    """Write down what was done in some areas; whether anything was."""
    if s.act in ("withdrawn", "refused", "application"):
        outcome = "pending" if s.act == "application" else s.act
        if applications(c, s, outcome):
            return True
        return _no_area(c, s)
    if s.act == "tabled":
        return tablings(c, s)
    if s.act == "defined":
        return (s.own or s.listed) and definitions(c, s)
    if s.act == "recommended":
        return recommendations(c, s)
    if s.act == "supply":
        said_before = [replace(n, start=-1, end=0) for n in s.actors]
        return supplies(c, replace(s, actors=s.clause.actors or said_before))
    if s.act in ("mapping", "review"):
        return placements(c, s, 1 if s.act == "mapping" else 2)
    if s.act == "consultation":
        asked = s.own or s.listed or says("remiss_on", s.text)
        if not asked and amend(c, s):
            return True
        return consultations(c, s) or amend(c, s)
    if s.act in ("call", "closed"):
        if s.clause.act and not s.own and amend(c, s):
            return True
        return calls(c, s)
    if s.act in _HOLDING:
        return _held(c, s)
    if s.act == "planned":
        return False
    if amend(c, s):
        return True
    return _under_heading(c, s)


def _under_heading(c: Context, s: Saying) -> bool:
    """What a line such as ``Ansökan senast: 3 maj`` says of the area of its heading."""
    p = s.p
    if s.own or s.frame.act not in ("call", "consultation") or not p.headings or not s.said:
        return False
    if not (re.match(r"[^.:]{3,40}:\s", s.text) or "last" in s.days):
        return False
    areas = heading_above(c, p)
    if not areas and siblings_are_areas(c, p.headings[-1]):
        note_unknown(c, p, s.frame.act, [], s.said[-1])
        return True
    write = calls if s.frame.act == "call" else consultations
    return bool(areas) and write(c, replace(s, areas=areas))


def _held(c: Context, s: Saying) -> bool:
    """Who has the permits for some areas, or that they were given."""
    p = s.p
    dated = s.clause.act == "holds" and s.clause.areas and "first" in s.days
    told = dated or s.frame.act in ("permit", "ended") or says("tasks", s.text)
    ours = speaks(c, s.text) or (c.us and told)
    if p.role == "item" and says("not_now", s.text) and not s.clause.act:
        return False
    if s.act == "allotted" and not s.actors and not (c.us and s.frame.step != 8 and ours):
        return bool(s.areas) and allotments(c, s)
    if not s.actors and s.clause.act == "holds" and says("elsewhere", s.text):
        return False
    known = ours or s.frame.actor or within_of(c, p) or c.us
    if not s.actors and not ours and not (p.role == "item" and known):
        return bool(s.said) and amend(c, s)
    if not s.areas:
        return _no_area(c, s)
    if not s.clause.areas and s.act == "holds" and s.p.role == "text" and not s.actors:
        return False
    strange = bool(p.headings) and siblings_are_areas(c, p.headings[-1])
    if p.role == "text" and not s.clause.areas and strange:
        return _no_area(c, replace(s, areas=[]))
    return permits(c, s)


def _no_area(c: Context, s: Saying) -> bool:
    """Note the name of an area that no register has, where one is looked for."""
    p = s.p
    if s.areas:
        return False
    listed = p.role == "item" and not is_sentence(s.text)
    under = p.role == "text" and p.headings and siblings_are_areas(c, p.headings[-1]) and s.actors
    kind = (
        "permit" if s.act in ("granted", "holds", "permit", "ended", "allotted") else "application"
    )
    if under or (listed and s.frame.act and not s.frame.title):
        day = next(iter(s.said), None)
        note_unknown(c, p, kind, s.actors, day)
        return True
    return False
