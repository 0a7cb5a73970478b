"""What a term of an answer, and a cell of a data frame, is in Python: the one place that says it.

IRIs become short names, ``xsd:date`` becomes :class:`datetime.date`, coarser dates stay the text
that the source states (:class:`Coarse`), and what a datatype does not allow stays as it is written
(:class:`AsWritten`): ``"TRUE"^^xsd:boolean`` is neither true nor false.  The forms are those of XML
Schema 1.1 Part 2 (https://www.w3.org/TR/xmlschema11-2/).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from math import inf, isnan
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode

from loaders import dates
from ontology import terms

if TYPE_CHECKING:
    import pandas as pd


Term = NamedNode | Literal | BlankNode
Value = str | int | float | Decimal | bool | date | None
Row = tuple[Term | None, ...]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN")
# A day with a time zone is another day elsewhere: it stays as it is written.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SPACE = "\t\n\r "
# Python reads no longer numbers by itself (sys.set_int_max_str_digits).
_MOST_DIGITS = 4000
# The kinds of whole numbers: the least and the greatest, where there is one.
_BOUNDS: Mapping[str, tuple[float, float]] = {
    "integer": (-inf, inf),
    "nonNegativeInteger": (0, inf),
    "positiveInteger": (1, inf),
    "nonPositiveInteger": (-inf, 0),
    "negativeInteger": (-inf, -1),
    **{name: (-(2 ** (n - 1)), 2 ** (n - 1) - 1)
       for name, n in (("long", 64), ("int", 32), ("short", 16), ("byte", 8))},
    **{f"unsigned{name}": (0, 2**n - 1)
       for name, n in (("Long", 64), ("Int", 32), ("Short", 16), ("Byte", 8))},
}  # fmt: skip
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


BETWEEN = " | "
"""Stands between the values of one cell; it stands in no short name and no name of the graph."""


class AsWritten(str):
    """The text of a literal that its datatype does not allow."""

    __slots__ = ()


class Coarse(str):
    """A date that is coarser than a day, as its source states it: ``2026-06``."""

    __slots__ = ()


def _whole(least: float, most: float) -> Callable[[str], Value]:
    def read(text: str) -> Value:
        if not _WHOLE.fullmatch(text) or len(text) > _MOST_DIGITS:
            return AsWritten(text)
        return number if least <= (number := int(text)) <= most else AsWritten(text)

    return read


def _decimal(text: str) -> Value:
    """A float where it has the same value, else a decimal with every digit."""
    if not _DECIMAL.fullmatch(text):
        return AsWritten(text)
    exact = Decimal(text)
    near = float(exact)
    return near if Decimal(repr(near)) == exact else exact


def _double(text: str) -> Value:
    return float(text) if _DOUBLE.fullmatch(text) else AsWritten(text)


def _date(text: str) -> Value:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else AsWritten(text)
    except ValueError:  # 30 February
        return AsWritten(text)


def _coarse(text: str) -> Value:
    try:
        dates.parse(text)
    except ValueError:  # a year with a time zone, or of another age
        return text
    return Coarse(text)


_READERS: Mapping[str, Callable[[str], Value]] = {
    **{term.value: _coarse for term in (terms.XSD.gYear, terms.XSD.gYearMonth, terms.EDTF.EDTF)},
    **{_XSD + name: _whole(*bounds) for name, bounds in _BOUNDS.items()},
    _XSD + "decimal": _decimal,
    _XSD + "double": _double,
    _XSD + "float": _double,
    _XSD + "boolean": lambda text: _TRUTH.get(text, AsWritten(text)),
    _XSD + "date": _date,
}


def value(term: Term | None) -> Value:
    """What a term is in Python.

    A short name for an IRI; ``date``, ``int``, ``float``, ``bool`` or ``str`` for a literal
    (``Decimal`` where a float would lose digits); ``None`` for nothing.  A literal whose text its
    datatype does not allow is that text (:class:`AsWritten`).
    """
    if isinstance(term, NamedNode):
        return short_name(term.value)
    if isinstance(term, Literal):
        read = _READERS.get(term.datatype.value)
        if read is None:
            return term.value
        found = read(term.value.strip(_SPACE))
        return AsWritten(term.value) if isinstance(found, AsWritten) else found
    return None if term is None else str(term)


def short_name(iri: str) -> str:
    """The short name of an IRI, ``step:3``; in angle brackets one that only looks like one."""
    short = terms.curie(iri)
    return f"<{iri}>" if short == iri and iri.partition(":")[0] in terms.PREFIXES else short


def values(cells: Sequence[Term | None]) -> list[Value]:
    """What the terms of a column are in Python; a term that recurs is read once."""
    known = {term: value(term) for term in set(cells)}
    return [known[term] for term in cells]


def table_term(term: object) -> Term | None:
    """A term as it is held in tables; the graph has no triple terms."""
    if term is None or isinstance(term, NamedNode | Literal | BlankNode):
        return term
    return Literal(str(term))


def text_of(cell: Value) -> str:
    """A value as text: ``true`` and ``false``, ISO 8601 dates, nothing for ``None``."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def rows_of(table: pd.DataFrame) -> Iterator[Sequence[Any]]:
    """The rows of a data frame, each value as it stands in it."""
    columns = (table.iloc[:, number].tolist() for number in range(table.shape[1]))
    return zip(*columns, strict=True)


def headings_of(table: pd.DataFrame) -> list[str]:
    """The names of its columns as text."""
    names: list[Any] = list(table.columns)
    return [" ".join(map(str, n)) if isinstance(n, tuple) else str(n) for n in names]


def is_nothing(cell: Any) -> bool:
    """Whether a cell of a data frame has no value: ``None``, ``NaN``, ``NaT``, ``NA``."""
    if isinstance(cell, list | tuple | set | frozenset | dict):
        return False
    import pandas as pd

    return bool(pd.api.types.is_scalar(cell) and pd.isna(cell))


def plain(cell: Any) -> Any:
    """A value of a data frame as Python has it: NumPy's and pandas' own made into plain ones.

    ``None`` where there is no value; a time at midnight without a zone is a day.
    """
    # What is plain already is no reason to load pandas.
    if cell is None or type(cell) in (str, int, bool, date):
        return cell
    if type(cell) is float:
        return None if isnan(cell) else cell
    if is_nothing(cell):
        return None
    if isinstance(cell, set | frozenset):
        return sorted((plain(one) for one in cell), key=str)
    if isinstance(cell, list | tuple):
        return [plain(one) for one in cell]
    if hasattr(cell, "to_pydatetime"):
        cell = cell.to_pydatetime(warn=False)
    elif hasattr(cell, "tolist"):
        cell = cell.tolist()
        return plain(cell) if isinstance(cell, list) else cell
    if isinstance(cell, datetime) and cell.time() == time() and cell.tzinfo is None:
        return cell.date()
    return cell


def text(cell: Any) -> str:
    """A value as text: ISO 8601, ``true``, a decimal point, ``a | b`` of several values."""
    if isinstance(cell, str):
        return cell
    cell = plain(cell)
    if isinstance(cell, list):
        return BETWEEN.join(map(text, cell))
    return cell.isoformat() if isinstance(cell, datetime) else text_of(cell)
