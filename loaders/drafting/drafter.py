"""The facts that a document seems to state, passage by passage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from loaders.drafting.amending import amend, start_all
from loaders.drafting.applications import applications, settle
from loaders.drafting.clauses import Clause, clause_of, clauses
from loaders.drafting.cues import BOARD, denied, says
from loaders.drafting.draft import Context, Draft, Matter, reference
from loaders.drafting.events import changes, duties, internal_answer, meetings, statistics
from loaders.drafting.frames import (
    Frame,
    area_of_heading,
    areas_before,
    frame_of,
    heading_above,
    is_sentence,
    note_unknown,
    open_matter,
    siblings_are_areas,
    speaks,
    within_of,
)
from loaders.drafting.passages import Passage
from loaders.drafting.permits import all_start, likewise, permits
from loaders.drafting.process import (
    allotments,
    calls,
    consultations,
    definitions,
    placements,
    recommendations,
    tablings,
)
from loaders.drafting.rows import rows
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import SaidName
from loaders.drafting.saying import Saying
from loaders.drafting.supplies import supplies

# A sentence that is longer says too much at once to be taken apart.
_LONGEST = 3_000
# What a document is, its first passages say.
_FIRST = 8
# Words of an item beside its names.
_FEW = 4
# Letters in which a line says that it gives the document's date.
_LABEL = 30
_HOLDING = ("granted", "holds", "permit", "ended", "allotted")
_AROUND = re.compile(r"^[^:.]{3,30}:|\([^()]*\)")
_COLON = re.compile(r"[^.:]{3,70}:\s")


def drafted(c: Context, passages: Sequence[Passage]) -> Draft:
    """What a document seems to state.

    Args:
        c: The document's context, with nothing read yet.
        passages: Its passages.
    """
    c.everything = passages
    c.written = c.written or reference(passages)
    if c.written and any(says("resolution", p.text) for p in passages[:_FIRST]):
        c.resolved = SaidDay(c.written.isoformat(), 0, 0, c.written.isoformat())
    c.minutes = any(says("minutes", p.text) for p in passages[:_FIRST])
    for p in passages:
        _definitions(c, p.text)
    for p in passages:
        read_passage(c, p)
        c.before = p
    settle(c)
    start_all(c)
    facts = [fact.written(c.names) for fact in c.found]
    return Draft(facts, c.unknown, c.undecided)


def _definitions(c: Context, text: str) -> None:
    """Take the short forms that a document explains: ``Skånes universitetssjukhus, Sus,``."""
    for said in re.finditer(r"\b([A-ZÅÄÖ][\wåäö/]{1,9}) är ([A-ZÅÄÖ][^.,;]{5,60})", text):
        if said[1].upper()[:2] == said[1][:2]:
            for name in c.names.names(said[2], ("region", "hospital", "body"))[:1]:
                c.names.define(said[1], name)
    for name in c.names.names(text, ("region", "hospital", "healthcare-region", "body")):
        short = re.match(r"[ ,]+\(?([A-ZÅÄÖ][\wÅÄÖåäö]{1,7})[,)]", text[name.end :])
        if short and _initials(short[1], name.printed):
            c.names.define(short[1], name)


def _initials(short: str, long: str) -> bool:
    """Whether the letters of a short form stand in a name, in their order."""
    letters = iter(long.casefold())
    return all(letter in letters for letter in short.casefold()) and len(short) < len(long) / 2


def read_passage(c: Context, p: Passage) -> None:
    """Read one passage; what it opens governs those after it."""
    if len(p.text) > _LONGEST:
        return
    if p.role == "heading":
        c.year = ""
    elif year := says("in_year", p.text):
        c.year = year[1] or year[2]
    names, days = c.names.names(p.text), c.days(p.text, p.governing)
    if p.role == "heading":
        about = area_of_heading(c, p)
        if p.level < max(c.matter.level, 2) or not (about or siblings_are_areas(c, p)):
            c.matter = Matter()
        if not about and days:
            open_matter(c, p, names, days)
            title = p.headings[0].text if p.headings else ""
            if len(days[0].printed) > len(p.text) * 0.8 and says("board", title):
                c.matter = Matter(days[0], BOARD, "allotment-decision", p.lines, p.level)
    meetings(c, p, names, days)
    statistics(c, p, names, days)
    if p.role == "heading":
        return
    changes(c, p, days)
    if p.role in ("head", "foot") or (says("dated", p.text[:_LABEL]) and not names):
        return
    frame = frame_of(c, p)
    listed = p.role in ("item", "row") and frame.act and not is_sentence(p.text)
    named = not is_sentence(p.text) and any(n.kind == "area" for n in names)
    if not (
        listed
        and (named or (frame.act in ("call", "consultation") and not says("internal", p.text)))
    ) and duties(c, p, names, days):
        return
    if p.role in ("text", "lead"):
        open_matter(c, p, names, days)
    if p.role == "lead" and not (is_sentence(p.text) and names):
        return
    if p.role == "row":
        rows(c, p, frame)
        return
    parts = clauses(c, p)
    if says("likewise", p.text) and likewise(c, p, [a for one in parts for a in one.areas]):
        return
    if says("all_start", p.text):
        all_start(c, p, clause_of(c, p, p.text))
        return
    before: Clause | None = None
    for clause, after in zip(parts, [*parts[1:], None], strict=True):
        settled = after and after.areas and after.act in ("refused", "granted")
        if settled and clause.act == "application" and not clause.areas:
            before = clause  # "har sökt men inte fått dysmeli": what came of it says the rest
        else:
            before = say(c, clause, frame, before)


def say(c: Context, clause: Clause, frame: Frame, before: Clause | None) -> Clause:
    """What a clause says; it comes back with the areas and parties that it goes on about."""
    p = clause.passage
    act = clause.act or (before.act if before and clause.names and clause.said else "")
    own = clause.areas or _whole(c, clause, frame)
    if not own and (new := says("of_new", clause.text)):
        if found := c.names.whole(new[1]):
            own = [found]
        else:
            kind = "consultation" if act == "consultation" else "application"
            note_unknown(c, p, kind, clause.actors, next(iter(clause.said), None), new[1])
            return clause
    areas = own or _areas(c, clause, frame, before)
    actors = clause.actors or (before.actors if before and not speaks(c, clause.text) else [])
    doubtful = p.role == "item" and says("doubt", clause.text)
    if not act and (doubtful or denied(clause.text)):
        return replace(clause, names=(*areas, *actors))
    if not act and p.role == "item":
        act = frame.act
    if not act and own_act(c, clause, areas, frame):
        act = "allotted"
    alone = p.role == "item" and frame.title and areas and clause.actors
    if not act and ((own and clause.actors and _tells(clause, own)) or alone):
        act = "holds"
    if not act and says("others", p.text) and not own and clause.actors and c.found:
        act = c.found[-1].kind if c.found[-1].kind == "permit" else ""
    if not actors and not c.us and act in ("application", "refused", "withdrawn", "holds"):
        said, where = c.party
        near = where and where.headings == p.headings and p.lines[0] - where.lines[-1] <= 2
        told = says("the_region", clause.text) or says("its_permit", clause.text)
        if near and (act != "holds" or told):
            actors = [replace(n, start=-1, end=0) for n in said]
    if before and before.act == "application" and act == "granted" and not clause.actors:
        act = "refused"  # "sökte också, men nämnden gav bara ett tillstånd"
    if says("with_us", clause.text) and c.us and act:
        actors = [*actors, replace(c.us, start=-1, end=0)]
    s = Saying(clause, frame, act, areas, actors, bool(own))
    if "internal" in clause.days and "consultation" in (act, frame.act):
        internal_answer(c, p, [clause.days["internal"]])
    adds = not own and clause.said and says("the_permit", clause.text)
    done = (adds and amend(c, s)) or _write(c, s)
    if done and (regions := [n for n in clause.actors if n.kind == "region"]):
        c.party = regions[-1:], p
    elif actors and p.role == "text":
        c.party = c.party[0], p
    if own:
        c.last = own, p
    elif areas and done:
        c.last = areas, p
    names = (*areas, *actors)
    return replace(clause, act=act or (before.act if before else ""), names=names)


def own_act(c: Context, clause: Clause, areas: list[SaidName], frame: Frame) -> bool:
    """Whether a line of names alone tells who got what in the decision that governs it."""
    rest, few = _AROUND.sub(" ", clause.text), _FEW if clause.listed else 1
    for one in (*clause.names, *clause.said):
        rest = rest.replace(one.printed, " ")
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


def _write(c: Context, s: Saying) -> bool:
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
