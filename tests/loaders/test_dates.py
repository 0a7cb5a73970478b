"""Dates keep the precision of the source and know the days they can mean."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.dates import EARLIEST_YEAR, LATEST_YEAR, parse, parse_literal

DAYS = st.dates(date(EARLIEST_YEAR, 1, 1), date(LATEST_YEAR, 12, 31))


@given(DAYS)
def test_a_day_means_itself(day: date) -> None:
    """A full date means exactly one day."""
    when = parse(day.isoformat())
    assert (when.first, when.last) == (day, day)


@given(DAYS)
def test_a_month_means_all_its_days(day: date) -> None:
    """A month runs from its first to its last day, whatever its length."""
    when = parse(day.strftime("%Y-%m") if day.year > 999 else f"{day.year:04}-{day.month:02}")
    assert when.first.day == 1
    assert when.first <= day <= when.last
    assert (when.last + timedelta(days=1)).day == 1


@given(DAYS, DAYS)
def test_an_interval_means_all_between(one: date, other: date) -> None:
    """An interval runs from its first day to its last; a reversed one is refused."""
    text = f"{one.isoformat()}/{other.isoformat()}"
    if other < one:
        with pytest.raises(ValueError, match="earlier date first"):
            parse(text)
    else:
        assert (parse(text).first, parse(text).last) == (one, other)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-23", date(2026, 9, 1), date(2026, 11, 30)),
        ("2026-24", date(2026, 12, 1), date(2027, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2019-03/2019-08", date(2019, 3, 1), date(2019, 8, 31)),
    ],
)
def test_precision(text: str, first: date, last: date) -> None:
    """Years, seasons, months and intervals mean all of their days."""
    assert (parse(text).first, parse(text).last) == (first, last)


@given(st.text(max_size=12))
def test_no_text_is_a_traceback(text: str) -> None:
    """Any text is a date or is refused with a remedy."""
    try:
        when = parse(text)
    except ValueError as error:
        refusal = str(error)
    else:
        assert when.first <= when.last
        return
    assert "; " in refusal, f"say what to do: {refusal}"


@pytest.mark.parametrize("text", ["2026", "2026-06", "2026-06-02", "2026-23", "2026-01/2026-02"])
def test_literals_round_trip(text: str) -> None:
    """A literal keeps the date as it was written."""
    assert parse_literal(parse(text).literal()) == parse(text)


def test_literal_types() -> None:
    """XML Schema types where they exist, EDTF for seasons and intervals."""
    kinds = {
        text: parse(text).literal().datatype.value.rpartition("/")[2].rpartition("#")[2]
        for text in ("2026", "2026-06", "2026-06-02", "2026-23", "2026-01/2026-02")
    }
    assert list(kinds.values()) == ["gYear", "gYearMonth", "date", "EDTF", "EDTF"]
