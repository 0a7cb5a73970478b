"""The time line of an area: steps, consultations, decisions, calls, applications, permits, names.

Every row is one thing, every sign one dated source or event; the table beneath has all of them
with their sources, those without a date too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from graph.base.problems import NothingFound
from graph.base.words import words_of
from graph.pictures.chart.axis import Axis
from graph.pictures.chart.events import Event, events_of
from graph.pictures.chart.lanes import Lane, Moment, framed, rows
from graph.pictures.sheet import palette
from graph.pictures.sheet.captions import source_note, steps_of, times
from graph.pictures.sheet.illustration import Illustration
from graph.pictures.sheet.letters import MARGIN, WIDTH
from graph.pictures.sheet.sheet import Hatch, Mark, Text, box

if TYPE_CHECKING:
    from graph.view.view import View

_GUTTER = 300.0
_MOST = 14  # rows of one group that are drawn; the table has the others
_COLOURS = {
    "programme:nhv": palette.BLUE,
    "programme:rikssjukvard": palette.ORANGE,
    "programme:rcc": palette.GREEN,
}
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

    def body(top: float) -> tuple[list[Mark], float]:
        axis = Axis.of([*days, kg.as_of], _GUTTER, WIDTH - MARGIN)
        top += 42
        drawn, bottom = rows(_lanes(kg, events), axis, top, MARGIN, kg.as_of, kg.lang, _MOST)
        marks = framed(drawn, axis, top, bottom, kg.as_of)
        return [*marks, *_legend(kg, events, bottom + 36)], bottom + 62

    return Illustration(
        title=_WORDS.say("timeline.title", kg.lang, kg.label(named)),
        lang=kg.lang,
        name="timeline",
        told=_told(kg, events, days),
        below=(times(kg),),
        notes=tuple(_notes(kg, events)),
        headings=tuple(_WORDS.section("timeline.heading", kg.lang).values()),
        rows=tuple(_row(kg, event) for event in events),
        body=body,
    )


def _told(kg: View, events: Sequence[Event], days: Sequence[date]) -> str:
    counted = ", ".join(
        f"{n} {heads.lower()}"
        for g, heads in _WORDS.section("timeline.group", kg.lang).items()
        if (n := sum(e.group == g for e in events))
    )
    told = _WORDS.say("timeline.told", kg.lang)
    return f"{told}: {counted}, {min(days).isoformat()} – {max(days).isoformat()}. {times(kg)}"


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
    for number, step in steps_of(kg).items():
        moments = [
            Moment(e.first, e.last, "step", f"{e.last or e.first}: {e.label} ({e.source})",
                   palette.SKY)
            for e in seen if e.rank == number
        ]  # fmt: skip
        for e in here:
            if e.rank == number:
                tip = f"{kg.as_of}: {number}. {e.label} ({e.basis}, {e.source})"
                moments.append(Moment(kg.as_of, kg.as_of, "here", tip, palette.VERMILION))
        found[f"{number}. {step}", ""] = moments
    return found


def _bars(event: Event) -> list[Moment]:
    """A permit: when it may be in force and, on top of that, when it certainly is."""
    colour = _COLOURS.get(event.look, palette.LINE)
    until = event.last.isoformat() if event.last else "…"
    tip = f"{event.label}: {event.since or '…'} ({event.basis}) – {until} ({event.source})"
    if not event.dated:
        return [Moment(None, None, "bar", tip, colour)]
    return [
        Moment(first, last, "bar", tip, colour, possible)
        for possible, spans in ((True, event.maybe), (False, event.certain))
        for first, last in spans
    ]


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
    undated = sum(not e.dated for e in events)
    notes = [_WORDS.say("timeline.undated", kg.lang, undated)] if undated else []
    sources = source_note(kg, (e.source for e in events))
    return [*notes, _WORDS.say("timeline.meaning", kg.lang), sources]


def _row(kg: View, event: Event) -> tuple[str, ...]:
    label = f"{event.rank}. {event.label}" if event.rank else event.label
    said = _WORDS.say(f"timeline.group.{event.group}", kg.lang)
    first, last = (d.isoformat() if d else "" for d in (event.first, event.last))
    if event.group == "permits":
        first = event.since
    return said, label, first, last, event.source, event.locator, event.basis
