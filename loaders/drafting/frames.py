"""What stands above a passage, and what that makes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from loaders.drafting.clauses import days_by_role
from loaders.drafting.cues import AUTHORITY, BOARD, STEPS, act_of, first_of, says
from loaders.drafting.draft import Context, Matter, Start, Unknown
from loaders.drafting.passages import Passage
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import ACTORS, SaidName
from loaders.drafting.units import units_in

_SHORT = 90
# What a title can say of all that follows.
_OF_TITLE = ("permit", "allotted", "consultation", "call")
# What a lead can say of a list even under a step of the process.
_OWN = ("refused", "tabled", "supply", "ended", "defined")


@dataclass(frozen=True)
class Frame:
    """What the headings and the lead above a passage say.

    Attributes:
        act: What they say of what is listed below them.
        step: The step of the process that they name; 0 if none.
        areas: The area that they are about.
        actor: The region or hospital that they are about.
        days: Their days, by what they are.
        units: Their number of units.
        lines: The lines of that which says so.
        title: Whether no more than the title of the document says so.
    """

    act: str = ""
    step: int = 0
    areas: list[SaidName] = field(default_factory=list)
    actor: SaidName | None = None
    days: dict[str, SaidDay] = field(default_factory=dict)
    units: Any = None
    lines: tuple[int, ...] = ()
    title: bool = False


def above(p: Passage) -> list[Passage]:
    """What governs a passage, the nearest first; a title above headings does not."""
    return [*([p.lead] if p.lead else []), *reversed(p.headings[1:] or p.headings)]


def frame_of(c: Context, p: Passage) -> Frame:
    """What stands above a passage."""
    step = _step(p)
    act, days, lines = "", dict[str, SaidDay](), tuple[int, ...]()
    for one in above(p):
        said = _act_of_lead(c, one)
        if step and said not in _OWN:
            said = STEPS[str(step)] if says("step", one.text) else ""
        if said:
            act, lines = said, one.lines
            days = days_by_role(one.text, tuple(c.days(one.text, p.governing)))
            break
    title = p.headings[0] if p.headings else None
    if not act and title:
        said = first_of("frames", title.text)
        act, lines = (said, title.lines) if said in _OF_TITLE else ("", ())
    lead = p.lead.text if p.lead else ""
    units, areas = units_in(lead), _areas(c, p)
    if p.lead and not days:
        days = days_by_role(lead, tuple(c.days(lead, p.governing)))
    if p.lead and (units or days or (areas and area_of_heading(c, p.lead))):
        lines = p.lead.lines
    weak = bool(title and lines == title.lines and len(p.headings) > 1)
    return Frame(act, step, areas, _actor(c, p), days, units, lines, weak)


def _act_of_lead(c: Context, one: Passage) -> str:
    if c.matter.lines == one.lines and c.matter.kind == "definition-decision":
        return "defined"
    act = first_of("frames", one.text)
    # "Analcancer, 4 tillstånd" says what the list is about, and not what was done
    return "" if act == "permit" and area_of_heading(c, one) else act


def _step(p: Passage) -> int:
    numbers = (says("step", one.text) for one in above(p))
    return next((int(n[1] or n[2]) for n in numbers if n), 0)


def _areas(c: Context, p: Passage) -> list[SaidName]:
    """The area of the lead, or of the heading right above."""
    for one in above(p)[: 1 if p.lead is None else 2] or p.headings[-1:]:
        areas = area_of_heading(c, one)
        if areas:
            return areas
    return []


def area_of_heading(c: Context, heading: Passage) -> list[SaidName]:
    """The area that a short heading or lead is about."""
    if len(heading.text) > _SHORT + 40:
        return []
    areas = [n for n in c.names.names(heading.text) if n.kind == "area"]
    if not areas and len(heading.text) < _SHORT and not is_sentence(heading.text):
        areas = [n for n in [c.names.whole(heading.text)] if n]
    different = {n.id for n in areas}
    return areas[:1] if len(different) == 1 else []


def _actor(c: Context, p: Passage) -> SaidName | None:
    for one in above(p):
        if len(one.text) < _SHORT and not says("supplier", one.text):
            for name in c.names.names(one.text, ("region", "hospital")):
                return name
    return None


def heading_above(c: Context, p: Passage) -> list[SaidName]:
    """The area of the heading right above, for sentences that name none."""
    return area_of_heading(c, p.headings[-1]) if p.headings else []


def areas_before(c: Context, p: Passage) -> list[SaidName]:
    """The areas last spoken of, for the next sentence of a paragraph that names none."""
    areas, said = c.last
    listed = said is not None and said.role in ("item", "row") and p.role == "text"
    near = (
        said is not None
        and not listed
        and said.headings == p.headings
        and 0 <= p.lines[0] - said.lines[-1] <= 2
    )
    return areas if near else []


def open_matter(c: Context, p: Passage, names: list[SaidName], days: list[SaidDay]) -> None:
    """A passage that says who decided what, and when, governs those after it."""
    text = p.text
    by = decider(c, text, names)
    if says("relative", text):
        return
    heads = p.role == "heading" and first_of("frames", text) == "allotted"
    if not (heads or says("decides", text)) or not (by or days) or says("asks", text):
        return
    own = days_by_role(text, tuple(days))
    day = own.get("decided") or own.get("bare")
    if says("recommends", text):
        kind = "recommendation"
    elif AUTHORITY in text and not (c.says_board(text) or "tillstånd inom" in text):
        kind = "definition-decision"
    else:
        kind = "allotment-decision"
    board = BOARD if kind == "allotment-decision" else ""
    level = p.headings[-1].level if p.headings else 1
    same = c.matter.day if c.matter.kind == kind else None  # "nämnden tog även ställning till"
    if day and c.written and day.last[:10] > c.written.isoformat():
        return  # what lies ahead decides nothing yet
    day_of = day or c.session or c.resolved or same
    c.matter = Matter(day_of, by or board, kind, p.lines, level)
    if day and "first" in own:
        c.starts.append(Start(own["first"], p))


def decider(c: Context, text: str, names: list[SaidName]) -> str:
    """Who decided, by what a text says: the board, the authority, the cancer centres."""
    if c.says_board(text):
        return BOARD
    deciders = ("organisation:socialstyrelsen", "body:rcc-i-samverkan", "body:rikssjukvardsnamnden")
    return next((n.printed for n in names if n.key in deciders), "")


def within_of(c: Context, p: Passage) -> SaidName | None:
    """The healthcare region that the headings or the document are about."""
    said = " ".join(h.text for h in p.headings)
    return next(iter(c.names.names(said, ("healthcare-region",))), c.within)


def programme_of(c: Context, p: Passage, area: str = "") -> str:
    """Under which system a passage speaks."""
    if says("nhv", p.text) and not says("rcc", p.text):
        return "nhv"
    near = f"{p.text} {p.governing}"
    if c.matter.kind == "recommendation" or says("rcc", near):
        return "rcc"
    before = c.before.text if c.before and says("likewise", p.text) else ""
    if says("old", near) or says("old", before):
        return "rikssjukvard"
    if area and any(
        area in f.areas and f.fields.get("programme") == "programme:rikssjukvard"
        for f in c.found
        if f.kind == "permit"
    ):
        return "rikssjukvard"
    titles = " ".join(h.text for h in p.headings)
    if says("rcc", titles):
        return "rcc"
    return "rikssjukvard" if says("old", titles) else c.system


def programme(name: str) -> str | None:
    """The field of a programme; NHV is the one that is left out."""
    return f"programme:{name}" if name != "nhv" else None


def speaks(c: Context, text: str) -> bool:
    """Whether a passage is said by the region whose document it is."""
    return bool(c.us and says("we", text))


def is_sentence(text: str) -> bool:
    """Whether a text is a sentence, and no name."""
    return bool(says("sentence", text.rstrip()))


def note_unknown(
    c: Context, p: Passage, kind: str, actors: list[SaidName], day: SaidDay | None, name: str = ""
) -> None:
    """Note a name that no register has."""
    text = name or (p.headings[-1].text if p.role == "text" and p.headings else p.text)
    short = re.split(r"\s[–-]\s|[:(]|,\s", text)[0].strip(" •*")
    if 3 < len(short) < 80 and not short.isdigit() and (name or _may_be_a_name(c, short)):
        name = short
        who = ", ".join(n.printed for n in actors)
        c.unknown.append(Unknown(name, kind, who, day.edtf if day else "", p.lines))


def _may_be_a_name(c: Context, text: str) -> bool:
    """Whether a line could be the name of an area: no day, no verb, nobody in it."""
    said = c.names.names(text, ACTORS)
    other = any(len(name.printed) * 2 > len(text) for name in said)
    told = c.days(text) or is_sentence(text) or act_of(text) or says("no_name", text)
    return not (other or told)


def siblings_are_areas(c: Context, heading: Passage) -> bool:
    """Whether a heading stands among others of its level that name areas, and names none."""
    if is_sentence(heading.text) or heading.level < 2 or c.names.names(heading.text):
        return False
    if says("section", heading.text):
        return False
    if area_of_heading(c, heading):
        return False
    return heading.level in c.levels_of_areas
