"""Networks by region, healthcare region and hospital: up by record, never down by guess."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph import KnowledgeGraph
from graph.networks.catalogue import network
from tests.graph.sample import counts, from_day, lasts, open_sample


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The sample graph."""
    return open_sample(tmp_path_factory.mktemp("levels"))


def ends(net: Any) -> list[tuple[str, str]]:
    """Both ends of every edge, in order."""
    return [edge[:2] for edge in net.edges]


def test_holdings_within_a_healthcare_region_wait_for_that_level(kg: KnowledgeGraph) -> None:
    """At level region they are left out and counted; one level up they take part."""
    net = network(kg, "co-holders")
    assert [left["things"] for left in net.graph["left_out"]] == [
        ("held:nhv.tips.norra",),
        ("held:nhv.dysmeli.s",),
    ]
    above = network(kg, "co-holders", level="healthcare-region")
    assert above.edges["healthcare-region:norra", "healthcare-region:vast"]["area"] == (
        "area:dysmeli", "area:tips")  # fmt: skip


def test_a_holding_without_a_holder_is_left_out_and_told(tmp_path: Path) -> None:
    """Whatever a graph lacks, a network says what it leaves out, as stated as at any level."""
    since = from_day("2020-01-01")
    held = counts("tips", "region:nobody", "permit:tips-s", since).replace(
        "nhv:heldBy region:nobody ; ", ""
    )
    left = network(open_sample(tmp_path, held), "area-holder").graph["left_out"][0]
    assert left["things"] == ("held:nhv.tips.nobody",)
    assert all(left[lang] for lang in ("sv", "en")), "see [unplaced] of graph/networks/words.toml"


def test_a_region_in_two_healthcare_regions_is_not_guessed(kg: KnowledgeGraph) -> None:
    """Halland's permit cannot be given to one healthcare region; it is left out and told."""
    net = network(kg.at(as_of="2023-06-01"), "co-holders", level="healthcare-region")
    assert "held:nhv.dysmeli.h" in net.graph["left_out"][0]["things"]


def test_hospitals_tie_by_the_permits_that_name_them(kg: KnowledgeGraph) -> None:
    """At level hospital only permits through or of a hospital count, others are left out."""
    net = network(kg, "co-holders", level="hospital", programme="rcc")
    assert ends(net) == [("hospital:nus", "hospital:su")]
    nhv = network(kg, "co-holders", level="hospital")
    assert list(nhv) == ["hospital:nus"]
    assert nhv.graph["left_out"][0]["count"] == 3


def test_a_hospital_s_permit_counts_for_its_region(kg: KnowledgeGraph) -> None:
    """An older permit held by a hospital is its region's at level region."""
    net = network(kg, "co-holders", programme="rcc")
    assert ends(net) == [("region:g", "region:v")]


def test_clinics_count_for_their_hospital(tmp_path: Path) -> None:
    """At level hospital a clinic or a site is the hospital that it is part of."""
    kg = open_sample(
        tmp_path,
        """
hospital:nus-eye a nhv:HospitalUnit ; skos:prefLabel "NUS, ögon"@sv ; nhv:partOf hospital:nus .
permit:tips-v a nhv:Permit ; nhv:area area:tips ; nhv:holder region:v ;
  nhv:throughHospital hospital:nus-eye , hospital:nus .
"""
        + lasts("permit:tips-v", from_day("2024-01-01"))
        + counts(
            "tips",
            "hospital:nus",
            "permit:tips-v",
            from_day("2024-01-01"),
            levels="nhv:HospitalLevel , nhv:UnitLevel",
        )
        + counts(
            "tips",
            "hospital:nus-eye",
            "permit:tips-v",
            from_day("2024-01-01"),
            levels="nhv:UnitLevel",
        ),
    )
    assert list(network(kg, "co-holders", level="hospital", area="tips")) == ["hospital:nus"]
    held = network(kg, "area-holder", level="hospital", area="tips")
    assert ends(held) == [("hospital:nus", "area:tips")], "what the graph counts as one is one edge"


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("stated", [("region:v", "region:g")]),
        ("region", [("region:v", "region:g")]),
        ("healthcare-region", [("healthcare-region:norra", "healthcare-region:vast")]),
        ("hospital", []),
    ],
)
def test_suppliers_at_every_level(
    kg: KnowledgeGraph, level: str, expected: list[tuple[str, str]]
) -> None:
    """Going up is a matter of record; going down is a guess, left out and told."""
    net = network(kg, "suppliers", level=level)
    assert ends(net) == expected
    told = {thing for left in net.graph["left_out"] for thing in left["things"]}
    assert ("supply:k-v-to-g" in told) == (not expected)


def test_a_supply_within_one_region_is_no_edge_there(tmp_path: Path) -> None:
    """A hospital that supplies its own region is left out at level region, and told."""
    kg = open_sample(
        tmp_path,
        """
supply:k-own a nhv:SupplyRelation ; nhv:area area:konsdysfori ; nhv:supplier hospital:nus ;
  nhv:receiver region:v .
"""
        + lasts("supply:k-own", from_day("2024-01-01")),
    )
    assert ("hospital:nus", "region:v") in ends(network(kg, "suppliers"))
    net = network(kg, "suppliers", level="region")
    assert ("region:v", "region:v") not in ends(net)
    assert "supply:k-own" in {t for left in net.graph["left_out"] for t in left["things"]}


def test_holders_at_every_level(kg: KnowledgeGraph) -> None:
    """Areas and holders can be seen by region, by healthcare region and by hospital."""

    def holders(level: str) -> set[str]:
        net = network(kg, "area-holder", level=level, area="tips")
        return {a for a, _ in ends(net)}

    assert holders("stated") == {"healthcare-region:norra", "region:g"}
    assert holders("region") == {"region:g"}
    assert holders("healthcare-region") == {"healthcare-region:norra", "healthcare-region:vast"}
    assert holders("hospital") == set()


def test_applicants_at_every_level(kg: KnowledgeGraph) -> None:
    """Applicants are compared as regions, or as what lies above them."""
    above = network(kg, "co-applicants", level="healthcare-region")
    assert above.edges["healthcare-region:norra", "healthcare-region:vast"]["weight"] == 2
    assert len(network(kg, "co-applicants", level="hospital")) == 0
    assert ends(network(kg, "co-applicants", level="stated")) == ends(network(kg, "co-applicants"))
