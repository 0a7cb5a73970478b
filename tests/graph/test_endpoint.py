"""The graph on a SPARQL service: what a service may do wrong, and that the answers are the same."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode
from urllib.request import (
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    Request,
    build_opener,
)

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from graph import KnowledgeGraph, open_graph
from graph.engines import dataset, virtuoso
from graph.engines import endpoint as endpoint_module
from graph.engines.endpoint import EndpointEngine
from graph.engines.http import Service
from graph.problems import BadParameter, GraphError, NoGraph, NotSupported, QueryError, ServiceError
from graph.questions.catalogue import catalogue
from ontology.terms import RESOLVED_GRAPH
from tests.servers import Server, oxigraph_server, virtuoso_server
from tests.support import built_graph

TRUE = json.dumps({"head": {}, "boolean": True}).encode()
JSON = "application/sparql-results+json"


def rows(*values: str) -> bytes:
    bindings = [{"x": {"type": "literal", "value": value}} for value in values]
    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": bindings}}).encode()


@dataclass
class Reply:
    """What a misbehaving service answers once."""

    status: int = 200
    body: bytes = TRUE
    kind: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    announced: int | None = None
    hang_up: bool = False
    wait: float = 0.0


@dataclass
class Double:
    """A service that answers as it is told; the last reply is given again and again."""

    url: str
    replies: list[Reply]
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    seen: list[dict[str, str]] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)


@contextmanager
def double(*replies: Reply) -> Iterator[Double]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            told.asked.append(parse_qs(self.rfile.read(size).decode()))
            told.seen.append({k.lower(): v for k, v in self.headers.items()})
            reply = told.replies.pop(0) if len(told.replies) > 1 else told.replies[0]
            told.done.wait(reply.wait)
            if reply.hang_up:
                self.close_connection = True
                return
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            length = len(reply.body) if reply.announced is None else reply.announced
            self.send_header("Content-Length", str(length))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)
            self.close_connection = reply.announced is not None

        def log_message(self, *_: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A client that hangs up is what some tests are about."""

    server = Quiet(("127.0.0.1", 0), Handler)
    told = Double(f"http://127.0.0.1:{server.server_port}/q", list(replies))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield told
    finally:
        told.done.set()
        server.shutdown()
        thread.join()
        server.server_close()


def engine(told: Double, **options: Any) -> EndpointEngine:
    return EndpointEngine(Service(told.url, pause=lambda _: None, **options), published=True)


def failure(told: Double, **options: Any) -> str:
    with pytest.raises(ServiceError) as caught:
        engine(told, **options).has_graph("http://g/")
    said = str(caught.value)
    assert "\n" not in said
    return said


def test_an_answer_that_does_not_come_is_given_up() -> None:
    """After the time-out one sentence says so and how to wait longer; it is not tried again."""
    with double(Reply(wait=5)) as told:
        assert "NHV_ENDPOINT_TIMEOUT" in failure(told, timeout=0.2)
        assert len(told.asked) == 1


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_service_is_asked_again(status: int) -> None:
    """A passing failure costs a wait and no answer."""
    with double(Reply(status), Reply()) as told:
        assert engine(told).has_graph("http://g/")
        assert len(told.asked) == 2


def test_retry_after_is_heeded() -> None:
    """A service that says how long to wait is waited for so long."""
    waited: list[float] = []
    with double(Reply(503, headers={"Retry-After": "7"}), Reply()) as told:
        assert Service(told.url, pause=waited.append).ask([("query", "ASK {}")], JSON).body == TRUE
    assert waited == [7.0]


def test_patience_ends() -> None:
    """A service that stays busy is asked four times in all."""
    with double(Reply(503)) as told:
        assert "503" in failure(told)
        assert len(told.asked) == 4


def test_a_lost_connection_is_tried_again() -> None:
    """A connection that breaks once does no harm; one that always breaks is named."""
    with double(Reply(hang_up=True), Reply()) as told:
        assert engine(told).has_graph("http://g/")
    with double(Reply(hang_up=True)) as told:
        assert "was lost" in failure(told)


def test_a_cut_answer_is_no_answer() -> None:
    """Fewer bytes than announced are never taken for the whole."""
    with double(Reply(announced=500)) as told:
        assert "broke off" in failure(told)
        assert len(told.asked) == 4


@pytest.mark.parametrize("body", [TRUE[:-3], b"", b'{"head": {"vars": ["x"]}, "results": {"bin'])
def test_damaged_results_are_no_results(body: bytes) -> None:
    """JSON that ends early is said to be damaged."""
    with double(Reply(body=body)) as told:
        assert "cut off or damaged" in failure(told)


