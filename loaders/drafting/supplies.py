"""Who supplies whom with care, where the document says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from loaders.drafting.context import Context
from loaders.drafting.cues import says
from loaders.drafting.findings import spans
from loaders.drafting.passages import Passage
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import SaidName
from loaders.drafting.statements import Statement

_KINDS = (("samarbetspartner", "partner"), ("underleverantor", "supplier"))


@dataclass
class Direction:
    """Who supplies whom, and which of them was concluded."""

    suppliers: list[SaidName] = field(default_factory=list)
    receiver: SaidName | None = None
    inferred: list[str] = field(default_factory=list)


def supplies(c: Context, s: Statement) -> bool:
    """Who supplies whom; what leaves that open is undecided."""
    p = s.passage
    kinds = kinds_in(s.text) or kinds_in(p.text) or kinds_in(p.governing)
    if not kinds and says("supplies", s.text):
        kinds = ["underleverantor"]
    if not kinds or not (s.parties or s.says_own("areas")):
        return False
    way = _direction(c, s)
    for area in s.areas:
        one = way if way.suppliers and way.receiver else _by_holder(c, s, area)
        if one.suppliers and one.receiver:
            rest = {role: day for role, day in s.days.items() if role != "first"}
            first = s.day_of(area, "first")
            add_supply(c, p, area, one, kinds, rest | ({"first": first} if first else {}))
        else:
            leave_open(c, p, area, s.parties)
    return True


def kinds_in(text: str) -> list[str]:
    """The kinds of supply that a text names."""
    return [kind for kind, word in _KINDS if says(word, text)]


def leave_open(c: Context, p: Passage, area: SaidName, parties: tuple[SaidName, ...]) -> None:
    """Note that a passage does not say who supplies whom."""
    who = ", ".join(n.printed for n in parties)
    why = "who supplies whom is not said"
    c.undecided.append(f"supply | {area.printed} | {who} | lines {spans(p.lines)} | {why}")


def add_supply(
    c: Context,
    p: Passage,
    area: SaidName,
    way: Direction,
    kinds: list[str],
    days: Mapping[str, SaidDay],
) -> None:
    """Write the supply of each supplier."""
    end = days.get("last")
    over = c.over(end) or says("ended", f"{p.text} {p.governing}")
    lines = p.section.lines if p.section and p.role != "text" else ()
    known = {n.key for n in way.suppliers}
    for supplier in way.suppliers:
        if (region := c.region_of(supplier)) and region.key in known:
            continue  # a hospital of a region that is named itself
        ours = {c.region_of(n) or n for n in (supplier, way.receiver) if n}
        if way.receiver and len({n.key for n in ours}) > 1:
            fields = {
                "supply": area,
                "supplier": supplier,
                "receiver": way.receiver,
                "supply_kind": kinds[0] if len(kinds) == 1 else kinds,
                "valid_from": days.get("first"),
                "valid_until": end,
                "decided_on": days.get("decided"),
                "state": "ended" if over else "active",
            }
            c.add(p, "supply", fields, way.inferred, lines)


def _direction(c: Context, s: Statement) -> Direction:
    """The direction by the words, by those above, or none."""
    text, p, parties = s.text, s.passage, list(s.parties)
    role, towards = says("role", text), says("towards_one", text)
    to_them = role and says("towards", text[role.end() : role.end() + 6])
    if to_them or towards:
        anchor = role.end() if role and to_them else towards.start() if towards else 0
        to_us = says("to_us", text)
        before = [n for n in parties if n.start < anchor]
        after = [n for n in parties if n.start >= anchor]
        receiver = c.us if to_us else next(iter(after), None)
        we = None if to_us else _who_speaks(c, s)
        supplier = before or ([we] if we else [])
        if supplier or receiver:
            concluded = [*(["receiver"] if to_us else []), *([] if before else ["supplier"])]
            return Direction(supplier, receiver, concluded)
    if role and c.us and parties and parties[0].start == 0 and not says("we_supply", p.governing):
        return Direction(parties[:1], c.us, ["receiver"])
    if says("hires", text) and parties:
        return Direction(parties[1:], parties[0])
    if parties and (says("they_supply", text) or says("they_supply", p.governing)):
        return Direction(parties, c.us, ["receiver"])
    if parties and (says("we_supply", text) or says("we_supply", p.governing)):
        we = c.us or _about(c, p)
        return Direction([we] if we else [], parties[0], ["supplier"])
    return Direction()


def _who_speaks(c: Context, s: Statement) -> SaidName | None:
    """The party of the section, the region whose document it is, or what headings are about."""
    party = next(iter(s.frame.parties), None)
    if party and party.kind == "hospital":
        party = c.region_of(party)
    return party or c.site or c.us or _about(c, s.passage)


def _only_holder(c: Context, s: Statement) -> SaidName | None:
    """Who has the permit for the areas by the facts before, if only one does."""
    held = (f for f in c.late() if f.kind == "permit" and f.areas & s.keys and "holder" in f.fields)
    who: dict[str, SaidName] = {f.key("holder"): f.fields["holder"] for f in held}
    return next(iter(who.values())) if len(who) == 1 else None


def _about(c: Context, p: Passage) -> SaidName | None:
    """The region or healthcare region that the headings are about."""
    said = " ".join(h.text for h in p.headings)
    return next(iter(c.names.names(said, ("healthcare-region", "region"))), c.within)


def _by_holder(c: Context, s: Statement, area: SaidName) -> Direction:
    """A partner of whoever has the permit by another passage of the document."""
    held = [f for f in c.late() if f.kind == "permit" and area.key in f.areas]
    ours = c.us and any(f.key("holder") == c.us.key for f in held)
    who = c.us if ours else c.told_holders.get(area.key)
    if who is None and s.listed and s.frame.act == "permit":
        who = _about(c, s.passage) or c.us
    who = who or _only_holder(c, s)
    others = [n for n in s.parties if who and n.key != who.key]
    return Direction(others, who, ["receiver"]) if others and who else Direction()
