"""What engines do differently, each with the reference; see graph/engines/differences.py."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from graph.base.problems import QueryError
from graph.engines.differences import days, ratio, sort_key, spelled_out
from graph.engines.memory import MemoryEngine
from graph.engines.oxigraph import OxigraphEngine
from graph.engines.protocol import Engine
from graph.engines.sparql import tokens
from graph.questions.catalogue import catalogue
from ontology.terms import NHV, SKOS, XSD, thing


@pytest.fixture(scope="module")
def engines() -> tuple[Engine, Engine]:
    store = Store()
    first, second = thing("area", "first"), thing("area", "second")
    store.add(Quad(second, NHV.cameFrom, first))
    store.add(Quad(first, NHV.number, Literal("007", datatype=XSD.integer)))
    store.add(Quad(first, SKOS.prefLabel, Literal("Ä", language="sv-SE")))
    store.add(Quad(thing("citation", "a.b.c"), NHV.firstLine, Literal(1)))
    for source, number in (("a", 1), ("b", 1), ("b", 2)):
        home = thing("source", source)
        store.add(Quad(first, NHV.number, Literal(number), home))
    return OxigraphEngine(store), MemoryEngine(store)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?n { citation:a.b.c nhv:firstLine ?n }", [(1,)]),
        ("PREFIX c: <https://w3id.org/nhv/id/citation/> SELECT ?n { c:a.b.c ?p ?n }", [(1,)]),
        ("SELECT ?n { area:first nhv:number ?n }", [(7,)]),
        ('SELECT ?n { VALUES ?n { "1.50"^^xsd:decimal 1.5 } }', [(1.5,), (1.5,)]),
        ('SELECT ?n { VALUES ?n { "1"^^xsd:boolean } }', [(True,)]),
        ("SELECT (LANG(?n) AS ?l) { area:first skos:prefLabel ?n }", [("sv-se",)]),
        ("SELECT ?y { area:second nhv:cameFrom* ?y } ORDER BY ?y",
         [("area:first",), ("area:second",)]),
        ("SELECT * { ?s nhv:number ?n }", [("area:first", 7)]),
        (("SELECT ?g ?n { { SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g } } "
         "ORDER BY ?g"), [("source:a", 1), ("source:b", 2)]),
        (("SELECT ?g (MAX(?m) AS ?n) { GRAPH ?g { SELECT ?g ?m { ?s ?p ?m } } } GROUP BY ?g "
         "ORDER BY ?g"), [("source:a", 1), ("source:b", 2)]),
        ("SELECT ?s (MAX(?n) AS ?m) { ?s nhv:value ?n } GROUP BY ?s", []),
        ("SELECT (COUNT(?s) AS ?m) { ?s nhv:value ?n }", [(0,)]),
        ("SELECT (MAX(COALESCE(?n, 0)) AS ?m) { VALUES ?n { UNDEF 1 } }", [(1,)]),
    ],
)  # fmt: skip
def test_engines_agree_where_a_difference_is_met(
    engines: tuple[Engine, Engine], query: str, expected: list[tuple[object, ...]]
) -> None:
    """What is done about a difference makes the two engines give the same values."""
    for engine in engines:
        assert engine.select(query).values() == expected, f"{engine.name}: see differences.py"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?y { area:unknown nhv:cameFrom* ?y }",
        "SELECT (MAX(?n) AS ?m) { VALUES ?n { UNDEF 1 } }",
        'SELECT ("2024-03-01"^^xsd:date - "2024-02-01"^^xsd:date AS ?d) {}',
        "SELECT (1/3 AS ?n) {}",
        "SELECT ?t ?r { VALUES ?t { 1 2 } OPTIONAL { VALUES (?t ?r) { (1 2) } } }",
        'SELECT ?n { VALUES ?n { "ö" "z"@en "ä"@sv } } ORDER BY ?n',
        "SELECT ?s { GRAPH ?g { ?s ?p ?o FILTER(?g = source:a) } }",
        "SELECT (9223372036854775807 + 1 AS ?n) {}",
        "SELECT (0.1234567890123456789 + 1 AS ?n) {}",
    ],
)
def test_the_table_of_differences_is_true(engines: tuple[Engine, Engine], query: str) -> None:
    """Engines still differ in what no question may use; if not, shorten the table."""
    oxigraph, memory = (engine.select(query).rows for engine in engines)
    assert oxigraph != memory, "the engines agree now: take the line out of differences.py"


def test_a_short_name_with_dots_is_refused_by_the_engine_itself() -> None:
    """Once Oxigraph reads such names, spelled_out can go."""
    store = Store()
    query = "PREFIX c: <http://x/> SELECT * { c:a.b.c ?p ?o }"
    with pytest.raises(SyntaxError):
        store.query(query)
    assert "<http://x/a.b.c>" in spelled_out(query)


IN_EVERY_GRAPH = [
    "GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?n } }",
    "GRAPH ?g { ?s ?p ?n { SELECT DISTINCT ?s { ?s ?q ?o } } }",
    "GRAPH ?g { SELECT ?g ?n { ?s ?p ?n } ORDER BY ?n LIMIT 1 }",
    "GRAPH ?g { ?s ?p ?n FILTER EXISTS { SELECT ?s { ?s ?q ?o } } }",
    "GRAPH ?g { VALUES ?n { 1 } }",
    "GRAPH ?g { { ?s ?p ?n } UNION { VALUES ?n { 1 } } }",
]


@pytest.mark.parametrize("pattern", IN_EVERY_GRAPH)
def test_what_is_asked_of_all_graphs_at_once_is_refused(
    engines: tuple[Engine, Engine], pattern: str
) -> None:
    """A SELECT or VALUES that Oxigraph does not take graph by graph gets a sentence, no answer."""
    for engine in engines:
        with pytest.raises(QueryError, match=r"\?g"):
            engine.select(f"SELECT ?g ?n {{ {pattern} }}")


def test_the_engine_itself_asks_all_graphs_at_once() -> None:
    """Once Oxigraph takes a SELECT within GRAPH ?g graph by graph, it need not be refused."""
    store = Store()
    for name in ("urn:a", "urn:b"):
        store.add(Quad(NHV.Permit, NHV.number, Literal(1), NamedNode(name)))
    for pattern in (IN_EVERY_GRAPH[0], IN_EVERY_GRAPH[4]):
        rows = store.query(f"SELECT ?g ?n {{ {pattern} }}")
        assert isinstance(rows, QuerySolutions)
        assert len(list(rows)) == 1, "take _refuse_in_every_graph out of graph/engines/sparql.py"


@pytest.mark.each
@pytest.mark.parametrize("name", sorted(catalogue()))
def test_no_question_rests_on_what_engines_do_differently(name: str) -> None:
    """No joined text, zero-length path or difference of dates in a question."""
    read = [t for t in tokens(catalogue()[name].sparql) if t.kind not in ("space", "comment")]
    words = {t.text.upper() for t in read if t.kind == "word"}
    assert "GROUP_CONCAT" not in words, "join in the header: # join: column"
    for before, token in pairwise(read):
        path = before.kind == "pname" and token.text in ("*", "?")
        assert not path, "say what is meant with + and UNION"
    dated = re.compile(r"\?(?:\w*day|since|until|opens|closes)\s*-\s*\?")
    assert not dated.search(catalogue()[name].sparql), "count days in the header: # days x = a .. b"


def test_days_and_ratios_are_counted_here() -> None:
    """Whole days between whole dates; what is coarser or missing gives nothing."""
    assert days(date(2024, 2, 1), date(2024, 3, 1)) == 29
    assert days("2024", date(2024, 3, 1)) is None
    assert ratio(2, 3) == 0.67
    assert ratio(1, 0) is None
    assert ratio(None, 3) is None


def test_any_two_cells_have_an_order() -> None:
    """Nothing, then numbers, then dates and texts, whatever stands in a column."""
    cells = ["ö", None, 2, date(2024, 5, 1), "2024", True, "ä", 1.5, "z"]
    ordered = sorted(cells, key=sort_key)
    assert ordered == [None, True, 1.5, 2, "2024", date(2024, 5, 1), "z", "ä", "ö"]
