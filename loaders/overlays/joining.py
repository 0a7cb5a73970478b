"""A researcher's own files as one more named graph each, never a part of what is published.

``README.md`` beside this tells people how a table is read.  The file is a Source of kind report
with its name as title.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode, Quad

from loaders.curation.records import KINDS
from loaders.curation.registers import Entity
from loaders.curation.removals import read_removals
from loaders.dates import When, parse
from loaders.facts.writer import Standing, Values, Writer, terms, text
from loaders.overlays.free_tables import assert_properties, things_of, way_out
from loaders.overlays.kinds import aliases, assert_rows, kind_of_header, may_be_facts
from loaders.overlays.names import Names
from loaders.overlays.overlay_turtle import read_turtle
from loaders.overlays.tables import Reading, TextTable, read_table, table_of
from loaders.overlays.workbooks import grid_of
from loaders.problems import Place, Problems, refusal
from loaders.publishing.recipe import Recipe
from ontology.spelling import did_you_mean, slug
from ontology.terms import DCTERMS, NHV, OVERLAYS, PREFIXES, RDF, concept

if TYPE_CHECKING:
    import pandas as pd

TABLES = (".csv", ".tsv", ".txt", ".xlsx")
TURTLE = (".ttl", ".nt")
VALUES = "values"
"""The kind that says of a table that its rows are no facts, whatever its header is."""
_OWN = PREFIXES["overlay"]


@dataclass(frozen=True)
class Overlay:
    """A file or data frame to be joined, with what its header does not say.

    Attributes:
        path: The file, or a data frame in its place.
        kind: The kind of fact of all rows, such as ``"permit"``; ``"values"`` for a table of
            things whose header has words of facts.
        date: The date of the file, EDTF.
        columns: Other names for columns of a table, by their header; ``None`` leaves a column
            out.  A column ``area`` of square kilometres is no care area as ``km2``.
        name: What a data frame is called in answers; its graph is named so, too.

    Example:
        >>> Overlay("my.csv", date="2024-06", columns={"area": "km2"}).date
        '2024-06'
    """

    path: str | os.PathLike[str] | pd.DataFrame
    kind: str | None = None
    date: str | None = None
    columns: Mapping[str, str | None] | None = None
    name: str | None = None


@dataclass(frozen=True)
class OverlaySource(Entity):
    """A researcher's file as a document; its graph is named after it."""

    @property
    def iri(self) -> NamedNode:
        """The graph that holds what the file says."""
        return NamedNode(OVERLAYS + self.id.removeprefix("overlay-"))


@dataclass(frozen=True)
class Joined:
    """A file as it was read, as ``kg.overlays`` gives it.

    Attributes:
        name: What it is called.
        graph: Its named graph.
        quads: What it says, in that graph.
        rows: Number of its rows; of a Turtle file, of its statements.
        read_as: How it was read, in words.
        date: Its date, if it has one.
        notes: What is to be known of that, such as cells that have no value.
    """

    name: str
    graph: NamedNode
    quads: tuple[Quad, ...]
    rows: int
    read_as: str
    date: When | None
    notes: tuple[str, ...] = ()

    def columns(self) -> frozenset[str]:
        """The local names of the properties of its own, ``overlay:<name>``."""
        terms = {q.predicate for q in self.quads} | {
            term for q in self.quads if q.predicate == RDF.type for term in (q.subject, q.object)
        }
        return frozenset(
            term.value.removeprefix(_OWN)
            for term in terms
            if isinstance(term, NamedNode) and term.value.startswith(_OWN)
        )


def source_of(name: str) -> OverlaySource:
    """The document that a file or a data frame is, by its name."""
    path = PurePath(name)
    called = f"{slug(path.stem)}.{slug(path.suffix)}" if path.suffix else slug(name)
    return OverlaySource("source", f"overlay-{called}", name, name)


def read_overlay(overlay: Overlay, registers: Names, problems: Problems) -> Joined | None:
    """Read one file, or a data frame as a table; ``None`` if it has problems, which are added.

    The overlay has a name; its file is given as a ``Path``.
    """
    with (found := Problems()).noted():
        made = _read(overlay, registers)
    removals = read_removals(Recipe().removal_lists(), found)
    problems.extend(found)
    return None if len(found) else replace(made, quads=tuple(removals.without(made.quads)))


def _read(overlay: Overlay, registers: Names) -> Joined:
    given: Any = overlay.path
    kind, columns = overlay.kind, overlay.columns or {}
    suffix = _suffix(given) if isinstance(given, Path) else ""
    name, problems = str(overlay.name), Problems()
    place = Place(name)
    if kind not in (None, VALUES, *KINDS):
        remedy = did_you_mean(str(kind), KINDS, f"use one of {', '.join(KINDS)}")
        problems.add(place, "kind", f"'{kind}' is no kind of fact", remedy)
    when = _date(overlay.date, place, "date", problems)
    problems.raise_if_any()
    writer = Writer(source := source_of(name), source.iri, when)
    if not isinstance(given, Path):
        return _table(table_of(grid_of(given, name), name, columns), writer, registers, kind)
    if suffix not in TURTLE:
        return _table(read_table(given, name, columns), writer, registers, kind)
    number, own = read_turtle(given, writer)
    _describe(writer, when or own, dated_by_itself=own is not None)
    return Joined(name, source.iri, writer.quads, number, "statements", own or when)


