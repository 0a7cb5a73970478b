"""Charts that count over time: areas by step at several days, permits by region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from graph.base.problems import BadParameter
from graph.base.words import words_of
from graph.engines.frames import swedish
from graph.networks.holdings import Span, after
from graph.networks.lasting import IN_FORCE, POSSIBLE
from graph.pictures.chart.lanes import GRID, Axis
from graph.pictures.sheet import palette
from graph.pictures.sheet.captions import (
    captioned,
    none_shown,
    programme_of,
    query,
    steps_of,
    times,
)
from graph.pictures.sheet.drawing import Illustration
from graph.pictures.sheet.letters import MARGIN, fits, legend, swatch, text_width, wrapped
from graph.pictures.sheet.sheet import Area, Mark, Path, Point, Text, box
from graph.questions.parameter import day
from graph.view.counting import counted_line
from graph.view.facts import facts, labels, periods
from graph.view.view import View

_MOST_DAYS = 8
_GUTTER, _DAY = 0.36, 62.0  # a share of the sheet, and the least room of a column
_DARK, _PALE = palette.BLUE, "#a9cfe8"

_WORDS = words_of("graph.pictures")


def pipeline(kg: View, dates: str | None = None) -> Illustration:
    """How many areas stood in each step, on days with commas between.

    Without any, on the view's day, and of each year before on the last day on which one moved.

    Raises:
        NothingFound: If no source places any area by then.
        BadParameter: If a date is none.
    """
    standings = kg.select(query("standings")).records()
    days = _days(kg, dates, [r["first"] for r in standings if isinstance(r["first"], date)])
    if not days:
        raise none_shown(kg, "source places an area in a step by")
    steps = steps_of(kg)
    found: dict[tuple[date, int], list[str]] = {}
    for d in days:
        for number in steps:
            here = {
                str(r["label"]): None for r in standings
                if r["number"] == number and _holds(r["first"], r["last"], d)
            }  # fmt: skip
            if here:
                found[d, number] = sorted(here, key=swedish)
    spoken = (
        f"{d.isoformat()}: {sum(len(a) for (e, _), a in found.items() if e == d)}" for d in days
    )
    told = _WORDS.say("pipeline.told", kg.lang)
    return Illustration(
        **captioned(kg, "pipeline"),
        told=f"{told}, {', '.join(spoken)}. {times(kg)}",
        below=(_WORDS.say("pipeline.meaning", kg.lang),),
        notes=(_WORDS.say("pipeline.rules", kg.lang),),
        rows=tuple(
            (d.isoformat(), f"{n}. {steps[n]}", str(len(areas)), "; ".join(areas))
            for (d, n), areas in found.items()
        ),
        body=lambda top, wide: _multiples(steps, days, found, top + 34, wide),
        least=max(380.0, (MARGIN + _DAY * len(days)) / (1 - _GUTTER)),
    )


def _holds(first: object, last: object, on: date) -> bool:
    """Whether a day lies between two, each perhaps unknown."""
    return not ((isinstance(first, date) and first > on) or (isinstance(last, date) and last < on))


def _days(kg: View, dates: str | None, moves: Sequence[date]) -> list[date]:
    if dates is not None:
        # As for as_of, a coarse date means the last day that it can mean.
        try:
            given = {day(text.strip(), "as_of") for text in str(dates).split(",")}
        except BadParameter as error:
            raise BadParameter(str(error).replace("as_of is a date", "dates are dates")) from None
        return sorted(given)[-_MOST_DAYS:]
    seen = sorted(d for d in moves if d <= kg.as_of)
    last = {d.year: d for d in seen} | ({kg.as_of.year: kg.as_of} if seen else {})
    return sorted(last.values())[-_MOST_DAYS:]


def _multiples(
    steps: dict[int, str], days: Sequence[date], found: dict[tuple[date, int], list[str]],
    top: float, page: float,
) -> tuple[list[Mark], float]:  # fmt: skip
    """A column for each day, a row for each step, a bar where they meet."""
    gutter, row = min(282.0, page * _GUTTER), 32.0
    column = (page - MARGIN - gutter) / len(days)
    most = max(map(len, found.values()), default=1)
    bottom = top + row * len(steps)
    marks: list[Mark] = []
    for i, d in enumerate(days):
        x = gutter + i * column
        said = Text(x, top - 14, d.isoformat(), 11 if len(days) < 8 else 10, palette.INK, True)
        marks += [said, Path(((x, top - 2), (x, bottom)), palette.LINE, 1.0)]
    for j, (number, label) in enumerate(steps.items()):
        y = top + row * j + row / 2
        said = Text(MARGIN, y, fits(f"{number}. {label}", 12.5, gutter - MARGIN - 10), 12.5)
        marks.append(said)
        if j:
            line = (MARGIN, y - row / 2), (page - MARGIN, y - row / 2)
            marks.append(Path(line, GRID, 1.0))
        for i, d in enumerate(days):
            areas = found.get((d, number), [])
            if not areas:
                continue
            wide = max((column - 36) * len(areas) / most, 2)
            x = gutter + i * column
            tip = f"{d.isoformat()}, {number}. {label}: {'; '.join(areas)}"
            marks.append(box(x + 1, y - 9, wide, 18, _DARK, tip=tip))
            marks.append(Text(x + wide + 6, y, str(len(areas)), 12, palette.INK, True))
    return marks, bottom + 30


def permits_over_time(kg: View, programme: str | None = None) -> Illustration:
    """How many permits each region has had over time; the last day is the one count."""
    program = programme_of(kg, programme)
    held = _held(kg, program.id)
    today = kg.as_of.isoformat()
    starts = [s.first for some in held.values() for s in some if "" < s.first <= today]
    if not starts:
        raise none_shown(kg, f"source dates a permit of {program.label} by")
    turns = {region: _turns(some, today) for region, some in held.items()}
    order = sorted(
        (r for r in turns if any(a + b for _, a, b in turns[r])),
        key=lambda r: (-turns[r][-1][1], -turns[r][-1][2], swedish(r)),
    )
    said = f"{min(starts)} – {today}"
    last = ", ".join(f"{r} {turns[r][-1][1]}" for r in order)
    told = _WORDS.say("permits_over_time.told", kg.lang)

    looks = (("in_force", _DARK), ("possible", _PALE))
    keys = [swatch(_WORDS.say(f"permits_over_time.{key}", kg.lang), fill) for key, fill in looks]

    def body(top: float, wide: float) -> tuple[list[Mark], float]:
        days = [*map(date.fromisoformat, starts), kg.as_of]
        axis = Axis.of(days, min(250.0, wide * 0.42), wide - 96)
        drawn, bottom = _strips(kg, order, turns, axis, top + 34)
        explained, end = legend(keys, MARGIN, bottom + 38, wide - 2 * MARGIN)
        return [*drawn, *explained], end + 4

    return Illustration(
        **captioned(kg, "permits-over-time"),
        told=f"{told}, {said}; {last}. {times(kg)}",
        below=(f"{program.label}. {times(kg)}",),
        notes=(counted_line(kg, program.id), _WORDS.say("permits_over_time.counted", kg.lang)),
        rows=tuple(
            (region, day, str(sure), str(maybe))
            for region in order
            for day, sure, maybe in turns[region]
        ),
        body=body,
    )


Turn = tuple[str, int, int]
"""A day on which a number changes, and how many are in force, and possibly, from then on."""


def _held(kg: View, programme: str) -> dict[str, list[Span]]:
    """When each holder certainly or possibly holds an area, area by area."""
    areas, spans = facts(kg, "nhv:HeldArea"), periods(kg, "nhv:HeldArea")
    names = labels(kg, set(areas.one("nhv:heldBy")))
    found: dict[str, list[Span]] = defaultdict(list)
    for held in areas:
        if held.one("nhv:heldUnder") == programme and "nhv:HolderLevel" in held.all("nhv:level"):
            found[names[held.one("nhv:heldBy")]] += [
                Span(first, last, status)
                for first, last, status in spans.get(held.id, ())
                if status in (IN_FORCE, POSSIBLE)
            ]
    return found


def _turns(held: Sequence[Span], until: str) -> list[Turn]:
    """The days on which a region's number changes; the first is open."""
    days = {d for span in held for d in (span.first, after(span.last))} - {""}
    turns: list[Turn] = []
    for d in ["", *sorted(d for d in days if d <= until)]:
        now = [span for span in held if span.has(d)]
        certain = sum(span.status == IN_FORCE for span in now)
        turn = (d, certain, len(now) - certain)
        if not turns or turns[-1][1:] != turn[1:]:
            turns.append(turn)
    return turns if sum(turns[0][1:]) or len(turns) == 1 else turns[1:]


