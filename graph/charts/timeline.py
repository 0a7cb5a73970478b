"""The time line of an area: steps, consultations, decisions, calls, applications, permits, names.

Every row is one thing, every sign one dated source or event; the table beneath has all of them
with their sources, those without a date too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from graph.charts.axis import Axis
from graph.drawing import palette
from graph.drawing.illustration import Illustration
from graph.drawing.palette import tint
from graph.drawing.sheet import (
    MARGIN,
    WIDTH,
    Disc,
    Hatch,
    Mark,
    Path,
    Sheet,
    Text,
    box,
    diamond,
    fits,
    heading,
    paragraphs,
)  # fmt: skip
from graph.drawing.words import source_note, texts, times
from graph.engines.frames import swedish, value
from graph.evidence.citing import with_evidence
from graph.languages import in_lang
from graph.problems import NothingFound
from loaders import dates

if TYPE_CHECKING:
    from graph.nhv import KnowledgeGraph

_ROW = 21.0
_GUTTER = 300.0
_MOST = 14  # rows of one group that are drawn; the table has the others
_COLOURS = {
    "programme:nhv": palette.BLUE,
    "programme:rikssjukvard": palette.ORANGE,
    "programme:rcc": palette.GREEN,
}
_IN_AREA = "{ ?entity nhv:area $area } UNION { ?entity nhv:area ?part . ?part skos:broader $area }"
_DAYS = "OPTIONAL { ?entity nhv:firstDay ?first } OPTIONAL { ?entity nhv:lastDay ?last }"
_SAID = "FILTER(LANG(?label) = $lang)"
# group -> what its rows are; each gives ?entity ?label ?first ?last and perhaps ?look ?rank.
_QUERIES = {
    "steps": f"""SELECT DISTINCT ?entity ?label ?first ?last ?rank WHERE {{
      {_IN_AREA} ?entity a nhv:Placement ; nhv:step ?s .
      ?s nhv:number ?rank ; skos:prefLabel ?label . {_SAID} {_DAYS} }} ORDER BY ?entity""",
    "consultations": f"""SELECT DISTINCT ?entity ?label ?first ?last WHERE {{
      {_IN_AREA} ?entity a nhv:Consultation ; skos:prefLabel ?label .
      {_SAID} {_DAYS} }} ORDER BY ?entity""",
    "decisions": f"""SELECT DISTINCT ?entity ?label ?first ?last WHERE {{
      {_IN_AREA} ?entity a nhv:Decision ; nhv:decisionKind ?k .
      ?k skos:prefLabel ?label . {_SAID} {_DAYS} }} ORDER BY ?entity""",
    "calls": f"""SELECT DISTINCT ?entity ?label ?first ?last WHERE {{
      {_IN_AREA} ?entity a nhv:Call ; skos:prefLabel ?label .
      {_SAID} {_DAYS} }} ORDER BY ?entity""",
    "applications": f"""SELECT DISTINCT ?entity ?label ?first ?last WHERE {{
      {_IN_AREA} ?entity a nhv:Application ; nhv:applicant ?who .
      ?who skos:prefLabel ?label . {_SAID} {_DAYS} }} ORDER BY ?entity""",
    "permits": f"""SELECT DISTINCT ?entity ?label ?first ?last ?look ?basis WHERE {{
      {_IN_AREA} ?entity a nhv:Permit ; nhv:programme ?look ; nhv:holder|nhv:heldWithin ?who .
      ?who skos:prefLabel ?label . {_SAID} {_DAYS}
      OPTIONAL {{ ?entity nhv:startBasis ?basis }} }} ORDER BY ?entity""",
}
_GROUPS = {
    "steps": ("Steg i processen", "Steps of the process"),
    "consultations": ("Remisser", "Consultations"),
    "decisions": ("Beslut", "Decisions"),
    "calls": ("Utlysningar", "Calls"),
    "applications": ("Ansökningar", "Applications"),
    "permits": ("Tillstånd", "Permits"),
    "names": ("Namn i källorna", "Names in sources"),
}
_STEPS = """SELECT ?number ?label WHERE { ?s a nhv:ProcessStep ; nhv:number ?number ;
  skos:prefLabel ?label . FILTER(LANG(?label) = $lang) } ORDER BY ?number"""


@dataclass(frozen=True)
class Event:
    """Something that happened or held, with where it is known from."""

    group: str
    label: str
    first: date | None
    last: date | None
    look: str
    rank: int
    attested: bool
    source: str
    locator: str

    @property
    def dated(self) -> bool:
        """Whether it can be drawn."""
        return self.first is not None or self.last is not None


def timeline(kg: KnowledgeGraph, area: str) -> Illustration:
    """An area over time.

    Args:
        kg: The view.
        area: The area, by any of its names; its parts are included.

    Returns:
        The chart.

    Raises:
        NothingFound: If no source dates anything about the area.
    """
    named = kg.find(area, "area")
    events = [e for group in _QUERIES for e in _events(kg, group, named)] + _names(kg, named)
    days = [d for e in events for d in (e.first, e.last) if d is not None]
    if not days:
        raise NothingFound(f"no source dates anything about {kg.label(named)}; try a later as_of=")
    title = in_lang(kg.lang, f"{kg.label(named)} över tid", f"{kg.label(named)} over time")
    head, top = heading(title, [times(kg)])
    events = [_short(event, kg.label(named)) for event in events]
    axis = Axis.of([*days, kg.as_of], _GUTTER, WIDTH - MARGIN)
    top += 42
    rows, bottom = _drawn(kg, events, axis, top)
    notes = _notes(kg, events)
    foot, end = paragraphs(notes, MARGIN, bottom + 62, WIDTH - 2 * MARGIN)
    marks = [
        *head,
        *axis.grid(top, bottom),
        *rows,
        *axis.today(kg.as_of, top, bottom, kg.as_of.isoformat()),
        *_legend(kg, events, bottom + 36),
        *foot,
    ]
    counted = [
        f"{n} {in_lang(kg.lang, *_GROUPS[g]).lower()}"
        for g in _GROUPS
        if (n := sum(e.group == g for e in events))
    ]
    return Illustration(
        "timeline",
        title,
        in_lang(kg.lang, "Tidslinje", "Time line")
        + f": {', '.join(counted)}, {min(days).isoformat()} – {max(days).isoformat()}. {times(kg)}",
        tuple(notes),
        tuple(
            in_lang(
                kg.lang,
                "Slag|Vad|Från|Till|Källor|Ställen",
                "Kind|What|From|To|Sources|Places",
            ).split("|")
        ),
        tuple(_row(kg, event) for event in events),
        kg.lang,
        Sheet(WIDTH, end + 8, tuple(marks)),
    )


def _events(kg: KnowledgeGraph, group: str, area: str) -> list[Event]:
    table = with_evidence(kg, kg.select(_QUERIES[group], area=area))
    found = []
    for row, cells in zip(texts(table), table.rows, strict=True):
        typed = {n: value(t) for n, t in zip(table.columns, cells, strict=True)}
        first, last = typed["first"], typed["last"]
        found.append(
            Event(
                group,
                row["label"],
                first if isinstance(first, date) else None,
                last if isinstance(last, date) else None,
                row.get("look", ""),
                int(row.get("rank") or 0),
                row.get("basis") == "nhv:firstAttested",
                row["source"],
                row["locator"],
            )
        )
    return sorted(found, key=_order)


def _short(event: Event, area: str) -> Event:
    """The same without the area's name, which stands in the title."""
    return replace(event, label=event.label.removesuffix(f": {area}"))


