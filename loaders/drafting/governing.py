"""What governs a passage: headings, leads and items above it, each read as a statement."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from loaders.drafting.context import Context
from loaders.drafting.cues import SLOTS, STEPS, act_of, first_of, says, step_in
from loaders.drafting.findings import Unknown
from loaders.drafting.passages import Passage
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import ACTORS, SaidName
from loaders.drafting.statements import Statement, days_by_role
from loaders.drafting.units import units_in

_SHORT = 90
# The first day of NHV.
FIRST_DAY = date(2018, 7, 1)
# Letters of a heading that is about one area.
_LONG = 130
_NUMBERED = re.compile(r"^(?:(?:§ ?)?\d+(?:\.\d+)*\.?|[A-Z]\.) ")
# What a title can say of all that follows.
_OF_TITLE = ("permit", "allotted", "consultation", "call", "application")
# What a lead says of a list by its verb.
_SETTLED = ("granted", "refused", "application", "withdrawn")
# What a lead can say of a list even under a step of the process.
_OF_LEAD = ("denied", "refused", "tabled", "supply", "ended", "defined")
# Of what kind a fact on an unknown area would be, if not a permit.
KINDS = {
    "consultation": "consultation", "call": "call", "closed": "call", "supply": "supply",
    "application": "application", "refused": "application", "withdrawn": "application",
    "mapping": "placement step:1", "review": "placement step:2",
    "defined": "decision definition-decision", "tabled": "decision tabling-decision",
}  # fmt: skip


def governing(c: Context, p: Passage) -> Statement:
    """All that stands above a passage as one statement, of each slot what is nearest.

    Its lines are those that say what was done, or else give the areas, days or units of a list.
    """
    heads = [governor(c, one) for one in p.governors]
    leads = heads[: len(p.leads)]
    nearest = heads[: len(leads) + 1]
    step = next((one.step for one in heads if one.step), 0)
    acting = next((one for one in heads if _acts(one, step)), None)
    title = p.headings[0] if p.headings else None
    of_title = first_of("frames", title.text) if title else ""
    if acting is None and title and of_title in _OF_TITLE:
        acting = Statement(title, title.text, act=of_title)
    weak = bool(acting and acting.passage is title and len(p.headings) > 1)
    days: dict[str, SaidDay] = dict(acting.days) if acting else {}
    for lead in leads:
        shared = lead.days.keys() & days.keys()
        finer = {r: lead.days[r] for r in shared if lead.days[r].edtf.startswith(days[r].edtf)}
        days = {**lead.days, **days, **finer}
    gives = [one for one in leads if one.units or one.days or one.areas]
    rests = next(iter(gives), acting)
    return Statement(
        p,
        p.governing,
        act=acting.act if acting else "",
        areas=next((one.areas for one in nearest if one.areas), ()),
        parties=next((one.parties for one in heads if one.parties), ()),
        days=days,
        units=next((one.units for one in leads if one.units), None),
        step=step,
        given={"act": "title"} if weak else {},
        lines=rests.passage.lines if rests else (),
    )


def _acts(one: Statement, step: int) -> bool:
    """Whether a governor says what was done; below a step of the process few leads do."""
    return bool(one.act) and (not step or bool(one.step) or one.act in _OF_LEAD)


def governor(c: Context, one: Passage) -> Statement:
    """A heading, a lead or an item with a list as a statement."""
    areas, text = area_of_heading(c, one), one.text
    number = step_in(text) or c.steps.get(one, 0)
    act = first_of("frames", text)
    if number and act not in _OF_LEAD:
        act = STEPS[str(number)]
    if act in ("", "permit") and one.role != "heading" and (own := act_of(text)) in _SETTLED:
        act = own
    if act == "permit" and areas:
        act = ""  # "Analcancer, 4 tillstånd" says what the list is about, and not what was done
    if c.decision.lines == one.lines and c.decision.kind == "definition-decision":
        act = "defined"
    short = len(text) < _SHORT and not says("supplier", text)
    parties = tuple(c.names.names(text, ("region", "hospital"))[:1]) if short else ()
    days = days_by_role(text, tuple(c.days(text, one.governing)))
    units = units_in(text)
    return with_days_named(Statement(one, text, (), (), act, areas, parties, days, units, number))


def with_days_named(s: Statement) -> Statement:
    """A statement whose bare day is what it is by what was done."""
    if s.act == "call" and "applied" in s.days:
        s = replace(s, days={"last": s.days["applied"], **s.days})  # by when one may apply
    if s.act == "application" and "decided" in s.days and says("asks", s.text):
        days = {role: day for role, day in s.days.items() if role != "decided"}
        s = replace(s, days={"applied": s.days["decided"], **days})  # when it was decided to apply
    answers = s.act == "consultation" or says("answer", f"{s.text} {s.passage.governing}")
    if "internal" in s.days and not (answers and s.act in ("", "consultation")):
        days = {"bare" if role == "internal" else role: day for role, day in s.days.items()}
        s = replace(s, days=days)
    if "bare" not in s.days:
        return s
    role = SLOTS.get(s.act, SLOTS["none"])["bare"]
    if s.act == "application" and says("applied", s.text):
        role = "applied"
    if s.act == "ended" and says("revokes", s.text):
        role = "decided"
    days = dict(s.days)
    bare, later = days.pop("bare"), days.get(role) or days.pop("then", None)
    if role in ("first", "decided") and later and bare.last < later.last:
        days |= {"decided": bare, "first": later}  # "(12 juni): 1 januari"
    else:
        days.setdefault(role, bare)
    return replace(s, days=days)


def area_of_heading(c: Context, heading: Passage) -> tuple[SaidName, ...]:
    """The area that a short heading or lead is about."""
    if len(heading.text) > _LONG:
        return ()
    areas = {n.id: n for n in c.names.names(heading.text, ("area",))}
    if not areas and len(heading.text) < _SHORT and not is_sentence(heading.text):
        areas = {n.id: n for n in [c.names.whole(heading.text)] if n}
    several = heading.role != "heading" and not is_sentence(heading.text)
    return tuple(areas.values()) if len(areas) == 1 or several else ()


def programme_of(c: Context, p: Passage, day: SaidDay | None = None) -> str:
    """Under which system a passage speaks.

    A document of the cancer centres may speak of what was NHV only later; the day tells.
    """
    if day and day.last < FIRST_DAY.isoformat() and any(says("rcc", one.text) for one in c.first):
        return "rikssjukvard" if says("old", f"{p.text} {p.governing}") else "rcc"
    if says("nhv", p.text) and not says("rcc", p.text):
        return "nhv"
    near = f"{p.text} {p.governing}"
    if says("nhv", near) and not says("rcc", near) and not says("old", near):
        return "nhv"
    if c.decision.kind == "recommendation" or says("rcc", near):
        return "rcc"
    if says("old", near) or (says("likewise", p.text) and c.before and says("old", c.before.text)):
        return "rikssjukvard"
    titles = " ".join(h.text for h in p.headings)
    if says("rcc", titles) and not says("nhv", titles):
        return "rcc"
    return "rikssjukvard" if says("old", titles) else c.system


def programme(name: str) -> str | None:
    """The field of a programme; NHV is the one that is left out."""
    return f"programme:{name}" if name != "nhv" else None


def is_sentence(text: str) -> bool:
    """Whether a text is a sentence, and no name."""
    return bool(says("sentence", text.rstrip()))


def note_unknown(
    c: Context,
    p: Passage,
    kind: str,
    parties: tuple[SaidName, ...] = (),
    day: SaidDay | None = None,
    name: str = "",
) -> None:
    """Note a name that no register has."""
    text = name or (p.headings[-1].text if p.role == "text" and p.headings else p.text)
    short = _NUMBERED.sub("", re.split(r"\s[–-]\s|[:(]|,\s", text)[0].strip(" •*"))
    if found := says("of_new", short):
        short = next(filter(None, found.groups()))  # "Tillstånd för" the name
    if 3 < len(short) < 80 and not short.isdigit() and (name or _may_be_a_name(c, short)):
        who = ", ".join(n.printed for n in parties)
        c.unknown.append(Unknown(short, kind, who, day.edtf if day else "", p.lines))


def _may_be_a_name(c: Context, text: str) -> bool:
    """Whether a line could be the name of an area: no day, no verb, nobody in it."""
    other = any(len(name.printed) * 2 > len(text) for name in c.names.names(text, ACTORS))
    told = c.days(text) or is_sentence(text) or act_of(text) or says("no_name", text)
    return not (other or told)


def siblings_are_areas(c: Context, heading: Passage | None) -> bool:
    """Whether a heading stands among others of its level that name areas, and names none."""
    if heading is None or heading.level < 2 or heading.level not in c.levels_of_areas:
        return False
    named = c.names.names(heading.text) or area_of_heading(c, heading)
    text = _NUMBERED.sub("", heading.text)
    return not (named or is_sentence(text) or says("section", text))
