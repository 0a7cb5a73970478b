"""Who supplies whom with care, where the document says so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from loaders.drafting.context import Context
from loaders.drafting.cues import says
from loaders.drafting.findings import spans
from loaders.drafting.passages import Passage
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import ACTORS, SaidName
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
    text, above, parties = s.text, s.passage.governing, list(s.parties)
    named, receiver = _receiver(c, s)
    if receiver:
        others = [n for n in parties if n.key != receiver.key]
        we = None if receiver is c.speaker else _who_speaks(c, s)
        concluded = [*([] if named else ["receiver"]), *([] if others else ["supplier"])]
        return Direction(others or ([we] if we else []), receiver, concluded)
    role = says("role", text)
    if parties and (to := says("towards_one", above)):
        behind = (n for n in c.names.names(above, ACTORS) if n.start >= to.start())
        whom = c.speaker if says("to_us", above) else next(behind, None)
        return Direction([n for n in parties if whom and n.key != whom.key], whom)
    ours = c.us and parties and parties[0].key not in (c.us.key, c.speaker and c.speaker.key)
    if role and ours and parties[0].start == 0 and not says("we_supply", above):
        return Direction(parties[:1], c.speaker, ["receiver"])
    if parties and (says("they_supply", text) or says("they_supply", above)):
        return Direction(parties, c.speaker, ["receiver"])
    if parties and says("we_supply", above):
        we = c.speaker or _about(c, s.passage)
        return Direction([we] if we else [], parties[0], ["supplier"])
    if role and len(parties) == 2:
        beside = min(parties, key=lambda n: (n.end > role.start(), role.start() - n.end))
        return Direction([beside], next(n for n in parties if n is not beside))
    return Direction()


def _receiver(c: Context, s: Statement) -> tuple[bool, SaidName | None]:
    """Whom care is supplied to by the words of a sentence, and whether it names them.

    That is who stands behind "to", whose supplier it is, who hires, or who is helped.
    """
    text, parties = s.text, s.parties
    role, ours = says("role", text), c.speaker if says("we", text) else None
    to, to_us = says("towards_one", text), says("to_us", text)
    if to or to_us:
        behind = (n for n in parties if to and n.start >= to.start())
        return not to_us, c.speaker if to_us else next(behind, None)
    for name in parties:
        whose = role and name.end == role.start() - 1 and name.printed.endswith("s")
        if whose and c.names.written(name) != name.printed:
            return True, name
    if verb := says("hires", text):
        before, after = _around(parties, verb)
        return True, next(iter(before[-1:] or (after if len(after) > 1 else ())), ours)
    if verb := says("helps", text):
        return True, next(iter(_around(parties, verb)[1][-1:]), ours)
    return True, None


def _around(
    parties: tuple[SaidName, ...], verb: re.Match[str]
) -> tuple[list[SaidName], list[SaidName]]:
    """The parties before and behind what they do."""
    before = [n for n in parties if n.end <= verb.start()]
    return before, [n for n in parties if n not in before]


def _who_speaks(c: Context, s: Statement) -> SaidName | None:
    """The party of the section, the region whose document it is, or what headings are about."""
    party = next(iter(s.frame.parties), None)
    if party and party.kind == "hospital":
        party = c.region_of(party)
    return party or c.speaker or _about(c, s.passage)


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
    who = c.speaker if ours else c.told_holders.get(area.key)
    if who is None and s.listed and s.frame.act == "permit":
        who = _about(c, s.passage) or c.us
    who = who or _only_holder(c, s)
    others = [n for n in s.parties if who and n.key != who.key]
    return Direction(others, who, ["receiver"]) if others and who else Direction()
