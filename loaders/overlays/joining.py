"""A researcher's own files as one more named graph each, never a part of what is published.

A table is read in one of three ways, by its header:

- a column ``kind`` (or the kind given with the file): each row is a fact of that
  kind, its columns the fields of the kind (``loaders/curated/README.md``);
- a header that only one kind of fact can have (``area, holder, valid_from``): all
  rows are facts of that kind;
- a column that names a thing (``region``, ``area``, ``hospital`` …): the other
  columns are properties ``overlay:<header>``.  Where each thing has one row they
  are the thing's own; where a thing has several (a table by year), each row is a
  thing of class ``overlay:Row`` that points to it with ``overlay:region``.

The file is a Source of kind report with its name as title; every row is cited as
``row 3``.  It is undated unless a date is given with it or every row has the same
``source_date`` (in a table of facts without a ``date`` of their own also ``date``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from loaders.curation.cited import THINGS
from loaders.curation.records import KINDS
from loaders.curation.registers import Entity, Registers
from loaders.curation.removals import read_removals
from loaders.dates import When, parse
from loaders.facts.writer import Standing, Values, Writer, terms, text
from loaders.overlays.fact_tables import assert_rows
from loaders.overlays.free_tables import assert_properties
from loaders.overlays.kinds import KEYS, aliases, kind_of_header
from loaders.overlays.overlay_turtle import read_turtle
from loaders.overlays.tables import Reading, TextTable, read_table
from loaders.problems import Place, Problems, refusal
from loaders.publishing.recipe import Recipe
from ontology.spelling import did_you_mean, slug
from ontology.terms import BASE, DCTERMS, NHV, OVERLAYS, PREFIXES, RDF, SKOS, concept

TABLES = (".csv", ".tsv", ".txt", ".xlsx")
TURTLE = (".ttl", ".nt")
_OWN = PREFIXES["overlay"]


@dataclass(frozen=True)
class OverlaySource(Entity):
    """A researcher's file as a document; its graph is named after it."""

    @property
    def iri(self) -> NamedNode:
        """The graph that holds what the file says."""
        return NamedNode(OVERLAYS + self.id.removeprefix("overlay-"))


@dataclass(frozen=True)
class Joined:
    """A file as it was read.

    Attributes:
        graph: Its named graph.
        quads: What it says.
        rows: Number of its rows; of a Turtle file, of its statements.
        read_as: How it was read, in words.
    """

    name: str
    graph: NamedNode
    quads: tuple[Quad, ...]
    rows: int
    read_as: str
    date: When | None

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


def source_of(path: Path) -> OverlaySource:
    """The document that a file is: named after the file."""
    stem, suffix = slug(path.stem), slug(path.suffix)
    return OverlaySource("source", f"overlay-{stem}.{suffix}", path.name, path.name)


def registers_of(quads: Iterable[Quad]) -> Registers:
    """The names that a resolved graph knows, to match a file's names against."""
    names: dict[str, dict[str, set[str]]] = {}
    for quad in quads:
        if quad.predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.notation) and isinstance(
            quad.object, Literal
        ):
            assert isinstance(quad.subject, NamedNode)
            role = "alt" if quad.predicate != SKOS.prefLabel else quad.object.language or "sv"
            said = names.setdefault(quad.subject.value, {})
            said.setdefault(role, set()).add(quad.object.value)
    home, entities = f"{BASE}id/", []
    for iri, said in sorted(names.items()):
        kind, _, identifier = iri.removeprefix(home).partition("/")
        if iri.startswith(home) and kind in (*THINGS, "person"):
            sv = min(said.get("sv") or said.get("en") or {identifier})
            en = min(said.get("en") or {sv})
            # A code such as a county's may stand for several things; only names name them.
            entities.append(Entity(kind, identifier, sv, en, tuple(sorted(said.get("alt", ())))))
    # A file that nobody curates is no way to learn who is in the graph.
    return Registers(entities, withheld=("person",))


