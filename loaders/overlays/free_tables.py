"""Tables of anything about things: each other column a property of the researcher's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from loaders.curation.cited import THINGS
from loaders.facts.writer import Standing, text
from loaders.overlays.cells import AmbiguousError, holds_serials, rows_of, typed
from loaders.overlays.kinds import KEYS
from loaders.overlays.names import names_the_country
from loaders.overlays.tables import Column, Reading
from ontology.terms import BASE, PREFIXES, RDF, RDFS

_OWN = PREFIXES["overlay"]
_ROW = NamedNode(f"{_OWN}Row")
_OF_DAYS = re.compile(r"dat(?:e|um)|(?:^|_)(?:dag|day|from|since|start|until)(?:$|_)")
_OF_MUNICIPALITY = re.compile(r"\d{3,4}")
_TERRITORIES = {"region", "county", "municipality", "healthcare-region"}


@dataclass
class Things:
    """What the cells of a column name."""

    # The thing of each row, or several.
    nodes: dict[int, tuple[NamedNode, ...]] = field(default_factory=dict)
    # The county of each row, where a cell is a municipality that the graph lacks.
    counties: dict[int, NamedNode] = field(default_factory=dict)
    # The rows of all of Sweden, which is none of its parts.
    country: dict[int, str] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)  # why a cell names nothing


def things_of(reading: Reading) -> dict[str, Things]:
    """The columns that name things, by their key: the first is what the rows are about.

    A column whose header is such a word and whose cells name nothing at all is one of values, if
    another column says what the rows are about; it is a problem of the header if none does.
    """
    found = {c.key: _things(reading, c) for c in reading.table.columns if c.key in KEYS}
    own = next((c for c in reading.table.columns if c.key == "id"), None)
    if own and (things := _short_names(reading, own)):  # a table of ours
        found = {"id": things} | found
    named = {key: things for key, things in found.items() if things.nodes or things.counties}
    if not found:  # a column of short names, as of our own tables
        for column in reading.table.columns:
            if things := _short_names(reading, column):
                return {column.key: things}
    for key in [key for key in found if key not in named]:
        kinds = f"a {KEYS[key][0]}" if len(KEYS[key]) == 1 else "a thing"
        kinds = kinds.replace("a area", "a care area").replace("a organ", "an organ")
        cells = len(found[key].errors)
        if named:
            reading.notes.append(f"'{key}' is read as values, since none of them names {kinds}")
        elif cells > 1:
            what = f"is read as the name of {kinds}, and none of its {cells:,} cells is one"
            remedy = f"give it another name, as with columns={{'{key}': 'my_{key}'}}, and call the"
            remedy += " column that says what the rows are about region, county or hospital"
            reading.add(reading.table.head, key, what, remedy)
        else:
            named = {key: found[key]}
    return named


def way_out(reading: Reading) -> str:
    """What to do about a table no column of which is called by what it names."""
    table = reading.table
    if len(table.columns) == 1:
        return "it has one column; write commas, semicolons, tabs or bars between the cells"
    for column in table.columns:
        if kind := _kind_named(reading, [column.name]):
            what = f"row {table.head} has no names of columns, since {column.name} is a {kind}"
            return f"{what}; write them above it"
        cells = [row.cells[column.key] for row in table.rows if column.key in row.cells]
        if kind := _kind_named(reading, cells[:3]):
            return f"call '{column.name}' {kind}, as with columns={{'{column.name}': '{kind}'}}"
    return "name one region, area or hospital (or area and holder for permits)"


def _kind_named(reading: Reading, cells: Sequence[str]) -> str:
    """The kind of thing that every cell names, if there is one; numbers are not names."""
    for kind in ("region", "county", "hospital", "area"):
        with suppress(ValueError):
            for cell in cells:
                reading.registers.find_all(cell if not cell.isdecimal() else "", (kind,))
            return kind if cells else ""
    return ""


def _short_names(reading: Reading, column: Column) -> Things | None:
    """What a column names whose cells all are short names or addresses of ours."""
    texts = [row.cells.get(column.key, "") for row in reading.table.rows]
    if not all(text.partition(":")[0] in THINGS or text.startswith(BASE) for text in texts):
        return None
    things = _things(reading, column)
    return None if things.errors or not things.nodes else things


def _things(reading: Reading, column: Column) -> Things:
    things, known = Things(), dict[str, tuple[NamedNode, ...] | str]()
    kinds = KEYS.get(column.key, THINGS)
    places = not _TERRITORIES.isdisjoint(kinds) and len(kinds) == 1
    for row in reading.table.rows:
        if (cell := row.cells.get(column.key)) is None:
            continue
        if places and names_the_country(cell):
            things.country[row.number] = cell
            continue
        if cell not in known:
            try:
                several = reading.registers.find_all(cell, kinds)
                known[cell] = tuple(entity.iri for entity in several)
            except ValueError as error:
                known[cell] = str(error)
        found = known[cell]
        county = reading.registers.county_of(cell) if places else None
        if isinstance(found, tuple):
            things.nodes[row.number] = found
        elif county and _OF_MUNICIPALITY.match(cell):
            things.counties[row.number] = county.iri
        else:
            things.errors[row.number] = found
    return things


def assert_properties(reading: Reading, named: dict[str, Things], date_column: str | None) -> str:
    """Write the other columns as properties of what one names; say in words how it was read."""
    table, writer = reading.table, reading.writer
    key = next((name for name, things in named.items() if not things.counties), next(iter(named)))
    about = named[key]
    columns = {c.key: c for c in table.columns if c.key != date_column}
    if len(columns) == 1:
        remedy = "add a column of values, or columns of a kind of fact"
        reading.add(table.head, key, "is the only column", remedy)
    cells: dict[str, dict[int, tuple[NamedNode, ...] | tuple[Literal, ...]]] = {}
    unknown: dict[int, list[str]] = {}
    for name, column in columns.items():
        if name in named and not named[name].counties:
            cells[name] = {**_nodes(reading, column, named[name])}
        else:
            cells[name] = {**_values(reading, column, unknown)}
    by_county = _counties(reading, columns[key], about) if about.counties else {}
    if by_county:
        cells["county"], columns["county"] = {**by_county}, Column("county", "county", 0)
    rows = [row for row in table.rows if row.number not in about.country]
    for row in rows:
        if reading.enough(row.number):
            return ""
        if key not in row.cells:
            first, cell = next(iter(row.cells.items()))
            what = f"missing, and the row has {first} {cell[:20]}"
            remedy = "name the thing in every row, also where cells were merged"
            reading.add(row.number, key, what, f"{remedy}; delete a row that is part of the header")
    if len(reading.problems):
        return ""
    if about.country:
        reading.notes.append(f"{rows_of(about.country)} left out: the whole country is no {key}")
    singly = {row: nodes[0] for row, nodes in about.nodes.items() if len(nodes) == 1}
    own = not by_county and len(set(singly.values())) == len(about.nodes)
    told = {name: column for name, column in columns.items() if name != key or not own}
    for name, column in told.items():
        writer.add(NamedNode(_OWN + name), RDF.type, RDF.Property)
        writer.add(NamedNode(_OWN + name), RDFS.label, text(column.name))
    for number in (row.number for row in rows):
        values: dict[str, tuple[NamedNode, Sequence[NamedNode | Literal]]] = {
            name: (NamedNode(_OWN + name), value)
            for name in told
            if (value := cells[name].get(number))
        }
        node = singly[number] if own else NamedNode(f"{writer.graph.value}/row-{number}")
        writer.place = table.place(number)
        if own:
            for predicate, terms in values.values():
                writer.add(node, predicate, *terms)
        else:
            labels = (f"{table.file}, rad {number}", f"{table.file}, row {number}")
            writer.describe(node, _ROW, labels, values)
        standing = Standing(f"row {number}", f"s-row-{number}")
        citation = writer.cite(node, standing, unknown.get(number, ()))
        writer.support(citation, values, ())
    if by_county:
        return f"rows about each county, by the code in {key}"
    return f"properties of each {key}" if own else f"rows about each {key}"


def _nodes(reading: Reading, column: Column, things: Things) -> dict[int, tuple[NamedNode, ...]]:
    alone = {row.number: len(row.cells) for row in reading.table.rows}
    for row, error in things.errors.items():
        if reading.enough(row):
            break
        what, _, remedy = error.partition("; ")
        if alone.get(row) == 1 < len(reading.table.columns):
            remedy = "delete the row, if it is a note and no part of the table"
        reading.add(row, column.key, what, remedy)
    return things.nodes


def _counties(reading: Reading, column: Column, things: Things) -> dict[int, tuple[NamedNode, ...]]:
    """The county of each row: of the municipality, or the county itself, that its cell names."""
    found: dict[int, tuple[NamedNode, ...]]
    found = {row: (county,) for row, county in things.counties.items()}
    cells = {row.number: row.cells.get(column.key, "") for row in reading.table.rows}
    for row in sorted({*things.nodes, *things.errors}):
        if reading.enough(row):
            break
        if county := reading.registers.county_of(cells[row]):
            found[row] = (county.iri,)
        else:
            what = f"'{cells[row]}' has no code of a municipality, as others of the column do"
            reading.add(row, column.key, what, "write the code before the name, as 1280 Malmö")
    return found


def _values(
    reading: Reading, column: Column, unknown: dict[int, list[str]]
) -> dict[int, tuple[Literal, ...]]:
    """The cells of a column as literals; those without a value are put down by row."""
    rows = reading.table.rows
    try:
        read = typed({r.number: r.cells[column.key] for r in rows if column.key in r.cells})
    except AmbiguousError as error:
        reading.add(error.row, column.key, str(error), error.remedy)
        return {}
    notes = [*read.notes]
    if not notes and _OF_DAYS.search(column.key) and holds_serials(read.literals.values()):
        notes = ["read as whole numbers; write 2024-01-05 if they are days"]
    reading.notes.extend(f"overlay:{column.key}: {note}" for note in notes)
    for row, cell in read.unknown.items():
        unknown.setdefault(row, []).append(f"{column.name}: {cell}")
    return {row: (literal,) for row, literal in read.literals.items()}