def _names(kg: KnowledgeGraph, area: str) -> list[Event]:
    """The names that dated sources print, each source an event."""
    found = []
    for record in texts(kg.answer("variants", thing=area)):
        day = _day(record.get("date", ""))
        found.append(
            Event(
                "names",
                record["variant"],
                day,
                day,
                "",
                0,
                False,
                record.get("document", ""),
                record["locator"],
            )
        )
    return sorted(found, key=_order)


def _day(stated: str) -> date | None:
    """The first day of a date as stated, or nothing."""
    try:
        return dates.parse(stated).first
    except ValueError:
        return None


def _order(event: Event) -> tuple[int, str, tuple[str, str], str]:
    start = event.first or event.last
    when = start.isoformat() if start else "9999"
    return event.rank, when, swedish(event.label), event.source


def _drawn(
    kg: KnowledgeGraph, events: Sequence[Event], axis: Axis, top: float
) -> tuple[list[Mark], float]:
    """All groups, one below the other."""
    marks: list[Mark] = []
    y = top + 6
    for group, heads in _GROUPS.items():
        mine = [e for e in events if e.group == group and (e.dated or group == "permits")]
        if not mine:
            continue
        marks.append(Text(MARGIN, y + 12, in_lang(kg.lang, *heads), 12.5, bold=True))
        y += 26
        if group == "steps":
            drawn, y = _staircase(kg, mine, axis, y)
        else:
            drawn, y = _lanes(kg, group, mine, axis, y)
        marks += drawn
        y += 8
        marks.append(Path(((MARGIN, y), (axis.right, y)), palette.LINE, 0.5))
    return marks, y


