"""The tables of a release: nothing is left out in silence, and every column is explained."""

from __future__ import annotations

import csv
import json
from functools import cache
from io import StringIO
from typing import Any

import pandas as pd
import pytest
from pyoxigraph import Literal, NamedNode, Triple

from graph.base.lexicon import lexicon
from graph.base.problems import GraphError
from graph.base.statements import Statements
from graph.engines.values import BETWEEN
from graph.export.documents import THINGS, belongings, things_of
from graph.export.table_files import comma_separated, harmless
from graph.export.tables.fields import columns
from graph.export.tables.sheets import Sheet
from graph.export.tables.tables import Table, every_table, tables, target
from graph.view.counting import Count, counted
from graph.view.whole import resolved
from ontology.terms import NHV, RDF, SKOS, curie, expand, superclasses
from tests.graph.released import paths, released, rows, whole

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("release")]

# What tables show in another way: as the row itself, its names, or its evidence.
SHOWN = {
    "rdf:type", "skos:prefLabel", "prov:qualifiedPrimarySource", "prov:hadPrimarySource",
    "rdfs:isDefinedBy", "dcterms:license", "dcterms:rights", "skos:hiddenLabel", "skos:example",
    "skos:scopeNote", "dcterms:source", "rdfs:label", "skos:topConceptOf", "skos:closeMatch",
    "skos:exactMatch", "nhv:certainty", "nhv:statedBy", "nhv:inferredProperty",
    "nhv:statedProperty", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch",
}  # fmt: skip


@cache
def held() -> Statements:
    """The statements of the whole graph."""
    return Statements(resolved(released()))


@cache
def described() -> dict[str, Any]:
    """The description of the tables (CSVW), by the name of the table."""
    said = json.loads((whole() / "tables" / "csv-metadata.json").read_bytes())
    return {table["url"].removesuffix(".csv"): table for table in said["tables"]}


def columns_of(table: str) -> list[dict[str, Any]]:
    """The columns of a table that stand in its file."""
    columns: list[dict[str, Any]] = described()[table]["tableSchema"]["columns"]
    return [column for column in columns if not column.get("virtual")]


def test_every_thing_stands_in_a_table() -> None:
    """Whatever is of a class of ours is a row of a table: a new class needs an entry."""
    told = {thing for table in every_table() for thing in table.things(held())}
    for cls in {cls for thing in held().things() for cls in held().nodes(thing, RDF.type)}:
        if cls.value.startswith(str(NHV)):
            missing = [curie(t.value) for t in held().of_class(cls) if t not in told]
            assert not missing, (
                f"{curie(cls.value)}: {missing[:3]} are in no table; add one to "
                "graph/export/tables/tables.toml"
            )


def test_what_belongs_to_another_is_named_after_it() -> None:
    """Names with dots hold the name of an owner that there is: a new such kind needs an entry."""
    names = {thing.value.removeprefix(THINGS) for thing in things_of(held())}
    ways, dotted = belongings(names), {name.partition("/")[0] for name in names}
    for name in sorted(names):
        kind, _, slug = name.partition("/")
        if kind in ways:
            assert ways[kind].owner_of(slug) in names, f"{name} belongs to nothing"
        elif "." not in slug:
            dotted.discard(kind)
    assert dotted <= ways.keys(), f"say in export/documents.py whose {dotted - ways.keys()} are"


def test_every_property_has_a_column() -> None:
    """Whatever is said of a thing is shown in its table: a new property needs a column."""
    rich: dict[NamedNode, set[str]] = {}
    for table in every_table():
        shown = {column.short for column in table.columns}
        for thing in table.things(held()):
            rich.setdefault(thing, set()).update(shown)
    missing = {
        (curie(next(iter(held().objects(thing, RDF.type))).value), curie(prop.value))
        for thing, shown in rich.items()
        for prop in held().properties(thing)
        if curie(prop.value) not in shown | SHOWN
    }
    assert not missing, f"{sorted(missing)} have no column; add it to tables.toml"


def test_every_column_is_a_property_of_the_ontology_or_explained() -> None:
    """No column shows a property that is not there, and each is explained in both languages."""
    for table in every_table():
        for field in table.fields():
            assert all(len(told) > 5 for told in field.told), f"{table.name}.{field.name}"
            assert field.told[0] != field.told[1], f"{table.name}.{field.name}: two languages"
            if field.property.startswith("nhv:"):
                known = lexicon().objects(NamedNode(expand(field.property)), RDF.type)
                assert known, f"{table.name}.{field.name}: {field.property} is no property"


