"""What a question and a query take: names, lists, numbers of numpy, and whom a holder means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph import KnowledgeGraph, open_graph
from graph.base.problems import BadParameter, NoGraph
from graph.engines.oxigraph import OxigraphEngine
from graph.lookup.names import Names
from graph.questions.parameter import plain
from graph.view.binding import bound
from tests.support import built_graph, national_graph

DAY = date(2024, 6, 12)
SKANE = "region:region-skane"
COUNTED = """SELECT ?h (COUNT(DISTINCT ?a) AS ?n) { ?p a nhv:Permit ; nhv:holder ?h ; nhv:area ?a }
GROUP BY ?h HAVING (COUNT(DISTINCT ?a) >= $most)"""


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    """The graph of all curated files."""
    return open_graph(national_graph(), lang="en")


@pytest.mark.parametrize(
    "number",
    [np.int64(20), np.int8(20), np.float64(20), 20.0, Decimal(20), Decimal("19.5"), np.uint16(20)],
    ids=lambda number: type(number).__name__,
)
def test_numbers_of_numpy_are_numbers(kg: KnowledgeGraph, number: Any) -> None:
    """A number asks the same whichever library it is of."""
    rows = kg.select(COUNTED, most=20).rows
    assert rows
    assert kg.select(COUNTED, most=number).rows == rows


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (np.bool_(True), True),
        (np.str_("a"), "a"),
        (np.datetime64("2024-06-12"), "2024-06-12"),
        (np.array(3), 3),
        (rdflib.URIRef("urn:a"), NamedNode("urn:a")),
        (rdflib.Literal("a", lang="sv"), Literal("a", language="sv")),
        (pd.Series([7]).iloc[0], 7),
        (2**70, 2**70),
    ],
    ids=str,
)
def test_a_value_is_what_its_library_means(given: Any, meant: object) -> None:
    """Numpy, pandas and rdflib give the values of Python, or terms."""
    assert plain("x", given) == meant


@pytest.mark.parametrize(
    "given",
    [pd.NA, pd.NaT, np.nan, np.datetime64("NaT"), [1], {1}, {"a": 1}, pd.Series([1]), object()],
    ids=lambda given: type(given).__name__,
)
def test_what_is_no_value_is_refused(given: Any) -> None:
    """Nothing that is missing, and no collection, is written into a query as its text."""
    with pytest.raises(BadParameter, match=r"x is (missing|one value)"):
        plain("x", given)


def test_large_numbers_are_asked_for(kg: KnowledgeGraph) -> None:
    """A number beyond 64 bits is a number."""
    assert kg.select("SELECT ($n AS ?n) {}", n=2**70).column("n") == [2**70]


@pytest.mark.parametrize("name", ["holder", "x", "who", "my_region", "region"])
@pytest.mark.parametrize("said", ["Region Skåne", "region skane", SKANE])
def test_a_parameter_names_a_thing_whatever_it_is_called(
    kg: KnowledgeGraph, name: str, said: str
) -> None:
    """`$holder` and any other parameter take names as `$region` does."""
    query = f"SELECT ?p {{ ?p a nhv:Permit ; nhv:holder ${name} }} ORDER BY ?p"
    wanted = kg.select("SELECT ?p { ?p a nhv:Permit ; nhv:holder region:region-skane } ORDER BY ?p")
    assert kg.select(query, **{name: said}).rows == wanted.rows != []


@pytest.mark.parametrize(
    "condition",
    [
        "CONTAINS(?l, $words)",
        "STR(?l) = $words",
        "$words = STR(?l)",
        "CONTAINS(LCASE(STR(?l)), LCASE($words))",
        "REGEX(?l, $words)",
        "!(STR(?l) != $words)",
    ],
)
def test_a_text_that_is_compared_with_texts_stays_one(kg: KnowledgeGraph, condition: str) -> None:
    """A label is looked for by its words although a thing is called so."""
    query = f"SELECT ?s {{ ?s skos:prefLabel ?l FILTER({condition}) }}"
    assert SKANE in kg.select(query, words="Region Skåne").column("s")


def test_what_names_nothing_is_a_text_where_a_text_can_stand(kg: KnowledgeGraph) -> None:
    """A locator is no thing, and is asked for as it is."""
    (place,) = kg.select("SELECT ?l { ?c bibo:locator ?l } ORDER BY ?l LIMIT 1").column("l")
    assert kg.select("SELECT ?c { ?c bibo:locator $x }", x=str(place)).rows
    assert kg.select("SELECT ($x AS ?x) {}", x=Literal("Region Skåne")).column("x") == [
        "Region Skåne"
    ]


def test_a_list_asks_for_each(kg: KnowledgeGraph) -> None:
    """The rows of a list are those of its values together, in the question's order."""
    areas = ["dysmeli", "psc", "könsdysfori"]
    alone = [row for area in areas for row in kg.ask("holders", area=area).values.tolist()]
    for listed in (areas, tuple(areas), set(areas), pd.Series(areas), np.array(areas)):
        together = kg.ask("holders", area=listed)
        assert sorted(map(str, together.values.tolist())) == sorted(map(str, alone))
        assert together["area"].is_monotonic_increasing
    assert kg.ask("holders", area=["dysmeli"]).equals(kg.ask("holders", area="dysmeli"))
    assert len(kg.ask("holders", area=["dysmeli", "dysmeli"])) == len(
        kg.ask("holders", area="dysmeli")
    )


