"""Meetings, duties, numbers and changes of the system that a document tells of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from loaders.drafting.context import Context
from loaders.drafting.cues import BOARD, OLD_BOARD, says
from loaders.drafting.governing import is_sentence, programme_of
from loaders.drafting.passages import Passage
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import ACTORS, SaidName
from loaders.drafting.statements import days_by_role
from loaders.drafting.units import counted, number

_NEAR = 60
_FIRST = 8
# Letters behind the day of a meeting that name its place.
_PLACE = 20


def meetings(c: Context, p: Passage, names: list[SaidName], days: list[SaidDay]) -> None:
    """Meetings: a body and a day."""
    text = p.text
    if says("no_meeting", text):
        return
    bodies, board = _bodies(c, p, names)
    roles = days_by_role(text, tuple(days))
    only = len(days) == 1 and not {"first", "last"} & roles.keys()
    for d in (day for day in days if len(day.edtf) == 10):
        before, behind = text[max(0, d.start - _NEAR) : d.start], text[d.end : d.end + _NEAR]
        settles = (
            (board or bodies)
            and says("settles", text)
            and (roles.get("decided") is d or only)
            and not (c.ahead(d) and says("settled", text))  # from when what was settled holds
        )
        then = next((b for b in bodies if _meets_then(text, p.governing, b, d)), None)
        then = then or (
            _heads_the_day(c, p) if d.start < _PLACE and not is_sentence(text) else None
        )
        other = {"body", "area"} & {n.kind for n in names}
        listed = d.start == 0 and not other and says("meetings", p.governing)
        alone = d.start == 0 and len(text) - d.end < _PLACE
        session = c.minutes and c.session is None and (says("session", text) or then or alone)
        meets = (
            says("meets", before)
            or says("settled_by", text)
            or (says("meets", behind) and bool(bodies or board))
        )
        if not (then or session or listed or meets or settles):
            continue
        c.session = d if session else c.session
        same = session or listed or says("next", before)
        named = c.board if board else next(iter(bodies), None)
        above = c.board if same and p.section and c.says_board(p.section.text) else None
        body = then or named or above or _told_before(c, bool(same))
        if body:
            if isinstance(body, SaidName):
                whose = next((n for n in names if n.kind == "region" and n.start > body.end), None)
                body = c.names.body_of(body, whose or c.us or c.within)
                if body is None:
                    continue  # that of another region
                body = _meant(c, body)
                whole = c.names.written(replace(body, printed=""))
                body = {BOARD: c.board, OLD_BOARD: OLD_BOARD}.get(whole, body)
            planned = c.ahead(d) or bool(says("next", before))
            c.add(p, "meeting", {"meeting": body, "date": d, "planned": planned or None})


def _meant(c: Context, body: SaidName) -> SaidName:
    """The body of which a document's first lines give the whole name: "NPO" of "NPO cancer"."""
    first = (n for p in c.everything[:_FIRST] for n in c.names.names(p.text, ("body",)))
    whole = (n for n in first if n.printed.startswith(f"{body.printed} "))
    return next(whole, body)


def _bodies(c: Context, p: Passage, names: list[SaidName]) -> tuple[list[SaidName], bool]:
    """The bodies that a passage names; and whether it speaks of the board that allots."""
    text, board = p.text, c.says_board(p.text)
    board = board or bool(says("settled_by", text) and c.says_board(p.governing))
    of_doubt = "" if board else BOARD.split()[0].casefold()  # "nämnden" of another board
    bodies = [n for n in names if n.kind == "body" and n.printed.casefold() != of_doubt]
    if not bodies and c.us and (own := says("own_body", text)):
        found = c.names.body_of(SaidName("", "", *own.span(), own[0]), c.us)
        bodies = [found] if found and found.id else []
        board = board and not bodies
    if board and not bodies and not says("the_board", text):
        bodies = c.names.names(p.governing, ("body",))[:1]  # "the board" of the heading
        board = not bodies
    return bodies, board


def _heads_the_day(c: Context, p: Passage) -> SaidName | None:
    """The body that the line before names, and nothing else, at the top of a document."""
    above = c.before.text if c.before and p in c.everything[:_FIRST] else ""
    bodies = c.names.names(above, ("body",))
    if not bodies or bodies[0].start or is_sentence(above):
        return None
    return bodies[0] if says("meets_as_body", above) else None


def _meets_then(text: str, above: str, body: SaidName, day: SaidDay) -> bool:
    """Whether a day stands right behind a body, to which nothing goes by then."""
    if day.start == 0 and says("calendar", above):
        return not text[day.end : body.start].strip()  # "19/6 RCC i samverkan", below "Kalender"
    if body.end > day.start:
        return False
    between = text[body.end : day.start]
    follows = re.fullmatch(r"[\s,:–(]*(?:\w+dagen )?(?:den )?", between)
    return bool(follows) and not says("goes_to", text[: body.start])


def _told_before(c: Context, same: bool) -> SaidName | str | None:
    """Whose meeting it is where nobody is named: the body whose meetings were told before."""
    told = (f.fields["meeting"] for f in c.found if f.kind == "meeting")
    first: SaidName | str | None = next(told, None)
    if not same or first:
        return first if same else None
    for p in c.everything[:_FIRST]:
        bodies, board = _bodies(c, p, c.names.names(p.text))
        if bodies or board:
            return c.board if board else bodies[0]
    return None


