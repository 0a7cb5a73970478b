"""Rows of a table as facts, each checked as a fact of a curated file is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import ValidationError

from loaders.curation.cited import Cited
from loaders.curation.reconcile import explained
from loaders.curation.records import KINDS
from loaders.facts.assertions import assert_fact
from loaders.overlays.kinds import COMMON, aliases
from loaders.overlays.tables import Reading
from loaders.problems import Place
from ontology.spelling import did_you_mean

_MANY = "|"


def assert_rows(reading: Reading, kind: str | None, besides: set[str | None]) -> None:
    """Write each row as a fact, if all rows are right; ``|`` stands between several values.

    The kind is that of all rows, or ``None`` where the column ``kind`` says it; the columns
    ``besides`` are no fields of a fact.
    """
    good: list[tuple[Cited, Place]] = []
    for row in reading.table.rows:
        if reading.enough(row.number):
            return
        named = kind or row.cells.get("kind", "").lower()
        if named not in KINDS:
            what = f"'{named}' is no kind of fact" if named else "missing"
            remedy = did_you_mean(named, KINDS, f"write one of {', '.join(KINDS)}")
            reading.add(row.number, "kind", what, remedy)
            continue
        cells = {key: cell for key, cell in row.cells.items() if key not in besides}
        if record := _record(reading, row.number, cells, KINDS[named]):
            good.append((record, reading.table.place(row.number)))
    if not len(reading.problems):
        for record, place in good:
            assert_fact(record, reading.writer, place)


def _record(
    reading: Reading, row: int, cells: Mapping[str, str], model: type[Cited]
) -> Cited | None:
    known = aliases(model)
    several = {field.written for field in model.fields.values() if field.many}
    values: dict[str, Any] = {"section": f"row {row}"}
    written: dict[str, str] = {}
    for key, cell in cells.items():
        field = known.get(key, key)
        if field in values:
            what = f"says the same as column {written.get(field, field)}"
            reading.add(row, key, what, "keep one of the two")
        written[field] = key
        many = field in COMMON or field == "printed" or field in several
        values[field] = [c.strip() for c in cell.split(_MANY)] if many and _MANY in cell else cell
    try:
        return model.read(values, reading.registers)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            field = str(detail["loc"][0]) if detail["loc"] else ""
            key = written.get(field, field) or "-"
            reading.add(row, key, *explained(detail, model))
    return None
