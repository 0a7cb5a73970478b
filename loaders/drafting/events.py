"""Meetings, duties, numbers and changes of the system that a document tells of."""

from __future__ import annotations

import re

from loaders.drafting.context import board_before, programme_of
from loaders.drafting.cues import CALLS, CLOSES, DUE, OLD, STEP, WE
from loaders.drafting.draft import BOARD, Context, Fact
from loaders.drafting.passages import Passage
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import ACTORS, SaidName
from loaders.drafting.units import N, number


def meetings(c: Context, p: Passage, names: list[SaidName], days: list[SaidDay]) -> None:
    """A meeting: a body and a day."""
    text = p.text
    bodies = [n for n in names if n.kind == "body"]
    board = re.search(r"\b(?:nhv-)?nämnden?\b|nämndsamman", text, re.I)
    for d in days:
        if len(d.edtf) < 10:
            continue
        bare = next(
            (b for b in bodies if re.fullmatch(r"[\s,–(]*(?:den )?", text[b.end : d.start])), None
        )
        meets = re.search(
            r"(?:nämnd)?samman(?:träde|träder|trädde)\w*|\bses\b|\bmöts\b|\bnästa\b",
            text[max(0, d.start - 60) : d.start],
            re.I,
        )
        decided = board and re.search(r"beslutade|avgjorde|delade|beslöt|fattade", text, re.I)
        if not (bare or meets or decided) or re.search(
            r"allmänhet|utbildning|anmälan|kurs", text, re.I
        ):
            continue
        body = (
            BOARD
            if board and not (bare and bare.id != "namnden-for-nationell-hogspecialiserad-vard")
            else bare.printed
            if bare
            else bodies[0].printed
            if bodies
            else board_before(c)
        )
        if not body:
            continue
        if c.session is None and re.search(
            r"protokoll|sammanträdesdatum|mötesanteckning", f"{text} {p.governing}", re.I
        ):
            c.session = d
        fact: Fact = {"meeting": body, "date": d.edtf}
        if (c.written and d.edtf > c.written.isoformat()) or re.search(r"\bnästa\b", text, re.I):
            fact["planned"] = True
        c.add(fact, p.lines, date=d)
        return


def statistics(c: Context, p: Passage, names: list[SaidName], days: list[SaidDay]) -> None:
    """A number of permits, areas or matters."""
    if any(n.kind == "area" for n in names) or STEP.search(p.text) or p.role == "row":
        return
    for kind, form in (
        (
            "permit-count",
            rf"\b{N} (?:nhv-)?(?:tillstånd|nationella uppdrag|nationella vårduppdrag)\b",
        ),
        ("matter-count", rf"\b{N} (?:områden|ärenden)\b"),
        ("area-count", rf"\b{N} (?:olika )?(?:vård|tillstånds)områden\b"),
    ):
        for match in re.finditer(form, p.text, re.I):
            if re.search(
                r"högst|som mest|max|minst|upp till|för få",
                p.text[max(0, match.start() - 25) : match.start()],
                re.I,
            ):
                continue
            if (
                kind == "permit-count"
                and re.search(r"\b(?:ges|gäller)\b", p.text)
                and not re.search("sammanlagt|totalt|har", p.text, re.I)
            ):
                continue
            if kind == "matter-count" and not re.search(
                r"beslut|avgjor|delade|ärenden", p.text, re.I
            ):
                kind = "area-count"
                if not re.search(r"total|omfatt|samman", p.text, re.I):
                    continue
            value = number(match[1])
            region = next((n.printed for n in names if n.kind in ACTORS), "") or (
                c.us if WE.search(p.text) else ""
            )
            fact: Fact = {
                "statistic": kind,
                "value": value,
                "programme": f"programme:{programme_of(c, p)}",
            }
            if region and kind == "permit-count":
                fact["holder"] = region
            inferred = None
            if days and len(days[0].edtf) == 10 and kind != "area-count":
                inferred = days[0]
            elif (
                not region
                and c.matter.day
                and kind != "area-count"
                and c.matter.kind == "allotment-decision"
            ):
                inferred = c.matter.day
            if inferred:
                fact["as_of"] = inferred.edtf
            fact |= {"sv": "Antal enligt dokumentet", "en": "Number according to the document"}
            c.add(fact, p.lines, as_of=inferred)
            break


def duties(c: Context, p: Passage, names: list[SaidName], days: list[SaidDay]) -> bool:
    """Something that is due by a day; whether the passage says so."""
    text = p.text
    nominates = re.search("nominer", text, re.I)
    if not days or (any(n.kind == "area" for n in names) and not nominates):
        return False
    if p.role == "lead" or (CALLS.search(text) or re.search(r"synpunkter|ansöka\b", text, re.I)):
        return False
    report = re.search(
        r"årsrapport|årlig(?:a)? (?:uppföljning|inrapport)|inrapportera|årlig inrapport", text, re.I
    )
    if report and re.search(r"publicera|visas", text, re.I):
        fact: Fact = {"duty": "annual-report", "published": days[-1].edtf}
        year = re.search(r"\bför (?:år )?(20\d\d)", text)
        if year:
            fact["for_year"] = int(year[1])
        c.add(
            {**fact, "sv": "Årsrapportering", "en": "Annual reporting"}, p.lines, published=days[-1]
        )
        return True
    if not (DUE.search(text) or (nominates and CLOSES.search(text[: days[-1].start]))) or re.search(
        r"besvarades|skickades in|lämnades in", text, re.I
    ):
        return False
    kind = (
        "annual-report"
        if report
        else "expert-nomination"
        if re.search("nominer", text, re.I)
        else "consultation-answer"
        if re.search(r"\bsvar\b|remissvar", text, re.I)
        else "other-duty"
        if re.search(r"utkast|rapport|underlag|redovis", text, re.I)
        else ""
    )
    if not kind:
        return False
    due = days[-1]
    fact = {"duty": kind, "due": due.edtf}
    year = re.search(r"\bför (?:år )?(20\d\d)", text)
    if year and year[1] != due.edtf[:4]:
        fact["for_year"] = int(year[1])
    c.add({**fact, "sv": "Ska vara klart", "en": "Is to be done"}, p.lines, due=due)
    return True


def changes(c: Context, p: Passage, days: list[SaidDay]) -> None:
    """The day on which one system took another's place."""
    if (
        days
        and re.search(r"ersatte?s?\b", p.text)
        and OLD.search(p.text)
        and re.search("nationell högspecialiserad", p.text, re.I)
        and len(days[0].edtf) == 10
    ):
        c.add(
            {
                "change": "programme:rikssjukvard",
                "to": "programme:nhv",
                "date": days[0].edtf,
                "sv": "NHV ersätter rikssjukvården",
                "en": "NHV takes the place of rikssjukvård",
            },
            p.lines,
            date=days[0],
        )
