"""Clients that others wrote, against ``nhv serve``: every form of results, by every way to ask."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import rdflib
import SPARQLWrapper
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from graph import KnowledgeGraph
from graph.service.serve.endpoint import Settings
from ontology import terms
from tests.graph.serving_load import served
from tests.support import ROOT, need

# SPARQLWrapper calls a name of rdflib that is out of date.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

PROLOGUE = f"PREFIX nhv: <{terms.PREFIXES['nhv']}> PREFIX skos: <{terms.PREFIXES['skos']}> "
SELECT = f"{PROLOGUE} SELECT ?r ?n {{ ?r a nhv:Region ; skos:prefLabel ?n }}"
ASK = f"{PROLOGUE} ASK {{ ?r a nhv:Region }}"
CONSTRUCT = f"{PROLOGUE} CONSTRUCT WHERE {{ ?r a nhv:Region ; skos:prefLabel ?n }}"
DESCRIBE = "DESCRIBE <https://w3id.org/nhv/id/region/region-skane>"
WRONG = f"{PROLOGUE} SELECT ?r {{ ?r a nhv:Regoin }}"

Rows = set[tuple[str, str, str]]


@pytest.fixture(scope="module")
def endpoint(built: Path) -> Iterator[str]:
    with served(built, Settings(port=0, workers=1, cors=("*",))) as serving:
        yield serving.endpoint


@pytest.fixture(scope="module")
def rows(kg: KnowledgeGraph) -> Rows:
    """Each region with a name and its language, as the engine beside us gives them."""
    return {(str(r)[1:-1], n.value, n.language) for r, n in kg.engine.select(SELECT).rows}  # type: ignore[union-attr, misc]


@pytest.fixture(scope="module")
def triples(kg: KnowledgeGraph) -> dict[str, int]:
    """How many triples a query makes, as the engine beside us makes them."""
    return {query: len(kg.engine.construct(query)) for query in (CONSTRUCT, DESCRIBE)}


# SPARQLWrapper


def wrapped(endpoint: str, query: str, form: str, way: tuple[str, str]) -> Any:
    client = SPARQLWrapper.SPARQLWrapper(endpoint)
    client.setQuery(query)
    client.setMethod(way[0])
    client.setRequestMethod(way[1])
    client.setReturnFormat(form)
    return client.query()


WAYS = [
    (SPARQLWrapper.GET, SPARQLWrapper.URLENCODED),
    (SPARQLWrapper.POST, SPARQLWrapper.URLENCODED),
    (SPARQLWrapper.POST, SPARQLWrapper.POSTDIRECTLY),
]


@pytest.mark.parametrize("way", WAYS, ids=["get", "form", "direct"])
def test_sparqlwrapper_reads_rows(endpoint: str, rows: Rows, way: tuple[str, str]) -> None:
    """SPARQLWrapper's JSON, XML, CSV and TSV of a SELECT have every row, however it asks."""
    told = wrapped(endpoint, SELECT, SPARQLWrapper.JSON, way).convert()["results"]["bindings"]
    assert {(b["r"]["value"], b["n"]["value"], b["n"]["xml:lang"]) for b in told} == rows
    document = wrapped(endpoint, SELECT, SPARQLWrapper.XML, way).convert()
    assert len(document.getElementsByTagName("result")) == len(rows)
    for form in (SPARQLWrapper.CSV, SPARQLWrapper.TSV):
        lines = wrapped(endpoint, SELECT, form, way).convert().decode().splitlines()
        assert len(lines) == len(rows) + 1


@pytest.mark.parametrize("way", WAYS, ids=["get", "form", "direct"])
def test_sparqlwrapper_reads_truths_and_triples(
    endpoint: str, triples: dict[str, int], way: tuple[str, str]
) -> None:
    """ASK in JSON and XML, CONSTRUCT and DESCRIBE in Turtle, RDF/XML, N-Triples and JSON-LD."""
    assert wrapped(endpoint, ASK, SPARQLWrapper.JSON, way).convert()["boolean"] is True
    document = wrapped(endpoint, ASK, SPARQLWrapper.XML, way).convert()
    assert document.getElementsByTagName("boolean")[0].firstChild.data == "true"
    for query, number in triples.items():
        for form in (SPARQLWrapper.TURTLE, SPARQLWrapper.N3):
            told = wrapped(endpoint, query, form, way).convert()
            assert len(rdflib.Graph().parse(data=told, format="turtle")) == number
        for form in (SPARQLWrapper.RDFXML, SPARQLWrapper.XML, SPARQLWrapper.JSONLD):
            assert len(wrapped(endpoint, query, form, way).convert()) == number, form


def test_sparqlwrapper_hears_what_is_wrong(endpoint: str) -> None:
    """The sentence about a wrong query is in SPARQLWrapper's error."""
    with pytest.raises(SPARQLWrapper.SPARQLExceptions.QueryBadFormed, match="did you mean nhv:Reg"):
        wrapped(endpoint, WRONG, SPARQLWrapper.JSON, WAYS[0])


# rdflib


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_asks_a_store_far_away(endpoint: str, rows: Rows, form: str, method: str) -> None:
    """rdflib's SPARQLStore reads the rows of a SELECT in each form; CSV has no languages."""
    graph = rdflib.Graph(store=SPARQLStore(endpoint, returnFormat=form, method=method))
    found = {(str(r), str(n), getattr(n, "language", None)) for r, n in graph.query(SELECT)}  # type: ignore[misc]
    wanted = {(r, n, None if form == "csv" else lang) for r, n, lang in rows}
    assert found == wanted
    if form in ("json", "xml"):
        assert graph.query(ASK).askAnswer is True


