"""The tables as files: CSV for every program, Parquet with types for those who read it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from pyoxigraph import Literal, NamedNode

from graph.base.statements import Term
from graph.export.cells import comma_separated, harmless
from graph.release.fields import BETWEEN, Field
from graph.release.statements import Released
from graph.release.tables import Table, target
from graph.release.words import pair
from ontology.terms import RDF, XSD, expand

# How a value is read, and what pyarrow calls its type; all others are texts.
_TYPES: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "integer": (int, "int64"),
    "decimal": (float, "float64"),
    "boolean": (lambda text: text in ("true", "1"), "bool_"),
    "date": (date.fromisoformat, "date32"),
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
    def of(cls, table: Table, held: Released) -> Sheet:
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
    def links(cls, held: Released) -> Sheet:
        """Every statement whose value has an address, but for the class of a thing, as a table."""
        texts = {name: pair(f"links.{name}") for name in ("thing", "property", "value")}
        fields = [Field(name, text, _unread, datatype="anyURI") for name, text in texts.items()]
        rows = [
            [[subject.value], [prop.value], [value.value]]
            for subject, prop, value in held
            if isinstance(value, NamedNode) and prop != RDF.type
        ]
        table = Table("links", "rdf:Statement", (), *pair("links.title"))
        return cls(table, fields, rows, (), tuple(texts))

    def references(self, among: Sequence[Table]) -> list[tuple[Field, Table]]:
        """The columns that name rows of another table, if there is exactly one, and that table."""
        found = ((field, target(field, among)) for field in self.fields)
        return [(field, table) for field, table in found if table is not None]

    def csv(self) -> bytes:
        """The table as CSV after RFC 4180: UTF-8, a heading, several values parted by a bar."""
        head = [field.name for field in self.fields]
        return comma_separated([head, *([BETWEEN.join(v) for v in row] for row in self.rows)])

    def parquet(self) -> bytes:
        """The table as Parquet: numbers, days and truth values typed, several values as lists.

        Nothing of the time or the machine is in it; another version of pyarrow may write other
        bytes.
        """
        import pyarrow as pa  # type: ignore[import-untyped]
        from pyarrow import parquet

        columns = {}
        for i, field in enumerate(self.fields):
            read, name = _TYPES.get(field.datatype, (str, "string"))
            cells = [[read(value) for value in row[i]] for row in self.rows]
            type_ = getattr(pa, name)()
            if field.many:
                columns[field.name] = pa.array(cells, pa.list_(type_))
            else:
                columns[field.name] = pa.array([c[0] if c else None for c in cells], type_)
        out = BytesIO()
        parquet.write_table(pa.table(columns), out, compression="zstd", store_schema=False)
        return out.getvalue()


def _literals(field: Field, cell: list[str]) -> list[Literal]:
    """What a cell says if it is taken at its word."""
    texts = map(harmless, cell)
    if field.lang:
        return [Literal(text, language=field.lang) for text in texts]
    return [Literal(text, datatype=getattr(XSD, field.datatype)) for text in texts]


def _values_of(field: Field, thing: NamedNode, held: Released) -> list[Term]:
    """The values of the column's property; of one in a language, those in it."""
    values = held.objects(thing, NamedNode(expand(field.property)))
    if not field.lang:
        return list(values)
    return [v for v in values if isinstance(v, Literal) and v.language in (field.lang, None)]


def _unread(_: Released, __: NamedNode) -> list[str]:
    """What a column says that no property gives."""
    return []


def has_parquet() -> bool:
    """Whether the package is there that writes Parquet."""
    return find_spec("pyarrow") is not None
