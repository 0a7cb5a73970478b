"""A time axis: where a day lies on a sheet, and the years as ticks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graph.pictures.sheet import palette
from graph.pictures.sheet.sheet import DASHED, Mark, Path, Text

GRID = "#e1e5ea"


@dataclass(frozen=True)
class Axis:
    """Time from left to right.

    Attributes:
        left: Where the first day lies.
        right: Where the last day lies.
        first: The first day, the first of a year.
        last: The last day, the last of a year.
    """

    left: float
    right: float
    first: date
    last: date

    @classmethod
    def of(cls, days: Iterable[date], left: float, right: float) -> Axis:
        """The axis that holds some days, from New Year to New Year's Eve."""
        known = sorted(days)
        return cls(left, right, date(known[0].year, 1, 1), date(known[-1].year, 12, 31))

    def x(self, day: date) -> float:
        """Where a day lies; a day outside lies at the end."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def grid(self, top: float, bottom: float) -> list[Mark]:
        """Lines at New Year, and the years above and below, as many as there is room for."""
        years = range(self.first.year, self.last.year + 2)
        room = (self.right - self.left) / max(len(years) - 1, 1)
        every = next(n for n in (1, 2, 5, 10, 20, 50, 1000) if n * room >= 34)
        marks: list[Mark] = []
        for year in years:
            x = self.x(date(year, 1, 1)) if year <= self.last.year else self.right
            marks.append(Path(((x, top), (x, bottom)), GRID, 1.0))
            if year <= self.last.year and year % every == 0:
                for y in (top - 9, bottom + 11):
                    place = x + min(room, 60) / 2 if every == 1 else x
                    said = Text(place, y, str(year), 11, palette.SOFT_INK, anchor="middle")
                    marks.append(said)
        return marks

    def today(self, day: date, top: float, bottom: float, text: str) -> list[Mark]:
        """The day that the picture is for, as a dashed line."""
        if not self.first <= day <= self.last:
            return []
        x = self.x(day)
        return [
            Path(((x, top - 16), (x, bottom)), palette.VERMILION, 1.2, DASHED),
            Text(min(x, self.right - 22), top - 24, text, 10.5, palette.VERMILION, anchor="middle"),
        ]
