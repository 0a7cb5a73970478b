"""Tables of a researcher: CSV and Excel files to rows of text, each cell with its place.

Every cell stays the text that the file holds (a number or date of a workbook is
written as ISO 8601 and with a decimal point); what a column means is decided in
:mod:`loaders.cells` and :mod:`loaders.overlays`.  A place is row and column as a
spreadsheet counts them: the header is row 1, the first column is column 1.  CSV
is RFC 4180, with what Swedish Excel makes of it: semicolons, a byte-order mark,
a first line ``sep=;``.
"""

from __future__ import annotations

import csv
import io
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from loaders.problems import Place, Problems
from ontology.names import kebab

MAX_BYTES = 20_000_000
_DELIMITERS = (";", "\t", ",")
_SAVE = "save it as 'CSV UTF-8'"


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
        columns: Its columns.
        rows: Its rows; empty ones are left out.
    """

    file: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def place(self, row: int, key: str | None = None) -> Place:
        """The place of a cell, or of a row."""
        number = next((c.number for c in self.columns if c.key == key), 1)
        return Place(self.file, row, number)


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
    read = _workbook if path.suffix.lower() == ".xlsx" else _csv
    grid = read(path, name, problems)
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


def _csv(path: Path, name: str, problems: Problems) -> list[tuple[int, list[str]]]:
    data = path.read_bytes()
    if len(data) > MAX_BYTES:
        what = f"{len(data):,} bytes are too many"
        problems.add(Place(name), "-", what, f"split it; {MAX_BYTES:,} bytes are the limit")
        return []
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
    first, _, rest = text.partition("\n")
    told = first.strip().removeprefix("sep=") if first.startswith("sep=") else ""
    skipped = 1 if len(told) == 1 else 0
    text = rest if skipped else text
    delimiter = told or _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    grid: list[tuple[int, list[str]]] = []
    try:
        grid.extend((number, cells) for number, cells in enumerate(reader, 1 + skipped))
    except csv.Error as error:
        place = Place(name, len(grid) + 1 + skipped)
        problems.add(place, "-", f"is not CSV ({error})", 'double each " inside a quoted cell')
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


def _workbook(path: Path, name: str, problems: Problems) -> list[tuple[int, list[str]]]:
    if find_spec("openpyxl") is None:
        remedy = "pip install 'nhv-graph[xlsx]', or save the sheet as 'CSV UTF-8'"
        problems.add(Place(name), "-", "reading .xlsx needs the package openpyxl", remedy)
        return []
    if path.stat().st_size > MAX_BYTES:
        problems.add(Place(name), "-", "is too large", f"{MAX_BYTES:,} bytes are the limit")
        return []
    try:
        values, formulas = _sheets(path, computed=True), _sheets(path, computed=False)
    except Exception as error:  # a damaged workbook can raise anything at all
        what = f"cannot be read as a workbook ({type(error).__name__})"
        problems.add(Place(name), "-", what, "open it in Excel and save it as .xlsx again")
        return []
    if len(formulas) > 1:
        remedy = "keep one of them, or save each as a file of its own"
        problems.add(Place(name), "-", f"several sheets hold data: {', '.join(formulas)}", remedy)
        return []
    grid: list[tuple[int, list[str]]] = []
    for title, rows in formulas.items():
        for number, (row, computed) in enumerate(zip(rows, values[title], strict=True), 1):
            texts = []
            for column, (cell, value) in enumerate(zip(row, computed, strict=True), 1):
                if value is None and cell is not None:
                    remedy = "open and save the file in Excel, or write the value"
                    place = Place(name, number, column)
                    problems.add(place, "-", "is a formula without its value", remedy)
                texts.append(_text(value))
            grid.append((number, texts))
    return grid


def _sheets(path: Path, *, computed: bool) -> dict[str, list[list[Any]]]:
    """The cells of every sheet that holds any: values, or formulas as they are written."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts of Excel that hold no values
        book = load_workbook(path, data_only=computed)
    try:
        found = {
            sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
            for sheet in book.worksheets
        }
    finally:
        book.close()
    if computed:
        return found
    return {t: rows for t, rows in found.items() if any(c is not None for r in rows for c in r)}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    return str(value)


def _table(
    name: str, grid: Sequence[tuple[int, list[str]]], problems: Problems
) -> TextTable | None:
    filled = [(number, [_clean(c) for c in cells]) for number, cells in grid]
    filled = [(number, cells) for number, cells in filled if any(cells)]
    if not filled:
        remedy = "write the names of the columns in row 1"
        problems.add(Place(name), "-", "holds no table", remedy)
        return None
    head, header = filled[0]
    used = {i for _, cells in filled for i, cell in enumerate(cells) if cell}
    columns: list[Column] = []
    for index in sorted(used):
        place = Place(name, head, index + 1)
        written = header[index] if index < len(header) else ""
        if not written:
            first = next(n for n, cells in filled[1:] if index < len(cells) and cells[index])
            what = f"column {index + 1} has no name, and row {first} has a value in it"
            problems.add(place, "-", what, "write a name into the header, or empty the column")
            continue
        if bad := _control(written.replace("\n", " ")):
            what = f"a name holds the control character U+{ord(bad):04X}"
            problems.add(place, "-", what, "remove it")
        written = " ".join(written.split())
        key = field_name(written, index + 1)
        if twin := next((c for c in columns if c.key == key), None):
            what = f"'{written}' stands twice (columns {twin.number} and {index + 1})"
            problems.add(place, key, what, "give one of the two another name")
        columns.append(Column(written, key, index + 1))
    rows = list(_rows(name, columns, filled[1:], problems))
    if not rows:
        problems.add(Place(name, head), "-", "has a header and no rows", "add rows below it")
    return TextTable(name, tuple(columns), tuple(rows))


def _rows(
    name: str,
    columns: Iterable[Column],
    filled: Iterable[tuple[int, list[str]]],
    problems: Problems,
) -> Iterator[Row]:
    named = tuple(columns)
    for number, texts in filled:
        cells: dict[str, str] = {}
        for column in named:
            text = texts[column.number - 1] if column.number <= len(texts) else ""
            if bad := _control(text):
                place = Place(name, number, column.number)
                what = f"holds the control character U+{ord(bad):04X}"
                problems.add(place, column.key, what, "remove it")
            elif text:
                cells[column.key] = text
        yield Row(number, cells)


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()


def _control(text: str) -> str | None:
    return next((c for c in text if c not in "\n\t" and unicodedata.category(c) == "Cc"), None)
