"""What the descriptions of the tables promise to the tools of others is true of the graph."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from ontology.terms import RDF, XSD
from tests.graph.released import rows, shipped, whole

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("release")]

PROFILE = "profiles/tabular-data-package.json"


@cache
def graph() -> frozenset[Triple]:
    """The statements of the resolved graph, as the release has them."""
    read = parse(path=str(whole() / "data" / "nhv.ttl"), format=RdfFormat.TURTLE)
    return frozenset(quad.triple for quad in read)


def loaded(name: str) -> dict[str, Any]:
    """A description of the release."""
    found: dict[str, Any] = json.loads((whole() / name).read_bytes())
    return found


def address(template: str, row: Mapping[str, str]) -> NamedNode:
    """A template of an address, filled in from a row (RFC 6570, reserved expansion)."""
    return NamedNode(re.sub(r"\{\+(\w+)\}", lambda match: row[match[1]], template))


def told(table: Mapping[str, Any]) -> Iterator[tuple[str, Triple]]:
    """What a reader of CSVW takes from a table, and from which column (W3C csv2rdf, minimal)."""
    schema = table["tableSchema"]
    for row in rows(whole(), table["url"].removesuffix(".csv")):
        for column in schema["columns"]:
            if column.get("suppressOutput"):
                continue
            about = address(column.get("aboutUrl") or schema["aboutUrl"], row)
            prop = address(column["propertyUrl"].replace("rdf:type", RDF.type.value), row)
            if "valueUrl" in column:
                yield column["name"], Triple(about, prop, address(column["valueUrl"], row))
                continue
            text = row[column["name"]]
            for part in text.split(column["separator"]) if "separator" in column else [text]:
                if part:
                    yield column["name"], Triple(about, prop, literal(part, column))


def literal(text: str, column: Mapping[str, Any]) -> Literal:
    """A cell as CSVW types it."""
    if "lang" in column:
        return Literal(text, language=column["lang"])
    kind = column["datatype"]
    return Literal(text, datatype=getattr(XSD, kind["base"] if isinstance(kind, dict) else kind))


def test_what_csvw_says_is_said_in_the_graph() -> None:
    """Each statement that a program draws from the tables stands in the graph, to the letter."""
    drawn = 0
    for table in loaded("tables/csv-metadata.json")["tables"]:
        untrue = {name for name, triple in told(table) if triple not in graph()}
        assert not untrue, f"{table['url']}: {sorted(untrue)} is not the property that it names"
        drawn += sum(1 for _ in told(table))
    assert drawn > 0.8 * len(graph()), "the tables say little: suppress fewer columns"


def test_every_reference_is_a_link_by_address() -> None:
    """Whatever one thing says of another stands in the table of links, with both addresses."""
    links = {(row["thing"], row["property"], row["value"]) for row in rows(whole(), "links")}
    wanted = {
        (thing.value, prop.value, value.value)
        for thing, prop, value in graph()
        if isinstance(thing, NamedNode) and isinstance(value, NamedNode) and prop != RDF.type
    }
    assert links == wanted


def test_the_data_package_is_what_frictionless_asks() -> None:
    """`datapackage.json` keeps the standard's own schema, and its files are what it says."""
    from jsonschema import Draft4Validator  # type: ignore[import-untyped]  # seconds to import

    said = loaded("datapackage.json")
    schema = json.loads(shipped("datapackage", PROFILE).read_bytes())
    wrong = [error.message[:200] for error in Draft4Validator(schema).iter_errors(said)]
    assert not wrong
    for resource in said["resources"]:
        data = (whole() / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{sha256(data).hexdigest()}"
        head = next(csv.reader([data.decode().splitlines()[0]]))
        assert [field["name"] for field in resource["schema"]["fields"]] == head


def test_croissant_tells_every_column() -> None:
    """`croissant.json` has the files with their checksums, and a field for each column."""
    said = loaded("croissant.json")
    files = {file["@id"]: file for file in said["distribution"]}
    fields: dict[str, list[str]] = {}
    for records in said["recordSet"]:
        for field in records["field"]:
            source = field["source"]
            fields.setdefault(source["fileObject"]["@id"], []).append(source["extract"]["column"])
    assert fields.keys() == files.keys()
    known = {field["@id"] for records in said["recordSet"] for field in records["field"]}
    for records in said["recordSet"]:
        for field in records["field"]:
            assert field.get("references", {}).get("field", {"@id": field["@id"]})["@id"] in known
    for path, columns in fields.items():
        data = (whole() / path).read_bytes()
        assert files[path]["sha256"] == sha256(data).hexdigest()
        assert columns == next(csv.reader([data.decode().splitlines()[0]]))


@pytest.mark.trust
@pytest.mark.parametrize("package", ["frictionless", "mlcroissant"])
def test_the_validators_of_others_find_nothing(package: str) -> None:
    """Where the standard's own validator is installed, it reads all tables and finds no fault."""
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed; see tests/data/standards/README.md")
    validator = importlib.import_module(package)
    if package == "frictionless":
        report = validator.validate(str(whole() / "datapackage.json"))
        assert report.valid, report.flatten(["type", "message"])[:5]
    else:
        issues = validator.Dataset(jsonld=str(whole() / "croissant.json")).metadata.ctx.issues
        assert not issues.errors
        assert not issues.warnings