def _strips(
    kg: View, order: Sequence[str], turns: dict[str, list[Turn]], axis: Axis, top: float
) -> tuple[list[Mark], float]:
    """A strip for each region on the same scale, the number of the last day at its end."""
    most = max(a + b for r in order for _, a, b in turns[r])
    scale = 96.0 / most
    marks: list[Mark] = []
    y = top
    for region in order:
        now = turns[region][-1][1]
        room = axis.left - MARGIN - 12
        names = [region] if text_width(region, 13) <= room else wrapped(region, int(room / 8))
        peak = max(a + b for _, a, b in turns[region])
        y += max(peak * scale, 5 + 15 * len(names)) + 14
        for i, name in enumerate(names[::-1]):
            marks.append(Text(MARGIN, y - 9 - 15 * i, fits(name, 13, room), 13))
        tip = f"{region}: {now}"
        for pale in (True, False):
            ring = _step_ring(turns[region], axis, kg.as_of, y, scale, pale)
            marks.append(Area((ring,), _PALE if pale else _DARK, "", 0.0, None, tip))
        marks.append(Path(((axis.left, y), (axis.right, y)), palette.LINE, 0.8))
        marks.append(Text(axis.x(kg.as_of) + 8, y - 9, str(now), 14, palette.INK, True))
    return [*axis.grid(top, y), *axis.today(kg.as_of, top, y), *marks], y


def _step_ring(
    turns: Sequence[Turn], axis: Axis, until: date, base: float, scale: float, whole: bool
) -> tuple[Point, ...]:
    days = [axis.x(date.fromisoformat(d)) if d else axis.left for d, *_ in turns]
    points = [(days[0], base)]
    high = base
    for x, (_, sure, unsure) in zip(days, turns, strict=True):
        points.append((x, high))
        high = base - scale * (sure + (unsure if whole else 0))
        points.append((x, high))
    x = axis.x(until)
    return (*points, (x, high), (x, base))
