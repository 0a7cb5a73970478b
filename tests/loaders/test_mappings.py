"""Mapping sets: SSSOM as the standard has it, and in the graph with their certainty."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from pyoxigraph import Literal, NamedNode

from graph import KnowledgeGraph
from graph.release.mappings import mapping_sets
from loaders.problems import CuratedDataError
from loaders.publishing.recipe import CURATED, Recipe
from ontology.terms import NHV, PREFIXES, PROV, REGISTERS_GRAPH, SKOS, expand, thing
from tests.loaders.data.test_curated_files import load as read_register
from tests.support import load

# What SSSOM asks of a set and of a mapping (classes MappingSet and Mapping of its schema).
OF_A_SET = {"mapping_set_id", "license", "curie_map"}
OF_A_MAPPING = {"subject_id", "predicate_id", "object_id", "mapping_justification"}
# The columns in the order of the standard's canonical form.
ORDER = [
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label",
    "mapping_justification", "mapping_source", "confidence", "comment",
]  # fmt: skip
# Prefixes that every reader of SSSOM knows without being told.
BUILT_IN = ("owl", "rdf", "rdfs", "semapv", "skos", "sssom", "linkml", "xsd")

SET = """\
title: Counties
description: Two counties
date: 2026-11-22
prefixes:
  nuts: http://data.europa.eu/nuts/code/
mappings:
- {thing: Örebro län, match: exact, other: nuts:SE124, label: Örebro län}
- thing: county:county-24
  match: close
  other: nuts:SE331
  label: V
  confidence: 0.7
  comment: read off a map
