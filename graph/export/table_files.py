"""Tables for other programs: CSV for all of them, CSV for Swedish spreadsheets, Parquet."""

from __future__ import annotations

import csv
import json
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from importlib.util import find_spec
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from graph.base.problems import BadParameter, NotSupported
from graph.engines.values import BETWEEN, headings_of, plain, rows_of, text, text_of

if TYPE_CHECKING:
    import pandas as pd


# What spreadsheets compute, also behind a tab or a line end that they drop.
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")


def harmless(text: str) -> str:
    """A text as a cell of a table: no spreadsheet takes it for a formula; numbers stay.

    Example:
        >>> harmless("=1+1"), harmless("-5"), harmless("Region Skåne")
        ("'=1+1", '-5', 'Region Skåne')
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def swedish(cell: Any) -> str:
    """A value as Swedish spreadsheets write it: ``1,5``, ``SANT``, ``2024-06-12``.

    Example:
        >>> swedish(1.5), swedish(True), swedish("1.5")
        ('1,5', 'SANT', '1.5')
    """
    cell = plain(cell)
    if isinstance(cell, list):
        return BETWEEN.join(map(swedish, cell))
    if isinstance(cell, bool):
        return "SANT" if cell else "FALSKT"
    if isinstance(cell, float | Decimal):
        return f"{Decimal(repr(cell) if isinstance(cell, float) else cell):f}".replace(".", ",")
    return cell.isoformat(" ") if isinstance(cell, datetime) else text_of(cell)


def comma_separated(
    rows: Iterable[Sequence[object]],
    written: Callable[[Any], str] = text,
    delimiter: str = ",",
) -> bytes:
    """Rows as CSV after RFC 4180, the headings first, in UTF-8, every text harmless.

    Example:
        >>> comma_separated([["id", "name"], ["1", "a, b"]]).split()
        [b'id,name', b'1,"a,', b'b"']
    """
    out = StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(
        [harmless(written(cell)) for cell in row] for row in rows
    )
    return out.getvalue().encode()


def plain_csv(table: pd.DataFrame) -> bytes:
    """A table as CSV after RFC 4180 (UTF-8, a decimal point); several values parted by a bar."""
    return comma_separated([headings_of(table), *rows_of(table)])


def swedish_csv(table: pd.DataFrame) -> bytes:
    """A table as Swedish Excel reads it: semicolons, decimal commas, a byte-order mark."""
    rows = [headings_of(table), *rows_of(table)]
    return BOM_UTF8 + comma_separated(rows, swedish, delimiter=";")


def has_parquet() -> bool:
    """Whether the package is there that writes Parquet."""
    return find_spec("pyarrow") is not None


def parquet(table: pd.DataFrame) -> bytes:
    """A table as Parquet: numbers, days and truths typed, several values as lists.

    pandas reads it as the frame that it was, with its note.  Columns of several types, or of
    numbers too large, are texts; what ``attrs["datatypes"]`` declares is of that type, also where
    nothing stands in it.  Nothing of the time or the machine is in it; another version of pyarrow
    or pandas may write other bytes.

    Raises:
        NotSupported: If pyarrow is not there.
    """
    if not has_parquet():
        raise NotSupported("parquet needs the package pyarrow; pip install pyarrow, or export .csv")
    import pandas as pd
    import pyarrow as pa  # type: ignore[import-untyped]
    from pandas.api.types import is_object_dtype
    from pyarrow import parquet as files

    made: Any = table.copy(deep=False)
    made.columns = pd.Index(headings_of(table))
    if twice := sorted(made.columns[made.columns.duplicated()]):
        what = f"the column “{twice[0]}” stands twice, and Parquet tells columns by their names"
        raise BadParameter(f"{what}; give one of the two another")
    types: dict[str, Any] = {}
    for number, name in enumerate(made.columns):
        declared = table.attrs.get("datatypes", {}).get(name, "")
        if declared:
            types[name] = _declared(pa, declared)
        elif is_object_dtype(made.dtypes.iloc[number]) or made.dtypes.iloc[number].kind == "c":
            types[name], cells = _found(pa, made.iloc[:, number].tolist())
            made.isetitem(number, pd.Series(cells, index=made.index, dtype=object))
    arrow = pa.Table.from_pandas(made.drop(columns=list(types)), preserve_index=False)
    fields = [pa.field(n, types[n]) if n in types else arrow.schema.field(n) for n in made.columns]
    arrow = pa.Table.from_pandas(made, schema=pa.schema(fields), preserve_index=False)
    about = {**arrow.schema.metadata, **_attributes(made)}
    out = BytesIO()
    files.write_table(arrow.replace_schema_metadata(about), out, compression="zstd")
    return out.getvalue()


def _declared(pa: Any, datatype: str) -> Any:
    """The type of Arrow for a datatype of the dictionary, with a star for several values."""
    types = {"integer": "int64", "decimal": "float64", "boolean": "bool_", "date": "date32"}
    type_ = getattr(pa, types.get(datatype.rstrip("*"), "string"))()
    return pa.list_(type_) if datatype.endswith("*") else type_


def _found(pa: Any, cells: list[Any]) -> tuple[Any, list[Any]]:
    """The one type of some values, and the values in it; where there is none they are texts."""
    cells = [plain(cell) for cell in cells]
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds == {list} and all(isinstance(one, str) for cell in cells for one in cell or ()):
        return pa.list_(pa.string()), cells
    if kinds == {bool}:
        return pa.bool_(), cells
    if kinds == {date}:
        return pa.date32(), cells
    return pa.string(), [None if cell is None else text(cell) for cell in cells]


def _attributes(table: pd.DataFrame) -> dict[bytes, bytes]:
    """What a frame says of itself, as pandas keeps it, if it is plain."""
    try:
        return {b"PANDAS_ATTRS": json.dumps(table.attrs, ensure_ascii=False).encode()}
    except TypeError:
        return {}
