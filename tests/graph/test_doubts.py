"""A query that the graph cannot mean as it is written says so, and what to write."""

from __future__ import annotations

import pytest

from graph import KnowledgeGraph, open_graph
from tests.support import national_graph

DAY = '"2024-01-01"^^xsd:date'
DOUBTED = [
    ('SELECT ?r { ?r skos:prefLabel "Region Skåne" }', '"Region Skåne"@'),
    ("SELECT ?r { ?r skos:prefLabel 'Dysmeli' }", '"Dysmeli"@sv'),
    ('SELECT ?r { VALUES ?l { "Dysmeli" } ?r skos:prefLabel ?l }', '"Dysmeli"@sv'),
    ('SELECT ?r { ?r skos:prefLabel ?l FILTER(?l = "Dysmeli") }', '"Dysmeli"@sv'),
    ('SELECT ?p { ?p nhv:validFrom ?d FILTER(?d >= "2024") }', '"2024-01-01"^^xsd:date'),
    ('SELECT ?p { ?p nhv:validFrom "2024-07-01" }', '"2024-07-01"^^xsd:date'),
    ('SELECT ?u { ?u nhv:number "4" }', "write 4 without quotes"),
    ('SELECT ?r { ?r skos:prefLabel "Dysmelia"@sv }', 'write "Dysmeli"@sv'),
    ('SELECT ?r { ?r skos:prefLabel "region skåne"@sv }', 'write "Region Skåne"@sv'),
    ('SELECT ?r { ?r skos:prefLabel "Dysmeli"@en }', 'write "Dysmelia"@en'),
    ('SELECT ?p { ?p nhv:holder "Region Skåne"@sv }', "write region:region-skane"),
    ('SELECT ?p { ?p nhv:holder "region:region-skane" }', "write region:region-skane"),
    ('SELECT ?p { ?p nhv:area "xqzw" }', "write for example area:"),
    ('SELECT ?s { ?s nhv:status "In force" }', "write nhv:InForce"),
    ("SELECT ?p { ?p nhv:holder <region:region-skane> }", "skane without angle brackets"),
    ("SELECT ?p { ?p nhv:holder <foo:bar> }", "stands in no statement"),
    ("SELECT ?p { ?p nhv:validFrom ?d FILTER(?d > '2024'^^xsd:gYear) }", "with a year"),
    ("SELECT ?p { ?p nhv:validFrom ?d FILTER(?d > '2024-02'^^xsd:gYearMonth) }", "a month"),
    ('SELECT ?p { ?p nhv:startBasis "xqzw" }', "write for example nhv:"),
    ('SELECT ?r { ?r skos:prefLabel "xqzw" }', 'write for example "xqzw"@en'),
    ('SELECT ?r { ?r skos:prefLabel "Region Skåne"@en-GB }', 'write "Region Skåne"@en.'),
    ("SELECT ?c { ?c skos:notation 12 }", 'skos:notation has text; write for example "12"'),
    ("SELECT ?d { ?d nhv:firstDay ?t FILTER(?t >= 2024) }", '"2024-01-01"^^xsd:date'),
    ('SELECT ?d { ?d nhv:firstDay ?t FILTER(?t > "2024"^^xsd:gYear) }', "is xsd:gYear, and"),
    ('SELECT ?d { ?d nhv:firstDay "2024-1-1"^^xsd:date }', "is no value of xsd:date"),
    ("SELECT ?d { ?d nhv:firstDay ?t FILTER(?t IN (2024, 2025)) }", "“2024” is a number, and"),
    (
        "SELECT ?r { ?r rdfs:label ?l }",
        "rdfs:label stands in no statement of this view",
    ),
    ("SELECT ?r { ?r <http://schema.org/name> ?l }", 'kg.vocabulary("name") shows'),
    ("SELECT ?p { ?p nhv:area <http://w3id.org/nhv/id/area/Dysmeli> }", "mean area:dysmeli"),
    ("SELECT ?p { <https://w3id.org/nhv/id/flower/x> ?p ?o }", 'kg.vocabulary("x") shows'),
    ('SELECT ?r { ?r skos:prefLabel ?l FILTER(CONTAINS(?l, "sKÅNE")) }', "letter by letter"),
    ('SELECT ?r { ?r skos:prefLabel ?l FILTER(REGEX(?l, "^skÅne")) }', "letter by letter"),
    ('SELECT ?r { ?r skos:prefLabel ?l FILTER(LANG(?l) = "se") }', "they are in sv, en"),
    ("BASE <http://x/> SELECT * { ?s <p> ?o ; nhv:firstDay 3 }", "“3” is a number, and"),
]
"""Queries that find nothing, and what the note on each says."""
COMPARISONS = [
    f"?d < {DAY}",
    f"{DAY} <= ?d",
    f"?d > {DAY} && ?d < '2025-01-01'^^xsd:date",
    "?d <= $as_of",
    '?d >= xsd:date("2024-01-01")',
    'xsd:date("2024-01-01") > ?d',
    '!(?d < xsd:date("2024-01-01"))',
    "?d > ?e",
    "?e <= ?d",
]
"""Conditions on dates, some of which are coarser than a day."""
COMPARED = "SELECT ?p { ?p nhv:validFrom ?d ; nhv:latestStart ?e FILTER(%s) }"


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    """The graph of all curated files."""
    return open_graph(national_graph(), lang="en")


