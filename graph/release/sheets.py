"""The tables as files: CSV for every program, Parquet with types for those who read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from io import BytesIO
from typing import Any

from graph.export.files import comma_separated
from graph.release.fields import BETWEEN, Field
from graph.release.statements import Released
from graph.release.tables import Table

_VALUES: Mapping[str, Callable[[str], Any]] = {
    "integer": int,
    "decimal": float,
    "boolean": lambda text: text in ("true", "1"),
    "date": date.fromisoformat,
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

        columns = [
            pa.array(
                [_typed(field, row[i]) for row in self.rows],
                pa.list_(_type(field)) if field.many else _type(field),
            )
            for i, field in enumerate(self.fields)
        ]
        out = BytesIO()
        made = pa.table(columns, names=[field.name for field in self.fields])
        parquet.write_table(made, out, compression="zstd", store_schema=False)
        return out.getvalue()


def has_parquet() -> bool:
    """Whether the package is there that writes Parquet."""
    return find_spec("pyarrow") is not None


def _type(field: Field) -> Any:
    import pyarrow as pa

    types = {
        "integer": pa.int64(),
        "decimal": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
    }
    return types.get(field.datatype, pa.string())


def _typed(field: Field, values: list[str]) -> Any:
    typed = [_VALUES.get(field.datatype, str)(value) for value in values]
    if field.many:
        return typed
    return typed[0] if typed else None
