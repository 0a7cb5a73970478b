from __future__ import annotations

import csv
from pathlib import Path

import networkx as nx
import pytest
import rdflib
from pyoxigraph import RdfFormat, Store

from graph import KnowledgeGraph
from graph.base.problems import BadParameter, NotSupported
from graph.export.files import SUFFIXES
from tests.support import sampled


@pytest.fixture(scope="module")
def then(kg: KnowledgeGraph) -> KnowledgeGraph:
    """A small view, so that writing every form stays quick."""
    return kg.at(known_at="2019-12-31", people=False)


@pytest.mark.parametrize("suffix", sampled((s for s in SUFFIXES if s != ".parquet"), 4))
def test_the_same_view_gives_the_same_bytes(
    then: KnowledgeGraph, tmp_path: Path, suffix: str
) -> None:
    """Writing twice gives equal files, and leaves nothing else behind."""
    one, two = (then.export(tmp_path / f"{n}{suffix}") for n in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == [one.name, two.name]


@pytest.mark.parametrize(
    ("suffix", "form"),
    [(".ttl", RdfFormat.TURTLE), (".nt", RdfFormat.N_TRIPLES), (".rdf", RdfFormat.RDF_XML)],
)
def test_every_rdf_form_holds_the_resolved_graph(
    then: KnowledgeGraph, tmp_path: Path, suffix: str, form: RdfFormat
) -> None:
    """What is read back is what the view holds, no more and no less."""
    store = Store()
    store.load(path=str(then.export(tmp_path / f"a{suffix}")), format=form)
    expected = {str(q.triple) for q in then.engine.quads() if str(q.graph_name) == "DEFAULT"}
    assert {str(q.triple) for q in store} == expected


@pytest.mark.slow
def test_jsonld_holds_the_resolved_graph(then: KnowledgeGraph, tmp_path: Path) -> None:
    """JSON-LD read by rdflib has the same statements as N-Triples."""
    graphs = [rdflib.Graph().parse(then.export(tmp_path / f"a{s}")) for s in (".jsonld", ".nt")]
    assert set(graphs[0]) == set(graphs[1])


@pytest.mark.parametrize("suffix", [".trig", ".nq"])
def test_datasets_keep_every_source_apart(
    then: KnowledgeGraph, tmp_path: Path, suffix: str
) -> None:
    """TriG and N-Quads hold the named graphs too."""
    store = Store()
    store.load(path=str(then.export(tmp_path / f"a{suffix}")))
    assert len(store) == sum(1 for _ in then.engine.quads())
    assert any("sos-nhv-2019" in str(graph) for graph in store.named_graphs())


def test_a_view_is_exported_as_it_is_seen(then: KnowledgeGraph, tmp_path: Path) -> None:
    """What the view leaves out is not in the file."""
    text = then.export(tmp_path / "a.ttl").read_text(encoding="utf-8")
    assert "sos-nhv-2019" in text
    assert "rv-hsn-2026-06" not in text
    assert "nhv:Person " not in text


def test_a_network_of_ones_own_can_be_written(then: KnowledgeGraph, tmp_path: Path) -> None:
    """Attributes that graph files cannot hold become text."""
    net = nx.MultiDiGraph()
    net.add_edge("a", "b", key="k", weight=2, sources=["y", "x"], empty=None)
    read = nx.read_graphml(then.export(tmp_path / "own.graphml", net))
    assert next(iter(read.edges(data=True)))[2]["sources"] == "x; y"


def test_an_answer_can_be_written_as_csv(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """A question's name gives its answer."""
    path = kg.export(tmp_path / "suppliers.csv", "suppliers")
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert rows
    assert rows[0]["area"] == "Könsdysfori"


def test_a_form_that_is_not_known_is_refused(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """A misspelt suffix names the nearest; content where none belongs is refused."""
    with pytest.raises(BadParameter, match="did you mean"):
        kg.export(tmp_path / "a.tll")
    with pytest.raises(BadParameter, match="leave the content out"):
        kg.export(tmp_path / "a.ttl", "suppliers")
    assert not any(tmp_path.iterdir())


def test_parquet_says_what_it_needs(
    kg: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without pyarrow the sentence says so; nothing is written."""
    monkeypatch.setattr("graph.export.table_files.find_spec", lambda _: None)
    with pytest.raises(NotSupported, match="pyarrow"):
        kg.export(tmp_path / "a.parquet", "suppliers")
    assert not any(tmp_path.iterdir())
