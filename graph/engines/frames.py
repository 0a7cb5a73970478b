"""Answers as tables: plain for the command line, pandas for a notebook.

A :class:`Table` holds RDF terms as the engine gave them.  :func:`value` is the one
place that says what a term becomes in Python, so that every engine and every
output agree: IRIs become short names, ``xsd:date`` becomes :class:`datetime.date`,
coarser dates (a month, a year, EDTF) stay the text that the source states.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from unicodedata import combining, east_asian_width, normalize

from pyoxigraph import BlankNode, Literal, NamedNode

from ontology import terms

if TYPE_CHECKING:
    import pandas as pd

Term = NamedNode | Literal | BlankNode
Value = str | int | float | bool | date | None

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = frozenset(
    _XSD + name
    for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")
)
_NUMBERS = frozenset(_XSD + name for name in ("decimal", "double", "float"))
# The order of the Swedish alphabet after z; é, ü and other marks count as the letter without.
_AFTER_Z = {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"}


def value(term: Term | None) -> Value:
    """What a term is in Python.

    Args:
        term: A term of an answer, or ``None`` for an unbound variable.

    Returns:
        A short name for an IRI; ``date``, ``int``, ``float``, ``bool`` or ``str``
        for a literal; ``None`` for nothing.  A literal whose text its datatype does
        not allow comes back as that text.

    Example:
        >>> value(Literal("2027-01-01", datatype=NamedNode(_XSD + "date")))
        datetime.date(2027, 1, 1)
    """
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return terms.curie(term.value)
    if isinstance(term, BlankNode):
        return str(term)
    datatype, text = term.datatype.value, term.value
    try:
        if datatype in _INTEGERS:
            return int(text)
        if datatype in _NUMBERS:
            return float(Decimal(text)) if datatype == _XSD + "decimal" else float(text)
        if datatype == _XSD + "boolean":
            return text in ("true", "1")
        if datatype == _XSD + "date":
            return date.fromisoformat(text[:10])
    except (ValueError, ArithmeticError):
        return text
    return text


def swedish(text: str) -> tuple[str, str]:
    """A sort key for Swedish text, independent of the machine's locale.

    Args:
        text: Any text.

    Returns:
        A key by which ``å ä ö`` come last in that order, case counts only between
        otherwise equal texts, and other marks (``é``) are ignored.

    Example:
        >>> sorted(["örat", "zebra", "Ånge", "ärr", "Anna"], key=swedish)
        ['Anna', 'zebra', 'Ånge', 'ärr', 'örat']
    """
    folded: list[str] = []
    for char in normalize("NFC", text).casefold():
        if char in _AFTER_Z:
            folded.append(_AFTER_Z[char])
        else:
            folded.extend(c for c in normalize("NFD", char) if not combining(c))
    return "".join(folded), text


def sort_key(cell: Value) -> tuple[int, Any]:
    """A key that orders any two cells of a column: nothing, numbers, dates and texts, in Swedish.

    A year or month that a source states (``"2027"``) sorts among whole dates.
    """
    if cell is None:
        return (0, 0)
    if isinstance(cell, bool | int | float):
        return (1, cell)
    if isinstance(cell, date):
        return (2, swedish(cell.isoformat()))
    return (2, swedish(cell))


@dataclass(frozen=True)
class Table:
    """The answer to a query: named columns and rows of RDF terms.

    Attributes:
        columns: Names of the columns.
        rows: The rows; ``None`` stands for an unbound variable.
        headings: A heading per column for people, where the question gives one.
        note: A sentence on what the answer leaves out, or an empty string.
    """

    columns: list[str]
    rows: list[tuple[Term | None, ...]]
    headings: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    def values(self) -> list[tuple[Value, ...]]:
        """The rows as Python values (see :func:`value`)."""
        return [tuple(value(term) for term in row) for row in self.rows]

    def records(self) -> list[dict[str, Value]]:
        """The rows as dictionaries from column to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.values()]

    def column(self, name: str) -> list[Value]:
        """The values of one column.

        Args:
            name: The column.

        Raises:
            ValueError: If there is no such column.
        """
        index = self.columns.index(name)
        return [value(row[index]) for row in self.rows]

    def sorted_by(self, names: Sequence[str]) -> Table:
        """The same table in the order of some columns, by the Swedish alphabet.

        Args:
            names: Columns, the first counts most; ``"-name"`` sorts downwards.  Rows
                that are equal in all of them keep their order.
        """
        rows = list(self.rows)
        for name in reversed(names):
            index = self.columns.index(name.lstrip("-"))
            rows.sort(key=lambda row: sort_key(value(row[index])), reverse=name.startswith("-"))
        return Table(self.columns, rows, self.headings, self.note)

    def with_column(self, name: str, cells: Sequence[Term | None]) -> Table:
        """The same table with one more column."""
        rows = [(*row, cell) for row, cell in zip(self.rows, cells, strict=True)]
        return Table([*self.columns, name], rows, self.headings, self.note)

    def joined(self, names: Sequence[str]) -> Table:
        """The same table with one row where rows differ only in some columns.

        Args:
            names: The columns whose values are joined as text: each once, in the order of
                the Swedish alphabet, with commas between.
        """
        indexes = [self.columns.index(name) for name in names]
        groups: dict[tuple[Term | None, ...], list[set[str]]] = {}
        for row in self.rows:
            key = tuple(None if i in indexes else term for i, term in enumerate(row))
            collected = groups.setdefault(key, [set() for _ in indexes])
            for values, index in zip(collected, indexes, strict=True):
                if row[index] is not None:
                    values.add(_plain(value(row[index])))
        rows = []
        for key, collected in groups.items():
            cells = list(key)
            for values, index in zip(collected, indexes, strict=True):
                text = ", ".join(sorted(values, key=swedish))
                cells[index] = Literal(text) if values else None
            rows.append(tuple(cells))
        return Table(self.columns, rows, self.headings, self.note)

    def only(self, names: Sequence[str]) -> Table:
        """The same table with these columns only, in this order.

        Args:
            names: The columns.
        """
        kept = [self.columns.index(name) for name in names]
        rows = [tuple(row[i] for i in kept) for row in self.rows]
        return Table(list(names), rows, self.headings, self.note)

    def described(self, headings: Mapping[str, str], note: str) -> Table:
        """The same table with headings and a note for people."""
        return Table(self.columns, self.rows, headings, note)

    def without(self, names: Iterable[str]) -> Table:
        """The same table without some columns."""
        dropped = set(names)
        kept = [i for i, name in enumerate(self.columns) if name not in dropped]
        return Table(
            [self.columns[i] for i in kept],
            [tuple(row[i] for i in kept) for row in self.rows],
            self.headings,
            self.note,
        )

    def frame(self) -> pd.DataFrame:
        """The table as a pandas data frame with typed columns."""
        return frame(self)

    def to_text(self, width: int = 60) -> str:
        """The table as aligned text for a terminal.

        Args:
            width: Cells longer than this are cut with an ellipsis; 0 cuts nothing.
        """
        heads = [self.headings.get(name, name) for name in self.columns]
        rows = [[_cut(_shown(cell), width) for cell in row] for row in self.values()]
        widths = [
            max([_cells(head), *(_cells(row[i]) for row in rows)]) for i, head in enumerate(heads)
        ]
        numeric = [
            bool(self.rows)
            and all(isinstance(c, int | float | None) and not isinstance(c, bool) for c in column)
            for column in zip(*self.values(), strict=True)
        ] or [False] * len(heads)
        lines = [_line(heads, widths, numeric), "  ".join("-" * w for w in widths)]
        lines += [_line(row, widths, numeric) for row in rows]
        return "\n".join(line.rstrip() for line in lines) + "\n"

    def to_csv(self) -> str:
        """The table as CSV (RFC 4180), a line of column names first."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows([_plain(cell) for cell in row] for row in self.values())
        return out.getvalue()

    def to_json(self) -> str:
        """The table as a JSON list of objects; unbound is ``null``, dates are ISO 8601."""
        records = [
            {
                name: cell.isoformat() if isinstance(cell, date) else cell
                for name, cell in record.items()
            }
            for record in self.records()
        ]
        return json.dumps(records, ensure_ascii=False, indent=2) + "\n"


def frame(table: Table) -> pd.DataFrame:
    """A table as a pandas data frame.

    Whole numbers become ``Int64``, other numbers ``float64``, truth values
    ``boolean`` and everything else ``object``; what is unbound is ``<NA>`` in the
    nullable columns, ``NaN`` among floats and ``None`` among objects.

    Args:
        table: The table.

    Returns:
        The data frame; ``attrs["headings"]`` and ``attrs["note"]`` keep what the
        question says about it.
    """
    import pandas as pd

    columns: dict[str, Any] = {}
    by_column = list(zip(*table.values(), strict=True)) or [()] * len(table.columns)
    for name, cells in zip(table.columns, by_column, strict=True):
        columns[name] = pd.Series(list(cells), dtype=_dtype(cells))
    result = pd.DataFrame(columns, columns=table.columns)
    if not table.rows and table.note:
        from graph.engines.emptyframe import EmptyFrame

        result = EmptyFrame(result)
    result.attrs["headings"] = dict(table.headings)
    result.attrs["note"] = table.note
    return result


def _dtype(cells: Iterable[Value]) -> str:
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds == {bool}:
        return "boolean"
    if kinds == {int}:
        return "Int64"
    if kinds and kinds <= {int, float}:
        return "float64"
    return "object"


def _shown(cell: Value) -> str:
    if cell is None:
        return ""
    return _plain(cell).replace("\n", " ")


def _plain(cell: Value) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


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
    return "  ".join(padded)
