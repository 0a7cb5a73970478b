"""Answers as pandas data frames: typed columns, and the note under the table.

Dates are days that pandas sorts, compares and subtracts.  A column of dates that may be coarser
than a day becomes three: the first day that is meant under the column's own name, the last day in
``…_last``, and in ``…_precision`` how exact the source is (``day``, ``month`` …).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import date
from html import escape
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd

from graph.base.problems import UnknownColumn
from graph.engines.values import BETWEEN, AsWritten, Coarse, Value
from loaders import dates
from ontology.spelling import did_you_mean

LAST, PRECISION = "_last", "_precision"
_DAYS = "datetime64[s]"
# From here on pandas' whole numbers overflow, and floats lose digits.
_NO_INT64 = 2**63
_NO_FLOAT = 2**53
_PROMPT = 88  # letters in a line of the note


class Answer(pd.DataFrame):
    """A data frame that shows its note, and stays one: filtered, grouped, merged, sorted.

    ``attrs["note"]`` says what was counted, what is left out and why there is nothing;
    ``attrs["headings"]`` has a heading for people by column, and ``attrs["asked"]`` the question of
    the catalogue with its parameters, if it answers one.
    """

    @property
    def _constructor(self) -> Any:
        def make(*args: Any, **kwargs: Any) -> Answer:
            made = Answer(*args, **kwargs)
            made.attrs = made.attrs or self.attrs  # grouping and merging would forget them
            return made

        return make

    def groupby(self, *args: Any, **kwargs: Any) -> Any:
        """Groups as of any data frame; what ``agg`` makes of them is an answer, too."""
        groups: Any = super().groupby(*args, **kwargs)
        aggregate = groups.aggregate

        def agg(*how: Any, **named: Any) -> Any:
            made = aggregate(*how, **named)
            return self._constructor(made) if isinstance(made, pd.DataFrame) else made

        groups.agg = groups.aggregate = agg
        return groups

    def __getitem__(self, key: Any) -> Any:
        """Columns or rows as of any data frame; a column that is not there says which are."""
        if isinstance(key, str) and key not in self.columns:
            known = [str(name) for name in self.columns]
            near = did_you_mean(key, known, f"the columns are {', '.join(known)}")
            raise UnknownColumn(f"there is no column called “{key}”; {near}")
        return super().__getitem__(key)

    @property
    def note(self) -> str:
        """What is said under the table."""
        return str(self.attrs.get("note", ""))

    def __repr__(self) -> str:
        return f"{super().__repr__()}\n{fill(self.note, _PROMPT)}".rstrip()

    def _repr_html_(self) -> str:
        # What is to be read and not computed with is shown whole.
        limits = ("display.max_rows", None, "display.max_colwidth", None)
        with pd.option_context(*limits) if self.attrs.get("whole") else nullcontext():
            table = super()._repr_html_() or ""  # type: ignore[misc]
        return f"{table}<p>{escape(self.note)}</p>" if self.note else str(table)


def listed(answer: Answer, columns: Sequence[str]) -> Answer:
    """An answer whose cells of some columns are lists, of what :data:`BETWEEN` parts in them."""
    for name in columns:
        cells = [str(cell).split(BETWEEN) if pd.notna(cell) else [] for cell in answer[name]]
        answer[name] = pd.Series(cells, index=answer.index, dtype=object)
    return answer


def framed(
    columns: Mapping[str, list[Value]],
    kinds: Mapping[str, str],
    headings: Mapping[str, str],
    note: str,
) -> Answer:
    """Columns of values as a data frame, with headings and a note in its ``attrs``.

    Whole numbers become ``Int64``, other numbers ``float64``, truth values ``boolean``, dates
    ``datetime64`` (see the module) and everything else ``object``, numbers that these cannot hold
    included; what is unbound is ``<NA>``, ``NaN`` or ``NaT`` in these, and ``None`` among objects.
    A column whose kind a question declares has that type, empty or not.
    """
    index = pd.RangeIndex(len(next(iter(columns.values()), ())))
    typed: dict[str, Any] = {}
    for name, cells in columns.items():
        typed |= _columns(name, cells, kinds.get(name, ""), index)
    result = Answer(typed, index=index, columns=list(typed), copy=False)
    result.attrs["headings"] = dict(headings)
    result.attrs["note"] = note
    return result


def _columns(name: str, cells: list[Any], declared: str, index: pd.RangeIndex) -> dict[str, Any]:
    """The columns that a column of a table becomes."""
    types = set(map(type, cells)) - {type(None)}
    is_coarse = declared == "date" or (Coarse in types and not declared)
    if is_coarse and types <= {date, Coarse}:
        known = {cell: dates.parse(str(cell)) for cell in set(cells) - {None}}
        meant = [known.get(cell) for cell in cells]
        exact = [when.precision if when else None for when in meant]
        return {
            name: _days([when.first if when else None for when in meant], index),
            name + LAST: _days([when.last if when else None for when in meant], index),
            name + PRECISION: pd.Series(exact, index=index, dtype=object),
        }
    return {name: _typed(cells, types, declared, index)}


def _days(days: Sequence[date | None], index: pd.RangeIndex) -> Any:
    # Of a list of days and None alone, numpy makes days and NaT.
    return pd.Series(np.array(days, dtype="datetime64[D]").astype(_DAYS), index=index)


_DECLARED: dict[str, set[type]] = {
    "number": {int},
    "decimal": {int, float},
    "truth": {bool},
    "day": {date},
}


def _typed(cells: list[Any], types: set[type], declared: str, index: pd.RangeIndex) -> Any:
    """A column as an array of its type, so that pandas neither infers nor aligns anything."""
    if not types <= _DECLARED.get(declared, types):
        declared = ""  # what was not foreseen is shown as it is
    kinds = types or _DECLARED.get(declared, set())
    widest = max(abs(cell) for cell in cells if type(cell) is int) if int in types else 0
    if kinds == {bool}:
        return pd.array(cells, dtype="boolean")
    if kinds == {date} and declared != "term":
        return _days(cells, index)
    if kinds == {int} and declared != "decimal" and widest < _NO_INT64:
        return pd.array(cells, dtype="Int64")
    if kinds and kinds <= {int, float} and widest <= _NO_FLOAT:
        return pd.Series(cells, index=index, dtype="float64")
    plain = [str(cell) if isinstance(cell, AsWritten | Coarse) else cell for cell in cells]
    return pd.Series(plain, index=index, dtype=object)
