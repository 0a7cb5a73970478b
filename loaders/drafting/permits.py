"""Who holds what: permits, and the decisions that gave them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.drafting.context import (
    day_of,
    matter_areas,
    ours,
    programme_of,
    state_of,
    unknown,
    unknown_heading,
)
from loaders.drafting.cues import BEGINS, GRANTS, LASTS, OLD
from loaders.drafting.draft import Context, Fact
from loaders.drafting.passages import Passage
from loaders.drafting.process import placed
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import SaidName
from loaders.drafting.units import units_in


def permits_of(
    c: Context,
    p: Passage,
    areas: list[SaidName],
    actors: list[SaidName],
    days: list[SaidDay],
    stage: int,
) -> None:
    """Who holds a permit for which of the areas of a passage."""
    text, listed = p.text, p.role == "item"
    under = c.matter.kind in ("allotment-decision", "recommendation") and (
        p.role != "text"
        or not days
        or c.matter.lines == p.lines
        or bool(re.search("samma dag", text, re.I))
    )
    within = next(
        (
            n
            for n in [
                *actors,
                *c.names.names(" ".join(h.text for h in p.headings), ("healthcare-region",)),
            ]
            if n.kind == "healthcare-region"
        ),
        None,
    )
    colon = listed and re.search(r"[:–,-]", text)
    programme = programme_of(c, p)
    told = (
        p.role == "text"
        and areas
        and actors
        and re.match(r"[^.:]{3,70}:\s", text)
        and areas[0].end <= text.index(":") + 1 < actors[0].start
    )
    above = c.above if listed and not actors else None
    shows = (
        GRANTS.search(text)
        or (told and (under or programme != "nhv"))
        or (above and areas)
        or (colon and (under or programme != "nhv" or stage in (7, 8)))
        or (listed and (stage == 8 or ours(c, p)))
    )
    if programme == "rikssjukvard" and (
        OLD.search(text) or (c.before and OLD.search(c.before.text) and re.search("likaså", text))
    ):
        shows = True
    if (
        p.role == "text"
        and c.matter.lines == p.lines
        and re.search(r"tillstånd\w* för .*(?:och|,)", text)
        and not actors
    ):
        c.last = areas, p
        return
    if not shows:
        if areas:
            c.last = areas, p
        return
    if not areas and actors and unknown_heading(c, p) and GRANTS.search(text):
        unknown(c, p, "permit", actors, days)
        return
    if not areas and actors and (under or GRANTS.search(text)):
        areas = c.area or matter_areas(c, p)
    if not areas:
        if listed and (colon or stage in (7, 8)) and actors:
            unknown(c, p, "permit", actors, days)
        return
    c.last = areas, p
    holders = [n for n in actors if n.kind != "healthcare-region"]
    start = day_of(text, days, BEGINS) or (
        days[0] if listed and days and not day_of(text, days, LASTS) else None
    )
    end = day_of(text, days, LASTS)
    if start is end:
        start = None
    if (
        GRANTS.search(text)
        and not start
        and days
        and re.search(r"start|gäller|flyttar", text, re.I)
    ):
        start = days[0]
    decided = None
    if not under and days and re.search(r"\bfick\b|bevilja|tilldela|beslut", text, re.I):
        decided = next((d for d in days if d is not start and d is not end), None)
    same = under and (not days or re.search("samma dag", text, re.I) or c.matter.lines == p.lines)
    made: list[Fact] = []
    for area, who in pairs(c, p, areas, holders):
        fact: Fact = {"permit": area}
        inferred: list[str] = []
        if who is None and above is not None:
            set_holder(c, fact, above, programme, inferred)
        elif who is None and within is not None and stage == 8:
            fact["held_within"] = within.printed
        elif who is None and c.us:
            fact["holder"] = c.us
            inferred.append("holder")
        elif who is None and c.within and stage == 8:
            fact["held_within"] = c.within
        elif who is None:
            continue
        else:
            set_holder(c, fact, who, programme, inferred)
        if programme != "nhv":
            fact["programme"] = f"programme:{programme}"
        kept: dict[str, SaidDay | None] = {}
        if start:
            fact["valid_from"] = start.edtf
            kept["valid_from"] = start
        if end:
            fact["valid_until"] = end.edtf
            kept["valid_until"] = end
        if decided:
            fact["decided_on"] = decided.edtf
            kept["decided_on"] = decided
        lines = p.lines
        if (same or (under and not decided)) and c.matter.day:
            fact["decided_on"] = c.matter.day.edtf
            kept["decided_on"] = c.matter.day
            if c.matter.by:
                fact["decided_by"] = c.matter.by
            lines = tuple(sorted({*c.matter.lines, *lines}))
        fact["state"] = state_of(c, p, start, end)
        made.append(c.add(fact, lines, inferred, **kept))
    if under and c.matter.day and made:
        allotments_of(c, p, areas, made)
    if stage == 8 or (stage == 7):
        placed(
            c,
            list(areas),
            stage,
            p,
            "starting" if made and made[0].get("state") == "starting" else "",
        )


def pairs(
    c: Context, p: Passage, areas: list[SaidName], holders: list[SaidName]
) -> Iterator[tuple[str, SaidName | None]]:
    """Which of the holders have which of the areas of a sentence."""
    spread = [h for h in holders if not site_of_another(c, h, holders, p.text)]
    if (
        len(areas) > 1
        and spread
        and not re.search(r"\boch\b|,", p.text[areas[0].end : areas[-1].start])
    ):
        areas = areas[:1]
    for area in areas:
        for who in spread or [None]:  # type: ignore[list-item]
            yield area.key, who


def site_of_another(c: Context, one: SaidName, among: list[SaidName], text: str) -> bool:
    """Whether a name says where another holder does it, or that of a hospital just named."""
    for other in among:
        if other is one or other.start > one.start:
            continue
        between = text[other.end : one.start]
        if (
            len(between) < 20
            and other.kind == "region"
            and one.kind == "hospital"
            and re.search(r"^\s*[,(]|\bvid\b|\bgenom\b|\bpå\b", between)
            and c.operators.get(one.id) == other.id
        ):
            return True
        if (
            other.kind == "hospital"
            and one.kind == "region"
            and re.fullmatch(r"\s*i\s*", between)
            and c.operators.get(other.id) == one.id
        ):
            return True
    return False


def set_holder(c: Context, fact: Fact, who: SaidName, programme: str, inferred: list[str]) -> None:
    """Write the holder of a permit; of a hospital, the region that runs it."""
    if who.kind == "hospital" and programme != "rcc" and (region := c.operators.get(who.id)):
        fact["holder"] = f"region:{region}"
        fact["through_hospital"] = who.key
        inferred.append("holder")
    else:
        fact["holder"] = who.key


def likewise(c: Context, p: Passage, names: list[SaidName]) -> bool:
    """An area of which the same holds as was said of the last."""
    areas = [n for n in names if n.kind == "area"]
    last = c.draft.facts[-1] if c.draft.facts else {}
    if not areas or "permit" not in last:
        return False
    for area in areas:
        days = {
            key: last[key] for key in ("valid_from", "valid_until", "decided_on") if key in last
        }
        fact = {**last, "permit": area.key}
        fact.pop("printed", None)
        c.add(
            fact,
            tuple(sorted({*last["lines"], *p.lines})),
            [*last.get("inferred", []), *days],
        )
    return True


def all_start(
    c: Context, p: Passage, days: list[SaidDay], areas: list[SaidName], names: list[SaidName]
) -> None:
    """One start for all permits, but for those that the sentence excepts."""
    if not days:
        return
    cut = re.search(r"\b(?:utom|förutom|med undantag|undantaget)\b", p.text)
    c.starts.append(("*", days[0].edtf, days[0].printed, p.lines))
    if cut and len(days) > 1:
        after = [n for n in names if n.kind in ("region", "hospital") and n.start > cut.start()]
        for area in [a.key for a in areas if a.start > cut.start()] or [""]:
            for who in [n.id for n in after] or [""]:
                day = days[1]
                c.starts.append((f"{area}|{who}", day.edtf, day.printed, p.lines))


def allotments_of(c: Context, p: Passage, areas: list[SaidName], made: list[Fact]) -> None:
    """The decisions that gave some permits."""
    for area in dict.fromkeys(a.id for a in areas):
        mine = [f for f in made if f["permit"] == f"area:{area}"]
        units = units_in(p.text) or len(mine)
        fact: Fact = {"decision": f"area:{area}", "decision_kind": c.matter.kind}
        if c.matter.kind == "recommendation":
            fact["programme"] = f"programme:{programme_of(c, p)}"
        fact |= {
            "date": c.matter.day.edtf if c.matter.day else "",
            "decided_by": c.matter.by,
            "units": units,
        }
        c.add(
            fact,
            tuple(sorted({*c.matter.lines, *p.lines})),
            [] if units_in(p.text) else ["units"],
            date=c.matter.day,
        )
