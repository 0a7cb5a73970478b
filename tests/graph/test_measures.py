"""Concentration: the measures held against values counted by hand."""

from __future__ import annotations

from math import isclose

import pytest

from graph import KnowledgeGraph, open_graph
from graph.base.problems import BadParameter
from graph.networks.measures import (
    GROUPS,
    concentration,
    concentration_ratio,
    effective_holders,
    hhi,
)
from tests.graph.sample import open_sample
from tests.support import national_graph


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The sample graph."""
    return open_sample(tmp_path_factory.mktemp("measures"))


@pytest.mark.parametrize(
    ("counts", "index", "three", "equal"),
    [
        ([1], 1.0, 1.0, 1.0),
        ([5, 5], 0.5, 1.0, 2.0),
        ([2, 1, 1], 0.375, 1.0, 8 / 3),  # (1/2)² + (1/4)² + (1/4)²
        ([4, 3, 2, 1], 0.3, 0.9, 10 / 3),  # (16 + 9 + 4 + 1) / 100
        ([1, 1, 1, 1, 1], 0.2, 0.6, 5.0),
        ([3, 0], 1.0, 1.0, 1.0),
        ([], 0.0, 0.0, 0.0),
        ([0, 0], 0.0, 0.0, 0.0),
    ],
)
def test_measures_by_hand(counts: list[float], index: float, three: float, equal: float) -> None:
    """HHI is the sum of squared shares, CR3 the share of three, their equal number is 1/HHI."""
    assert isclose(hhi(counts), index)
    assert isclose(concentration_ratio(counts), three)
    assert isclose(effective_holders(counts), equal)


def test_a_mapping_counts_by_its_values() -> None:
    """Holders may be named; only how much they have counts, in any order."""
    assert hhi({"a": 2, "b": 1, "c": 1}) == hhi([1, 2, 1])
    assert concentration_ratio({"a": 1, "b": 9}, k=1) == 0.9


def test_what_cannot_be_counted_is_refused() -> None:
    """Negative counts, no holders and unknown words answer in one sentence."""
    with pytest.raises(BadParameter, match="0 or more"):
        hhi([1, -1])
    with pytest.raises(BadParameter, match="from 1 on"):
        concentration_ratio([1], k=0)


def test_unknown_words_are_answered_with_near_ones(kg: KnowledgeGraph) -> None:
    """A misspelt grouping, level or programme names what is allowed."""
    with pytest.raises(BadParameter, match=r"by is one of .*did you mean specialty"):
        concentration(kg, "speciality")
    with pytest.raises(BadParameter, match="level is one of"):
        concentration(kg, level="county")
    with pytest.raises(BadParameter, match="programme is one of"):
        concentration(kg, programme="nvh")


def test_the_sample_by_hand(kg: KnowledgeGraph) -> None:
    """Dysmeli is held by two regions, TIPS by one; one holding has no region, one is possible."""
    (whole,) = concentration(kg).to_dict("records")
    counted = (whole["permits"], whole["holders"], whole["unplaced"], whole["possible"])
    assert counted == (3, 2, 1, 1)
    assert round(whole["hhi"], 4) == 0.5556, "Västra Götaland has two of three, Västerbotten one"
    areas = concentration(kg, "area").set_index("group")
    assert list(areas.index) == ["area:dysmeli", "area:tips"], "most permits first"
    assert areas["hhi"].round(4).to_dict() == {"area:dysmeli": 0.5, "area:tips": 1.0}
    assert areas.loc["area:tips", "cr3"] == 1.0
    assert areas["unplaced"].isna().all()


def test_years_count_what_held_on_their_last_day(kg: KnowledgeGraph) -> None:
    """Halland's permit counts up to 2023; the view's own day is the last row."""
    years = concentration(kg, "year").set_index("label")
    assert years.index[0] == "2019", "the first year with anything in force for certain"
    assert years.loc["2023", "permits"] == 1, "Halland; what may be in force is no number"
    assert years.loc["2024", "permits"] == 2, "Västerbotten, and Västra Götaland for TIPS"
    assert years["group"].iloc[-1] == kg.as_of.isoformat()
    assert years["permits"].iloc[-1] == concentration(kg)["permits"].iloc[0]


def test_nothing_to_count_is_no_error(kg: KnowledgeGraph) -> None:
    """A programme without permits gives an empty or a zero answer."""
    assert concentration(kg, programme="rikssjukvard")["permits"].tolist() == [0]
    assert concentration(kg, "area", programme="rikssjukvard").empty


@pytest.mark.parametrize("by", GROUPS)
def test_national_concentration_keeps_its_bounds(by: str) -> None:
    """HHI lies between 1/n and 1, and CR3 between three shares of n and 1."""
    table = concentration(open_graph(national_graph()), by)
    assert len(table)
    assert (table["hhi"] <= 1).all()
    assert (table["hhi"] * table["holders"] >= 1 - 1e-5).all()
    assert ((table["cr3"] * table["holders"] >= 3 - 1e-5) | (table["holders"] <= 3)).all()