def _staircase(
    kg: KnowledgeGraph, mine: Sequence[Event], axis: Axis, y: float
) -> tuple[list[Mark], float]:
    """The eight steps as rows; a dot for each source that places the area there."""
    marks: list[Mark] = []
    height = {}
    for record in kg.select(_STEPS).records():
        number, label = int(str(record["number"])), str(record["label"])
        height[number] = y + 8
        marks.append(
            Text(MARGIN + 8, y + 8, fits(f"{number}. {label}", 12, _GUTTER - MARGIN - 20), 12)
        )
        y += 19
    seen = sorted((e.last or e.first or axis.first, e.rank, e) for e in mine if e.rank in height)
    points = tuple(dict.fromkeys((axis.x(day), height[rank]) for day, rank, _ in seen))
    if len(points) > 1:
        marks.append(Path(points, palette.SKY, 2.0))
    for day, rank, event in seen:
        tip = f"{day.isoformat()}: {event.label} ({event.source})"
        marks.append(Disc(axis.x(day), height[rank], 5.5, palette.SKY, palette.INK, 1.0, tip))
    return marks, y


def _lanes(
    kg: KnowledgeGraph, group: str, mine: Sequence[Event], axis: Axis, y: float
) -> tuple[list[Mark], float]:
    """A row for each label; bars for what lasts, diamonds for what happens."""
    by_label: dict[tuple[str, str], list[Event]] = {}
    for event in mine:
        by_label.setdefault((event.label, event.look), []).append(event)
    marks: list[Mark] = []
    for (label, _), here in list(by_label.items())[:_MOST]:
        middle = y + 8
        said = fits(label, 12, _GUTTER - MARGIN - 22)
        marks.append(Text(MARGIN + 8, middle, said, 12))
        for event in here:
            marks += (
                _bar(kg, event, axis, middle) if group == "permits" else _point(event, axis, middle)
            )
        y += _ROW
    if len(by_label) > _MOST:
        more = in_lang(kg.lang, "och {} till i tabellen", "and {} more in the table")
        said = more.format(len(by_label) - _MOST)
        marks.append(Text(MARGIN + 8, y + 8, said, 11.5, palette.SOFT_INK))
        y += _ROW
    return marks, y


