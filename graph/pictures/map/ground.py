"""The ground of every map: the counties on the sheet, signs in towns, labels beside the country.

Sweden is long and leans: the upper left corner of the sheet is free for the legend, the margins
left and right take the labels of towns, tied to their points by thin lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from graph.lookup.gazetteer import counties, frame, projected
from graph.pictures.sheet import palette
from graph.pictures.sheet.metrics import Point, wrapped
from graph.pictures.sheet.sheet import (
    MARGIN,
    SMALL,
    WIDTH,
    Area,
    Disc,
    Hatch,
    Mark,
    Path,
    Sheet,
    Text,
    box,
    heading,
    paragraphs,
    square,
    stacked,
)
from graph.pictures.sheet.sheet import diamond as diamond_sign

HIGH = 840.0
_LEFT = 292.0
LAND = "#eceff2"
BORDER = "#9aa5b1"
_WEST = 13.8  # towns west of this longitude are labelled on the left
# One hue from light to dark: reads in grey, and with any kind of colour blindness.
SHADES = ("#e3eef8", "#b5d4ea", "#79b0d8", "#3b80bb", "#0b4a85")


@dataclass(frozen=True)
class Sign:
    """Something at a point: its label's first line in bold, the others below."""

    lat: float
    long: float
    lines: tuple[str, ...]
    look: str = "hospital"
    tip: str = ""


@dataclass(frozen=True)
class Tone:
    """How a county is filled, and what is told of it."""

    fill: str = LAND
    hatch: Hatch | None = None
    tip: str = ""


@dataclass(frozen=True)
class Key:
    """An entry of a legend: a look and its meaning."""

    look: str
    text: str
    colour: str = ""
    width: float = 1.0


@cache
def _extent() -> tuple[float, float, float]:
    """Left and upper edge of the country in kilometres, and pixels to the kilometre."""
    points = [projected(y, x) for county in counties() for ring in county.rings for x, y in ring]
    left, top, _, bottom = frame(points)
    return left, top, HIGH / (bottom - top)


def at(lat: float, long: float, top: float) -> Point:
    """Where a point lies on a sheet whose country begins at a height."""
    east, south = projected(lat, long)
    left, upper, scale = _extent()
    return _LEFT + (east - left) * scale, top + (south - upper) * scale


def land(tones: Mapping[str, Tone], top: float) -> list[Mark]:
    """The counties.

    Args:
        tones: How each county is filled, by its code; the others are plain land.
        top: Where the country begins.
    """
    marks: list[Mark] = []
    for county in counties():
        tone = tones.get(county.code, Tone())
        rings = tuple(tuple(at(y, x, top) for x, y in ring) for ring in county.rings)
        tip = tone.tip or county.name
        marks.append(Area(rings, tone.fill, BORDER, 0.7, tone.hatch, tip))
    return marks


def signs(found: Sequence[Sign], top: float) -> list[Mark]:
    """Signs at their points, and their labels beside the country."""
    placed = [(sign, *at(sign.lat, sign.long, top)) for sign in found]
    marks: list[Mark] = []
    for side in ("left", "right"):
        mine = sorted(
            (p for p in placed if (p[0].long < _WEST) == (side == "left") and p[0].lines),
            key=lambda p: (p[2], p[1], p[0].lines),
        )
        marks += _labels(mine, side, top)
    for sign, x, y in sorted(placed, key=lambda p: (p[0].look, p[2], p[1])):
        marks.append(_sign(sign.look, x, y, sign.tip or ", ".join(sign.lines)))
    return marks


def _labels(mine: Sequence[tuple[Sign, float, float]], side: str, top: float) -> list[Mark]:
    left = side == "left"
    edge = _LEFT - 6 if left else WIDTH - 232
    room = edge - MARGIN if left else WIDTH - MARGIN / 2 - edge
    blocks = []
    for sign, _, _ in mine:
        wide = int(room / 6.4)
        blocks.append(
            [(line, i == 0) for i, text in enumerate(sign.lines) for line in wrapped(text, wide)]
        )
    highs = [15.0 * len(block) + 9 for block in blocks]
    middles = stacked([y for _, _, y in mine], highs, top, top + HIGH + 10)
    marks: list[Mark] = []
    for (_, x, y), block, middle in zip(mine, blocks, middles, strict=True):
        first = middle - 15 * (len(block) - 1) / 2
        text_x = edge - 4 if left else edge + 4
        near = edge + 1 if left else edge - 2
        elbow = near + 12 if left else near - 12
        marks.append(Path(((near, first), (elbow, first), (x, y)), palette.SOFT_INK, 0.8))
        for i, (line, bold) in enumerate(block):
            marks.append(
                Text(
                    text_x,
                    first + 15 * i,
                    line,
                    12.5 if bold else 11.5,
                    palette.INK if bold else palette.SOFT_INK,
                    bold,
                    "end" if left else "start",
                )
            )
    return marks


