"""Cells of CSV: for Swedish spreadsheets, too, and none that one computes."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from io import StringIO
from typing import Any

from graph.engines.cells import BETWEEN, plain, text
from graph.engines.values import text_of

# What spreadsheets compute, also behind a tab or a line end that they drop.
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")


def harmless(text: str) -> str:
    """A text as a cell of a table: no spreadsheet takes it for a formula; numbers stay.

    Example:
        >>> harmless("=1+1"), harmless("-5"), harmless("Region Skåne")
        ("'=1+1", '-5', 'Region Skåne')
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def swedish(cell: Any) -> str:
    """A value as Swedish spreadsheets write it: ``1,5``, ``SANT``, ``2024-06-12``.

    Example:
        >>> swedish(1.5), swedish(True), swedish("1.5")
        ('1,5', 'SANT', '1.5')
    """
    cell = plain(cell)
    if isinstance(cell, list):
        return BETWEEN.join(map(swedish, cell))
    if isinstance(cell, bool):
        return "SANT" if cell else "FALSKT"
    if isinstance(cell, float | Decimal):
        return f"{Decimal(repr(cell) if isinstance(cell, float) else cell):f}".replace(".", ",")
    return cell.isoformat(" ") if isinstance(cell, datetime) else text_of(cell)


def comma_separated(
    rows: Iterable[Sequence[object]],
    written: Callable[[Any], str] = text,
    delimiter: str = ",",
) -> bytes:
    """Rows as CSV after RFC 4180, the headings first, in UTF-8, every text harmless.

    Example:
        >>> comma_separated([["id", "name"], ["1", "a, b"]]).split()
        [b'id,name', b'1,"a,', b'b"']
    """
    out = StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(
        [harmless(written(cell)) for cell in row] for row in rows
    )
    return out.getvalue().encode()
