from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import os
import re
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest
from pyoxigraph import (
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from graph.base.problems import BadParameter
from graph.service.serve.answering import Answer, Query
from graph.service.serve.command import Serving
from graph.service.serve.endpoint import Settings
from graph.service.serve.http import LONGEST_BODY, LONGEST_LINE, Refused
from graph.service.serve.server import LONGEST_HEAD, CannotServe, Server
from graph.service.serve.workers import Bounds, Remembered
from loaders.publishing.manifest import current_store
from ontology import terms
from tests.graph.serving_load import served
from tests.support import publish, sampled

if TYPE_CHECKING:
    from playwright.sync_api import Route

RESOLVED = terms.RESOLVED_GRAPH.value
REGISTERS = terms.REGISTERS_GRAPH.value
SELECT_N, ALL = "SELECT (COUNT(*) AS ?n)", "{ ?s ?p ?o }"
COUNT = f"{SELECT_N} {ALL}"
PREFIX_G = "PREFIX g: <https://w3id.org/nhv/graph/>"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c"
JSON = "application/sparql-results+json"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def number(self) -> int:
        (row,) = json.loads(self.body)["results"]["bindings"]
        return int(row["n"]["value"])


def send(
    serving: Serving,
    method: str,
    path: str,
    headers: dict[str, str] | None = None,
    body: bytes | None = None,
) -> Reply:
    connection = HTTPConnection("127.0.0.1", serving.server.port, timeout=60)
    try:
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        named = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, named, response.read())
    finally:
        connection.close()


def ask(serving: Serving, query: str, accept: str = JSON, **more: str) -> Reply:
    body = urlencode({"query": query, **more}).encode()
    headers = {"Content-Type": FORM, "Accept": accept}
    return send(serving, "POST", "/sparql", headers, body)


@pytest.fixture(scope="module")
def endpoint(built: Path) -> Iterator[Serving]:
    with served(built, Settings(port=0, workers=1)) as serving:
        yield serving


@pytest.fixture(scope="module")
def store(built: Path) -> Store:
    return Store.read_only(str(current_store(built)))


@contextmanager
def strict(built: Path, **bounds: float) -> Iterator[Serving]:
    """A server with one worker and bounds of its own."""
    settings = Settings(port=0, workers=1, bounds=replace(Bounds(), **bounds))  # type: ignore[arg-type]
    with served(built, settings) as serving:
        assert ask(serving, "ASK {}").status == 200
        yield serving


def test_the_three_ways_to_ask_are_one(endpoint: Serving, store: Store) -> None:
    """GET, a form and a bare query give the bytes that the engine writes."""
    query = "SELECT ?r ?n { ?r a nhv:Region ; skos:prefLabel ?n } ORDER BY ?r ?n"
    found = store.query(query, prefixes=dict(terms.PREFIXES))
    assert isinstance(found, QuerySolutions)
    made = found.serialize(format=QueryResultsFormat.JSON)
    plain = {"Content-Type": "application/sparql-query"}
    answers = [
        send(endpoint, "GET", f"/sparql?query={quote(query)}"),
        ask(endpoint, query),
        send(endpoint, "POST", "/sparql", plain, query.encode()),
    ]
    assert [(a.status, a.body) for a in answers] == [(200, made)] * 3


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (JSON, QueryResultsFormat.JSON),
        ("application/sparql-results+xml", QueryResultsFormat.XML),
        ("text/csv", QueryResultsFormat.CSV),
        ("text/tab-separated-values", QueryResultsFormat.TSV),
    ],
)
def test_tables_come_in_four_forms(
    endpoint: Serving, accept: str, form: QueryResultsFormat
) -> None:
    """SELECT and ASK are written as the media type that is accepted says."""
    for query in ("SELECT ?r { ?r a nhv:Region } LIMIT 3", "ASK { ?r a nhv:Region }"):
        reply = ask(endpoint, query, accept)
        assert reply.headers["content-type"].startswith(accept)
        if form != QueryResultsFormat.CSV:  # has no types, so that nothing reads it back
            assert parse_query_results(reply.body, format=form)
        else:
            assert reply.body.split(b"\r\n")[0] in (b"r", b"true")


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", RdfFormat.JSON_LD),
    ],
)
def test_triples_come_in_four_forms(endpoint: Serving, accept: str, form: RdfFormat) -> None:
    """CONSTRUCT, DESCRIBE and the service description are written as is accepted."""
    for query in ("CONSTRUCT WHERE { ?s a nhv:Region }", "DESCRIBE region:region-skane"):
        reply = ask(endpoint, query, accept)
        assert reply.headers["content-type"].startswith(accept)
        assert list(parse(reply.body, format=form))
    told = send(endpoint, "GET", "/sparql", {"Accept": accept})
    found = {quad.object for quad in parse(told.body, format=form)}
    assert {terms.RESOLVED_GRAPH, NamedNode(endpoint.endpoint)} <= found


