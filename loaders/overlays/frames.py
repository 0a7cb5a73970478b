"""Data frames to rows of text, as if they had been written into a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from loaders.limits import CELLS, ROWS
from loaders.overlays.workbooks import Grid, text_of_value
from loaders.problems import Place, refusal

if TYPE_CHECKING:
    import pandas as pd


def grid_of(frame: pd.DataFrame, name: str) -> Grid:
    """The header and rows of a data frame, each cell as text; a named index is columns of it."""
    import pandas as pd

    if any(level is not None for level in frame.index.names):
        frame = frame.reset_index()
    if len(frame) > ROWS or frame.size + len(frame.columns) > CELLS:
        what = f"has more than {CELLS:,} cells or {ROWS:,} rows"
        raise refusal(Place(name), "-", what, "split it")

    def text(value: Any) -> str:
        if isinstance(value, pd.Timestamp):
            value = value.to_pydatetime(warn=False)
        elif hasattr(value, "tolist"):  # numbers, truths and arrays of NumPy
            value = value.tolist()
        if isinstance(value, list | tuple | set):
            return "|".join(map(text, value))
        return "" if pd.api.types.is_scalar(value) and pd.isna(value) else text_of_value(value)

    labels: list[Any] = list(frame.columns)
    header = [
        " ".join(map(str, label)) if isinstance(label, tuple) else str(label) for label in labels
    ]
    rows = zip(*(map(text, frame.iloc[:, n]) for n in range(len(header))), strict=True)
    return [(1, header), *((number, list(row)) for number, row in enumerate(rows, 2))]
