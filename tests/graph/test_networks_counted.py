"""One count: what networks, measures, maps and charts count, and what they leave out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from graph import KnowledgeGraph
from graph.networks.catalogue import NETWORKS, network
from graph.networks.measures import concentration
from graph.view.counting import counted, counted_line
from tests.graph.sample import counts, from_day, lasts, open_sample

# Before NHV, its first day, a year of few starts, a day of grants, and today.
DAYS = ("2010-01-01", "2018-07-01", "2021-12-15", "2024-06-12", "2026-06-30")


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The sample graph, as of its newest source."""
    return open_sample(tmp_path_factory.mktemp("counted"))


def ends(net: Any) -> list[tuple[str, str]]:
    """Both ends of every edge, in order."""
    return [edge[:2] for edge in net.edges]


def test_what_may_be_in_force_is_told_and_shown_when_asked_for(kg: KnowledgeGraph) -> None:
    """Certain in force only; the possible is counted in `left_out`, and `possible=True` shows it.

    Read the periods; no day of a fact says whether it holds.
    """
    view = kg.at(as_of="2024-07-01")
    net = network(view, "area-holder", area="dysmeli")
    assert ends(net) == [("region:v", "area:dysmeli")]
    (left,) = net.graph["left_out"]
    assert left["things"] == ("held:nhv.dysmeli.g", "held:nhv.dysmeli.s")
    assert "kan vara i kraft" in left["sv"]
    net = network(view, "area-holder", area="dysmeli", possible="true")
    assert dict(zip((a for a, _ in ends(net)), (d["status"] for *_, d in net.edges(data=True)),
                    strict=True)) == {
        "region:g": "possibly-in-force", "region:s": "possibly-in-force", "region:v": "in-force",
    }  # fmt: skip
    edge = net.edges["region:s", "area:dysmeli", "held:nhv.dysmeli.s"]
    assert (edge["undated"], edge["since"], net.graph["undated"]) == (True, "", 1)
    assert edge["status_label"] == "Okänt, kan vara i kraft"
    assert not net.graph["left_out"]


def test_a_tie_of_what_may_be_in_force_says_so(kg: KnowledgeGraph) -> None:
    """Shared areas count what both hold for certain apart from what one may hold."""
    net = network(kg, "co-holders", possible=True)
    tie = net.edges["region:s", "region:v"]
    assert (tie["weight"], tie["weight_in_force"], tie["status"]) == (1, 0, "possibly-in-force")
    assert net.edges["region:g", "region:v"]["status"] == "in-force"
    assert not network(kg, "co-holders").has_edge("region:s", "region:v")


def test_an_area_held_is_one_edge_with_its_parts(tmp_path: Path) -> None:
    """A part counts with its whole: one edge, which has the parts and every permit's evidence."""
    since = from_day("2024-01-01")
    kg = open_sample(
        tmp_path,
        """
area:tips-barn a nhv:CareArea , nhv:AreaPart ; skos:prefLabel "TIPS, barn"@sv ;
  skos:broader area:tips .
permit:tips-barn-s a nhv:Permit ; nhv:area area:tips-barn ; nhv:holder region:s ;
  nhv:certainty nhv:Stated ; nhv:statedBy citation:e ; prov:qualifiedPrimarySource citation:e .
permit:tips-s a nhv:Permit ; nhv:area area:tips ; nhv:holder region:s ;
  nhv:certainty nhv:Inferred ; prov:qualifiedPrimarySource citation:c .
"""
        + lasts("permit:tips-barn-s", since)
        + lasts("permit:tips-s", since)
        + counts("tips", "region:s", "permit:tips-barn-s , permit:tips-s", since),
    )
    (edge,) = network(kg, "area-holder").get_edge_data("region:s", "area:tips").values()
    assert edge["permits"] == ("permit:tips-barn-s", "permit:tips-s")
    assert edge["parts"] == ("area:tips-barn",)
    assert {e["fact"] for e in edge["evidence"]} == set(edge["permits"])
    assert edge["certainty"] == "stated", "one of its permits is stated"
    assert ends(network(kg, "area-holder", area="area:tips-barn")) == [("region:s", "area:tips")]


def test_a_number_of_permits_says_what_it_counts(kg: KnowledgeGraph) -> None:
    """Networks of permits carry the line of the one count, others an empty text."""
    for name in NETWORKS:
        told = network(kg, name).graph["counted"]
        assert told == (counted_line(kg) if name in ("area-holder", "co-holders") else "")


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("programme", ["nhv", "rikssjukvard", "rcc"])
def test_one_count_through_every_door(national: KnowledgeGraph, day: str, programme: str) -> None:
    """Network, measure, map and chart count the areas held that the graph counts.

    Take them from `graph.networks.holdings`; add nothing up anew.
    """
    view = national.at(as_of=day)
    count = counted(view, f"programme:{programme}")
    for level in ("stated", "region"):
        net = network(view, "area-holder", level=level, programme=programme)
        assert net.number_of_edges() == count.in_force, level
        both = network(view, "area-holder", level=level, programme=programme, possible=True)
        assert both.number_of_edges() == count.in_force + count.possible, level
        (whole,) = concentration(view, level=level, programme=programme).to_dict("records")
        assert (whole["permits"], whole["possible"]) == (count.in_force, count.possible), level
    year = concentration(view, "year", programme=programme).iloc[-1]
    assert (year["permits"], year["possible"]) == (count.in_force, count.possible)
    if not count.in_force + count.possible:
        return  # maps and charts of nothing are a sentence
    rows = view.map("holders", programme=programme).rows
    assert sum(int(row[1]) for row in rows) == count.in_force
    assert sum(int(row[2]) for row in rows) == count.possible
    last = {row[0]: row for row in view.chart("permits-over-time", programme=programme).rows}
    assert sum(int(row[2]) for row in last.values()) == count.in_force
    assert sum(int(row[3]) for row in last.values()) == count.possible
    said = Counter(row[2] for row in view.chart("matrix", programme=programme, lang="en").rows)
    assert said["in force"] == count.in_force
    assert said["may be in force, not counted"] == count.possible


def test_every_picture_of_a_count_says_what_it_counts(national: KnowledgeGraph) -> None:
    """Maps and charts of permits have the line of the one count under them."""
    line = counted_line(national)
    area = {"area": "dysmeli"}
    for name, params in (("permits", area), ("access", area), ("holders", {}), ("co-holders", {})):
        assert line in national.map(name, **params).notes, name
    assert line in national.chart("permits-over-time").notes
    assert line in national.chart("matrix").notes


def test_ties_are_those_of_the_question(national: KnowledgeGraph) -> None:
    """Network and question tie the same regions, by as many areas."""
    asked = {
        (str(row["first"]), str(row["second"])): row["areas"]
        for row in national.answer("co-holders").records()
        if row["areas"]
    }
    net = network(national, "co-holders")
    names = dict(net.nodes(data="label"))
    drawn = {(names[a], names[b]): weight for a, b, weight in net.edges(data="weight")}
    assert {frozenset(pair): n for pair, n in drawn.items()} == {
        frozenset(pair): n for pair, n in asked.items()
    }