def read_overlay(
    path: Path,
    registers: Registers,
    problems: Problems,
    *,
    kind: str | None = None,
    date: str | None = None,
) -> Joined | None:
    """Read one file.

    Args:
        path: A table (``.csv``, ``.tsv``, ``.txt``, ``.xlsx``) or Turtle (``.ttl``, ``.nt``).
        registers: The names of the graph.
        problems: Takes everything that is wrong with it.
        kind: The kind of all rows, where the header does not say.
        date: The date of the file, EDTF.

    Returns:
        What the file says, or ``None`` if it has problems.
    """
    with (found := Problems()).noted():
        made = _read(path, registers, kind, date)
    removals = read_removals(Recipe().removal_lists(), found)
    problems.extend(found)
    return None if len(found) else replace(made, quads=tuple(removals.without(made.quads)))


def _read(path: Path, registers: Registers, kind: str | None, date: str | None) -> Joined:
    name = path.name
    place, suffix = Place(name), path.suffix.lower()
    try:
        name.encode()
        if not path.is_file():
            folder = path.parent
            near = [p.name for p in folder.iterdir()] if folder.is_dir() else []
            remedy = did_you_mean(name, near, f"not {path}")
            raise refusal(place, "-", "no such file", remedy)
    except UnicodeEncodeError:
        raise refusal(place, "-", "has a name that is not UTF-8", "rename the file") from None
    except OSError as error:  # such as a name that is too long for any file
        what = f"cannot be a file ({error.strerror})"
        raise refusal(place, "-", what, "give its path") from None
    if suffix not in (*TABLES, *TURTLE):
        what = f"files ending in '{path.suffix}' cannot be joined"
        raise refusal(place, "-", what, f"give one of {', '.join((*TABLES, *TURTLE))}")
    problems = Problems()
    if kind is not None and kind not in KINDS:
        remedy = did_you_mean(kind, KINDS, f"use one of {', '.join(KINDS)}")
        problems.add(place, "kind", f"'{kind}' is no kind of fact", remedy)
    when = _date(date, place, "date", problems)
    problems.raise_if_any()
    writer = Writer(source := source_of(path), source.iri, when)
    if suffix in TURTLE:
        number, own = read_turtle(path, writer)
        _describe(writer, when or own, dated_by_itself=own is not None)
        quads = tuple(writer.quads)
        return Joined(name, source.iri, quads, number, "statements", own or when)
    return _table(read_table(path, name), writer, registers, kind)


def _table(table: TextTable, writer: Writer, registers: Registers, kind: str | None) -> Joined:
    by_row, problems = "kind" in table.keys, Problems()
    key = next((c for c in table.columns if c.key in KEYS), None)
    found = kind or (None if by_row else kind_of_header(table, problems))
    if not (by_row or found or key):
        remedy = "name one region, area or hospital (or area and holder for permits)"
        what = "no column says what its rows are about"
        problems.add(table.place(table.head), "-", what, remedy)
    problems.raise_if_any()
    date_column = _date_column(table, found, by_row)
    writer.date = writer.date or _source_date(table, date_column, problems)
    _describe(writer, writer.date)
    reading = Reading(table, registers, writer, problems)
    if by_row or found:
        read_as = f"facts of kind {found}" if found else "facts, each of the kind it names"
        assert_rows(reading, found, {date_column, "kind" if by_row else None})
    else:
        assert key is not None
        read_as = assert_properties(reading, key, date_column)
    problems.raise_if_any()
    rows = len(table.rows)
    return Joined(table.file, writer.graph, tuple(writer.quads), rows, read_as, writer.date)


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
    stated: dict[str, int] = {}
    for row in table.rows:
        if column in row.cells:
            stated.setdefault(row.cells[column], row.number)
    (first, number), (other, again) = [*stated.items(), ("", 0), ("", 0)][:2]
    if again:
        what = f"'{other}' here and '{first}' above: a file has one date"
        problems.add(table.place(again, column), column or "-", what, "make a file of each date")
        return None
    return _date(first or None, table.place(number, column), column or "-", problems)


def _date(text_: str | None, place: Place, field: str, problems: Problems) -> When | None:
    try:
        return parse(text_) if text_ is not None else None
    except ValueError as error:
        problems.add_error(place, field, error)
        return None
