"""What every column of every table means: for programs (CSVW) and for people.

Standard: W3C Metadata Vocabulary for Tabular Data (CSV on the Web), with keys between tables.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from graph.base.words import Pair
from graph.engines.cells import BETWEEN
from graph.export.cells import comma_separated
from graph.export.tables.fields import Field
from graph.export.tables.resolved import Resolved
from graph.export.tables.sheets import HEAD, Sheet
from graph.export.tables.tables import Table
from graph.release.about import CC_BY, About
from graph.release.words import WORDS
from ontology.terms import expand


def csvw(sheets: Sequence[Sheet], said: About, ontology: Resolved) -> bytes:
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


def _described(sheet: Sheet, among: Sequence[Table], ontology: Resolved) -> dict[str, Any]:
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
        "dc:description": _values(sheet.meaning(ontology)),
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


def as_table(sheets: Sequence[Sheet]) -> bytes:
    """The dictionary as a table: a row for each column of each table, as CSV."""
    among = [sheet.table for sheet in sheets]
    rows = [(sheet.table.name, *row) for sheet in sheets for row in sheet.dictionary(among)]
    return comma_separated([("table", *HEAD), *rows])


def as_text(sheets: Sequence[Sheet], ontology: Resolved) -> bytes:
    """The dictionary to read, in Swedish and English, as Markdown."""
    cells = WORDS.pair("dictionary.cells", BETWEEN.strip())
    lines = [f"# {' / '.join(WORDS['dictionary.title'])}", "", cells[0], "", cells[1], ""]
    for sheet in sheets:
        lines += [f"## {sheet.table.name}: {sheet.table.sv} / {sheet.table.en}", ""]
        rows = WORDS.pair("dictionary.rows", len(sheet.rows))
        for told, count in zip(sheet.meaning(ontology), rows, strict=True):
            lines += [f"{told} {count}", ""]
        lines += ["| column | type | svenska | English |", "| --- | --- | --- | --- |"]
        for field in sheet.fields:
            sv, en = (text.replace("|", "\\|") for text in field.told)
            many = ", many" if field.many else ""
            lines.append(f"| `{field.name}` | {field.datatype}{many} | {sv} | {en} |")
        lines.append("")
    return "\n".join(lines).encode()
