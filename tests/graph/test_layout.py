"""Layouts: the same places every time, no label on another, and an order where there is one."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import networkx as nx
import pytest

from graph import KnowledgeGraph
from graph.networks.catalogue import NETWORKS, network
from graph.pictures.network.layout import Layout, arranged, bounds
from graph.pictures.sheet.letters import text_width, wrapped


def overlaps(layout: Layout) -> list[tuple[str, str]]:
    """Pairs of nodes whose rooms, labels included, overlap by more than a rounding."""
    found = []
    for one, other in combinations(sorted(layout.positions), 2):
        (ax, ay), (bx, by) = layout.positions[one], layout.positions[other]
        a, b = layout.sizes[one], layout.sizes[other]
        wide = min(ax + a.right, bx + b.right) - max(ax - a.left, bx - b.left)
        high = min(ay + a.down, by + b.down) - max(ay - a.up, by - b.up)
        if wide > 2 and high > 2:
            found.append((one, other))
    return found


def some_graph(nodes: int, step: int, **attributes: Any) -> nx.MultiDiGraph:
    """A graph of long names in which every node is tied to a few others."""
    net = nx.MultiDiGraph(**attributes)
    for i in range(nodes):
        net.add_node(f"region:n{i:03}", label=f"Region Jämtland Härjedalen {i}", kind="region")
    for i in range(nodes):
        net.add_edge(f"region:n{i:03}", f"region:n{i * step % nodes:03}")
    return net


@pytest.mark.parametrize("name", NETWORKS)
def test_no_label_covers_another(kg: KnowledgeGraph, name: str) -> None:
    """In every network of the graph of the seeds each node and its label have room of their own."""
    assert not overlaps(arranged(network(kg, name)))


@pytest.mark.parametrize(
    ("name", "params"),
    [
        ("co-holders", {"level": "healthcare-region"}),
        ("co-holders", {"level": "hospital", "programme": "all"}),
        ("area-holder", {"programme": "all"}),
        ("bodies", {"persons": True}),
        ("bodies", {"body": "B2", "persons": True}),
    ],
)
def test_no_label_covers_another_with_parameters(
    kg: KnowledgeGraph, name: str, params: dict[str, object]
) -> None:
    """Nor with parameters that change what is shown."""
    assert not overlaps(arranged(network(kg, name, **params)))


@pytest.mark.parametrize(("nodes", "step"), [(1, 1), (2, 1), (12, 5), (40, 7), (120, 11)])
@pytest.mark.parametrize("name", ["suppliers", "co-holders", "area-holder", "lineage", ""])
def test_no_label_covers_another_in_larger_graphs(nodes: int, step: int, name: str) -> None:
    """A hundred nodes with long names are still kept apart, in every kind of layout."""
    assert not overlaps(arranged(some_graph(nodes, step, name=name)))


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("share", [0.75, 0.4])
def test_no_label_covers_another_on_a_narrow_sheet(
    kg: KnowledgeGraph, name: str, share: float
) -> None:
    """Nodes that move together for a column of a journal keep room of their own, and take less."""
    net = network(kg, name)
    near, far = arranged(net, share), arranged(net)
    assert not overlaps(near)
    assert bounds(near)[2] - bounds(near)[0] <= bounds(far)[2] - bounds(far)[0]


def test_an_empty_network_has_a_layout() -> None:
    """Nothing to place is no error."""
    assert arranged(nx.MultiDiGraph(name="suppliers")).positions == {}


def test_the_order_of_building_does_not_matter() -> None:
    """The same nodes and edges, added in another order, stand in the same places."""
    net = some_graph(30, 7)
    other = nx.MultiDiGraph()
    other.add_nodes_from(reversed(list(net.nodes(data=True))))
    other.add_edges_from(reversed(list(net.edges)))
    assert arranged(net).positions == arranged(other).positions, "start from sorted nodes and edges"


def test_positions_are_whole_pixels() -> None:
    """Whole numbers keep the last bits of a solver out of the picture."""
    places = arranged(some_graph(30, 7)).positions.values()
    assert all(isinstance(v, int) for place in places for v in place)


def test_steps_go_from_left_to_right_and_down(kg: KnowledgeGraph) -> None:
    """Each step stands to the right of and below the one before."""
    places = arranged(network(kg, "process")).positions
    steps = [places[f"step:{n}"] for n in range(1, 9)]
    assert steps == sorted(steps)
    assert [y for _, y in steps] == sorted(y for _, y in steps)


def test_holders_and_areas_stand_in_columns(kg: KnowledgeGraph) -> None:
    """Holders share one column; areas have one, or one on either side when they are many."""
    net = network(kg, "area-holder")
    places = arranged(net).positions
    columns: dict[bool, set[int]] = {True: set(), False: set()}
    for node, kind in net.nodes(data="kind"):
        columns[kind == "area"].add(places[node][0])
    assert len(columns[False]) == 1
    assert len(columns[True]) in (1, 2)
    assert not columns[True] & columns[False]


def test_a_pair_reads_from_left_to_right() -> None:
    """Of two nodes alone, the edge's tail stands left of its head."""
    net = nx.MultiDiGraph(name="suppliers")
    net.add_edge("region:z", "region:a")
    places = arranged(net).positions
    assert places["region:z"][0] < places["region:a"][0]
    assert places["region:z"][1] == places["region:a"][1]


def test_labels_are_cut_between_words_only() -> None:
    """No word is broken, and none is lost."""
    text = "Sjukvårdsregionala programområden (RPO), Norra"
    assert " ".join(wrapped(text, 12)) == text
    assert wrapped("", 12) == ("",)


def test_wide_letters_take_more_room() -> None:
    """Estimates follow the letters, Swedish ones included."""
    assert text_width("WWWW", 12) > text_width("åäöe", 12) > text_width("ilil", 12)
