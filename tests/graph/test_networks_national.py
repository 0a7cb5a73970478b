"""Networks of all curated files: complete, cited, quick, and drawn so that they can be read."""

from __future__ import annotations

import time
from typing import Any

import pytest

from graph import KnowledgeGraph, open_graph
from graph.networks.catalogue import NETWORKS, network
from graph.networks.holdings import LEVELS, STATED
from graph.pictures.network.arcs import lines_of, spot
from graph.pictures.network.picture import draw
from tests.graph.test_layout import overlaps
from tests.support import national_graph

VIEWS: tuple[tuple[str, dict[str, str]], ...] = (
    *((name, {}) for name in NETWORKS),
    *(
        (name, {"level": level})
        for name, kind in NETWORKS.items()
        for param in kind.params
        if param.name == "level"
        for level in (*LEVELS, STATED)
        if level in param.choices
        and level != param.default
        # No source names hospitals on both sides of a supply relation or of a round of NHV.
        and (name, level) not in (("suppliers", "hospital"), ("co-applicants", "hospital"))
    ),
    ("area-holder", {"programme": "all"}),
    ("bodies", {"body": "body:beredningsgrupp-b2"}),
    ("bodies", {"seats": "shown"}),
)
NAMES = ["-".join([name, *params.values()]) for name, params in VIEWS]
# Seconds of this process's own work, whatever else the machine does.
QUICK = 8.0


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    """The graph of all curated files."""
    return open_graph(national_graph())


@pytest.mark.parametrize(("name", "params"), VIEWS, ids=NAMES)
def test_every_view_is_cited_quick_and_legible(
    kg: KnowledgeGraph, name: str, params: dict[str, Any]
) -> None:
    """A view has edges with evidence, is ready in seconds, and no label covers another."""
    begun = time.process_time()
    net = network(kg, name, **params)
    picture = draw(kg, net)
    assert picture.scene.kinds
    assert time.process_time() - begun < QUICK, "profile it"
    bare = [
        (a, b, d["kind"])
        for a, b, d in net.edges(data=True)
        if not d["evidence"] and d["kind"] != "nhv:precedes"
    ]
    assert net.number_of_edges() > 0
    assert not bare, "every edge says how it is known"
    assert not overlaps(picture.scene.layout)


def test_what_no_source_tells_at_a_level_is_told(kg: KnowledgeGraph) -> None:
    """Suppliers by hospital: no source names hospitals on both sides, and the network says so."""
    net = network(kg, "suppliers", level="hospital")
    relations = network(kg, "suppliers").number_of_edges()
    left = net.graph["left_out"]
    assert net.number_of_edges() + sum(told["count"] for told in left) >= relations


@pytest.mark.parametrize("name", sorted({name for name, params in VIEWS if "level" in params}))
@pytest.mark.parametrize("level", LEVELS)
def test_a_level_has_parties_of_that_level_only(kg: KnowledgeGraph, name: str, level: str) -> None:
    """At a level every party is of its kind, whatever the source named."""
    kinds = {k for n, k in network(kg, name, level=level).nodes(data="kind") if k != "area"}
    assert kinds <= {level}


@pytest.mark.parametrize("level", ["region", "healthcare-region"])
def test_shared_areas_are_those_that_both_hold(kg: KnowledgeGraph, level: str) -> None:
    """The weight of a tie is the number of areas with an edge to both in area-holder."""
    held: dict[str, set[str]] = {}
    for holder, area in network(kg, "area-holder", level=level).edges():
        held.setdefault(holder, set()).add(area)
    ties = network(kg, "co-holders", level=level)
    assert set(ties) == set(held)
    for one, other, weight in ties.edges(data="weight"):
        assert weight == len(held[one] & held[other])


def test_permits_are_counted_as_the_question_counts_them(kg: KnowledgeGraph) -> None:
    """Stockholm's edges in area-holder are the areas it holds by a query of its own."""
    net = network(kg, "area-holder")
    mine = net.out_degree("region:region-stockholm")
    (row,) = kg.select(
        "SELECT (COUNT(DISTINCT ?held) AS ?n) { ?held nhv:heldBy region:region-stockholm ;"
        " nhv:level nhv:HolderLevel ; nhv:heldUnder programme:nhv ; nhv:period ?p ."
        " ?p nhv:countsAs nhv:InForce"
        " OPTIONAL { ?p nhv:firstDay ?first } OPTIONAL { ?p nhv:lastDay ?last }"
        " FILTER((!BOUND(?first) || ?first <= $as_of) && (!BOUND(?last) || ?last >= $as_of)) }"
    ).rows
    assert mine == int(str(getattr(row[0], "value", row[0])))


@pytest.mark.slow
def test_as_of_and_known_at_take_every_network_back(kg: KnowledgeGraph) -> None:
    """An earlier day, and earlier sources, show no more permits than today's."""
    now = network(kg, "area-holder").number_of_edges()
    for view in (kg.at(as_of="2022-06-30"), kg.at(known_at="2022-06-30")):
        then = network(view, "area-holder")
        assert 0 < then.number_of_edges() < now
        assert then.graph["as_of"] <= "2022-06-30"


@pytest.mark.parametrize(
    ("name", "params"),
    [("suppliers", {}), ("co-holders", {}), ("co-applicants", {})],
)
def test_names_of_lines_do_not_cover_nodes(
    kg: KnowledgeGraph, name: str, params: dict[str, str]
) -> None:
    """The name of a line stands off every node's mark, and each in a place of its own."""
    scene = draw(kg, network(kg, name, **params)).scene
    named = [arc for arc in scene.arcs if arc.label]
    assert named
    points = [spot(arc, scene.layout, arc.at) for arc in named]
    assert len({(round(x / 8), round(y / 8)) for x, y in points}) == len(points)
    for arc, (x, y) in zip(named, points, strict=True):
        assert lines_of(arc.label)
        for node, (nx_, ny_) in scene.layout.positions.items():
            assert (x - nx_) ** 2 + (y - ny_) ** 2 > 15**2, f"{arc.label} stands on {node}"
