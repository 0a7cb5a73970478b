"""The graph on a SPARQL service: the answers are those of the embedded store, and whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.request import Request, build_opener

import pytest
from pyoxigraph import DefaultGraph, RdfFormat, Store

from graph import KnowledgeGraph, open_graph
from graph.base.problems import BadParameter, GraphError, NoGraph, NotSupported, ServiceError
from graph.engines import endpoint as endpoint_module
from graph.engines.endpoint import EndpointEngine
from graph.engines.service.credentials import PASSWORD, USER
from graph.engines.service.service import Service
from graph.questions.catalogue import catalogue
from graph.service.serve.endpoint import Settings
from ontology import terms
from tests.graph.doubles import Double, Reply, double, rows
from tests.graph.published import sent
from tests.graph.serving_load import served as serving
from tests.servers import Server, oxigraph_server, virtuoso_server
from tests.support import built_graph, sampled


def engine(told: Double) -> EndpointEngine:
    """An engine on a service that is known to follow the standard."""
    found = EndpointEngine(Service(told.url), published=True)
    found.__dict__["_is_exact"] = True
    return found


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
    with (
        double(Reply(body=rows("a"), headers=late)) as told,
        pytest.raises(ServiceError, match="part of the answer"),
    ):
        engine(told).select("SELECT ?x { ?s nhv:text ?x }")


def test_a_service_without_the_graph_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that holds something else says so, and what to do."""
    for name in (USER, PASSWORD):
        monkeypatch.delenv(name, raising=False)
    false = json.dumps({"head": {}, "boolean": False}).encode()
    with double(Reply(body=false)) as told, pytest.raises(NoGraph, match="nhv publish"):
        open_graph(told.url)


@pytest.mark.parametrize(
    ("query", "graphs"),
    [
        ("SELECT ?x { ?x nhv:text ?y }", [terms.RESOLVED_GRAPH.value]),
        ("SELECT ?x FROM <http://g/> { ?x nhv:text ?y }", []),
    ],
)
def test_the_resolved_graph_is_named_beside_the_query(query: str, graphs: list[str]) -> None:
    """A query without FROM is of the resolved graph; one with FROM says itself what it is of."""
    with double(Reply(body=rows("a"))) as told:
        asking = engine(told)
        asking.has_graph = lambda iri: bool(iri)  # type: ignore[method-assign]
        asking.select(query)
        assert told.asked[-1].get("default-graph-uri", []) == graphs


def test_a_service_that_differs_from_the_standard_is_asked_for_statements_only() -> None:
    """Where nothing gets a value by IF, as on Virtuoso, a query is answered from all statements."""
    cells = {"a": {"type": "literal", "value": "2"}}
    given = json.dumps({"head": {"vars": ["a", "b"]}, "results": {"bindings": [cells]}}).encode()
    none = json.dumps({"head": {"vars": ["g", "n"]}, "results": {"bindings": []}}).encode()
    with double(Reply(body=given), Reply(body=none)) as told:
        asking = EndpointEngine(Service(told.url), published=True)
        assert not asking.select("SELECT ?x { ?x nhv:text ?y }").rows
        assert len(told.asked) == 2
        assert "COUNT(*)" in told.asked[-1]["query"][0]


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
OWN = "nhv serve"


@pytest.fixture(scope="module", params=sampled((*SERVERS, OWN), 3))
def served(
    request: pytest.FixtureRequest,
    kg: KnowledgeGraph,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[KnowledgeGraph]:
    if request.param == OWN:
        with serving(built_graph(), Settings(port=0, workers=1)) as own:
            yield open_graph(own.endpoint)
        return
    folder = tmp_path_factory.mktemp(request.param)
    with SERVERS[request.param](folder) as server:
        sent(kg, server)
        yield open_graph(server.query_url)


@pytest.mark.slow
@pytest.mark.parametrize("name", sampled(sorted(catalogue()), 9))
def test_a_question_has_the_same_answer(
    served: KnowledgeGraph, kg: KnowledgeGraph, name: str
) -> None:
    """A service gives the same rows in the same order as the embedded store."""
    given: dict[str, Any] = {
        p.name: NEEDED[p.kind] for p in catalogue()[name].params if not p.optional
    }
    assert served.answer(name, **given).values() == kg.answer(name, **given).values()


@pytest.mark.slow
def test_evidence_and_explanations_are_the_same(served: KnowledgeGraph, kg: KnowledgeGraph) -> None:
    """What a row and a thing rest on is read in batches and is the same."""
    asked = [view.answer("holders", evidence=True).values() for view in (served, kg)]
    assert asked[0] == asked[1]
    for thing in ("area:dysmeli", "source:rv-hsn-2026-06", "permit:analcancer-region-vasterbotten"):
        assert str(served.explain(thing)) == str(kg.explain(thing))


def found_alike(one: KnowledgeGraph, other: KnowledgeGraph) -> bool:
    """Whether lookups in the resolved graph, in one source's and in all find the same."""
    source = other.names.find("source:000")
    return all(
        set(one.engine.find(things, props, graph=graph))
        == set(other.engine.find(things, props, graph=graph))
        for graph in (DefaultGraph(), source, terms.PEOPLE_GRAPH, terms.RESOLVED_GRAPH, None)
        for things, props in ((None, [terms.NHV.area, terms.RDF.type]), ([source], None))
    )


@pytest.mark.slow
def test_statements_are_found_in_the_same_graphs(
    served: KnowledgeGraph, kg: KnowledgeGraph
) -> None:
    """A lookup on a service can be of one graph, as it can in the embedded store."""
    assert found_alike(served, kg)


@pytest.mark.slow
def test_names_are_found_on_a_service(served: KnowledgeGraph) -> None:
    """A label, a short name, another case, and a near miss with a suggestion."""
    for name in ("Dysmeli", "area:dysmeli", "DYSMELIA"):
        assert served.find(name, "area") == "area:dysmeli"
    with pytest.raises(GraphError, match="did you mean Dysmeli"):
        served.find("Dysmelli", "area")


@pytest.mark.slow
def test_views_of_the_past_are_the_same(
    served: KnowledgeGraph, kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]
) -> None:
    """A view by source time is resolved here, from statements fetched once."""
    views = [view.at(known_at="2024", people=False) for view in (served, kg)]
    answers = [view.answer("holders").values() for view in views]
    assert answers[0] == answers[1]
    assert set(served.engine.quads()) == set(kg.engine.quads())


@pytest.mark.slow
def test_what_publishing_remembers_is_no_part_of_the_graph(served: KnowledgeGraph) -> None:
    """The graph in which a service remembers what was put there is not asked and not fetched."""
    graphs = {quad.graph_name for quad in served.engine.quads()}
    assert terms.PUBLISHED_GRAPH not in graphs, "leave it out of the graphs of this project"
    found = served.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    assert "graph/published" not in found.to_string()
    assert len(found) == len(graphs) - 1, "every graph but the resolved one"


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
def test_a_server_started_on_the_file_works_as_well(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Where the resolved graph is the default graph of the server, it is found there."""
    with oxigraph_server(tmp_path) as server:
        store = Store()
        store.bulk_extend(kg.engine.quads())
        data = store.dump(format=RdfFormat.N_QUADS)
        assert data is not None
        kind = {"Content-Type": "application/n-quads"}
        with build_opener().open(Request(server.graph_store_url, data, kind), timeout=60):
            plain = open_graph(server.query_url)
        for name in ("holders", "conflicts"):
            assert plain.answer(name).values() == kg.answer(name).values()
        assert found_alike(plain, kg)
