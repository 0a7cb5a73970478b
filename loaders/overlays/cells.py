"""What the cells of a free column are: whole numbers, decimals, dates, truth values or text.

The type is the column's, never a single cell's, so that one value in words does
not leave numbers of two kinds behind it.  A decimal comma is taken where the
column can mean nothing else: ``12,5`` is a decimal, ``1,234`` alone could be a
thousand and is refused.  Blanks between thousands (``1 234``) are dropped.  What
begins with noughts (``01``, a county code) is text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pyoxigraph import Literal

from loaders.dates import parse
from ontology.terms import XSD

_BLANKS = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))")
_INTEGER = re.compile(r"[+-]?(?:0|[1-9]\d{0,17})")
_POINT = re.compile(r"[+-]?(?:0|[1-9]\d{0,11})\.\d{1,12}")
_COMMA = re.compile(r"[+-]?(?:0|[1-9]\d{0,11}),\d{1,12}")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+")
_BOTH = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})*[.,]\d+")
_DAY = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")


class AmbiguousError(ValueError):
    """A number that can mean two; ``row`` says where, ``str()`` what."""

    def __init__(self, row: int, what: str) -> None:
        self.row = row
        super().__init__(what)


def typed(column: Mapping[int, str]) -> dict[int, Literal]:
    """Type the cells of a column that are not empty, by row.

    Returns:
        A literal for each: ``xsd:integer``, ``xsd:decimal``, ``xsd:date`` (or
        ``xsd:gYearMonth`` for a month), ``xsd:boolean``, else text.

    Raises:
        AmbiguousError: If a comma can be a decimal comma as well as one between thousands.

    Example:
        >>> typed({2: "12,5", 3: "7"})[2].value
        '12.5'
    """
    numbers = {row: _BLANKS.sub("", text).replace("\u2212", "-") for row, text in column.items()}
    texts = list(numbers.values())
    if all(_INTEGER.fullmatch(text) for text in texts):
        return {r: Literal(t.removeprefix("+"), datatype=XSD.integer) for r, t in numbers.items()}
    if all(_INTEGER.fullmatch(t) or _POINT.fullmatch(t) for t in texts):
        return _decimals(numbers)
    if all(_INTEGER.fullmatch(t) or _POINT.fullmatch(t) or _BOTH.fullmatch(t) for t in texts):
        _refuse_ambiguous(numbers)
        return _decimals({row: text.replace(",", ".") for row, text in numbers.items()})
    if all(_DAY.fullmatch(text) for text in column.values()) and _are_dates(list(column.values())):
        return {row: parse(text).literal() for row, text in column.items()}
    if all(text in ("true", "false") for text in column.values()):
        return {row: Literal(text, datatype=XSD.boolean) for row, text in column.items()}
    return {row: Literal(text) for row, text in column.items()}


def _decimals(numbers: Mapping[int, str]) -> dict[int, Literal]:
    return {
        row: Literal(text.removeprefix("+"), datatype=XSD.decimal) for row, text in numbers.items()
    }


def _refuse_ambiguous(numbers: Mapping[int, str]) -> None:
    """A decimal comma must be the only reading of the column."""
    for row, text in numbers.items():
        if not (_INTEGER.fullmatch(text) or _COMMA.fullmatch(text)) or (
            # A column with a point in one number and a comma in another mixes two ways.
            "." in text
        ):
            raise AmbiguousError(row, f"'{text}' mixes decimal point and comma in this column")
    with_comma = {row: text for row, text in numbers.items() if "," in text}
    if all(_THOUSANDS.fullmatch(text) for text in with_comma.values()):
        row, text = next(iter(with_comma.items()))
        both = f"{text.replace(',', '.')} or {text.replace(',', '')}"
        raise AmbiguousError(row, f"'{text}' can mean {both}")


def _are_dates(texts: Sequence[str]) -> bool:
    try:
        return all(parse(text) for text in texts)
    except ValueError:
        return False
