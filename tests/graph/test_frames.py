from __future__ import annotations

import json
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from graph.engines.frames import Table, Term, swedish, value
from graph.engines.serialised import FEW, SerialisedRows, rows_of
from graph.engines.values import Coarse, Row
from loaders import dates
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
    """Dates are days, whole numbers Int64, truth values boolean; nothing is NA of its kind."""
    made = table().frame()
    assert {name: str(dtype) for name, dtype in made.dtypes.items()} == {
        "thing": "object", "day": "datetime64[s]", "month": "datetime64[s]",
        "month_last": "datetime64[s]", "month_precision": "object", "number": "Int64",
        "share": "float64", "yes": "boolean", "empty": "object",
    }  # fmt: skip
    assert made.loc[0, "day"] == pd.Timestamp(2027, 1, 1)
    assert made.loc[0, "month_last"] == pd.Timestamp(2026, 6, 30)
    assert made["number"].isna().tolist() == [False, True]
    assert made["day"].isna().tolist() == [False, True]


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


@pytest.mark.slow
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
    assert list(empty.frame().columns) == ["a", "b"]
    assert empty.to_text().splitlines()[0].split() == ["a", "b"]


def test_rows_are_joined_in_swedish_order() -> None:
    """Rows that differ in one column only become one row, whatever order they came in."""
    rows: list[tuple[Term | None, ...]] = [(Literal("x"), Literal(t)) for t in ("ö", "a", "å")]
    for order in (rows, rows[::-1]):
        assert Table(["k", "v"], order).joined(["v"]).values() == [("x", "a, å, ö")]


_TEXTS = st.text(st.characters(codec="utf-8"), max_size=6)
_TERMS = st.one_of(
    st.none(),
    st.integers(-(10**12), 10**12).map(Literal),
    st.booleans().map(Literal),
    st.floats(allow_nan=False).map(Literal),
    st.dates().map(lambda day: Literal(day.isoformat(), datatype=XSD.date)),
    st.decimals(-1000, 1000, places=3).map(lambda d: Literal(str(d), datatype=XSD.decimal)),
    _TEXTS.map(Literal),
    st.tuples(_TEXTS, st.sampled_from(["sv", "en-gb"])).map(lambda p: Literal(p[0], language=p[1])),
    st.tuples(_TEXTS, st.sampled_from([XSD.integer, XSD.date, EDTF.EDTF])).map(
        lambda p: Literal(p[0], datatype=p[1])
    ),
    st.sampled_from(["dysmeli", "a.b", "a-1"]).map(lambda name: thing("area", name)),
    st.just(NamedNode("http://example.org/a?b=c#d")),
)


def answered(rows: list[Row], width: int) -> QuerySolutions:
    """The rows as an engine's answer."""
    cells = [" ".join("UNDEF" if t is None else str(t) for t in row) for row in rows]
    names = " ".join(f"?c{i}" for i in range(width))
    inline = " ".join(f"({row})" for row in cells)
    solutions = Store().query(f"SELECT {names} {{ VALUES ({names}) {{ {inline} }} }}")
    assert isinstance(solutions, QuerySolutions)
    return solutions


def plainly(table: Table) -> pd.DataFrame:
    """The data frame of a table, made cell by cell."""
    columns: dict[str, Any] = {}
    for index, name in enumerate(table.columns):
        cells: list[Any] = [value(row[index]) for row in table.rows]
        kinds = {type(cell) for cell in cells if cell is not None}
        if Coarse in kinds and kinds <= {Coarse, date}:
            whens = [dates.parse(str(cell)) if cell is not None else None for cell in cells]
            firsts: Any = [when and when.first for when in whens]
            lasts: Any = [when and when.last for when in whens]
            columns[name] = pd.Series(pd.to_datetime(firsts).astype("datetime64[s]"))
            columns[name + "_last"] = pd.Series(pd.to_datetime(lasts).astype("datetime64[s]"))
            texts = [None if cell is None else dates.parse(str(cell)).precision for cell in cells]
            columns[name + "_precision"] = pd.Series(texts, dtype="object")
            continue
        if kinds == {date}:
            columns[name] = pd.Series(pd.to_datetime(cells).astype("datetime64[s]"))
            continue
        dtype = "object"
        if kinds == {bool}:
            dtype = "boolean"
        elif kinds == {int}:
            dtype = "Int64"
        elif kinds and kinds <= {int, float}:
            dtype = "float64"
        columns[name] = pd.Series(cells, dtype=dtype)
    return pd.DataFrame(columns, columns=list(columns))


@pytest.mark.slow
@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.tuples(*[_TERMS] * n), max_size=8)))
def test_a_long_answer_is_what_a_short_one_is(rows: list[Row]) -> None:
    """Rows read from the engine's bytes are the same terms, values and frames as others."""
    width = len(rows[0]) if rows else 1
    short = rows_of(answered(rows, width))
    assert isinstance(short, list)
    filler = (None,) * width
    long = rows_of(answered([filler] * FEW + rows, width))
    assert isinstance(long, SerialisedRows)
    names = [f"c{i}" for i in range(width)]
    assert list(long)[FEW:] == short
    assert Table(names, long).values()[FEW:] == Table(names, short).values()
    whole = Table(names, [filler] * FEW + short)
    pd.testing.assert_frame_equal(Table(names, long).frame(), whole.frame())


@given(st.lists(st.tuples(_TERMS, _TERMS, _TERMS), max_size=8))
def test_a_frame_is_as_if_made_cell_by_cell(rows: list[Row]) -> None:
    """However a frame is put together, its types and its missing values are as promised."""
    table = Table(["a", "b", "c"], rows)
    pd.testing.assert_frame_equal(table.frame(), plainly(table), check_frame_type=False)


@given(st.lists(st.tuples(_TERMS, _TERMS, _TERMS), max_size=8), st.randoms())
def test_ties_make_an_order_total(rows: list[Row], chance: Any) -> None:
    """Sorted by some columns and the rest for ties, rows come in one order."""
    mixed = list(rows)
    chance.shuffle(mixed)
    orders = [Table(["a", "b", "c"], r).sorted_by(["-a"], ties=["b", "c"]) for r in (rows, mixed)]
    assert orders[0].values() == orders[1].values()


def test_blank_nodes_keep_their_names_in_long_answers() -> None:
    """A blank node of a long answer is that of the graph."""
    solutions = answered([(Literal(1),)] * (FEW + 1), 1)
    assert isinstance(rows_of(solutions), SerialisedRows)
    rows = SerialisedRows([], "_:b1\n_:b2\n_:b1\n", 1)
    assert list(rows) == [(BlankNode("b1"),), (BlankNode("b2"),), (BlankNode("b1"),)]
    assert rows.columns == [["_:b1", "_:b2", "_:b1"]]
