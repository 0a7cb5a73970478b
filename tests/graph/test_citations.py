"""One model of a citation, for answers, networks, explanations and pages."""

from __future__ import annotations

import pytest

from graph import KnowledgeGraph
from graph.base.statements import Statements
from graph.networks.draft import Citations
from graph.view.citations import (
    Citation,
    citations,
    citations_among,
    citations_in,
    citations_of,
    place_text,
)
from graph.view.whole import is_resolved, quads
from ontology.terms import NHV, thing
from tests.graph.sample import open_sample

# One source interprets the programme of a permit, the other states all of it.
TWO = """
permit:twice a nhv:Permit ; nhv:area area:tips ; nhv:holder region:v ; nhv:certainty nhv:Stated ;
  nhv:programme programme:nhv ; nhv:statedBy citation:all ;
  prov:qualifiedPrimarySource citation:all , citation:part .
citation:all a nhv:Citation ; prov:entity source:old ; nhv:certainty nhv:Stated ;
  nhv:states nhv:area , nhv:holder , nhv:programme ; bibo:locator "1" .
citation:part a nhv:Citation ; prov:entity source:new ; nhv:certainty nhv:Stated ;
  nhv:states nhv:area , nhv:programme ; nhv:infers nhv:programme ; nhv:printed "Nämnden" ;
  bibo:locator "2" .
"""


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The sample graph with a permit that two places tell of."""
    return open_sample(tmp_path_factory.mktemp("cited"), TWO)


def _by_place(found: list[Citation]) -> dict[str, Citation]:
    return {citation.locator: citation for citation in found}


@pytest.mark.parametrize("engine", ["oxigraph", "memory"])
def test_every_way_of_reading_gives_the_same(kg: KnowledgeGraph, engine: str) -> None:
    """Citations of a fact, of a class, of a document and of all are the same ones."""
    view = kg.at(engine=engine)
    permit = thing("permit", "twice")
    own = citations(view, [permit])[permit]
    of_class = citations_of(view, [NHV.Permit])["permit:twice"]
    resolved = Statements(quad for quad in quads(view) if is_resolved(quad))
    every = [c for c in citations_among(resolved, view.lang) if c.fact == permit]
    within = [c for c in citations_in(view, own[0].source) if c.fact == permit]
    assert sorted(of_class, key=Citation.order) == own == sorted(every, key=Citation.order)
    assert within == own[:1]


def test_a_citation_of_several_properties_infers_if_one_is_inferred(kg: KnowledgeGraph) -> None:
    """What a place interprets is not called stated since another place states it."""
    permit = thing("permit", "twice")
    part = _by_place(citations(kg, [permit])[permit])["2"]
    assert part.certainty(NHV.area) == NHV.Stated
    assert part.certainty(NHV.area, NHV.programme) == NHV.Inferred
    entries = Citations(kg, "nhv:Permit").entries("permit:twice", "nhv:area", "nhv:programme")
    assert {e["locator"]: e["certainty"] for e in entries} == {"1": "stated", "2": "inferred"}


def test_a_place_is_named_for_what_it_says(kg: KnowledgeGraph) -> None:
    """Of a property only the places count that say it."""
    entries = Citations(kg, "nhv:Permit").entries("permit:twice", "nhv:holder")
    assert [entry["locator"] for entry in entries] == ["1"]


def test_a_citation_tells_its_document(kg: KnowledgeGraph) -> None:
    """Title, printed words and lines are those of the graph; what is lacking is an empty text."""
    permit = thing("permit", "twice")
    part = _by_place(citations(kg, [permit])[permit])["2"]
    assert part.printed == ("Nämnden",)
    assert part.title
    assert (part.lines, part.read_on, part.reading) == ((0, 0), "", "")


@pytest.mark.parametrize(
    ("locator", "sv", "en"),
    [
        ("146, 148", "rad 146, 148", "lines 146, 148"),
        ("slide 3", "bild 3", "slide 3"),
        ("whole page", "hela sidan", "whole page"),
    ],
)
def test_a_place_is_told_in_the_language_of_the_view(locator: str, sv: str, en: str) -> None:
    """Wherever a citation is shown, its place reads so."""
    assert (place_text(locator, "sv"), place_text(locator, "en")) == (sv, en)
