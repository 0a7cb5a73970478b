"""How much room letters take, and texts set in it: no font is asked, so that all machines agree.

Widths are estimated a little on the safe side, so that a layout made on one machine also fits the
fonts of another.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from textwrap import wrap
from typing import NamedTuple

from graph.pictures.sheet import palette
from graph.pictures.sheet.sheet import Hatch, Mark, Text, box

WIDTH = 900.0
MARGIN = 28.0
SMALL = 12.0
_ROW, _GAP = 24.0, 24.0
_NARROW, _WIDE = "fijlrtI.,:;'|!()[]- ", "mwMWGOQÖ%@"


def text_width(line: str, font: float) -> float:
    """About how wide a line is in a sans-serif font, a little on the safe side, in pixels."""
    units = math.fsum(0.36 if c in _NARROW else 0.88 if c in _WIDE else 0.62 for c in line)
    return units * font


def wrapped(text: str, width: int) -> tuple[str, ...]:
    """Cut a label into lines of about ``width`` letters, between words only.

    Example:
        >>> wrapped("Region Jämtland Härjedalen", 16)
        ('Region Jämtland', 'Härjedalen')
    """
    line = " ".join(text.split())
    return tuple(wrap(line, width, break_long_words=False, break_on_hyphens=False)) or ("",)


def fits(text: str, size: float, wide: float) -> str:
    """A text cut with an ellipsis to what fits in a width."""
    if text_width(text, size) <= wide:
        return text
    while text and text_width(text + "…", size) > wide:
        text = text[:-1]
    return text.rstrip() + "…"


def heading(title: str, below: Iterable[str], wide: float) -> tuple[list[Mark], float]:
    """The title and lines below it in softer ink, and the height at which the picture can begin."""
    marks: list[Mark] = []
    y = MARGIN + 8
    for line in wrapped(title, int((wide - 2 * MARGIN) / 11)):
        marks.append(Text(MARGIN, y, line, 19, bold=True))
        y += 25
    for line in (row for text in below for row in wrapped(text, int((wide - 2 * MARGIN) / 6.55))):
        marks.append(Text(MARGIN, y, line, 13, palette.SOFT_INK))
        y += 18
    return marks, y


def paragraphs(texts: Iterable[str], x: float, y: float, wide: float) -> tuple[list[Mark], float]:
    """Paragraphs in soft ink, wrapped, and the height below the last line."""
    marks: list[Mark] = []
    for text in texts:
        for line in wrapped(text, max(int(wide / (SMALL * 0.56)), 12)):
            marks.append(Text(x, y, line, SMALL, palette.SOFT_INK))
            y += SMALL + 5
        y += 3
    return marks, y


class Key(NamedTuple):
    """An entry of a legend: what draws its sign at a point, how wide that is, and its text."""

    sign: Callable[[float, float], Sequence[Mark]]
    wide: float
    text: str


def swatch(text: str, fill: str, stroke: str = "", hatch: Hatch | None = None) -> Key:
    """The key of a colour or a pattern."""
    return Key(lambda x, y: [box(x, y - 6, 26, 12, fill, stroke=stroke, hatch=hatch)], 26, text)


def legend(
    keys: Iterable[Key], left: float, y: float, wide: float, each: float = 0.0
) -> tuple[list[Mark], float]:
    """Signs with their texts in rows, each key so wide or wider, and the height of a next row."""
    marks: list[Mark] = []
    x, high = left, 0.0
    for key in keys:
        lines = wrapped(key.text, int((wide - key.wide) / 6.6))
        need = max(key.wide + 8 + max(text_width(line, SMALL) for line in lines), each)
        if x > left and x + need > left + wide:
            x, y, high = left, y + high, 0.0
        marks += key.sign(x, y)
        marks += [Text(x + key.wide + 8, y + 15 * i, line) for i, line in enumerate(lines)]
        x, high = x + need + _GAP, max(high, _ROW + 15 * (len(lines) - 1))
    return marks, y + high


def stacked(
    wanted: Sequence[float], highs: Sequence[float], top: float, bottom: float
) -> list[float]:
    """The middles of labels so high, near where they would like to be, without overlaps."""
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
