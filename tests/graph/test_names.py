from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph import KnowledgeGraph
from graph.base.problems import UnknownName
from graph.engines.oxigraph import OxigraphEngine
from graph.lookup.names import labels_of
from ontology.terms import DCTERMS, RDFS, SKOS, curie, thing


@pytest.mark.parametrize(
    ("name", "kind", "found"),
    [
        ("area:dysmeli", "area", "area:dysmeli"),
        ("dysmeli", "area", "area:dysmeli"),
        ("DYSMELI", "thing", "area:dysmeli"),
        ("Dysmelia", "area", "area:dysmeli"),
        ("https://w3id.org/nhv/id/area/dysmeli", "thing", "area:dysmeli"),
        ("  Region \u00a0 Skåne ", "region", "region:region-skane"),
        ("VGR", "region", "region:vastra-gotalandsregionen"),
        ("B2", "body", "body:beredningsgrupp-b2"),
        ("000", "thing", "source:rv-hsn-2026-06"),
        ("source:000", "thing", "source:rv-hsn-2026-06"),
        ("area:HOCM", "thing", "area:hocm"),
        ("000_3328b8968dd11a30.txt", "source", "source:rv-hsn-2026-06"),
        ("steg 3", "step", "step:3"),
        ("3", "step", "step:3"),
        ("HOCM", "area", "area:hocm"),
        ("Region Skane", "region", "region:region-skane"),
        ("region orebro lan", "thing", "region:region-orebro-lan"),
        ("KONSDYSFORI", "area", "area:konsdysfori"),
        ("Vastra Gotalandsregionen", "thing", "region:vastra-gotalandsregionen"),
    ],
)
def test_a_thing_is_found_by_any_of_its_names(
    kg: KnowledgeGraph, name: str, kind: str, found: str
) -> None:
    """IRI, short name, slug, label in either language, printed variant and source id all work."""
    assert kg.find(name, kind) == found


def test_a_miss_suggests_what_was_meant(kg: KnowledgeGraph) -> None:
    """A misspelt name is answered with the nearest one, in one sentence."""
    with pytest.raises(UnknownName, match="did you mean Dysmeli") as caught:
        kg.find("Dysmelli", "area")
    assert "\n" not in str(caught.value)


def test_a_name_of_another_kind_is_a_miss(kg: KnowledgeGraph) -> None:
    """A region's name names no care area."""
    with pytest.raises(UnknownName):
        kg.find("Region Skåne", "area")


@pytest.mark.parametrize(
    "kind", ["area", "region", "healthcare-region", "hospital", "body", "organisation"]
)
def test_a_thing_wins_over_a_document_of_its_name(national: KnowledgeGraph, kind: str) -> None:
    """Every label of a thing finds it, whatever documents are called."""
    for label, iri, rank in national.names.of_kind(kind):
        if rank == 0:
            assert national.find(label) == curie(iri), f"“{label}” stands for something else"


def test_a_document_is_found_where_no_thing_is_called_so(national: KnowledgeGraph) -> None:
    """A title still finds its document, and so does its short name of one that shares a label."""
    assert national.find("source:svwp-region-skane") == "source:svwp-region-skane"
    assert national.find("Region Skåne", "source").startswith("source:")


def test_an_ambiguous_name_says_how_to_say_which(national: KnowledgeGraph) -> None:
    """What to write instead stands in the message, and works."""
    titles = national.select(
        "SELECT ?l { ?a a nhv:Source ; skos:prefLabel ?l . ?b a nhv:Source ; skos:prefLabel ?l "
        "FILTER(STR(?a) < STR(?b)) } ORDER BY ?l LIMIT 5"
    ).column("l")
    for title in map(str, titles):
        with pytest.raises(UnknownName, match="write the short name of one, such as") as caught:
            national.find(title, "source")
        short = str(caught.value).rpartition("such as “")[2].rstrip("”")
        assert national.find(short) == short


def test_an_ambiguous_name_lists_what_it_can_mean(kg: KnowledgeGraph) -> None:
    """Two sources of one title are not guessed between."""
    twice = kg.select(
        "SELECT ?l { ?a a nhv:Source ; skos:prefLabel ?l . ?b a nhv:Source ; skos:prefLabel ?l "
        "FILTER(STR(?a) < STR(?b)) } ORDER BY ?l LIMIT 1"
    ).column("l")
    assert twice, "the seeds hold two documents of one title"
    with pytest.raises(UnknownName, match="several things: source:"):
        kg.find(str(twice[0]), "source")


@pytest.mark.parametrize(
    ("said", "swedish", "english"),
    [
        ([(SKOS.prefLabel, "Namn", "sv"), (SKOS.prefLabel, "Name", "en")], "Namn", "Name"),
        ([(SKOS.prefLabel, "Namn", "sv")], "Namn", "Namn"),
        ([(SKOS.prefLabel, "Namn", "sv"), (RDFS.label, "Label", "en")], "Namn", "Label"),
        ([(SKOS.prefLabel, "Namn", "sv"), (RDFS.label, "Etikett", "sv")], "Namn", "Namn"),
        ([(RDFS.label, "Etikett", "sv"), (DCTERMS.title, "Titel", "sv")], "Etikett", "Etikett"),
        ([(DCTERMS.title, "Titel", None)], "Titel", "Titel"),
        ([], "area:a", "area:a"),
    ],
)
def test_a_label_has_stand_ins(
    said: list[tuple[NamedNode, str, str | None]], swedish: str, english: str
) -> None:
    """The language counts before the property; a label before a title; the short name is last."""
    area = thing("area", "a")
    engine = OxigraphEngine.of(
        Quad(area, prop, Literal(text, language=lang) if lang else Literal(text))
        for prop, text, lang in said
    )
    assert labels_of(engine, [area.value], "sv") == {area.value: swedish}
    assert labels_of(engine, [area.value], "en") == {area.value: english}
