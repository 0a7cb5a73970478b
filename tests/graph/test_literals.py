"""Literals of every XSD type through every door: the same value, or the text with a note."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener
from xml.etree import ElementTree

import pandas as pd
import pytest
from pyoxigraph import (
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)

from graph import KnowledgeGraph, open_graph
from graph.engines.endpoint import EndpointEngine
from graph.engines.frames import Table
from graph.engines.service.service import Service
from graph.engines.values import AsWritten, Coarse, text_of, value
from graph.service.serve.endpoint import Settings
from tests.graph.serving_load import served
from tests.support import publish

XSD = "http://www.w3.org/2001/XMLSchema#"
WRONG = object()
"""The text is no value of the type."""

WHOLE = (
    "integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger",
    "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
)  # fmt: skip
CASES: list[tuple[str, str, Any]] = [
    *[(name, "7", 7) for name in WHOLE],
    *[(name, "+07", 7) for name in WHOLE],
    *[(name, "7.0", WRONG) for name in WHOLE],
    *[(name, "1_000", WRONG) for name in WHOLE],
    *[(name, "٧", WRONG) for name in WHOLE],
    ("nonPositiveInteger", "0", 0),
    ("nonPositiveInteger", "7", WRONG),
    ("negativeInteger", "-7", -7),
    ("negativeInteger", "0", WRONG),
    ("positiveInteger", "0", WRONG),
    ("nonNegativeInteger", "-1", WRONG),
    ("byte", "128", WRONG),
    ("unsignedByte", "255", 255),
    ("unsignedByte", "256", WRONG),
    ("long", "9223372036854775807", 2**63 - 1),
    ("long", "9223372036854775808", WRONG),
    ("unsignedLong", "18446744073709551615", 2**64 - 1),
    ("integer", "9223372036854775808", 2**63),
    ("integer", "-9223372036854775809", -(2**63) - 1),
    ("integer", "9" * 40, int("9" * 40)),
    ("integer", "", WRONG),
    ("decimal", "1.50", 1.5),
    ("decimal", "-.5", -0.5),
    ("decimal", "5.", 5.0),
    ("decimal", "0.1", 0.1),
    ("decimal", "0.12345678901234567890123", Decimal("0.12345678901234567890123")),
    ("decimal", "12345678901234567890.5", Decimal("12345678901234567890.5")),
    ("decimal", "1e3", WRONG),
    ("decimal", "1_000.5", WRONG),
    ("decimal", "1,5", WRONG),
    ("decimal", "NaN", WRONG),
    ("double", "1.5E3", 1500.0),
    ("double", "INF", math.inf),
    ("double", "-INF", -math.inf),
    ("double", "infinity", WRONG),
    ("double", "1_0.5", WRONG),
    ("double", "0x10", WRONG),
    ("float", "2.5", 2.5),
    ("float", "inf", WRONG),
    ("boolean", "true", True),
    ("boolean", "1", True),
    ("boolean", "false", False),
    ("boolean", "0", False),
    ("boolean", "TRUE", WRONG),
    ("boolean", "yes", WRONG),
    ("boolean", "", WRONG),
    ("date", "2024-06-12", date(2024, 6, 12)),
    ("date", "2024-06-12garbage", WRONG),
    ("date", "2024-06-12Z", WRONG),
    ("date", "2024-06-12+02:00", WRONG),
    ("date", "20240612", WRONG),
    ("date", "2024-W24-3", WRONG),
    ("date", "2024-02-30", WRONG),
    ("date", "-0044-03-15", WRONG),
    ("gYear", "2024", Coarse("2024")),
    ("gYearMonth", "2024-06", Coarse("2024-06")),
    *[(name, text, text) for name, text in (
        ("string", " å \n \t\" "), ("string", "a\r\nb"), ("string", "<&]]>"),
        ("string", "true"), ("anyURI", "https://example.org/a b"),
        ("gYear", "2024Z"), ("gYear", "-0044"), ("gMonthDay", "--06-12"), ("gDay", "---12"),
        ("gMonth", "--06"), ("dateTime", "2024-06-12T10:00:00+02:00"),
        ("dateTimeStamp", "2024-06-12T10:00:00Z"), ("time", "10:00:00Z"), ("duration", "P1Y2M"),
        ("yearMonthDuration", "P1Y"), ("dayTimeDuration", "PT1H"), ("hexBinary", "0FB7"),
        ("base64Binary", "AA=="), ("token", "a b"), ("normalizedString", "a  b"), ("Name", "a"),
        ("NCName", "a"), ("NMTOKEN", "a"), ("language", "sv"), ("QName", "a:b"),
    )],
]  # fmt: skip
# Oxigraph's store takes "infinity" for INF and every kind of whole number for xsd:integer.
STORED = {
    ("double", "infinity"): math.inf,
    ("float", "inf"): math.inf,
    **{
        (name, text): int(text)
        for name, text, expected in CASES
        if expected is WRONG and name in (*WHOLE, "nonPositiveInteger", "negativeInteger")
        and text.lstrip("-").isascii() and text.lstrip("-").isdigit()
        and len(text) < 19 and name != "integer"
    },
}  # fmt: skip
IDS = [f"{name}-{text}"[:40] for name, text, _ in CASES]


def literal(name: str, text: str) -> Literal:
    """A literal of an XSD type."""
    return Literal(text, datatype=NamedNode(XSD + name))


def wanted(name: str, text: str, expected: Any) -> Any:
    """What a cell of an answer must be."""
    is_text = expected is WRONG or isinstance(expected, Coarse)
    return STORED.get((name, text), text if is_text else expected)


@pytest.fixture(scope="module")
def kg(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """A graph in a file, with each literal at a thing of its own."""
    lines = [
        f"<https://example.org/{number:03}> <https://example.org/p> {literal(name, text)} ."
        for number, (name, text, _) in enumerate(CASES)
    ]
    path = tmp_path_factory.mktemp("literals") / "literals.nt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return open_graph(path)


QUERY = "SELECT ?s ?o { ?s <https://example.org/p> ?o } ORDER BY ?s"


def same(found: Any, expected: Any) -> bool:
    """Whether two cells have the same type and value."""
    return type(found) is type(expected) and found == expected


@pytest.mark.parametrize(("name", "text", "expected"), CASES, ids=IDS)
def test_a_literal_is_its_value_or_its_text(name: str, text: str, expected: Any) -> None:
    """What XML Schema allows is a value; what it does not is the text, marked as such."""
    found = value(literal(name, text))
    if expected is WRONG:
        assert isinstance(found, AsWritten), "mend the form in graph/engines/values.py"
        assert str(found) == text
    else:
        assert same(found, expected), "mend the form in graph/engines/values.py"


def test_one_column_of_everything_is_a_frame(kg: KnowledgeGraph) -> None:
    """A frame has every value, whatever else stands in its column, and notes what is none."""
    frame = kg.query(QUERY)
    for found, (name, text, expected) in zip(frame["o"], CASES, strict=True):
        assert same(found, wanted(name, text, expected)), f"{name} {text}: {found!r}"
    assert "o" in frame.attrs["note"], "say which column has values that are none"


@pytest.mark.parametrize("name", sorted({name for name, _, _ in CASES}))
def test_a_column_of_one_type_is_a_frame(name: str) -> None:
    """A frame of one type overflows nowhere, and keeps every digit."""
    mine = [(text, expected) for kind, text, expected in CASES if kind == name]
    table = Table(["o"], [(literal(name, text),) for text, _ in mine])
    for found, (text, expected) in zip(table.frame()["o"], mine, strict=True):
        expected = text if expected is WRONG else expected
        equal = found == expected if not isinstance(expected, str) else str(found) == expected
        equal |= isinstance(expected, date | Coarse) and found == pd.Timestamp(expected)
        assert equal, f"{name} {text}: {found!r}; see _typed in graph/engines/frames.py"


def _csv(table: Table) -> list[str]:
    return [row["o"] for row in csv.DictReader(io.StringIO(table.to_csv(), newline=""))]


def _json(table: Table) -> list[str]:
    cells = [row["o"] for row in json.loads(table.to_json())]
    return list(map(text_of, cells))


@pytest.mark.parametrize("door", [_csv, _json], ids=["csv", "json"])
def test_a_file_has_the_same_values(kg: KnowledgeGraph, door: Callable[[Table], list[str]]) -> None:
    """CSV and JSON say what the frame says; what JSON has no number for is a text."""
    infinite = {math.inf: "INF", -math.inf: "-INF"}
    for found, (name, text, expected) in zip(door(kg.select(QUERY)), CASES, strict=True):
        cell = wanted(name, text, expected)
        texts = {text_of(cell), infinite.get(cell) if isinstance(cell, float) else None}
        assert found in texts, f"{name} {text}: {found!r}; see text_of in graph/engines/values.py"


def test_a_parquet_file_has_the_same_values(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """A column of many types is text in Parquet; one of large numbers overflows nowhere."""
    kg.export(tmp_path / "o.parquet", kg.query(QUERY))
    back = pd.read_parquet(tmp_path / "o.parquet")
    for found, (name, text, expected) in zip(back["o"], CASES, strict=True):
        assert found == text_of(wanted(name, text, expected)), f"{name} {text}: {found!r}"


def test_turtle_keeps_what_is_written(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Turtle has every literal as it is written: the text and the type."""
    kg.export(tmp_path / "o.ttl")
    written = {t.object for t in parse(path=str(tmp_path / "o.ttl"), format=RdfFormat.TURTLE)}
    texts = {o.value for o in written if isinstance(o, Literal)}
    values = set(map(value, (o for o in written if isinstance(o, Literal))))
    for name, text, expected in CASES:
        assert text in texts or wanted(name, text, expected) in values, f"{name} {text} is gone"


