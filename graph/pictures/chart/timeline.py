"""The time line of an area: steps, consultations, decisions, calls, applications, permits, names.

Every row is one thing, every sign one dated source or event; the table beneath has all of them
with their sources, those without a date too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.base.problems import NothingFound
from graph.base.words import words_of
from graph.pictures.chart.axis import Axis
from graph.pictures.chart.events import Event, events_of
from graph.pictures.sheet import palette
from graph.pictures.sheet.illustration import Illustration
from graph.pictures.sheet.palette import tint
from graph.pictures.sheet.sheet import (
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
from graph.pictures.sheet.words import source_note, times

if TYPE_CHECKING:
    from graph.view.view import View

_ROW = 21.0
_GUTTER = 300.0
_MOST = 14  # rows of one group that are drawn; the table has the others
_COLOURS = {
    "programme:nhv": palette.BLUE,
    "programme:rikssjukvard": palette.ORANGE,
    "programme:rcc": palette.GREEN,
}
_STEPS = """SELECT ?number ?label WHERE { ?s a nhv:ProcessStep ; nhv:number ?number ;
  skos:prefLabel ?label . FILTER(LANG(?label) = $lang) } ORDER BY ?number"""

_WORDS = words_of("graph.pictures")


def timeline(kg: View, area: str) -> Illustration:
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
    events = events_of(kg, named)
    days = [d for e in events for d in (e.first, e.last) if d is not None]
    if not days:
        raise NothingFound(f"no source dates anything about {kg.label(named)}; try a later as_of=")
    title = _WORDS.say("timeline.title", kg.lang, kg.label(named))
    head, top = heading(title, [times(kg)])
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
        f"{n} {heads.lower()}"
        for g, heads in _WORDS.section("timeline.group", kg.lang).items()
        if (n := sum(e.group == g for e in events))
    ]
    return Illustration(
        "timeline",
        title,
        _WORDS.say("timeline.told", kg.lang)
        + f": {', '.join(counted)}, {min(days).isoformat()} – {max(days).isoformat()}. {times(kg)}",
        tuple(notes),
        tuple(_WORDS.section("timeline.heading", kg.lang).values()),
        tuple(_row(kg, event) for event in events),
        kg.lang,
        Sheet(WIDTH, end + 8, tuple(marks)),
    )


def _drawn(kg: View, events: Sequence[Event], axis: Axis, top: float) -> tuple[list[Mark], float]:
    """All groups, one below the other."""
    marks: list[Mark] = []
    y = top + 6
    for group, heads in _WORDS.section("timeline.group", kg.lang).items():
        mine = [e for e in events if e.group == group and (e.dated or group == "permits")]
        here = [e for e in events if e.group == "here"] if group == "steps" else []
        if group == "here" or not (mine or here):
            continue
        marks.append(Text(MARGIN, y + 12, heads, 12.5, bold=True))
        y += 26
        if group == "steps":
            drawn, y = _staircase(kg, mine, here, axis, y)
        else:
            drawn, y = _lanes(kg, group, mine, axis, y)
        marks += drawn
        y += 8
        marks.append(Path(((MARGIN, y), (axis.right, y)), palette.LINE, 0.5))
    return marks, y


def _staircase(
    kg: View, mine: Sequence[Event], here: Sequence[Event], axis: Axis, y: float
) -> tuple[list[Mark], float]:
    """The eight steps as rows; a dot for each source that places the area there, and where it is.

    Where it is on the view's day the graph says, whatever the sources once said.
    """
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
    for event in here:
        tip = f"{kg.as_of.isoformat()}: {event.rank}. {event.label} ({event.basis}, {event.source})"
        x, high = axis.x(kg.as_of), height[event.rank]
        marks.append(Disc(x, high, 7.5, palette.VERMILION, palette.INK, 1.2, tip))
    return marks, y


def _lanes(
    kg: View, group: str, mine: Sequence[Event], axis: Axis, y: float
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
        said = _WORDS.say("more_below", kg.lang, len(by_label) - _MOST)
        marks.append(Text(MARGIN + 8, y + 8, said, 11.5, palette.SOFT_INK))
        y += _ROW
    return marks, y


def _bar(kg: View, event: Event, axis: Axis, y: float) -> list[Mark]:
    """A permit: solid when it is in force, hatched when it may be; paler after the view's day."""
    colour = _COLOURS.get(event.look, palette.LINE)
    if not event.dated:
        said = _WORDS.say("undated", kg.lang)
        return [Text(axis.left + 6, y, said, 11.5, palette.SOFT_INK)]
    tip = f"{event.label}: {_told(event)} ({event.source})"
    marks: list[Mark] = []
    for first, last in event.maybe:
        start, end = axis.x(first or axis.first), axis.x(last) if last else axis.right
        wide, hatch = max(end - start, 3), Hatch("lines", tint(colour, 0.45))
        marks.append(
            box(start, y - 4, wide, 8, palette.PAPER, stroke=tint(colour, 0.45), hatch=hatch,
                tip=tip)
        )  # fmt: skip
    for first, last in event.certain:
        start, end = axis.x(first or axis.first), axis.x(last) if last else axis.right
        now = min(max(axis.x(kg.as_of), start), end)
        wide = max(end - start, 3)
        marks.append(box(start, y - 6, wide, 12, tint(colour), stroke=colour, tip=tip))
        if now > start:
            marks.append(box(start, y - 6, now - start, 12, colour, stroke=colour, tip=tip))
    return marks


def _told(event: Event) -> str:
    """Since when a permit holds, by which rule that is known, and until when."""
    until = event.last.isoformat() if event.last else "…"
    return f"{event.since or '…'} ({event.basis}) – {until}"


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


def _legend(kg: View, events: Sequence[Event], y: float) -> list[Mark]:
    """Colours of programmes, and what hatching means; only what is in the picture."""
    marks: list[Mark] = []
    x = MARGIN
    looks = [p for p in _COLOURS if any(e.look == p for e in events)]
    keys: list[tuple[str, Hatch | None, str]] = [(_COLOURS[p], None, kg.label(p)) for p in looks]
    if any(e.maybe for e in events):
        told = _WORDS.say("may_be_in_force", kg.lang)
        keys.append((palette.PAPER, Hatch("lines", palette.BLUE), told))
    if any(e.group == "here" for e in events):
        keys.append((palette.VERMILION, None, _WORDS.say("timeline.here", kg.lang)))
    for colour, hatch, text in keys:
        stroke = palette.BLUE if hatch else colour
        marks.append(box(x, y - 6, 26, 12, colour, stroke=stroke, hatch=hatch))
        marks.append(Text(x + 34, y, text, 12))
        x += 34 + len(text) * 6.6 + 26
    return marks


def _notes(kg: View, events: Sequence[Event]) -> list[str]:
    notes = []
    undated = sum(not e.dated for e in events)
    if undated:
        notes.append(_WORDS.say("timeline.undated", kg.lang, undated))
    notes.append(_WORDS.say("timeline.meaning", kg.lang))
    return [*notes, source_note(kg, [e.source for e in events])]


def _row(kg: View, event: Event) -> tuple[str, ...]:
    label = f"{event.rank}. {event.label}" if event.rank else event.label
    said = _WORDS.say(f"timeline.group.{event.group}", kg.lang)
    first, last = (d.isoformat() if d else "" for d in (event.first, event.last))
    if event.group == "permits":
        first = event.since
    return said, label, first, last, event.source, event.locator, event.basis
