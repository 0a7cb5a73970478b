"""What a clause means: what was done, in which areas, by whom."""

from __future__ import annotations

import re
from dataclasses import replace

from loaders.drafting.clauses import Clause
from loaders.drafting.cues import denied, says
from loaders.drafting.draft import Context
from loaders.drafting.frames import Frame, areas_before, heading_above, note_unknown, speaks
from loaders.drafting.said_names import SaidName
from loaders.drafting.saying import Saying

# Words of an item beside its names.
_FEW = 4
_AROUND = re.compile(r"^[^:.]{3,30}:|\([^()]*\)")
_COLON = re.compile(r"[^.:]{3,70}:\s")
# What the party last spoken of may have done, where a document is no region's own.
_OF_PARTY = ("application", "refused", "withdrawn", "holds")


def meant(c: Context, clause: Clause, frame: Frame, before: Clause | None) -> Saying | None:
    """What a clause means by itself, by the clause before it and by what stands above.

    Returns:
        Nothing, if it speaks of an area that no register has.
    """
    act = clause.act or (before.act if before and clause.names and clause.said else "")
    own = clause.areas or _whole(c, clause, frame)
    if not own and (new := says("of_new", clause.text)):
        if not (found := c.names.whole(new[1])):
            kind = "consultation" if act == "consultation" else "application"
            day = next(iter(clause.said), None)
            note_unknown(c, clause.passage, kind, clause.actors, day, new[1])
            return None
        own = [found]
    areas = own or _areas(c, clause, frame, before)
    actors = clause.actors or (before.actors if before and not speaks(c, clause.text) else [])
    doubtful = clause.passage.role == "item" and says("doubt", clause.text)
    if not act and (doubtful or denied(clause.text)):
        return Saying(clause, frame, "denied", areas, actors, bool(own))
    act = act or _act(c, clause, frame, own, areas)
    if not actors and not c.us and act in _OF_PARTY:
        actors = _last_party(c, clause, act)
    if before and before.act == "application" and act == "granted" and not clause.actors:
        act = "refused"  # "sökte också, men nämnden gav bara ett tillstånd"
    if says("with_us", clause.text) and c.us and act:
        actors = [*actors, replace(c.us, start=-1, end=0)]
    return Saying(clause, frame, act, areas, actors, bool(own))


def _act(
    c: Context, clause: Clause, frame: Frame, own: list[SaidName], areas: list[SaidName]
) -> str:
    """What was done by what stands above, or by how a line without a verb names things."""
    p = clause.passage
    if p.role == "item" and frame.act:
        return frame.act
    if _lists_holders(c, clause, areas, frame):
        return "allotted"
    alone = p.role == "item" and frame.title and areas and clause.actors
    if alone or (own and clause.actors and _tells(clause, own)):
        return "holds"
    if says("others", p.text) and not own and clause.actors and c.found:
        return "permit" if c.found[-1].kind in ("permit", "decision") else ""
    return ""


def _last_party(c: Context, clause: Clause, act: str) -> list[SaidName]:
    """The region last spoken of, near enough to be meant by a clause that names nobody."""
    said, where = c.party
    p = clause.passage
    near = where and where.headings == p.headings and p.lines[0] - where.lines[-1] <= 2
    told = says("the_region", clause.text) or says("its_permit", clause.text)
    return [replace(n, start=-1, end=0) for n in said] if near and (act != "holds" or told) else []


def _lists_holders(c: Context, clause: Clause, areas: list[SaidName], frame: Frame) -> bool:
    """Whether a line of names alone tells who got what in the decision that governs it."""
    rest, few = _AROUND.sub(" ", clause.text), _FEW if clause.listed else 1
    for said in [n.printed for n in clause.names] + [day.printed for day in clause.said]:
        rest = rest.replace(said, " ")
    named = clause.actors and areas and len(re.findall(r"[^\W\d_]{3,}", rest)) <= few
    return bool(named) and (c.matter.kind == "allotment-decision" or frame.act == "allotted")


def _tells(clause: Clause, areas: list[SaidName]) -> bool:
    """Whether a line is no more than an area, a colon and who has it."""
    text = clause.text
    if re.fullmatch(r"\s+till\s+", text[areas[0].end : clause.actors[0].start]):
        return True  # "Dysmeli till Region Skåne"
    opens = _COLON.match(text) or (
        clause.passage.role == "item" and re.match(r".{3,70} [–-] ", text)
    )
    return bool(opens) and areas[0].end <= opens.end() and areas[0].end < clause.actors[0].start  # type: ignore[union-attr]


def _whole(c: Context, clause: Clause, frame: Frame) -> list[SaidName]:
    """The area that an item names in another order of words, or that a sentence is about."""
    if clause.passage.role == "item" and (frame.act or clause.act):
        found = c.names.whole(re.split(r"[:–(,]| - ", clause.text)[0])
        return [found] if found else []
    return []


def _areas(c: Context, clause: Clause, frame: Frame, before: Clause | None) -> list[SaidName]:
    """The areas that a clause goes on about, where it names none."""
    p = clause.passage
    if before and before.areas:
        return before.areas
    if p.role == "item":
        alone = not before and clause.actors and clause.actors[0].start == 0
        return frame.areas or (areas_before(c, p) if alone else [])
    if p.role == "more":
        return areas_before(c, p)
    if says("object", clause.text):
        return []  # it names another one, which no register has by that name
    return areas_before(c, p) or heading_above(c, p) or c.only_area
