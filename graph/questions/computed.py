"""Columns of an answer that Python computes: days between dates, ratios, distances, the nearest.

SPARQL has no geometry that all engines share, and engines differ in arithmetic with dates, so a
question leaves these to Python, by lines of its header.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple, TypeAlias

from pyoxigraph import Literal

from graph.engines.differences import days, ratio
from graph.engines.frames import Table, Term, value
from graph.lookup.gazetteer import distance, towns

Row = tuple[Term | None, ...]


class Derived(NamedTuple):
    """A column computed from two others: days between dates, or a ratio of numbers."""

    name: str
    how: str
    one: str
    two: str

    def apply(self, table: Table) -> Table:
        """Add the column; it has nothing where it cannot be computed."""
        count = days if self.how == "days" else ratio
        pairs = zip(table.column(self.one), table.column(self.two), strict=True)
        made = (count(*pair) for pair in pairs)
        return table.with_column(self.name, [None if n is None else Literal(n) for n in made])


class Towned(NamedTuple):
    """Points from names of towns, for rows that have no point."""

    lat: str
    long: str
    name: str

    def apply(self, table: Table) -> Table:
        """Fill the two columns, making them if the table lacks them."""
        for name in (self.lat, self.long):
            if name not in table.columns:
                table = table.with_column(name, [None] * len(table.rows))
        lat, long, named = (table.columns.index(c) for c in (self.lat, self.long, self.name))
        rows = []
        for row in table.rows:
            town = towns().get(str(value(row[named])))
            cells = list(row)
            if town is not None and (row[lat] is None or row[long] is None):
                cells[lat], cells[long] = Literal(town.lat), Literal(town.long)
            rows.append(tuple(cells))
        return Table(table.columns, rows, table.headings, table.note)


class Distance(NamedTuple):
    """A column of whole kilometres between two points of the row."""

    name: str
    points: tuple[str, ...]

    def apply(self, table: Table) -> Table:
        """Add the column; it has nothing where a point is not known."""
        numbers = zip(*(table.column(name) for name in self.points), strict=True)
        return table.with_column(self.name, [_kilometres(*four) for four in numbers])


class Nearest(NamedTuple):
    """Of the rows that agree in some columns, those with the least number in another.

    Where none has a number, one row stays with nothing but those columns: unknown is not far.
    """

    by: str
    per: tuple[str, ...]
    what: str
    known: str
    unknown: str

    def apply(self, table: Table) -> Table:
        """Keep the nearest rows and add the two counts."""
        columns = [*table.columns, self.known, self.unknown]
        by, what = table.columns.index(self.by), table.columns.index(self.what)
        beside = (f"{name}_id" for name in self.per)  # ids go with what they name
        per = [table.columns.index(n) for n in (*self.per, *beside) if n in table.columns]
        groups: dict[Row, list[Row]] = {}
        for row in table.rows:
            groups.setdefault(tuple(row[i] for i in per), []).append(row)
        rows: list[Row] = []
        for key, group in groups.items():
            every = {row[what] for row in group if row[what] is not None}
            placed = {row[what] for row in group if row[by] is not None}
            counts = (Literal(len(placed)), Literal(len(every - placed)))
            known = [row for row in group if row[by] is not None]
            least = min((_number(row[by]) for row in known), default=0.0)
            kept = [row for row in known if _number(row[by]) == least]
            blank: list[Term | None] = [None] * len(table.columns)
            for index, cell in zip(per, key, strict=True):
                blank[index] = cell
            rows += [(*row, *counts) for row in kept or [tuple(blank)]]
        return Table(columns, rows, table.headings, table.note)


Step: TypeAlias = Derived | Towned | Distance | Nearest
"""What is computed on a table; its ``apply`` gives the table with it."""

_NEAREST = (
    r"# nearest (?P<by>\w+) per (?P<per>\w+(?:, \w+)*) of (?P<what>\w+) "
    r"= (?P<known>\w+), (?P<unknown>\w+)"
)
_FORMS: tuple[tuple[type[Step], str], ...] = (
    (Derived, r"# (?P<how>days) (?P<name>\w+) = (?P<one>\w+) [.][.] (?P<two>\w+)"),
    (Derived, r"# (?P<how>ratio) (?P<name>\w+) = (?P<one>\w+) / (?P<two>\w+)"),
    (Towned, r"# town (?P<lat>\w+) (?P<long>\w+) = (?P<name>\w+)"),
    (Distance, r"# distance (?P<name>\w+) = (?P<points>\w+ \w+ \w+ \w+)"),
    (Nearest, _NEAREST),
)
_SEVERAL = ("points", "per")


def step(line: str) -> Step | None:
    """What a header line of a question says to compute, if it says anything of the kind."""
    for kind, form in _FORMS:
        if match := re.fullmatch(form, line):
            given: dict[str, Any] = match.groupdict()
            given |= {n: tuple(re.split(",? ", given[n])) for n in _SEVERAL if n in given}
            return kind(**given)
    return None


def _kilometres(*point: object) -> Literal | None:
    numbers = [float(n) for n in point if isinstance(n, int | float)]
    if len(numbers) != 4:
        return None
    return Literal(round(distance(*numbers)))


def _number(term: Term | None) -> float:
    found = value(term)
    return float(found) if isinstance(found, int | float) else 0.0
