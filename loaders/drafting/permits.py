"""Who holds what: permits, and the decisions that gave them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import product

from loaders.drafting.context import Context, Decision
from loaders.drafting.cues import OLD_BOARD, says
from loaders.drafting.dating import governed
from loaders.drafting.governing import programme, programme_of
from loaders.drafting.process import decide, placed
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import SaidName
from loaders.drafting.spellings import TABLE
from loaders.drafting.statements import Statement


@dataclass
class Holder:
    """A party to a permit or an application: who, through which hospitals, concluded or not."""

    who: SaidName
    sites: list[SaidName] = field(default_factory=list)
    inferred: bool = False

    @property
    def hospital(self) -> SaidName | list[SaidName] | None:
        """Through which hospital or hospitals."""
        return self.sites if len(self.sites) > 1 else next(iter(self.sites), None)


def holders_of(c: Context, s: Statement, system: str = "nhv") -> list[Holder]:
    """The parties of a statement, each with its hospitals; of a hospital, the region that runs it.

    Under the tasks of the cancer centres a hospital holds them itself.
    """
    found: list[Holder] = []
    before: SaidName | None = None
    given = "parties" in s.given
    for one in (n for n in s.parties if n.kind in ("region", "hospital")):
        between = s.text[before.end : one.start] if before and not given else ""
        region = c.region_of(one) if one.kind == "hospital" else one
        known = next((h for h in found if region and h.who.id == region.id), None)
        if one.kind == "region":
            beside = before is not None and _is_beside(c, before, one, between)
            if known is None and not (beside and system == "rcc"):
                hospital = TABLE["towns"].get(one.printed) if system == "rcc" else ""
                found.append(
                    Holder(replace(one, kind="hospital", id=hospital) if hospital else one)
                )
            elif known and beside and known.inferred:
                known.inferred, known.who = False, one
        elif system == "rcc" or region is None:
            found.append(Holder(one))
        elif known:
            known.sites.append(one)
        else:
            found.append(Holder(region, [one], True))
        before = one
    for holder in found:
        holder.inferred = holder.inferred or s.given.get("parties") == "us"
    return found


def _is_beside(c: Context, before: SaidName, one: SaidName, between: str) -> bool:
    """Whether a region only says where the hospital before it is: ``Sahlgrenska, VGR``."""
    runs = c.region_of(before) if before.kind == "hospital" else None
    return bool(runs and runs.id == one.id and says("beside", between))


def permits(c: Context, s: Statement) -> bool:
    """Who holds a permit for which of some areas; whether anybody does."""
    p = s.passage
    system = programme_of(c, p, s.day("first", "decided"))
    within = next((n for n in s.parties if n.kind == "healthcare-region"), None)
    holders: list[Holder | None] = list(holders_of(c, s, system))
    if not holders and within and s.listed:
        holders = [None]
    days = s.days
    decided, of_decision = days.get("decided"), s.given.get("decided") == "decision"
    told = of_decision or (decided and c.says_board(s.text))
    made = []
    for area, holder, first in _pairs(s, holders):
        start = first or (
            s.day_of(area, "first") if days.get("first") is s.days.get("first") else None
        )
        fields = {
            "permit": area,
            "holder": holder.who if holder else None,
            "held_within": within if holder is None else None,
            "through_hospital": holder.hospital if holder else None,
            "programme": programme(system),
            "valid_from": start,
            "valid_until": days.get("last"),
            "decided_on": decided if s.act != "ended" else None,
            "decided_by": c.decision.by if told else "",
            "state": _state(c, s, start, days.get("last"), of_decision),
        }
        inferred = ["holder"] if holder and holder.inferred else []
        made.append(c.add(p, "permit", fields, inferred, s.lines))
    board = OLD_BOARD if system == "rikssjukvard" else c.board
    here = c.decision.lines == p.lines and s.act != "ended"
    if made and decided and (p.role == "row" or s.act == "granted" or of_decision or here):
        governs = c.decision.day == decided
        given = c.decision if governs else Decision(decided, board, "allotment-decision")
        decide(c, s, given, programme=programme(system))
    if made and s.act == "ended" and says("revokes", s.text):
        day = decided or (c.decision.day if governed(c, s) else None)
        if day:
            decide(c, s, Decision(day, board, "revocation-decision", c.decision.lines))
    if s.step in (7, 8) and made:
        placed(c, s, "starting" if made[0].fields.get("state") == "starting" else "")
    return bool(made)


def _pairs(
    s: Statement, holders: list[Holder | None]
) -> Iterator[tuple[SaidName, Holder | None, SaidDay | None]]:
    """Which of the holders have which of the areas, and since when if each has its own day."""
    areas = s.areas
    own = [day for day in s.said if day is s.days.get("first") or len(areas) > 1]
    each = len(areas) > 1 and len(own) == len(areas)
    pairs: Iterable[tuple[tuple[int, SaidName], Holder | None]]
    if len(areas) == len(holders) > 1 and says("respectively", s.text):
        pairs = zip(enumerate(areas), holders, strict=True)
    else:
        pairs = product(enumerate(areas), holders)
    for (number, area), holder in pairs:
        yield area, holder, own[number] if each else None


def _state(
    c: Context, s: Statement, start: SaidDay | None, end: SaidDay | None, governed: bool
) -> str:
    """How a permit stood on the day of the document."""
    ends = s.act == "ended" or s.frame.act == "ended"
    if c.over(end) or (ends and not c.ahead(end)):
        return "ended"
    near = f"{s.passage.text} {s.passage.lead.text if s.passage.lead else ''}"
    if c.ahead(start) or says("began", near):
        return "starting"
    return "granted" if governed and not start else "active"


def count_units(c: Context) -> None:
    """The units of decisions that tell none: as many as got a permit on their day.

    A document of one region tells of its own permits, and not of how many there are.
    """
    for fact in (f for f in c.found if "units" in f.inferred - f.fields.keys()):
        on = [f for f in c.found if f.kind == "permit" and f.areas == fact.areas]
        if c.us and all(f.key("holder") == c.us.key for f in on):
            continue
        day = fact.key("date")
        fact.fields["units"] = len({f.key("holder") for f in on if f.key("decided_on") == day})
