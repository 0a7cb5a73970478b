"""Dates in the precision that a source states.

Curated files write dates in EDTF (ISO 8601-2:2019): ``2026``, ``2026-06``,
``2026-06-02``, an interval ``2023-03-15/2023-03-27``, a season ``2026-23``
(21 spring, 22 summer, 23 autumn, 24 winter).  Nothing is rounded: the literal
keeps the precision, and :attr:`When.first` and :attr:`When.last` say which days
it can mean.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pyoxigraph import Literal

from ontology.terms import EDTF, XSD

_YEAR = re.compile(r"([0-9]{4})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_REMEDY = "write 2026, 2026-06, 2026-06-02, 2023-03-15/2023-03-27 or a season such as 2026-23"

# First and last month of a season in Sweden; winter runs into the next year.
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}

EARLIEST_YEAR, LATEST_YEAR = 1600, 2100


@dataclass(frozen=True)
class When:
    """A date as stated, and the days that it can mean.

    Attributes:
        text: The EDTF text.
        first: The first day it can mean.
        last: The last day it can mean.
    """

    text: str
    first: date
    last: date

    def literal(self) -> Literal:
        """The date as an RDF literal of its own precision.

        Returns:
            ``xsd:date``, ``xsd:gYearMonth`` or ``xsd:gYear``; ``edtf:EDTF`` for
            intervals and seasons, which XML Schema has no type for.
        """
        if _DAY.fullmatch(self.text):
            return Literal(self.text, datatype=XSD.date)
        if (match := _MONTH.fullmatch(self.text)) and int(match[2]) <= 12:
            return Literal(self.text, datatype=XSD.gYearMonth)
        if _YEAR.fullmatch(self.text):
            return Literal(self.text, datatype=XSD.gYear)
        return Literal(self.text, datatype=EDTF.EDTF)

    def within(self, other: When) -> bool:
        """Whether this date is the same as ``other`` or a more precise form of it."""
        return other.first <= self.first and self.last <= other.last


@lru_cache(maxsize=4096)
def parse(text: str) -> When:
    """Read an EDTF date.

    Args:
        text: For instance ``"2026-06"``.

    Returns:
        The date with its bounds.

    Raises:
        ValueError: If it is none; the message says what to write.

    Example:
        >>> parse("2026-06").last
        datetime.date(2026, 6, 30)
    """
    text = text.strip()
    if "/" in text:
        start, _, end = text.partition("/")
        first, last = _simple(start, text), _simple(end, text)
        if last.last < first.first:
            raise ValueError(f"'{text}' ends before it begins; write the earlier date first")
        return When(text, first.first, last.last)
    return _simple(text, text)


def parse_literal(literal: Literal) -> When:
    """Read a date back from the graph.

    Args:
        literal: A literal that :meth:`When.literal` made.

    Returns:
        The date.

    Raises:
        ValueError: If the literal is no date.
    """
    return parse(literal.value)


def in_order(first: When | None, last: When | None, before: str, after: str) -> None:
    """Hold two fields to their order, as far as both are there.

    Raises:
        ValueError: If no day of ``last`` can follow ``first``; the message names the fields.
    """
    if first and last and last.last < first.first:
        raise ValueError(
            f"{after} {last.text} lies before {before} {first.text}; swap or correct them"
        )


def day_literal(day: date) -> Literal:
    """A day as ``xsd:date``."""
    return Literal(day.isoformat(), datatype=XSD.date)


def _simple(text: str, whole: str) -> When:
    if match := _DAY.fullmatch(text):
        year, month, day = map(int, match.groups())
        try:
            exact = date(year, month, day)
        except ValueError:
            raise ValueError(f"'{whole}' is no day of the calendar; {_REMEDY}") from None
        first = last = exact
    elif match := _MONTH.fullmatch(text):
        year, month = map(int, match.groups())
        if month in _SEASONS:
            begin, end = _SEASONS[month]
            first = date(year, begin, 1)
            last = _month_end(year + (end > 12), (end - 1) % 12 + 1)
        elif 1 <= month <= 12:
            first, last = date(max(year, 1), month, 1), _month_end(max(year, 1), month)
        else:
            raise ValueError(f"'{whole}' has no such month; {_REMEDY}")
    elif match := _YEAR.fullmatch(text):
        year = int(match[1])
        first, last = date(max(year, 1), 1, 1), date(max(year, 1), 12, 31)
    else:
        raise ValueError(f"'{whole}' is no date; {_REMEDY}")
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValueError(f"'{whole}' lies outside {EARLIEST_YEAR}–{LATEST_YEAR}; check the year")
    return When(text, first, last)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
