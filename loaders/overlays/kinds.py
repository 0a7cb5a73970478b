"""Which kind of fact a table's header means, and its rows as such, checked as in a curated file.

It also has which columns name things.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from pydantic_core import ValidationError

from loaders.curation.cited import ORGANS, THINGS, Cited
from loaders.curation.reconcile import explained
from loaders.curation.records import KINDS
from loaders.facts.kinds import assert_fact
from loaders.overlays.cells import WORDS
from loaders.overlays.tables import Column, Reading, TextTable
from loaders.problems import Place, Problems
from ontology.spelling import did_you_mean

KEYS: Mapping[str, tuple[str, ...]] = {
    **{kind.replace("-", "_"): (kind,) for kind in THINGS},
    **{word: (kind,) for word, kind in WORDS["things"].items()},
    "county_code": ("county",),
    "municipality_code": ("municipality",),
    "thing": THINGS,
    "organisation": ORGANS,
}
"""Headers of columns that name a thing, and the kinds that each may name."""

COMMON = ("certainty", "inferred", "reading", "note")
_ANY = (*COMMON, "source_date", "date")
# Words of facts that are as much words of anybody's table.
_ANYBODYS = frozenset(WORDS["headers"]["anybodys"]) | frozenset(KEYS)


def aliases(model: type[Cited]) -> dict[str, str]:
    """How a header may name the fields of a kind of fact: by header, the field.

    A field has its name as in curated files, the main one also that of the kind, and a list its
    singular (``area`` for ``areas``).
    """
    found: dict[str, str] = {model.head: model.kind}
    for name, (field, *_) in model.fields.items():
        if name in ("lines", "slide", "section") or (name == "printed" and model.kind != "name"):
            continue
        found[field] = field
        if name.endswith("s") and name in ("areas", "actors", "applicants", "partners"):
            found[name[:-1]] = field
    return found


def may_be_facts(keys: Collection[str]) -> bool:
    """Whether a header is more of facts than of anything else."""
    if any(set(keys) <= {*_ANY, *aliases(model)} for model in KINDS.values()):
        return True
    own = _distinctive().intersection(keys)
    known = {*_ANY, *aliases(KINDS[_nearest_kind(keys, own)])}.intersection(keys)
    # Some columns that no fact has are misspelt; where they are many, the table is another.
    return bool(own) and len(keys) - len(known) < max(3, len(known))


def _nearest_kind(keys: Collection[str], own: Collection[str]) -> str:
    """Of several kinds that are as near the first is meant: a permit before a supply."""
    return max(KINDS, key=lambda k: (len({*own} & aliases(KINDS[k]).keys()), KINDS[k].head in keys))


def kind_of_header(reading: Reading) -> str | None:
    """The kind of fact that a header means, or ``None``; one that is nearly of a kind is told."""
    table, problems = reading.table, reading.problems
    keys = table.keys.keys() - {"source_date"}
    fitting = [kind for kind, model in KINDS.items() if _fits(keys, model)]
    row = table.head
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        what = f"the columns can be those of {' or '.join(fitting)}"
        problems.add(table.place(row), "-", what, "add a column 'kind' that says which")
        return None
    own = {key for key in keys if key in _distinctive()}
    if own and not may_be_facts(keys):
        words = ", ".join(sorted(own))
        reading.notes.append(f"read as values, though {words} are words of facts; others are not")
        return None
    if own:
        _nearly(table, row, own, problems)
        return None
    for column in table.columns:
        if near := _misspelt(column):
            what = f"'{column.name}' is nearly the field {near} of a fact"
            remedy = f"did you mean {near}? Else give the column another name"
            problems.add(table.place(row, column.key), column.key, what, remedy)
    return None


def _nearly(table: TextTable, row: int, own: set[str], problems: Problems) -> None:
    """Columns of a fact and others that no fact has: say what keeps them from being one."""
    keys = table.keys
    kind = _nearest_kind(keys, own)
    known = aliases(KINDS[kind])
    for column in table.columns:
        if problems.enough(table.place(row, column.key)):
            return
        if column.key not in known and column.key not in _ANY:
            what = f"'{column.name}' is no column of a {kind} (as {', '.join(sorted(own))} says)"
            remedy = did_you_mean(column.key, known, f"use {', '.join(KINDS[kind].own_fields())}")
            problems.add(table.place(row, column.key), column.key, what, remedy)
    named = {known.get(key) for key in keys}
    for field in _needed(KINDS[kind]):
        if not named & {known[name] for name in field}:
            wanted = " or ".join(field)
            what = f"a {kind} needs a column {wanted} (as {', '.join(sorted(own))} says)"
            problems.add(table.place(row), wanted, what, "add it, or rename the others")


def _fits(keys: set[str], model: type[Cited]) -> bool:
    known = aliases(model)
    named = {known[key] for key in keys if key in known}
    return (
        all(key in known or key in _ANY for key in keys)
        and all(named & {known[name] for name in field} for field in _needed(model))
        and len(named) > 1
    )


def _needed(model: type[Cited]) -> list[tuple[str, ...]]:
    """The headers that a kind cannot be without, each with those that can stand in."""
    needed: list[tuple[str, ...]] = [
        (model.head if name == model.head else field.written,)
        for name, field in model.fields.items()
        if field.required
    ]
    return [*needed, ("holder", "held_within")] if model.kind == "permit" else needed


@cache
def _distinctive() -> frozenset[str]:
    """Headers that only facts have."""
    every = {name for model in KINDS.values() for name in aliases(model)}
    return frozenset(every - _ANYBODYS - set(_ANY) - set(KINDS))


def _misspelt(column: Column) -> str | None:
    needed = {f for m in KINDS.values() for names in _needed(m) for f in names} & _distinctive()
    near = get_close_matches(column.key, sorted(needed), n=1, cutoff=0.88)
    return near[0] if near and column.key != f"{near[0]}s" else None


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
