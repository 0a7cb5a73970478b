"""PDF as lines laid out as on the page: tables by their gaps, headings by their letters."""

from __future__ import annotations

import re
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
_BOLD = ("bold", "black", "heavy")
# What stands in one cell: words that no more than a blank parts.
_CELL = re.compile(r"\S+(?: {1,2}\S+)*")
# Letters by which cells of one column may differ in where they begin.
_ASKEW = 2


class Look(NamedTuple):
    """How letters look: their size in points, and whether they are bold."""

    size: float
    bold: bool


def pdf(path: Path) -> Iterator[Line]:
    """The lines of a PDF; where all letters look the same, headings are told by where they stand.

    Args:
        path: The document.
    """
    from pypdf import PdfReader

    getLogger("pypdf").setLevel(CRITICAL)  # what is wrong is told once, in our sentence
    pages = PdfReader(path).pages
    looks = [_looks(page) for page in pages]
    levels = _levels(looks)
    top = True
    for page, look in zip(pages, looks, strict=True):
        text = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False)
        for is_table, lines in _parts(text.splitlines()):
            if is_table:
                yield from table(_grid(lines))
                continue
            told: dict[int, int] = {}
            for at, line in enumerate(lines):
                if level := _level(line.strip(), look, levels):
                    told[at] = level if top and at < _TOP else max(2, level)
            yield from plain(lines, told=told if levels else None)
            top = False


def _parts(lines: Sequence[str]) -> Iterator[tuple[bool, list[str]]]:
    """The tables of a page, each by itself, and the lines between them.

    A table begins and ends with lines of several cells; one such line alone is none.
    """
    cells = [0 if MARK.match(line) else len(_CELL.findall(line)) for line in lines]
    within = [number > 1 for number in cells]
    for at in range(1, len(lines) - 1):  # one line of a cell that goes on, between two rows
        indented = lines[at][:1].isspace() and within[at - 1]
        within[at] = within[at] or indented or (within[at - 1] and within[at + 1])
    for several, run in groupby(range(len(lines)), key=lambda at: within[at]):
        part = [lines[at] for at in run]
        yield several and len(part) > 1, part


def _grid(lines: Sequence[str]) -> list[list[str]]:
    """The rows of a table; a line with few cells, or without the first, goes on with a row."""
    starts = sorted({found.start() for line in lines for found in _CELL.finditer(line)})
    columns = [at for n, at in enumerate(starts) if not n or at - starts[n - 1] > _ASKEW]
    rows: list[list[str]] = []
    for line in lines:
        cells = [""] * len(columns)
        for found in _CELL.finditer(line):
            at = max(n for n, column in enumerate(columns) if column <= found.start())
            cells[at] = f"{cells[at]} {found[0]}".strip()
        few = sum(map(bool, cells)) * 2 < len(columns)
        if rows and (few or not cells[0]):
            rows[-1] = [f"{a} {b}".strip() for a, b in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    return rows


def _looks(page: Any) -> dict[str, Look]:
    """How the letters of each line of a page look, if they all look the same."""
    text: list[str] = []
    looks: list[Look] = []

    def heard(part: str, turned: Any, placed: Any, font: Any, size: float) -> None:
        name = str((font or {}).get("/BaseFont", "")).casefold()
        bold = any(word in name for word in _BOLD)
        text.append(part)
        looks.extend([Look(round(size * _scale(turned) * _scale(placed), 1), bold)] * len(part))

    page.extract_text(visitor_text=heard)
    at, found = 0, dict[str, Look]()
    for line in "".join(text).splitlines(keepends=True):
        own = {look for letter, look in zip(line, looks[at:], strict=False) if letter.isalnum()}
        if len(own) == 1:
            found[_squeezed(line)] = own.pop()
        at += len(line)
    return found


def _squeezed(line: str) -> str:
    return "".join(line.split())


def _scale(matrix: Sequence[float]) -> float:
    """How much a matrix of PDF makes letters larger; it may turn them, too."""
    return abs(float(matrix[3])) or abs(float(matrix[1])) or 1.0


def _levels(pages: Sequence[Mapping[str, Look]]) -> Mapping[Look, int]:
    """The looks of headings with their levels: larger, or bolder, than most of the text."""
    letters = Counter[Look]()
    for looks in pages:
        for line, look in looks.items():
            letters[look] += len(line)
    if not letters:
        return {}
    body = letters.most_common(1)[0][0]
    above = sorted((look for look in letters if look > body and not body.bold), reverse=True)
    return {look: level for level, look in enumerate(above, 1)}


def _level(text: str, looks: Mapping[str, Look], levels: Mapping[Look, int]) -> int | None:
    """The level of a line that is a heading."""
    heads = 0 < len(text) < _LONG and text[-1] not in ".,;" and not MARK.match(text)
    look = looks.get(_squeezed(text)) if heads else None
    return levels.get(look) if look else None
