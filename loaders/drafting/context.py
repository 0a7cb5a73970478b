"""Who speaks, what governs a passage, and where in the process it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from loaders.drafting.cues import BEGINS, DECIDES, LASTS, OLD, RCC, STEP, STEPS, WE
from loaders.drafting.draft import BOARD, Context, Fact, Matter, Unknown
from loaders.drafting.passages import Passage
from loaders.drafting.said_days import SaidDay
from loaders.drafting.said_names import SaidName


def speaks(c: Context, p: Passage) -> bool:
    """Whether a passage is said by the region whose document it is."""
    return bool(c.us and WE.search(p.text))


def matter_areas(c: Context, p: Passage) -> list[SaidName]:
    """The area last spoken of, for the next sentence of a paragraph that names none."""
    areas, said = c.last
    near = (
        said is not None and said.headings == p.headings and 0 <= p.lines[0] - said.lines[-1] <= 1
    )
    return areas[-1:] if near and p.role != "item" else []


def stage_of(c: Context, p: Passage) -> int:
    """The step of the process that a passage stands under."""
    for one in reversed(p.headings):
        if found := STEP.search(one.text):
            return int(found[1])
    for one in reversed(p.headings[1:] or p.headings):
        for number, form in STEPS:
            if form.search(one.text) and number in (1, 2, 3, 5, 6):
                return number
    if p.lead:
        for number, form in STEPS:
            if form.search(p.lead.text) and number in (1, 2, 3, 5):
                return number
        if p.lead.text.endswith(":") and c.groups and p.headings[: len(c.groups)] == c.groups:
            return 2
    return 0


def decider(text: str, names: Iterable[SaidName]) -> str:
    """Who decided, by what a text says: the board, Socialstyrelsen, the cancer centres."""
    if re.search(r"\bnämnden?\b|nhv-nämnden|nämndsamman|nämndbeslut", text, re.I) and not re.search(
        "rikssjukvårdsnämnd", text, re.I
    ):
        return BOARD
    for n in names:
        if n.key in (
            "organisation:socialstyrelsen",
            "body:rcc-i-samverkan",
            "body:rikssjukvardsnamnden",
        ):
            return n.printed
    return ""


def open_matter(c: Context, p: Passage, names: list[SaidName], days: list[SaidDay]) -> None:
    """A passage that says who decided what, and when, governs those after it."""
    text = p.text
    by = decider(text, names)
    if not DECIDES.search(text) or not (by or days) or re.search(r"att (?:an)?söka", text):
        return
    own = [
        d for d in days if not BEGINS.search(text[: d.start]) and not LASTS.search(text[: d.start])
    ]
    if re.search("rekommend", text, re.I):
        kind = "recommendation"
    elif re.search("Socialstyrelsen", text) and not re.search("tillstånd inom|nämnd", text, re.I):
        kind = "definition-decision"
    else:
        kind = "allotment-decision"
    board = BOARD if kind == "allotment-decision" else ""
    level = p.headings[-1].level if p.headings else 1
    c.matter = Matter(own[0] if own else c.session, by or board, kind, p.lines, level)
    if own:
        start = next((d for d in days if d is not own[0] and BEGINS.search(text[: d.start])), None)
        if start:
            c.starts.append(("*", start.edtf, start.printed, p.lines))


def region_above(c: Context, p: Passage) -> str:
    """The region or healthcare region that the headings are about."""
    named = c.names.names(" ".join(h.text for h in p.headings), ("healthcare-region", "region"))
    return named[0].printed if named else c.within


def day_of(text: str, days: Sequence[SaidDay], form: re.Pattern[str]) -> SaidDay | None:
    """The first of some days that stands behind words of a kind."""
    return next(
        (d for d in days if form.search(text[: d.start].rstrip() + (" " if d.start else ""))), None
    )


def programme_of(c: Context, p: Passage, area: str = "") -> str:
    """Under which system a passage speaks."""
    near = f"{p.text} {p.governing}"
    if c.matter.kind == "recommendation" or (
        RCC.search(near) and not re.search("nhv-|nationell högspecialiserad", p.text, re.I)
    ):
        return "rcc"
    if OLD.search(near) or (
        c.before and OLD.search(c.before.text) and re.search(r"likaså", p.text)
    ):
        return "rikssjukvard"
    if area and any(
        area in str(f.get("permit")) and f.get("programme") == "programme:rikssjukvard"
        for f in c.draft.facts
    ):
        return "rikssjukvard"
    return "rcc" if any(RCC.search(h.text) for h in p.headings[1:]) else "nhv"


def state_of(c: Context, p: Passage, start: SaidDay | None, end: SaidDay | None) -> str:
    """How a permit stood on the day of the document."""
    now = c.written.isoformat() if c.written else "9999"
    if end and end.last < now:
        return "ended"
    above = f"{p.text} {p.lead.text if p.lead else ''}"
    if (start and start.last > now) or re.search("uppstart", above, re.I):
        return "starting"
    if c.matter.kind in ("allotment-decision", "recommendation") and not start:
        return "granted"
    return "active"


def ours(c: Context, p: Passage) -> bool:
    """Whether the headings are about what the speaker has."""
    above = " ".join([*(h.text for h in p.headings), p.lead.text if p.lead else ""])
    return bool(
        re.search(
            r"\b(?:våra|egna|vårt|aktuella) (?:\w+ )?(?:tillstånd|uppdrag|starter)|tillstånd i\b",
            above,
            re.I,
        )
    ) and bool(c.us)


def unknown_heading(c: Context, p: Passage) -> bool:
    """Whether the heading stands where an area is named, and names none that is known."""
    head = p.headings[-1]
    return (
        not c.area
        and head.level >= 2
        and not is_sentence(head.text)
        and c.matter.level > 0
        and head.level > c.matter.level
    )


def unknown(
    c: Context, p: Passage, kind: str, actors: Sequence[SaidName], days: Sequence[SaidDay]
) -> None:
    """Note a name that no register has."""
    text = p.cells[0] if p.role == "row" else p.headings[-1].text if p.role == "text" else p.text
    name = re.split(r"\s[–-]\s|[:(]|,\s", text)[0].strip(" •*")
    if 3 < len(name) < 70 and not name.isdigit():
        c.draft.unknown.append(
            Unknown(
                name,
                kind,
                ", ".join(n.printed for n in actors),
                days[0].edtf if days else "",
                p.lines,
            )
        )


def next_meeting(c: Context) -> Fact | None:
    """The meeting of the board that lies ahead."""
    ahead = [f for f in c.draft.facts if f.get("meeting") == BOARD and f.get("planned")]
    return ahead[-1] if ahead else None


def board_before(c: Context) -> str:
    """The body that the passage before, or the document, speaks of."""
    if c.before and re.search("nämnd", c.before.text, re.I):
        return BOARD
    return next((f["meeting"] for f in c.draft.facts if "meeting" in f), "")


def is_sentence(text: str) -> bool:
    """Whether a text is a sentence, and no name."""
    return text.rstrip().endswith(".") or bool(
        re.search(r"\b(?:är|har|ska|kan|får|ska|håller|skickar|lämnar|finns|blir|bokas)\b", text)
    )


def stage_six(p: Passage) -> bool:
    """Whether a passage stands where applications wait for a decision."""
    return any(re.search(r"steg 6|väntar på|inväntar|sökande", h.text, re.I) for h in p.headings)
