"""Who holds what: permits, and the decisions that gave them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from loaders.drafting.clauses import Clause
from loaders.drafting.cues import BOARD, says
from loaders.drafting.draft import Context, Found, Matter, Start
from loaders.drafting.frames import programme, programme_of, within_of
from loaders.drafting.passages import Passage
from loaders.drafting.process import placed
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import ACTORS, SaidName
from loaders.drafting.saying import Saying

_NEAR = 20


@dataclass
class Holder:
    """A party to a permit or an application: who, through which hospitals, concluded or not."""

    who: SaidName
    sites: list[SaidName] = field(default_factory=list)
    inferred: bool = False


def holders_of(
    c: Context, actors: Iterable[SaidName], text: str, system: str = "nhv"
) -> list[Holder]:
    """Regions, each with its hospitals; of a hospital alone, the region that runs it.

    Under the tasks of the cancer centres a hospital holds them itself.
    """
    found: list[Holder] = []
    before: SaidName | None = None
    for one in actors:
        between = text[before.end : one.start] if before else ""
        region = c.region_of(one) if one.kind == "hospital" else None
        if one.kind == "region":
            known = next((h for h in found if h.who.id == one.id), None)
            beside = before and before.kind == "hospital" and says("beside", between)
            if beside and system == "rcc":
                pass
            elif known is None:
                found.append(Holder(one))
            elif beside and known.inferred:
                known.inferred, known.who = False, one
        elif one.kind == "hospital":
            linked = (
                before
                and before.kind == "region"
                and len(between) < _NEAR
                and says("link", between)
                and region
                and before.id == region.id
            )
            known = next((h for h in found if region and h.who.id == region.id), None)
            if linked or (known and system != "rcc"):
                (known or found[-1]).sites.append(one)
            elif system == "rcc" or region is None:
                found.append(Holder(one))
            else:
                found.append(Holder(region, [one], True))
        before = one
    return found


def permits(c: Context, s: Saying) -> bool:
    """Who holds a permit for which of some areas; whether anybody does."""
    p, text = s.p, s.text
    system = programme_of(c, p, s.areas[0].key if s.areas else "")
    named = [n for n in s.actors if n.kind != "healthcare-region"]
    within = next((n for n in s.actors if n.kind == "healthcare-region"), None) or within_of(c, p)
    holders: list[Holder | None] = list(holders_of(c, named, text, system))
    if not holders:
        if s.frame.actor and s.listed:
            holders = list(holders_of(c, [s.frame.actor], "", system))
        elif (
            within
            and s.listed
            and not (c.us and programme_of(c, p) == "nhv" and not within_of(c, p))
        ):
            holders = [None]
        elif c.us:
            holders = [Holder(c.us, [c.site] if c.site else [], True)]
    days = dict(s.days)
    if "bare" in days:
        # "was granted on" tells of the decision, a day in a list of permits of their start
        before = bool(s.areas) and days["bare"].start < s.areas[0].start
        decides = (s.frame.act == "allotted" and before) or s.act == "granted"
        told = "decided" if decides and (before or not s.listed or p.role == "row") else "first"
        days.setdefault("last" if s.frame.act == "ended" else told, days.pop("bare"))
    if "first" in days and says("gives_back", text):
        days["last"] = days.pop("first").before()
    decided, lines, by = days.get("decided"), set[int](), ""
    if decided is None and _governed(c, s):
        decided, lines, by = c.matter.day, set(c.matter.lines), c.matter.by
    elif decided is None and s.clause.act == "granted" and not s.listed:
        decided = c.decided_in
    elif decided is None and says("others", text):
        alike = (f for f in reversed(c.late()) if f.areas & {a.key for a in s.areas})
        decided = next((f.fields["decided_on"] for f in alike if "decided_on" in f.fields), None)
    elif decided and says("board", text):
        by = c.matter.by
    listed = s.listed and s.frame.act in ("permit", "allotted")
    if listed and "first" in s.frame.days and "first" not in days:
        days["first"] = s.frame.days["first"]
        lines |= set(s.frame.lines)
    made = []
    for area, holder, first in _pairs(s, holders):
        start = first or days.get("first")
        fields = {
            "permit": area,
            "holder": holder.who if holder else None,
            "held_within": within if holder is None else None,
            "through_hospital": (holder.sites if len(holder.sites) > 1 else holder.sites[0])
            if holder and holder.sites
            else None,
            "programme": programme(system),
            "valid_from": start,
            "valid_until": days.get("last"),
            "decided_on": decided,
            "decided_by": by if decided else "",
            "state": state_of(c, s, start, days.get("last")),
        }
        inferred = ["holder"] if holder and holder.inferred else []
        made.append(c.add(p, "permit", fields, inferred, lines))
    if (
        made
        and decided
        and (p.role == "row" or s.clause.act == "granted" or decided == c.matter.day)
    ):
        _allotments(c, s, made, decided)
    if s.frame.step in (7, 8):
        state = made[0].fields.get("state") if made else ""
        placed(c, s, "starting" if state == "starting" else "")
    return bool(made)


def _governed(c: Context, s: Saying) -> bool:
    """Whether the decision that was told before is the one that gave a permit."""
    p, matter = s.p, c.matter
    if matter.kind not in ("allotment-decision", "recommendation") or not matter.day:
        return False
    if matter.lines == p.lines or says("same_day", s.text):
        return True
    if s.listed:
        led = p.lead and set(matter.lines) <= set(p.lead.lines)
        return bool(led) or s.act == "allotted" or not s.said
    told = s.clause.act == "granted" or not {"first", "last"} & s.days.keys()
    return told and not says("earlier", s.text)


def _pairs(
    s: Saying, holders: list[Holder | None]
) -> Iterator[tuple[SaidName, Holder | None, SaidDay | None]]:
    """Which of the holders have which of the areas, and since when if each has its own day."""
    areas = s.areas
    own = [day for day in s.said if day is s.days.get("first") or len(areas) > 1]
    each = len(areas) > 1 and len(own) == len(areas)
    if len(areas) > 1 and holders and areas[0].end and areas[0].end <= areas[-1].start:
        between = s.text[areas[0].end : areas[-1].start]
        if "," not in between and not any(f" {w} " in between for w in ("och", "samt", "and")):
            areas = areas[:1]
    for number, area in enumerate(areas):
        for holder in holders:
            yield area, holder, own[number] if each else None


def state_of(c: Context, s: Saying, start: SaidDay | None, end: SaidDay | None) -> str:
    """How a permit stood on the day of the document."""
    now = c.written.isoformat() if c.written else "9999"
    p = s.p
    if (end and end.last < now) or s.frame.act == "ended":
        return "ended"
    near = f"{p.text} {p.lead.text if p.lead else ''}"
    if (start and start.last > now) or says("began", near):
        return "starting"
    return "granted" if _governed(c, s) and not start else "active"


def _allotments(c: Context, s: Saying, made: list[Found], day: SaidDay) -> None:
    """The decisions that gave some permits."""
    matter = c.matter if c.matter.day == day else Matter(day, BOARD, "allotment-decision")
    for area in s.areas:
        mine = [f for f in made if area.key in f.areas]
        units = s.units
        if not mine:
            continue
        fields = {
            "decision": area,
            "decision_kind": matter.kind,
            "programme": mine[0].fields.get("programme"),
            "date": day,
            "decided_by": matter.by,
            "units": units or len(mine),
        }
        c.add(s.p, "decision", fields, [] if units else ["units"], matter.lines)


def likewise(c: Context, p: Passage, areas: list[SaidName]) -> bool:
    """An area of which the same holds as was said of the last."""
    last = c.found[-1] if c.found else None
    if not areas or last is None or last.kind != "permit":
        return False
    for area in areas:
        days = [key for key in ("valid_from", "valid_until", "decided_on") if key in last.fields]
        c.add(p, "permit", {**last.fields, "permit": area}, [*last.inferred, *days], last.lines)
    return True


def all_start(c: Context, p: Passage, clause: Clause) -> None:
    """One start for all permits, but for those that the sentence excepts."""
    if not clause.said:
        return
    section = None if says("all", p.text) else p.headings
    c.starts.append(Start(clause.said[0], p, section=section))
    cut = says("except", p.text)
    if cut and len(clause.said) > 1:
        areas = {n.key for n in clause.areas if n.start > cut.start()}
        who = {n.key for n in clause.names if n.kind in ACTORS and n.start > cut.start()}
        c.starts.append(Start(clause.said[1], p, areas, who))
