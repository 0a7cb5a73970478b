"""A part of the graph: what a query makes, what is tied to a thing, and its way into files."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rdflib
from rdflib.compare import isomorphic

from graph import KnowledgeGraph, open_graph
from graph.base.problems import BadParameter, GraphError, QueryError, UnknownName
from graph.engines.rdf import Part
from ontology.terms import PREFIXES
from tests.support import built_graph

NHV = rdflib.Namespace(PREFIXES["nhv"])
SKANE = rdflib.URIRef(PREFIXES["region"] + "region-skane")
RDF_FORMS = (".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf")


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    """The graph of the five seed documents."""
    return open_graph(built_graph(), lang="en")


def read(path: Path) -> rdflib.Graph:
    """The statements of a file, by rdflib's own parsers."""
    whole = rdflib.Dataset()
    whole.parse(path)
    found = rdflib.Graph()
    found += whole.default_graph
    return found


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT WHERE { ?p a nhv:Permit ; nhv:holder ?h ; nhv:area ?a }",
        "DESCRIBE region:region-skane",
        "CONSTRUCT { ?h <urn:x:has> ?a } WHERE { ?p nhv:holder ?h ; nhv:area ?a }",
        "CONSTRUCT { ?a <urn:x:date> ?d } WHERE { ?a nhv:validFrom ?d }",
    ],
)
def test_a_query_makes_a_graph(kg: KnowledgeGraph, query: str) -> None:
    """CONSTRUCT and DESCRIBE give the statements as a graph with the project's prefixes."""
    made = kg.construct(query)
    assert isinstance(made, rdflib.Graph)
    assert len(made) == len(kg.triples(query)) > 0
    bound = dict(made.namespaces())
    assert {prefix: str(bound[prefix]) for prefix in PREFIXES} == dict(PREFIXES)
    wanted = rdflib.Graph().parse(data="\n".join(f"{t} ." for t in kg.triples(query)), format="nt")
    assert isomorphic(rdflib.Graph() + made, wanted)


def test_parameters_name_things_in_a_query_that_makes_a_graph(kg: KnowledgeGraph) -> None:
    """`$area` takes a name here as elsewhere, and is needed here as elsewhere."""
    query = "CONSTRUCT { ?p nhv:area $area } WHERE { ?p nhv:area $area }"
    assert len(kg.construct(query, area="Dysmeli")) > 0
    with pytest.raises(BadParameter, match=r"needs \$area"):
        kg.construct(query)


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda kg: kg.query("CONSTRUCT WHERE { ?s ?p ?o }"), r"no rows; kg.construct\(query\)"),
        (lambda kg: kg.query("DESCRIBE area:dysmeli"), r"DESCRIBE gives statements and no rows"),
        (lambda kg: kg.construct("SELECT ?s { ?s ?p ?o }"), "gives rows and no statements"),
        (lambda kg: kg.construct("ASK {}"), "ask it with kg.query"),
    ],
)
def test_rows_and_statements_are_not_mixed(
    kg: KnowledgeGraph, ask: Callable[[KnowledgeGraph], Any], says: str
) -> None:
    """A query of the other kind is told where it belongs."""
    with pytest.raises(QueryError, match=says):
        ask(kg)


def test_the_thing_alone_and_what_is_tied_to_it(kg: KnowledgeGraph) -> None:
    """Each step takes in more: the thing, the facts that name it, and what these name."""
    parts = [kg.part("Region Skåne", depth=depth) for depth in range(4)]
    assert all(set(less) <= set(more) for less, more in pairwise(parts))
    alone = {s for s in parts[0].subjects() if (s, NHV.certainty, None) in parts[0]}
    assert not alone - {SKANE}, "what is said of other things comes with depth"
    permits = set(kg.rdf.default_graph.subjects(NHV.holder, SKANE))
    assert permits
    for permit in permits:
        said = set(kg.rdf.default_graph.predicate_objects(permit))
        assert set(parts[1].predicate_objects(permit)) == said
        for area in parts[1].objects(permit, NHV.area):
            assert set(parts[2].predicate_objects(area)) >= set(
                kg.rdf.default_graph.predicate_objects(area)
            )


def test_everything_that_is_named_has_its_name(kg: KnowledgeGraph) -> None:
    """A reader of the part alone sees what things are called."""
    part = kg.part("Region Skåne")
    label = rdflib.SKOS.prefLabel
    for thing in set(part.objects(None, NHV.area)) | set(part.objects(None, NHV.programme)):
        assert set(part.objects(thing, label)) == set(kg.rdf.default_graph.objects(thing, label))