def test_lists_can_be_of_several_parameters(kg: KnowledgeGraph) -> None:
    """Each value of one list goes with each of another."""
    asked: dict[str, Any] = {
        "area": ["dysmeli", "psc"],
        "holder": ["Region Skåne", "Region Stockholm"],
    }
    together = kg.ask("holders", **asked)
    assert set(together["holder"]) <= set(asked["holder"]) | {"Region Skåne", "Region Stockholm"}
    assert set(together["area"]) <= {kg.label(kg.find(area)) for area in asked["area"]}


@pytest.mark.parametrize(
    ("question", "name", "values"),
    [
        ("regions-without-holder", "area", ["dysmeli", "psc"]),
        ("permits-by-region", "programme", ["nhv", "rikssjukvard"]),
        ("concentration-over-time", "programme", ["nhv", "rikssjukvard"]),
    ],
)
def test_a_row_says_which_value_of_a_list_it_is_for(
    kg: KnowledgeGraph, question: str, name: str, values: list[str]
) -> None:
    """Where no column tells, one is put in front; no two values are added up unseen."""
    asked: dict[str, Any] = {name: values, "as_of": "2020-06-30"}
    together = kg.ask(question, **asked)
    assert together.columns[0] == name
    for value in values:
        alone = kg.ask(question, **{**asked, name: value})
        told = kg.label(kg.find(value, name))
        mine = together[together[name] == told].drop(columns=name).reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, alone)


@pytest.mark.parametrize(
    "said", ["Södra sjukvårdsregionen", "Norra sjukvårdsregionen", "Sydöstra sjukvårdsregionen"]
)
def test_a_healthcare_region_holds_what_its_regions_hold(kg: KnowledgeGraph, said: str) -> None:
    """`holder=` takes a healthcare region: its regions' permits, and those said of it alone."""
    whole = kg.find(said, "healthcare-region")
    regions = kg.select(
        "SELECT ?r { ?r nhv:inHealthcareRegion $whole ; a nhv:Region }", whole=whole
    ).column("r")
    every = kg.answer("holders", ids=True)
    wanted = {
        row
        for row, own in zip(every.rows, every.column("holder_id"), strict=True)
        if own in [*regions, whole]
    }
    assert set(kg.answer("holders", holder=said, ids=True).rows) == wanted != set()


@pytest.mark.parametrize(
    "said", ["Karolinska Universitetssjukhuset", "Sahlgrenska Universitetssjukhuset"]
)
def test_a_hospital_holds_what_is_done_there(kg: KnowledgeGraph, said: str) -> None:
    """`holder=` takes a hospital: permits through it or a unit of it, and no others."""
    hospital = kg.find(said, "hospital")
    units = kg.select("SELECT ?u { ?u nhv:partOf $whole }", whole=hospital).column("u")
    every = kg.answer("holders", ids=True)
    told = zip(every.rows, every.column("hospital_id"), every.column("holder_id"), strict=True)
    wanted = {
        row
        for row, through, own in told
        if {*str(through).split(", "), str(own)} & {hospital, *map(str, units)}
    }
    assert set(kg.answer("holders", holder=said, ids=True).rows) == wanted != set()


@pytest.mark.parametrize("how", [str, Path])
def test_nothing_is_built_where_nobody_asked(tmp_path: Path, how: Callable[[Path], Any]) -> None:
    """A misspelt folder, and one with other files in it, is told and left alone."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "notes.txt").write_text("mine", encoding="utf-8")
    for place in (tmp_path / "typo", other):
        with pytest.raises(NoGraph, match="build=True"):
            open_graph(how(place))
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["notes.txt", "other"]
    assert open_graph(how(built_graph())).path == Path(built_graph())


@pytest.mark.parametrize("iri", ["source:abc", "geo:59.3,18.1", "area:dysmeli", "term:1", "nhv:x"])
def test_an_iri_with_the_scheme_of_a_prefix_is_no_short_name(iri: str) -> None:
    """What only looks like a short name stands in angle brackets, and is asked for as it stands."""
    store = Store()
    subject = NamedNode("urn:x:1")
    store.add(Quad(subject, NamedNode("urn:x:of"), NamedNode(iri)))
    engine = OxigraphEngine(store)
    (cell,) = engine.select("SELECT ?o { ?s ?p ?o }").column("o")
    assert cell == f"<{iri}>"
    query = bound("SELECT ?s { ?s ?p $x }", {"x": cell}, Names(engine), as_of=DAY, lang="sv")
    assert engine.select(query).column("s") == ["urn:x:1"]
