"""The facts that a document seems to state, passage by passage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from loaders.drafting.acts import written_down
from loaders.drafting.amending import amend, start_all
from loaders.drafting.applications import settle
from loaders.drafting.clauses import Clause, clause_of, clauses
from loaders.drafting.cues import BOARD, says
from loaders.drafting.draft import Context, Draft, Matter, Start, reference
from loaders.drafting.events import changes, duties, internal_answer, meetings, statistics
from loaders.drafting.frames import (
    Frame,
    area_of_heading,
    frame_of,
    is_sentence,
    open_matter,
    siblings_are_areas,
)
from loaders.drafting.meaning import meant
from loaders.drafting.passages import Passage
from loaders.drafting.permits import all_start, likewise
from loaders.drafting.rows import rows
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import SaidName

# A sentence that is longer says too much at once to be taken apart.
_LONGEST = 3_000
# What a document is, its first passages say.
_FIRST = 8
# Letters in which a line says that it gives the document's date.
_LABEL = 30


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
        _open_section(c, p, names, days)
    meetings(c, p, names, days)
    statistics(c, p, names, days)
    if p.role == "heading":
        return
    changes(c, p, days)
    if p.role in ("head", "foot") or (says("dated", p.text[:_LABEL]) and not names):
        return
    frame = frame_of(c, p)
    if not _is_of_its_list(p, frame, names) and duties(c, p, names, days):
        return
    if p.role in ("text", "lead"):
        open_matter(c, p, names, days)
    if p.role == "row":
        rows(c, p, frame)
    elif p.role != "lead" or (is_sentence(p.text) and names):
        _read_clauses(c, p, frame)


def _open_section(c: Context, p: Passage, names: list[SaidName], days: list[SaidDay]) -> None:
    """A heading ends what governed the section before, and may tell a decision itself."""
    about = area_of_heading(c, p)
    if p.level < max(c.matter.level, 2) or not (about or siblings_are_areas(c, p)):
        c.matter = Matter()
    if not about and days:
        open_matter(c, p, names, days)
        title = p.headings[0].text if p.headings else ""
        if len(days[0].printed) > len(p.text) * 0.8 and says("board", title):
            c.matter = Matter(days[0], BOARD, "allotment-decision", p.lines, p.level)


def _is_of_its_list(p: Passage, frame: Frame, names: list[SaidName]) -> bool:
    """Whether an item or row says what its list is about, and no duty of its own."""
    if p.role not in ("item", "row") or not frame.act or is_sentence(p.text):
        return False
    asked = frame.act in ("call", "consultation") and not says("internal", p.text)
    return asked or any(n.kind == "area" for n in names)


def _read_clauses(c: Context, p: Passage, frame: Frame) -> None:
    """Read a sentence or an item, clause by clause."""
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
    s = meant(c, clause, frame, before)
    if s is None:
        return clause
    if s.act == "denied":
        return replace(clause, names=(*s.areas, *s.actors))
    if "internal" in clause.days and "consultation" in (s.act, frame.act):
        internal_answer(c, p, [clause.days["internal"]])
    if not s.own and clause.said and says("the_rest", clause.text):
        c.starts.append(Start(clause.said[0], p, section=p.headings))
        return clause
    adds = not s.own and clause.said and says("the_permit", clause.text)
    done = (adds and amend(c, s)) or written_down(c, s)
    if done and (regions := [n for n in clause.actors if n.kind == "region"]):
        c.party = regions[-1:], p
    elif s.actors and p.role == "text":
        c.party = c.party[0], p
    if s.own or (s.areas and done):
        c.last = s.areas, p
    act = s.act or (before.act if before else "")
    return replace(clause, act=act, names=(*s.areas, *s.actors))
