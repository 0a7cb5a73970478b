"""Tables for a paper in LaTeX: ruled by the package booktabs, with footnotes for the sources.

How long a table is on the page, how wide, and in which letters is estimated from the number of
letters, on the safe side of LaTeX's own class ``article``; ``templates/table.tex`` has the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.base.files import templates
from graph.base.problems import BadParameter
from graph.engines.answer import LAST, PRECISION
from graph.engines.values import headings_of, plain, rows_of, text
from graph.evidence.references import latex
from graph.export.notes import WORDS, About
from graph.export.table_files import swedish

if TYPE_CHECKING:
    import pandas as pd
    from jinja2 import Template

# What footnotes say of a row, and the digits of a day that a source states.
_EVIDENCE = ("fact", "source", "date", "locator", "certainty")
_STATED = {"year": 4, "month": 7, "day": 10}
_LONG_WORD = re.compile(r"((?=\S{9})\S*[^\W\d_]\S*)")
_BREAK = re.compile(r"(?<=[-–:/_.,;=&?)|])(?=.)")
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
_WORD = 16
"""The letters of words that are not hyphenated; longer ones are."""
_END = re.compile(r"\s+|(?<=[-–:/_.,;=&?)|])(?!\d)")


def booktabs(table: pd.DataFrame, said: About, lang: str) -> bytes:
    r"""A table as LaTeX for ``\input``, every sign escaped, with its caption, label and notes.

    A date stands as its source states it, the evidence of an answer as footnotes; the first line
    names the packages that it needs. What is longer than a page goes on over several, with its
    header on each; what is wider has lines in its cells, smaller letters, or lies across the page;
    what is wider still is parted.
    """
    marks = said.cited.marks if len(said.cited.marks) == len(table) else ()
    names = headings_of(table)
    # The last day and the precision of a date are told by the date.
    hidden = {name + end for name in names for end in (LAST, PRECISION)}
    if marks:
        beside = {name: f"evidence_{name}" for name in _EVIDENCE}
        hidden |= {"entity", *(b if b in names else name for name, b in beside.items())}
    shown = [name for name in names if name not in hidden]
    numeric = {n for n, dtype in zip(names, table.dtypes, strict=True) if dtype.kind in "iuf"}
    headings = table.attrs.get("headings", {})
    rows = [dict(zip(names, row, strict=True)) for row in rows_of(table)]
    columns = [
        _Column(headings.get(n, n), [_cell(n, row, lang) for row in rows], n in numeric)
        for n in shown
    ]
    if not columns:
        raise BadParameter("the table has no columns, which LaTeX cannot set; choose some")
    told = [",".join(map(str, numbers)) for numbers in marks]
    marked = [rf"\textsuperscript{{{numbers}}}" if numbers else "" for numbers in told]
    marked = marked or [""] * len(table)
    notes = [*_notes(str(table.attrs.get("note", "")), said, numbered=bool(marks))]
    found = _pages(columns, len("".join(notes)))
    needed = {
        "booktabs": True,
        "array": any(page.widths for page in found),
        "longtable": any(page.long for page in found),
        "pdflscape": any(page.across for page in found),
    }
    packages = [rf"\usepackage{{{name}}}" for name, is_needed in needed.items() if is_needed]
    values = {"said": said, "lang": lang, "pages": found, "notes": notes, "marks": marked}
    return _template().render(values, packages=", ".join(packages)).encode()


@cache
def _template() -> Template:
    # Braces and percent signs are LaTeX's own.
    environment = templates(
        "graph.export",
        block_start_string="<%", block_end_string="%>",
        variable_start_string="<<", variable_end_string=">>",
        comment_start_string="<#", comment_end_string="#>",
    )  # fmt: skip
    environment.globals |= {"say": WORDS.say}
    environment.filters |= {"latex": latex, "cell": _set}
    return environment.get_template("table.tex")


def _cell(name: str, cells: Mapping[str, Any], lang: str) -> str:
    """A cell as plain text."""
    value = plain(cells[name])
    if isinstance(value, bool):
        return WORDS.say(f"truth.{text(value)}", lang)
    precision, last = plain(cells.get(name + PRECISION)), text(cells.get(name + LAST))
    if value is not None and isinstance(precision, str):
        if digits := _STATED.get(precision):
            return text(value)[:digits]
        if last:
            return f"{text(value)}–{last}"
    return (swedish if lang == "sv" else text)(value)


def _set(text_: str) -> str:
    """A text in LaTeX; long words without blanks, such as addresses, may be broken."""
    pieces = _LONG_WORD.split(text_)  # every second one is such a word
    pieces[::2] = map(latex, pieces[::2])
    parts = (map(_hyphenated, _BREAK.split(word)) for word in pieces[1::2])
    pieces[1::2] = map(r"\hspace{0pt}".join, parts)
    return "".join(pieces)


def _hyphenated(piece: str) -> str:
    """A piece of a word before a hyphen, which LaTeX would else not hyphenate, in LaTeX."""
    bare = piece.removesuffix("-")
    is_long = len(bare) > _WORD and bare != piece
    return rf"{latex(bare)}\nobreak\hspace{{0pt}}-" if is_long else latex(piece)


def _notes(note: str, said: About, *, numbered: bool) -> Iterator[str]:
    """The note, and the documents by their numbers; without numbers only this graph."""
    if note:
        yield _set(note) + r"\\"
    footnotes = said.cited.footnotes
    for line in footnotes if numbered else footnotes[-1:]:
        number, _, told = line.partition(". ")
        mark = rf"\textsuperscript{{{number}}} " if numbered else ""
        yield mark + _set(told) + r"\\"


class _Column:
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
        return min(_WORD, max(len(word) for text in texts for word in _END.split(text))) or 1


class _Page(NamedTuple):
    """A table, or a part of one, as it stands on a page."""

    columns: Sequence[_Column]
    size: str  # of its letters
    across: bool  # whether it lies across the page
    widths: Sequence[float]  # the share of the line that each column has; none where cells say
    long: bool  # whether it goes on over several pages

    @property
    def narrow(self) -> int:
        """The points beside its cells where there is little room; zero where LaTeX's own fit."""
        beside = _beside(self.size)
        return beside if beside < _BETWEEN else 0

    def rows(self) -> Iterable[tuple[str, ...]]:
        """The cells of its columns, row by row."""
        return zip(*(column.cells for column in self.columns), strict=True)


