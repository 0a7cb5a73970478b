"""Tables of a researcher: CSV and Excel files to rows of text, each cell with its place.

Every cell stays the text that the file holds (a number or date of a workbook is
written as ISO 8601 and with a decimal point, see :mod:`loaders.overlays.workbooks`); what a
column means is decided in :mod:`loaders.overlays.cells` and :mod:`loaders.overlays.joining`.  A
place is row and column as a spreadsheet counts them: the header is row 1, the first column
is column 1.  CSV is RFC 4180, with what Swedish Excel makes of it: semicolons, a
byte-order mark, a first line ``sep=;``.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TypeAlias

from loaders.facts.writer import Writer
from loaders.limits import CELLS, COLUMNS, OVERLAY_BYTES, ROWS
from loaders.overlays.cells import WORDS
from loaders.overlays.names import Names
from loaders.overlays.workbooks import Grid, read_workbook
from loaders.plain_files import content_of, decoded, unseen
from loaders.problems import Place, Problems, refusal
from ontology.spelling import did_you_mean, kebab

_LOOKED_AT = 10
_DELIMITERS = (";", "\t", ",", "|")
_SAVE = "save it as 'CSV UTF-8'"
_SEP = re.compile(r"sep=(.)\r?(?:\n|$)")
_UTF_8 = re.compile(rb"[\xc3-\xc5][\x80-\xbf]")
_ERRORS = frozenset(WORDS["cells"]["errors"])


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
    """A table as text: the row of its header, its columns, its rows that are not empty.

    ``notes`` say how it was read where that is not plain.
    """

    file: str
    head: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    def place(self, row: int, key: str | None = None) -> Place:
        """The place of a cell, or of a row."""
        return Place(self.file, row, self.keys.get(key or "", 1))

    @cached_property
    def keys(self) -> dict[str, int]:
        """The number of each column by its key."""
        return {column.key: column.number for column in self.columns}


@dataclass(frozen=True)
class Reading:
    """A table while its rows become statements, with the names of the graph, and what is told."""

    table: TextTable
    registers: Names
    writer: Writer
    problems: Problems
    notes: list[str]

    def add(self, row: int, key: str, what: str, remedy: str) -> None:
        """Note what is wrong with a cell, or with a row if the key is no column."""
        # Who joins a table cannot write into the registers.
        remedy = remedy.replace("add it to the registers, or write", "write")
        self.problems.add(self.table.place(row, key), key, what, remedy)

    def enough(self, row: int) -> bool:
        """Whether so much is wrong that the rest is not looked at."""
        return self.problems.enough(self.table.place(row))


Renamed: TypeAlias = Mapping[str, str | None]
"""Other names for columns, by their header; ``None`` leaves a column out."""


def read_table(path: Path, name: str, renamed: Renamed) -> TextTable:
    """Read a CSV or Excel file called ``name`` in messages; CuratedDataError if it has problems."""
    data = content_of(path, name, OVERLAY_BYTES)
    if path.suffix.lower() == ".xlsx":
        grid, note = read_workbook(data, name)
    else:
        text, note = _decoded(data, name)
        grid = _csv(text, name)
    table = table_of(grid, name, renamed)
    return replace(table, notes=(*([note] if note else ()), *table.notes))


def table_of(grid: Grid, name: str, renamed: Renamed) -> TextTable:
    """A table of rows of text; ``name`` and errors are those of :func:`read_table`."""
    cleaned = ((number, [_clean(c) for c in cells]) for number, cells in grid)
    filled = [(number, cells) for number, cells in cleaned if any(cells)]
    if not filled:
        remedy = "write the names of the columns in row 1"
        raise refusal(Place(name), "-", "holds no table", remedy)
    (head, header), *filled = filled
    if _is_title(head, header, filled):
        title = next(filter(None, header))
        what = f"'{title[:40]}' alone in row {head} is taken for the header, and looks like a title"
        raise refusal(Place(name, head), "-", what, "delete the rows above the header")
    problems, notes = Problems(), list[str]()
    columns = _columns(name, head, header, filled, renamed, problems, notes)
    known = {" ".join(cell.split()) for cell in header} | {field_name(c, 0) for c in header if c}
    for unknown in sorted(renamed.keys() - known):
        remedy = did_you_mean(unknown, sorted(known), "name a column as its header does")
        problems.add(Place(name, head), unknown, "is no column that could be renamed", remedy)
    rows = tuple(_rows(name, columns, filled, problems))
    if not filled:
        problems.add(Place(name, head), "-", "has a header and no rows", "add rows below it")
    problems.raise_if_any()
    return TextTable(name, head, columns, rows, tuple(notes))


def field_name(header: str, number: int) -> str:
    """A header as the name of a field, ``giltigt_fran``; one without a letter is numbered."""
    return kebab(header).replace("-", "_") or f"column_{number}"


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file, and how it was read if that is not UTF-8."""
    note = ""
    try:
        wide = data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        text, note = data.decode("utf-16" if wide else "utf-8-sig"), "read as UTF-16" * wide
    except UnicodeDecodeError:
        try:
            if _UTF_8.search(data):  # damaged, but no Windows-1252
                raise
            text, note = data.decode("cp1252"), "read as Windows-1252, since it is not UTF-8"
        except UnicodeDecodeError:
            text = decoded(data, name, f"{_SAVE} (in Excel: Save as)")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        what = "holds a null character"
        raise refusal(Place(name, line), "-", what, f"{_SAVE}, not as UTF-16")
    return text, note


