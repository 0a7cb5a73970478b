"""Tables of any format as lines: which rows are heads of columns, and which are rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loaders.drafting.cues import first_of
from loaders.drafting.lines import CELLS, Line

_DATA = re.compile(r"\W*(?:\d[\d\s./:-]*|(?:19|20)\d\d\b.*|x)\W*", re.I)


def table(grid: Sequence[Sequence[str]], heads: int | None = None) -> Iterator[Line]:
    """The lines of a table.

    Args:
        grid: Its rows of cells; of a cell over several columns, all but the first are empty.
        heads: How many rows are heads, if the format says so.

    Example:
        >>> [line.role for line in table([["Område", "Start"], ["Dysmeli", "2025"]])]
        ['head', 'row']
    """
    rows = [[" ".join(cell.split()) for cell in row] for row in grid]
    if not heads:
        heads = int(bool(rows) and are_heads(rows[0]))
    if heads == 1 and len(rows) > 1 and _goes_below(rows[0], rows[1]):
        heads = 2
    for number, row in enumerate(rows):
        if any(row):
            yield Line(CELLS.join(row), "head" if number < heads else "row")


def are_heads(cells: Sequence[str]) -> bool:
    """Whether the cells of a row say what the columns below them hold."""
    named = [cell for cell in cells if cell]
    told = [cell for cell in named if first_of("columns", cell)]
    several = len(told) > 1 and len(told) * 2 >= len(named)
    return (several or told[:1] == named[:1] != []) and not any(map(_DATA.fullmatch, named))


def _goes_below(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Whether a second row of heads parts what a head of the first, over several columns, holds."""
    parts = [low for up, low in zip(upper, lower, strict=False) if low and not up]
    return bool(parts) and not any(_DATA.fullmatch(cell) for cell in lower if cell)


def combined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """The heads of two rows as one: what stands over several columns is said of each."""
    heads, over = [], ""
    for up, low in zip(upper, lower, strict=False):
        over = up or over
        heads.append(f"{over} {low}" if low and not up else f"{up} {low}".strip())
    return tuple(heads)