@pytest.fixture(scope="module")
def endpoint(kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an endpoint that holds the literals."""
    folder = tmp_path_factory.mktemp("served")
    publish(list(kg.engine.quads()), folder, "0" * 64)
    with served(folder, Settings(port=0, workers=1)) as serving:
        yield serving.endpoint


def _answer(endpoint: str, query: str, media_type: str) -> bytes:
    request = Request(f"{endpoint}?{urlencode({'query': query})}", headers={"Accept": media_type})
    with build_opener(ProxyHandler({})).open(request, timeout=60) as response:
        body: bytes = response.read()
    return body


_SPARQL = "{http://www.w3.org/2005/sparql-results#}"


def _of_json(body: bytes) -> list[Literal]:
    rows = json.loads(body)["results"]["bindings"]
    string = f"{XSD}string"
    return [
        Literal(row["o"]["value"], datatype=NamedNode(row["o"].get("datatype", string)))
        for row in rows
    ]


def _of_xml(body: bytes) -> list[Literal]:
    return [
        Literal(cell.text or "", datatype=NamedNode(cell.get("datatype", f"{XSD}string")))
        for cell in ElementTree.fromstring(body).iter(f"{_SPARQL}literal")
    ]


def _of_tsv(body: bytes) -> list[Literal]:
    rows = parse_query_results(body, format=QueryResultsFormat.TSV)
    assert isinstance(rows, QuerySolutions)
    return [row["o"] for row in rows if isinstance(row["o"], Literal)]


ENDPOINT_FORMS: dict[str, tuple[str, Callable[[bytes], list[Literal]]]] = {
    "json": ("application/sparql-results+json", _of_json),
    "xml": ("application/sparql-results+xml", _of_xml),
    "tsv": ("text/tab-separated-values", _of_tsv),
}


@pytest.mark.parametrize("form", ENDPOINT_FORMS)
def test_the_endpoint_gives_the_text_and_the_type(endpoint: str, form: str) -> None:
    """In JSON, XML and TSV every literal has its value, or its text beside the type it breaks."""
    media_type, read = ENDPOINT_FORMS[form]
    cells = read(_answer(endpoint, QUERY, media_type))
    for cell, (name, text, expected) in zip(cells, CASES, strict=True):
        found = value(cell)
        if isinstance(found, AsWritten):
            assert cell.datatype.value == XSD + name, "the type is what says that the text is none"
            found = str(found)
        found = str(found) if isinstance(found, Coarse) else found
        assert same(found, wanted(name, text, expected)), f"{name} {text}: {cell}"


def test_the_endpoint_gives_csv_as_the_text(endpoint: str) -> None:
    """CSV, which has no types, has the text of every literal as the other forms have it."""
    rows = csv.DictReader(io.StringIO(_answer(endpoint, QUERY, "text/csv").decode(), newline=""))
    told = _of_json(_answer(endpoint, QUERY, "application/sparql-results+json"))
    assert [row["o"] for row in rows] == [cell.value for cell in told]


def test_a_service_is_read_like_a_store(endpoint: str, kg: KnowledgeGraph) -> None:
    """What comes over a service has the values and the marks of what comes from a store."""
    there = EndpointEngine(Service(endpoint), published=False).select(QUERY)
    here = kg.engine.select(QUERY)
    assert [list(map(type, c)) for c in there.value_columns()] == [
        list(map(type, c)) for c in here.value_columns()
    ]
    assert there.values() == here.values()


def test_xml_keeps_every_character_or_says_so(endpoint: str) -> None:
    """A carriage return comes back from XML; what XML cannot hold is refused, never mangled."""
    xml = "application/sparql-results+xml"
    body = _answer(endpoint, 'SELECT ?o { BIND("a\\r\\nb\\tc" AS ?o) }', xml)
    assert [cell.value for cell in _of_xml(body)] == ["a\r\nb\tc"]
    with pytest.raises(HTTPError, match="406"):
        _answer(endpoint, 'SELECT ?o { BIND("a\\u0001" AS ?o) }', xml)
