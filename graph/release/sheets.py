"""The tables as files: CSV for every program, Parquet with types for those who read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from graph.export.cells import comma_separated
from graph.release.fields import BETWEEN, Field
from graph.release.statements import Released
from graph.release.tables import Table

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
    """

    table: Table
    fields: Sequence[Field]
    rows: Sequence[Sequence[list[str]]]

    @classmethod
    def of(cls, table: Table, held: Released) -> Sheet:
        """Fill a table from a view."""
        return cls(table, table.fields(held.ontology), table.rows(held))

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


def has_parquet() -> bool:
    """Whether the package is there that writes Parquet."""
    return find_spec("pyarrow") is not None
