"""The facts that a document seems to state, passage by passage."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.drafting.context import decider, matter_areas, open_matter, speaks, stage_of
from loaders.drafting.cues import (
    ALL_START,
    APPLIES,
    BEGINS,
    CONSULTS,
    GRANTS,
    MEETS,
    NOT_NOW,
    OUT,
    REFUSED,
    SEEKS,
    SUPPLIES,
    TABLED,
    WITHDRAWN,
)
from loaders.drafting.draft import Context, Draft, Matter, reference
from loaders.drafting.events import changes, duties, meetings, statistics
from loaders.drafting.passages import Passage
from loaders.drafting.permits import all_start, likewise, permits_of
from loaders.drafting.process import (
    allotments,
    applications,
    calls,
    consultations,
    definitions,
    placements,
    tablings,
)
from loaders.drafting.rows import rows
from loaders.drafting.said_days import SaidDay, said_days
from loaders.drafting.said_names import ACTORS, SaidName
from loaders.drafting.supplies import supplies


def read_passage(c: Context, p: Passage) -> None:
    """Read one passage; what it opens governs those after it."""
    if p.role == "heading":
        read_heading(c, p)
        return
    names = c.names.names(p.text)
    days = said_days(p.text, c.written, p.governing)
    meetings(c, p, names, days)
    statistics(c, p, names, days)
    changes(c, p, days)
    if p.role in ("head", "foot"):
        return
    if duties(c, p, names, days):
        return
    if p.role == "lead":
        open_matter(c, p, names, days)
        c.area = [n for n in names if n.kind == "area"]
        c.above = next(
            (
                n
                for n in names
                if n.kind in ("region", "hospital")
                and not c.area
                and len(p.text) < 60
                and not SUPPLIES.search(p.text)
            ),
            None,
        )
        if c.area and p.text.endswith(":") is False and len(c.area) == 1:
            return
    if p.role == "row":
        rows(c, p)
        return
    if p.role == "text":
        open_matter(c, p, names, days)
    if re.search(r"\blikaså\b|detsamma gäller|på samma sätt", p.text, re.I) and likewise(
        c, p, names
    ):
        return
    if re.search(
        r"sakkunniggrupp\w* (?:startar|inom|tillsätts)|startar\w* sakkunniggrupp", p.text, re.I
    ):
        c.groups = p.headings
    said(c, p, names, days)


def read_heading(c: Context, p: Passage) -> None:
    """Read a heading: an area, a holder, a day."""
    names = c.names.names(p.text)
    areas = [n for n in names if n.kind == "area"] or [n for n in [c.names.whole(p.text)] if n]
    if p.level <= c.matter.level or (not c.matter.level and p.level <= 1):
        c.matter = Matter()
    c.above = None
    if areas and len(p.text) < 90:
        c.area = areas[:1]
    else:
        c.area = []
        c.above = next(
            (
                n
                for n in names
                if n.kind in ("region", "hospital")
                and len(p.text) < 60
                and not SUPPLIES.search(p.text)
            ),
            None,
        )
        days = said_days(p.text, c.written, "")
        if days:
            open_matter(c, p, names, days)
    if p.level == 3 and MEETS.search(p.text):
        meetings(c, p, names, said_days(p.text, c.written, ""))


def said(c: Context, p: Passage, names: list[SaidName], days: list[SaidDay]) -> None:
    """What a sentence or an item says of areas and those who have, seek or supply them."""
    text = p.text
    areas = [n for n in names if n.kind == "area"]
    actors = [n for n in names if n.kind in ACTORS]
    listed = p.role == "item"
    if listed and not areas:
        whole = c.names.whole(re.split(r"[:–(,]| - ", text)[0])
        areas = [whole] if whole else []
    if listed and not areas and p.lead:
        above = list(c.names.names(p.lead.text, ("area",)))
        areas = above if len({n.id for n in above}) == 1 else []
    areas = list({n.id: n for n in areas}.values())
    stage = stage_of(c, p)
    if not areas and days and re.match(r"beslute[tn]? (?:fattades|togs|kom)", text, re.I):
        last_decision(c, p, days[0])
        return
    if (
        not areas
        and days
        and re.match(r"(?:tillstånde[nt]s?|start\w*|uppdrage[nt])\b", text, re.I)
        and (BEGINS.search(text[: days[0].start]) or re.search("start|gäller", text, re.I))
    ):
        last_start(c, p, days[0])
        return
    if ALL_START.search(text):
        all_start(c, p, days, areas, names)
        return
    if (
        SUPPLIES.search(text)
        or (SUPPLIES.search(p.governing) and listed)
        or (re.search("hjälper andra|hjälp av", p.governing, re.I) and listed)
    ):
        supplies(c, p, text, areas, actors, days)
        we_supply = re.search(r"(?:underleverant\w*|samarbetspart\w*)\s+(?:till|åt)\s", text, re.I)
        if not (stage == 8 and areas) or we_supply:
            return
        actors = []
    if NOT_NOW.search(text) and not GRANTS.search(re.sub(NOT_NOW, "", text)):
        return
    if not areas and c.area and (actors or speaks(c, p)):
        areas = c.area
    refused, withdrawn = REFUSED.search(text), WITHDRAWN.search(text)
    if withdrawn or refused:
        applications(
            c,
            p,
            areas or matter_areas(c, p),
            actors,
            days,
            "withdrawn" if withdrawn else "refused",
            refused,
        )
        return
    if (
        TABLED.search(text)
        or TABLED.search(p.lead.text if p.lead else "")
        or (TABLED.search(p.headings[-1].text) if p.headings else False)
    ):
        if areas or c.area:
            tablings(c, p, areas or c.area)
        return
    if (
        stage == 3
        or (OUT.search(text) and CONSULTS.search(text))
        or re.search(r"\bremissen om\b", text, re.I)
    ) and consultations(c, p, areas, days, text):
        return
    if (
        stage == 5
        and areas
        and not actors
        and not re.search(r"först|kommer|går till utlysning", text, re.I)
    ):
        calls(c, p, areas, days)
        return
    if (
        areas
        and re.search(r"sakkunniggrupp", text, re.I)
        and re.search(r"\bstarta\w*|tillsätt\w*", text, re.I)
    ):
        placements(c, p, areas, 2, days)
        return
    if stage in (1, 2) and (areas or listed):
        placements(c, p, areas, stage)
        return
    applies = APPLIES.search(text)
    if (applies and SEEKS.search(text)) or (
        (applies or (stage == 6 and actors)) and not GRANTS.search(text)
    ):
        applications(c, p, areas or c.area or matter_areas(c, p), actors, days, "pending", None)
        return
    if (
        c.matter.kind == "definition-decision"
        and areas
        and not actors
        and (listed or stage == 4 or c.matter.lines == p.lines)
    ):
        definitions(c, p, areas)
        return
    if (
        c.matter.kind == "allotment-decision"
        and listed
        and areas
        and not actors
        and not c.us
        and stage != 8
        and p.lead
        and set(c.matter.lines) <= set(p.lead.lines)
    ):
        allotments(c, p, areas)
        return
    permits_of(c, p, areas, actors, days, stage)


def last_decision(c: Context, p: Passage, day: SaidDay) -> None:
    """The day on which the permits of the sentences before were decided, said after them."""
    for fact in reversed(c.draft.facts):
        if "permit" not in fact or p.lines[0] - max(fact["lines"]) > 1 or "decided_on" in fact:
            break
        fact |= {"decided_on": day.edtf, "lines": sorted({*fact["lines"], *p.lines})}
        if decided_by := decider(p.text, c.names.names(p.text)):
            fact["decided_by"] = decided_by
        if day.inferred:
            fact["inferred"] = list(dict.fromkeys([*fact.get("inferred", []), "decided_on"]))
            fact.setdefault("reading", "concluded by the draft; see the lines")


def last_start(c: Context, p: Passage, day: SaidDay) -> None:
    """The first day of the permits that the sentences before were about."""
    for fact in reversed(c.draft.facts):
        if "permit" not in fact:
            continue
        if p.lines[0] - max(fact["lines"]) > 3 or "valid_from" in fact:
            break
        fact["valid_from"] = day.edtf
        fact["lines"] = sorted({*fact["lines"], *p.lines})
        if day.printed != day.edtf:
            fact.setdefault("printed", {})["valid_from"] = day.printed
        if fact.get("state") == "granted":
            fact["state"] = "starting"


def define(c: Context, short: str, long: str) -> None:
    """Take an abbreviation that the document itself explains."""
    if short.upper()[:2] == short[:2]:
        for name in c.names.names(long, ("region", "hospital", "body"))[:1]:
            c.names.define(short, name.kind, name.id)


def finish(c: Context) -> None:
    """Starts that one sentence gives to many permits; decisions that nothing else tells of."""
    settle(c)
    permits = [f for f in c.draft.facts if "permit" in f and "decided_on" in f]
    for where, day, printed, lines in c.starts:
        area, _, who = where.partition("|")
        for fact in permits:
            fits = (where == "*" and "valid_from" not in fact) or (
                where != "*"
                and (not area or fact["permit"] == area)
                and (not who or str(fact.get("holder", "")).endswith(who))
            )
            if fits:
                fact["valid_from"] = day
                fact.setdefault("printed", {})["valid_from"] = printed
                fact["lines"] = sorted({*fact["lines"], *lines})
                if fact.get("state") == "granted":
                    fact["state"] = "starting"


def settle(c: Context) -> None:
    """Applications of which the document tells the outcome further on."""
    pending = [f for f in c.draft.facts if f.get("outcome") == "pending" and "decided_at" not in f]
    for fact in pending:
        same = [
            f
            for f in c.draft.facts
            if f.get("application") == fact["application"]
            and f is not fact
            and f["applicants"] == fact["applicants"]
        ]
        if any(f["outcome"] != "pending" for f in same):
            c.draft.facts.remove(fact)
            continue
        who = fact["applicants"] if isinstance(fact["applicants"], str) else None
        got = next(
            (
                f
                for f in c.draft.facts
                if f.get("permit") == fact["application"]
                and f.get("holder") == who
                and f.get("decided_on")
            ),
            None,
        )
        if got:
            fact |= {
                "decided_at": got["decided_on"],
                "outcome": "granted",
                "lines": sorted({*fact["lines"], *got["lines"]}),
            }


def drafted(c: Context, passages: Sequence[Passage]) -> Draft:
    """What a document seems to state.

    Args:
        c: The document's context, with nothing read yet.
        passages: Its passages.
    """
    c.everything = passages
    c.written = c.written or reference(passages)
    for p in passages:
        for definition in re.finditer(
            r"\b([A-ZÅÄÖ][A-ZÅÄÖa-zåäö/]{1,9}) är ([A-ZÅÄÖ][^.,;]{5,60})", p.text
        ):
            define(c, definition[1], definition[2])
        for definition in re.finditer(r"([A-ZÅÄÖ][\wåäö ]{8,60}?) \(([A-ZÅÄÖ]{2,6})\)", p.text):
            define(c, definition[2], definition[1])
    for p in passages:
        read_passage(c, p)
        c.before = p
    finish(c)
    return c.draft
