"""Charts of time: their data, and what they say of what is not dated."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from graph import KnowledgeGraph
from graph.base.problems import BadParameter, NothingFound, UnknownName
from graph.networks.holdings import Span
from graph.networks.lasting import IN_FORCE, POSSIBLE
from graph.pictures.chart.counts import _turns
from graph.pictures.chart.lanes import Axis
from graph.pictures.sheet.letters import stacked


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
        assert held <= {row[1] for row in shown if row[0] == "Tillstånd"}
        assert all(row[6] for row in shown if row[0] == "Tillstånd"), "the rule that dates it"


def test_here_now_is_where_the_graph_says(kg: KnowledgeGraph) -> None:
    """What sources once said are events; where the area stands is `nhv:standing` on the day."""
    for day in ("2023-03-31", "2026-06-30"):
        asked = {
            (str(r["area"]), f"{r['step']}. {r['name']}")
            for r in kg.answer("areas-by-step", as_of=day).records()
        }
        area = min(name for name, _ in asked)
        rows = kg.chart("timeline", area=area, as_of=day).rows
        here = {row[1] for row in rows if row[0] == "Läget"}
        assert here == {step for name, step in asked if name == area}


def test_what_may_be_in_force_is_faint(kg: KnowledgeGraph) -> None:
    """A permit is solid while it is in force for certain, hatched while it may be."""
    lines = kg.chart("timeline", area="Dysmeli")
    assert "kan vara i kraft" in lines.svg()
    assert "-lines-" in lines.svg()


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
        rows = kg.chart("permits-over-time", as_of=day).rows
        last = {row[0]: (int(row[2]), int(row[3])) for row in rows}
        asked = kg.answer("permits-by-region", as_of=day).records()
        answered = {
            str(r["region"] or r["healthcare_region"]): (r["in_force"], r["possible"])
            for r in asked
        }
        # A region whose permits have ended keeps its strip, with nothing at the end.
        assert {who: n for who, n in last.items() if any(n)} == {
            who: n for who, n in answered.items() if any(n)
        }


def test_a_number_changes_on_its_day() -> None:
    """What ended is gone the day after; what may be in force is no part of the number."""
    turns = _turns(
        [
            Span("2020-01-01", "", IN_FORCE),
            Span("2020-06-01", "2020-12-31", IN_FORCE),
            Span("2022-01-01", "", POSSIBLE),
        ],
        "2026-01-01",
    )
    assert turns == [
        ("2020-01-01", 1, 0),
        ("2020-06-01", 2, 0),
        ("2021-01-01", 1, 0),
        ("2022-01-01", 1, 1),
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
