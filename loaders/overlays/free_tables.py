"""Tables of anything about things: each other column a property of the researcher's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from pyoxigraph import Literal, NamedNode

from loaders.facts.writer import Standing, text
from loaders.overlays.cells import AmbiguousError, typed
from loaders.overlays.kinds import KEYS
from loaders.overlays.tables import Column, Reading, Row
from ontology.terms import PREFIXES, RDF, RDFS

_OWN = PREFIXES["overlay"]
_ROW = NamedNode(f"{_OWN}Row")


def assert_properties(reading: Reading, key: Column, date_column: str | None) -> str:
    """Write the columns beside the one that names things (``key``) as properties of these things.

    Returns:
        How the table was read, in words.
    """
    table, writer = reading.table, reading.writer
    found: dict[str, dict[int, NamedNode]] = {}
    literals: dict[str, dict[int, Literal]] = {}
    columns = [c for c in table.columns if c.key != date_column]
    for column in columns:
        cells = {r.number: r.cells[column.key] for r in table.rows if column.key in r.cells}
        if column.key in KEYS:
            found[column.key] = _things(reading, column, cells)
            continue
        try:
            literals[column.key] = typed(cells)
        except AmbiguousError as error:
            remedy = "write the column with decimal points, or without any mark for thousands"
            reading.add(error.row, column.key, str(error), remedy)
    for row in table.rows:
        if reading.enough(row.number):
            return ""
        if key.key not in row.cells:
            what = f"missing, and the row has {_listed(row)}"
            reading.add(row.number, key.key, what, "name the thing")
    if len(columns) == 1:
        remedy = "add a column of values, or columns of a kind of fact"
        reading.problems.add(table.place(table.head), key.key, "is the only column", remedy)
    if len(reading.problems):
        return ""
    nodes = found[key.key]
    own = len(set(nodes.values())) == len(nodes)
    for column in columns:
        if column != key or not own:
            term = NamedNode(_OWN + column.key)
            writer.add(term, RDF.type, RDF.Property)
            writer.add(term, RDFS.label, text(column.name))
    for row in table.rows:
        values: dict[str, tuple[NamedNode, Sequence[NamedNode | Literal]]] = {
            c.key: (NamedNode(_OWN + c.key), (value,))
            for c in columns
            if (c != key or not own)
            and (value := (found.get(c.key) or literals.get(c.key, {})).get(row.number))
        }
        node = nodes[row.number] if own else NamedNode(f"{writer.graph.value}/row-{row.number}")
        writer.place = table.place(row.number)
        if own:
            for predicate, terms in values.values():
                writer.add(node, predicate, *terms)
        else:
            labels = (f"{table.file}, rad {row.number}", f"{table.file}, row {row.number}")
            writer.describe(node, _ROW, labels, values)
        standing = Standing(f"row {row.number}", f"s-row-{row.number}")
        writer.support(writer.cite(node, standing), values, ())
    return f"properties of each {key.key}" if own else f"rows about each {key.key}"


def _things(reading: Reading, column: Column, cells: Mapping[int, str]) -> dict[int, NamedNode]:
    nodes: dict[int, NamedNode] = {}
    find = cache(reading.registers.find)
    for row, cell in cells.items():
        if reading.enough(row):
            break
        try:
            nodes[row] = find(cell, KEYS[column.key]).entity.iri
        except ValueError as error:
            what, _, remedy = str(error).partition("; ")
            reading.add(row, column.key, what, remedy)
    return nodes


def _listed(row: Row) -> str:
    first = next(iter(row.cells.items()))
    return f"{first[0]} {first[1][:20]}"