def test_a_wrong_query_fails_at_once() -> None:
    """400 is a QueryError with the first line of what the service says."""
    with double(Reply(400, b"cannot join that\nmore", "text/plain")) as told:
        with pytest.raises(QueryError, match=r"does not accept the query: cannot join that$"):
            engine(told).has_graph("http://g/")
        assert len(told.asked) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_wrong_credentials_are_never_shown(status: int) -> None:
    """The message names the variables to set, and neither user nor password."""
    with double(Reply(status, headers={"WWW-Authenticate": "Basic realm=x"})) as told:
        said = failure(told, credentials=("ada", "hemligt"))
    assert "NHV_ENDPOINT_PASSWORD" in said
    assert "ada" not in said
    assert "hemligt" not in said


@pytest.mark.parametrize(
    ("challenge", "begins"),
    [("Basic realm=x", "Basic "), ('Digest realm="x", nonce="n", qop="auth"', 'Digest username="')],
)
def test_credentials_answer_a_challenge_only(challenge: str, begins: str) -> None:
    """Nothing is sent until the service asks, and then in the way in which it asks."""
    with double(Reply(401, headers={"WWW-Authenticate": challenge}), Reply()) as told:
        assert engine(told, credentials=("ada", "hemligt")).has_graph("http://g/")
        first, second = told.seen
    assert "authorization" not in first
    assert second["authorization"].startswith(begins)
    assert ("hemligt" in second["authorization"]) is False


def test_credentials_come_from_the_environment() -> None:
    """User, password and time are read from their variables, and shown by no repr."""
    given = {"NHV_ENDPOINT_USER": "ada", "NHV_ENDPOINT_PASSWORD": "p", "NHV_ENDPOINT_TIMEOUT": "5"}
    service = Service.at("http://127.0.0.1/sparql", given)
    assert (service.credentials, service.timeout) == (("ada", "p"), 5.0)
    assert "ada" not in repr(service)
    with pytest.raises(BadParameter, match="number of seconds"):
        Service.at("http://127.0.0.1/sparql", {"NHV_ENDPOINT_TIMEOUT": "soon"})


def test_a_wrong_path_suggests_the_usual_ones() -> None:
    """404 asks whether /sparql or /query was meant."""
    with double(Reply(404, b"no", "text/plain")) as told:
        assert "/q/sparql or" in failure(told)


def test_a_failing_service_says_what_it_says() -> None:
    """500 is not tried again; the title of an error page is told, not its markup."""
    page = b"<html><head><title>Out of memory</title></head><body>...</body></html>"
    with double(Reply(500, page, "text/html")) as told:
        assert "failed (500): Out of memory" in failure(told)
        assert len(told.asked) == 1


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/octet-stream"])
def test_a_page_is_no_result(kind: str) -> None:
    """An answer of another type than results is refused, with the usual addresses."""
    with double(Reply(body=b"<html></html>", kind=kind)) as told:
        assert "no results of SPARQL; did you mean" in failure(told)


@pytest.mark.parametrize(
    "location", ["http://example.org/q", "file:///etc/passwd", "ftp://127.0.0.1/q", ""]
)
def test_redirects_elsewhere_are_not_followed(location: str) -> None:
    """A redirect to another host or scheme is told, not followed."""
    with double(Reply(307, headers={"Location": location})) as told:
        assert "not followed" in failure(told)
        assert len(told.asked) == 1


def test_redirects_on_the_same_host_are_followed() -> None:
    """A service that moved within its host is found; one that redirects in a circle is not."""
    with double(Reply(308, headers={"Location": "/new"}), Reply()) as told:
        assert engine(told).has_graph("http://g/")
    with double(Reply(307, headers={"Location": "/q"})) as told:
        assert "without an end" in failure(told)


def test_packed_answers_are_unpacked() -> None:
    """gzip is asked for and read; what cannot be unpacked is no answer."""
    packed = {"Content-Encoding": "gzip"}
    with double(Reply(body=gzip.compress(TRUE), headers=packed)) as told:
        assert engine(told).has_graph("http://g/")
        assert told.seen[0]["accept-encoding"] == "gzip"
    with double(Reply(body=gzip.compress(TRUE)[:-9], headers=packed)) as told:
        assert "broke off" in failure(told)


def test_the_client_names_itself() -> None:
    """The operator of a service can tell who asks."""
    with double(Reply()) as told:
        engine(told).has_graph("http://g/")
        assert told.seen[0]["user-agent"].startswith("nhv-graph")


def test_rows_left_out_are_asked_for() -> None:
    """A service that silently gives some rows at a time is asked for the rest, in a total order."""
    cut = {"X-SPARQL-MaxRows": "2"}
    parts = [rows("a", "b"), rows("a", "b"), rows("c")]
    with double(*(Reply(body=part, headers=cut) for part in parts)) as told:
        found = engine(told).select("SELECT ?x { ?s nhv:text ?x }").column("x")
        last = told.asked[-1]["query"][0]
    assert found == ["a", "b", "c"]
    assert last.endswith("ORDER BY ?x\nLIMIT 2 OFFSET 2")


