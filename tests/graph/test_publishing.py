"""Publishing at real SPARQL services."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from graph import KnowledgeGraph
from graph.base.problems import ServiceError
from graph.engines.service.credentials import PASSWORD, USER, Credentials
from graph.engines.service.service import Service
from graph.service.publish.contents import RECORD, recorded
from graph.service.publish.graph_store import GraphStore
from graph.service.publish.publishing import publish
from ontology import terms
from tests.graph.doors import between, breaks_after
from tests.graph.published import SOON, SOURCES, held, own, sent, small, who
from tests.servers import Server, oxigraph_server, virtuoso_server
from tests.support import sampled


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees who its reader is elsewhere."""
    for name in (USER, PASSWORD):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Virtuoso, started once."""
    with virtuoso_server(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture
def oxigraph(tmp_path: Path) -> Iterator[Server]:
    """An Oxigraph of the test's own."""
    with oxigraph_server(tmp_path) as server:
        yield server


@pytest.fixture(params=["oxigraph", pytest.param("virtuoso", marks=pytest.mark.slow)])
def service(request: pytest.FixtureRequest) -> Server:
    """Each real server, without anything that was published."""
    server: Server = request.getfixturevalue(request.param)
    with closing(Service(server.graph_store_url, who(server))) as connection:
        store = GraphStore(connection)
        for graph in (*recorded(store.get(RECORD)), RECORD):
            store.remove(graph)
    return server


@pytest.mark.slow
@pytest.mark.parametrize("service", sampled(["oxigraph", "virtuoso"], 2), indirect=True)
def test_everything_arrives(service: Server, kg: KnowledgeGraph) -> None:
    """Every graph is at the service under its own name, the default graph as the resolved one."""
    done = sent(kg, service)
    ours = own(kg)
    assert done.put == done.graphs == len(ours), "every graph is to be sent"
    assert done.statements == done.sent == len(kg.engine.store), "and every statement"
    assert not done.differing, f"the service counts otherwise: {done}"
    assert not done.not_counted, done.not_counted
    for graph, triples in ours.items():
        assert held(service, graph) == triples, f"{graph.value} is not at the service as it is here"


def test_again_does_nothing(service: Server, tmp_path: Path) -> None:
    """Publishing what is there already sends nothing and says so."""
    kg = small(tmp_path, "one", "two")
    sent(kg, service)
    again = sent(kg, service)
    assert (again.put, again.sent, again.removed) == (0, 0, 0), "compare with the record first"
    assert str(again) == "nothing to do: all 3 graphs with 4 statements are there"


def test_a_large_graph_goes_in_parts(service: Server, tmp_path: Path) -> None:
    """A graph larger than a part is put with the first part and added to with the rest."""
    kg = small(tmp_path, "one", areas=5000)
    done = sent(kg, service, part=100_000)
    assert not done.differing, f"parts were lost: {done}"
    ours = own(kg)
    assert held(service, terms.RESOLVED_GRAPH) == ours[terms.RESOLVED_GRAPH]


def test_a_source_that_is_gone_is_removed(service: Server, tmp_path: Path) -> None:
    """A graph of an earlier upload that the dataset no longer has is removed, and forgotten."""
    sent(small(tmp_path, "one", "two"), service)
    done = sent(small(tmp_path, "one"), service)
    assert done.removed == 1
    assert held(service, NamedNode(SOURCES + "two")) == set(), "the record says that it was ours"
    assert held(service, NamedNode(SOURCES + "one")), "what is still wanted stays"
    assert sent(small(tmp_path, "one"), service).removed == 0, "take it out of the record"


def test_graphs_of_others_stay(service: Server, tmp_path: Path) -> None:
    """Graphs that no upload of ours put are not touched, whatever their names."""
    others = (NamedNode("http://example.org/theirs"), NamedNode(SOURCES + "by-hand"))
    with closing(Service(service.graph_store_url, who(service))) as connection:
        for other in others:
            GraphStore(connection).put(other, b'<urn:a> <urn:b> "c" .\n')
    sent(small(tmp_path, "one", "two"), service)
    sent(small(tmp_path, "one"), service)
    for other in others:
        assert len(held(service, other)) == 1, f"{other.value} was not put by us; leave it"
    with closing(Service(service.graph_store_url, who(service))) as connection:
        for other in others:
            GraphStore(connection).remove(other)


def test_what_others_changed_is_noticed_and_mended(service: Server, tmp_path: Path) -> None:
    """A graph that the service counts otherwise is named, and sent again the next time."""
    kg, graph = small(tmp_path, "one"), NamedNode(SOURCES + "one")
    sent(kg, service)
    with closing(Service(service.graph_store_url, who(service))) as connection:
        GraphStore(connection).add(graph, b'<urn:a> <urn:b> "c" .\n')
    noticed = sent(kg, service)
    assert [(d.graph, d.sent, d.found) for d in noticed.differing] == [(graph.value, 1, 2)]
    assert "publish again" in str(noticed)
    mended = sent(kg, service)
    assert (mended.put, mended.differing) == (1, ()), "forget the digest of what differs"


def test_an_upload_that_broke_off_goes_on(service: Server, tmp_path: Path) -> None:
    """After a break only what is missing is sent, and then everything is there."""
    kg = small(tmp_path, *"abcdefgh")
    with (
        between(service, breaks_after(4)) as broken,
        pytest.raises(ServiceError, match="publish again to go on"),
    ):
        sent(kg, broken.server)
    done = sent(kg, service)
    assert 0 < done.put < done.graphs, "what had arrived whole is not to be sent again"
    for graph, triples in own(kg).items():
        assert held(service, graph) == triples, f"{graph.value} did not arrive"


@pytest.mark.slow
@pytest.mark.parametrize("service", sampled(["oxigraph", "virtuoso"], 2), indirect=True)
def test_without_people_no_name_stays(service: Server, kg: KnowledgeGraph) -> None:
    """Publishing the view without persons takes away what an earlier upload said of them."""
    sent(kg, service)
    assert held(service, terms.PEOPLE_GRAPH), "the seeds name persons"
    view = kg.at(people=False)
    done = sent(view, service)
    assert not done.differing, str(done)
    assert held(service, terms.PEOPLE_GRAPH) == set()
    for graph, triples in own(view).items():
        assert held(service, graph) == triples, f"{graph.value} still says more than the view"


@pytest.mark.slow
@pytest.mark.parametrize("user", [Credentials("dba", "wr0ng"), None], ids=["wrong", "nobody"])
def test_a_wrong_password_is_refused_in_one_sentence(
    virtuoso: Server, tmp_path: Path, user: Credentials | None
) -> None:
    """The message says which variables to set, and not what was in them."""
    with pytest.raises(ServiceError) as refused:
        publish(small(tmp_path, "one"), virtuoso.graph_store_url, who=user, retries=SOON)
    assert PASSWORD in str(refused.value), "say where the password is taken from"
    assert "wr0ng" not in str(refused.value), "never show a password"


@pytest.mark.parametrize("path", ["/", "/query", "/update", "/stor"])
def test_a_wrong_address_is_recognised(oxigraph: Server, tmp_path: Path, path: str) -> None:
    """What is not the Graph Store address is said to be none, with what it may look like."""
    url = oxigraph.graph_store_url.replace("/store", path)
    with pytest.raises(ServiceError, match=r"Graph Store address.*Oxigraph: …/store"):
        publish(small(tmp_path, "one"), url, retries=SOON)
