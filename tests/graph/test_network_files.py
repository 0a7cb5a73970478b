"""Networks as files: read back as they were, with labels, weights and where each edge is from."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest

from graph import KnowledgeGraph
from graph.cli import main as cli
from graph.export.network_files import PROVENANCE, edge_list, gexf, graphml, node_list
from graph.networks.catalogue import NETWORKS, network
from tests.graph.sample import open_sample
from tests.support import ROOT, small_graph

_READ = {
    ".graphml": lambda data: nx.read_graphml(BytesIO(data)),
    ".gexf": lambda data: nx.read_gexf(BytesIO(data)),
}
_WRITE = {".graphml": graphml, ".gexf": gexf}


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The sample graph."""
    return open_sample(tmp_path_factory.mktemp("files"))


def rows(data: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(data.decode("utf-8").splitlines()))


def ends(net: Any) -> list[tuple[str, str]]:
    """Both ends of every edge, sorted; without a direction, each pair sorted too."""
    found = [edge[:2] for edge in net.edges]
    return sorted(found if net.is_directed() else [tuple(sorted(pair)) for pair in found])


@pytest.mark.parametrize("suffix", _READ)
@pytest.mark.parametrize("name", NETWORKS)
def test_files_are_read_back_as_they_were(kg: KnowledgeGraph, name: str, suffix: str) -> None:
    """networkx reads the same nodes and edges, labels as texts and weights as numbers."""
    net = network(kg, name)
    read = _READ[suffix](_WRITE[suffix](net))
    assert set(read) == set(net)
    assert ends(read) == ends(net)
    for node, attributes in read.nodes(data=True):
        assert attributes["label"] == net.nodes[node]["label"]
        assert attributes["kind"] == net.nodes[node]["kind"]
    weights = sorted(d["weight"] for *_, d in read.edges(data=True))
    assert weights == sorted(d["weight"] for *_, d in net.edges(data=True))
    for *_, attributes in read.edges(data=True):
        assert isinstance(attributes["weight"], int | float)
        assert set(attributes) >= {f"evidence_{part}" for part in PROVENANCE}


def test_gephi_finds_labels_weights_places_and_colours(kg: KnowledgeGraph) -> None:
    """In GEXF they stand where Gephi looks: attributes of node and edge, and viz elements."""
    root = ElementTree.fromstring(gexf(network(kg, "co-holders")))
    space = "{" + root.tag[1:].partition("}")[0] + "}"
    graph = root.find(f"{space}graph")
    assert graph is not None
    assert graph.get("defaultedgetype") == "undirected"
    nodes = list(root.iter(f"{space}node"))
    assert all(node.get("label") for node in nodes)
    drawn = {child.tag.rpartition("}")[2] for node in nodes for child in node}
    assert drawn >= {"color", "position", "size"}
    edges = list(root.iter(f"{space}edge"))
    assert all(float(edge.get("weight", "nan")) >= 1 for edge in edges)
    assert len({edge.get("id") for edge in edges}) == len(edges)


def test_provenance_stays_in_step(kg: KnowledgeGraph) -> None:
    """Every column of provenance has one entry per citation, in the same order."""
    net = network(kg, "area-holder", area="dysmeli")
    (row,) = [r for r in rows(edge_list(net)) if r["id"] == "held:nhv.dysmeli.v"]
    columns = {part: row[f"evidence_{part}"].split(" | ") for part in PROVENANCE}
    assert columns["source"] == ["source:old", "source:new"]
    assert columns["title"] == ["Äldre sida", "Nyare bilder"]
    assert columns["date"] == ["2023-03", "2026-06"]
    assert columns["locator"] == ["12–14", "70"]
    assert columns["certainty"] == ["inferred", "stated"]
    assert len(columns["reading"]) == 2


