"""What every column of every table means: for programs (CSVW) and for people.

Standard: W3C Metadata Vocabulary for Tabular Data (CSV on the Web), with keys between tables.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pyoxigraph import NamedNode

from graph.export.files import comma_separated
from graph.release.about import CC_BY, TITLE, About
from graph.release.fields import BETWEEN, Field, Pair, explained
from graph.release.sheets import Sheet
from graph.release.statements import Released
from graph.release.tables import Table, target
from ontology.terms import expand

_SV = (
    f"Flera värden i en cell skiljs av “{BETWEEN.strip()}”. En cell som ett kalkylprogram skulle "
    "ta för en formel (den börjar med =, +, - eller @ och är inget tal) har en apostrof före sig. "
    "Datum står i den noggrannhet som källan har (EDTF: 2026, 2026-06, 2026-06-02, "
    "2023-03-15/2023-03-27)."
)
_EN = (
    f"Several values in a cell are parted by “{BETWEEN.strip()}”. A cell that a spreadsheet would "
    "take for a formula (it begins with =, +, - or @ and is no number) has an apostrophe before "
    "it. Dates have the precision of the source (EDTF: 2026, 2026-06, 2026-06-02, "
    "2023-03-15/2023-03-27)."
)
_HEAD = (
    "table", "column", "datatype", "many", "property", "refers_to", "definition_sv",
    "definition_en",
)  # fmt: skip


def csvw(sheets: Sequence[Sheet], said: About, ontology: Released) -> bytes:
    """The description of all tables for programs.

    Args:
        sheets: The tables.
        said: The release.
        ontology: The statements of the ontology.

    Returns:
        The bytes of ``csv-metadata.json``, to lie beside the tables.
    """
    among = [sheet.table for sheet in sheets]
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": _values(TITLE),
        "dc:license": {"@id": CC_BY.value},
        "dc:source": {"@id": said.iri.value},
        "dialect": {"encoding": "utf-8", "delimiter": ",", "quoteChar": '"', "header": True},
        "tables": [_described(sheet, among, ontology) for sheet in sheets],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _described(sheet: Sheet, among: Sequence[Table], ontology: Released) -> dict[str, Any]:
    table = sheet.table
    keys = [
        {
            "columnReference": field.name,
            "reference": {"resource": f"{found.name}.csv", "columnReference": "id"},
        }
        for field in sheet.fields
        if (found := target(field, among)) is not None
    ]
    schema: dict[str, Any] = {
        "columns": [_column(field) for field in sheet.fields],
        "primaryKey": "id",
        "aboutUrl": "{+iri}",
    }
    if keys:
        schema["foreignKeys"] = keys
    return {
        "url": f"{table.name}.csv",
        "dc:title": _values((table.sv, table.en)),
        "dc:description": _values(meaning(table, ontology)),
        "tableSchema": schema,
    }


def _column(field: Field) -> dict[str, Any]:
    column: dict[str, Any] = {
        "name": field.name,
        "titles": field.name,
        "dc:description": _values(field.told),
        "datatype": field.datatype,
    }
    if field.datatype == "boolean":
        column["datatype"] = {"base": "boolean", "format": "true|false"}
    if field.many:
        column["separator"] = BETWEEN
    if field.property:
        column["propertyUrl"] = expand(field.property)
    return column


def _values(pair: Pair) -> list[dict[str, str]]:
    return [{"@value": pair[0], "@language": "sv"}, {"@value": pair[1], "@language": "en"}]


def meaning(table: Table, ontology: Released) -> Pair:
    """What the rows of a table are: the definition of their class."""
    if table.of.value.startswith("https://w3id.org/nhv/"):
        return explained(NamedNode(table.of.value), ontology)
    return (
        f"{table.sv}: varje ord som en uppgift kan ha, med vad det betyder.",
        f"{table.en}: every word that a fact can have, with what it means.",
    )


def as_table(sheets: Sequence[Sheet]) -> bytes:
    """The dictionary as a table: a row for each column of each table, as CSV."""
    among = [sheet.table for sheet in sheets]
    rows = [
        (
            sheet.table.name,
            field.name,
            field.datatype,
            "true" if field.many else "false",
            field.property,
            found.name if (found := target(field, among)) else "",
            *field.told,
        )
        for sheet in sheets
        for field in sheet.fields
    ]
    return comma_separated([_HEAD, *rows])


def as_text(sheets: Sequence[Sheet], ontology: Released) -> bytes:
    """The dictionary to read, in Swedish and English, as Markdown."""
    lines = ["# Dataordlista / Data dictionary", "", _SV, "", _EN, ""]
    for sheet in sheets:
        table, told = sheet.table, meaning(sheet.table, ontology)
        lines += [
            f"## {table.name}: {table.sv} / {table.en}",
            "",
            f"{told[0]} {len(sheet.rows)} rader.",
            "",
            f"{told[1]} {len(sheet.rows)} rows.",
            "",
            "| column | type | svenska | English |",
            "| --- | --- | --- | --- |",
        ]
        lines += [
            f"| `{field.name}` | {field.datatype}{', many' if field.many else ''} | "
            f"{_cell(field.told[0])} | {_cell(field.told[1])} |"
            for field in sheet.fields
        ]
        lines.append("")
    return "\n".join(lines).encode()


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
