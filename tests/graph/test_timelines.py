"""Charts of time: their data, and what they say of what is not dated."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from graph import KnowledgeGraph
from graph.charts.axis import Axis
from graph.charts.counts import Holding, _turns
from graph.drawing.sheet import stacked
from graph.problems import BadParameter, NothingFound, UnknownName


def test_a_time_line_tells_both_rounds_of_huntington(kg: KnowledgeGraph) -> None:
    """Steps and both consultations are there with their days and sources."""
    rows = kg.chart("timeline", area="Huntingtons sjukdom").rows
    kinds = {row[0] for row in rows}
    assert {"Steg i processen", "Remisser"} <= kinds
    days = {day for row in rows if row[0] == "Remisser" for day in row[2:4]}
    assert "2026-10-07" in days
    assert all("source:" in row[4] for row in rows if row[0] == "Remisser")


def test_a_time_line_has_every_permit(kg: KnowledgeGraph) -> None:
    """Every holder of the question is a row, whatever the day of the view."""
    rows = kg.chart("timeline", area="Analcancer").rows
    assert ("Tillstånd", "Region Västerbotten", "2027-01-01") in {row[:3] for row in rows}
    for area in ("Dysmeli", "Könsdysfori"):
        held = {str(r["holder"]) for r in kg.answer("holders", area=area).records()}
        shown = kg.chart("timeline", area=area).rows
        assert held <= {row[1].removesuffix(" (belagt)") for row in shown if row[0] == "Tillstånd"}


def test_what_has_no_date_is_told(kg: KnowledgeGraph) -> None:
    """Facts without a date are in the table, and their number under the picture."""
    picture = kg.chart("timeline", area="Dysmeli")
    undated = [row for row in picture.rows if not (row[2] or row[3])]
    assert undated
    assert f"{len(undated)} uppgifter utan datum" in picture.described


def test_a_column_of_the_pipeline_is_an_answer(kg: KnowledgeGraph) -> None:
    """The numbers are those of the question areas-by-step on the same day."""
    picture = kg.chart("pipeline", dates="2023-03, 2026-06-30")
    assert {row[0] for row in picture.rows} == {"2023-03-31", "2026-06-30"}
    for day in ("2023-03-31", "2026-06-30"):
        counted: dict[str, set[str]] = {}
        for r in kg.answer("areas-by-step", as_of=day).records():
            counted.setdefault(f"{r['step']}. {r['name']}", set()).add(str(r["area"]))
        shown = {row[1]: int(row[2]) for row in picture.rows if row[0] == day}
        assert shown == {step: len(areas) for step, areas in counted.items()}


def test_the_last_day_agrees_with_the_question(kg: KnowledgeGraph) -> None:
    """Permits over time end in the numbers of permits-by-region."""
    for day in ("2023-06-30", "2026-06-30", "2027-01-01"):
        last = {row[0]: int(row[2]) for row in kg.chart("permits-over-time", as_of=day).rows}
        asked = kg.answer("permits-by-region", as_of=day).records()
        assert last == {str(r["region"]): r["areas"] for r in asked if r["region"]}


def test_an_area_counts_once(kg: KnowledgeGraph) -> None:
    """Parts of an area, and a permit renewed, are one; one that ended is gone the day after."""
    day = date.fromisoformat
    turns = _turns(
        [
            Holding("a", day("2020-01-01"), day("2021-12-31"), False),
            Holding("a", day("2021-01-01"), None, False),
            Holding("b", day("2020-06-01"), day("2020-12-31"), False),
            Holding("c", day("2022-01-01"), None, True),
        ],
        day("2026-01-01"),
    )
    assert turns == [
        (day("2020-01-01"), 1, 0),
        (day("2020-06-01"), 2, 0),
        (day("2021-01-01"), 1, 0),
        (day("2022-01-01"), 1, 1),
    ]


def test_a_day_has_one_place() -> None:
    """The axis runs from New Year to New Year's Eve, and no day falls outside."""
    axis = Axis.of([date(2020, 5, 1), date(2021, 2, 1)], 0, 730)
    assert axis.x(date(2020, 1, 1)) == 0
    assert axis.x(date(2021, 12, 31)) == 730
    assert axis.x(date(1900, 1, 1)) == 0


def test_labels_do_not_lie_on_each_other() -> None:
    """Labels that want the same height stand one under the other, within their room."""
    placed = stacked([50, 50, 50, 99], [20, 20, 20, 20], 0, 100)
    assert all(b - a >= 20 for a, b in pairwise(placed))
    assert placed[0] >= 10
    assert placed[-1] <= 90


@pytest.mark.parametrize(
    ("name", "params", "kind", "says"),
    [
        ("timlines", {}, UnknownName, "no chart called “timlines”; did you mean timeline"),
        ("timeline", {}, BadParameter, "needs area"),
        ("timeline", {"area": "Dysmelli"}, UnknownName, "did you mean Dysmeli"),
        ("pipeline", {"dates": "igår"}, BadParameter, "dates are dates"),
        ("pipeline", {"as_of": "1990"}, NothingFound, "try a later as_of"),
        ("pipeline", {"area": "Dysmeli"}, BadParameter, "it takes dates"),
        ("permits-over-time", {"as_of": "1990"}, NothingFound, "try a later as_of"),
    ],
)
def test_wrong_use_of_a_chart_is_one_sentence(
    kg: KnowledgeGraph, name: str, params: dict[str, Any], kind: type[Exception], says: str
) -> None:
    """What is wrong is said in one sentence, with what would be right."""
    with pytest.raises(kind, match=says) as caught:
        kg.chart(name, **params)
    assert "\n" not in str(caught.value)
