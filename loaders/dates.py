"""Dates in the precision that a source states.

Curated files write dates in EDTF (ISO 8601-2:2019): ``2026``, ``2026-06``,
``2026-06-02``, an interval ``2023-03-15/2023-03-27``, a season ``2026-23``
(21 spring, 22 summer, 23 autumn, 24 winter).  Nothing is rounded: the literal
keeps the precision, and :attr:`When.first` and :attr:`When.last` say which days
it can mean.
"""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Literal

from ontology.terms import EDTF, XSD

_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
MISTAKES: Mapping[str, Mapping[str, str]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
"""What is said of a date that is none, by language; ``{}`` stands for it."""
_SAID = MISTAKES["en"]

# First and last month of a season in Sweden; winter runs into the next year.
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)}

EARLIEST_YEAR, LATEST_YEAR = 1600, 2100
_DATATYPES = {"day": XSD.date, "month": XSD.gYearMonth, "year": XSD.gYear}


@dataclass(frozen=True)
class When:
    """A date as stated in EDTF, and the first and last day that it can mean."""

    text: str
    first: date
    last: date

    @property
    def precision(self) -> str:
        """How exact it is: ``day``, ``month``, ``year``, ``season`` or ``interval``."""
        match = _FORM.fullmatch(self.text)
        if match is None:
            return "interval"
        _, month, day = match.groups()
        if day:
            return "day"
        if not month:
            return "year"
        return "season" if int(month) > 12 else "month"

    def literal(self) -> Literal:
        """The date as a literal; XML Schema has no type for intervals and seasons, EDTF has."""
        return Literal(self.text, datatype=_DATATYPES.get(self.precision, EDTF.EDTF))

    def within(self, other: When) -> bool:
        """Whether this date is the same as ``other`` or a more precise form of it."""
        return other.first <= self.first and self.last <= other.last


@lru_cache(maxsize=4096)
def parse(text: str) -> When:
    """Read an EDTF date; raises ValueError, which says what to write, if it is none."""
    text = text.strip()
    if "/" in text:
        start, _, end = text.partition("/")
        first, last = _simple(start, text), _simple(end, text)
        if last.last < first.first:
            raise ValueError(_SAID["reversed_date"].format(text))
        return When(text, first.first, last.last)
    return _simple(text, text)


def parse_literal(literal: Literal) -> When:
    """Read a date back from a literal; raises ``ValueError`` if it is none."""
    return parse(literal.value)


def in_order(first: When | None, last: When | None, before: str, after: str) -> None:
    """Raise ``ValueError`` if no day of ``last`` can follow ``first``; it names the two fields."""
    if first and last and last.last < first.first:
        what = f"{after} {last.text} lies before {before} {first.text}"
        raise ValueError(f"{what}; swap or correct them")


def day_literal(day: date) -> Literal:
    """A day as ``xsd:date``."""
    return Literal(day.isoformat(), datatype=XSD.date)


def _simple(text: str, whole: str) -> When:
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(_SAID["no_date"].format(whole))
    year, month = int(match[1]), int(match[2] or 1)
    begin, end = _SEASONS.get(month, (month, month)) if match[2] else (1, 12)
    if match[3]:
        try:
            first = last = date(year, month, int(match[3]))
        except ValueError:
            raise ValueError(_SAID["no_day"].format(whole)) from None
    elif not 1 <= begin <= 12:
        raise ValueError(_SAID["no_month"].format(whole))
    else:
        until, end = max(year, 1) + (end > 12), (end - 1) % 12 + 1
        first = date(max(year, 1), begin, 1)
        last = date(until, end, monthrange(until, end)[1])
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValueError(_SAID["far_date"].format(whole, EARLIEST_YEAR, LATEST_YEAR))
    return When(text, first, last)