def _bar(kg: KnowledgeGraph, event: Event, axis: Axis, y: float) -> list[Mark]:
    """A permit: from its first day to its last, or to the end of the picture."""
    colour = _COLOURS.get(event.look, palette.LINE)
    if event.first is None and event.last is None:
        said = in_lang(kg.lang, "odaterat", "undated")
        return [Text(axis.left + 6, y, said, 11.5, palette.SOFT_INK)]
    start = axis.x(event.first or axis.first)
    end = axis.x(event.last) if event.last else axis.right
    until = event.last.isoformat() if event.last else "…"
    tip = f"{event.label}: {event.first or '…'} – {until} ({event.source})"
    hatch = Hatch("lines", colour) if event.attested else None
    fill = palette.PAPER if event.attested else colour
    now = min(max(axis.x(kg.as_of), start), end)
    ahead = box(start, y - 6, max(end - start, 3), 12, tint(colour), stroke=colour, tip=tip)
    if now <= start:
        return [ahead]
    held = box(start, y - 6, now - start, 12, fill, stroke=colour, hatch=hatch, tip=tip)
    return [ahead, held]


def _point(event: Event, axis: Axis, y: float) -> list[Mark]:
    first, last = event.first or event.last, event.last or event.first
    if first is None or last is None:
        return []
    tip = f"{event.label}: {first.isoformat()}"
    if last != first:
        tip += f" – {last.isoformat()}"
    tip += f" ({event.source})"
    start, end = axis.x(first), axis.x(last)
    if end - start > 12:
        return [box(start, y - 5, end - start, 10, palette.YELLOW, stroke=palette.INK, tip=tip)]
    colour = palette.PAPER if event.group == "names" else palette.YELLOW
    return [diamond((start + end) / 2, y, 6, colour, tip)]


def _legend(kg: KnowledgeGraph, events: Sequence[Event], y: float) -> list[Mark]:
    """Colours of programmes, and what hatching means; only what is in the picture."""
    marks: list[Mark] = []
    x = MARGIN
    looks = [p for p in _COLOURS if any(e.look == p for e in events)]
    keys: list[tuple[str, Hatch | None, str]] = [(_COLOURS[p], None, kg.label(p)) for p in looks]
    if any(e.attested for e in events):
        told = in_lang(kg.lang, "belagt, början okänd", "attested, beginning unknown")
        keys.append((palette.PAPER, Hatch("lines", palette.BLUE), told))
    for colour, hatch, text in keys:
        stroke = palette.BLUE if hatch else colour
        marks.append(box(x, y - 6, 26, 12, colour, stroke=stroke, hatch=hatch))
        marks.append(Text(x + 34, y, text, 12))
        x += 34 + len(text) * 6.6 + 26
    return marks


def _notes(kg: KnowledgeGraph, events: Sequence[Event]) -> list[str]:
    notes = []
    undated = sum(not e.dated for e in events)
    if undated:
        notes.append(
            in_lang(
                kg.lang,
                f"{undated} uppgifter utan datum i källorna står bara i tabellen.",
                f"{undated} facts without a date in the sources are in the table only.",
            )
        )
    notes.append(
        in_lang(
            kg.lang,
            "En punkt i ett steg är dagen för en källa som visar området där, inte dagen det kom "
            "dit. Stapel utan slut: ingen källa säger att tillståndet upphör; det som ligger "
            "efter den streckade linjen är blekare.",
            "A dot in a step is the day of a source that shows the area there, not the day it "
            "came there. A bar without an end: no source says that the permit ends; what lies "
            "after the dashed line is paler.",
        )
    )
    return [*notes, source_note(kg, [e.source for e in events])]


def _row(kg: KnowledgeGraph, event: Event) -> tuple[str, ...]:
    label = f"{event.rank}. {event.label}" if event.rank else event.label
    said = in_lang(kg.lang, *_GROUPS[event.group])
    if event.attested:
        label += in_lang(kg.lang, " (belagt)", " (attested)")
    first, last = (d.isoformat() if d else "" for d in (event.first, event.last))
    return said, label, first, last, event.source, event.locator
