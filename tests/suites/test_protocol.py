"""The W3C's suite of the SPARQL 1.1 Protocol, sent to ``nhv serve``.

The suite's manifest names its tests; what each sends is what the protocol says (section 2.1), of
graphs that are held here instead of such on the web.  Updates are not offered: each is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest

from graph.service.serve.command import Serving
from graph.service.serve.endpoint import Settings
from ontology import terms
from tests.graph.serving_load import served
from tests.graph.test_serving import FORM, Reply, send
from tests.suites.differences import unlisted
from tests.suites.manifests import RDFLIB, Said, suite
from tests.support import built_graph

pytestmark = [pytest.mark.slow, pytest.mark.trust]

RESOLVED, REGISTERS = terms.RESOLVED_GRAPH.value, terms.REGISTERS_GRAPH.value
QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
RESULTS = {
    "application/sparql-results+json", "application/sparql-results+xml", "text/csv",
    "text/tab-separated-values",
}  # fmt: skip
TRUTHS = {"application/sparql-results+json", "application/sparql-results+xml"}
GRAPHS = {"application/rdf+xml", "text/turtle", "application/n-triples"}
# Asked of registers alone, and of both graphs; a permit is in the resolved graph only.
AREA = "ASK { ?s a nhv:CareArea FILTER NOT EXISTS { ?p a nhv:Permit } }"
BOTH = "ASK { ?s a nhv:CareArea . ?p a nhv:Permit }"
NAMED = f"ASK {{ GRAPH <{REGISTERS}> {{ ?s ?p ?o }} FILTER NOT EXISTS {{ ?a ?b ?c }} }}"
FULL = f"ASK {{ ?p a nhv:Permit . GRAPH <{REGISTERS}> {{ ?s ?p2 ?o }} }}"

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Sent:
    """A request of a test and what must come back.

    Attributes:
        pairs: The parameters, in the address of a GET and in the form of a POST.
        method: The method.
        body: A body that is no form.
        kind: Its media type; of a form, if it is not the right one.
        address: The parameters in the address of a POST.
        types: The media types of which the answer has one; empty if it must be refused.
        truth: What an answer that is a truth must say.
    """

    pairs: Pairs = ()
    method: str = "GET"
    body: bytes | None = None
    kind: str | None = FORM
    address: Pairs = ()
    types: set[str] = field(default_factory=set)
    truth: bool | None = None


def _get(*pairs: tuple[str, str], types: set[str] = TRUTHS, truth: bool | None = True) -> Sent:
    return Sent(pairs, types=types, truth=truth)


def _post(*pairs: tuple[str, str], types: set[str] = TRUTHS) -> Sent:
    return Sent(pairs, "POST", types=types, truth=True)


SENT: Mapping[str, Sent] = {
    "query_get": _get(("query", "ASK {}")),
    "query_post_form": _post(("query", "ASK {}")),
    "query_post_direct": Sent((), "POST", b"ASK {}", QUERY, types=TRUTHS, truth=True),
    "query_dataset_default_graphs_get": _get(
        ("query", BOTH), ("default-graph-uri", REGISTERS), ("default-graph-uri", RESOLVED)
    ),
    "query_dataset_default_graphs_post": _post(
        ("query", BOTH), ("default-graph-uri", REGISTERS), ("default-graph-uri", RESOLVED)
    ),
    "query_dataset_named_graphs_get": _get(("query", NAMED), ("named-graph-uri", REGISTERS)),
    "query_dataset_named_graphs_post": _post(("query", NAMED), ("named-graph-uri", REGISTERS)),
    "query_dataset_full": _post(
        ("query", FULL), ("default-graph-uri", RESOLVED), ("named-graph-uri", REGISTERS)
    ),
    # The graphs of the request go before those of the query.
    "query_multiple_dataset": _post(
        ("query", AREA.replace("ASK", f"ASK FROM <{RESOLVED}>")), ("default-graph-uri", REGISTERS)
    ),
    "query_content_type_select": _get(
        ("query", "SELECT ?s { ?s ?p ?o } LIMIT 1"), types=RESULTS, truth=None
    ),
    "query_content_type_ask": _get(("query", "ASK {}")),
    "query_content_type_describe": _get(
        ("query", "DESCRIBE <http://example.org/>"), types=GRAPHS, truth=None
    ),
    "query_content_type_construct": _get(
        ("query", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 1"), types=GRAPHS, truth=None
    ),
    "bad_query_method": Sent((("query", "ASK {}"),), "PUT"),
    "bad_multiple_queries": _get(("query", "ASK {}"), ("query", "SELECT * {}"), types=set()),
    "bad_query_wrong_media_type": Sent((), "POST", b"ASK {}", "text/plain"),
    "bad_query_missing_form_type": Sent((("query", "ASK {}"),), "POST", kind=None),
    "bad_query_missing_direct_type": Sent((), "POST", b"ASK {}", None),
    "bad_query_non_utf8": Sent((), "POST", "ASK {}".encode("utf-16"), f"{QUERY}; charset=UTF-16"),
    "bad_query_syntax": _get(("query", "ASK {"), types=set()),
    "bad_update_get": _get(("update", "CLEAR ALL"), types=set()),
    "bad_multiple_updates": Sent((("update", "CLEAR NAMED"), ("update", "CLEAR DEFAULT")), "POST"),
    "bad_update_wrong_media_type": Sent((), "POST", b"CLEAR NAMED", "text/plain"),
    "bad_update_missing_form_type": Sent((("update", "CLEAR NAMED"),), "POST", kind=None),
    "bad_update_non_utf8": Sent(
        (), "POST", "CLEAR NAMED".encode("utf-16"), f"{UPDATE}; charset=UTF-16"
    ),
    "bad_update_syntax": Sent((("update", "CLEAR XYZ"),), "POST"),
    "bad_update_dataset_conflict": Sent(
        (("using-named-graph-uri", REGISTERS), ("update", "DELETE {} USING <a:b> {}")),
        "POST",
    ),
    **{
        name: Sent((("update", "INSERT DATA { <a:b> <a:b> <a:b> }"),), "POST", types={"none"})
        for name in (
            "update_post_form", "update_dataset_default_graph", "update_dataset_default_graphs",
            "update_dataset_named_graphs", "update_dataset_full", "update_base_uri",
        )
    },
    "update_post_direct": Sent((), "POST", b"CLEAR ALL", UPDATE, types={"none"}),
}  # fmt: skip


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Serving]:
    """What ``nhv serve`` serves of the seeds."""
    with served(built_graph(), Settings(port=0, workers=1)) as serving:
        yield serving


def reply(endpoint: Serving, sent: Sent) -> Reply:
    """Send a request, without a preference for any form of answer."""
    headers = {} if sent.kind is None else {"Content-Type": sent.kind}
    if sent.method == "GET":
        return send(endpoint, "GET", f"/sparql?{urlencode(sent.pairs)}")
    body = urlencode(sent.pairs).encode() if sent.body is None else sent.body
    return send(endpoint, sent.method, "/sparql", headers, body)


def wrong(told: Reply, sent: Sent) -> str:
    """What is not as the protocol demands, or nothing."""
    if not sent.types:
        return "" if 400 <= told.status < 600 else f"{told.status} where it must be refused"
    kind = told.headers.get("content-type", "").partition(";")[0]
    if told.status != 200 or kind not in sent.types:
        return f"{told.status} {kind}: {told.text[:200]}"
    if sent.truth is not None and b"true" not in told.body:
        return "another truth"
    return ""


def test_the_protocol_is_kept(endpoint: Serving) -> None:
    """Each request of the suite is answered, or refused, as the protocol says."""
    manifest = suite(RDFLIB, "test/data/suites/w3c/sparql11/protocol/manifest.ttl")
    said = Said(manifest)
    rdf, mf = terms.PREFIXES["rdf"], "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
    tests = said.subjects[f"{rdf}type", f"{mf}ProtocolTest"]
    names = {node.value.rpartition("#")[2] for node in tests}
    assert names == SENT.keys(), f"say what is sent: {sorted(names ^ SENT.keys())}"
    different = {
        name: why for name, sent in SENT.items() if (why := wrong(reply(endpoint, sent), sent))
    }
    told = unlisted("protocol", different, names)
    assert not told, told
