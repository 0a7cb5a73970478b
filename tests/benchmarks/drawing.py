"""A large network to an interactive page, beside pyvis filled by hand."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx

from graph.pictures.picture import draw
from tests.benchmarks.findings import FLOOR, OURS, Comparison
from tests.benchmarks.graphs import REAL, Subject
from tests.benchmarks.measure import Pace, interleaved


@dataclass(frozen=True)
class _Swedish:
    """All that a picture asks of a view: its language."""

    lang: str = "sv"


def run(_: Subject, pace: Pace) -> Iterator[Comparison]:
    """5,000 nodes and 20,000 edges, each with its evidence."""
    net = crowd(5_000, 20_000)
    yield Comparison(
        "picture: 5,000 nodes, 20,000 edges, to a page",
        REAL,
        interleaved({OURS: lambda: ours(net), FLOOR: lambda: by_hand(net)}, pace),
        peer="pyvis filled by hand, without layout, table and legend",
        target=1.5,
        note=f"{len(ours(net)) / 1e6:.1f} MB, by hand {len(by_hand(net)) / 1e6:.1f} MB",
    )


def ours(net: nx.MultiDiGraph[str]) -> bytes:
    """Layout, columns, legend and page, from the network to bytes."""
    return bytes(draw(_Swedish(), net).html().encode())


def by_hand(net: nx.MultiDiGraph[str]) -> bytes:
    """pyvis set directly: label, title, colour, x and y of nodes; ends, colour, title of edges.

    Its places are a bare spiral and its titles ready texts; it has no table, legend or search.
    """
    from pyvis.network import Network

    colours = {"region": "#0072b2", "hospital": "#e69f00"}
    page = Network(directed=True, cdn_resources="in_line")
    page.toggle_physics(False)
    page.nodes = [
        {
            "id": node,
            "label": d["label"],
            "title": f"{d['label']}\n{d['kind']}",
            "color": colours.get(d["kind"], "#56b4e9"),
            "x": round(40 * math.sqrt(i) * math.cos(2.4 * i)),
            "y": round(40 * math.sqrt(i) * math.sin(2.4 * i)),
        }
        for i, (node, d) in enumerate(net.nodes(data=True))
    ]
    page.node_ids = list(net)
    page.node_map = {node["id"]: node for node in page.nodes}
    label = dict(net.nodes(data="label"))
    page.edges = [
        {"from": a, "to": b, "color": "#0072b2", "title": _told(label[a], label[b], d)}
        for a, b, d in net.edges(data=True)
    ]
    return bytes(page.generate_html().encode())


def _told(tail: str, head: str, edge: dict[str, object]) -> str:
    evidence = edge["evidence"]
    assert isinstance(evidence, tuple)
    return "\n".join(
        [
            f"{tail} → {head}",
            *(str(edge[name]) for name in ("kind_label", "area_label", "since")),
            *(f"{e['title']}, {e['date']}, {e['locator']}, {e['certainty']}" for e in evidence),
        ]
    )


def crowd(nodes: int, edges: int) -> nx.MultiDiGraph[str]:
    """A network as large as asked for, with hubs, groups and evidence as real ones have them."""
    dice = random.Random(7)
    net: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        name="suppliers",
        title="Vem levererar till vem",
        meaning="Pilen går från leverantören till tillståndsinnehavaren.",
        as_of="2026-06-30",
        known_at="",
        lang="sv",
        params={},
        left_out=(),
        undated=0,
    )
    kinds = ("region", "hospital", "organisation", "body")
    names = [f"{kinds[i % 4]}:n-{i:05}" for i in range(nodes)]
    for i, name in enumerate(names):
        kind = kinds[i % 4]
        net.add_node(name, label=f"{kind.capitalize()} {i}", kind=kind, iri=f"https://x.test/{i}")
    group = max(nodes // 40, 1)
    for number in range(edges):
        if number < nodes - 1:  # a tree whose early nodes are hubs
            tail, head = number + 1, int((number + 1) * dice.random() ** 1.5)
        elif dice.random() < 0.8:  # within a group
            base = dice.randrange(nodes // group) * group
            tail, head = base + int(group * dice.random() ** 2), base + dice.randrange(group)
        else:
            tail, head = int(nodes * dice.random() ** 3), dice.randrange(nodes)
        if tail == head:
            head = (head + 1) % nodes
        net.add_edge(names[tail], names[head], key=f"supply:{number:05}", **_edge(dice, number))
    return net


def _edge(dice: random.Random, number: int) -> dict[str, object]:
    area, inferred = dice.randrange(100), dice.random() < 0.15
    source = dice.randrange(300)
    certainty = "inferred" if inferred else "stated"
    evidence = {
        "fact": f"supply:{number:05}",
        "source": f"source:s{source}",
        "title": f"Beslut om tillstånd, handling {source}",
        "date": f"20{18 + source % 8}-06-{10 + source % 18}",
        "locator": str(dice.randrange(1, 400)),
        "certainty": certainty,
        "reading": "rubriken avser en punkt" if inferred else "",
    }
    return {
        "label": f"Område {area}",
        "area": f"area:{area}",
        "area_label": f"Område {area}",
        "kind": "nhv:Underleverantor",
        "kind_label": "underleverantör",
        "weight": 1,
        "since": f"20{18 + number % 8}-01-01",
        "since_basis": "stated-start",
        "since_basis_label": "angiven början",
        "status": "in-force",
        "status_label": "I kraft",
        "undated": False,
        "certainty": certainty,
        "evidence": (evidence,),
    }
