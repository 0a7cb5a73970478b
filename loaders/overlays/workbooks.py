"""Excel workbooks and data frames to rows of text, without trusting what is in an archive.

A workbook is a zip archive of XML.  It is looked at before it is read: how large its
parts would become, whether they declare entities, whether a cell lies outside of any
sheet.  Nothing that it points to, such as another workbook, is ever opened.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from loaders.limits import CELLS, INFLATED_BYTES, PARTS, ROWS, TAGS
from loaders.problems import CuratedDataError, Place, Problems, refusal

if TYPE_CHECKING:
    import pandas as pd

_AGAIN = "open it in Excel and save it as .xlsx again"
# What Excel writes when a workbook has a password, or is of the format before 2007.
_OLD = b"\xd0\xcf\x11\xe0"
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
# Excel's last column is XFD; four letters, or letters in disguise, are none.
_OUTSIDE = re.compile(rb"<(?:\w+:)?c\b[^<>]*\sr\s*=\s*[\"'](?:[A-Za-z]{4}|[^\"'<>]*&)")

DATA = "data"
"""What the sheet is called that is meant where a workbook has several."""

Grid = list[tuple[int, list[str]]]


def read_workbook(data: bytes, name: str) -> tuple[Grid, str]:
    """The only sheet of a workbook that holds anything, as rows with their numbers from 1.

    Of several it is the one called ``data``, as in a workbook of ours; beside it comes back what is
    to be told of the others.
    """
    if find_spec("openpyxl") is None:
        remedy = "pip install 'nhv-graph[xlsx]', or save the sheet as 'CSV UTF-8'"
        raise refusal(Place(name), "-", "reading .xlsx needs the package openpyxl", remedy)
    try:
        has_formulas = _inspected(data, name)
        values = dict(_sheets(data, name, computed=True))
        formulas = dict(_sheets(data, name, computed=False)) if has_formulas else values
    except CuratedDataError:
        raise
    except Exception as error:  # a damaged workbook can raise anything at all
        what = f"cannot be read as a workbook ({type(error).__name__})"
        raise refusal(Place(name), "-", what, _AGAIN) from error
    filled = [title for title, rows in formulas.items() if rows]
    note = ""
    if DATA in filled[:-1] or DATA in filled[1:]:
        others = ", ".join(title for title in filled if title != DATA)
        filled, note = [DATA], f"read the sheet {DATA}, not {others}"
    if len(filled) > 1:
        remedy = f"keep one of them, or call the one that is meant {DATA}"
        raise refusal(Place(name), "-", f"several sheets hold data: {', '.join(filled)}", remedy)
    return [r for title in filled for r in _texts(formulas[title], values[title], name)], note


def _inspected(data: bytes, name: str) -> bool:
    """Refuse an archive that would do harm or cannot be one; say whether it has formulas."""
    if data.startswith(_OLD):
        what = "is protected by a password, or of the format before 2007"
        raise refusal(Place(name), "-", what, "save it as .xlsx without a password")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        size = sum(part.file_size for part in parts)
        if size > INFLATED_BYTES or len(parts) > PARTS:
            what = f"holds {len(parts):,} parts of {size:,} bytes together, which are too many"
            remedy = f"save the sheet as CSV; {INFLATED_BYTES:,} bytes are the limit"
            raise refusal(Place(name), "-", what, remedy)
        has_formulas, tags = False, 0
        for part in parts:
            if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
                continue
            # Without its zero bytes, XML in UTF-16 reads as the same in UTF-8.
            content = archive.read(part).replace(b"\0", b"")
            if _DECLARES.search(content):
                raise refusal(Place(name), "-", f"declares entities in {part.filename}", _AGAIN)
            if _OUTSIDE.search(content):
                what = f"names a cell outside of any sheet in {part.filename}"
                raise refusal(Place(name), "-", what, _AGAIN)
            tags += content.count(b"<")
            if tags > TAGS:
                remedy = "save the sheet as CSV, or take out what is no table"
                raise refusal(Place(name), "-", f"holds more than {TAGS:,} tags", remedy)
            has_formulas |= _FORMULA.search(content) is not None
    return has_formulas


def _sheets(
    data: bytes, name: str, *, computed: bool
) -> Iterator[tuple[str, dict[int, tuple[Any, ...]]]]:
    """The rows of every sheet that are not empty: values, or formulas as they are written."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts of Excel that hold no values
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=computed, keep_links=False)
        try:
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what a file says of its own size need not be true
                rows: dict[int, tuple[Any, ...]] = {}
                cells = 0
                for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
                    cells += len(row)
                    if number > ROWS + 1 or cells > CELLS:
                        span = f"{CELLS:,} cells or {ROWS:,} rows"
                        what = f"the sheet {sheet.title} spans more than {span}"
                        remedy = "delete the empty rows and columns beyond the table"
                        raise refusal(Place(name), "-", what, remedy)
                    if any(cell is not None for cell in row):
                        rows[number] = row
                yield sheet.title, rows
        finally:
            book.close()


def _texts(
    formulas: dict[int, tuple[Any, ...]], values: dict[int, tuple[Any, ...]], name: str
) -> Grid:
    grid: Grid = []
    problems = Problems()
    for number, row in formulas.items():
        computed = values.get(number, ())
        computed += (None,) * (len(row) - len(computed))
        for column, (cell, value) in enumerate(zip(row, computed, strict=True), 1):
            if value is None and cell is not None:
                remedy = "open and save the file in Excel, or write the value"
                what = "is a formula without its value"
                problems.add(Place(name, number, column), "-", what, remedy)
        grid.append((number, [text_of_value(value) for value in computed]))
    problems.raise_if_any()
    return grid


def text_of_value(value: Any) -> str:
    """A value of a cell as text: days in ISO 8601, numbers with a decimal point."""
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


def grid_of(frame: pd.DataFrame, name: str) -> Grid:
    """The header and rows of a data frame, each cell as text; a named index is columns of it."""
    import pandas as pd

    if any(level is not None for level in frame.index.names):
        frame = frame.reset_index()
    if len(frame) > ROWS or frame.size + len(frame.columns) > CELLS:
        what = f"has more than {CELLS:,} cells or {ROWS:,} rows"
        raise refusal(Place(name), "-", what, "split it")

    def text(value: Any) -> str:
        if isinstance(value, pd.Timestamp):
            value = value.to_pydatetime(warn=False)
        elif hasattr(value, "tolist"):  # numbers, truths and arrays of NumPy
            value = value.tolist()
        if isinstance(value, list | tuple | set):
            return "|".join(map(text, value))
        return "" if pd.api.types.is_scalar(value) and pd.isna(value) else text_of_value(value)

    labels: list[Any] = list(frame.columns)
    header = [
        " ".join(map(str, label)) if isinstance(label, tuple) else str(label) for label in labels
    ]
    rows = zip(*(map(text, frame.iloc[:, n]) for n in range(len(header))), strict=True)
    return [(1, header), *((number, list(row)) for number, row in enumerate(rows, 2))]
