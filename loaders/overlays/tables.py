"""Tables of a researcher: CSV and Excel files to rows of text, each cell with its place.

Every cell stays the text that the file holds (a number or date of a workbook is
written as ISO 8601 and with a decimal point, see :mod:`loaders.overlays.workbooks`); what a
column means is decided in :mod:`loaders.overlays.cells` and :mod:`loaders.overlays.joining`.  A
place is row and column as a spreadsheet counts them: the header is row 1, the first column
is column 1.  CSV is RFC 4180, with what Swedish Excel makes of it: semicolons, a
byte-order mark, a first line ``sep=;``.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from loaders.curation.invisible import unseen
from loaders.limits import CELLS, COLUMNS, OVERLAY_BYTES, ROWS
from loaders.overlays.workbooks import Grid, read_workbook
from loaders.plain_files import content_of
from loaders.problems import Place, Problems
from ontology.spelling import kebab

_DELIMITERS = (";", "\t", ",")
_SAVE = "save it as 'CSV UTF-8'"
_SEP = re.compile(r"sep=(.)\r?(?:\n|$)")
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!"})


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        name: Its header as written.
        key: The header as a field name: ``Giltigt från`` is ``giltigt_fran``.
        number: Its number, from 1.
    """

    name: str
    key: str
    number: int


@dataclass(frozen=True)
class Row:
    """A row of a table: its number in the file, and the text of its cells by column key.

    Empty cells are left out.
    """

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class TextTable:
    """A table as text.

    Attributes:
        file: The file's name, for messages.
        head: The number of the row of its header.
        columns: Its columns.
        rows: Its rows; empty ones are left out.
    """

    file: str
    head: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def place(self, row: int, key: str | None = None) -> Place:
        """The place of a cell, or of a row."""
        return Place(self.file, row, self._numbers.get(key, 1))

    @cached_property
    def _numbers(self) -> dict[str | None, int]:
        """The number of each column by its key."""
        return {column.key: column.number for column in self.columns}


def read_table(path: Path, name: str, problems: Problems) -> TextTable | None:
    """Read a CSV or Excel file.

    Args:
        path: The file: ``.csv``, ``.tsv``, ``.txt`` or ``.xlsx``.
        name: How messages call it.
        problems: Takes what is wrong.

    Returns:
        The table, or ``None`` if it has problems.
    """
    before = len(problems)
    data = content_of(path, name, OVERLAY_BYTES, problems)
    if data is None:
        return None
    read = read_workbook if path.suffix.lower() == ".xlsx" else _csv
    grid = read(data, name, problems)
    if len(problems) > before:
        return None
    table = _table(name, grid, problems)
    return table if len(problems) == before else None


def field_name(header: str, number: int) -> str:
    """A header as the name of a field or property.

    Args:
        header: The header as written.
        number: The column's number, which names a header without any letter of a–z.

    Example:
        >>> field_name("Giltigt från", 3), field_name("人口", 3)
        ('giltigt_fran', 'column_3')
    """
    return kebab(header).replace("-", "_") or f"column_{number}"


def _csv(data: bytes, name: str, problems: Problems) -> Grid:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.add(Place(name, line), "-", "is not UTF-8", f"{_SAVE} (in Excel: Save as)")
        return []
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        problems.add(Place(name, line), "-", "holds a null character", f"{_SAVE}, not as UTF-16")
        return []
    told = _SEP.match(text)
    skipped = 1 if told else 0
    text = text[told.end() :] if told else text
    delimiter = told[1] if told else _delimiter(text)
    if delimiter in '"\r\n ':
        what = f"names {delimiter!r} as what stands between cells"
        problems.add(Place(name), "-", what, "write sep=; or leave that line out")
        return []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    grid: Grid = []
    cells = 0
    try:
        for number, texts in enumerate(reader, 1 + skipped):
            cells += len(texts)
            if number > ROWS + 1 + skipped or cells > CELLS:
                what = f"has more than {CELLS:,} cells or {ROWS:,} rows"
                problems.add(Place(name, number), "-", what, "split it")
                return []
            grid.append((number, texts))
    except csv.Error as error:
        place = Place(name, len(grid) + 1 + skipped)
        remedy = 'close each quoted cell with ", and double each " inside of one'
        problems.add(place, "-", f"is not CSV ({error})", remedy)
    return grid


