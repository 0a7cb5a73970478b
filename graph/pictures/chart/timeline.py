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
from graph.pictures.chart.lanes import Lane, Moment, framed, rows
from graph.pictures.sheet import palette
from graph.pictures.sheet.captions import source_note, times
from graph.pictures.sheet.illustration import Illustration
from graph.pictures.sheet.sheet import (
    MARGIN,
    WIDTH,
    Hatch,
    Mark,
    Sheet,
    Text,
    box,
    heading,
    paragraphs,
)  # fmt: skip

if TYPE_CHECKING:
    from graph.view.view import View

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
    drawn, bottom = rows(_lanes(kg, events), axis, top, MARGIN, kg.as_of, kg.lang, _MOST)
    notes = _notes(kg, events)
    foot, end = paragraphs(notes, MARGIN, bottom + 62, WIDTH - 2 * MARGIN)
    marks = [
        *head,
        *framed(drawn, axis, top, bottom, kg.as_of),
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


def _lanes(kg: View, events: Sequence[Event]) -> list[Lane]:
    """Everything that can be drawn as rows, group by group, and permits without a day."""
    lanes = []
    for group, name in _WORDS.section("timeline.group", kg.lang).items():
        mine = [e for e in events if e.group == group and (e.dated or group == "permits")]
        rows: dict[tuple[str, str], list[Moment]] = {}
        if group == "steps":
            here = [e for e in events if e.group == "here"]
            rows = _steps(kg, mine, here) if mine or here else {}
        elif group != "here":
            for event in mine:
                told = _bars(event) if group == "permits" else [_point(event)]
                rows.setdefault((event.label, event.look), []).extend(told)
        lanes += [Lane(name, label, tuple(moments)) for (label, _), moments in rows.items()]
    return lanes


def _steps(
    kg: View, seen: Sequence[Event], here: Sequence[Event]
) -> dict[tuple[str, str], list[Moment]]:
    """The eight steps: the sources that place the area in each, and where it is.

    Where it is on the view's day the graph says, whatever the sources once said.
    """
    found = {}
    for record in kg.select(_STEPS).records():
        number = int(str(record["number"]))
        moments = [
            Moment(e.first, e.last, "step", f"{e.last or e.first}: {e.label} ({e.source})",
                   palette.SKY)
            for e in seen if e.rank == number
        ]  # fmt: skip
        for e in here:
            if e.rank == number:
                tip = f"{kg.as_of}: {number}. {e.label} ({e.basis}, {e.source})"
                moments.append(Moment(kg.as_of, kg.as_of, "here", tip, palette.VERMILION))
        found[f"{number}. {record['label']}", ""] = moments
    return found


def _bars(event: Event) -> list[Moment]:
    """A permit: when it may be in force and, on top of that, when it certainly is."""
    colour = _COLOURS.get(event.look, palette.LINE)
    tip = f"{event.label}: {_told(event)} ({event.source})"
    if not event.dated:
        return [Moment(None, None, "bar", tip, colour)]
    return [
        Moment(first, last, "bar", tip, colour, possible)
        for possible, spans in ((True, event.maybe), (False, event.certain))
        for first, last in spans
    ]


def _told(event: Event) -> str:
    """Since when a permit holds, by which rule that is known, and until when."""
    until = event.last.isoformat() if event.last else "…"
    return f"{event.since or '…'} ({event.basis}) – {until}"


def _point(event: Event) -> Moment:
    days = " – ".join(dict.fromkeys(str(d) for d in (event.first, event.last) if d))
    colour = palette.PAPER if event.group == "names" else palette.YELLOW
    tip = f"{event.label}: {days} ({event.source})"
    return Moment(event.first, event.last, "point", tip, colour)


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
