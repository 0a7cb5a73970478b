"""How a table stands on the page of a paper: how long it is, how wide, and in which letters.

Widths are estimates from the number of letters, on the safe side of LaTeX's own class ``article``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from math import ceil
from typing import NamedTuple

# In points: the lines of a page, upright and across; the letters of LaTeX's sizes.
_UPRIGHT, _ACROSS, _LETTER = 345, 545, 0.54
_SIZES = {"normalsize": 10, "small": 9, "footnotesize": 8, "scriptsize": 7, "tiny": 5}
_TRIED = (
    *((name, False) for name in ("normalsize", "small", "footnotesize", "scriptsize")),
    *((name, True) for name in ("footnotesize", "scriptsize", "tiny")),
)
_PARTED = "scriptsize"
_BETWEEN, _NARROW = 6, 3  # beside each cell, and beside those of small letters
_LINES = 38
WORD = 16
"""The letters of words that are not hyphenated; longer ones are."""
_END = re.compile(r"\s+|(?<=[-–:/_.,;=&?)|])(?!\d)")


class Column:
    """A column as plain text: its heading, its cells, and whether they are numbers."""

    def __init__(self, heading: str, cells: Sequence[str], is_number: bool) -> None:
        self.heading, self.cells, self.is_number = heading, cells, is_number

    @cached_property
    def longest(self) -> int:
        """The letters of its longest cell."""
        return max(map(len, (self.heading, *self.cells)), default=1) or 1

    @cached_property
    def least(self) -> int:
        """The letters that a line of it must hold: those of its longest word."""
        texts = {self.heading, *self.cells}
        return min(WORD, max(len(word) for text in texts for word in _END.split(text))) or 1


class Page(NamedTuple):
    """A table, or a part of one, as it stands on a page, in letters of a size.

    ``across`` says whether it lies across the page, ``long`` whether it goes on over several;
    ``widths`` are the shares of the line that columns have, none where their cells say.
    """

    columns: Sequence[Column]
    size: str
    across: bool
    widths: Sequence[float]
    long: bool

    @property
    def narrow(self) -> bool:
        """Whether there is little room between its columns."""
        return _beside(self.size) == _NARROW

    def rows(self) -> Iterable[tuple[str, ...]]:
        """The cells of its columns, row by row."""
        return zip(*(column.cells for column in self.columns), strict=True)


def pages(columns: Sequence[Column], notes: int = 0) -> list[Page]:
    """Set a table: in one piece if there is any way, else in parts with its first column each.

    ``notes`` is how many letters stand under it.

    Example:
        >>> pages([Column("Region", ["Skåne"], False)])[0].size
        'normalsize'
    """
    for size, across in _TRIED:
        if _points(columns, size) <= _line(across=across):
            return [_set(columns, size, across=across, notes=notes)]
    first, *rest = columns
    parts: list[list[Column]] = [[first]]
    for column in rest:
        if _points([*parts[-1], column], _PARTED) > _line(across=True) and len(parts[-1]) > 1:
            parts.append([first])
        parts[-1].append(column)
    return [_set(part, _PARTED, across=True, notes=notes) for part in parts]


def _set(columns: Sequence[Column], size: str, *, across: bool, notes: int) -> Page:
    line = _line(across=across)
    natural = [_width(column.longest, size) for column in columns]
    widths = [] if sum(natural) <= line else _shares(columns, size, line)
    rows = zip(*(column.cells for column in columns), strict=True)
    room = [(share or 1) * line / (_LETTER * _SIZES[size]) for share in widths]
    lines = sum(
        max((ceil(len(cell) / (at - 1)) for cell, at in zip(row, room, strict=False)), default=1)
        for row in rows
    )
    lines += ceil(notes * _LETTER * _SIZES["footnotesize"] / line)
    return Page(columns, size, across, widths, across or lines > _LINES)


def _shares(columns: Sequence[Column], size: str, line: int) -> list[float]:
    """The share of a line that each column has: its longest word, and more for longer cells."""
    least = [_width(column.least, size) for column in columns]
    more = [(column.longest - column.least) ** 0.5 for column in columns]
    left = max(line - sum(least), 0) / (sum(more) or 1)
    wide = [low + wish * left for low, wish in zip(least, more, strict=True)]
    return [width / sum(wide) for width in wide]


def _points(columns: Sequence[Column], size: str) -> float:
    """How wide a table is at least."""
    return sum(_width(column.least, size) for column in columns)


def _width(letters: int, size: str) -> float:
    return letters * _LETTER * _SIZES[size] + 2 * _beside(size)


def _beside(size: str) -> int:
    return _BETWEEN if _SIZES[size] >= 9 else _NARROW


def _line(*, across: bool) -> int:
    return _ACROSS if across else _UPRIGHT
