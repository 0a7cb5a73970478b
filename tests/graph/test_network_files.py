"""Networks as files: read back as they were, with labels, weights and where each edge is from."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from graph import KnowledgeGraph
from graph.cli import main as cli
from graph.export.network_files import (
    PROVENANCE,
    edge_list,
    gexf,
    graphml,
    node_link,
    node_list,
    plain,
)
from graph.networks.catalogue import NETWORKS, network
from tests.graph.sample import NO_EDGE, open_sample
from tests.support import need, small_graph

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
    assert net.edges, NO_EDGE
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
    assert kg.export(tmp_path / "net.json", net).read_bytes() == node_link(net)


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


@pytest.mark.parametrize("name", NETWORKS)
def test_networkx_s_own_writers_take_a_plain_copy(kg: KnowledgeGraph, name: str) -> None:
    """Evidence is a list of records, which no writer of networkx takes; a plain copy has texts."""
    net, out = plain(network(kg, name)), BytesIO()
    for write in (nx.write_graphml, nx.write_gexf, nx.write_gml):
        write(net, out)
    assert all(isinstance(d["evidence_source"], str) for *_, d in net.edges(data=True))


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
    graphml(net), gexf(net), edge_list(net), node_list(net), node_link(net)
    assert (list(net.nodes(data=True)), list(net.edges(data=True)), dict(net.graph)) == before


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_goes_in_whatever_form_it_is_given(
    kg: KnowledgeGraph, name: str, tmp_path: Path
) -> None:
    """What networkx makes of a network is drawn, cited and written: its form is what it is."""
    net = network(kg, name)
    first = next(iter(net))
    for made in (
        net.to_undirected() if net.is_directed() else net.to_directed(),
        nx.Graph(net),
        nx.DiGraph(net),
        nx.MultiDiGraph(net),
        nx.MultiGraph(net),
        nx.MultiGraph(net).subgraph(list(net)[:4]),
        net.subgraph(list(net)[:3]),
        nx.ego_graph(net, first),
    ):
        assert kg.draw(made).svg()
        assert kg.cite(made).sentence
        for suffix in (".gexf", ".graphml", ".json", ".csv"):
            assert kg.export(tmp_path / f"n{suffix}", made).stat().st_size
    moved = nx.convert_node_labels_to_integers(net)
    assert json.loads(kg.export(tmp_path / "n.json", moved).read_bytes())["nodes"][0]["id"] == "0"


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_is_what_it_is_and_not_what_it_is_called(
    kg: KnowledgeGraph, name: str, tmp_path: Path
) -> None:
    """A graph of one's own that has the name of one of ours is drawn and written by its form."""
    mine = nx.Graph([("a", "b")], name=name)
    assert kg.draw(mine).svg(), "ask a network for its form, not for its name"
    assert kg.export(tmp_path / "n.gexf", mine).stat().st_size


# Ids of GraphML are NMTOKEN: no blank and no bar.
_ID = re.compile(r"[\w:.-]+")


def _graphs(kg: KnowledgeGraph) -> dict[str, Any]:
    """Every network, the whole graph's, and one of somebody's own with all that is odd."""
    odd = nx.MultiDiGraph(name="odd")
    odd.add_node("a b|c", size=1, kind="x")
    odd.add_node("å", size="large")
    odd.add_edge("a b|c", "å", key="k", n=np.int64(2), since=pd.NaT, on=True, parts=["y", "x"])
    odd.add_edge("a b|c", "å", key="l", n=2.5, since=pd.Timestamp("2024-06-12"), on=1)
    odd.add_edge("å", "a b|c", key="k", n="two")
    return {**{name: network(kg, name) for name in NETWORKS}, "odd": odd}