def statistics(c: Context, p: Passage, names: list[SaidName], days: list[SaidDay]) -> None:
    """Numbers of permits, areas or matters."""
    if any(n.kind == "area" for n in names) or says("step", p.text):
        return
    row = p.role == "row" and says("number_of", p.cells[0])
    if p.role == "row" and not row:
        return
    text = ": ".join(filter(None, p.cells)) if row else p.text
    for kind, found in counted(text):
        if says("at_most", text[max(0, found.start() - 25) : found.start()]):
            continue
        total = kind == "permit-total"  # "Tillstånd: 4"
        kind = "permit-count" if total else kind
        if kind == "matter-count" and not says("settles", p.text):
            if not says("in_all", p.text):
                continue
            kind = "area-count"
        has = total or says("in_all", p.text) or says("has_in_all", p.text)
        if kind == "permit-count" and not (has or c.decision.lines == p.lines):
            continue
        actors = [n for n in names if n.kind in ACTORS]
        if c.speaks(p.text) and not any(n.end <= found.start() for n in actors):
            actors = []
        parties = [c.region_of(n) or n if n.kind == "hospital" else n for n in actors]
        ours = c.speaker if total or says("we", p.text) else None
        who = parties[0] if parties else ours
        _number(c, p, kind, number(found[1]), who, days)


def _number(
    c: Context, p: Passage, kind: str, value: int, who: SaidName | None, days: list[SaidDay]
) -> None:
    day = days[0] if days and len(days[0].edtf) == 10 else None
    allots = c.decision.kind == "allotment-decision" and kind != "area-count"
    if day is None and who is None and allots:
        day = c.decision.day
    fields = {
        "statistic": kind,
        "value": value,
        "programme": f"programme:{programme_of(c, p)}",
        "holder": who if kind == "permit-count" else None,
        "as_of": day,
        "sv": "Antal enligt dokumentet",
        "en": "Number according to the document",
    }
    c.add(p, "statistic", fields)


def duties(c: Context, p: Passage, names: list[SaidName], days: list[SaidDay]) -> bool:
    """Something that is due by a day; whether the passage says so."""
    text = p.text
    nominates = says("nominates", text)
    if (
        says("to_authority", text)
        and {"last", "internal"} <= days_by_role(text, tuple(days)).keys()
    ):
        return False  # the answer itself, and that within the region
    lead = p.role == "lead" and not says("report", text)
    if not days or lead or (any(n.kind == "area" for n in names) and not nominates):
        return False
    if says("yearly", text) and days[-1].inferred:
        return False
    above = p.lead or p.section if p.listed else None
    report = says("report", text) or (above and says("report", above.text))
    year = re.search(r"\b(?:för|for) (?:år )?(20\d\d)", text)
    due = next((d for d in reversed(days) if not year or d.start != year.start(1)), days[-1])
    for_year = int(year[1]) if year and year[1] != due.edtf[:4] else None
    if report and says("published", text):
        words = {"sv": "Årsrapportering", "en": "Annual reporting"}
        fields = {"duty": "annual-report", "published": due, "for_year": for_year, **words}
        c.add(p, "duty", fields)
        return True
    if says("not_due", text) or not (says("due", text) or nominates):
        return False
    kinds = {
        "annual-report": report,
        "expert-nomination": nominates,
        "consultation-answer": says("answer", text),
        "other-duty": says("other_duty", text),
    }
    kind = next((kind for kind, said in kinds.items() if said), "")
    asked_of = (f for f in c.late() if f.kind == "consultation")
    awaited = any(not {"closes", "answered_on"} & f.fields.keys() for f in asked_of)
    about = p.section and c.names.names(p.section.text, ("area",))
    asked = kind == "consultation-answer" and not says("internal", text) and about
    if not kind or asked or (kind == "consultation-answer" and awaited):
        return False
    if kind == "consultation-answer" and not says("internal", text):
        c.answers_due.append(due)
    words = {"sv": "Ska vara klart", "en": "Is to be done"}
    c.add(p, "duty", {"duty": kind, "due": due, "for_year": for_year, **words})
    return True


def internal_answer(c: Context, p: Passage, days: Iterable[SaidDay]) -> None:
    """The day by which an answer is wanted within a region, before the answer itself."""
    kind = "other-duty" if says("other_duty", p.text) else "consultation-answer"
    for day in days:
        words = {"sv": "Svar inom regionen", "en": "Answer within the region"}
        c.add(p, "duty", {"duty": kind, "due": day, **words})


def changes(c: Context, p: Passage, days: list[SaidDay]) -> None:
    """The day on which one system took another's place."""
    by = says("nhv", f"{p.text} {p.governing}")
    replaced = by and says("replaces", p.text) and says("old", p.text)
    if days and replaced and len(days[0].edtf) == 10:
        fields = {
            "change": "programme:rikssjukvard",
            "to": "programme:nhv",
            "date": days[0],
            "sv": "NHV ersätter rikssjukvården",
            "en": "NHV takes the place of rikssjukvård",
        }
        c.add(p, "change", fields)
