"""The tables of a release: one for each kind of thing, made from ``tables.toml``.

A new table is one entry there; a test says which classes and properties have none.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pyoxigraph import NamedNode

from graph.base.problems import GraphError
from graph.release import fields
from graph.release.fields import BETWEEN, Column, Field, columns
from graph.release.statements import Released
from ontology.terms import SKOS, expand, superclasses

_OPTIONS = ("but", "kinds", "persons", "bare", "of")


@dataclass(frozen=True)
class Table:
    """A table: the things of a class, and what is shown of each.

    Attributes:
        name: The name of its files.
        cls: The class whose things are its rows, as a short name.
        columns: The properties that are shown.
        sv: Its name in Swedish.
        en: Its name in English.
        but: A class whose things are left out; None leaves out none.
        kinds: Whether the things are of several classes, so that each says its own.
        persons: Whether it is about persons, and not there without them.
        bare: Whether its things have neither names nor citations of their own.
        owner: What a bare thing belongs to: the heading of the column, and the property by which
            that names it; empty if the thing itself says so.
    """

    name: str
    cls: str
    columns: Sequence[Column]
    sv: str
    en: str
    but: str | None = None
    kinds: bool = False
    persons: bool = False
    bare: bool = False
    owner: str = ""

    @property
    def of(self) -> NamedNode:
        """The class."""
        return NamedNode(expand(self.cls))

    def fields(self, ontology: Released) -> list[Field]:
        """All columns, in their order, each explained.

        Args:
            ontology: The statements of the ontology.
        """
        own = [field for column in self.columns for field in column.fields(ontology)]
        middle = (
            [*fields.owner(self.owner, ontology), *own]
            if self.bare
            else [
                *fields.labels(),
                *(fields.kind() if self.kinds else []),
                *own,
                *(fields.evidence()),
            ]
        )
        return [*fields.identity(self.cls), *middle, *fields.address()]

    def things(self, held: Released) -> list[NamedNode]:
        """The things that are its rows, by IRI.

        Args:
            held: The statements of a view.
        """
        out = set(held.of_class(NamedNode(expand(self.but)))) if self.but else set()
        return [thing for thing in held.of_class(self.of) if thing not in out]

    def rows(self, held: Released) -> list[list[list[str]]]:
        """The values of each cell of each row.

        Args:
            held: The statements of a view.

        Raises:
            GraphError: If a cell for one value has several; the columns above must say so.
        """
        cells = self.fields(held.ontology)
        rows = [[field.read(held, thing) for field in cells] for thing in self.things(held)]
        for row in rows:
            for field, values in zip(cells, row, strict=True):
                if len(values) > 1 and not field.many:
                    raise GraphError(
                        f"table {self.name}, column {field.name}: {row[0][0]} has "
                        f"{len(values)} values; put a star behind it in graph/release/tables.toml"
                    )
        return rows


@cache
def every_table() -> tuple[Table, ...]:
    """All tables, in the order of ``tables.toml``."""
    text = (files("graph.release") / "tables.toml").read_text(encoding="utf-8")
    found = []
    for name, said in tomllib.loads(text).items():
        options = {key: said.pop(key) for key in _OPTIONS if key in said}
        options["owner"] = options.pop("of", "")
        cls, sv, en = said.pop("class"), said.pop("sv"), said.pop("en")
        shown = tuple(column for form, names in said.items() for column in columns(form, names))
        found.append(Table(name, cls, shown, sv, en, **options))
    return tuple(found)


def tables(*, people: bool) -> tuple[Table, ...]:
    """The tables of a view.

    Args:
        people: Whether it keeps names of persons.

    Returns:
        The tables in their order; those of persons only with them.
    """
    return tuple(table for table in every_table() if people or not table.persons)


def target(field: Field, among: Sequence[Table]) -> Table | None:
    """The table that has the things that a column names, if there is exactly one.

    Args:
        field: A column.
        among: The tables of a release.
    """
    if field.target is None or field.target == SKOS.Concept or field.many:
        return None
    wider = (field.target, *superclasses(field.target))
    by_class = {table.of: table for table in among}
    return next((by_class[cls] for cls in wider if cls in by_class), None)


def cell(values: Sequence[str]) -> str:
    """The values of a cell as one text."""
    return BETWEEN.join(values)
