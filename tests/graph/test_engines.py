from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Store

from graph import KnowledgeGraph, open_graph
from graph.base.problems import QueryError
from graph.engines.differences import spelled_out
from graph.engines.frames import value
from graph.engines.oxigraph import syntax_error
from graph.engines.sparql import bind, parameters, tokens
from ontology import terms
from tests.support import sampled, small_graph

ENGINES = ("oxigraph", "memory")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    return open_graph(small_graph(tmp_path_factory.mktemp("small")))


@pytest.fixture(params=ENGINES)
def either(request: pytest.FixtureRequest, small: KnowledgeGraph) -> KnowledgeGraph:
    return small.at(engine=request.param)


def test_both_engines_give_typed_values_alike(small: KnowledgeGraph) -> None:
    """A value is the same Python value whatever engine gave it."""
    asked = (
        'SELECT * { VALUES (?a ?b ?c ?d ?e ?f ?g) { (1 1.50 true "2027-01-01"^^xsd:date '
        '"å"@sv "2026-06"^^xsd:gYearMonth UNDEF) } }'
    )
    answers = [small.at(engine=e).select(asked).records()[0] for e in ENGINES]
    assert answers[0] == answers[1], "make the two engines agree in engines.py or frames.value"
    assert str(answers[0]["d"]) == "2027-01-01"
    assert answers[0]["f"] == "2026-06"
    assert answers[0]["g"] is None


def test_an_all_empty_row_is_kept(either: KnowledgeGraph) -> None:
    """A solution without any value is a row; rdflib's iterator would drop it."""
    table = either.select("SELECT ?x { ?s a nhv:Source OPTIONAL { ?s nhv:nuts3 ?x } }")
    assert table.rows == [(None,)]


def test_no_groups_out_of_nothing(either: KnowledgeGraph) -> None:
    """GROUP BY over no solutions gives no row on any engine."""
    assert either.select("SELECT ?s (COUNT(?s) AS ?n) { ?s a nhv:Gap } GROUP BY ?s").rows == []


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("SELECT ?x WHERE {\n ?x a nhv:Permitt }", "did you mean nhv:Permit"),
        ("SELECT ?x { ?x nhv:hoder ?y }", "did you mean nhv:holder"),
        ("SELECT ?x { ?x skos:preflabel ?y }", "did you mean skos:prefLabel"),
        ("SELECT ?x { ?x <https://w3id.org/nhv/ontology#hoder> ?y }", "nhv:holder"),
        ("SELECT ?x { ?x arae:dysmeli ?y }", "did you mean area"),
        ("SELECT ?x { ?x a nhv:Permit", "line 1, column"),
        ("SELEC ?x { ?x a nhv:Permit }", "did you mean SELECT"),
        ("SELECT ?x { SERVICE <http://example.org/> { ?x ?y ?z } }", "SERVICE"),
        ("SELECT ?x { service silent <http://example.org/> { ?x ?y ?z } }", "SERVICE"),
        ("SELECT ?x FROM <http://example.org/> { ?x ?y ?z }", "FROM"),
        ("SELECT ?x FROM NAMED <http://example.org/> { ?x ?y ?z }", "FROM"),
        ("LOAD <http://example.org/>", "read only"),
        ("PREFIX x: <http://x/> INSERT DATA { x:a x:b x:c }", "read only"),
        ("SELECT ?x { <x> a ?x }", "BASE <…> before the query"),
        ("PREFIX x: <x/> SELECT ?x { x:y a ?x }", "<x/> is no whole address"),
    ],
)
def test_a_query_that_cannot_be_meant_is_refused(
    either: KnowledgeGraph, query: str, says: str
) -> None:
    """Syntax errors, unknown terms, updates and reaching outside give one clear QueryError."""
    with pytest.raises(QueryError) as caught:
        either.select(query)
    assert says in str(caught.value), "the message must say what to write instead"


def test_columns_of_a_star_stand_as_written(either: KnowledgeGraph) -> None:
    """The columns of SELECT * are in the order of the query, as people read it."""
    table = either.select(
        "SELECT DISTINCT * { ?z a ?kind . BIND(1 AS ?a) { SELECT ?z { ?z ?b ?c } } }"
    )
    assert table.columns == ["z", "kind", "a"], "see spelled_out in graph/engines/differences.py"
    assert either.select("SELECT * { nhv:Permit a nhv:CareArea }").columns == []
    assert either.select("SELECT * { ?b ?a nhv:Gap } VALUES ?a { 1 } # x").columns == ["b", "a"]


def test_naming_columns_answers_nothing() -> None:
    """Which columns there are is read out of the query, whatever it would take to answer it."""
    many = " ".join(map(str, range(300)))
    blocks = " ".join(f"VALUES ?{name} {{ {many} }}" for name in "cab")
    assert spelled_out(f"SELECT * {{ {blocks} }} ORDER BY ?a").startswith("SELECT ?c ?a ?b {")


def test_an_address_may_be_relative_to_a_base(either: KnowledgeGraph) -> None:
    """BASE says what a relative address is relative to."""
    base = "BASE <https://w3id.org/nhv/id/area/>"
    assert either.select(f"{base} ASK {{ <dysmeli> a nhv:CareArea }}").values() == [(True,)]


