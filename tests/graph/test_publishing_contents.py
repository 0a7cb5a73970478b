"""Who publishes what, and where: credentials, addresses, and the statements that are sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from graph import KnowledgeGraph
from graph.base.problems import BadParameter, ServiceError
from graph.engines.service.credentials import PASSWORD, USER, Credentials, credentials
from graph.service.publish.contents import RECORD, contents, parts, recorded
from graph.service.publish.publishing import publish, query_address
from ontology import terms
from tests.graph.published import SOURCES, small


@pytest.fixture(autouse=True)
def _nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees who its reader is elsewhere."""
    for name in (USER, PASSWORD):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))


@pytest.mark.parametrize(
    "url", ["localhost:7878/store", "ftp://localhost/store", "http:///store", "http://x:y/store"]
)
def test_what_is_no_address_is_refused(tmp_path: Path, url: str) -> None:
    """An address without http(s) or host is refused before anything is sent."""
    with pytest.raises(BadParameter, match="no address of a service"):
        publish(small(tmp_path, "one"), url, query_url="http://127.0.0.1:1/query")


def test_a_password_in_the_address_is_refused(tmp_path: Path) -> None:
    """An address is shown, logged and remembered; a password does not belong there."""
    with pytest.raises(BadParameter, match="leave user and password out") as refused:
        publish(small(tmp_path, "one"), "http://ada:s3cret@localhost/store")
    assert "s3cret" not in str(refused.value), "never show a password"


def test_where_to_count_is_guessed() -> None:
    """The query address is known from the Graph Store address of well-known services."""
    base = "http://localhost:1"
    known = {
        f"{base}/store": f"{base}/query",
        f"{base}/sparql-graph-crud-auth": f"{base}/sparql",
        f"{base}/nhv/data": f"{base}/nhv/query",
        f"{base}/repositories/nhv/rdf-graphs/service": f"{base}/repositories/nhv",
        f"{base}/elsewhere": None,
    }
    assert {url: query_address(url) for url in known} == known


def test_credentials_come_from_the_environment_first(tmp_path: Path) -> None:
    """The two variables win over netrc; netrc knows users by host."""
    file = tmp_path / "netrc"
    file.write_text("machine graphs.example login ada password s3cret\n", encoding="utf-8")
    file.chmod(0o600)
    environ = {"NETRC": str(file)}
    url = "https://graphs.example/store"
    assert credentials(url, environ) == Credentials("ada", "s3cret")
    assert credentials("https://other.example/store", environ) is None
    both = environ | {USER: "eva", PASSWORD: "other"}
    assert credentials(url, both) == Credentials("eva", "other")
    assert "other" not in repr(credentials(url, both)), "never show a password"


@pytest.mark.parametrize("have", [USER, PASSWORD])
def test_half_of_the_credentials_is_an_error(have: str) -> None:
    """One variable without the other is said, instead of asking as nobody."""
    with pytest.raises(ServiceError, match="set both or neither"):
        credentials("http://localhost/store", {have: "x"})


def test_a_netrc_that_cannot_be_read_keeps_its_secrets(tmp_path: Path) -> None:
    """A faulty netrc is named with its line, without what stands there."""
    file = tmp_path / "netrc"
    file.write_text("machine graphs.example login ada s3cret\n", encoding="utf-8")
    file.chmod(0o600)
    with pytest.raises(ServiceError, match="is not netrc near line") as refused:
        credentials("http://graphs.example/store", {"NETRC": str(file)})
    assert "s3cret" not in str(refused.value), "never show a password"


def test_a_netrc_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    """A netrc that is there and cannot be read is no reason to ask as nobody, nor to break."""
    with pytest.raises(ServiceError, match="cannot be read"):
        credentials("http://graphs.example/store", {"NETRC": str(tmp_path)})


def _store(*quads: Quad) -> Store:
    store = Store()
    store.extend(quads)
    return store


def _said(text: str, graph: NamedNode | DefaultGraph) -> Quad:
    return Quad(NamedNode("urn:a"), terms.RDFS.label, Literal(text), graph)


def test_a_digest_names_the_statements_whatever_their_order() -> None:
    """The same statements have the same digest in any order; others have another."""
    graph = NamedNode(SOURCES + "x")
    one, two, three = (_said(text, graph) for text in ("1", "2", "3"))

    def digest(*quads: Quad) -> str:
        return next(contents(_store(*quads))).digest

    assert digest(one, two, three) == digest(three, one, two)
    assert len({digest(one), digest(two), digest(one, two), digest(one, three)}) == 4


def test_parts_are_the_whole_graph_and_no_more() -> None:
    """The parts of a graph together are its statements; each is complete in itself."""
    store = _store(*(_said(f"å {number}", DefaultGraph()) for number in range(3000)))
    made = list(parts(store, terms.RESOLVED_GRAPH, 10_000))
    assert len(made) > 1, "the test is to have parts"
    assert sum(number for _, number in made) == 3000
    assert len(set(b"".join(part for part, _ in made).splitlines())) == 3000
    assert all(part.endswith(b".\n") for part, _ in made), "a part ends with a whole statement"


@pytest.mark.parametrize(
    ("quad", "what"),
    [
        (_said("x", NamedNode("http://example.org/theirs")), "outside"),
        (Quad(BlankNode(), terms.RDFS.label, Literal("x")), "blank node"),
    ],
)
def test_what_cannot_be_published_is_refused(quad: Quad, what: str) -> None:
    """Graphs of others' names and blank nodes are refused before anything is sent."""
    with pytest.raises(BadParameter, match=what):
        list(contents(_store(quad)))


@pytest.mark.slow
def test_own_files_are_not_published(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """A researcher's own files stay on the researcher's machine."""
    file = tmp_path / "mine.csv"
    file.write_text("region,population\nRegion Skåne,1400000\n", encoding="utf-8")
    with pytest.raises(BadParameter, match="publish without them"):
        publish(kg.at(overlay=file), "http://127.0.0.1:1/store")


def test_a_record_names_only_graphs_of_ours() -> None:
    """Whatever stands in a record, no graph of others can be removed because of it."""
    entry = NamedNode(RECORD.value + "#x")
    theirs = NamedNode("http://example.org/theirs")
    names = (theirs, RECORD, NamedNode(SOURCES + "x"))
    for name in names:
        found = recorded([Triple(entry, terms.DCTERMS.source, name)])
        assert list(found) == ([name] if name == names[2] else [])
