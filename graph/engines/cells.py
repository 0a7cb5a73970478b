"""The cells of data frames, whatever pandas and NumPy hold in them, as plain values and as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from graph.engines.values import text_of

if TYPE_CHECKING:
    import pandas as pd

BETWEEN = " | "
"""Stands between the values of one cell; it stands in no short name and no name of the graph."""


def rows_of(table: pd.DataFrame) -> Iterator[Sequence[Any]]:
    """The rows of a data frame, each value as it stands in it."""
    columns = (table.iloc[:, number].tolist() for number in range(table.shape[1]))
    return zip(*columns, strict=True)


def headings_of(table: pd.DataFrame) -> list[str]:
    """The names of its columns as text."""
    names: list[Any] = list(table.columns)
    return [" ".join(map(str, n)) if isinstance(n, tuple) else str(n) for n in names]


def is_nothing(cell: Any) -> bool:
    """Whether a cell of a data frame has no value: ``None``, ``NaN``, ``NaT``, ``NA``."""
    if isinstance(cell, list | tuple | set | frozenset | dict):
        return False
    import pandas as pd

    return bool(pd.api.types.is_scalar(cell) and pd.isna(cell))


def plain(cell: Any) -> Any:
    """A value of a data frame as Python has it: NumPy's and pandas' own made into plain ones.

    ``None`` where there is no value; a time at midnight without a zone is a day.
    """
    if cell is None or type(cell) in (str, int, bool):
        return cell
    if is_nothing(cell):
        return None
    if isinstance(cell, set | frozenset):
        return sorted((plain(one) for one in cell), key=str)
    if isinstance(cell, list | tuple):
        return [plain(one) for one in cell]
    if hasattr(cell, "to_pydatetime"):
        cell = cell.to_pydatetime(warn=False)
    elif hasattr(cell, "tolist"):
        cell = cell.tolist()
        return plain(cell) if isinstance(cell, list) else cell
    if isinstance(cell, datetime) and cell.time() == time() and cell.tzinfo is None:
        return cell.date()
    return cell


def text(cell: Any) -> str:
    """A value as text: ISO 8601, ``true``, a decimal point, ``a | b`` of several values."""
    if isinstance(cell, str):
        return cell
    cell = plain(cell)
    if isinstance(cell, list):
        return BETWEEN.join(map(text, cell))
    return cell.isoformat() if isinstance(cell, datetime) else text_of(cell)
