"""Tables as Excel workbooks: a sheet of data, one of notes, one that explains the columns.

The same table gives the same bytes, whatever the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from graph.base.problems import BadParameter, NotSupported
from graph.engines.values import headings_of, plain, rows_of, text
from graph.export.notes import WORDS, About

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

DATA = "data"
"""The name of the sheet that programs read: the first, the same in every language."""

_ROWS, _COLUMNS, _LETTERS = 1_048_576, 16_384, 32_767
_WIDEST = 60
# Before this day Excel has no days, or other ones; so large a number it rounds.
_FIRST_DAY, _DIGITS = date(1900, 3, 1), 10**15
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DAY, _TIME = (1980, 1, 1, 0, 0, 0), rb"\g<1>1980-01-01T00:00:00Z"


def workbook(table: pd.DataFrame, said: About, lang: str) -> bytes:
    """A table as a workbook: days are days, numbers numbers, and no text is a formula.

    Its first sheet has the names of the columns, which the others explain in a language.

    Raises:
        NotSupported: If openpyxl is not there.
        BadParameter: If it is too large for Excel.
    """
    if find_spec("openpyxl") is None:
        what = "writing .xlsx needs the package openpyxl"
        raise NotSupported(f"{what}; pip install 'nhv-graph[xlsx]', or export .csv")
    from openpyxl import Workbook

    if len(table) >= _ROWS or len(table.columns) > _COLUMNS:
        what = f"{len(table):,} rows and {len(table.columns):,} columns are more than a sheet holds"
        raise BadParameter(f"{what}; export .csv or .parquet")
    book = Workbook()
    book.remove(book.worksheets[0])
    data = book.create_sheet(DATA)
    _fill(data, [headings_of(table), *rows_of(table)])
    if len(table):
        data.auto_filter.ref = data.dimensions
    _fill(book.create_sheet(WORDS.say("sheet.notes", lang)), said.notes)
    keys = ("column", "datatype", "swedish", "english")
    heads = [WORDS.say(f"sheet.{key}", lang) for key in keys]
    _fill(book.create_sheet(WORDS.say("sheet.columns", lang)), [heads, *said.columns])
    book.properties.title = said.title[:250]
    book.properties.creator = "NHV Graph"
    out = BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def _fill(sheet: Worksheet, rows: Iterable[Sequence[Any]]) -> None:
    """Write rows, the first in bold and always in sight, as wide as what stands in them."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    widths: dict[int, int] = {}
    for row, cells in enumerate(rows, 1):
        for column, given in enumerate(cells, 1):
            value = _value(given)
            if isinstance(value, str) and len(value) > _LETTERS:
                what = f"row {row}, column {column}: {len(value):,} letters are too many for Excel"
                raise BadParameter(f"{what}; leave the column out, or export .csv or .parquet")
            cell = sheet.cell(row, column, value)
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula
            elif isinstance(value, date):
                cell.number_format = "yyyy-mm-dd"
            if row == 1:
                cell.font = Font(bold=True)
            widths[column] = max(widths.get(column, 8), len(text(value)) + 2)
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = min(width, _WIDEST)
    sheet.freeze_panes = "A2"


def _value(given: Any) -> Any:
    """A value as Excel holds it; what it has no place for is text."""
    value = plain(given)
    if isinstance(value, list | Decimal) or (type(value) is int and abs(value) >= _DIGITS):
        value = text(value)
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return text(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.isoformat()
    if isinstance(value, date) and not isinstance(value, datetime) and value < _FIRST_DAY:
        return value.isoformat()
    if not isinstance(value, str | int | float | date | None):
        value = text(value)
    return _UNSEEN.sub("", value) if isinstance(value, str) else value


def _timeless(data: bytes) -> bytes:
    """A workbook without the time at which it was written."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as read, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for part in read.infolist():
            content = read.read(part)
            if part.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:\w+ [^>]*>)[^<]*", _TIME, content)
            made.writestr(ZipInfo(part.filename, _DAY), content, ZIP_DEFLATED)
    return out.getvalue()
