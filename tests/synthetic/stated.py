"""Dates as documents state them: to the day, the month, the year or the season."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from random import Random

from pyoxigraph import Literal

from ontology.terms import EDTF, XSD
from tests.synthetic.block import weighted

DAY, MONTH, YEAR, SEASON = 10, 7, 4, 0
"""Precisions; the first three are lengths of the ISO 8601 form."""

_DATATYPES = {DAY: XSD.date, MONTH: XSD.gYearMonth, YEAR: XSD.gYear}


@cache
def stated(day: date, precision: int = DAY) -> Literal:
    """A day as a document states it.

    Example:
        >>> stated(date(2024, 6, 12), MONTH).value, stated(date(2024, 6, 12), SEASON).value
        ('2024-06', '2024-22')
    """
    if precision == SEASON:
        # Spring, summer or autumn: a winter would reach into the next year.
        season = 21 if day.month < 6 else 22 if day.month < 9 else 23
        return Literal(f"{day.year}-{season}", datatype=EDTF.EDTF)
    return Literal(day.isoformat()[:precision], datatype=_DATATYPES[precision])


def roughly(chance: Random, day: date, *, days: int, months: int, years: int = 0) -> Literal:
    """A day in a precision drawn by the given weights."""
    return stated(day, weighted(chance, ((DAY, days), (MONTH, months), (YEAR, years))))


def day_in(chance: Random, first_year: int, last_year: int) -> date:
    """A weekday of the given years: boards and authorities decide on weekdays."""
    year = chance.randrange(first_year, last_year + 1)
    return weekday(date(year, chance.randrange(1, 13), chance.randrange(1, 29)))


def weekday(day: date) -> date:
    """The day itself, or the Friday before a weekend.

    Example:
        >>> weekday(date(2024, 6, 16))
        datetime.date(2024, 6, 14)
    """
    return day - timedelta(days=max(0, day.weekday() - 4))


def later(day: date, months: int) -> date:
    """The first day of a month so many months later (earlier if negative)."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