def test_definitions_are_the_ontology_s_own() -> None:
    """A column is explained by the definition of its property, and not a second time."""
    (column,) = [
        column
        for column in described()["permits"]["tableSchema"]["columns"]
        if column["name"] == "valid_from"
    ]
    wanted = [lexicon().text(NHV.validFrom, SKOS.definition, lang) for lang in ("sv", "en")]
    assert [told["@value"] for told in column["dc:description"]] == wanted


def test_the_description_has_the_columns_of_the_files() -> None:
    """CSVW, the dictionary and the files agree on tables and columns, in order."""
    listed: dict[str, list[str]] = {}
    for row in rows(whole(), "dictionary"):
        listed.setdefault(row["table"], []).append(row["column"])
    for name, path in paths(whole()).items():
        table = path.stem
        if name.startswith("tables/") and name.endswith(".csv") and table != "dictionary":
            with path.open(encoding="utf-8", newline="") as file:
                head = next(csv.reader(file))
            said = [column["name"] for column in columns_of(table)]
            assert head == said == listed[table]
    assert listed.keys() == described().keys()


def test_keys_are_unique_and_lead_somewhere() -> None:
    """The primary key of each table is unique, and a foreign key is a row of its table."""
    ids = {
        table: [
            tuple(row[name] for name in said["tableSchema"]["primaryKey"])
            for row in rows(whole(), table)
        ]
        for table, said in described().items()
    }
    for table, said in described().items():
        assert len(ids[table]) == len(set(ids[table])), f"{table} has a row twice"
        for key in said["tableSchema"].get("foreignKeys", ()):
            other = key["reference"]["resource"].removesuffix(".csv")
            column = key["columnReference"]
            found = {row[column] for row in rows(whole(), table)} - {""}
            lost = found - {key[0] for key in ids[other]}
            assert not lost, f"{table}.{column}: {sorted(lost)[:3]} are not in {other}"


def test_permits_can_be_joined_with_their_areas() -> None:
    """The keys that a reader looks for first are there."""
    keys = {
        (name, key["columnReference"]): key["reference"]["resource"]
        for name, said in described().items()
        for key in said["tableSchema"].get("foreignKeys", ())
    }
    assert keys["permits", "area"] == "areas.csv"
    assert keys["permits", "holder"] == "organisations.csv"
    assert keys["standings", "area"] == "areas.csv"
    assert keys["terms", "permit"] == "permits.csv"


def test_evidence_is_in_step() -> None:
    """Citations, sources and places of a row have as many entries each, in one order."""
    source = {row["id"]: row["entity"] for row in rows(whole(), "citations")}
    for row in rows(whole(), "permits"):
        cited, sources, places = (row[c].split(BETWEEN) for c in ("citations", "sources", "places"))
        assert len(cited) == len(sources) == len(places)
        assert [source[citation] for citation in cited] == sources


def test_csv_is_what_the_standard_says() -> None:
    """Every CSV file is UTF-8 without a mark, with CRLF, and as many cells in each row."""
    for name, path in paths(whole()).items():
        if name.endswith(".csv"):
            data = path.read_bytes()
            assert not data.startswith(b"\xef\xbb\xbf")
            assert data.endswith(b"\r\n")
            read = list(csv.reader(StringIO(data.decode("utf-8"), newline="")))
            assert {len(row) for row in read} == {len(read[0])}, f"{name} is ragged"


@pytest.mark.parametrize("table", ["permits", "areas", "statistics", "hospitals", "sources"])
def test_parquet_and_csv_say_the_same(table: str) -> None:
    """Parquet has the rows of the CSV, with numbers, days and truth values typed."""
    frame = pd.read_parquet(whole() / "parquet" / f"{table}.parquet")
    said = {column["name"]: column for column in columns_of(table)}
    written = rows(whole(), table)
    assert list(frame.columns) == list(said)
    assert len(frame) == len(written)
    for name, column in said.items():
        for typed, row in zip(frame[name].tolist(), written, strict=True):
            if "separator" in column:
                assert BETWEEN.join(typed) == row[name]
            elif column["datatype"] in ("string", "anyURI", "date"):
                assert ("" if pd.isna(typed) else str(typed)) == row[name]
            elif row[name] and column["datatype"] in ("integer", "decimal"):
                assert float(typed) == float(row[name])