def _pages(columns: Sequence[_Column], notes: int = 0) -> list[_Page]:
    """Set a table: in one piece if there is any way, else in parts with its first column each.

    ``notes`` is how many letters stand under it.

    Example:
        >>> _pages([_Column("Region", ["Skåne"], False)])[0].size
        'normalsize'
    """
    for size, across in _TRIED:
        if _points(columns, size) <= _line(across=across):
            return [_page(columns, size, across=across, notes=notes)]
    first, *rest = columns
    parts: list[list[_Column]] = [[first]]
    for column in rest:
        if _points([*parts[-1], column], _PARTED) > _line(across=True) and len(parts[-1]) > 1:
            parts.append([first])
        parts[-1].append(column)
    return [_page(part, _PARTED, across=True, notes=notes) for part in parts]


def _page(columns: Sequence[_Column], size: str, *, across: bool, notes: int) -> _Page:
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
    return _Page(columns, size, across, widths, across or lines > _LINES)


def _shares(columns: Sequence[_Column], size: str, line: int) -> list[float]:
    """The share of a line that each column has: its longest word, and more for longer cells."""
    least = [_width(column.least, size) for column in columns]
    more = [(column.longest - column.least) ** 0.5 for column in columns]
    left = max(line - sum(least), 0) / (sum(more) or 1)
    wide = [low + wish * left for low, wish in zip(least, more, strict=True)]
    return [width / sum(wide) for width in wide]


def _points(columns: Sequence[_Column], size: str) -> float:
    """How wide a table is at least."""
    return sum(_width(column.least, size) for column in columns)


def _width(letters: int, size: str) -> float:
    return letters * _LETTER * _SIZES[size] + 2 * _beside(size)


def _beside(size: str) -> int:
    return _BETWEEN if _SIZES[size] >= 9 else _NARROW


def _line(*, across: bool) -> int:
    return _ACROSS if across else _UPRIGHT
