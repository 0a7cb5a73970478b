"""Answers for pandas: types, dates, ids, a row for each value, and the note under the table."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pyoxigraph import Literal, NamedNode

from graph import KnowledgeGraph, open_graph
from graph.engines.answer import Answer
from graph.engines.frames import Table
from graph.questions.catalogue import catalogue
from ontology.terms import EDTF, XSD
from tests.graph.test_questions import needed
from tests.support import built_graph, national_graph, sampled

LATE = "2026-06-30"
EMPTY = "1990-01-01"


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    """The graph of the five seed documents."""
    return open_graph(built_graph(), lang="en")


@pytest.fixture(scope="module")
def national() -> KnowledgeGraph:
    """The graph of all curated files."""
    return open_graph(national_graph(), lang="en")


def dated(*texts: str) -> pd.DataFrame:
    """A frame of one column of dates, each as exact as its text."""
    types = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
    cells = [(Literal(text, datatype=types.get(len(text), EDTF.EDTF)),) for text in texts]
    return Table(["when"], [*cells, (None,)]).frame()


@pytest.mark.parametrize("name", sampled(sorted(catalogue()), 3))
def test_a_column_has_one_type_whatever_the_answer(kg: KnowledgeGraph, name: str) -> None:
    """An answer without rows has the columns and types of one with rows."""
    full, empty = (kg.ask(name, as_of=day, **needed(name)) for day in (LATE, EMPTY))
    assert full.dtypes.to_dict() == empty.dtypes.to_dict(), "say what the column holds (| date)"


@pytest.mark.parametrize("name", ["holders", "decisions", "upcoming", "areas-by-step", "career"])
def test_answers_are_sorted_compared_and_grouped_by_date(
    national: KnowledgeGraph, name: str
) -> None:
    """Days, months and years of one column have an order in pandas, and a year."""
    answer = national.ask(name, **needed(name))
    for column in catalogue()[name].columns:
        if column.kind in ("date", "day"):
            days = answer[column.name]
            assert answer.sort_values(column.name)[column.name].dropna().is_monotonic_increasing
            before, after = (days < "2024-01-01").sum(), (days >= "2024-01-01").sum()
            assert before + after == days.notna().sum()
            assert answer.groupby(days.dt.year).size().sum() == days.notna().sum()


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2026-06-02", "2026-06-02", "2026-06-02", "day"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2024", "2024-01-01", "2024-12-31", "year"),
        ("2026-21", "2026-03-01", "2026-05-31", "season"),
        ("2023-03-15/2023-03-27", "2023-03-15", "2023-03-27", "interval"),
        ("1600", "1600-01-01", "1600-12-31", "year"),
    ],
)
def test_a_coarse_date_keeps_its_bounds(text: str, first: str, last: str, precision: str) -> None:
    """The first and the last day that is meant stand beside how exact the source is."""
    table = dated("2020", text)
    assert table.columns.tolist() == ["when", "when_last", "when_precision"]
    assert table.iloc[1].tolist() == [pd.Timestamp(first), pd.Timestamp(last), precision]
    assert table.iloc[2].isna().all(), "what is not known is NaT, and of no precision"


def test_days_alone_are_one_column() -> None:
    """Where every date is a day, nothing is added."""
    assert dated("2026-06-02", "1801-01-01").columns.tolist() == ["when"]


def test_what_is_no_date_leaves_the_column_as_it_is() -> None:
    """A column of dates and texts is not torn apart."""
    cells = [(Literal("2024", datatype=XSD.gYear),), (Literal("soon"),)]
    assert Table(["when"], cells).frame()["when"].tolist() == ["2024", "soon"]


@pytest.fixture(scope="module")
def names(national: KnowledgeGraph) -> set[object]:
    """The names of all things but documents, whose titles may be any words."""
    asked = "SELECT ?name { ?thing skos:prefLabel ?name FILTER(LANG(?name) = 'en')"
    rows = national.select(asked + " FILTER NOT EXISTS { ?thing a nhv:Source } }").values()
    return {name for (name,) in rows}


@pytest.mark.parametrize("name", sampled(sorted(catalogue()), 3))
def test_ids_stand_beside_names(national: KnowledgeGraph, names: set[object], name: str) -> None:
    """With ids the rows are the same, and each name of a thing has the id of it after it."""
    values: dict[str, Any] = {**needed(name), "as_of": LATE}
    plain, with_ids = (national.answer(name, ids=ids, **values) for ids in (False, True))
    assert with_ids.only(plain.columns).values() == plain.values()
    labelled = catalogue()[name].labelled()
    for column in plain.columns:
        cells = {cell for cell in with_ids.column(column) if isinstance(cell, str)}
        if column not in labelled:
            assert not cells or not cells <= names, f"{name}: say what ?{column} is a name of"
            continue
        position = with_ids.columns.index(column)
        assert with_ids.columns[position + 1] == f"{column}_id"
        assert f"{column}_id" in with_ids.headings
        for said, own in zip(with_ids.column(column), with_ids.column(f"{column}_id"), strict=True):
            has_none = said is None or str(said).isdecimal()  # a year stands for a round
            assert has_none == (own is None), f"{name}: project what ?{column} is a name of"


def test_an_id_is_that_of_the_name(national: KnowledgeGraph) -> None:
    """Several names of a cell have their ids in the same order."""
    answer = national.answer("holders", ids=True)
    for name, own in zip(answer.column("hospital"), answer.column("hospital_id"), strict=True):
        if name is not None:
            labels = [national.label(one) for one in str(own).split(", ")]
            assert ", ".join(labels) == name


def test_long_has_a_row_for_each_value(national: KnowledgeGraph) -> None:
    """Of a permit through two hospitals there are two rows, and nothing else changes."""
    joined, long = (national.ask("holders", long=long, ids=True) for long in (False, True))
    assert len(long) > len(joined)
    assert not long["hospital_id"].str.contains(",", na=False).any()
    assert set(long["holder"]) == set(joined["holder"])
    assert long.columns.tolist() == joined.columns.tolist()


@pytest.mark.parametrize("name", sampled(sorted(catalogue()), 3))
def test_lists_hold_what_commas_join(national: KnowledgeGraph, name: str) -> None:
    """Lists have the rows of the joined answer, and in each cell the values that it joins."""
    joined, lists = (national.ask(name, lists=lists, **needed(name)) for lists in (False, True))
    assert lists.columns.tolist() == joined.columns.tolist()
    assert isinstance(lists, Answer)
    assert len(lists) == len(joined)
    for column in catalogue()[name].join:
        if column in joined:
            told = [", ".join(cell) or None for cell in lists[column]]
            assert sorted(map(str, told)) == sorted(map(str, joined[column]))


def test_lists_of_ids_go_with_those_of_names(national: KnowledgeGraph) -> None:
    """Each name of a list has its id at the same place of the list beside it."""
    answer = national.ask("holders", ids=True, lists=True)
    several = answer[answer["hospital"].map(len) > 1]
    assert len(several)
    for names, ids in zip(several["hospital"], several["hospital_id"], strict=True):
        assert [national.label(one) for one in ids] == names
    assert len(answer.explode(["hospital", "hospital_id"])) == len(
        national.ask("holders", long=True)
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", sampled(["suppliers", "holders", "decisions", "permits-by-region"], 4)
)
def test_engines_give_the_same_frame(kg: KnowledgeGraph, name: str) -> None:
    """Columns, their order, types and values are the same whatever the engine."""
    memory = kg.at(engine="memory")
    for options in ({}, {"ids": True}, {"long": True}):
        one, other = (view.ask(name, **options) for view in (kg, memory))
        pd.testing.assert_frame_equal(one, other)


def transformed(answer: pd.DataFrame) -> dict[str, Any]:
    """What a user makes of an answer."""
    other = pd.DataFrame({"holder": answer["holder"].unique(), "people": 1})
    return {
        "filter": answer[answer["inferred"]],
        "columns": answer[["area", "holder"]],
        "sort": answer.sort_values("area"),
        "merge": answer.merge(other, on="holder"),
        "merge of pandas": pd.merge(answer, other, on="holder"),
        "concat": pd.concat([answer, answer]),
        "groupby sum": answer.groupby("holder")[["inferred"]].sum(),
        "groupby agg": answer.groupby("holder").agg(areas=("area", "nunique")),
        "pivot": answer.pivot_table(index="holder", values="inferred", aggfunc="count"),
        "assign": answer.assign(one=1),
        "reset": answer.reset_index(),
        "drop": answer.dropna(subset=["holder"]),
        "head": answer.head(2),
        "copy": answer.copy(),
    }


def test_an_answer_stays_one_with_its_note(kg: KnowledgeGraph) -> None:
    """Whatever pandas makes of an answer still shows what was counted."""
    answer = kg.ask("holders")
    assert "Counted in" in answer.attrs["note"]
    for how, made in transformed(answer).items():
        assert isinstance(made, Answer), how
        assert made.attrs["note"] == answer.attrs["note"], how
        assert "Counted in" in made._repr_html_(), how
        assert "Counted in" in repr(made), how


def test_a_note_is_text_in_a_page() -> None:
    """What a note says is no HTML."""
    shown = Table(["a"], [(Literal(1),)], note="<b>&").frame()._repr_html_()
    assert "&lt;b&gt;&amp;" in shown


def test_an_answer_is_kept_and_read_again(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Parquet, pickle and CSV take an answer; days come back as days."""
    answer = kg.ask("holders", ids=True)
    answer.to_pickle(tmp_path / "a.pkl")
    pd.testing.assert_frame_equal(pd.read_pickle(tmp_path / "a.pkl"), answer)
    answer.to_parquet(tmp_path / "a.parquet")
    again = pd.read_parquet(tmp_path / "a.parquet")
    assert (again["since"].dropna() == answer["since"].dropna()).all()
    assert answer.to_csv(index=False).splitlines()[1].count("00:00:00") == 0