@pytest.mark.parametrize(
    ("accept", "named", "expected"),
    [
        (
            "text/csv;q=0.2, application/sparql-results+xml;q=0.9",
            "",
            "application/sparql-results+xml",
        ),
        ("text/*", "", "text/xml"),
        ("*/*", "", JSON),
        ("application/json", "", "application/json"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "csv", "text/csv"),
        (JSON, "tsv", "text/tab-separated-values"),
        ("text/csv", "jsom", "text/csv"),
        ("text/csv", "text/turtle", "text/csv"),
    ],
)
def test_the_most_welcome_form_is_given(
    endpoint: Serving, accept: str, named: str, expected: str
) -> None:
    """Weights decide; format= goes before them, unless no answer of this kind has such a form."""
    reply = ask(endpoint, "ASK {}", accept, **({"format": named} if named else {}))
    assert reply.headers["content-type"].partition(";")[0] == expected


def test_a_form_that_cannot_be_had_is_refused_with_those_that_can(endpoint: Serving) -> None:
    """406 lists what there is."""
    reply = ask(endpoint, "ASK {}", "image/png")
    assert reply.status == 406
    assert JSON in reply.text


def test_a_head_has_no_body(endpoint: Serving) -> None:
    """HEAD gives the headers of GET."""
    reply = send(endpoint, "HEAD", "/sparql?query=ASK%20%7B%7D")
    assert (reply.status, reply.body) == (200, b"")
    assert int(reply.headers["content-length"]) > 0


def test_an_error_says_where(endpoint: Serving) -> None:
    """A malformed query is 400 with line and column, as kg.query says it."""
    reply = ask(endpoint, "SELECT ?s {\n ?s ?p }")
    assert reply.status == 400
    assert reply.text.startswith("line 2, column")
    assert reply.headers["content-type"].startswith("text/plain")
    assert "did you mean nhv:Region" in ask(endpoint, "SELECT ?s { ?s a nhv:Regoin }").text


LONG = LONGEST_LINE + 1


@pytest.mark.parametrize(
    ("status", "method", "path", "kind", "body"),
    [
        (400, "GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", "", b""),
        (400, "GET", "/sparql?query=%FF", "", b""),
        (400, "POST", "/sparql?query=ASK%7B%7D", FORM, b"query=ASK%7B%7D"),
        (400, "POST", "/sparql", FORM, b"format=csv"),
        (400, "POST", "/sparql", "application/sparql-query", b"\xff"),
        (403, "POST", "/sparql", FORM, b"update=CLEAR%20ALL"),
        (403, "POST", "/sparql", "application/sparql-update", b"CLEAR ALL"),
        (404, "GET", "/elsewhere", "", b""),
        (405, "PUT", "/sparql", "text/turtle", b""),
        (405, "POST", "/health", FORM, b""),
        (413, "POST", "/sparql", FORM, b"x" * (LONGEST_BODY + 1)),
        (414, "GET", f"/sparql?query={'x' * LONG}", "", b""),
        (415, "POST", "/sparql", "text/plain", b"ASK {}"),
        (415, "POST", "/sparql", "application/sparql-query; charset=latin-1", b"ASK {}"),
    ],
    ids=lambda part: str(part)[:40],
)
def test_what_the_protocol_does_not_allow_is_refused(
    endpoint: Serving, status: int, method: str, path: str, kind: str, body: bytes
) -> None:
    """Each wrong request has its status, a sentence, and leaves the server well."""
    reply = send(endpoint, method, path, {"Content-Type": kind} if kind else {}, body or None)
    assert reply.status == status, reply.text
    assert reply.text.endswith(".\n")
    assert "Traceback" not in reply.text
    assert ("allow" in reply.headers) == (status == 405)
    assert ask(endpoint, "ASK {}").status == 200