def test_ids_of_graphml_are_ids(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Every edge has an id of its own or none, and no id has a blank or a bar."""
    files = [graphml(net) for net in _graphs(kg).values()]
    files.append(kg.export(tmp_path / "whole.graphml").read_bytes())
    for data in files:
        root = ElementTree.fromstring(data)
        edges = [e.get("id") for e in root.iter() if e.tag.endswith("}edge")]
        nodes = [e.get("id") for e in root.iter() if e.tag.endswith("}node")]
        given = [one for one in edges if one is not None]
        assert len(set(given)) == len(given)
        assert all(_ID.fullmatch(one or "") for one in given + nodes)


def test_an_attribute_has_one_type(kg: KnowledgeGraph) -> None:
    """Each name is declared once for nodes and once for edges, so that no reader drops values."""
    for net in _graphs(kg).values():
        root = ElementTree.fromstring(graphml(net))
        keys = [(e.get("for"), e.get("attr.name")) for e in root.iter() if e.tag.endswith("}key")]
        assert len(set(keys)) == len(keys)
        for rows in (json.loads(node_link(net))["nodes"], json.loads(node_link(net))["links"]):
            for name in {name for row in rows for name in row}:
                kinds = {type(row[name]) for row in rows if row.get(name) is not None}
                assert len(kinds) <= 1, name
    odd = json.loads(node_link(_graphs(kg)["odd"]))
    assert [link["n"] for link in odd["links"]] == ["2", "2.5", "two"]
    assert odd["links"][0]["parts"] == ["y", "x"]


@pytest.mark.parametrize("name", NETWORKS)
def test_json_is_read_by_networkx(kg: KnowledgeGraph, name: str) -> None:
    """Nodes and links come back with their keys, numbers and citations."""
    net = network(kg, name)
    data = json.loads(node_link(net))
    read = nx.node_link_graph(data, edges="links")
    assert type(read) is type(net)
    assert dict(read.nodes(data=True)) == dict(net.nodes(data=True))
    assert ends(read) == ends(net)
    for link in data["links"]:
        key = (link["source"], link["target"], *([link["key"]] if net.is_multigraph() else []))
        assert link["evidence"] == list(net.edges[key]["evidence"])
        assert link["weight"] == net.edges[key]["weight"]


@pytest.mark.parametrize("name", NETWORKS)
def test_igraph_reads_graphml(kg: KnowledgeGraph, name: str, tmp_path: Path) -> None:
    """python-igraph finds the same nodes and edges, labels, weights and distances."""
    import igraph  # loads the picture libraries

    net = network(kg, name)
    assert net.edges, NO_EDGE
    file = kg.export(tmp_path / "n.graphml", net)
    read = igraph.Graph.Read_GraphML(str(file))
    assert read.is_directed() == net.is_directed()
    assert sorted(read.vs["id"]) == sorted(net)
    assert sorted(read.vs["label"]) == sorted(label for _, label in net.nodes(data="label"))
    for number in ("weight", "distance"):
        assert sorted(read.es[number]) == sorted(net.get_edge_data(*e)[number] for e in net.edges)


@pytest.mark.slow
def test_r_reads_graphml(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """R's igraph finds as many nodes and edges, and the same sums of weights and distances."""
    program = need("Rscript")
    if subprocess.run(
        [program, "-e", "library(igraph)"], capture_output=True, check=False
    ).returncode:
        pytest.skip("R has no igraph here: apt-get install r-cran-igraph")
    for name in NETWORKS:
        kg.export(tmp_path / f"{name}.graphml", network(kg, name))
    code = (
        "suppressMessages(library(igraph));"
        "for (f in sort(commandArgs(trailingOnly=TRUE))) {"
        'g <- read_graph(f, format="graphml");'
        "cat(vcount(g), ecount(g), sum(E(g)$weight), round(sum(E(g)$distance), 6),"
        " sum(nchar(V(g)$label)), is_directed(g), '\\n') }"
    )
    files = [str(tmp_path / f"{name}.graphml") for name in sorted(NETWORKS)]
    said = subprocess.run(
        [program, "-e", code, *files], capture_output=True, text=True, check=True, cwd=tmp_path
    ).stdout.splitlines()
    for name, line in zip(sorted(NETWORKS), said, strict=True):
        net = network(kg, name)
        edges = [attributes for *_, attributes in net.edges(data=True)]
        assert line.split() == [
            str(len(net)),
            str(len(edges)),
            str(sum(edge["weight"] for edge in edges)),
            f"{round(sum(edge['distance'] for edge in edges), 6):g}",
            str(sum(len(label) for _, label in net.nodes(data="label"))),
            str(net.is_directed()).upper(),
        ], name