@pytest.mark.parametrize("text", ["=1+1", '=cmd|"/C calc"!A0', "@SUM(1)", "+A1", "-A1", "\t=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    """What a spreadsheet would compute has an apostrophe before it."""
    assert harmless(text) == f"'{text}"
    assert next(csv.reader(StringIO(comma_separated([[text]]).decode()))) == [f"'{text}"]


@pytest.mark.parametrize("text", ["-5", "+1.5", "Region Skåne", "", "a=b", "1e-3"])
def test_numbers_and_words_stay_as_they_are(text: str) -> None:
    """A cell that is no formula is not touched."""
    assert harmless(text) == text


def test_a_second_value_is_never_dropped() -> None:
    """A column for one value refuses two: the entry has to say that there can be several."""
    thing = NamedNode("https://w3id.org/nhv/id/permit/x")
    triples = [
        Triple(thing, RDF.type, NHV.Permit),
        *(Triple(thing, NHV.fileNumber, Literal(number)) for number in ("1", "2")),
    ]
    table = Table("permits", "nhv:Permit", columns("string", "fileNumber"), "", "")
    with pytest.raises(GraphError, match=r"permits, column file_number.*permit:x has 2 values"):
        Sheet.of(table, Statements(triples))


def test_only_a_single_table_is_a_foreign_key() -> None:
    """A column of concepts or of several values refers to no table by a key."""
    among = tables(people=True)
    permits = next(table for table in among if table.name == "permits")
    found = {field.name: target(field, among) for field in permits.fields()}
    assert found["through_hospital"] is None, "a cell of several values is no key"
    assert found["area"] is not None


@pytest.mark.parametrize("table", ["permits", "partnerships", "cooperation"])
def test_what_lasts_has_bounds_and_a_basis(table: str) -> None:
    """A row says between which days it began, in its sources' precision, and by which rule."""
    for row in rows(whole(), table):
        assert row["start_basis"], f"{row['id']} names no rule for its start"
        assert row["start_basis_sv"] != row["start_basis"], "the rule is told by its name, too"
        assert "first_day" not in row, "a single first day hides the bounds"
        if row["since_precision"] == "interval":
            assert row["since"].count("/") == 1
        if row["earliest_start"] and row["latest_start"]:
            assert row["earliest_start"] <= row["latest_start"]


def test_periods_say_the_same_as_the_count() -> None:
    """Whoever counts the areas held in the tables gets the number of every other door."""
    day = released().as_of.isoformat()
    now = {
        row["thing"]: row["counts_as"].split(BETWEEN)
        for row in rows(whole(), "periods")
        if row["first_day"] <= day <= (row["last_day"] or "9999")
    }
    held_now = [
        now.get(row["id"], []) for row in rows(whole(), "held_areas")
        if row["held_under"] == "programme:nhv" and "nhv:HolderLevel" in row["level"].split(BETWEEN)
    ]  # fmt: skip
    kinds = ("nhv:InForce", "nhv:PossiblyInForce", "nhv:Granted")
    told = Count(*(sum(kind in counts for counts in held_now) for kind in kinds))
    assert told == counted(released())


def test_a_bare_row_says_what_it_belongs_to() -> None:
    """Periods, standings and terms have no names: each names the thing whose it is."""
    for table, column in (("periods", "thing"), ("standings", "area"), ("terms", "permit")):
        found = rows(whole(), table)
        assert found, f"{table} is empty: the test is blind"
        lacking = [row["id"] for row in found if not row[column]]
        assert not lacking, f"{table}: {lacking[:3]} belong to nothing"


def test_a_kind_is_the_most_specific_class() -> None:
    """A thing of several classes says the one that has none below it."""
    for row in rows(whole(), "organisations"):
        classes = held().objects(NamedNode(row["iri"]), RDF.type)
        kind = NamedNode(expand(row["kind"]))
        own = {c for c in classes if isinstance(c, NamedNode) and c.value.startswith(str(NHV))}
        assert own == {kind, *(c for c in superclasses(kind) if c.value.startswith(str(NHV)))}