def _csv(text: str, name: str) -> Grid:
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
        if "field limit" in str(error):
            remedy += "; or shorten the cell"
        raise refusal(place, "-", f"is not CSV ({error})", remedy) from None
    return grid


def _delimiter(text: str) -> str:
    """The delimiter that most of the first lines have, and the header most of, outside quotes."""
    quoted, lines = False, [Counter[str]()]
    for char in text:
        if char == '"':
            quoted = not quoted
        elif not quoted and char in "\r\n":
            if len(lines) == _LOOKED_AT and lines[-1]:
                break
            lines += [Counter()] if lines[-1] else []
        elif not quoted:
            lines[-1][char] += 1
    first = lines[0]
    return max(_DELIMITERS, key=lambda d: (sum(d in one for one in lines), first[d], d == ","))


def _is_title(head: int, header: Sequence[str], below: Grid) -> bool:
    """Whether a row with one cell stands above a table with more."""
    words = [cell for cell in header if cell]
    wide = any(len(list(filter(None, cells))) > 1 for _, cells in below[:5])
    apart = bool(below) and below[0][0] > head + 1
    again = bool(below) and len(list(filter(None, below[0][1]))) == 1  # a second line of it
    return len(words) == 1 and wide and (apart or again or len(words[0].split()) > 2)


def _columns(
    name: str,
    head: int,
    header: Sequence[str],
    filled: Grid,
    renamed: Renamed,
    problems: Problems,
    notes: list[str],
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
        written = " ".join(header[index].split()) if index < len(header) else ""
        if not written and _counts_rows(
            [cells[index] if index < len(cells) else "" for _, cells in filled]
        ):
            notes.append(f"column {index + 1} has no name, counts the rows and is left out")
            continue
        if not written:
            what = f"column {index + 1} has no name, and row {first[index]} has a value in it"
            problems.add(place, "-", what, "write a name into the header, or empty the column")
            continue
        if bad := unseen(header[index], "\n\t"):
            what = f"a name holds the unseen character U+{ord(bad):04X}"
            problems.add(place, "-", what, "remove it")
        called = renamed.get(written, renamed.get(field_name(written, 0), written))
        if called is None:
            continue
        key = field_name(called, index + 1)
        if not kebab(called):
            notes.append(f"'{called}' is overlay:{key}")
        if twin := columns.get(key):
            if twin.name == called:
                what = f"'{written}' stands twice (columns {twin.number} and {index + 1})"
                problems.add(place, key, what, "give one of the two another name")
                continue
            # Names that differ only in what a term cannot hold, such as % or capitals.
            key = next(f"{key}_{n}" for n in count(2) if f"{key}_{n}" not in columns)
            notes.append(f"'{called}' is overlay:{key}, since '{twin.name}' has the shorter name")
        columns[key] = Column(called, key, index + 1)
    return tuple(columns.values())


def _counts_rows(cells: Sequence[str]) -> bool:
    """Whether a column is the index that pandas and R write before a table."""
    return any(list(cells) == [str(n + start) for n in range(len(cells))] for start in (0, 1))


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
