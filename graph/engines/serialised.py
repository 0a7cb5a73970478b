"""The rows of a long answer, as the engine wrote them down.

To hand out a solution term by term, the engine makes an object of each; of many rows it
is quicker to take the bytes of SPARQL 1.1 Query Results TSV and to read each different
cell once.  TSV, unlike CSV, keeps datatypes, language tags and the difference between
what is unbound and the empty text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import overload

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from graph.engines.values import Row, Term, Value, short_name, table_term, value, values

FEW = 256
"""So many rows are taken term by term; only what follows them is serialised."""


class SerialisedRows(Sequence[Row]):
    """Rows of terms, of which all but the first (``head``) are still text (``tail``).

    They are read column by column, and as terms only if somebody looks at terms.
    """

    def __init__(self, head: Sequence[Row], tail: str, width: int) -> None:
        cells = tail.removesuffix("\n").replace("\n", "\t").split("\t") if tail else []
        self._head, self._width = head, width
        self._columns = [cells[position::width] for position in range(width)]

    def __len__(self) -> int:
        return len(self._head) + len(self._columns[0])

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...

    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        return self._rows[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._rows == list(other)

    __hash__ = None  # type: ignore[assignment]

    @cached_property
    def _rows(self) -> list[Row]:
        known: dict[str, Term | None] = {"": None}
        for column in self._columns:
            new = set(column) - known.keys()
            known.update(zip(new, read(new), strict=True))
        read_columns = [[known[cell] for cell in column] for column in self._columns]
        return [*self._head, *zip(*read_columns, strict=True)]

    @cached_property
    def columns(self) -> list[list[Value]]:
        """The values of each column (see :func:`graph.engines.values.value`)."""
        known: dict[str, Value] = {"": None}
        for column in self._columns:
            others: list[str] = []
            for cell in set(column) - known.keys():
                if cell[0] == "<" and cell[1] != "<":
                    known[cell] = short_name(cell[1:-1])
                else:
                    others.append(cell)
            known.update(zip(others, map(value, read(others)), strict=True))
        heads = list(zip(*self._head, strict=True)) or [()] * self._width
        return [
            [*values(head), *[known[cell] for cell in column]]
            for head, column in zip(heads, self._columns, strict=True)
        ]


def rows_of(solutions: QuerySolutions) -> Sequence[Row]:
    """All rows of an answer not yet looked at: a list of a few, :class:`SerialisedRows` of many."""
    width = len(solutions.variables)
    head: list[Row] = [tuple(map(table_term, solution)) for solution in islice(solutions, FEW)]
    if len(head) < FEW or not width:
        return [*head, *(tuple(map(table_term, solution)) for solution in solutions)]
    tail = solutions.serialize(format=QueryResultsFormat.TSV)
    assert tail is not None  # it is, where no file to write to is given
    return SerialisedRows(head, tail.decode().partition("\n")[2], width)


def read(cells: Iterable[str]) -> list[Term | None]:
    """The terms that cells of TSV, none of them empty, stand for."""
    document = "\n".join(["?cell", *cells, ""])
    parsed = parse_query_results(document, format=QueryResultsFormat.TSV)
    assert isinstance(parsed, QuerySolutions)
    return [table_term(solution[0]) for solution in parsed]
