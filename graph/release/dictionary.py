"""What every column of every table means: for programs (CSVW) and for people.

Standard: W3C Metadata Vocabulary for Tabular Data (CSV on the Web), with keys between tables.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from graph.export.cells import comma_separated
from graph.release.about import CC_BY, About
from graph.release.fields import BETWEEN, Field, explained
from graph.release.sheets import Sheet
from graph.release.statements import Released
from graph.release.tables import Table
from graph.release.words import WORDS, Pair, pair
from ontology.terms import BASE, expand

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
        "dc:title": _values(WORDS["title"]),
        "dc:license": {"@id": CC_BY.value},
        "dc:source": {"@id": said.iri.value},
        "dialect": {"encoding": "utf-8", "delimiter": ",", "quoteChar": '"', "header": True},
        "tables": [_described(sheet, among, ontology) for sheet in sheets],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _described(sheet: Sheet, among: Sequence[Table], ontology: Released) -> dict[str, Any]:
    keys = [
        {
            "columnReference": field.name,
            "reference": {"resource": f"{table.name}.csv", "columnReference": "id"},
        }
        for field, table in sheet.references(among)
    ]
    schema: dict[str, Any] = {
        "columns": [_column(field, sheet) for field in sheet.fields],
        "primaryKey": list(sheet.key),
    }
    if sheet.key == ("id",):
        of_class = {"propertyUrl": "rdf:type", "valueUrl": sheet.table.of.value}
        schema["columns"].append({"name": "type", "virtual": True, **of_class})
        schema |= {"aboutUrl": "{+iri}"}
    else:
        link = {"aboutUrl": "{+thing}", "propertyUrl": "{+property}", "valueUrl": "{+value}"}
        schema["columns"].append({"name": "link", "virtual": True, **link})
    return {
        "url": f"{sheet.table.name}.csv",
        "dc:title": _values((sheet.table.sv, sheet.table.en)),
        "dc:description": _values(_meaning(sheet.table, ontology)),
        "tableSchema": {**schema, **({"foreignKeys": keys} if keys else {})},
    }


def _column(field: Field, sheet: Sheet) -> dict[str, Any]:
    """A column, with its property where its cells are the values of that; else it says nothing.

    Values with addresses are said by the table of links, which has the addresses.
    """
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
    if field.lang:
        column["lang"] = field.lang
    if field.name in sheet.told:
        column["propertyUrl"] = expand(field.property)
    else:
        column["suppressOutput"] = True
    return column


def _values(text: Pair) -> list[dict[str, str]]:
    return [{"@value": text[0], "@language": "sv"}, {"@value": text[1], "@language": "en"}]


def _meaning(table: Table, ontology: Released) -> Pair:
    """What the rows of a table are: the definition of their class."""
    if table.of.value.startswith(BASE):
        return explained(table.of, ontology)
    if table.name == "links":
        return WORDS["links.meaning"]
    return pair("dictionary.concepts", (table.sv, table.en))


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
            keys[field].name if field in keys else "",
            *field.told,
        )
        for sheet in sheets
        for keys in [dict(sheet.references(among))]
        for field in sheet.fields
    ]
    return comma_separated([_HEAD, *rows])


def as_text(sheets: Sequence[Sheet], ontology: Released) -> bytes:
    """The dictionary to read, in Swedish and English, as Markdown."""
    cells = pair("dictionary.cells", BETWEEN.strip())
    lines = [f"# {' / '.join(WORDS['dictionary.title'])}", "", cells[0], "", cells[1], ""]
    for sheet in sheets:
        lines += [f"## {sheet.table.name}: {sheet.table.sv} / {sheet.table.en}", ""]
        rows = pair("dictionary.rows", len(sheet.rows))
        for told, count in zip(_meaning(sheet.table, ontology), rows, strict=True):
            lines += [f"{told} {count}", ""]
        lines += ["| column | type | svenska | English |", "| --- | --- | --- | --- |"]
        for field in sheet.fields:
            sv, en = (text.replace("|", "\\|") for text in field.told)
            many = ", many" if field.many else ""
            lines.append(f"| `{field.name}` | {field.datatype}{many} | {sv} | {en} |")
        lines.append("")
    return "\n".join(lines).encode()