@pytest.mark.parametrize("name", sampled(sorted(catalogue()), 3))
def test_a_question_is_a_parquet_file(kg: KnowledgeGraph, tmp_path: Path, name: str) -> None:
    """Every answer is written, days as days, and read again with the same values."""
    if needed(name):
        written = kg.export(tmp_path / "a.parquet", kg.ask(name, ids=True, **needed(name)))
    else:
        written = kg.export(tmp_path / "a.parquet", name)
    again, answer = pd.read_parquet(written), kg.ask(name, ids=True, **needed(name))
    for column in answer.columns.tolist():
        assert len(answer.sort_values(column)) == len(answer), "a column has one type"
    assert again.columns.tolist() == answer.columns.tolist()
    for told in catalogue()[name].columns:
        if told.kind in ("date", "day"):
            assert (again[told.name].dropna() == answer[told.name].dropna()).all()


def test_a_thing_in_an_answer_is_its_own_id() -> None:
    """A cell that shows a thing, and not its name, has the thing as its id."""
    asked = catalogue()["gaps"]
    columns = ["entity", "t", "rank", "kind", "what", "about", "detail", "source", "document",
               "line", "locator", "about_id", "source_id", "detail_id"]  # fmt: skip
    row: dict[str, Any] = {
        "about": NamedNode("https://w3id.org/nhv/ontology#date"),
        "rank": Literal(1),
    }
    table = asked.finish(Table(columns, [tuple(row.get(name) for name in columns)]), "en")
    assert table.column("about_id") == ["nhv:date"]


SHOWN: dict[str, Callable[[KnowledgeGraph], object]] = {
    "questions": lambda kg: kg.questions(),
    "found questions": lambda kg: kg.questions("supplier"),
    "question": lambda kg: kg.questions()[0],
    "status": lambda kg: kg.status(),
    "explanation": lambda kg: kg.explain("dysmeli"),
    "comparison": lambda kg: kg.compare("2022", "2026"),
    "rules": lambda kg: kg.rules(),
    "plain answer": lambda kg: kg.answer("holders", area="dysmeli"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_prompt_shows_text_to_read(kg: KnowledgeGraph, name: str) -> None:
    """At a plain prompt nothing is a dump of objects: lines of words, as `print` has them."""
    shown = repr(SHOWN[name](kg))
    assert len(shown.splitlines()) > 1
    assert not re.search(r"\w+\(\w+=|<[a-z_.]+\.[A-Z]|object at 0x", shown), shown[:200]


def test_a_search_without_a_hit_says_so(kg: KnowledgeGraph) -> None:
    """Nothing found is not an empty line."""
    assert repr(kg.questions("xqzw")) == "no question"
