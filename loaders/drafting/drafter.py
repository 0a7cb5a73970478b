"""The facts that a document seems to state, passage by passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loaders.drafting.acts import written_down
from loaders.drafting.applications import settle
from loaders.drafting.clauses import statement_of, statements
from loaders.drafting.completing import all_start, complete, likewise, start_all
from loaders.drafting.context import Context, Decision, Start, reference
from loaders.drafting.cues import AUTHORITY, act_of, first_of, says
from loaders.drafting.events import changes, duties, internal_answer, meetings, statistics
from loaders.drafting.filling import filled
from loaders.drafting.findings import Draft
from loaders.drafting.governing import (
    area_of_heading,
    governing,
    is_sentence,
    siblings_are_areas,
)
from loaders.drafting.passages import Passage
from loaders.drafting.permits import count_units
from loaders.drafting.rows import rows
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import SaidName
from loaders.drafting.statements import Statement, days_by_role

# A sentence that is longer says too much at once to be taken apart.
_LONGEST = 3_000
# Who was refused is not who is meant by "the same regions".
_LOST = ("refused", "withdrawn")
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
    for p in passages:
        read_passage(c, p)
        c.before = p
    settle(c)
    start_all(c)
    count_units(c)
    facts = [fact.written(c.names) for fact in c.found]
    return Draft(facts, c.unknown, c.undecided)


def read_passage(c: Context, p: Passage) -> None:
    """Read one passage; what it opens governs those after it."""
    if len(p.text) > _LONGEST:
        return
    if p.role == "heading":
        c.recent = ()
    p = p.of_calendar
    names, days = c.names.names(p.text), c.days(p.text, p.governing)
    c.said_year = next((d.edtf[:4] for d in days if not d.inferred), c.said_year)
    if p.role == "heading":
        _open_section(c, p, names, days)
    meetings(c, p, names, days)
    leads = p.role == "lead" or id(p) in c.with_lists
    dated = says("dated", p.text[:_LABEL]) and not names
    if says("same_meeting", p.text) and not c.decision.day:
        c.decision = c.former
    if (p.role == "text" or leads) and not dated:
        _open_decision(c, p, names, days)
    statistics(c, p, names, days)
    if p.role == "heading":
        return
    changes(c, p, days)
    if p.role in ("head", "foot") or dated or (p.section and says("links", p.section.text)):
        return
    frame = governing(c, p)
    listed = _is_of_its_list(p, frame, names)
    if (not listed or says("nominates", p.text)) and duties(c, p, names, days) and not listed:
        return
    kinds = {"region" if n.kind == "hospital" else n.kind for n in names}
    if p.role == "row":
        rows(c, p, frame)
    elif not leads or (is_sentence(p.text) and names) or {"area", "region"} <= kinds:
        _read_statements(c, p)


def _open_section(c: Context, p: Passage, names: list[SaidName], days: list[SaidDay]) -> None:
    """A heading ends what governed the section before, and may tell a decision itself."""
    about = area_of_heading(c, p)
    told_in = c.decision.section  # what was decided on one area is not what was on the next
    if says("same_day", p.text):
        c.decision = replace(c.decision, section=p)
        return
    of_another = told_in and told_in.level >= p.level and area_of_heading(c, told_in)
    heads = any(c.decision.lines == one.lines for one in p.headings)
    below = (heads or told_in in p.above) and not says("background", p.text)
    if of_another or not (about or below or siblings_are_areas(c, p)):
        c.former, c.decision = c.decision if c.decision.day else c.former, Decision()
    if c.period and not set(c.period.passage.headings) <= set(p.above):
        c.period = None
    if about and c.period:
        written_down(c, replace(c.period, passage=p, areas=about, lines=c.period.passage.lines))
    today = says("today", p.text) and first_of("frames", p.text) == "allotted"
    if (days or today) and (not about or first_of("frames", p.text) == "allotted"):
        _open_decision(c, p, names, days)
        title = p.headings[0].text if p.headings else ""
        if days and len(days[0].printed) > len(p.text) * 0.8 and says("board", title):
            c.decision = Decision(days[0], c.board, "allotment-decision", p.lines, p.level)


def _open_decision(c: Context, p: Passage, names: list[SaidName], days: list[SaidDay]) -> None:
    """A passage that says who decided what, and when, governs those after it."""
    text = p.text
    by = c.decider(text, names)
    of_meeting = says("meets", text) and first_of("frames", p.governing) in ("allotted", "refused")
    heads = p.role == "heading" and (first_of("frames", text) == "allotted" or of_meeting)
    settles = act_of(text) in ("granted", "refused")
    own = days_by_role(text, tuple(days))
    day = own.get("decided") or own.get("bare")
    if not by and p.role in ("lead", "heading") and says("meets", text):
        by = c.board if c.says_board(p.governing) else ""  # "the meeting", below "from the board"
    by_board = by == c.board
    gives = (settles and (by_board or (not c.us and "decided" in own))) or (by_board and day)
    recommended = by and days and says("recommends", p.governing)
    if not (heads or gives or recommended or says("decides", text)) or not (by or days or heads):
        return
    other = any(n.kind == "body" for n in names) and not by
    if other or (act_of(text) == "application" and not by_board):
        return  # another body decided, or somebody to apply
    today = not days and says("today", text) and (heads or says("decides", text))
    if today and c.written:
        day = SaidDay(c.written.isoformat(), 0, 0, "", inferred=True)
    if c.ahead(day):
        return  # what lies ahead decides nothing yet
    defined = AUTHORITY in text or governing(c, p).act == "defined"
    gives_permits = c.says_board(text) or "tillstånd inom" in text
    if recommended or says("recommends", text):
        kind = "recommendation"
    elif says("defines", text) or (defined and not gives_permits):
        kind = "definition-decision"
    else:
        kind = "allotment-decision"
    board = c.board if kind == "allotment-decision" else ""
    same = c.decision.day if c.decision.kind == kind else None  # "nämnden tog även ställning till"
    level = p.level if p.role == "heading" else p.section.level if p.section else 1
    day_of = day or c.session or c.resolved or same
    within = p if p.role == "heading" and p.level > 1 else p.section
    c.decision = Decision(day_of, by or board, kind, p.lines, level, within)
    if c.decision.by == c.board and day and len(day.edtf) == 10:
        c.add(p, "meeting", {"meeting": c.board, "date": day})
    if day and "first" in own and not any(n.kind == "area" for n in names):
        c.starts.append(Start(own["first"], p))


def _is_of_its_list(p: Passage, frame: Statement, names: list[SaidName]) -> bool:
    """Whether an item or row says what its list is about, and no duty of its own."""
    if p.role not in ("item", "row") or not frame.act or is_sentence(p.text):
        return False
    asked = frame.act in ("call", "consultation") and not says("internal", p.text)
    return asked or any(n.kind == "area" for n in names)


def _read_statements(c: Context, p: Passage) -> None:
    """Read a sentence or an item, statement by statement."""
    if says("untrue", p.text):
        c.found = [f for f in c.found if f.passage is not c.before]
        return
    parts = statements(c, p)
    whole = statement_of(c, p, p.text)
    open_ = not (whole.act and whole.areas and whole.parties)
    if open_ and says("likewise", p.text) and likewise(c, whole):
        return
    listed = c.before and c.before.listed and c.before.section is p.section
    if says("only_start", p.text) and listed and p.role == "text" and whole.said:
        c.starts.append(Start(whole.said[0], p, section=p.section))
        return
    if says("all_start", p.text):
        if whole.said:
            all_start(c, whole)
        return
    before: Statement | None = None
    for own, after in zip(parts, [*parts[1:], None], strict=True):
        if own.said and after and after.parties and says("only_start", own.text):
            c.starts.append(Start(own.said[0], p, section=p.section))
            continue
        settled = after and after.areas and after.act in ("refused", "granted")
        if settled and own.act == "application" and not own.areas:
            before = own  # "har sökt men inte fått dysmeli": what came of it says the rest
        elif before and before.act == "supply" and _goes_on(own):
            likewise(c, own)
        else:
            before = _say(c, own, before)


def _completed(told: Statement, s: Statement) -> Statement:
    """What was told without its areas or parties, which the next sentence names: "De är …"."""
    areas = s.areas if s.says_own("areas") else told.areas
    parties = s.parties if s.says_own("parties") else told.parties
    lines = (*told.lines, *told.passage.lines)
    days, units = {**told.days, **s.days}, told.units if len(areas) == 1 else None
    return replace(
        s, act=told.act, areas=areas, parties=parties, days=days, units=units, given={}, lines=lines
    )


def _goes_on(own: Statement) -> bool:
    """Whether a part of a sentence says of another area, or another party, what was said before."""
    return bool(own.areas and ((own.parties and not own.act) or says("goes_on", own.text)))


def _say(c: Context, own: Statement, before: Statement | None) -> Statement:
    """Read one statement; it comes back with the areas and parties that it goes on about."""
    p = own.passage
    if own.act == "holds" and own.parties and not own.areas and says("all_tasks", own.text):
        c.all_ours(own.parties)
    s = filled(c, own, before)
    if s and c.open and says("names_it", own.text) and (own.areas or own.parties):
        s = _completed(c.open, s)
    c.open = s if s and s.act and not (s.areas and s.parties) and p.role == "text" else None
    if s is None or s.act == "denied":
        c.last = s if s and s.says_own("areas") else c.last
        return s or own
    asked = "consultation" in (s.act, s.frame.act)
    if asked and "internal" in s.days:
        internal_answer(c, p, [s.days["internal"]])
    if not s.says_own("areas") and s.said and says("the_rest", s.text):
        c.starts.append(Start(s.said[0], p, section=p.section))
        return own
    adds = not s.says_own("areas") and s.said and says("the_permit", s.text)
    done = (adds and complete(c, s)) or written_down(c, s)
    ours = s.frame.act == "permit" and not says("towards_one", s.text)
    if done and s.act == "supply" and ours and s.listed:
        alone = replace(own, act="permit", parties=(), said=(), days={})
        if held := filled(c, alone, None):
            written_down(c, held)
    regions = tuple(c.region_of(n) or n for n in own.parties if n.kind != "healthcare-region")
    if regions and (done or says("applicant", p.text)):
        c.party = regions[-1:], p
    elif s.parties and p.role == "text":
        c.party = c.party[0], p
    if s.act in ("call", "consultation") and not s.areas and s.days and p.role == "text":
        c.period = s
    if s.says_own("areas") or (s.areas and done):
        c.last = s
    if done:
        c.told = s if s.act else c.told
        c.namer = s if s.says_own("parties") and s.act not in _LOST else c.namer
        others = (n for n in c.recent if n.key not in {one.key for one in s.parties})
        c.recent = (*others, *s.parties)
    return replace(s, act=s.act or (before.act if before else ""))
