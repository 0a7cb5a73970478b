"""The tables with what stands in them, as data frames and in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from graph.base.languages import in_lang
from graph.base.statements import Term
from graph.base.words import Pair
from graph.export.cells import harmless
from graph.export.tables.fields import WORDS, Field
from graph.export.tables.resolved import Resolved
from graph.export.tables.tables import Table, target
from ontology.terms import RDF, XSD, expand

if TYPE_CHECKING:
    from graph.engines.answer import Answer

# How a value is read, and what data frames call what it is; all others are texts.
_TYPES: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "integer": (int, "number"),
    "decimal": (float, "decimal"),
    "boolean": (lambda text: text in ("true", "1"), "truth"),
    "date": (date.fromisoformat, "day"),
}


@dataclass(frozen=True)
class Sheet:
    """A table with what stands in it.

    Attributes:
        table: What it is.
        fields: Its columns.
        rows: The values of each cell, as text.
        told: The columns whose cells are, in every row, the values of their property: literals of
            the column's type and language. All others show them in another way.
        key: The columns that tell a row from all others.
    """

    table: Table
    fields: Sequence[Field]
    rows: Sequence[Sequence[list[str]]]
    told: Collection[str]
    key: Sequence[str] = ("id",)

    @classmethod
    def of(cls, table: Table, held: Resolved) -> Sheet:
        """Fill a table from a view."""
        fields, rows, things = table.fields(held.ontology), table.rows(held), table.things(held)
        told = {
            field.name
            for i, field in enumerate(fields)
            if field.property
            and any(row[i] for row in rows)
            and all(
                _literals(field, row[i]) == _values_of(field, thing, held)
                for thing, row in zip(things, rows, strict=True)
            )
        }
        return cls(table, fields, rows, told)

    @classmethod
    def links(cls, held: Resolved) -> Sheet:
        """Every statement whose value has an address, but for the class of a thing, as a table."""
        texts = {name: WORDS.pair(f"links.{name}") for name in ("thing", "property", "value")}
        fields = [Field(name, text, _unread, datatype="anyURI") for name, text in texts.items()]
        rows = [
            [[subject.value], [prop.value], [value.value]]
            for subject, prop, value in held
            if isinstance(value, NamedNode) and prop != RDF.type
        ]
        table = Table("links", "rdf:Statement", (), *WORDS.pair("links.title"))
        return cls(table, fields, rows, (), tuple(texts))

    def meaning(self, ontology: Resolved) -> Pair:
        """What its rows are, in Swedish and English."""
        if self.table.name == "links":
            return WORDS["links.meaning"]
        return self.table.meaning(ontology)

    def references(self, among: Sequence[Table]) -> list[tuple[Field, Table]]:
        """The columns that name rows of another table, if there is exactly one, and that table."""
        found = ((field, target(field, among)) for field in self.fields)
        return [(field, table) for field, table in found if table is not None]

    def dictionary(self, among: Sequence[Table]) -> list[tuple[str, ...]]:
        """A row for each column; :data:`HEAD` says what stands in it.

        Args:
            among: The tables whose rows a column may name.
        """
        keys = dict(self.references(among))
        return [
            (
                field.name,
                field.datatype,
                "true" if field.many else "false",
                field.property,
                keys[field].name if field in keys else "",
                *field.told,
            )
            for field in self.fields
        ]

    def frame(self, lang: str, ontology: Resolved) -> Answer:
        """The table as a data frame: what its files hold.

        Args:
            lang: The language of headings and of the note.
            ontology: The statements of the ontology.

        Returns:
            Numbers, truths and days typed as in answers, several values as lists; dates that may
            be coarser than a day as their source has them (EDTF), with the precision beside.
        """
        from graph.engines.answer import framed

        columns: dict[str, list[Any]] = {}
        for i, field in enumerate(self.fields):
            read, _ = _TYPES.get(field.datatype, (str, ""))
            cells = [[read(value) for value in row[i]] for row in self.rows]
            columns[field.name] = cells if field.many else [c[0] if c else None for c in cells]
        kinds = {f.name: "term" if f.many else _kind(f) for f in self.fields}
        headings = {field.name: in_lang(lang, *field.label()) for field in self.fields}
        meaning = in_lang(lang, *self.meaning(ontology))
        made = framed(columns, kinds, headings, f"{meaning} {WORDS.say('table.note', lang)}")
        made.attrs["table"] = self.table.name
        made.attrs["datatypes"] = {f.name: f.datatype + "*" * f.many for f in self.fields}
        return made


HEAD = (
    "column", "datatype", "many", "property", "refers_to", "definition_sv", "definition_en",
)  # fmt: skip
"""What stands in the rows of a dictionary."""


def _kind(field: Field) -> str:
    return _TYPES.get(field.datatype, (str, "term"))[1]


def _literals(field: Field, cell: list[str]) -> list[Literal]:
    """What a cell says if it is taken at its word."""
    texts = map(harmless, cell)
    if field.lang:
        return [Literal(text, language=field.lang) for text in texts]
    return [Literal(text, datatype=getattr(XSD, field.datatype)) for text in texts]


def _values_of(field: Field, thing: NamedNode, held: Resolved) -> list[Term]:
    """The values of the column's property; of one in a language, those in it."""
    values = held.objects(thing, NamedNode(expand(field.property)))
    if not field.lang:
        return list(values)
    return [v for v in values if isinstance(v, Literal) and v.language in (field.lang, None)]


def _unread(_: Resolved, __: NamedNode) -> list[str]:
    """What a column says that no property gives."""
    return []