def test_rdflib_walks_a_graph_far_away(endpoint: str, rows: Rows, triples: dict[str, int]) -> None:
    """A graph on a service answers patterns and counts like one in memory, and gives triples."""
    graph = rdflib.Graph(store=SPARQLStore(endpoint))
    region = rdflib.URIRef(terms.NHV.Region.value)
    assert set(map(str, graph.subjects(rdflib.RDF.type, region))) == {r for r, _, _ in rows}
    for query, number in triples.items():
        made = graph.query(query).graph
        assert made is not None
        assert len(made) == number


# npm: Comunica, fetch-sparql-endpoint, YASGUI

# Comunica 4 loses the languages of any service with what npm gives it now; 5 needs a newer Node.
_PACKAGES = (
    "@comunica/query-sparql@3", "fetch-sparql-endpoint@6", "@triply/yasqe@4", "@triply/yasr@4"
)  # fmt: skip


def node_modules() -> Path:
    """Where the clients from npm lie; skip where they do not."""
    folder = Path(os.environ.get("NHV_NODE_MODULES", ROOT / "build" / "clients" / "node_modules"))
    for package in _PACKAGES:
        if not (folder / package.rpartition("@")[0]).is_dir():
            pytest.skip(
                f"{package} is not in {folder}; npm install --prefix build/clients "
                f"{' '.join(_PACKAGES)}, or name another folder in NHV_NODE_MODULES"
            )
    return folder


@pytest.mark.trust
def test_clients_of_node_read_all_forms(endpoint: str, rows: Rows, triples: dict[str, int]) -> None:
    """Comunica and fetch-sparql-endpoint read rows, truths and triples, by GET and POST."""
    folder = node_modules()
    given = {"select": SELECT, "ask": ASK, "construct": CONSTRUCT, "describe": DESCRIBE}
    script = Path(__file__).with_name("clients.cjs")
    run = [need("node"), str(script), str(folder), endpoint, json.dumps(given)]
    done = subprocess.run(run, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    for client, told in json.loads(done.stdout).items():
        for way, found in told["select"].items():
            assert {tuple(row) for row in found} == rows, f"{client} {way}"
        assert set(told["ask"].values()) == {True}, client
        assert set(told["construct"].values()) == {triples[CONSTRUCT]}, client
        assert set(told["describe"].values()) == {triples[DESCRIBE]}, client


_YASGUI = """(url) => {
  const yasqe = new Yasqe(document.getElementById("yasqe"), { persistenceId: null });
  window.ask = async (query, select, graph, method) => {
    yasqe.config.requestConfig = {
      endpoint: url, method, acceptHeaderSelect: select, acceptHeaderGraph: graph,
      acceptHeaderUpdate: "*/*", namedGraphs: [], defaultGraphs: [], args: [], headers: {},
      withCredentials: false, adjustQueryBeforeRequest: false,
    };
    yasqe.setValue(query);
    const response = await new Promise((done) => {
      const heard = (_, found) => { yasqe.off("queryResponse", heard); done(found); };
      yasqe.on("queryResponse", heard);
      yasqe.query().catch(() => null);
    });
    const place = document.getElementById("yasr");
    place.replaceChildren();
    const yasr = new Yasr(place, { persistenceId: null });
    yasr.setResponse(response, 1);
    const { results } = yasr;
    return {
      rows: (results.getBindings() || []).length, truth: results.getBoolean(),
      triples: (results.getStatements() || []).length, wrong: (results.getError() || {}).text || "",
    };
  };
}"""


@pytest.mark.trust
@pytest.mark.browser
def test_yasgui_shows_all_forms(endpoint: str, rows: Rows, triples: dict[str, int]) -> None:
    """YASGUI's editor asks from another page, and its view shows rows, truths, triples, errors."""
    from playwright.sync_api import expect

    from tests.browser import chromium

    folder = node_modules() / "@triply"
    turtles = ("text/turtle", "application/n-triples")
    tables = ("application/sparql-results+json", "application/sparql-results+xml")
    with chromium() as browser:
        page = browser.new_page()
        page.set_content("<div id=yasqe></div><div id=yasr></div>")
        for name in ("yasqe", "yasr"):
            page.add_script_tag(path=folder / name / "build" / f"{name}.min.js")
        page.evaluate(_YASGUI, endpoint)

        def ask(query: str, form: str, method: str) -> Any:
            script = "([query, form, method]) => ask(query, form, form, method)"
            return page.evaluate(script, [query, form, method])

        for method in ("GET", "POST"):
            for form in (*tables, "text/csv", "text/tab-separated-values"):
                told = ask(SELECT, form, method)
                assert told["rows"] == len(rows), form
                expect(page.locator("#yasr")).to_contain_text("Region Skåne")
            for form in tables:
                assert ask(ASK, form, method)["truth"] is True, form
            for form in turtles:
                for query, number in triples.items():
                    assert ask(query, form, method)["triples"] == number, form
            assert "did you mean nhv:Region" in ask(WRONG, tables[0], method)["wrong"]


def test_a_form_by_name_is_what_pandas_reads(endpoint: str, rows: Rows) -> None:
    """A CSV by its address alone is what a spreadsheet or pandas reads."""
    import pandas as pd

    frame = pd.read_csv(f"{endpoint}?format=csv&query={quote(SELECT)}")
    assert set(zip(frame["r"], frame["n"], strict=True)) == {(r, n) for r, n, _ in rows}
