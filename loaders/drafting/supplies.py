"""Who supplies whom with care, where the document says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.drafting.context import day_of, region_above, stage_of, unknown
from loaders.drafting.cues import BEGINS, LASTS
from loaders.drafting.draft import Context, Fact, spans
from loaders.drafting.passages import Passage
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import ACTORS, SaidName


def supplies(
    c: Context,
    p: Passage,
    text: str,
    areas: list[SaidName],
    actors: list[SaidName],
    days: list[SaidDay],
) -> bool:
    """Who supplies whom; what leaves that open is undecided."""
    above = p.governing
    if not areas:
        if p.role == "item" and actors:
            unknown(c, p, "supply", actors, days)
        return False
    kinds = [
        k
        for k, form in (
            ("samarbetspartner", r"samarbetspart"),
            ("underleverantor", r"underleverant"),
        )
        if re.search(form, text, re.I)
    ] or [
        k
        for k, form in (
            ("samarbetspartner", r"samarbetspart"),
            ("underleverantor", r"underleverant"),
        )
        if re.search(form, above, re.I)
    ]
    if not kinds:
        return False
    supplier, receiver, inferred = direction(c, p, text, above, actors)
    start, end = day_of(text, days, BEGINS), day_of(text, days, LASTS)
    decided = next(
        (d for d in days if re.search(r"beslut", text[: d.start], re.I) and d not in (start, end)),
        None,
    )
    if not supplier or not receiver:
        for area in areas:
            holder = holding_later(c, area.id)
            others = [n for n in actors if n.printed != holder]
            if holder and others:
                supply_fact(
                    c,
                    area,
                    others[0].printed,
                    holder,
                    kinds,
                    start,
                    end,
                    decided,
                    p,
                    ["supplier", "receiver"],
                )
            else:
                leave_open(c, p, area, actors)
        return True
    for area in areas:
        supply_fact(c, area, supplier, receiver, kinds, start, end, decided, p, inferred)
    return True


def leave_open(c: Context, p: Passage, area: SaidName, actors: Sequence[SaidName]) -> None:
    """Note that a passage does not say who supplies whom."""
    who = ", ".join(n.printed for n in actors)
    why = "who supplies whom is not said"
    c.draft.undecided.append(f"supply | {area.printed} | {who} | lines {spans(p.lines)} | {why}")


def supply_fact(
    c: Context,
    area: SaidName,
    supplier: str,
    receiver: str,
    kinds: list[str],
    start: SaidDay | None,
    end: SaidDay | None,
    decided: SaidDay | None,
    p: Passage,
    inferred: list[str],
) -> None:
    """Write one supply."""
    fact: Fact = {
        "supply": area.key,
        "supplier": supplier,
        "receiver": receiver,
        "supply_kind": kinds[0] if len(kinds) == 1 else kinds,
    }
    for key, day in (("valid_from", start), ("valid_until", end), ("decided_on", decided)):
        if day:
            fact[key] = day.edtf
    ended = (end and c.written and end.last < c.written.isoformat()) or re.search(
        r"\bvar underlev|avsluta", f"{p.text} {p.governing}", re.I
    )
    fact["state"] = "ended" if ended else "active"
    c.add(
        fact,
        tuple(
            sorted({*(p.headings[-1].lines if p.headings and p.role != "text" else ()), *p.lines})
        ),
        inferred,
        valid_from=start,
        valid_until=end,
        decided_on=decided,
    )


def direction(
    c: Context, p: Passage, text: str, above: str, actors: list[SaidName]
) -> tuple[str, str, list[str]]:
    """Who supplies and who receives, and which of it was concluded."""
    role = re.search(
        r"(?:underleverantör\w*|samarbetspart\w*)(?:\s*(?:/|och|eller)\s*(?:underleverantör\w*|samarbetspart\w*))*",
        text,
        re.I,
    )
    towards = re.search(
        r"\b(?:till|åt)\s+(oss\b)?", text[role.end() : role.end() + 6] if role else ""
    )
    towards_any = re.search(r"\b(?:till|åt) (oss|[A-ZÅÄÖ])", text)
    if (role and towards) or towards_any:
        anchor = role.end() if role and towards else towards_any.start() if towards_any else 0
        to_us = re.search(r"\b(?:till|åt) oss\b", text)
        after = [n for n in actors if n.start >= anchor]
        before = [n for n in actors if n.start < anchor]
        receiver = c.us if to_us else after[0].printed if after else ""
        supplier = before[0].printed if before else ("" if to_us else c.us or region_above(c, p))
        inferred = (["receiver"] if to_us else []) + ([] if before else ["supplier"])
        if supplier or receiver:
            return supplier, receiver, inferred
    others = actors
    if re.search(r"får hjälp av|hjälp(?:er)? oss|anlitar|stöds av", above, re.I) and others:
        return others[0].printed, c.us, ["receiver"]
    if (
        re.search(r"vi hjälper|vi stöder|vi levererar|vi är (?:under|samarb)", above, re.I)
        and others
    ):
        return c.us, others[0].printed, ["supplier"]
    if found := re.search(
        r"(?:underleverantör\w*|samarbetspart\w*)\W+(?:till|åt)\s+(.+)", above, re.I
    ):
        target = c.names.names(found[1], ACTORS)
        if target:
            return (
                (actors[0].printed if actors else c.us),
                target[0].printed,
                ([] if actors else ["supplier"]),
            )
    stage = stage_of(c, p)
    if (
        re.search(r"\(?(\w[^()]*) (?:är|som) (?:samarbetspart|underleverant)", text, re.I)
        and others
        and stage == 8
    ):
        within = next(
            iter(
                c.names.names(" ".join(h.text for h in p.headings), ("healthcare-region", "region"))
            ),
            None,
        )
        if within:
            return others[0].printed, within.printed, ["receiver"]
        if c.us:
            return others[0].printed, c.us, ["receiver"]
    return "", "", []


def holding_later(c: Context, area: str) -> str:
    """Who has the permit of an area by another passage of the document."""
    for p in c.everything:
        if (
            re.search(r"har (?:\w+ )?tillståndet|tillståndet (?:har|ligger)", p.text)
            and p.role == "text"
        ):
            names = c.names.names(p.text)
            if any(n.id == area for n in names):
                return next((n.printed for n in names if n.kind in ("region", "hospital")), "")
    return ""