def test_an_error_points_at_its_place(either: KnowledgeGraph) -> None:
    """An error names line and column and shows the line with a caret below."""
    with pytest.raises(QueryError) as caught:
        either.select("SELECT ?x WHERE {\n  ?x a nhv:Permitt\n}")
    first, shown, caret = str(caught.value).splitlines()
    assert first.startswith("line 2, column 8:")
    assert shown.index("nhv:Permitt") == caret.index("^")


@pytest.mark.parametrize(
    ("query", "remedy"),
    [
        ("SELECT ?a (COUNT(?p) AS ?n) { ?p nhv:area ?a }", "put it into GROUP BY"),
        ("SELECT (?x + 1 AS ?n) { ?p nhv:area ?a } GROUP BY ?a", "put it into GROUP BY"),
        ("SELECT * { ?p nhv:area ?a } GROUP BY ?a", "write which columns"),
        ("SELECT (1 AS ?a) { ?p nhv:area ?a }", "another name after AS"),
        ("SELECT ?a (1 AS ?a) { ?p nhv:holder ?b }", "another name after AS"),
    ],
)
def test_what_the_parser_forbids_comes_with_a_remedy(query: str, remedy: str) -> None:
    """Columns that SELECT cannot have are told in our words, and with what to do."""
    with pytest.raises(SyntaxError) as caught:
        Store().query(f"PREFIX nhv: <urn:nhv:> {query}")
    assert remedy in str(syntax_error(query, caught.value)), "see [parser] in graph/base/words.toml"


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?s { ?s ?p "SERVICE FROM <http://x> nhv:Permitt" }',
        "SELECT ?s { ?s ?p ?o # SERVICE FROM <http://x> nhv:Permitt\n}",
        "SELECT ?s { ?s ?p <http://example.org/SERVICE> }",
        "SELECT ?s { ?s skos:hiddenLabel ?o }",
        'SELECT ?s { ?s ?p """a "quoted" SERVICE""" }',
        "SELECT ?s FROM NAMED source:demo-2024 { ?s a nhv:Permit }",
    ],
)
def test_words_in_strings_comments_and_iris_are_no_keywords(
    small: KnowledgeGraph, query: str
) -> None:
    """Only what SPARQL reads as a keyword or term is looked at."""
    if "FROM NAMED source:" in query:
        with pytest.raises(QueryError, match="FROM"):
            small.select(query)  # the small graph has no named graphs
    else:
        small.select(query)


def test_parameters_are_bound_as_terms_only() -> None:
    """A $name becomes a term; the same text in a string, comment or IRI stays."""
    from pyoxigraph import Literal

    text = 'SELECT ?s { ?s ?p $o . ?s ?q "$o" . <http://x/$o> ?r ?o } # $o'
    bound = bind(text, {"o": Literal('a"} INSERT')})
    assert parameters(text) == {"o"}
    assert bound.count("$o") == 3
    assert r'"a\"} INSERT"' in bound, "a value must never end its own string"


def test_tokens_rebuild_the_query() -> None:
    """No character of a query is lost in reading it."""
    text = 'PREFIX a: <x> SELECT ?b { a:c-d.e _:f \'g\\\'h\' ; """i"j""" 1.5e3 , @sv }.\n# k\r\n'
    assert "".join(token.text for token in tokens(text)) == text


@pytest.mark.slow
def test_short_names_with_dots_can_be_asked_for(
    kg: KnowledgeGraph, kg_memory: KnowledgeGraph
) -> None:
    """Oxigraph ends a short name at its second dot; citations have more of them."""
    found = kg.select("SELECT ?c { ?c a nhv:Citation } ORDER BY ?c LIMIT 1").column("c")[0]
    assert str(found).count(".") > 1
    assert "<" in spelled_out(f"SELECT ?p {{ {found} ?p ?o }}")
    for either in (kg, kg_memory):
        assert either.select(f"SELECT ?p {{ {found} ?p ?o }}").rows, either.engine.name


def test_construct_and_ask_are_tables_too(either: KnowledgeGraph) -> None:
    """ASK has the column ask; CONSTRUCT has subject, predicate and object, sorted."""
    assert either.select("ASK { ?s a nhv:Permit }").values() == [(True,)]
    made = either.select("CONSTRUCT { ?s a nhv:Permit } WHERE { ?s a nhv:Permit }")
    assert made.columns == ["subject", "predicate", "object"]
    assert [value(row[0]) for row in made.rows] == [
        "permit:dysmeli-region-skane",
        "permit:dysmeli-region-uppsala",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", sampled(["kg", "kg_memory"], 2))
def test_statements_are_found_in_one_graph_or_all(
    name: str, kg: KnowledgeGraph, request: pytest.FixtureRequest
) -> None:
    """A lookup is of the resolved graph, of one source's, or of all; the first if none is named."""
    asked = request.getfixturevalue(name).engine
    every = set(asked.find(graph=None))
    assert every == set(asked.quads())
    for graph in (DefaultGraph(), terms.REGISTERS_GRAPH, kg.names.find("source:000")):
        held = {quad for quad in every if quad.graph_name == graph}
        assert set(asked.find(graph=graph)) == held != set()
    assert set(asked.find()) == set(asked.find(graph=DefaultGraph()))
    assert not list(asked.find(graph=terms.RESOLVED_GRAPH)), "it has no name in a store"


def test_a_missing_file_is_said_in_one_sentence(tmp_path: Path) -> None:
    """Opening what is not there names it."""
    from graph.base.problems import NoGraph

    with pytest.raises(NoGraph, match="nowhere"):
        open_graph(tmp_path / "nowhere.trig")