def test_a_body_may_say_more_of_itself(endpoint: Serving) -> None:
    """The charset of a body is found among other parameters, in any case."""
    kind = 'Application/SPARQL-Query; x=y; Charset="UTF-8"'
    reply = send(endpoint, "POST", "/sparql", {"Content-Type": kind}, "ASK {} # å".encode())
    assert reply.status == 200, reply.text


@pytest.mark.parametrize(
    "update", ["INSERT DATA { <urn:a> <urn:b> 1 }", "CLEAR ALL", "LOAD <http://x/>"]
)
def test_an_update_as_a_query_is_refused(endpoint: Serving, update: str) -> None:
    """An update does not pass for a query."""
    reply = ask(endpoint, update)
    assert reply.status == 400
    assert "read only" in reply.text


@pytest.mark.parametrize(
    "query",
    [
        f"{SELECT_N} FROM <{RESOLVED}> {ALL}",
        f"{SELECT_N} FROM graph:resolved {ALL}",
        f"{SELECT_N} {{ GRAPH <{RESOLVED}> {ALL} }}",
        f"{PREFIX_G} {SELECT_N} FROM g:resolved FROM NAMED g:resolved {{ graph g:resolved {ALL} }}",
        f"SELECT ?n {{ {{ {SELECT_N} {{ GRAPH <{RESOLVED}> {ALL} }} }} }}",
    ],
)
def test_the_resolved_graph_has_its_name(endpoint: Serving, query: str) -> None:
    """The default graph is reached under the name that it is published by."""
    assert ask(endpoint, query).number == ask(endpoint, COUNT).number > 1000


def test_the_request_chooses_the_graphs(endpoint: Serving, store: Store) -> None:
    """default-graph-uri and named-graph-uri go before FROM; graphs not held are refused."""
    registers = len(list(store.quads_for_pattern(None, None, None, terms.REGISTERS_GRAPH)))
    resolved = ask(endpoint, COUNT).number
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    chosen = {"default-graph-uri": RESOLVED}
    assert ask(endpoint, COUNT, **chosen).number == resolved
    assert ask(endpoint, named, **chosen).number == 0
    assert ask(endpoint, named, **{"named-graph-uri": REGISTERS}).number == registers
    assert ask(endpoint, COUNT, **{"named-graph-uri": REGISTERS}).number == 0
    from_registers = COUNT.replace("{", f"FROM <{REGISTERS}> {{")
    assert ask(endpoint, from_registers).number == registers
    assert ask(endpoint, from_registers, **chosen).number == resolved
    refused = ask(endpoint, COUNT, **{"default-graph-uri": "http://example.org/"})
    assert refused.status == 400
    assert "no graph of this dataset" in refused.text


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ GRAPH ?g {{ ?s ?p ?o . GRAPH <{RESOLVED}> {{ ?s ?q ?r }} }} }}",
        f"SELECT * FROM <{REGISTERS}> FROM NAMED <{RESOLVED}> {{ GRAPH <{RESOLVED}> {ALL} }}",
        f"SELECT * FROM <{RESOLVED}> FROM NAMED <{RESOLVED}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    ],
)
def test_what_the_name_cannot_mean_is_refused(endpoint: Serving, query: str) -> None:
    """Where the resolved graph cannot be put in place of its name, nothing else is answered."""
    reply = ask(endpoint, query)
    assert reply.status == 400
    assert "resolved graph" in reply.text


