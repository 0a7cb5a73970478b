"""Passages in statements: what each part of a sentence says in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from loaders.drafting.context import Context
from loaders.drafting.cues import BREAKS, act_of, denied, find_all, says
from loaders.drafting.passages import Passage
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import ACTORS, KINDS, TOWN, SaidName
from loaders.drafting.statements import Statement, days_by_role
from loaders.drafting.units import counted, units_in

_APART = re.compile(r"\s*\((?P<aside>[^()]{6,})\)|, som (?P<relative>[^,;.]{3,80}),(?= )")
# A start at the end of a sentence is that of all its parts.
_START_OF_ALL = re.compile(r",\s+(?:från|fr\.o\.m\.|med start|att gälla|samtliga från)\b[^,;]*$")
_BEHIND = re.compile(r",? (?:som|vars|eftersom|då|därför att|med (?:hänvisning|motivering)\w*) ")
_YEAR = re.compile(r"(?<![\d-])20\d\d(?![\d-])")
# Words that stand for parties named before.
_MEANT = ("the_others", "the_former", "the_latter", "first_of_them", "all_of_them")
# "Inte tillståndshavare utan underleverantör" says the second.
_NOT_BUT = re.compile(
    r" (?:inte|ej) (?!bara|enbart|endast)\S+(?: \S+)??(?P<of> (?:för|inom|av) [^,.;:()]{3,50}?)?"
    r",? utan(?= )(?! att)"
)
# Letters in which a part of a sentence begins.
_BEGINS = 60


def statement_of(c: Context, p: Passage, text: str) -> Statement:
    """A text of a passage as one statement, of its own words alone."""
    years = " ".join(_YEAR.findall(p.text)) if len(text) < len(p.text) else ""
    said, act = tuple(c.days(text, f"{p.governing} {years}")), act_of(text)
    if act == "denied":
        act = act_of(_BEHIND.split(text)[0]) or act  # why something was done does not undo it
    names = tuple(_named(c, text, act))
    areas = tuple(list({n.id: n for n in reversed(names) if n.kind == "area"}.values())[::-1])
    parts = tuple(a for a in areas if any(a.id.startswith(f"{b.id}-") for b in areas))
    areas = parts if parts and not says("included", text) else areas
    parties = tuple(_parties(text, names, act))
    if years:
        said = tuple(_of_its_year(day, p.text, c.days(p.text)) for day in said)
    days = days_by_role(text, said)
    counts = act in ("holds", "granted") and not areas and dict(counted(text)).get("permit-count")
    if (not act and (denied(text) or says("negates", text))) or says("quoted", text) or counts:
        act = "denied"
    return Statement(p, text, names, said, act, areas, parties, days, units_in(text))


def _of_its_year(day: SaidDay, text: str, told: list[SaidDay]) -> SaidDay:
    """A day without a year before one that has it: not later in the year than that."""
    at = text.find(day.printed)
    after = [d.edtf for d in told if not d.inferred and d.start > at]
    if day.inferred and any(d[:4] == day.edtf[:4] and len(d) > 4 and d < day.edtf for d in after):
        return replace(day, edtf=f"{int(day.edtf[:4]) - 1}{day.edtf[4:]}")
    return day


def statements(c: Context, p: Passage) -> list[Statement]:
    """The statements of a passage, in its order."""
    text, first, last = _set_apart(c, _NOT_BUT.sub(lambda found: found["of"] or "", p.text))
    parts = list(_parts(c, p, text))
    start = _START_OF_ALL.search(text)
    if start and len(parts) > 1:
        of_all = start[0].rstrip(".")
        parts = [one if of_all in one or c.days(one) else one + of_all for one in parts]
    said = [*first, *parts, *last]
    return [statement_of(c, p, one) for one in said if one.strip(" .,")]


def _set_apart(c: Context, text: str) -> tuple[str, list[str], list[str]]:
    """A sentence without its asides and relative clauses that state something of their own.

    Those are sentences on whom they stand behind: a relative clause with an area comes before the
    rest, which may go on about that; all others come behind it.
    """
    first: list[str] = []
    last: list[str] = []
    rest, kept = "", 0
    for found in _APART.finditer(text):
        aside, own = found["aside"], found["aside"] or found["relative"]
        before = c.names.names(text[: found.start()])
        behind = before and before[-1].end == found.start() and before[-1].kind in ACTORS
        own_party = bool(aside and c.names.names(own, ACTORS))  # "(avslag för Uppsala)"
        who = before[-1].printed if behind and not own_party else ""
        role = act_of(own) == "supply" and not c.names.names(own, (*ACTORS, TOWN))
        if role or not (act_of(own) or (aside and denied(own))) or not (aside or who):
            continue  # it belongs to what it explains
        rest += text[kept : found.start() - (len(who) if aside else 0)]
        kept = found.end()
        area = next((n.printed for n in reversed(before) if n.kind == "area"), "")
        said = f"{who} {own}".strip()
        if aside:
            last.append(f"{area}: {said}" if area else said)
        else:
            (first if c.names.names(own, ("area",)) else last).append(said)
    return rest + text[kept:], first, last


def _named(c: Context, text: str, act: str) -> Iterator[SaidName]:
    """The names of a text; a town is its region where something is done by it, and no place."""
    names = c.names.names(text, (*KINDS, TOWN))
    places = [found.span(1) for found in find_all("place", text)]
    sure = any(n.kind in ACTORS and not any(a <= n.start < b for a, b in places) for n in names)
    for name in names:
        if name.kind == TOWN:
            place = re.search(r"\b(?:i|in|vid|från|på)\s+$", text[: name.start])
            told = re.search(r"[:(–]\s*$", text[: name.start]) and re.match(
                r"[,;)]|$| och", text[name.end :]
            )
            sure = sure or bool(told)
            listed = sure and not place
            if (not act and not listed) or (place and (sure or act == "holds")):
                continue
            name = c.of_town(name)
        yield name


def _parties(text: str, names: tuple[SaidName, ...], act: str) -> Iterator[SaidName]:
    """The parties among some names: no region as a place, nobody who is named beside them."""
    places = [found.span(1) for found in find_all("place", text)]
    besides = [found.end() for found in find_all("besides", text)]
    for name in names:
        in_place = name.kind == "region" and any(a <= name.start < b for a, b in places)
        beside = any(0 <= name.start - at <= 2 for at in besides)
        if name.kind in ACTORS and not beside and not (in_place and act in ("", "holds")):
            yield name


def _parts(c: Context, p: Passage, text: str) -> Iterator[str]:
    """A text, parted where another statement begins."""
    for found in sorted(BREAKS.finditer(text), key=lambda one: not one[0].startswith(";")):
        left, right = text[: found.start()], text[found.end() :]
        if left.count("(") > left.count(")") or re.search(r"\w-$", left):
            continue
        one, other = statement_of(c, p, left), statement_of(c, p, right)
        about = not one.act and says("relative", right)
        whole = found[0].strip() == "," and one.areas and one.parties and not other.areas
        settled = p.role == "item" and whole and other.act and not one.act
        listed = not (found["hard"] or settled) and _enumerates(one, other)
        if not (about or listed) and _begins(one, other, found, right):
            yield from _parts(c, p, left) if found[0].startswith(";") else [left]
            yield from _parts(c, p, right)
            return
    yield text


def _begins(one: Statement, other: Statement, found: re.Match[str], right: str) -> bool:
    """Whether a break parts two statements: each has its act, its day or its parties."""
    item, hard = one.passage.role == "item", bool(found["hard"])
    if right.startswith("att ") and one.act and (other.act or other.said):
        return True  # each "att" of a decision
    whose = item and one.parties and other.parties
    acts = bool(other.act and one.act != other.act and (one.act or whose))
    if acts and (other.names or hard or item or says("we", right) or says("area_latter", right)):
        return True
    meant = any(says(key, right[:_BEGINS]) for key in _MEANT)
    if meant and (other.act or other.said) and (one.parties or one.act):
        return True
    named = other.parties or meant
    both = (one.areas and other.areas) or ((one.parties or meant) and named)
    if says("only_start", one.text) and other.said and other.parties:
        return True
    if one.said and other.said and both and other.act in ("", one.act):
        return True
    begins = found[0].strip() != "," or (other.names and other.names[0].start == 0)
    if begins and _order(one) and _order(one) == _order(other):
        return True
    alike = (other.parties and one.parties) or (other.areas and one.areas)
    if (hard or item) and alike and says("not_them", right):
        return True
    return hard and bool(other.act and (one.act or (one.parties and other.parties)))


def _enumerates(one: Statement, other: Statement) -> bool:
    """Whether a break parts two names of one kind in a list of names."""
    if not one.names or not other.names:
        return False
    last, first = one.names[-1], other.names[0]
    near = last.end >= len(one.text.rstrip(" )")) and first.start == 0
    if last.kind in ACTORS and first.kind in ACTORS:
        return near and not (one.areas and other.areas)
    return near and last.kind == first.kind == "area" and not (one.parties and other.parties)


def _order(one: Statement) -> tuple[bool, ...]:
    """Whether a statement names its areas before its parties, if it names both."""
    if not one.areas or not one.parties or says("together", one.text):
        return ()
    return (one.areas[0].start < one.parties[0].start,)
