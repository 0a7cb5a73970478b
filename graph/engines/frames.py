"""Answers as tables: plain for the command line, pandas for a notebook.

A :class:`Table` holds RDF terms as the engine gave them; :mod:`graph.engines.values` says
what a term becomes in Python.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING
from unicodedata import combining, east_asian_width

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, Triple

from graph.base.problems import NotSupported
from graph.engines.differences import sort_key, swedish
from graph.engines.serialised import SerialisedRows, rows_of
from graph.engines.values import BETWEEN, AsWritten, Row, Term, Value, text_of, value, values
from loaders.publishing.canonical_turtle import turtle
from ontology.terms import PREFIXES

if TYPE_CHECKING:
    from graph.engines.answer import Answer

__all__ = ["Table", "Term", "Value", "swedish", "value"]


@dataclass(frozen=True)
class Table:
    """The answer to a query: named columns and rows of RDF terms.

    Attributes:
        columns: The names of the columns.
        rows: The rows; ``None`` stands for an unbound variable.
        headings: A heading for people by column, where the question gives one.
        note: What the answer counts and leaves out, or an empty text.
        kinds: What a column holds, where the question says so: ``"date"`` (a day or coarser),
            ``"day"``, ``"number"``, ``"decimal"``, ``"truth"``; ``"term"`` is left as it is.

    Example:
        >>> Table(["area"], [(Literal("Dysmeli"),)]).records()
        [{'area': 'Dysmeli'}]
    """

    columns: list[str]
    rows: Sequence[Row]
    headings: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    kinds: Mapping[str, str] = field(default_factory=dict)

    def value_columns(self) -> list[list[Value]]:
        """The values of each column (see :func:`graph.engines.values.value`)."""
        if isinstance(self.rows, SerialisedRows):
            return self.rows.columns
        cells = zip(*self.rows, strict=True) if self.rows else ((),) * len(self.columns)
        return [values(column) for column in cells]

    def values(self) -> list[tuple[Value, ...]]:
        """The rows as Python values (see :func:`graph.engines.values.value`)."""
        if not self.columns:
            return [()] * len(self.rows)
        return list(zip(*self.value_columns(), strict=True))

    def records(self) -> list[dict[str, Value]]:
        """The rows as dictionaries from column to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.values()]

    def __repr__(self) -> str:
        return f"{self.to_text()}{self.note}".rstrip()

    def terms(self, name: str) -> list[Term | None]:
        """The terms of one column."""
        index = self.columns.index(name)
        return [row[index] for row in self.rows]

    def column(self, name: str) -> list[Value]:
        """The values of one column; raises ValueError if there is no such column."""
        index = self.columns.index(name)
        return values([row[index] for row in self.rows])

    def sorted_by(self, names: Sequence[str], ties: Sequence[str] = ()) -> Table:
        """The same table in the order of some columns, by the Swedish alphabet.

        ``"-name"`` sorts downwards.  Rows that are equal in all of them keep their order, unless
        ``ties`` names more columns to tell them apart.
        """
        order = list(range(len(self.rows)))
        keys = [[sort_key(cell) for cell in self.column(name.lstrip("-"))] for name in names]
        for name, key in zip(reversed(names), reversed(keys), strict=True):
            order.sort(key=key.__getitem__, reverse=name.startswith("-"))
        rows = [self.rows[index] for index in order]
        if not ties:
            return replace(self, rows=rows)
        among = [self.columns.index(name) for name in ties]
        settled: list[Row] = []
        for _, run in groupby(zip(order, rows, strict=True), lambda at: [k[at[0]] for k in keys]):
            equal = [row for _, row in run]
            if len(equal) > 1:
                equal.sort(key=lambda row: [sort_key(value(row[index])) for index in among])
            settled += equal
        return replace(self, rows=settled)

    def with_column(self, name: str, cells: Sequence[Term | None]) -> Table:
        """The same table with one more column."""
        rows = [(*row, cell) for row, cell in zip(self.rows, cells, strict=True)]
        return replace(self, columns=[*self.columns, name], rows=rows)

    def joined(
        self,
        names: Sequence[str],
        ids: Mapping[str, str] | None = None,
        lists: Collection[str] = (),
    ) -> Table:
        """The same table with one row where rows differ only in some columns.

        Their values are joined as text: each once, in the order of the Swedish alphabet, with
        commas between, or with ``BETWEEN`` in the columns of ``lists``.  ``ids`` has columns of ids
        by the column of their names; they are joined in the order of the names.
        """
        joined = [self.columns.index(name) for name in names]
        beside = [(self.columns.index(c), self.columns.index(i)) for c, i in (ids or {}).items()]
        blank = dict.fromkeys((*joined, *(column for _, column in beside)))
        groups: dict[Row, list[Row]] = {}
        for row in self.rows:
            key = tuple([None if i in blank else term for i, term in enumerate(row)])
            groups.setdefault(key, []).append(row)
        rows: list[Row] = []
        for key, group in groups.items():
            cells = list(key)
            for index in joined:
                found = {row[index] for row in group} - {None}
                if found:
                    texts = {text_of(value(term)) for term in found}
                    mark = BETWEEN if self.columns[index] in lists else ", "
                    cells[index] = Literal(mark.join(sorted(texts, key=swedish)))
            for index, ids_at in beside:
                named = [row for row in group if row[index] and row[ids_at]]
                pairs = {(text_of(value(row[index])), text_of(value(row[ids_at]))) for row in named}
                told = [one for name, one in sorted(pairs, key=lambda p: (swedish(p[0]), p[1]))]
                mark = BETWEEN if self.columns[index] in lists else ", "
                several = Literal(mark.join(told)) if told else None
                cells[ids_at] = named[0][ids_at] if len(told) == 1 else several
            rows.append(tuple(cells))
        return replace(self, rows=rows)

    def only(self, names: Sequence[str]) -> Table:
        """The same table with these columns only, in this order."""
        kept = [self.columns.index(name) for name in names]
        if kept == list(range(len(self.columns))):
            return self
        rows = [tuple([row[index] for index in kept]) for row in self.rows]
        return replace(self, columns=list(names), rows=rows)

    def described(self, headings: Mapping[str, str], note: str) -> Table:
        """The same table with headings and a note for people."""
        return replace(self, headings=headings, note=note)

    def without(self, names: Iterable[str]) -> Table:
        """The same table without some columns."""
        dropped = set(names)
        return self.only([name for name in self.columns if name not in dropped])

    def frame(self) -> Answer:
        """The table as a pandas data frame (see :func:`graph.engines.answer.framed`)."""
        from graph.engines.answer import framed  # loads pandas

        columns = dict(zip(self.columns, self.value_columns(), strict=True))
        return framed(columns, self.kinds, self.headings, self.note)

    def to_text(self, width: int = 60) -> str:
        """The table as aligned text for a terminal; cells over ``width`` are cut, at 0 none."""
        heads = [self.headings.get(name, name) for name in self.columns]
        columns = self.value_columns()
        texts = [[_cut(text_of(cell).replace("\n", " "), width) for cell in c] for c in columns]
        widths = [max(map(_cells, [head, *c])) for head, c in zip(heads, texts, strict=True)]
        numeric = [bool(c) and set(map(type, c)) <= {int, float, type(None)} for c in columns]
        rows = zip(*texts, strict=True) if self.columns else [()] * len(self.rows)
        lines = [_line(heads, widths, numeric), "  ".join("-" * w for w in widths)]
        lines += [_line(row, widths, numeric) for row in rows]
        return "\n".join(lines) + "\n"

    def to_csv(self) -> str:
        """The table as CSV (RFC 4180), a line of column names first."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows([text_of(cell) for cell in row] for row in self.values())
        return out.getvalue()

    def to_json(self) -> str:
        """The table as a JSON list of objects (RFC 8259).

        Unbound is ``null``, dates are ISO 8601; what JSON has no number for (``INF``, ``NaN``, a
        decimal with more digits than a float has) is a text.
        """
        records = [{n: _json(cell) for n, cell in record.items()} for record in self.records()]
        return json.dumps(records, ensure_ascii=False, indent=2, allow_nan=False) + "\n"

    def to_turtle(self) -> str:
        """The statements of a CONSTRUCT or DESCRIBE as Turtle; NotSupported for other tables."""
        triples: list[Triple] = []
        for row in self.rows if self.columns == ["subject", "predicate", "object"] else [()]:
            match row:
                case (NamedNode() as s, NamedNode() as p, NamedNode() | Literal() as o):
                    triples.append(Triple(s, p, o))
                case _:
                    what = "Turtle holds what CONSTRUCT and DESCRIBE give, without blank nodes"
                    raise NotSupported(f"{what}; take csv or json")
        return turtle(triples, PREFIXES).decode("utf-8")

    def as_written(self) -> list[str]:
        """The columns with cells whose text their datatype does not allow."""
        return [
            name
            for name, cells in zip(self.columns, self.value_columns(), strict=True)
            if AsWritten in set(map(type, cells))
        ]


def table_of(answer: QueryBoolean | QuerySolutions) -> Table:
    """The table of an engine's answer that was not yet looked at; ASK has one column, ``ask``."""
    if isinstance(answer, QueryBoolean):
        return Table(["ask"], [(Literal(bool(answer)),)])
    return Table([variable.value for variable in answer.variables], rows_of(answer))


def _json(cell: Value) -> str | int | float | None:
    if isinstance(cell, float) and not math.isfinite(cell):
        return "NaN" if math.isnan(cell) else "INF" if cell > 0 else "-INF"
    return text_of(cell) if isinstance(cell, date | Decimal) else cell


def _cut(text: str, width: int) -> str:
    return text if width <= 0 or len(text) <= width else text[: width - 1] + "…"


def _cells(text: str) -> int:
    """How many terminal cells a text takes."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in ("W", "F") else 1 for c in text)


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    padded = []
    for cell, width, right in zip(cells, widths, numeric, strict=True):
        space = " " * (width - _cells(cell))
        padded.append(space + cell if right else cell + space)
    return "  ".join(padded).rstrip()