def _sign(look: str, x: float, y: float, tip: str) -> Mark:
    if look == "supplier":
        return diamond_sign(x, y, 6.5, palette.GREEN, tip)
    if look == "possible":
        return square(x, y, 5, palette.PAPER, tip)
    if look == "unknown":
        return Disc(x, y, 7, palette.PAPER, palette.INK, 1.2, tip)
    if look == "seat":
        return Disc(x, y, 2.2, palette.INK, palette.PAPER, 0.6, tip)
    return square(x, y, 5, palette.ORANGE, tip)


def legend(keys: Sequence[Key], top: float, title: str) -> list[Mark]:
    """The legend, in the free corner."""
    x, y = MARGIN, top + 12
    marks: list[Mark] = [Text(x, y, title, 13, bold=True)]
    y += 24
    for key in keys:
        marks += _swatch(key, x, y)
        lines = wrapped(key.text, 34)
        for i, line in enumerate(lines):
            marks.append(Text(x + 38, y + 15 * i, line, SMALL))
        y += 15 * (len(lines) - 1) + 23
    return marks


def _swatch(key: Key, x: float, y: float) -> list[Mark]:
    if key.look == "fill":
        return [box(x, y - 8, 28, 16, key.colour, stroke=BORDER)]
    if key.look in ("lines", "dots"):
        pattern = Hatch(key.look, key.colour)
        return [box(x, y - 8, 28, 16, LAND, stroke=BORDER, hatch=pattern)]
    if key.look == "edge":
        return [Path(((x + 1, y), (x + 27, y)), key.colour, key.width, opacity=0.75)]
    if key.look == "disc":
        return [Disc(x + 14, y, 8, key.colour)]
    marks = [_sign(key.look, x + 14, y, "")]
    return [*marks, Text(x + 14, y, "?", 10, anchor="middle")] if key.look == "unknown" else marks


def question_marks(
    points: Mapping[str, tuple[float, float, str]], top: float, taken: Sequence[Point] = ()
) -> list[Mark]:
    """A ringed question mark at each point: there is something in the county, we know not where.

    Args:
        points: Latitude, longitude and tooltip by county code.
        top: Where the country begins.
        taken: Points that have a sign already; a question mark stands beside them.
    """
    signed = [at(lat, long, top) for lat, long in taken]
    marks: list[Mark] = []
    for lat, long, tip in (points[code] for code in sorted(points)):
        x, y = at(lat, long, top)
        if any(abs(x - a) < 13 and abs(y - b) < 13 for a, b in signed):
            x -= 17
        marks += [_sign("unknown", x, y, tip), Text(x, y, "?", 10, anchor="middle")]
    return marks


def sheet(
    title: str, below: Sequence[str], keys: Sequence[Key], legend_title: str,
    notes: Sequence[str], drawn: Mapping[str, Tone], over: Sequence[Mark], top: float,
) -> Sheet:  # fmt: skip
    """A whole map.

    Args:
        title: Its title.
        below: Lines under the title.
        keys: The legend.
        legend_title: What stands above the legend.
        notes: What stands under the map.
        drawn: How the counties are filled.
        over: What is drawn on them.
        top: Where the country begins; :func:`begin` says it.
    """
    head, _ = heading(title, below)
    foot, end = paragraphs(notes, MARGIN, top + HIGH + 32, WIDTH - 2 * MARGIN)
    marks = (*head, *land(drawn, top), *over, *legend(keys, top, legend_title), *foot)
    return Sheet(WIDTH, end + 8, marks)


def begin(title: str, below: Sequence[str]) -> float:
    """Where the country begins under a title and its lines."""
    return heading(title, below)[1] + 10


def classes(values: Sequence[int]) -> tuple[int, ...]:
    """Upper bounds of up to five classes of numbers, in round steps.

    Args:
        values: The numbers.

    Returns:
        The upper bounds, ascending; the last holds the greatest number.

    Example:
        >>> classes([1, 9, 62])
        (15, 30, 45, 60, 75)
    """
    most = max(values, default=1)
    if most <= len(SHADES):
        return tuple(range(1, max(most, 1) + 1))
    step = next(
        s for s in (2, 3, 5, 10, 15, 20, 25, 30, 40, 50, 75, 100, 200, 500, 1000, 5000, 10**9)
        if s * len(SHADES) >= most
    )  # fmt: skip
    return tuple(step * (i + 1) for i in range(len(SHADES)) if step * i < most)


def shade(value: int, bounds: Sequence[int]) -> str:
    """The colour of a number's class."""
    index = next((i for i, bound in enumerate(bounds) if value <= bound), len(bounds) - 1)
    if len(bounds) == 1:
        return SHADES[2]
    return SHADES[round(index * (len(SHADES) - 1) / (len(bounds) - 1))]
