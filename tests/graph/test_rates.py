"""Numbers per 100,000 inhabitants, where a file of one's own says how many there are."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from graph import KnowledgeGraph, Overlay
from graph.engines.answer import Answer
from graph.questions.catalogue import catalogue
from tests.graph.test_questions import needed

RATE = "in_force_per_100000"


def asked(kg: KnowledgeGraph, frame: dict[str, list[Any]], **told: Any) -> Answer:
    """The permits of each region in a view with a file of inhabitants (made up)."""
    date = told.pop("date", None)
    overlay = Overlay(pd.DataFrame(frame), name="people", date=date)
    return kg.at(overlay=overlay, lang="en").ask("permits-by-region", **told)


def of_skane(answer: Answer) -> tuple[Any, Any]:
    """The inhabitants and the rate of one region."""
    (row,) = answer[answer["region"] == "Region Skåne"].itertuples()
    return row.population, getattr(row, RATE)


@pytest.mark.parametrize(
    "frame",
    [
        {"region": ["Region Skåne"], "date": ["2024-12-31"], "population": [200_000]},
        {"län": ["12 Skåne län"], "år": [2024], "folkmängd": ["200 000"]},
        {"county": ["12"], "year": [2024], "Befolkning": [200_000]},
        {"region": ["12 Skåne län"], "Folkmängd 2023": [1], "Folkmängd 2024": [200_000]},
    ],
    ids=["region", "SCB's spelling", "county", "a column for each year"],
)
def test_permits_per_100000(kg: KnowledgeGraph, frame: dict[str, list[Any]]) -> None:
    """A region's permits over its inhabitants, by region or county, with the day in the note."""
    answer = asked(kg, frame)
    (permits,) = answer.loc[answer["region"] == "Region Skåne", "in_force"]
    assert of_skane(answer) == (200_000, permits / 2)
    assert "Inhabitants by people (2024-12-31)" in answer.note
    assert answer.attrs["headings"][RATE] == "In force per 100,000 inhabitants"
    others = answer[answer["region"] != "Region Skåne"]
    assert others["population"].isna().all(), "what no file says is unknown"


def test_the_latest_count_up_to_the_day_is_taken(kg: KnowledgeGraph) -> None:
    """Inhabitants of a later day are not those of the day that is asked for."""
    years = {"region": ["Skåne"] * 3, "year": [2020, 2025, 2030], "population": [100, 200, 400]}
    view = kg.at(overlay=Overlay(pd.DataFrame(years), name="people"), lang="en")
    assert of_skane(view.ask("permits-by-region"))[0] == 200
    assert of_skane(view.ask("permits-by-region", as_of="2025-12-30"))[0] == 100
    answer = view.ask("permits-by-region", as_of="2020-12-30")
    assert answer["population"].isna().all()
    assert "the numbers per 100,000 are unknown" in answer.note


def test_a_file_without_days_is_of_its_own_date(kg: KnowledgeGraph) -> None:
    """Its date counts; without any the numbers are unknown, and the note says what it needs."""
    frame: dict[str, list[Any]] = {"region": ["Skåne", "Uppsala"], "population": [100, 200]}
    assert of_skane(asked(kg, frame, date="2023-12-31"))[0] == 100
    answer = asked(kg, frame)
    assert answer[RATE].isna().all()
    assert "needs a column date or year" in answer.note


def test_two_numbers_of_a_day_are_none(kg: KnowledgeGraph) -> None:
    """A table by sex or age is not added up behind anybody's back."""
    frame: dict[str, list[Any]] = {
        "region": ["Skåne"] * 2,
        "year": [2024] * 2,
        "sex": ["f", "m"],
        "population": [1, 2],
    }
    answer = asked(kg, frame)
    assert pd.isna(of_skane(answer)[0])
    assert "several numbers for one day, which are not added up, for Region Skåne" in answer.note


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_rows_of_a_place_say_how_many_live_there(kg: KnowledgeGraph, name: str) -> None:
    """A question with a row for each region or county has its inhabitants, and rates of counts."""
    asked = catalogue()[name]
    answer = kg.ask(name, **needed(name))
    first = next(c for c in answer if c not in ("healthcare_region", "code"))
    if first not in ("region", "county") or not answer[first].is_unique:
        return
    assert asked.inhabitants, f"add “# inhabitants {first}:” with what is counted in each"
    view = kg.at(overlay=pd.DataFrame({"county": ["12"], "year": [2020], "population": [100]}))
    for day in ("2026-06-30", "1990-01-01"):  # also where there are no rows
        found = view.ask(name, **needed(name), as_of=day)
        for column in asked.inhabitants.counted:
            assert f"{column}_per_100000" in found
        assert found["population"].dropna().isin([100]).all()


def test_without_such_a_file_there_is_no_column(kg: KnowledgeGraph) -> None:
    """The answer is as it was."""
    assert RATE not in kg.ask("permits-by-region").columns
    assert RATE not in asked(kg, {"region": ["Skåne"], "km2": [3]}).columns
