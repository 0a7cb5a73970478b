"""Tables of anything about things: each other column a property of the researcher's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from loaders.curation.registers import Registers
from loaders.facts.writer import Standing, Writer, text
from loaders.overlays.cells import AmbiguousError, typed
from loaders.overlays.fact_tables import of_a_table
from loaders.overlays.kinds import KEYS
from loaders.overlays.tables import Column, Row, TextTable
from loaders.problems import Problems
from ontology.terms import PREFIXES, RDF, RDFS

_OWN = PREFIXES["overlay"]
_ROW = NamedNode(f"{_OWN}Row")


def assert_properties(
    table: TextTable,
    key: Column,
    date_column: str | None,
    registers: Registers,
    writer: Writer,
    problems: Problems,
) -> str:
    """Write the columns beside the one that names things as properties of these things.

    Args:
        table: The table.
        key: The column that names things.
        date_column: The column of the file's date, if there is one.
        registers: The names of the graph.
        writer: The writer of the file.
        problems: Takes what is wrong.

    Returns:
        How the table was read, in words.
    """
    found: dict[str, dict[int, NamedNode]] = {}
    literals: dict[str, dict[int, Literal]] = {}
    columns = [c for c in table.columns if c.key != date_column]
    for column in columns:
        cells = {r.number: r.cells[column.key] for r in table.rows if column.key in r.cells}
        if column.key in KEYS:
            found[column.key] = _things(table, column, cells, registers, problems)
            continue
        try:
            literals[column.key] = typed(cells)
        except AmbiguousError as error:
            remedy = "write the column with decimal points, or without any mark for thousands"
            problems.add(table.place(error.row, column.key), column.key, str(error), remedy)
    for row in table.rows:
        if problems.enough(table.place(row.number)):
            return ""
        if key.key not in row.cells:
            what = f"missing, and the row has {_listed(row)}"
            problems.add(table.place(row.number, key.key), key.key, what, "name the thing")
    if len(columns) == 1:
        remedy = "add a column of values, or columns of a kind of fact"
        problems.add(table.place(table.head), key.key, "is the only column", remedy)
    if len(problems):
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
        place = table.place(row.number)
        if own:
            for predicate, terms in values.values():
                writer.add(node, predicate, *terms)
        else:
            labels = (f"{table.file}, rad {row.number}", f"{table.file}, row {row.number}")
            writer.describe(node, _ROW, labels, values, place)
        standing = Standing(f"row {row.number}", f"s-row-{row.number}")
        writer.support(writer.cite(node, standing, place), values, ())
    return f"properties of each {key.key}" if own else f"rows about each {key.key}"


def _things(
    table: TextTable,
    column: Column,
    cells: Mapping[int, str],
    registers: Registers,
    problems: Problems,
) -> dict[int, NamedNode]:
    nodes: dict[int, NamedNode] = {}
    known: dict[str, NamedNode | str] = {}
    for row, cell in cells.items():
        if problems.enough(table.place(row, column.key)):
            break
        if cell not in known:
            try:
                known[cell] = registers.find(cell, KEYS[column.key]).entity.iri
            except ValueError as error:
                known[cell] = str(error)
        found = known[cell]
        if isinstance(found, NamedNode):
            nodes[row] = found
        else:
            what, _, remedy = found.partition("; ")
            problems.add(table.place(row, column.key), column.key, what, of_a_table(remedy))
    return nodes


def _listed(row: Row) -> str:
    first = next(iter(row.cells.items()))
    return f"{first[0]} {first[1][:20]}"
