"""Rows of a table as facts, each checked as a fact of a curated file is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_origin

from pydantic import ValidationError

from loaders.curation.cited import Cited
from loaders.curation.reconcile import explained
from loaders.curation.records import KINDS
from loaders.curation.registers import Registers
from loaders.facts.assertions import assert_fact
from loaders.facts.writer import Writer
from loaders.overlays.kinds import COMMON, aliases
from loaders.overlays.tables import TextTable
from loaders.problems import Place, Problems
from ontology.spelling import did_you_mean

_MANY = "|"


def assert_rows(
    table: TextTable,
    kind: str | None,
    besides: set[str | None],
    registers: Registers,
    writer: Writer,
    problems: Problems,
) -> None:
    """Write each row as a fact, if all rows are right.

    Args:
        table: The table.
        kind: The kind of all rows, or ``None`` where the column ``kind`` says it.
        besides: Columns that are no fields of a fact.
        registers: The names of the graph.
        writer: The writer of the file.
        problems: Takes what is wrong.  A cell of several values has ``|`` between them.
    """
    good: list[tuple[Cited, Place]] = []
    for row in table.rows:
        if problems.enough(table.place(row.number)):
            return
        named = kind or row.cells.get("kind", "").lower()
        if named not in KINDS:
            what = f"'{named}' is no kind of fact" if named else "missing"
            remedy = did_you_mean(named, KINDS, f"write one of {', '.join(KINDS)}")
            problems.add(table.place(row.number, "kind"), "kind", what, remedy)
            continue
        cells = {key: cell for key, cell in row.cells.items() if key not in besides}
        if record := _record(table, row.number, cells, KINDS[named], registers, problems):
            good.append((record, table.place(row.number)))
    if len(problems):
        return
    for record, place in good:
        assert_fact(record, writer, place)


def _record(
    table: TextTable,
    row: int,
    cells: Mapping[str, str],
    model: type[Cited],
    registers: Registers,
    problems: Problems,
) -> Cited | None:
    known = aliases(model)
    values: dict[str, Any] = {"section": f"row {row}"}
    written: dict[str, str] = {}
    for key, cell in cells.items():
        field = known.get(key, key)
        if field in values:
            other = written.get(field, field)
            what = f"says the same as column {other}"
            problems.add(table.place(row, key), key, what, "keep one of the two")
        written[field] = key
        many = field in COMMON or field == "printed" or _takes_many(model, field)
        values[field] = [c.strip() for c in cell.split(_MANY)] if many and _MANY in cell else cell
    try:
        return model.model_validate(values, context=registers)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            field = str(detail["loc"][0]) if detail["loc"] else ""
            key = written.get(field, field)
            what, remedy = explained(detail, model, {model.head: model.kind})
            problems.add(table.place(row, key), key or "-", what, of_a_table(remedy))
    return None


def of_a_table(remedy: str) -> str:
    """A remedy for who cannot write into the registers."""
    return remedy.replace("add it to the registers, or write", "write")


def _takes_many(model: type[Cited], name: str) -> bool:
    return any(
        name in (field, info.alias) and get_origin(info.annotation) is tuple
        for field, info in model.model_fields.items()
    )