PROBES = {
    "plain": "SELECT * {{ SERVICE <{0}> {{ ?s ?p ?o }} }}",
    "silent": "SELECT * {{ ?s ?p ?o . SERVICE SILENT <{0}> {{ ?s ?q ?r }} }} LIMIT 1",
    "in a sub-select": "SELECT * {{ {{ SELECT * {{ service <{0}> {{ ?s ?p ?o }} }} }} }}",
    "prefixed": "PREFIX x: <{0}> SELECT * {{ SERVICE x: {{ ?s ?p ?o }} }}",
    "by variable": "SELECT * {{ VALUES ?x {{ <{0}> }} SERVICE ?x {{ ?s ?p ?o }} }}",
    "after a comment": "SELECT * {{ # x\n SERVICE # y\n <{0}> {{ ?s ?p ?o }} }}",
    "as if in an IRI": "PREFIX : <{0}> SELECT * {{ VALUES ?a {{1}}"
    " FILTER(?a<?a+1)SERVICE:x#>\n {{ ?s ?p ?o }} }}",
    "load": "LOAD <{0}>",
    "from": "SELECT * FROM <{0}> {{ ?s ?p ?o }}",
    "from named": "SELECT * FROM NAMED <{0}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "from by base": "BASE <{0}> SELECT * FROM <x> {{ ?s ?p ?o }}",
}