def _suffix(path: Path) -> str:
    """The ending of a file that is there and can be joined."""
    place, suffix = Place(path.name), path.suffix.lower()
    try:
        path.name.encode()
        if not path.is_file():
            folder = path.parent
            near = [p.name for p in folder.iterdir()] if folder.is_dir() else []
            remedy = did_you_mean(
                path.name, near, f"{path} is not there; write the path of a file of your own"
            )
            raise refusal(place, "-", "no such file", remedy)
    except UnicodeEncodeError:
        raise refusal(place, "-", "has a name that is not UTF-8", "rename the file") from None
    except OSError as error:  # such as a name that is too long for any file
        what = f"cannot be a file ({error.strerror})"
        raise refusal(place, "-", what, "give its path") from None
    if suffix not in (*TABLES, *TURTLE):
        what = f"files ending in '{path.suffix}' cannot be joined"
        raise refusal(place, "-", what, f"give one of {', '.join((*TABLES, *TURTLE))}")
    return suffix


def _table(table: TextTable, writer: Writer, registers: Names, kind: str | None) -> Joined:
    reading = Reading(table, registers, writer, problems := Problems(), [*table.notes])
    by_row = kind is None and _kind_by_row(reading)
    problems.raise_if_any()
    found = kind if kind or by_row else kind_of_header(reading)
    problems.raise_if_any()
    found = None if found == VALUES else found
    keys = {} if by_row or found else things_of(reading)
    problems.raise_if_any()
    if not (by_row or found or keys):
        what, remedy = "no column says what its rows are about", way_out(reading)
        raise refusal(table.place(table.head), "-", what, remedy)
    date_column = _date_column(table, found, by_row)
    writer.date = writer.date or _source_date(table, date_column, problems)
    _describe(writer, writer.date)
    if by_row or found:
        read_as = f"facts of kind {found}" if found else "facts, each of the kind it names"
        assert_rows(reading, found, {date_column, "kind" if by_row else None})
    else:
        read_as = assert_properties(reading, keys, date_column)
    problems.raise_if_any()
    quads, notes, rows = writer.quads, tuple(reading.notes), len(table.rows)
    return Joined(table.file, writer.graph, quads, rows, read_as, writer.date, notes)


def _kind_by_row(reading: Reading) -> bool:
    """Whether a column ``kind`` says of each row which fact it is."""
    table, others = reading.table, reading.table.keys.keys() - {"kind"}
    if "kind" not in table.keys:
        return False
    cells = [row.cells.get("kind", "").lower() for row in table.rows]
    if not KINDS.keys().isdisjoint(cells):
        return True
    if may_be_facts(others):
        if len(cells) < 3:
            return True
        what = f"has no kind of fact in any of its {len(cells):,} cells"
        remedy = f"write one of {', '.join(KINDS)}; or join the table as values, "
        remedy += f"Overlay('{table.file}', kind='{VALUES}')"
        reading.add(table.head, "kind", what, remedy)
        return False
    reading.notes.append("'kind' is read as values, since none of them is a kind of fact")
    return False


def _describe(writer: Writer, when: When | None, *, dated_by_itself: bool = False) -> None:
    """The file itself, as a document."""
    source = writer.source
    values: Values = {
        "title": (DCTERMS.title, (text(source.sv, "sv"), text(source.en, "en"))),
        "date": (NHV.date, () if dated_by_itself else terms(when)),
        "undated": (NHV.undated, () if when else terms(True)),
        "kind": (NHV.sourceKind, (concept("sourceKind", "report"),)),
    }
    writer.describe(source.iri, NHV.Source, (source.sv, source.en), values)
    citation = writer.cite(source.iri, Standing("document", "document"))
    writer.support(citation, values, ())


def _date_column(table: TextTable, kind: str | None, by_row: bool) -> str | None:
    if "source_date" in table.keys:
        return "source_date"
    kinds = [KINDS[kind]] if kind else list(KINDS.values()) if by_row else []
    has_own = any("date" in aliases(model) for model in kinds)
    return "date" if "date" in table.keys and kinds and not has_own else None


def _source_date(table: TextTable, column: str | None, problems: Problems) -> When | None:
    first, number = "", 0
    for row in table.rows:
        cell = row.cells.get(column or "", "")
        if first and cell not in ("", first):
            what = f"'{cell}' here and '{first}' above: a file has one date"
            place = table.place(row.number, column)
            problems.add(place, column or "-", what, "make a file of each date")
            return None
        if cell and not first:
            first, number = cell, row.number
    return _date(first or None, table.place(number, column), column or "-", problems)


def _date(text_: str | None, place: Place, field: str, problems: Problems) -> When | None:
    try:
        return parse(text_) if text_ is not None else None
    except ValueError as error:
        problems.add_error(place, field, error)
        return None
