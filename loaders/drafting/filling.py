"""The open slots of a statement, filled from what governs it by the table ``slots.toml``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from loaders.drafting.context import Context
from loaders.drafting.cues import SLOTS, find_all, first_of, says, step_label
from loaders.drafting.dating import completed_days, reaches
from loaders.drafting.governing import (
    KINDS,
    area_of_heading,
    governing,
    note_unknown,
    siblings_are_areas,
)
from loaders.drafting.passages import Passage
from loaders.drafting.said_names import TOWN, SaidName
from loaders.drafting.statements import Statement, elsewhere
from loaders.drafting.units import number

Names = tuple[SaidName, ...]
# Words of an item beside its names.
_FEW = 4
# Where an area stands, told in a few letters behind its name: "Dysmeli: genomlysning".
_STAGES = ("mapping", "review", "tabled")
_STAGE = 40
_ASKED = ("application", "refused")
_GIVES = ("granted", "allotted", "permit", "holds")
_AROUND = re.compile(r"^[^:.]{3,30}:|\([^()]*\)")
# Words between an area and a party that say more than that this has that.
_LITTLE = "samt|endast|enbart|bara|fortsatt|från|sedan"
_MORE = re.compile(rf"(?!region|landsting|(?:{_LITTLE})\b)\b[a-zåäö]{{4,}}")
_COLON = re.compile(r"[^.:]{3,70}:\s")


@dataclass(frozen=True)
class _Open:
    """An open slot: of which statement, behind which part of its sentence."""

    c: Context
    s: Statement
    before: Statement | None
    slot: str


def filled(c: Context, own: Statement, before: Statement | None) -> Statement | None:
    """A statement with its open slots filled.

    Args:
        c: The document so far.
        own: What the words themselves say.
        before: The part of the sentence before it, filled.

    Returns:
        Nothing, if it speaks of an area that no register has, which is noted.
    """
    s = replace(own, above=governing(c, own.passage))
    s = replace(s, step=step_label(s.text) or s.frame.step)
    act = s.act or (
        before.act if before and s.names and (s.said or (s.areas and s.parties)) else ""
    )
    if (named := s.areas or _named_otherwise(c, s)) is None:
        return None
    s = replace(s, areas=named)
    if act == "holds" and s.frame.act in ("call", "consultation") and s.said and not s.parties:
        act = s.frame.act  # what opens and closes is the consultation
    proposed = s.listed and s.frame.act == "denied"
    if proposed or (before and before.act == "denied" and not s.names):
        act = "denied"
    until = before and before.act == "supply" and not s.names and act in ("holds", "ended")
    s = replace(s, act="" if until else act or _act_of_others(c, s, before))
    for slot in ("areas", "parties"):
        if not getattr(s, slot) and (found := _first(c, s, before, slot)):
            s = s.with_slot(slot, *found)
    if s.act == "holds" and c.proposes and not says("tasks", s.text):
        s = replace(s, act="denied")  # where the care that is proposed is given today
    if says("also_children", s.text) and (part := c.names.part(s.areas, "barn")):
        s = replace(s, areas=(*s.areas, part))
    if s.act == "holds" and s.says_own("parties"):
        there = {(c.region_of(n) or n).id for n in s.parties}
        s = replace(s, parties=(*s.parties, *(n for n in _at_places(c, s) if n.id not in there)))
    shared = says("shared_with", s.text) if s.act in _GIVES and s.says_own("parties") else None
    alone = shared and not any(n.start < shared.start() for n in s.parties)
    with_us = (c.us,) if c.us and s.act and says("with_us", s.text) else ()
    ours = s.frame.parties if s.listed and s.frame.parties else (c.us,) if c.us else ()
    if more := ours if alone else with_us:
        s = replace(s, parties=(*s.parties, *elsewhere(more)))
    return completed_days(c, s)


def _first(
    c: Context, s: Statement, before: Statement | None, slot: str
) -> tuple[Names, str] | None:
    """What the first source that has something gives for a slot, and which source that is."""
    o = _Open(c, s, before, slot)
    for source in SLOTS.get(s.act, SLOTS["none"])[slot]:
        if value := SOURCES[source](o):
            return value, source
    return None


def _named_otherwise(c: Context, s: Statement) -> Names | None:
    """The area that an item names in another order of words, or that a sentence is on.

    Returns:
        Nothing at all, if a sentence names one that no register has.
    """
    if s.passage.listed and (part := c.names.part(s.frame.areas, s.text)):
        return (part,)
    told = s.passage.role == "item" and (s.frame.act or s.act)
    parts = re.split(r"[:–(,]| - ", s.text)[: 2 if s.parties else 1] if told else []
    if found := next(filter(None, map(c.names.whole, parts)), None):
        return (found,)
    new = says("of_new", s.text) or says("subject_of", s.text)
    name = next(filter(None, new.groups())) if new else _label_of_new(c, s)
    if name and not c.names.names(name):
        kind = KINDS.get(s.act, "permit")
        note_unknown(c, s.passage, kind, s.parties, next(iter(s.said), None), name)
        return None
    return ()


def _label_of_new(c: Context, s: Statement) -> str:
    """The label of a line among such as ``Dysmeli: Linköping``, if no register has its name."""
    label, colon, _ = s.text.partition(": ")
    told = colon and s.parties and s.parties[0].start > len(label)
    return label if told and id(s.passage.section) in c.labelled else ""


def _act_of_others(c: Context, s: Statement, before: Statement | None) -> str:
    """What was done, where the words do not say so: by what governs them, or by their form."""
    out = s.frame.act in ("consultation", "call") and says("ahead", s.text)
    if s.passage.role == "item" and (out or says("doubt", s.text)):
        return "denied"
    if before and before.act and s.names and says("not_them", s.text):
        return "refused" if before.act in _GIVES else "denied"
    before_area = [n.end for n in s.parties if s.areas and n.end <= s.areas[0].start]
    if s.areas and says("gets", s.text[max(before_area, default=0) : s.areas[0].start]):
        return "granted"
    asked = s.frame.act in ("consultation", "call") and "act" not in s.frame.given
    if asked and "last" in s.days and not s.areas and _heading(_Open(c, s, before, "areas")):
        return s.frame.act  # the last day of what the heading is about
    if s.areas and s.frame.act in ("application", "call") and says("last_day", s.text):
        return "call"
    label, behind, told = s.passage.text.partition(": ")
    stage = first_of("frames", told) if s.areas and len(told) < _STAGE and not s.parties else ""
    if s.passage.role == "item" and stage in _STAGES:
        return stage
    labelled = behind and s.areas and not c.names.names(label, ("area",))
    if labelled and (act := first_of("frames", label)):
        return act
    runs_in = s.text.endswith(".") and len(s.areas) == 1 and not s.parties  # a heading in a line
    only_names = s.areas and s.passage.role == "text" and _is_only_names(s) and not runs_in
    counted = s.units and not (s.listed or s.parties) and s.frame.act in _ASKED
    if s.frame.act and (s.passage.role == "item" or only_names) and not counted:
        return s.frame.act
    strange = s.passage.role == "text" and siblings_are_areas(c, s.passage.section)
    areas = s.areas or strange or _first(c, s, before, "areas")
    settled = c.decision.kind in ("allotment-decision", "recommendation")
    given = (settled and reaches(c, s.passage)) or s.frame.act == "allotted"
    if given and s.parties and areas and _is_only_names(s):
        return "allotted"
    alone = s.passage.role == "item" and "act" in s.frame.given and areas and s.parties
    lead = s.passage.lead
    below = s.listed and s.parties and not s.areas and _is_only_names(s) and not s.frame.act
    if below and lead and lead.text.endswith(":") and s.frame.areas:
        return "holds"
    if alone or (s.areas and s.parties and _is_a_pair(s)):
        return "holds"
    named = s.parties and not s.areas and says("others", s.passage.text)
    if c.told and c.told.parties and named:
        return "granted" if says("above", s.text) and c.told.act == "refused" else c.told.act
    return ""


def _is_only_names(s: Statement) -> bool:
    """Whether a text is little more than names and days."""
    rest = _AROUND.sub(" ", s.text)
    for said in [n.printed for n in s.names] + [day.printed for day in s.said]:
        rest = rest.replace(said, " ")
    return len(re.findall(r"[^\W\d_]{3,}", rest)) <= (_FEW if s.listed else 1)


def _is_a_pair(s: Statement) -> bool:
    """Whether a line is no more than an area, a colon and who has it."""
    text, area, party = s.text, s.areas[0], s.parties[0]
    opens = _COLON.match(text)
    if opens is None and s.passage.role == "item":
        opens = re.match(r".{3,70} [–-] ", text)
    if opens is None or area.end > opens.end() or party.start <= area.end:
        return False
    between = text[max(opens.end(), area.end) : party.start]
    for day in s.said:
        between = between.replace(day.printed, "")
    return not _MORE.search(between)


def _clause(o: _Open) -> Names:
    ours = o.slot == "parties" and o.s.act != "supply" and o.c.speaks(o.s.text)
    if o.before is None or ours:
        return ()
    names: Names = getattr(o.before, o.slot)
    return names


def _above(o: _Open) -> Names:
    names: Names = getattr(o.s.frame, o.slot)
    return names if o.s.listed or (o.slot == "parties" and _is_only_names(o.s)) else ()


def _heading(o: _Open) -> Names:
    p = o.s.passage
    if p.listed or says("object", o.s.text):
        return ()
    about = (area_of_heading(o.c, heading) for heading in reversed(p.headings))
    of_title = says("the_area", o.s.text) or o.s.act in ("refused", "withdrawn")
    if (found := next(filter(None, about), ())) or not of_title:
        return found
    heads = (area_of_heading(o.c, one) for one in o.c.first if one.role == "heading")
    return next(filter(None, heads), ())  # "the care" is that of the document's title


def _before(o: _Open) -> Names:
    """The areas last spoken of, for the next sentence of a paragraph that names none."""
    p, last, parties = o.s.passage, o.c.last, o.s.parties
    if says("following", o.s.text):
        return ()  # it speaks of what follows
    if last is None or not _goes_on(o.c, p, last, o.s.text) or says("object", o.s.text):
        return ()
    if p.role == "item" and (o.before or not parties or parties[0].start):
        return ()
    return elsewhere(last.areas) if p.role != "text" or not last.listed else ()


def _goes_on(c: Context, p: Passage, last: Statement, text: str) -> bool:
    """Whether a sentence goes on about the areas of another: near behind it, or as "the care"."""
    above = c.before if c.before and c.before is p.section else None
    first = above is not None and last.passage.lines[-1] < above.lines[0]
    first = first and above is not None and not area_of_heading(c, above)
    return c.near(p, last.passage) or bool(first and says("the_matter", text))


def _anaphor(o: _Open) -> Names:
    """Who is meant by "båda", "samma region", "den senare", "även där"."""
    if o.slot == "areas" and says("both_areas", o.s.text):
        here = [f for f in o.c.late() if f.passage.section is o.s.passage.section]
        called = {f.key("call"): f.fields["call"] for f in reversed(here) if f.kind == "call"}
        return elsewhere(tuple(called.values()))
    if o.slot == "areas" and (point := says("point", o.s.text)):
        return _of_point(o.c, o.s.passage, int(point[1]))
    if o.slot == "areas":
        areas = o.c.last.areas if o.c.last and o.c.near(o.s.passage, o.c.last.passage) else ()
        which = areas[:1] if says("area_former", o.s.text) else areas[-1:]
        meant = len(areas) > 1 and (says("area_former", o.s.text) or says("area_latter", o.s.text))
        return elsewhere(which if meant else areas if says("same_area", o.s.text) else ())
    if says("the_others", o.s.text) and (rest := _pending(o)):
        return rest
    if says("above", o.s.text):
        return _above_all(o)
    if (told := says("so_many", o.s.text)) and (held := _holders(o, number(told[1]))):
        return held
    if o.before and len(o.before.parties) > 1 and says("all_of_them", o.s.text):
        return o.before.parties
    last = o.c.namer
    if last is None or not o.c.near(o.s.passage, last.passage):
        return _pending(o) if says("all_of_them", o.s.text) else ()
    parties = elsewhere(last.parties)
    if some := says("first_of_them", o.s.text):
        return parties[: number(some["n"])]
    if says("all_of_them", o.s.text):
        return parties
    if says("the_former", o.s.text):
        return parties[:1] if len(parties) > 1 else elsewhere(o.c.recent[-2:-1])
    return parties[-1:] if says("the_latter", o.s.text) else ()


def _of_point(c: Context, p: Passage, number: int) -> Names:
    """The areas of a point of the list that a passage stands in, or below: ``enligt punkt 2``."""
    points = [one for one in c.everything if one.role == "item" and one.section is p.section]
    named = c.names.names(points[number - 1].text, ("area",)) if number <= len(points) else []
    return elsewhere(tuple({n.id: n for n in named}.values()))


def _holders(o: _Open, many: int) -> Names:
    """Who has a permit for the area last told, if they are so many: ``alla fyra``."""
    areas = {area.key for area in o.c.last.areas} if o.c.last else set()
    held = [f for f in o.c.late() if f.kind == "permit" and f.areas & areas]
    who = {f.party: f.fields["holder"] for f in reversed(held) if "holder" in f.fields}
    return elsewhere(tuple(who.values())) if len(who) == many else ()


def _above_all(o: _Open) -> Names:
    """All who hold, or have applied for, the area told last: ``samma regioner som ovan``."""
    told = [f for f in o.c.late() if f.party and f.fields.get("outcome", "pending") == "pending"]
    same = [f for f in reversed(told) if f.areas == told[0].areas]
    but = {n.key for n in o.s.names if n not in o.s.parties}
    who = {f.party: f.fields.get("holder") or f.fields["applicants"] for f in same}
    return elsewhere(tuple(name for key, name in who.items() if key not in but))


def _place(o: _Open) -> Names:
    """The regions of the places where care is given: ``Vulvacancer ligger kvar i Umeå``."""
    found = _at_places(o.c, o.s)
    return () if o.c.us and o.c.us.id in {n.id for n in found} else found


def _at_places(c: Context, s: Statement) -> Names:
    if not s.areas or says("no_place", s.text):
        return ()
    named = c.names.names(s.text, ("region", TOWN))
    places = [found.span(1) for found in find_all("place", s.text)]
    at = (
        c.of_town(n) if n.kind == TOWN else n
        for n in named
        if any(a <= n.start < b for a, b in places)
    )
    return tuple({n.id: n for n in at}.values())


def _within(o: _Open) -> Names:
    within = o.c.within_of(o.s.passage)
    return (within,) if within and o.s.listed and not o.c.holds_all else ()


def _us(o: _Open) -> Names:
    """The region that speaks, or its hospital, where nobody else is meant."""
    c, s = o.c, o.s
    if not c.us or (s.act == "holds" and says("elsewhere", s.text)):
        return ()
    if says("some_regions", s.text) and not c.speaks(s.text):
        return ()
    own = s.act in ("holds", "granted") and s.says_own("areas")
    told = own or s.frame.act in ("permit", "ended") or says("tasks", s.text)
    asked = s.act in ("application", "refused", "withdrawn")
    starts = s.listed and {"first", "then"} & s.days.keys()
    if s.act == "allotted" and (s.step == 8 or not (starts or c.speaks(s.text))):
        return ()
    if s.act == "holds" and not (s.listed or s.says_own("areas") or c.speaks(s.text)):
        return ()
    if not (told or asked or s.listed or c.speaks(s.text)):
        return ()
    return elsewhere((c.us if asked else c.site or c.us,))


def _party(o: _Open) -> Names:
    """The region last spoken of, near enough to be meant by a sentence that names nobody."""
    said, where = o.c.party
    if says("the_region", o.s.text) and o.c.of_title and not (o.c.us or o.s.listed):
        return (o.c.of_title,)
    told = says("the_region", o.s.text) or says("its_permit", o.s.text)
    if (
        o.c.us
        or o.s.listed
        or not o.c.near(o.s.passage, where)
        or (o.s.act == "holds" and not told)
    ):
        return ()
    return elsewhere(said)


def _title(o: _Open) -> Names:
    """The region that the title of an article is about, if nobody else is named in it."""
    return (o.c.of_title,) if o.c.of_title and not (o.c.us or o.s.listed) else ()


def _applicants(o: _Open) -> Names:
    """The only one who has applied for an area and got no permit."""
    who = _pending(o)
    return who if len(who) == 1 and not o.c.us else ()


def _pending(o: _Open) -> Names:
    """Who has applied for an area, and has got no permit."""
    on = [f for f in o.c.late() if f.areas & o.s.keys]
    got = {f.key("holder") for f in on if f.kind == "permit"}
    pending = (f for f in reversed(on) if f.key("outcome") == "pending" and f.party not in got)
    who = {f.party: f.fields["applicants"] for f in pending}
    return elsewhere(tuple(who.values()))


SOURCES: dict[str, Callable[[_Open], Names]] = {
    "clause": _clause,
    "above": _above,
    "heading": _heading,
    "before": _before,
    "place": _place,
    "anaphor": _anaphor,
    "within": _within,
    "us": _us,
    "party": _party,
    "title": _title,
    "applicants": _applicants,
}