"""
Write = Callable[[str], Path]


@pytest.fixture
def write(small: Path) -> Write:
    """Put a mapping set into the small curated folder."""

    def into(text: str) -> Path:
        (small / "mappings").mkdir(exist_ok=True)
        (small / "mappings" / "lan.yaml").write_text(text, encoding="utf-8")
        return small

    return into


@pytest.fixture(scope="module")
def sets(kg: KnowledgeGraph) -> dict[str, bytes]:
    """The sets as a release has them."""
    return dict(mapping_sets(kg))


def parts(text: bytes) -> tuple[dict[str, Any], list[str], list[dict[str, str]]]:
    """A set in SSSOM, its columns and its rows."""
    lines = text.decode().splitlines()
    head = [line[1:] for line in lines if line.startswith("#")]
    columns, *rows = [line.split("\t") for line in lines[len(head) :]]
    said = yaml.load("\n".join(head), Loader=yaml.BaseLoader)
    return said, columns, [dict(zip(columns, row, strict=True)) for row in rows]


def curated() -> list[dict[str, Any]]:
    """The sets as they are curated."""
    return [read_register(path) for path in sorted((CURATED / "mappings").iterdir())]


def test_a_set_is_sound_sssom(sets: dict[str, bytes]) -> None:
    """A set has what the standard demands, in its canonical order, with no empty column."""
    assert len(sets) == len(curated()) > 1
    for name, text in sets.items():
        said, columns, rows = parts(text)
        assert name.endswith(".sssom.tsv"), "name it as the standard recommends"
        assert set(said) >= OF_A_SET, f"add {sorted(OF_A_SET - set(said))}"
        assert columns == [one for one in ORDER if one in columns], f"order the columns as {ORDER}"
        for column in columns:
            assert any(row[column] for row in rows), f"leave out the empty column {column}"
        for row in rows:
            assert all(row[one] for one in OF_A_MAPPING), f"fill the cells of {row}"


def test_every_prefix_of_a_set_is_declared(sets: dict[str, bytes]) -> None:
    """Every short name has a prefix of curie_map; ours stand for what they stand for elsewhere."""
    for text in sets.values():
        said, _, rows = parts(text)
        prefixes = dict(said["curie_map"])
        for row in rows:
            for name in ("subject_id", "predicate_id", "object_id", "mapping_source"):
                prefix = row.get(name, "skos:x").partition(":")[0]
                assert prefix in {*prefixes, *BUILT_IN}, f"declare '{prefix}' in curie_map"
        ours = {prefix: value for prefix, value in prefixes.items() if prefix in PREFIXES}
        assert ours == {prefix: PREFIXES[prefix] for prefix in ours}
        assert list(prefixes) == sorted(prefixes), "sort the prefixes"


def test_a_mapping_of_a_set_is_that_of_the_graph(
    sets: dict[str, bytes], national: KnowledgeGraph
) -> None:
    """What SSSOM says of two things is a statement of the graph."""
    for text in sets.values():
        said, _, rows = parts(text)
        for row in rows:
            prefix, _, name = row["object_id"].partition(":")
            other = NamedNode(said["curie_map"][prefix] + name)
            thing_, match = NamedNode(expand(row["subject_id"])), expand(row["predicate_id"])
            assert any(national.engine.find([thing_], [NamedNode(match)], [other])), row


def test_the_counties_are_the_units_of_nuts_3() -> None:
    """All 21 counties are mapped, each to the code that its entry in the register has."""
    (counties,) = (one for one in curated() if one.get("object_source") == "eu:nuts")
    register = read_register(CURATED / "registers" / "organisations.yaml")["counties"]
    wanted = {(f"county:{row['id']}", f"nuts:{row['nuts3']}") for row in register}
    assert {(row["thing"], row["other"]) for row in counties["mappings"]} == wanted
    assert len(wanted) == 21


def test_what_links_an_area_to_medicine_names_its_source() -> None:
    """No link of a care area to a network or code list is invented: a source ties the two."""
    areas = [row for one in curated() for row in one["mappings"] if "area:" in row["thing"]]
    assert areas
    for row in areas:
        source = CURATED / "sources" / f"{row['source']}.yaml"
        text = source.read_text(encoding="utf-8")
        assert row["label"] in text, f"{row['source']} does not name the other thing"


def test_a_mapping_is_in_the_graph_with_its_certainty(write: Write) -> None:
    """Each mapping is one statement with one citation: stated if certain, else inferred and why."""
    quads = load(write(SET)).quads
    said = {(q.subject, q.predicate, q.object) for q in quads if q.graph_name == REGISTERS_GRAPH}
    for county, predicate, code, certainty in (
        ("county-18", SKOS.exactMatch, "SE124", NHV.Stated),
        ("county-24", SKOS.closeMatch, "SE331", NHV.Inferred),
    ):
        node = thing("county", county)
        other = NamedNode(f"http://data.europa.eu/nuts/code/{code}")
        assert (node, predicate, other) in said, "publish the mapping as it is written"
        (citation,) = (s for s, p, o in said if p == NHV.states and o == predicate)
        assert (node, PROV.qualifiedPrimarySource, citation) in said
        assert (citation, NHV.certainty, certainty) in said, "1.0 is stated, less is inferred"
        reading = {o for s, p, o in said if s == citation and p == NHV.reading}
        told = {Literal("read off a map", language="en")} if certainty == NHV.Inferred else set()
        assert reading == told, "the comment is the reading"


def test_a_folder_without_mappings_has_no_register_of_them(small: Path) -> None:
    """Where nothing is mapped, nothing is said of mappings."""
    assert thing("source", "register-mappings") not in {q.subject for q in load(small).quads}


def test_mappings_are_part_of_the_recipe(write: Write) -> None:
    """A changed mapping makes a build stale."""
    first = Recipe(write(SET)).digest()
    assert Recipe(write(SET.replace("0.7", "0.8"))).digest() != first


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Örebro län, match", "county:county-81, match",
         "lan.yaml:7:11 mappings.0.thing: no thing of the registers is called 'county:county-81'"),
        ("close", "near", "9:10 match: 'near' is not allowed; write 'exact', 'close', 'broad'"),
        ("nuts:SE331", "lau:SE331", "10:10 other: no thing of the registers is called 'lau:SE331'"),
        ("nuts:SE331", "nuts:%zz", "10:10 other: "),
        ("0.7", "70", "confidence: '70' is no share; write a number from 0.0 to 1.0"),
        ("  comment: read off a map\n", "", "8:3 -: a mapping that is less than certain needs a"),
        ("confidence", "certainty", "certainty: no such field here"),
        ("title: Counties\n", "", "title: missing; add it"),
        ("http://data", "ftp://data", "prefixes.nuts: 'ftp://data.europa.eu/nuts/code/' is no web"),
        ("mappings:", "mappings: x #", "mappings: holds no list; write one '- thing: …' a mapping"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place_and_remedy(
    write: Write, old: str, new: str, says: str
) -> None:
    """Whatever is wrong in a set stops the build, with file, line, column and what to do."""
    assert old in SET
    text = SET.replace(old, new, 1)
    with pytest.raises(CuratedDataError) as caught:
        load(write(text.partition("- {")[0] if new.endswith("#") else text))
    assert says.replace("mappings.0.", "") in str(caught.value)
