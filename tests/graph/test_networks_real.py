"""Networks of the graph of the seeds, held against what the seed documents say."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from graph import KnowledgeGraph
from graph.networks.catalogue import NETWORKS, network


def ends(net: Any) -> list[tuple[str, str]]:
    """Both ends of every edge, in order."""
    return [edge[:2] for edge in net.edges]


def test_the_seeds_two_supply_relations(kg: KnowledgeGraph) -> None:
    """Västerbotten supplies Västra Götaland, Mellansverige supplies Stockholm: könsdysfori."""
    net = network(kg, "suppliers", area="könsdysfori")
    assert {
        ("region:region-vasterbotten", "region:vastra-gotalandsregionen"),
        ("healthcare-region:sjukvardsregion-mellansverige", "region:region-stockholm"),
    } <= set(ends(net))
    for *_, edge in net.edges(data=True):
        assert edge["evidence"], "every edge says how it is known"


def test_suppliers_of_the_seeds_hold_no_permit_for_it(kg: KnowledgeGraph) -> None:
    """Neither Västerbotten nor Mellansverige holds könsdysfori: a supplier is not a holder."""
    net = network(kg, "area-holder")
    holders = {a for a, b in ends(net) if b == "area:konsdysfori"}
    assert not holders & {
        "region:region-vasterbotten",
        "healthcare-region:sjukvardsregion-mellansverige",
    }


@pytest.mark.parametrize(
    ("one", "other", "weight"),
    [
        ("skane", "stockholm", 4),
        ("skane", "uppsala", 3),
        ("stockholm", "uppsala", 3),
        ("ostergotland", "vasterbotten", 1),
    ],
)
def test_the_seeds_applicants(kg: KnowledgeGraph, one: str, other: str, weight: int) -> None:
    """Before the board of 19 March 2025 these regions met in so many areas."""
    net = network(kg.at(known_at="2025-03"), "co-applicants")
    assert net.edges[f"region:region-{one}", f"region:region-{other}"]["weight"] == weight


def test_the_seeds_dysmeli_holders(kg: KnowledgeGraph) -> None:
    """Stockholm, Västerbotten, Örebro and Västra Götaland hold dysmeli, since when is open."""
    net = network(kg, "area-holder", area="dysmeli", possible=True)
    assert {a for a, _ in ends(net)} >= {
        "region:region-stockholm",
        "region:region-vasterbotten",
        "region:region-orebro-lan",
        "region:vastra-gotalandsregionen",
    }


def test_the_seeds_holdings_within_mellansverige_are_left_out(kg: KnowledgeGraph) -> None:
    """Document 002 does not say which region within Mellansverige holds: told, not guessed."""
    net = network(kg, "co-holders", possible=True)
    (left,) = net.graph["left_out"]
    assert left["count"] >= 1
    assert all(thing.endswith(".sjukvardsregion-mellansverige") for thing in left["things"])
    assert not [party for party in net if not party.startswith("region:")]


def test_the_eight_steps(kg: KnowledgeGraph) -> None:
    """The process has eight steps, one after the other, each with someone who acts in it."""
    net = network(kg, "process")
    steps = [f"step:{n}" for n in range(1, 9)]
    chain = [(a, b) for a, b, d in net.edges(data=True) if d["kind"] == "nhv:precedes"]
    assert chain == list(pairwise(steps))
    idle = [s for s in steps if not [a for a, _ in net.in_edges(s) if not a.startswith("step:")]]
    assert not idle, f"nobody acts in {idle}"


def test_b2_has_two_seats_for_each_healthcare_region(kg: KnowledgeGraph) -> None:
    """Twelve seats, two for each of six regions, and a chair beside them."""
    net = network(kg, "bodies", body="B2")
    seats = [a for a, _, d in net.edges(data=True) if d["kind"] == "nhv:post"]
    behind = [b for _, b, d in net.edges(data=True) if d["kind"] == "nhv:represents"]
    assert len(seats) == 13
    assert sorted(behind.count(region) for region in set(behind)) == [2] * 6


def test_b1_has_five_seats(kg: KnowledgeGraph) -> None:
    """Three named members, and two seats by office whose holders are not named."""
    net = network(kg, "bodies", body="B1", persons=True)
    assert len([a for a, _, d in net.edges(data=True) if d["kind"] == "nhv:post"]) == 5
    assert len([a for a, _, d in net.edges(data=True) if d["kind"] == "org:member"]) == 3


def test_real_networks_without_people(kg: KnowledgeGraph) -> None:
    """Without people every network still works, and none shows a person."""
    view = kg.at(people=False)
    for name in NETWORKS:
        params = {"persons": True} if name == "bodies" else {}
        net = network(view, name, **params)
        assert not [n for n in net if n.startswith("person:")]
        # The five documents tell of no cooperation without a direction.
        assert len(net) > 0 or name == "cooperation"