@pytest.mark.parametrize("name", PROBES)
def test_no_query_sends_a_request(endpoint: Serving, name: str) -> None:
    """What would reach outside is refused with a sentence, and nothing is reached."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        probe.settimeout(0.3)
        reply = ask(endpoint, PROBES[name].format(f"http://127.0.0.1:{probe.getsockname()[1]}/"))
        with pytest.raises(TimeoutError):
            probe.accept()
    assert reply.status == 400, (
        "refuse it in graph.engines.sparql.review or graph.service.serve.dataset"
    )
    assert reply.text.startswith("line 1, column") or "line 2" in reply.text


@pytest.mark.parametrize(
    "query", ['ASK { BIND("SERVICE <http://x/>" AS ?x) } # SERVICE <http://x/>']
)
def test_a_word_in_a_string_is_no_service(endpoint: Serving, query: str) -> None:
    """Strings and comments may speak of SERVICE."""
    assert ask(endpoint, query).status == 200


def test_a_worker_cannot_make_a_socket() -> None:
    """Behind the review stands the system: a worker has no sockets (Linux)."""
    import subprocess
    import sys

    code = (
        "from graph.service.serve.sandbox import without_network\n"
        "if not without_network(): raise SystemExit(77)\n"
        "from pyoxigraph import Store\n"
        "list(Store().query('SELECT * { SERVICE <http://127.0.0.1:9999/> { ?s ?p ?o } }'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    if done.returncode == 77:
        pytest.skip("this system has no seccomp")
    assert "Permission denied" in done.stderr


def test_a_large_answer_may_be_compressed(endpoint: Serving) -> None:
    """gzip for those who take it, the same bytes within."""
    query = f"query={quote('SELECT * { ?s a ?o } LIMIT 2000')}"
    plain = send(endpoint, "GET", f"/sparql?{query}")
    packed = send(endpoint, "GET", f"/sparql?{query}", {"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body


def test_no_page_of_another_origin_may_ask_unless_told(endpoint: Serving, built: Path) -> None:
    """CORS headers are sent only with --cors, to the origins that it names, also in a preflight."""
    assert "access-control-allow-origin" not in ask(endpoint, "ASK {}").headers
    cors = ("https://example.org", "http://localhost:8080")
    with served(built, Settings(port=0, workers=1, cors=cors)) as serving:
        for method, path in (("GET", "/sparql?query=ASK%20%7B%7D"), ("OPTIONS", "/sparql")):
            for origin in (*cors, "https://evil.example", "null"):
                reply = send(serving, method, path, {"Origin": origin})
                allowed = reply.headers.get("access-control-allow-origin")
                assert allowed == (origin if origin in cors else None)
                assert "Origin" in reply.headers["vary"], "a cache must not give it to another page"
    with served(built, Settings(port=0, workers=1, cors=("*",))) as serving:
        assert ask(serving, "ASK {}").headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://Example.org:443/", "https://example.org"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("https://regionvård.se", "https://xn--regionvrd-c3a.se"),
        ("http://[::1]:80", "http://[::1]"),
        ("*", "*"),
        ("https://example.org\r\nX: y", None),
        ("https://example.org/page", None),
        ("https://a.example, https://b.example", None),
        ("https://ada@example.org", None),
        ("example.org", None),
        ("https://", None),
        ("ftp://example.org", None),
        ("http://localhost:99999999", None),
        ("", None),
    ],
)
def test_an_origin_is_what_browsers_send(written: str, meant: str | None) -> None:
    """--cors takes a scheme and a host, written as browsers write them; all else is refused."""
    if meant is None:
        with pytest.raises(BadParameter, match="is no origin"):
            Settings(cors=(written,))
    else:
        assert Settings(cors=(written,)).cors == (meant,)


def test_a_server_behind_a_proxy_has_its_public_name(built: Path) -> None:
    """With --public-url the descriptions name that address, and its host and folder are taken."""
    public = "https://example.org/nhv/"
    with served(built, Settings(port=0, workers=1, public=public.rstrip("/"))) as serving:
        for path in ("/sparql", "/nhv/sparql", "/.well-known/void", "/nhv/.well-known/void"):
            headers = {"Host": "example.org", "Accept": "application/n-triples"}
            reply = send(serving, "GET", path, headers)
            assert f"<{public}sparql>" in reply.text, path
            assert f"localhost:{serving.server.port}" not in reply.text
        assert send(serving, "GET", "/nhv/page.css").status == 200
        assert send(serving, "GET", "/", {"Host": "evil.example"}).status == 421
    for wrong in ("example.org", "https://example.org/?a=b", "https://ada:b@example.org/"):
        with pytest.raises(BadParameter, match="--public-url"):
            Settings(public=wrong)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:7878", 200),
        ("127.0.0.1", 200),
        ("[::1]:80", 200),
        ("evil.example", 421),
        ("[", 421),
    ],
)
def test_a_name_that_was_pointed_here_is_refused(endpoint: Serving, host: str, status: int) -> None:
    """On loopback only its own names are answered (DNS rebinding)."""
    assert send(endpoint, "GET", "/health", {"Host": host}).status == status


def test_the_page_brings_all_it_needs(endpoint: Serving) -> None:
    """The page and its files are served with a policy that lets nothing else in."""
    page = send(endpoint, "GET", "/")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "http" not in page.text.replace("https://w3id.org", "")
    assert send(endpoint, "GET", "/sparql", {"Accept": "text/html,*/*;q=0.8"}).body == page.body
    for path in ("/page.js", "/page.css", "/questions.json", "/robots.txt", "/health"):
        assert send(endpoint, "GET", path).status == 200
    assert send(endpoint, "GET", "/sparql", {"Accept": "image/png"}).status == 400


def test_a_question_is_written_with_its_parameters(endpoint: Serving) -> None:
    """/question gives runnable SPARQL, or the sentence that kg.ask would give."""
    written = send(endpoint, "GET", "/question?name=holders&lang=en&area=Dysmeli")
    assert "area/dysmeli>" in written.text
    assert json.loads(ask(endpoint, written.text).body)["results"]["bindings"]
    wrong = send(endpoint, "GET", "/question?name=holders&area=Dysmelli")
    assert wrong.status == 400
    assert "did you mean" in wrong.text


def test_a_too_large_answer_is_an_error_and_no_part(built: Path) -> None:
    """Over the bound there is a sentence, never the first rows."""
    with strict(built, answer=2000) as serving:
        for query in ("SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
            reply = ask(serving, query, "*/*")
            assert reply.status == 500
            assert "larger than this endpoint gives (2,000 bytes)" in reply.text
        assert ask(serving, COUNT).status == 200


def until(happened: Callable[[], bool]) -> None:
    """Wait for something to happen, at most ten seconds."""
    for _ in range(1000):
        if happened():
            return
        time.sleep(0.01)
    pytest.fail("it never happens")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.slow
@pytest.mark.parametrize("query", [RUNAWAY, GREEDY])
def test_a_runaway_is_stopped_and_the_next_answered(built: Path, query: str) -> None:
    """Over its time, or its memory if that is sooner, a query ends together with its process."""
    with strict(built, seconds=1.0) as serving:
        (worker,) = serving.pool.processes
        reply = ask(serving, query)
        bounds = ("longer than 1 s", "more than 2,048 MB")
        assert reply.status == 500, reply.text
        assert any(bound in reply.text for bound in bounds), reply.text
        assert not alive(worker)
        assert ask(serving, "ASK {}").status == 200


@pytest.mark.slow
def test_a_greedy_query_is_stopped_and_the_next_answered(built: Path) -> None:
    """Over its memory a query ends, and no other does."""
    with strict(built, memory=2**30) as serving:
        reply = ask(serving, GREEDY)
        assert (reply.status, "memory" in reply.text) == (500, True), reply.text
        assert ask(serving, "ASK {}").status == 200


@pytest.mark.slow
def test_a_worker_that_is_killed_is_replaced(built: Path) -> None:
    """Whoever asked it hears so; the next is answered."""
    with strict(built) as serving:
        replies: list[Reply] = []
        thread = threading.Thread(target=lambda: replies.append(ask(serving, RUNAWAY)))
        thread.start()
        time.sleep(0.5)
        os.kill(serving.pool.processes[0], signal.SIGKILL)
        thread.join(20)
        assert (replies[0].status, "ask again" in replies[0].text) == (500, True)
        assert ask(serving, "ASK {}").status == 200


@pytest.mark.slow
def test_more_than_can_wait_are_turned_away(built: Path) -> None:
    """With the queue full the answer is 503 at once, and when to come again."""
    with strict(built, seconds=2.0, waiting=1) as serving:
        threads = [
            threading.Thread(target=ask, args=(serving, f"{RUNAWAY} # {i}")) for i in range(2)
        ]
        threads[0].start()
        until(serving.pool._idle.empty)
        threads[1].start()
        until(lambda: serving.pool._waiting == 1)
        reply = ask(serving, "ASK { ?any ?other ?thing }")
        assert (reply.status, "retry-after" in reply.headers) == (503, True)
        assert threads[1].is_alive(), "it waited for those before, instead of going away"
        for thread in threads:
            thread.join(20)


def test_a_new_build_is_noticed(tmp_path: Path) -> None:
    """The next query after a build is answered from it; before that, from the one before."""

    def build(number: int) -> None:
        made = Quad(NamedNode("urn:a"), terms.RDF.type, NamedNode(f"urn:kind{number}"))
        publish([made], tmp_path, f"{number:064x}"[::-1])

    query = "SELECT ?k { ?s a ?k }"
    with served(tmp_path, Settings(port=0, workers=1)) as serving:
        assert ask(serving, query).status == 503
        for number in (1, 2, 3):
            build(number)
            assert f"urn:kind{number}" in ask(serving, query).text


def test_answers_are_kept_for_a_store_only() -> None:
    """An answer is given again for the same store; what passes with time is asked anew."""
    asked: list[str] = []

    async def ask_for(store: str, text: str) -> None:
        async def answer() -> Answer | Refused:
            asked.append(text)
            return Refused(500, "x") if text == "bad" else Answer(b"x" * 100, "text/csv")

        await kept.answer(store, Query(text), answer)

    async def ask_all() -> None:
        for store in ("one", "one", "two"):
            for text in ("ASK { ?known ?p ?o }", "SELECT (NOW() AS ?n) {}", "bad"):
                await ask_for(store, text)

    kept = Remembered(100_000)
    asyncio.run(ask_all())
    assert [asked.count(t) for t in ("ASK { ?known ?p ?o }", "SELECT (NOW() AS ?n) {}", "bad")] == [
        2,
        3,
        3,
    ]


def test_a_port_in_use_is_one_sentence(endpoint: Serving) -> None:
    """Another server on the port is told in words."""
    with pytest.raises(CannotServe, match="another program listens there; give another --port"):
        Server("127.0.0.1", endpoint.server.port, lambda _: pytest.fail("not asked"))
    with pytest.raises(CannotServe, match="no address of this machine"):
        Server("192.0.2.1", 0, lambda _: pytest.fail("not asked"))


def test_a_connection_serves_many_requests(endpoint: Serving) -> None:
    """Connections are kept open, also after a refusal of what was read whole."""
    connection = HTTPConnection("127.0.0.1", endpoint.server.port, timeout=20)
    for path, status in (("/health", 200), ("/elsewhere", 404), ("/sparql?query=x", 400)):
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        assert (response.status, response.will_close) == (status, False)
    connection.close()


CHUNKED = (
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n4\r\nASK \r\n2\r\n{}\r\n0\r\n\r\n"
)


@pytest.mark.parametrize(
    "raw",
    [
        b"hello\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost@elsewhere\r\n\r\n",
        CHUNKED.replace(b"Host:", b"Content-Length: 5\r\nHost:"),
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * LONGEST_HEAD + b"\r\n\r\n",
    ],
    ids=lambda raw: str(raw)[2:60],
)
def test_what_is_no_proper_request_ends_the_connection(endpoint: Serving, raw: bytes) -> None:
    """A request that could be read in two ways is refused and nothing after it is read."""
    reply = exchanged(endpoint, raw + b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert reply.startswith(b"HTTP/1.1 4")
    assert reply.count(b"HTTP/1.1 ") == 1


def exchanged(serving: Serving, raw: bytes) -> bytes:
    """All that comes back for some bytes until the server closes the connection."""
    with connected(serving) as connection:
        connection.sendall(raw)
        return read(connection)


def connected(serving: Serving) -> socket.socket:
    """A connection to a server."""
    return socket.create_connection(("127.0.0.1", serving.server.port), timeout=10)


def read(connection: socket.socket) -> bytes:
    """All that comes on a connection until it is closed."""
    reply = b""
    with contextlib.suppress(ConnectionResetError):
        while part := connection.recv(64 * 1024):
            reply += part
    return reply


def test_requests_that_come_at_once_are_answered_in_order(endpoint: Serving) -> None:
    """A client may send the next request, also in chunks, before it has the answer."""
    reply = exchanged(
        endpoint,
        b"GET http://localhost/robots.txt HTTP/1.1\r\nHost: localhost\r\n\r\n"
        + CHUNKED
        + b"GET /elsewhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    )
    places = [reply.find(text) for text in (b"Disallow", b'"boolean":true', b"There is nothing")]
    assert places == sorted(places)
    assert places[0] > 0


def test_a_request_that_comes_drop_by_drop_is_left(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sends without an end holds a connection for a time that is bounded as a whole."""
    monkeypatch.setattr("graph.service.serve.server._READ_WITHIN", 0.5)
    with strict(built) as serving, connected(serving) as connection:
        begun = time.monotonic()
        with contextlib.suppress(ConnectionResetError, BrokenPipeError):
            while time.monotonic() < begun + 5:
                connection.sendall(b"GET / HTTP/1.1\r\nX: y")
                time.sleep(0.05)
        assert time.monotonic() < begun + 5, "a client that drips is never left"


