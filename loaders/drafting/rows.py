"""Rows of tables: their columns say what their cells are."""

from __future__ import annotations

import re
from collections.abc import Mapping

from loaders.drafting.context import programme_of, stage_of, state_of, unknown
from loaders.drafting.cues import APPLIES, CALLS, CONSULTS, LASTS, REFUSED, SUPPLIES
from loaders.drafting.draft import Context, Fact
from loaders.drafting.passages import Passage
from loaders.drafting.permits import set_holder
from loaders.drafting.process import applications, calls, consultations
from loaders.drafting.said_days import SaidDay, said_days
from loaders.drafting.said_names import ACTORS, SaidName
from loaders.drafting.supplies import direction, leave_open, supply_fact


def rows(c: Context, p: Passage) -> None:
    """A row of a table: its columns say what its cells are."""
    cells, heads = p.cells, [h.casefold() for h in p.heads]
    if len(cells) < 2:
        return
    column = {"area": 0}
    for number, head in enumerate(heads):
        for key, form in (
            ("area", r"område|vård|uppdrag|diagnos"),
            ("hospital", r"sjukhus|enhet|klinik|utförare"),
            ("holder", r"innehavare|region|vårdgivare|vem|partner|landsting|leverantör|mottagare"),
            ("form", r"form|roll|typ"),
            ("from", r"från|start|gäller|sedan|datum|när|i drift"),
            ("until", r"till|upphör|slut"),
            ("units", r"antal|enheter|tillstånd"),
        ):
            if (re.search(form, head) and key not in column) or (
                key == "area" and re.search(form, head) and number == 0
            ):
                column[key] = number
                break
    cell = {key: cells[number] for key, number in column.items() if number < len(cells)}
    areas = list(c.names.names(cell["area"], ("area",)))[:1] or [
        n for n in [c.names.whole(cell["area"])] if n
    ]
    rest = " | ".join(c for number, c in enumerate(cells) if number != column["area"])
    actors = c.names.names(rest, ACTORS)
    days = said_days(rest, c.written, " ".join(p.heads))
    above = f"{p.governing} {' '.join(p.heads)}"
    if SUPPLIES.search(rest) or SUPPLIES.search(" ".join(p.heads)):
        supplies_of_row(c, p, areas, actors, days, rest)
        return
    stage = stage_of(c, p)
    outcome = "refused" if re.search(r"avslag|avslog|nej\b|inte", rest, re.I) else ""
    if not areas:
        unknown(c, p, "permit", actors, days)
        return
    whole_text = f"{cell['area']} | {rest}"
    if REFUSED.search(above) or outcome:
        applications(
            c,
            Passage(whole_text, p.lines, "row", p.headings, p.lead),
            areas,
            actors,
            days,
            "refused",
            None,
        )
        return
    if stage == 3 or CONSULTS.search(above):
        consultations(
            c, Passage(whole_text, p.lines, "item", p.headings, p.lead), areas, days, whole_text
        )
        return
    if stage == 5 or (CALLS.search(above) and not actors):
        calls(c, p, areas, days)
        return
    if APPLIES.search(above) and actors:
        applications(
            c,
            Passage(whole_text, p.lines, "row", p.headings, p.lead),
            areas,
            actors,
            days,
            "pending",
            None,
        )
        return
    programme = programme_of(c, p)
    holders = [n for n in actors if n.kind == "region"] or [
        n for n in actors if n.kind == "hospital"
    ]
    start, until = _bounds(c, cell, rest, days)
    groups: dict[str, list[SaidName]] = {}
    for n in holders:
        groups.setdefault(
            n.printed if n.kind == "region" else c.operators.get(n.id, n.id), []
        ).append(n)
    for who in groups.values() or [[]]:
        fact: Fact = {"permit": areas[0].key}
        inferred: list[str] = []
        if who:
            set_holder(c, fact, who[0], programme, inferred)
            if len(who) > 1 and "through_hospital" in fact:
                fact["through_hospital"] = [n.key for n in who]
            sites = [n.key for n in actors if n.kind == "hospital"]
            if who[0].kind == "region" and sites and len(groups) == 1:
                fact["through_hospital"] = sites
        elif c.us:
            fact["holder"] = c.us
            inferred.append("holder")
        else:
            continue
        if programme != "nhv":
            fact["programme"] = f"programme:{programme}"
        if start:
            fact["valid_from"] = start.edtf
        if until:
            fact["valid_until"] = until.edtf
        fact["state"] = state_of(c, p, start, until)
        c.add(fact, p.lines, inferred, valid_from=start, valid_until=until)


def _bounds(
    c: Context, cell: Mapping[str, str], rest: str, days: list[SaidDay]
) -> tuple[SaidDay | None, SaidDay | None]:
    """The first and the last day of a row: by its columns, else by the words before them."""
    if "from" in cell and "until" in cell:
        return tuple(  # type: ignore[return-value]
            next(iter(said_days(cell[key], c.written)), None) for key in ("from", "until")
        )
    until = next((d for d in days if LASTS.search(rest[: d.start])), None)
    return next((d for d in days if d is not until), None), until


def supplies_of_row(
    c: Context,
    p: Passage,
    areas: list[SaidName],
    actors: list[SaidName],
    days: list[SaidDay],
    rest: str,
) -> None:
    """A row of a table of suppliers."""
    if not areas:
        unknown(c, p, "supply", actors, days)
        return
    kinds = [
        k
        for k, form in (
            ("samarbetspartner", r"samarbetspart"),
            ("underleverantor", r"underleverant"),
        )
        if re.search(form, rest, re.I)
    ]
    supplier, receiver, inferred = direction(c, p, "", p.governing, actors)
    start, until = _bounds(c, {}, rest, days)
    if not (supplier and receiver and kinds):
        leave_open(c, p, areas[0], actors)
        return
    supply_fact(c, areas[0], supplier, receiver, kinds, start, until, None, p, inferred)
    if c.us and receiver == c.us and re.search(r"har tillstånd", p.governing, re.I):
        c.add(
            {"permit": areas[0].key, "holder": c.us, "state": "active"},
            tuple(sorted({*p.headings[-1].lines, *p.lines})),
            ["holder"],
        )