def test_several_things_are_one_part(kg: KnowledgeGraph) -> None:
    """A list gives what its things give together."""
    both = kg.part(["Region Skåne", "Dysmeli"])
    assert set(both) >= set(kg.part("Region Skåne")) | set(kg.part("Dysmeli"))


@pytest.mark.parametrize("depth", [-1, 1.5, "2", True, [1], np.float64(1.5)])
def test_a_wrong_depth_is_refused(kg: KnowledgeGraph, depth: Any) -> None:
    """A depth is a whole number, also one of numpy."""
    with pytest.raises(BadParameter, match="depth is"):
        kg.part("Dysmeli", depth=depth)
    zero: Any = np.int64(0)
    assert len(kg.part("Dysmeli", depth=zero)) == len(kg.part("Dysmeli", depth=0))


@pytest.mark.parametrize(("thing", "error"), [("Dysmelli", UnknownName), ([], BadParameter)])
def test_a_part_of_nothing_is_refused(
    kg: KnowledgeGraph, thing: Any, error: type[GraphError]
) -> None:
    """A thing that there is not, or none at all, is one sentence."""
    with pytest.raises(error):
        kg.part(thing)


@pytest.mark.parametrize("suffix", RDF_FORMS)
def test_a_part_goes_into_every_form(kg: KnowledgeGraph, tmp_path: Path, suffix: str) -> None:
    """What is read again is what was written, and the same bytes each time."""
    part = kg.part("Dysmeli")
    path = kg.export(tmp_path / f"part{suffix}", part)
    assert isomorphic(read(path), rdflib.Graph() + part)
    assert kg.export(tmp_path / f"again{suffix}", kg.part("Dysmeli")).read_bytes() == (
        path.read_bytes()
    )


@pytest.mark.parametrize("suffix", RDF_FORMS)
def test_a_graph_of_ones_own_is_written_too(
    kg: KnowledgeGraph, tmp_path: Path, suffix: str
) -> None:
    """What a user adds to a part, with types, languages and prefixes of their own, is kept."""
    part = kg.part("Dysmeli", depth=0)
    part.bind("mine", "https://example.org/mine#")
    mine = rdflib.Namespace("https://example.org/mine#")
    for value in (
        rdflib.Literal(5), rdflib.Literal("hej", lang="sv"), rdflib.Literal("1.50"),
        rdflib.Literal("2024-02", datatype=rdflib.XSD.gYearMonth), rdflib.URIRef("geo:59.3,18.1"),
        rdflib.URIRef("source:abc"), rdflib.URIRef("urn:x:1"),
    ):  # fmt: skip
        part.add((mine.thing, mine.value, value))
    path = kg.export(tmp_path / f"part{suffix}", part)
    assert isomorphic(read(path), rdflib.Graph() + part)
    if suffix == ".ttl":
        assert "mine:thing" in path.read_text(encoding="utf-8")


def test_what_a_file_cannot_name_is_refused(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Blank nodes, and a graph where a table or a network belongs, are one sentence."""
    blank = kg.construct("CONSTRUCT { [] <urn:x:of> ?a } WHERE { ?a a nhv:CareArea }")
    with pytest.raises(BadParameter, match="blank nodes"):
        kg.export(tmp_path / "x.ttl", blank)
    for suffix in (".csv", ".graphml"):
        with pytest.raises(BadParameter, match=r"holds a (table|network)"):
            kg.export(tmp_path / f"x{suffix}", kg.part("Dysmeli"))
    assert not list(tmp_path.iterdir())


def test_a_part_shows_what_is_in_it(kg: KnowledgeGraph) -> None:
    """A prompt says how much, a notebook shows Turtle with text escaped; empty says why."""
    part = kg.part("Dysmeli", depth=0)
    assert "statements about" in repr(part)
    assert "area:dysmeli a skos:Concept" in part._repr_html_()
    empty = kg.construct('CONSTRUCT WHERE { ?s skos:prefLabel "Dysmeli" }')
    assert '"Dysmeli"@sv' in repr(empty)
    part.add((SKANE, rdflib.RDFS.comment, rdflib.Literal("<script>")))
    assert "<script>" not in part._repr_html_()
    assert isinstance(part + rdflib.Graph(), Part)


def test_engines_make_the_same_part(kg: KnowledgeGraph) -> None:
    """rdflib's own engine gives the same part."""
    for depth in (0, 1):
        assert set(kg.at(engine="memory").part("Dysmeli", depth)) == set(kg.part("Dysmeli", depth))
