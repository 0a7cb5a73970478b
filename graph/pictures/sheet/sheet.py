"""A sheet of paper with marks on it: what maps and charts are made of, as plain data.

One pixel is one unit, down is positive. The two painters are :mod:`graph.pictures.sheet.svg` and
:mod:`graph.pictures.sheet.png`; both show the same marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.pictures.sheet import palette
from graph.pictures.sheet.metrics import Point, text_width, wrapped

WIDTH = 900.0
MARGIN = 28.0
SMALL = 12.0
LINE = 17.0


@dataclass(frozen=True)
class Hatch:
    """A pattern over an area: ``"lines"`` or ``"dots"``, in a colour."""

    kind: str
    colour: str


@dataclass(frozen=True)
class Area:
    """Closed outlines that are filled together."""

    rings: tuple[tuple[Point, ...], ...]
    fill: str = ""
    stroke: str = ""
    width: float = 1.0
    hatch: Hatch | None = None
    tip: str = ""


@dataclass(frozen=True)
class Path:
    """A line through points; with ``bend`` a curve between the first and the last."""

    points: tuple[Point, ...]
    colour: str
    width: float = 1.0
    dashed: bool = False
    bend: Point | None = None
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
    """A line of text, its middle at the height ``y``; ``anchor`` says what stands at ``x``."""

    x: float
    y: float
    text: str
    size: float = SMALL
    colour: str = palette.INK
    bold: bool = False
    anchor: str = "start"
    halo: bool = False


Mark = Area | Path | Disc | Text


@dataclass(frozen=True)
class Sheet:
    """A picture ready to be painted.

    Attributes:
        width: Its width in pixels.
        height: Its height.
        marks: What is on it, the lowest first.
    """

    width: float
    height: float
    marks: tuple[Mark, ...]


def box(
    x: float, y: float, wide: float, high: float, fill: str, *, stroke: str = "", tip: str = "",
    hatch: Hatch | None = None, width: float = 1.0,
) -> Area:  # fmt: skip
    """A rectangle."""
    ring = ((x, y), (x + wide, y), (x + wide, y + high), (x, y + high))
    return Area((ring,), fill, stroke, width, hatch, tip)


def square(x: float, y: float, half: float, fill: str, tip: str = "") -> Area:
    """A square sign round a point, the one of hospitals in all pictures."""
    return box(x - half, y - half, 2 * half, 2 * half, fill, stroke=palette.INK, tip=tip)


def diamond(x: float, y: float, half: float, fill: str, tip: str = "") -> Area:
    """A diamond round a point."""
    ring = ((x, y - half), (x + half, y), (x, y + half), (x - half, y))
    return Area((ring,), fill, palette.INK, 1.0, None, tip)


def heading(title: str, below: Iterable[str], wide: float = WIDTH) -> tuple[list[Mark], float]:
    """The title and lines below it.

    Args:
        title: The title.
        below: What is said under it, in softer ink.
        wide: The sheet's width.

    Returns:
        The marks, and the height at which the picture can begin.
    """
    marks: list[Mark] = []
    y = MARGIN + 8
    for line in wrapped(title, int((wide - 2 * MARGIN) / 11)):
        marks.append(Text(MARGIN, y, line, 19, bold=True))
        y += 25
    for line in below:
        marks.append(Text(MARGIN, y, line, 13, palette.SOFT_INK))
        y += 18
    return marks, y


def paragraphs(
    texts: Sequence[str], x: float, y: float, wide: float, size: float = SMALL
) -> tuple[list[Mark], float]:
    """Paragraphs in soft ink, wrapped.

    Args:
        texts: The paragraphs.
        x: The left edge.
        y: The height of the first line's middle.
        wide: How wide a line may be.
        size: The size of letters.

    Returns:
        The marks, and the height below the last line.
    """
    marks: list[Mark] = []
    for text in texts:
        for line in wrapped(text, max(int(wide / (size * 0.56)), 12)):
            marks.append(Text(x, y, line, size, palette.SOFT_INK))
            y += size + 5
        y += 3
    return marks, y


def stacked(
    wanted: Sequence[float], highs: Sequence[float], top: float, bottom: float
) -> list[float]:
    """Heights for labels near where they would like to be, without overlaps.

    Args:
        wanted: The heights of their middles, sorted.
        highs: How high each is.
        top: The upper end of the room.
        bottom: The lower end.

    Returns:
        The heights of their middles.

    Example:
        >>> stacked([10, 11, 50], [10, 10, 10], 0, 100)
        [10, 20.0, 50]
    """
    placed = list(wanted)
    edge = top
    for i, high in enumerate(highs):
        placed[i] = max(placed[i], edge + high / 2)
        edge = placed[i] + high / 2
    edge = bottom
    for i in reversed(range(len(placed))):
        placed[i] = min(placed[i], edge - highs[i] / 2)
        edge = placed[i] - highs[i] / 2
    return placed


def fits(text: str, size: float, wide: float) -> str:
    """A text cut with an ellipsis to what fits in a width.

    Example:
        >>> fits("Skåne", 12, 100)
        'Skåne'
    """
    if text_width(text, size) <= wide:
        return text
    while text and text_width(text + "…", size) > wide:
        text = text[:-1]
    return text.rstrip() + "…"
