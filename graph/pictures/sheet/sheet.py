"""A sheet of paper with marks on it: what all pictures are made of, as plain data.

One pixel is one unit, down is positive. The two painters are :mod:`graph.pictures.sheet.svg` and
:mod:`graph.pictures.sheet.printing`; both show the same marks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.pictures.sheet import palette

Point = tuple[float, float]
DASHED = (4.0, 3.0)
DOTTED = (1.0, 2.0)


@dataclass(frozen=True)
class Hatch:
    """A pattern over an area: ``"lines"`` or ``"dots"``, in a colour."""

    kind: str
    colour: str


@dataclass(frozen=True)
class Area:
    """Closed outlines that are filled together; ``corner`` is how far their corners are rounded."""

    rings: tuple[tuple[Point, ...], ...]
    fill: str = ""
    stroke: str = ""
    width: float = 1.0
    hatch: Hatch | None = None
    tip: str = ""
    corner: float = 0.0


@dataclass(frozen=True)
class Path:
    """A line through points.

    With one or two ``bends`` it is a curve from the first to the last point that these draw to
    themselves. ``dash`` gives the lengths of dashes and gaps in widths of the line.
    """

    points: tuple[Point, ...]
    colour: str
    width: float = 1.0
    dash: tuple[float, ...] = ()
    bends: tuple[Point, ...] = ()
    opacity: float = 1.0
    tip: str = ""


@dataclass(frozen=True)
class Disc:
    """A circle."""

    x: float
    y: float
    radius: float
    fill: str
    stroke: str = palette.INK
    width: float = 1.0
    tip: str = ""


@dataclass(frozen=True)
class Text:
    """A line of text, its middle at the height ``y``; ``anchor`` says what stands at ``x``.

    ``halo`` is the width of the paper round its letters, so that it reads on top of lines.
    """

    x: float
    y: float
    text: str
    size: float = 12.0
    colour: str = palette.INK
    bold: bool = False
    anchor: str = "start"
    halo: float = 0.0


Mark = Area | Path | Disc | Text


@dataclass(frozen=True)
class Sheet:
    """A picture ready to be painted: its size in pixels, and its marks, the lowest first."""

    width: float
    height: float
    marks: tuple[Mark, ...]


def box(
    x: float, y: float, wide: float, high: float, fill: str, *, stroke: str = "", tip: str = "",
    hatch: Hatch | None = None, width: float = 1.0, corner: float = 0.0,
) -> Area:  # fmt: skip
    """A rectangle."""
    ring = ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high))
    return Area((ring,), fill, stroke, width, hatch, tip, corner)


# Corners at equal angles: how many, where the first stands in degrees, and how far out every one
# and every second one, so that all shapes look equally large.
_CORNERS: Mapping[str, tuple[int, float, float, float]] = {
    "square": (4, 45, 1.25, 1.25),
    "diamond": (4, 0, 1.15, 1.15),
    "triangle": (3, -90, 1.2, 1.2),
    "triangleDown": (3, 90, 1.2, 1.2),
    "hexagon": (6, 0, 1.05, 1.05),
    "star": (10, -90, 1.3, 0.52),
}


def sign(shape: str, x: float, y: float, radius: float, fill: str, tip: str = "") -> Mark:
    """The sign of a kind of node round a point: a shape of the palette, else a disc."""
    if shape not in _CORNERS:
        return Disc(x, y, radius, fill, tip=tip)
    count, first, even, odd = _CORNERS[shape]
    ring = []
    for i in range(count):
        turn, out = math.radians(first + 360 * i / count), radius * (odd if i % 2 else even)
        ring.append((x + out * math.cos(turn), y + out * math.sin(turn)))
    return Area((tuple(ring),), fill, palette.INK, 1.0, None, tip)


Steps = list[tuple[str, tuple[Point, ...]]]
"""Commands of a path, as SVG has them, each with its points: M, L, Q, C, Z."""


def outlines(mark: Area | Path) -> list[Steps]:
    """How each line of a mark runs, for the painters."""
    if isinstance(mark, Area):
        return [
            _rounded(r, mark.corner) if mark.corner else [("M", r), ("Z", ())] for r in mark.rings
        ]
    first, *rest = mark.points
    steps: Steps = [("L", (point,)) for point in rest]
    if mark.bends:
        steps = [("Q" if len(mark.bends) == 1 else "C", (*mark.bends, rest[-1]))]
    return [[("M", (first,)), *steps]]


def _rounded(ring: Sequence[Point], corner: float) -> Steps:
    """A ring whose corners begin to be rounded so far before their points."""
    steps: Steps = []
    for before, at, after in zip((ring[-1], *ring[:-1]), ring, (*ring[1:], ring[0]), strict=True):
        begin, end = (
            (at[0] + (to[0] - at[0]) * share, at[1] + (to[1] - at[1]) * share)
            for to in (before, after)
            for share in (min(corner / (math.dist(at, to) or 1.0), 0.5),)
        )
        steps += [("L" if steps else "M", (begin,)), ("Q", (at, end))]
    return [*steps, ("Z", ())]