@pytest.mark.parametrize(("query", "says"), DOUBTED)
def test_a_text_that_cannot_be_meant_is_told(kg: KnowledgeGraph, query: str, says: str) -> None:
    """Labels have a language, dates and numbers a type: the note says what to write."""
    answer = kg.query(query)
    assert answer.empty
    assert says in answer.note
    assert "No source in this view says so" not in answer.note, "the sources are not silent"


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ('ASK { ?r skos:prefLabel "Region Skåne" }', '"Region Skåne"@'),
        ("ASK { area:dysmelii ?p ?o }", "did you mean area:dysmeli"),
        ('SELECT (COUNT(?r) AS ?n) { ?r skos:prefLabel "Dysmeli" }', '"Dysmeli"@sv'),
        ('SELECT (MAX(?d) AS ?m) { ?p nhv:validFrom ?d FILTER(?d > "2024") }', "^^xsd:date"),
    ],
)
def test_no_and_nought_are_doubted_as_an_empty_answer_is(
    kg: KnowledgeGraph, query: str, says: str
) -> None:
    """An answer of no, nought or nothing says what in the query cannot be meant."""
    answer = kg.query(query)
    assert not any(answer.iloc[0]), "ask for what the graph cannot mean"
    assert says in answer.note, "have of_query tell its doubts, too"
    assert kg.query("ASK { ?x a nhv:CareArea FILTER(1 = 2) }").note == "", (
        "and nothing without doubt"
    )


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?r { ?r skos:prefLabel "Nowhere"@sv }',
        'SELECT ?r { ?r skos:prefLabel ?l FILTER(STR(?l) = "Nowhere") }',
    ],
)
def test_other_texts_are_not_doubted(kg: KnowledgeGraph, query: str) -> None:
    """What is no name, date or number is what the sources are silent on."""
    assert "No source in this view says so" in kg.query(query).note


@pytest.mark.parametrize(
    ("condition", "values"),
    [*((condition, {}) for condition in COMPARISONS), ("?d >= $day", {"day": "2024-01-01"})],
)
def test_what_a_comparison_with_a_day_misses_is_told(
    kg: KnowledgeGraph, condition: str, values: dict[str, str]
) -> None:
    """Months and years fit neither side of a comparison with a day; the note counts them."""
    note = kg.query(COMPARED % condition, **values).note
    coarse = kg.select(
        "SELECT (COUNT(*) AS ?n) { ?p nhv:validFrom ?d FILTER(DATATYPE(?d) != xsd:date) }"
    ).column("n")[0]
    assert f"{coarse} values of nhv:validFrom" in note
    assert "nhv:earliestStart and nhv:latestStart" in note


@pytest.mark.parametrize(
    "condition",
    [f"?d < {DAY}", f"{DAY} <= ?d", f"?d = {DAY} || ?d != {DAY}"],
)
def test_days_miss_nothing(kg: KnowledgeGraph, condition: str) -> None:
    """A comparison of what is always a day has no such note."""
    query = f"SELECT ?p {{ ?p a nhv:Permit ; nhv:latestStart ?d FILTER({condition}) }}"
    assert "fit no comparison" not in kg.query(query).note
