from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from graph.engines.frames import Table, Term, frame, swedish, value
from ontology.terms import EDTF, XSD, thing


def table() -> Table:
    return Table(
        ["thing", "day", "month", "number", "share", "yes", "empty"],
        [
            (
                thing("area", "dysmeli"),
                Literal("2027-01-01", datatype=XSD.date),
                Literal("2026-06", datatype=XSD.gYearMonth),
                Literal("4", datatype=XSD.integer),
                Literal("1.5", datatype=XSD.decimal),
                Literal("true", datatype=XSD.boolean),
                None,
            ),
            (Literal("Ö", language="sv"), None, None, None, None, None, None),
        ],
        {"thing": "Sak"},
    )


def test_columns_have_types() -> None:
    """Dates are dates, whole numbers Int64, truth values boolean; nothing is NA of its kind."""
    made = frame(table())
    assert [str(t) for t in made.dtypes] == [
        "object", "object", "object", "Int64", "float64", "boolean", "object",
    ]  # fmt: skip
    assert made.loc[0, "day"] == date(2027, 1, 1)
    assert made.loc[0, "month"] == "2026-06"
    assert made["number"].isna().tolist() == [False, True]
    assert made.loc[1, "day"] is None


def test_iris_are_short_names() -> None:
    """A thing is shown by its short name, anything else by its IRI."""
    assert value(thing("area", "dysmeli")) == "area:dysmeli"
    assert value(NamedNode("http://example.org/a b".replace(" ", "_"))) == "http://example.org/a_b"


@pytest.mark.parametrize("text", ["2023-03-15/2023-03-27", "2026-23"])
def test_coarse_dates_stay_as_stated(text: str) -> None:
    """An interval or season is not rounded to a day."""
    assert value(Literal(text, datatype=EDTF.EDTF)) == text


def test_a_text_that_its_type_does_not_allow_stays_text() -> None:
    """A broken date never breaks an answer."""
    assert value(Literal("2024-13-45", datatype=XSD.date)) == "2024-13-45"


def test_swedish_order() -> None:
    """å, ä, ö come last, é counts as e, case counts last."""
    words = ["örat", "Zebra", "ärr", "Ånge", "élan", "elak", "Elak", "zebra"]
    ordered = sorted(words, key=swedish)
    assert ordered == ["Elak", "elak", "élan", "Zebra", "zebra", "Ånge", "ärr", "örat"]


@given(st.lists(st.text(max_size=8)))
def test_swedish_order_is_total(words: list[str]) -> None:
    """Different texts never compare equal, so the order does not depend on the input's."""
    backwards = list(reversed(words))
    assert sorted(words, key=swedish) == sorted(backwards, key=swedish)


def test_text_is_aligned_and_headed() -> None:
    """The terminal's table has the headings of the question and columns below each other."""
    lines = table().to_text().splitlines()
    assert lines[0].startswith("Sak")
    column = lines[0].index("day")
    assert lines[2][column : column + 10] == "2027-01-01"


def test_csv_and_json_have_no_surprises() -> None:
    """CSV leaves nothing empty that is something; JSON says null and ISO dates."""
    assert table().to_csv().splitlines()[1] == "area:dysmeli,2027-01-01,2026-06,4,1.5,true,"
    first, second = json.loads(table().to_json())
    assert first["day"] == "2027-01-01"
    assert second["number"] is None


def test_an_empty_answer_keeps_its_columns() -> None:
    """No rows is still a table."""
    empty = Table(["a", "b"], [])
    assert list(frame(empty).columns) == ["a", "b"]
    assert empty.to_text().splitlines()[0].split() == ["a", "b"]


def test_rows_are_joined_in_swedish_order() -> None:
    """Rows that differ in one column only become one row, whatever order they came in."""
    rows: list[tuple[Term | None, ...]] = [(Literal("x"), Literal(t)) for t in ("ö", "a", "å")]
    for order in (rows, rows[::-1]):
        assert Table(["k", "v"], order).joined(["v"]).values() == [("x", "a, å, ö")]