@pytest.mark.parametrize("name", NETWORKS)
def test_edge_and_node_lists_are_complete(kg: KnowledgeGraph, name: str) -> None:
    """CSV has a line for every edge and node; Gephi's columns lead, and weights are numbers."""
    net = network(kg, name)
    edges, nodes = rows(edge_list(net)), rows(node_list(net))
    assert list(edges[0])[:6] == ["source", "target", "type", "id", "label", "weight"]
    found = [(e["source"], e["target"]) for e in edges]
    assert sorted(found if net.is_directed() else [tuple(sorted(p)) for p in found]) == ends(net)
    assert {e["type"] for e in edges} == {"Directed" if net.is_directed() else "Undirected"}
    assert {n["id"] for n in nodes} == set(net)
    assert all(n["label"] and n["kind"] and n["iri"] for n in nodes)
    assert all(float(e["weight"]) >= 1 for e in edges)
    assert all(e["source_label"] and e["target_label"] for e in edges)


def test_a_network_is_exported_by_suffix(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """`kg.export` writes the edges and, beside them, the nodes."""
    net = network(kg, "suppliers")
    path = kg.export(tmp_path / "net.csv", net)
    assert path.read_bytes() == edge_list(net)
    assert (tmp_path / "net.nodes.csv").read_bytes() == node_list(net)
    assert kg.export(tmp_path / "net.gexf", net).read_bytes() == gexf(net)
    assert kg.export(tmp_path / "net.graphml", net).read_bytes() == graphml(net)


@pytest.mark.parametrize("suffix", [".csv", ".gexf", ".graphml"])
def test_the_command_line_writes_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    """`nhv network NAME --out FILE` writes what `kg.export` writes."""
    graph = small_graph(tmp_path)
    out = tmp_path / "made" / f"net{suffix}"
    words = ["network", "co-holders", "--build-dir", str(graph), "--out", str(out)]
    assert cli.main(words) == 0
    assert capsys.readouterr().out.strip() == str(out)
    assert b"region:region-skane" in out.read_bytes()
    assert (out.with_suffix(".nodes.csv").is_file()) == (suffix == ".csv")


def test_networks_of_ones_own_are_written_too(kg: KnowledgeGraph) -> None:
    """Any networkx graph goes: keys that pairs share, odd attributes, edges without any."""
    net = nx.MultiDiGraph()
    net.add_edge("a", "b", key="same", sources=["y", "x"])
    net.add_edge("b", "c", key="same")
    net.add_edge("b", "c", key="other", empty=None)
    assert ends(nx.read_gexf(BytesIO(gexf(net)))) == [("a", "b"), ("b", "c"), ("b", "c")]
    assert [r["id"] for r in rows(edge_list(net))] == ["same", "other", "same"]
    assert nx.read_graphml(BytesIO(graphml(net))).number_of_edges() == 3
    empty = nx.Graph()
    assert rows(edge_list(empty)) == rows(node_list(empty)) == []
    assert len(nx.read_gexf(BytesIO(gexf(empty)))) == 0


def test_writing_does_not_change_the_network(kg: KnowledgeGraph) -> None:
    """Attributes and evidence are as before."""
    net = network(kg, "co-holders")
    before = (list(net.nodes(data=True)), list(net.edges(data=True)), dict(net.graph))
    graphml(net), gexf(net), edge_list(net), node_list(net)
    assert (list(net.nodes(data=True)), list(net.edges(data=True)), dict(net.graph)) == before


@pytest.mark.slow
def test_files_are_the_same_in_every_process(tmp_path: Path) -> None:
    """Another hash seed gives the same bytes, in every form."""
    code = (
        "import sys; from pathlib import Path; from tests.graph.sample import open_sample\n"
        "from graph.export.network_files import edge_list, gexf, graphml, node_list\n"
        "kg = open_sample(Path(sys.argv[1]))\n"
        "for name in ('suppliers', 'co-holders', 'area-holder', 'bodies', 'lineage'):\n"
        "    net = kg.network(name)\n"
        "    for form in (edge_list, node_list, graphml, gexf):\n"
        "        sys.stdout.buffer.write(form(net))\n"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path)],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "7")
    }
    assert len(said) == 1, "sort what comes from sets"
    assert len(next(iter(said))) > 1000
