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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from loaders.curation.registers import Registers
from loaders.facts.writer import Writer
from loaders.limits import CELLS, COLUMNS, OVERLAY_BYTES, ROWS
from loaders.overlays.workbooks import Grid, read_workbook
from loaders.plain_files import content_of, decoded, unseen
from loaders.problems import Place, Problems, refusal
from ontology.spelling import kebab

_DELIMITERS = (";", "\t", ",")
_SAVE = "save it as 'CSV UTF-8'"
_SEP = re.compile(r"sep=(.)\r?(?:\n|$)")
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!"})


@dataclass(frozen=True)
class Column:
    """A column of a table: its header as written, that as a field name, its number from 1."""

    name: str
    key: str
    number: int


@dataclass(frozen=True)
class Row:
    """A row of a table: its number in the file, and the text of its filled cells by column key."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class TextTable:
    """A table as text: the row of its header, its columns, and its rows that are not empty."""

    file: str
    head: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def place(self, row: int, key: str | None = None) -> Place:
        """The place of a cell, or of a row."""
        return Place(self.file, row, self.keys.get(key or "", 1))

    @cached_property
    def keys(self) -> dict[str, int]:
        """The number of each column by its key."""
        return {column.key: column.number for column in self.columns}


@dataclass(frozen=True)
class Reading:
    """A table while its rows become statements, with the names of the graph."""

    table: TextTable
    registers: Registers
    writer: Writer
    problems: Problems

    def add(self, row: int, key: str, what: str, remedy: str) -> None:
        """Note what is wrong with a cell, or with a row if the key is no column."""
        # Who joins a table cannot write into the registers.
        remedy = remedy.replace("add it to the registers, or write", "write")
        self.problems.add(self.table.place(row, key), key, what, remedy)

    def enough(self, row: int) -> bool:
        """Whether so much is wrong that the rest is not looked at."""
        return self.problems.enough(self.table.place(row))


def read_table(path: Path, name: str) -> TextTable:
    """Read a CSV or Excel file, which messages call by ``name``.

    Raises:
        CuratedDataError: If it has problems.
    """
    read = read_workbook if path.suffix.lower() == ".xlsx" else _csv
    return _table(name, read(content_of(path, name, OVERLAY_BYTES), name))


def field_name(header: str, number: int) -> str:
    """A header as the name of a field or property; one without any letter of a–z is numbered.

    Example:
        >>> field_name("Giltigt från", 3), field_name("人口", 3)
        ('giltigt_fran', 'column_3')
    """
    return kebab(header).replace("-", "_") or f"column_{number}"


def _csv(data: bytes, name: str) -> Grid:
    text = decoded(data, name, f"{_SAVE} (in Excel: Save as)").removeprefix("\ufeff")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        what = "holds a null character"
        raise refusal(Place(name, line), "-", what, f"{_SAVE}, not as UTF-16")
    told = _SEP.match(text)
    skipped = 1 if told else 0
    text = text[told.end() :] if told else text
    delimiter = told[1] if told else _delimiter(text)
    if delimiter in '"\r\n ':
        what = f"names {delimiter!r} as what stands between cells"
        raise refusal(Place(name), "-", what, "write sep=; or leave that line out")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    grid: Grid = []
    cells = 0
    try:
        for number, texts in enumerate(reader, 1 + skipped):
            cells += len(texts)
            if number > ROWS + 1 + skipped or cells > CELLS:
                what = f"has more than {CELLS:,} cells or {ROWS:,} rows"
                raise refusal(Place(name, number), "-", what, "split it")
            grid.append((number, texts))
    except csv.Error as error:
        place = Place(name, len(grid) + 1 + skipped)
        remedy = 'close each quoted cell with ", and double each " inside of one'
        raise refusal(place, "-", f"is not CSV ({error})", remedy) from None
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


def _table(name: str, grid: Grid) -> TextTable:
    cleaned = ((number, [_clean(c) for c in cells]) for number, cells in grid)
    filled = [(number, cells) for number, cells in cleaned if any(cells)]
    if not filled:
        remedy = "write the names of the columns in row 1"
        raise refusal(Place(name), "-", "holds no table", remedy)
    head, header = filled.pop(0)
    problems = Problems()
    columns = _columns(name, head, header, filled, problems)
    rows = tuple(_rows(name, columns, filled, problems))
    if not rows:
        problems.add(Place(name, head), "-", "has a header and no rows", "add rows below it")
    problems.raise_if_any()
    return TextTable(name, head, columns, rows)


def _columns(
    name: str, head: int, header: Sequence[str], filled: Grid, problems: Problems
) -> tuple[Column, ...]:
    first: dict[int, int] = {}
    for number, cells in filled:
        for index, cell in enumerate(cells):
            if cell:
                first.setdefault(index, number)
    used = sorted({index for index, written in enumerate(header) if written} | first.keys())
    if len(used) > COLUMNS:
        what = f"{len(used):,} columns are too many"
        raise refusal(Place(name, head), "-", what, f"keep {COLUMNS:,} at most")
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


def _rows(name: str, columns: Sequence[Column], filled: Grid, problems: Problems) -> Iterator[Row]:
    for number, texts in filled:
        if problems.enough(Place(name, number)):
            return
        given = dict(enumerate(texts, 1))
        cells = {c.key: text for c in columns if (text := given.get(c.number))}
        for column in columns:
            text = cells.get(column.key, "")
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
