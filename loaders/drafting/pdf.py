"""PDF as lines: a line in larger or bolder letters than the text is a heading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from logging import CRITICAL, getLogger
from pathlib import Path
from typing import Any, NamedTuple

from loaders.drafting.lines import MARK, Line
from loaders.drafting.plain import plain
from loaders.drafting.tables import table

# Letters of a line that may be a heading.
_LONG = 130
# Lines at the top of a document among which its title stands.
_TOP = 3
# Points by which lines of one row may differ in height.
_LEVEL = 1.0
_BOLD = ("bold", "black", "heavy")


class Look(NamedTuple):
    """How letters look: their size in points, and whether they are bold."""

    size: float
    bold: bool


class Styled(NamedTuple):
    """A line: how its letters look, if they all look the same, and where on the page it begins."""

    text: str
    look: Look | None
    x: float
    y: float


def pdf(path: Path) -> Iterator[Line]:
    """The lines of a PDF; where all letters look the same, headings are told by where they stand.

    Args:
        path: The document.
    """
    from pypdf import PdfReader

    getLogger("pypdf").setLevel(CRITICAL)  # what is wrong is told once, in our sentence
    pages = [list(_lines(page)) for page in PdfReader(path).pages]
    levels = _levels([line for page in pages for line in page if line.text.strip()])
    top = True
    for page in pages:
        for rows in _parts(page):
            if len(rows[0]) > 1:
                yield from table(_grid(rows))
                continue
            told: dict[int, int] = {}
            for at, (line,) in enumerate(rows):
                if (level := _level(line, levels)) is not None:
                    told[at] = level if top and at < _TOP else max(2, level)
            yield from plain([line.text for (line,) in rows], told=told if levels else None)
            top = False


def _parts(page: Sequence[Styled]) -> Iterator[list[list[Styled]]]:
    """The rows of a page's tables, each table by itself, and the lines between them.

    What stands beside each other is a row; a row alone is no table, but lines.
    """
    rows: list[list[Styled]] = []
    for line in page:
        last = rows[-1][-1] if rows else None
        if last and line.text.strip() and abs(last.y - line.y) < _LEVEL and last.x < line.x:
            rows[-1].append(line)
        else:
            rows.append([line])
    for several, run in groupby(rows, key=lambda row: len(row) > 1):
        part = list(run)
        lines = [[line] for row in part for line in row]
        yield part if several and len(part) > 1 else lines


def _grid(rows: Sequence[Sequence[Styled]]) -> list[list[str]]:
    """The cells of a table; those that begin at one place stand in one column."""
    columns = sorted({round(line.x) for row in rows for line in row})
    cells = [{round(line.x): line.text for line in row} for row in rows]
    return [[row.get(column, "") for column in columns] for row in cells]


def _lines(page: Any) -> Iterator[Styled]:
    """The lines of a page."""
    text: list[str] = []
    looks: list[Look] = []
    places: list[tuple[float, float]] = []

    def heard(part: str, turned: Any, placed: Any, font: Any, size: float) -> None:
        scale = _scale(turned) * _scale(placed)
        name = str((font or {}).get("/BaseFont", "")).casefold()
        look = Look(round(size * scale, 1), any(word in name for word in _BOLD))
        x, y = (turned[0] * placed[4] + turned[4], turned[3] * placed[5] + turned[5])
        text.append(part)
        looks.extend([look] * len(part))
        places.extend([(float(x), float(y))] * len(part))

    page.extract_text(visitor_text=heard)
    at = 0
    for line in "".join(text).splitlines(keepends=True):
        end = at + len(line)
        own = {look for letter, look in zip(line, looks[at:end], strict=True) if letter.isalnum()}
        x, y = places[at]
        yield Styled(line.rstrip("\r\n"), next(iter(own)) if len(own) == 1 else None, x, y)
        at = end


def _scale(matrix: Sequence[float]) -> float:
    """How much a matrix of PDF makes letters larger; it may turn them, too."""
    return abs(float(matrix[3])) or abs(float(matrix[1])) or 1.0


def _levels(lines: Sequence[Styled]) -> Mapping[Look, int]:
    """The looks of headings with their levels: larger, or bolder, than most of the text."""
    letters = Counter[Look]()
    for line in lines:
        if line.look:
            letters[line.look] += len(line.text)
    if not letters:
        return {}
    body = letters.most_common(1)[0][0]
    above = sorted((look for look in letters if look > body and not body.bold), reverse=True)
    return {look: level for level, look in enumerate(above, 1)}


def _level(line: Styled, levels: Mapping[Look, int]) -> int | None:
    """The level of a line that is a heading."""
    text = line.text.strip()
    heads = 0 < len(text) < _LONG and text[-1] not in ".,;" and not MARK.match(text)
    return levels.get(line.look) if heads and line.look else None
