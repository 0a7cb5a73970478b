"""Cells of CSV that no spreadsheet computes."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

# What spreadsheets compute, also behind a tab or a line end that they drop.
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")


def harmless(text: str) -> str:
    """A text as a cell of a table: no spreadsheet takes it for a formula.

    Args:
        text: Any text.

    Returns:
        The text, with an apostrophe before it where it would be computed; numbers stay.

    Example:
        >>> harmless("=1+1"), harmless("-5"), harmless("Region Skåne")
        ("'=1+1", '-5', 'Region Skåne')
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def comma_separated(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as CSV after RFC 4180, in UTF-8, every text harmless.

    Args:
        rows: The cells of each row, the headings first.

    Returns:
        The bytes of the file.

    Example:
        >>> comma_separated([["id", "name"], ["1", "a, b"]]).split()
        [b'id,name', b'1,"a,', b'b"']
    """
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(
        [harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return out.getvalue().encode()