def test_rows_left_out_of_a_page_are_an_error() -> None:
    """A query with a LIMIT of its own cannot be asked for in parts; its part is refused."""
    cut = Reply(body=rows("a", "b"), headers={"X-SPARQL-MaxRows": "2"})
    with double(cut) as told, pytest.raises(ServiceError, match="at most 2 rows"):
        engine(told).select("SELECT ?x { ?s nhv:text ?x } LIMIT 9")


def test_a_search_that_ran_out_of_time_is_an_error() -> None:
    """What Virtuoso found until its time was out is not taken for the answer."""
    late = {"X-SQL-State": "S1TAT", "X-SQL-Message": "timed out"}
    with double(Reply(body=rows("a"), headers=late)) as told:
        assert "part of the answer" in failure(told)


def test_a_service_without_the_graph_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that holds something else says so, and what to do."""
    monkeypatch.delenv("NHV_ENDPOINT_USER", raising=False)
    false = json.dumps({"head": {}, "boolean": False}).encode()
    with double(Reply(body=false)) as told, pytest.raises(NoGraph, match="nhv publish"):
        open_graph(told.url)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("file:///etc/passwd", "http:// or https://"),
        ("ftp://127.0.0.1/", "http:// or https://"),
        ("http://ada:hemligt@127.0.0.1/sparql", "NHV_ENDPOINT_USER"),
        ("http://127.0.0.1:99999/", "no address"),
    ],
)
def test_only_services_are_opened(url: str, says: str) -> None:
    """Other schemes, and passwords in an address, are refused before anything is sent."""
    with pytest.raises(BadParameter) as caught:
        open_graph(url)
    assert says in str(caught.value)
    assert "hemligt" not in str(caught.value)


def test_nobody_there_is_said_at_once() -> None:
    """A refused connection names the address."""
    with double(Reply()) as told:
        url = told.url
    with pytest.raises(ServiceError, match="nothing answers"):
        EndpointEngine(Service(url), published=True).has_graph("http://g/")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?x WHERE { ?x a ?y }", "SELECT ?x FROM <d>\nWHERE { ?x a ?y }"),
        ("SELECT (COUNT(*) AS ?n) { ?x a ?y }", "SELECT (COUNT(*) AS ?n) FROM <d>\n{ ?x a ?y }"),
        ("CONSTRUCT { ?x a ?y } WHERE { }", "CONSTRUCT { ?x a ?y } FROM <d>\nWHERE { }"),
        ("CONSTRUCT WHERE { ?x a ?y }", "CONSTRUCT FROM <d>\nWHERE { ?x a ?y }"),
        ("DESCRIBE <x> LIMIT 1", "DESCRIBE <x> FROM <d>\n LIMIT 1"),
        ("# {\nASK { ?x a ?y }", "# {\nASK FROM <d>\n{ ?x a ?y }"),
    ],
)
def test_the_resolved_graph_is_named_where_it_belongs(query: str, expected: str) -> None:
    """FROM stands before the pattern, whatever the form of the query."""
    assert dataset.over(query, "d", []) == expected


@pytest.mark.parametrize(
    ("given", "settled"),
    [
        ("COALESCE(?a = ?unset_x, true)", "COALESCE(true)"),
        ("COALESCE(?a = ?unset_x || ?b = ?unset_x, ?c)", "COALESCE(?c)"),
        ("COALESCE(?a = ?unset_x || ?b, true)", "COALESCE(?a = ?unset_x || ?b, true)"),
        ("COALESCE(EXISTS { ?a ?b ?unset_x }, 1)", "COALESCE(EXISTS { ?a ?b ?unset_x }, 1)"),
        ('COALESCE(LCASE(?unset_x) IN ("a", "b"), false)', "COALESCE(false)"),
        ("COALESCE(?a = ?x, true)", "COALESCE(?a = ?x, true)"),
    ],
)
def test_parameters_not_given_are_worked_out(given: str, settled: str) -> None:
    """A choice that cannot have a value is left out; every other stays."""
    head = "ASK { ?a ?b ?c FILTER("
    assert virtuoso.settled(f"{head}{given}) }}") == f"{head}{settled}) }}"


# With real servers, started once each.

NEEDED = {
    "area": "area:dysmeli",
    "body": "B2",
    "organisation": "Region Västerbotten",
    "person": "Mikael Köhler",
    "thing": "area:dysmeli",
}
SERVERS: dict[str, Callable[[Path], AbstractContextManager[Server]]] = {
    "oxigraph": oxigraph_server,
    "virtuoso": virtuoso_server,
}


def put(server: Server, graph: str, data: bytes) -> None:
    """Add triples to a graph by the Graph Store Protocol."""
    known = HTTPPasswordMgrWithDefaultRealm()
    if server.user is not None:
        known.add_password(None, server.graph_store_url, server.user, server.password or "")
    where = f"{server.graph_store_url}?{urlencode({'graph': graph})}"
    request = Request(where, data, {"Content-Type": "application/n-triples"}, method="POST")
    with build_opener(HTTPDigestAuthHandler(known)).open(request, timeout=60) as answer:
        answer.read()


def load(server: Server, quads: Sequence[Quad]) -> None:
    """Load the graph as it is published: the resolved graph under its name."""
    graphs: dict[str, list[str]] = {}
    for quad in quads:
        name = quad.graph_name if isinstance(quad.graph_name, NamedNode) else RESOLVED_GRAPH
        graphs.setdefault(name.value, []).append(f"{quad.triple} .")
    for iri, lines in graphs.items():
        put(server, iri, "\n".join(lines).encode())


@pytest.fixture(scope="module")
def embedded() -> KnowledgeGraph:
    return open_graph(built_graph())


@pytest.fixture(scope="module", params=sorted(SERVERS))
def served(
    request: pytest.FixtureRequest,
    embedded: KnowledgeGraph,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[KnowledgeGraph]:
    folder = tmp_path_factory.mktemp(request.param)
    with SERVERS[request.param](folder) as server:
        load(server, list(embedded.engine.quads()))
        yield open_graph(server.query_url)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(catalogue()))
def test_a_question_has_the_same_answer(
    served: KnowledgeGraph, embedded: KnowledgeGraph, name: str
) -> None:
    """A service gives the same rows in the same order as the embedded store."""
    given: dict[str, Any] = {
        p.name: NEEDED[p.kind] for p in catalogue()[name].params if not p.optional
    }
    assert served.answer(name, **given).values() == embedded.answer(name, **given).values()


@pytest.mark.slow
def test_evidence_and_explanations_are_the_same(
    served: KnowledgeGraph, embedded: KnowledgeGraph
) -> None:
    """What a row and a thing rest on is read in batches and is the same."""
    asked = [view.answer("holders", evidence=True).values() for view in (served, embedded)]
    assert asked[0] == asked[1]
    for thing in ("area:dysmeli", "source:rv-hsn-2026-06", "permit:analcancer-region-vasterbotten"):
        assert str(served.explain(thing)) == str(embedded.explain(thing))


@pytest.mark.slow
def test_names_are_found_on_a_service(served: KnowledgeGraph) -> None:
    """A label, a short name, another case, and a near miss with a suggestion."""
    for name in ("Dysmeli", "area:dysmeli", "DYSMELIA"):
        assert served.find(name, "area") == "area:dysmeli"
    with pytest.raises(GraphError, match="did you mean Dysmeli"):
        served.find("Dysmelli", "area")


@pytest.mark.slow
def test_views_of_the_past_are_the_same(
    served: KnowledgeGraph, embedded: KnowledgeGraph, capsys: pytest.CaptureFixture[str]
) -> None:
    """A view by source time is resolved here, from statements fetched once."""
    views = [kg.at(known_at="2024", people=False) for kg in (served, embedded)]
    answers = [view.answer("holders").values() for view in views]
    assert answers[0] == answers[1]
    assert set(served.engine.quads()) == set(embedded.engine.quads())


@pytest.mark.slow
def test_a_service_is_no_other_engine(served: KnowledgeGraph) -> None:
    """The engine of a service stays, the service is shown, and there is no path."""
    assert served.at(engine="endpoint").engine_name == "endpoint"
    with pytest.raises(BadParameter, match="answers the queries itself"):
        served.at(engine="memory")
    assert served.path is None
    assert str(served.endpoint) in repr(served)


@pytest.mark.slow
def test_too_much_is_not_fetched(served: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the bound nothing is fetched; the sentence says what to do."""
    monkeypatch.setattr(endpoint_module, "MOST_STATEMENTS", 10)
    with pytest.raises(NotSupported, match="open a build"):
        _ = open_graph(served.endpoint).engine.store


@pytest.mark.slow
def test_a_server_started_on_the_file_works_as_well(
    embedded: KnowledgeGraph, tmp_path: Path
) -> None:
    """Where the resolved graph is the default graph of the server, it is found there."""
    with oxigraph_server(tmp_path) as server:
        store = Store()
        store.bulk_extend(embedded.engine.quads())
        data = store.dump(format=RdfFormat.N_QUADS)
        assert data is not None
        kind = {"Content-Type": "application/n-quads"}
        with build_opener().open(Request(server.graph_store_url, data, kind), timeout=60):
            plain = open_graph(server.query_url)
        for name in ("holders", "conflicts"):
            assert plain.answer(name).values() == embedded.answer(name).values()
