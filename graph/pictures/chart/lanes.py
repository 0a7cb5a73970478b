"""A time axis and its rows: bars for what lasts, diamonds for what happens, discs for sightings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from graph.base.words import words_of
from graph.pictures.sheet import palette
from graph.pictures.sheet.letters import fits
from graph.pictures.sheet.palette import tint
from graph.pictures.sheet.sheet import DASHED, Disc, Hatch, Mark, Path, Sheet, Text, box, sign

_WORDS = words_of("graph.pictures")
GRID = "#e1e5ea"
ROW = 20.0
_HEAD = 22.0
_ABOVE = 42.0
_SMALL = 720.0
_SMALL_EDGE = 10.0
_SMALL_GUTTER = 250.0
_SMALL_MOST = 64


class Axis(NamedTuple):
    """Time from left to right: where a first and a last day lie, and which these are."""

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

    def grid(self, top: float, bottom: float) -> Iterator[Mark]:
        """Lines at New Year, and the years above and below, as many as there is room for."""
        years = range(self.first.year, self.last.year + 2)
        room = (self.right - self.left) / max(len(years) - 1, 1)
        every = next(n for n in (1, 2, 5, 10, 20, 50, 1000) if n * room >= 34)
        for year in years:
            x = self.x(date(year, 1, 1)) if year <= self.last.year else self.right
            yield Path(((x, top), (x, bottom)), GRID, 1.0)
            if year <= self.last.year and year % every == 0:
                for y in (top - 9, bottom + 11):
                    place = x + min(room, 60) / 2 if every == 1 else x
                    yield Text(place, y, str(year), 11, palette.SOFT_INK, anchor="middle")

    def today(self, day: date, top: float, bottom: float) -> Iterator[Mark]:
        """The day that the picture is for, as a dashed line."""
        if self.first <= day <= self.last:
            x, ink, said = self.x(day), palette.VERMILION, day.isoformat()
            yield Path(((x, top - 16), (x, bottom)), ink, 1.2, DASHED)
            yield Text(min(x, self.right - 22), top - 24, said, 10.5, ink, anchor="middle")


@dataclass(frozen=True)
class Moment:
    """Something with a first and a last day, either of them perhaps unknown."""

    first: date | None
    last: date | None  # none of what lasts means that no source ends it
    # ``"bar"`` lasts, ``"point"`` happened, ``"seen"`` was there on that day; ``"step"`` too, on
    # the way from row to row, and ``"here"`` is where that way has come to.
    look: str
    tip: str
    colour: str = palette.BLUE
    possible: bool = False  # whether no source says for certain that it is so


@dataclass(frozen=True)
class Lane:
    """A row of a time line: its group, its name, and what stands in it."""

    group: str
    name: str
    moments: tuple[Moment, ...]

    @property
    def days(self) -> list[date]:
        """The days that are known of what stands in it."""
        return [day for m in self.moments for day in (m.first, m.last) if day]


def small(lanes: Iterable[Lane], as_of: date, lang: str) -> Sheet | None:
    """A time line alone, to stand among the words of a page: the rows that have a day.

    Rows of one group stand together. None if none has a day.
    """
    dated = [lane for lane in lanes if lane.days]
    if not dated:
        return None
    days = [as_of, *(day for lane in dated for day in lane.days)]
    axis = Axis.of(days, _SMALL_GUTTER, _SMALL - _SMALL_EDGE)
    marks, bottom = rows(dated, axis, _ABOVE, _SMALL_EDGE, as_of, lang, _SMALL_MOST)
    back, front = axis.grid(_ABOVE, bottom), axis.today(as_of, _ABOVE, bottom)
    return Sheet(_SMALL, bottom + 22, (*back, *marks, *front))


def rows(
    lanes: Iterable[Lane], axis: Axis, top: float, left: float, as_of: date, lang: str, most: int
) -> tuple[list[Mark], float]:
    """Rows, each group under its name, and the height at which they end.

    Of a group no more than ``most`` are drawn; how many more there are is said.
    """
    marks: list[Mark] = []
    y = top + 6
    for group, found in groupby(lanes, key=lambda lane: lane.group):
        own = list(found)
        marks.append(Text(left, y + 10, group, 12.5, bold=True))
        y += _HEAD
        marks += _way(own, axis, y + ROW / 2)
        for lane in own[:most]:
            name = fits(lane.name, 12, axis.left - left - 20)
            marks.append(Text(left + 8, y + ROW / 2, name, 12))
            for moment in lane.moments:
                marks += drawn(moment, axis, y + ROW / 2, as_of, lang)
            y += ROW
        if len(own) > most:
            more = _WORDS.say("more_below", lang, len(own) - most)
            marks.append(Text(left + 8, y + ROW / 2, more, 11.5, palette.SOFT_INK))
            y += ROW
        y += 6
        marks.append(Path(((left, y), (axis.right, y)), palette.LINE, 0.5))
    return marks, y


def _way(lanes: Sequence[Lane], axis: Axis, first: float) -> list[Mark]:
    """The way of what was seen in one row after the other."""
    seen = sorted(
        (day, first + i * ROW)
        for i, lane in enumerate(lanes)
        for m in lane.moments
        if m.look == "step" and (day := m.last or m.first)
    )
    points = tuple(dict.fromkeys((axis.x(day), y) for day, y in seen))
    return [Path(points, palette.SKY, 2.0)] if len({y for _, y in points}) > 1 else []


def drawn(moment: Moment, axis: Axis, y: float, as_of: date, lang: str) -> list[Mark]:
    """A moment at a height; of one without a day it is said that it has none."""
    first, last = moment.first or moment.last, moment.last or moment.first
    if first is None or last is None:
        return [Text(axis.left + 6, y, _WORDS.say("undated", lang), 11.5, palette.SOFT_INK)]
    if moment.look in ("seen", "step", "here"):
        radius = 7.5 if moment.look == "here" else 5
        return [Disc(axis.x(last), y, radius, moment.colour, palette.INK, 1.0, moment.tip)]
    if moment.look == "point":
        start, end = axis.x(first), axis.x(last)
        if end - start <= 12:
            return [sign("diamond", (start + end) / 2, y, 5, moment.colour, moment.tip)]
        ink, wide = palette.INK, end - start
        return [box(start, y - 4, wide, 8, moment.colour, stroke=ink, tip=moment.tip)]
    return [*_bar(moment, axis, y, as_of)]


def _bar(moment: Moment, axis: Axis, y: float, as_of: date) -> Iterator[Mark]:
    """What lasts: solid when it is certain, hatched when it may be; paler after the day."""
    start = axis.x(moment.first or axis.first)
    end = max(axis.x(moment.last) if moment.last else axis.right, start + 3)
    now = min(max(axis.x(as_of), start), end)
    for left, right, share in ((now, end, 0.12), (start, now, 1.0)):
        fill, edge, hatch = tint(moment.colour, share), moment.colour, None
        if moment.possible:
            edge = tint(moment.colour, max(share, 0.45))
            fill, hatch = palette.PAPER, Hatch("lines", edge)
        if right > left:
            wide, tip = right - left, moment.tip
            yield box(left, y - 5, wide, 10, fill, stroke=edge, hatch=hatch, tip=tip)
