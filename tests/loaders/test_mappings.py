"""Mapping sets: SSSOM as the standard has it, and in the graph with their certainty."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from pyoxigraph import Literal, NamedNode

from loaders.curation.mappings import BUILT_IN
from loaders.problems import CuratedDataError
from loaders.publishing.recipe import CURATED, Recipe
from ontology.terms import NHV, PREFIXES, PROV, REGISTERS_GRAPH, SKOS, thing
from tests.loaders.data.test_curated_files import load as read_register
from tests.support import load

FILES = sorted((CURATED / "mappings").iterdir())
# What SSSOM asks of a set and of a mapping (classes MappingSet and Mapping of its schema).
OF_A_SET = {"mapping_set_id", "license", "curie_map"}
OF_A_MAPPING = {"subject_id", "predicate_id", "object_id", "mapping_justification"}
# The columns in the order of the standard's canonical form.
ORDER = [
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label",
    "mapping_justification", "mapping_source", "confidence", "comment",
]  # fmt: skip

SET = """\
#curie_map:
#  county: https://w3id.org/nhv/id/county/
#  nuts: http://data.europa.eu/nuts/code/
#mapping_set_id: https://w3id.org/nhv/mappings/lan
#mapping_set_title: Counties
#mapping_set_description: Two counties
#license: https://creativecommons.org/licenses/by/4.0/
#mapping_date: "2026-11-22"
"""
COLUMNS = "subject_id subject_label predicate_id object_id object_label mapping_justification"
ROWS = (
    "county:county-18|Örebro län|skos:exactMatch|nuts:SE124|Örebro län|{0}|1.0|",
    "county:county-24|Västerbottens län|skos:closeMatch|nuts:SE331|V|{0}|0.7|read off a map",
)
MANUAL = "semapv:ManualMappingCuration"
TABLE = "\n".join(
    [
        "\t".join([*COLUMNS.split(), "confidence", "comment"]),
        *(row.format(MANUAL).replace("|", "\t") for row in ROWS),
    ]
)
Write = Callable[[str], Path]


@pytest.fixture
def write(small: Path) -> Write:
    """Put a mapping set into the small curated folder."""

    def into(text: str) -> Path:
        (small / "mappings").mkdir(exist_ok=True)
        (small / "mappings" / "lan.sssom.tsv").write_text(text, encoding="utf-8")
        return small

    return into


def parts(file: Path) -> tuple[dict[str, Any], list[str], list[dict[str, str]]]:
    """A set, its columns and its rows, read without the loader that is tested."""
    lines = file.read_text(encoding="utf-8").splitlines()
    head = [line[1:] for line in lines if line.startswith("#")]
    columns, *rows = [line.split("\t") for line in lines[len(head) :]]
    said = yaml.load("\n".join(head), Loader=yaml.BaseLoader)
    return said, columns, [dict(zip(columns, row, strict=True)) for row in rows]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_set_is_sound_sssom(file: Path) -> None:
    """A set has what the standard demands, in its canonical order, with no empty column."""
    said, columns, rows = parts(file)
    assert file.name.endswith(".sssom.tsv"), "name it as the standard recommends"
    assert set(said) >= OF_A_SET, f"add {sorted(OF_A_SET - set(said))}"
    assert set(columns) >= OF_A_MAPPING, f"add the columns {sorted(OF_A_MAPPING - set(columns))}"
    assert columns == [name for name in ORDER if name in columns], f"order the columns as {ORDER}"
    for column in columns:
        assert any(row[column] for row in rows), f"leave out the empty column {column}"
    for row in rows:
        assert all(row[name] for name in OF_A_MAPPING), f"fill the cells of {row}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_prefix_of_a_set_is_declared(file: Path) -> None:
    """Every short name has a prefix of curie_map; ours stand for what they stand for elsewhere."""
    said, _, rows = parts(file)
    prefixes = dict(said["curie_map"])
    for row in rows:
        for name in ("subject_id", "predicate_id", "object_id", "mapping_source"):
            prefix = row.get(name, "skos:x").partition(":")[0]
            assert prefix in {*prefixes, *BUILT_IN}, f"declare '{prefix}' in curie_map"
    ours = {prefix: value for prefix, value in prefixes.items() if prefix in PREFIXES}
    assert ours == {prefix: PREFIXES[prefix] for prefix in ours}
    assert list(prefixes) == sorted(prefixes), "sort the prefixes"


def test_the_counties_are_the_units_of_nuts_3() -> None:
    """All 21 counties are mapped, each to the code that its entry in the register has."""
    _, _, rows = parts(CURATED / "mappings" / "counties-nuts.sssom.tsv")
    register = read_register(CURATED / "registers" / "organisations.yaml")["counties"]
    wanted = {(f"county:{row['id']}", f"nuts:{row['nuts3']}") for row in register}
    assert {(row["subject_id"], row["object_id"]) for row in rows} == wanted
    assert len(rows) == len(wanted) == 21


def test_what_links_an_area_to_medicine_names_its_source() -> None:
    """No link of a care area to a network or code list is invented: a source ties the two."""
    for file in FILES:
        for row in parts(file)[2]:
            if row["subject_id"].startswith("area:"):
                prefix, _, identifier = row.get("mapping_source", "").partition(":")
                source = CURATED / "sources" / f"{identifier}.yaml"
                assert prefix == "source", f"{file.name}: write mapping_source"
                assert source.is_file(), f"{file.name}: name a file of sources/"
                text = source.read_text(encoding="utf-8")
                assert row["object_label"] in text, f"{identifier} does not name the other thing"


def test_a_mapping_is_in_the_graph_with_its_certainty(write: Write) -> None:
    """Each mapping is one statement with one citation: stated if certain, else inferred and why."""
    quads = load(write(SET + TABLE)).quads
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
    first = Recipe(write(SET + TABLE)).digest()
    assert Recipe(write(SET + TABLE.replace("0.7", "0.8"))).digest() != first


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("county:county-18\t", "county:county-81\t",
         "lan.sssom.tsv:10:1 subject_id: the registers have no 'county:county-81'; did you mean"),
        ("county:county-18\t", "Örebro län\t", "10:1 subject_id: 'Örebro län' is no short name"),
        ("skos:closeMatch", "skos:nearMatch", "11:36 predicate_id: 'skos:nearMatch' is not"),
        ("nuts:SE124", "SE124", "10:45 object_id: 'SE124' is no short name; write prefix:name"),
        ("nuts:SE124", "lau:SE124", "curie_map: the prefix 'lau' is not declared; add it"),
        (MANUAL + "\t1.0", "semapv:Guess\t1.0", "mapping_justification: 'semapv:Guess' is not"),
        ("\t0.7", "\t70", "confidence: '70' is no share; write a number from 0.0 to 1.0"),
        ("read off a map", "", "11:1 comment: missing; say why the mapping is less than certain"),
        ("Örebro län\tskos", "Orebro\tskos", "subject_label: 'Orebro' is not its name; write Ör"),
        ("\t1.0\t", "\t1.0", "10:1 -: 7 cells where there are 8 columns; part the cells"),
        ("\tconfidence", "\tcertainty", "certainty: no such field here"),
        ("\tobject_label", "\tobject_id", "9:1 object_id: two columns have this name; drop one"),
        ("#license: https://creativecommons.org/licenses/by/4.0/",
         "#license: https://example.org/", "7:11 license: 'https://example.org/' is not the lic"),
        ("#mapping_set_title: Counties\n", "", "mapping_set_title: missing; add it"),
        ("mappings/lan", "mappings/other", "mapping_set_id: is not the file's name; write"),
        ("id/county/", "id/lan/", "curie_map: 'county' stands for another; write https://w3id"),
        ("#mapping_date", "mapping_date", "8:1 -: names no columns; part their names by tabs, or"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place_and_remedy(
    write: Write, old: str, new: str, says: str
) -> None:
    """Whatever is wrong in a set stops the build, with file, line, column and what to do."""
    text = SET + TABLE
    assert old in text
    with pytest.raises(CuratedDataError) as caught:
        load(write(text.replace(old, new, 1)))
    assert says in str(caught.value)


def test_a_pair_is_mapped_once(write: Write) -> None:
    """The same two things stand once in a set."""
    row = TABLE.splitlines()[1]
    with pytest.raises(CuratedDataError, match="12:1 object_id: this pair stands already above"):
        load(write(f"{SET}{TABLE}\n{row}"))


def test_another_ending_is_refused(small: Path) -> None:
    """A file of the folder that is no set is told, not passed over."""
    (small / "mappings").mkdir()
    (small / "mappings" / "lan.tsv").write_text(SET + TABLE, encoding="utf-8")
    with pytest.raises(CuratedDataError, match=r"is no mapping set; name it lan.sssom.tsv"):
        load(small)