def test_an_answer_that_is_not_taken_is_given_up(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client that reads nothing does not hold an answer in memory for ever."""
    monkeypatch.setattr("graph.service.serve.server._SENT_WITHIN", 0.5)
    path = f"/sparql?query={quote('SELECT * { ?s ?p ?o }')}"
    with strict(built) as serving, connected(serving) as connection:
        length = int(send(serving, "HEAD", path).headers["content-length"])
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        time.sleep(1.5)
        assert len(read(connection)) < length


def test_more_connections_than_can_be_held_are_turned_away(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One connection too many hears so at once, and there is room again when another ends."""
    monkeypatch.setattr("graph.service.serve.server._MOST_CONNECTIONS", 1)
    with strict(built) as serving:
        until(lambda: not serving.server._open)  # that of the first question may still be closing
        with connected(serving):
            reply = exchanged(serving, b"")
            assert reply.startswith(b"HTTP/1.1 503")
            assert b"Retry-After: 5" in reply
            assert reply.endswith(b"Too many connections; ask again in a while.\n")
        time.sleep(0.2)
        assert ask(serving, "ASK {}").status == 200


@pytest.mark.slow
@pytest.mark.parametrize("number", sampled([signal.SIGTERM, signal.SIGINT], 2))
def test_a_signal_ends_it_all(built: Path, number: signal.Signals) -> None:
    """After Ctrl-C or SIGTERM the port is free and no worker is left, whatever they were at."""
    import subprocess
    import sys

    code = (
        "from pathlib import Path; import signal, sys\n"
        "from graph.service.serve.command import Settings, prepared\n"
        "if __name__ == '__main__':\n"
        "    with prepared(Path(sys.argv[1]), Settings(port=0, workers=2)) as serving:\n"
        "        print(serving.server.port, *serving.pool.processes, flush=True)\n"
        "        serving.server.run_until_told()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(built)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    port, *workers = map(int, process.stdout.readline().split())
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        query = f"GET /sparql?query={quote(RUNAWAY)} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        connection.sendall(query.encode())
        time.sleep(0.5)
        process.send_signal(number)
        assert process.wait(10) == 0
    process.stdout.close()
    assert len(workers) == 2
    assert not any(alive(worker) for worker in workers)
    with socket.create_server(("127.0.0.1", port)):
        pass


@pytest.mark.browser
@pytest.mark.slow
def test_the_page_asks_and_shows(endpoint: Serving) -> None:
    """In a browser without a network a query is run by keyboard and shown with short names."""
    from playwright.sync_api import expect

    from tests.browser import chromium

    with chromium() as browser:
        page = browser.new_page(viewport={"width": 360, "height": 740})
        elsewhere: list[str] = []
        wrong: list[str] = []
        page.on(
            "request", lambda r: None if r.url.startswith(endpoint.url) else elsewhere.append(r.url)
        )
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.goto(endpoint.url)
        page.click("text=English")
        page.select_option("#question", "holders")
        page.fill("#p-area", "Dysmeli")
        page.keyboard.press("Enter")
        expect(page.locator("#query")).to_have_value(re.compile("area/dysmeli>"))
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#answer table")
        assert "permit:dysmeli-" in page.inner_text("#answer")
        assert "rows in" in page.inner_text("#state")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert not wrong
        page.fill("#query", 'SELECT ("<img src=x onerror=alert(1)>" AS ?x) { ?s a nhv:Regoin }')
        page.click("#run")
        page.wait_for_selector("#error:not([hidden])")
        assert "did you mean nhv:Region" in page.inner_text("#error")
        page.fill("#query", 'SELECT ("<img src=x onerror=alert(1)>" AS ?x) {}')
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#answer table")
        assert "<img src=x" in page.inner_text("#answer td")
        assert page.query_selector("#answer img") is None
        assert not [url for url in elsewhere if not url.startswith("data:")]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("locale", sampled(["sv-SE", "en-US"], 2))
def test_nothing_moves_on_the_page(endpoint: Serving, locale: str) -> None:
    """However late its script, its list of questions or an answer comes, what is read stays put."""
    from tests.browser import chromium

    watch = """window.shifts = []; new PerformanceObserver(list => {
        for (const entry of list.getEntries()) window.shifts.push(entry.value);
    }).observe({ type: "layout-shift", buffered: true });"""

    def late(route: Route) -> None:
        time.sleep(0.7)
        route.continue_()

    with chromium() as browser:
        page = browser.new_page(viewport={"width": 360, "height": 740}, locale=locale)
        page.add_init_script(watch)
        for file in ("page.js", "questions.json", "sparql"):
            page.route(f"**/{file}", late)
        page.goto(endpoint.url)
        page.wait_for_selector("#question option:nth-child(2)", state="attached")
        for query, shown in (("ASK {}", "#answer p"), ("ASK", "#error:not([hidden])")):
            page.fill("#query", query)
            page.click("#run")
            page.wait_for_selector(shown)
            page.wait_for_timeout(300)
        moved = page.evaluate("shifts")
        assert not moved, f"moved by {moved}; what page.js fills in later needs its room before"
