"""What tables there are: one for each kind of thing, made from ``tables.toml``.

A new table is one entry there; a test says which classes have none. A property that no table lists
is shown in those of the classes that the ontology gives it to.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pyoxigraph import NamedNode

from graph.base.files import text_beside
from graph.base.lexicon import lexicon
from graph.base.statements import Statements
from graph.base.words import Pair
from graph.export.tables import fields
from graph.export.tables.fields import WORDS, Column, Field, columns
from ontology.terms import BASE, NHV, OWL, RDF, RDFS, SKOS, XSD, curie, expand, superclasses

_FORMS: Mapping[NamedNode, str] = {
    RDF.langString: "text", XSD.date: "day", XSD.integer: "integer", XSD.decimal: "decimal",
    XSD.boolean: "boolean", XSD.anyURI: "anyURI",
}  # fmt: skip
# What the columns of evidence show.
_EVIDENCE = {"nhv:certainty", "nhv:inferredProperty", "nhv:statedProperty", "nhv:statedBy"}
_OPTIONS = ("but", "kinds", "persons", "bare", "of")


@dataclass(frozen=True)
class Table:
    """A table: the things of a class, and what is shown of each."""

    name: str
    cls: str
    columns: Sequence[Column]  # the properties that are shown first; see :meth:`shown`
    sv: str
    en: str
    but: str | None = None  # a class whose things are left out
    kinds: bool = False  # whether the things are of several classes, so that each says its own
    persons: bool = False  # whether it is about persons, and not there without them
    bare: bool = False  # whether its things have neither names nor citations of their own
    # What a bare thing belongs to: the heading of the column, and the property by which that names
    # it; empty if the thing itself says so.
    owner: str = ""

    @property
    def of(self) -> NamedNode:
        """The class."""
        return NamedNode(expand(self.cls))

    def shown(self) -> list[Column]:
        """The properties that are shown: those listed, then what else the ontology gives the class.

        So a new property is a column without an entry in ``tables.toml``.
        """
        listed = {column.short for table in every_table() for column in table.columns}
        given = {
            prop
            for prop, _ in lexicon().properties_of(self.of)
            # What only gathers other properties has no values of its own.
            if not lexicon().subjects(RDFS.subPropertyOf, prop)
        }
        new = sorted({curie(prop.value) for prop in given} - listed - _EVIDENCE)
        return [*self.columns, *map(_column_of, new)]

    def fields(self) -> list[Field]:
        """All columns, in their order, each explained by the ontology."""
        own = [field for column in self.shown() for field in column.fields()]
        if self.owner:
            own.insert(0, fields.owner(self.owner))
        if not self.bare:
            kind = [fields.kind()] if self.kinds else []
            own = [*fields.labels(), *kind, *own, *fields.evidence()]
        return [fields.identity(self.cls), *own, fields.address()]

    def meaning(self) -> Pair:
        """What its rows are: the definition of their class."""
        if self.of.value.startswith(BASE) or f"property.{self.cls}" in WORDS:
            return fields.explained(self.of)
        return WORDS.pair("table.concepts", (self.sv, self.en))

    def things(self, held: Statements) -> list[NamedNode]:
        """The things that are its rows, by IRI."""
        out = set(held.of_class(NamedNode(expand(self.but)))) if self.but else set()
        return [thing for thing in held.of_class(self.of) if thing not in out]


@cache
def every_table() -> tuple[Table, ...]:
    """All tables, in the order of ``tables.toml``."""
    found = []
    for name, said in tomllib.loads(text_beside("graph.export.tables", "tables.toml")).items():
        options = {key: said.pop(key) for key in _OPTIONS if key in said}
        options["owner"] = options.pop("of", "")
        cls, sv, en = said.pop("class"), said.pop("sv"), said.pop("en")
        shown = tuple(column for form, names in said.items() for column in columns(form, names))
        found.append(Table(name, cls, shown, sv, en, **options))
    return tuple(found)


def tables(*, people: bool) -> tuple[Table, ...]:
    """The tables of a view in their order; those of persons only with people."""
    return tuple(table for table in every_table() if people or not table.persons)


def target(field: Field, among: Sequence[Table]) -> Table | None:
    """The table that has the things that a column names, if it is exactly one."""
    if field.target is None or field.target == SKOS.Concept or field.many:
        return None
    wider = (field.target, *superclasses(field.target))
    by_class = {table.of: table for table in among}
    return next((by_class[cls] for cls in wider if cls in by_class), None)


def _column_of(short: str) -> Column:
    """A property as the ontology describes it: its range is its form."""
    prop = NamedNode(expand(short))
    ranges, types = lexicon().range(prop), lexicon().nodes(prop, RDF.type)
    forms = [form for cls, form in _FORMS.items() if cls in ranges]
    if NHV.statedDate in lexicon().nodes(prop, RDFS.subPropertyOf):
        forms.insert(0, "date")
    if OWL.ObjectProperty in types:
        forms.insert(0, "thing")
    return Column(short, forms[0] if forms else "string", OWL.FunctionalProperty not in types)
