"""Who supplies whom with care, where the document says so."""

from __future__ import annotations

from dataclasses import dataclass, field

from loaders.drafting.cues import says
from loaders.drafting.draft import Context, spans
from loaders.drafting.frames import above, note_unknown
from loaders.drafting.passages import Passage
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import ACTORS, SaidName
from loaders.drafting.saying import Saying

_KINDS = (("samarbetspartner", "partner"), ("underleverantor", "supplier"))


@dataclass
class Direction:
    """Who supplies whom, and which of them was concluded."""

    suppliers: list[SaidName] = field(default_factory=list)
    receiver: SaidName | None = None
    inferred: list[str] = field(default_factory=list)


def supplies(c: Context, s: Saying) -> bool:
    """Who supplies whom; what leaves that open is undecided."""
    p = s.p
    kinds = kinds_in(s.text) or kinds_in(p.governing)
    if not s.areas:
        if p.role in ("item", "row") and s.actors and kinds:
            note_unknown(c, p, "supply", s.actors, next(iter(s.said), None))
        return False
    if not kinds:
        return False
    way = _direction(c, s)
    for area in s.areas:
        one = way if way.suppliers and way.receiver else _by_holder(c, s, area)
        if one.suppliers and one.receiver:
            add_supply(c, p, area, one, kinds, s.days)
            if says("has_it", s.text):
                c.add(p, "permit", {"permit": area, "holder": one.receiver, "state": "active"})
        else:
            leave_open(c, p, area, s.actors)
    return True


def kinds_in(text: str) -> list[str]:
    """The kinds of supply that a text names."""
    return [kind for kind, word in _KINDS if says(word, text)]


def leave_open(c: Context, p: Passage, area: SaidName, actors: list[SaidName]) -> None:
    """Note that a passage does not say who supplies whom."""
    who = ", ".join(n.printed for n in actors)
    why = "who supplies whom is not said"
    c.undecided.append(f"supply | {area.printed} | {who} | lines {spans(p.lines)} | {why}")


def add_supply(
    c: Context,
    p: Passage,
    area: SaidName,
    way: Direction,
    kinds: list[str],
    days: dict[str, SaidDay],
) -> None:
    """Write the supply of each supplier."""
    end = days.get("last")
    over = (end and c.written and end.last < c.written.isoformat()) or says(
        "ended", f"{p.text} {p.governing}"
    )
    lines = p.headings[-1].lines if p.headings and p.role != "text" else ()
    for supplier in way.suppliers:
        if way.receiver and supplier.key != way.receiver.key:
            fields = {
                "supply": area,
                "supplier": supplier,
                "receiver": way.receiver,
                "supply_kind": kinds[0] if len(kinds) == 1 else kinds,
                "valid_from": days.get("first") or days.get("bare"),
                "valid_until": end,
                "decided_on": days.get("decided"),
                "state": "ended" if over else "active",
            }
            c.add(p, "supply", fields, way.inferred, lines)


def _direction(c: Context, s: Saying) -> Direction:
    text, governing = s.text, " / ".join(one.text for one in above(s.p))
    role = says("role", text)
    tail = text[role.end() : role.end() + 6] if role else ""
    towards = says("towards", tail)
    other = says("towards_one", text)
    if (role and towards) or other:
        anchor = role.end() if role and towards else other.start() if other else 0
        to_us = says("to_us", text)
        after = [n for n in s.actors if n.start >= anchor]
        before = [n for n in s.actors if n.start < anchor]
        receiver = c.us if to_us else after[0] if after else None
        speaker = s.frame.actor
        if speaker and speaker.kind == "hospital":
            speaker = c.region_of(speaker)
        we = None if to_us else speaker or c.us or _about(c, s.p)
        supplier = before or ([we] if we else [])
        concluded = [*(["receiver"] if to_us else []), *([] if before else ["supplier"])]
        if supplier or receiver:
            return Direction(supplier, receiver, concluded)
    if says("hires", text) and s.actors:
        hirer = next((n for n in s.actors if c.us and n.key == c.us.key), None) or s.actors[0]
        if c.us and len(s.actors) == 1:
            return Direction(s.actors, c.us, ["receiver"])
        return Direction([n for n in s.actors if n.key != hirer.key], hirer)
    if (says("they_supply", governing) or says("they_supply", text)) and s.actors:
        return Direction(s.actors, c.us, ["receiver"])
    if (says("we_supply", governing) or says("we_supply", text)) and s.actors:
        we = c.us or _about(c, s.p)
        return Direction([we] if we else [], s.actors[0], ["supplier"])
    role = says("role", governing)
    if role and says("towards", governing[role.end() : role.end() + 6]):
        named = c.names.names(governing[role.end() :], ACTORS)
        target = named[0] if named else None
        if target and (s.actors or c.us):
            ours = [c.us] if c.us else []
            return Direction(s.actors or ours, target, [] if s.actors else ["supplier"])
    return Direction()


def _about(c: Context, p: Passage) -> SaidName | None:
    """The region or healthcare region that the headings are about."""
    said = " ".join(h.text for h in p.headings)
    return next(iter(c.names.names(said, ("healthcare-region", "region"))), c.within)


def _by_holder(c: Context, s: Saying, area: SaidName) -> Direction:
    """A partner of whoever has the permit by another passage of the document."""
    held = [f for f in c.late() if f.kind == "permit" and area.key in f.areas]
    ours = c.us and any(f.key("holder") == c.us.key for f in held)
    who = c.us if ours else c.told_holders.get(area.key)
    if who is None and s.listed and s.frame.act == "permit":
        who = _about(c, s.p) or c.us
    others = [n for n in s.actors if who and n.key != who.key]
    return Direction(others, who, ["receiver"]) if others and who else Direction()
