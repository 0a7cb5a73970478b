"""Networks of the catalogue, beside the same written by hand with polars."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from time import perf_counter, process_time
from typing import Any

import networkx as nx

from graph import open_graph
from graph.networks.catalogue import NETWORKS, network
from graph.networks.draft import Draft, Edge
from ontology.terms import expand
from tests.benchmarks import by_hand
from tests.benchmarks.findings import FLOOR, OURS, PROCESSOR, Comparison
from tests.benchmarks.graphs import REAL, Subject
from tests.benchmarks.measure import Pace, interleaved


def run(subject: Subject, pace: Pace) -> Iterator[Comparison]:
    """Every network warm and cold; three of them beside their peers."""
    yield from _cold(subject)
    yield from _warm(subject, pace)
    if subject.scale == REAL:
        yield _filling(pace)


def _cold(subject: Subject) -> Iterator[Comparison]:
    """Each network asked of a graph that was just opened, which has kept nothing of it yet."""
    for name in NETWORKS:
        seconds: dict[str, list[float]] = {OURS: [], PROCESSOR: []}
        for _ in range(3):
            kg = open_graph(subject.folder, lang="en")
            began, worked = perf_counter(), process_time()
            network(kg, name)
            seconds[OURS].append(perf_counter() - began)
            seconds[PROCESSOR].append(process_time() - worked)
        yield Comparison(f"network: {name}, cold", subject.scale, seconds)


def _warm(subject: Subject, pace: Pace) -> Iterator[Comparison]:
    kg = subject.kg
    data = by_hand.frames(kg)
    for name in NETWORKS:
        runs = {OURS: partial(network, kg, name)}
        net = runs[OURS]()
        peer = by_hand.PEERS.get(name)
        if peer is not None:
            runs[FLOOR] = partial(peer, data)
            assert plain(runs[FLOOR]()) == plain(net), f"{name}: the peer makes another network"
        yield Comparison(
            f"network: {name}, warm",
            subject.scale,
            interleaved(runs, pace),
            peer="polars and dictionaries" if peer else "",
            target=2.0 if peer and subject.scale == 100 else None,
            note=f"{net.number_of_nodes():,} nodes",
            size=net.number_of_edges(),
            unit="edges",
        )


def plain(net: nx.Graph[str]) -> tuple[dict[str, Any], dict[tuple[str, ...], dict[str, Any]]]:
    """The nodes and edges with what both ways give them."""
    keys = {"keys": True} if net.is_multigraph() else {}
    left_out = ("evidence", "label", "kind_label")
    return dict(net.nodes(data=True)), {
        (*sorted(ends[:2]), *ends[2:]) if not net.is_directed() else tuple(ends): {
            name: value for name, value in attributes.items() if name not in left_out
        }
        for *ends, attributes in net.edges(data=True, **keys)
    }


def _filling(pace: Pace) -> Comparison:
    names = [f"region:r{i:03}" for i in range(120)]
    nodes = [(name, {"label": name, "kind": "region", "iri": expand(name)}) for name in names]
    ties = [(u, v, {"weight": 1}) for i, u in enumerate(names) for v in names[i + 1 :]][:7_000]
    edges = [Edge(u, v, f"{u}|{v}", attributes) for u, v, attributes in ties]
    draft = Draft("sv", dict.fromkeys(names, "region"), edges)
    return Comparison(
        "network: 7,000 edges to networkx",
        REAL,
        interleaved(
            {
                OURS: lambda: draft.graph(nx.Graph(), dict(zip(names, names, strict=True))),
                FLOOR: lambda: by_hand.filled(nodes, ties),
            },
            pace,
        ),
        peer="dictionaries by hand",
        target=2.0,
    )