def _delimiter(text: str) -> str:
    """The delimiter that the header has most of, outside quotes."""
    quoted, counts = False, Counter[str]()
    for char in text.lstrip("\r\n"):
        if char == '"':
            quoted = not quoted
        elif not quoted and char in "\r\n":
            break
        elif not quoted:
            counts[char] += 1
    return max(_DELIMITERS, key=lambda d: (counts[d], d == ","))


def _table(name: str, grid: Sequence[tuple[int, list[str]]], problems: Problems) -> TextTable:
    cleaned = ((number, [_clean(c) for c in cells]) for number, cells in grid)
    filled = [(number, cells) for number, cells in cleaned if any(cells)]
    if not filled:
        remedy = "write the names of the columns in row 1"
        problems.add(Place(name), "-", "holds no table", remedy)
        return TextTable(name, 1, (), ())
    head, header = filled[0]
    columns = _columns(name, head, header, filled[1:], problems)
    rows = tuple(_rows(name, columns, filled[1:], problems))
    if not rows:
        problems.add(Place(name, head), "-", "has a header and no rows", "add rows below it")
    return TextTable(name, head, columns, rows)


def _columns(
    name: str,
    head: int,
    header: Sequence[str],
    filled: Sequence[tuple[int, list[str]]],
    problems: Problems,
) -> tuple[Column, ...]:
    first: dict[int, int] = {}
    for number, cells in filled:
        for index, cell in enumerate(cells):
            if cell:
                first.setdefault(index, number)
    used = sorted({index for index, written in enumerate(header) if written} | first.keys())
    if len(used) > COLUMNS:
        what = f"{len(used):,} columns are too many"
        problems.add(Place(name, head), "-", what, f"keep {COLUMNS:,} at most")
        return ()
    columns: dict[str, Column] = {}
    for index in used:
        place = Place(name, head, index + 1)
        if problems.enough(place):
            break
        written = header[index] if index < len(header) else ""
        if not written:
            what = f"column {index + 1} has no name, and row {first[index]} has a value in it"
            problems.add(place, "-", what, "write a name into the header, or empty the column")
            continue
        if bad := unseen(written, "\n\t"):
            what = f"a name holds the unseen character U+{ord(bad):04X}"
            problems.add(place, "-", what, "remove it")
        written = " ".join(written.split())
        key = field_name(written, index + 1)
        if twin := columns.get(key):
            what = f"'{written}' stands twice (columns {twin.number} and {index + 1})"
            problems.add(place, key, what, "give one of the two another name")
        columns.setdefault(key, Column(written, key, index + 1))
    return tuple(columns.values())


def _rows(
    name: str,
    columns: Sequence[Column],
    filled: Iterable[tuple[int, list[str]]],
    problems: Problems,
) -> Iterator[Row]:
    for number, texts in filled:
        if problems.enough(Place(name, number)):
            return
        cells: dict[str, str] = {}
        for column in columns:
            text = texts[column.number - 1] if column.number <= len(texts) else ""
            if not text:
                continue
            cells[column.key] = text
            if bad := unseen(text, "\n\t"):
                what, remedy = f"holds the unseen character U+{ord(bad):04X}", "remove it"
            elif text in _ERRORS:
                what = f"holds {text}, the error of a formula"
                remedy = "mend the formula, or empty the cell"
            else:
                continue
            problems.add(Place(name, number, column.number), column.key, what, remedy)
        yield Row(number, cells)


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
