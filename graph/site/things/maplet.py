"""A small map of Sweden's counties: where permits are held, where suppliers are, in which towns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from graph.lookup.gazetteer import counties, credit, frame, projected
from graph.pictures.map.ground import BORDER, LAND
from graph.pictures.map.permits import HELD, SUPPLY, WITHIN
from graph.pictures.sheet import palette
from graph.pictures.sheet.metrics import Point
from graph.pictures.sheet.sheet import Area, Hatch, Mark, Path, Sheet, Text, fits, square, stacked
from graph.site.parts import Cell, Figure, Grid
from graph.site.things.pictures import drawn
from graph.site.words import say

_HIGH = 430.0
_LEFT = 122.0
_WIDE = 440.0
_GRAIN = 2  # outlines are drawn to as many pixels: small files, and borders still meet
_WEST = 14.6  # towns west of this longitude are labelled on the left
_TONES: Mapping[str, tuple[str, Hatch | None]] = {
    "held": (HELD, None),
    "within": (LAND, Hatch("dots", WITHIN)),
    "supply": (LAND, Hatch("lines", SUPPLY)),
}
_RANKS = tuple(_TONES)


@dataclass(frozen=True)
class Land:
    """Something in a county: ``"held"``, ``"within"`` or ``"supply"``, and what it is."""

    code: str
    tone: str
    told: str


@dataclass(frozen=True)
class Spot:
    """A town where sources name a hospital, and which."""

    town: str
    lat: float
    long: float
    told: str


def maplet(about: str, lands: Sequence[Land], spots: Sequence[Spot], lang: str) -> Figure | None:
    """A map of counties and towns.

    Args:
        about: What it shows.
        lands: What is in which county; where several are, the weightiest gives its colour.
        spots: The towns.
        lang: The language.

    Returns:
        The figure; None if nothing has a place.
    """
    if not lands and not spots:
        return None
    here: dict[str, list[Land]] = {}
    for land in lands:
        here.setdefault(land.code, []).append(land)
    marks: list[Mark] = []
    for code, name, rings in _outlines():
        own = sorted(here.get(code, ()), key=lambda land: _RANKS.index(land.tone))
        fill, hatch = _TONES[own[0].tone] if own else (LAND, None)
        told = "; ".join(dict.fromkeys(land.told for land in own))
        marks.append(Area(rings, fill, BORDER, 0.6, hatch, f"{name}: {told}" if told else ""))
    marks += _spots(spots)
    names = {code: name for code, name, _ in _outlines()}
    rows = [
        (Cell(names.get(land.code, land.code), lang="sv" if lang != "sv" else ""), Cell(land.told))
        for land in dict.fromkeys(lands)
    ] + [
        (Cell(spot.town, lang="sv" if lang != "sv" else ""), Cell(spot.told))
        for spot in dict.fromkeys(spots)
    ]  # fmt: skip
    rows.sort(key=lambda row: (row[0].text, row[1].text))
    title = f"{about}: {say('map', lang)[:1].lower()}{say('map', lang)[1:]}"
    listed = "; ".join(dict.fromkeys(f"{one.text}: {other.text}" for one, other in rows[:10]))
    told = say("map_told", lang, listed)
    headings = [f"{say('county', lang)} / {say('town', lang).lower()}", say("what_there", lang)]
    return Figure(
        title=title,
        svg=drawn(Sheet(_WIDE, _HIGH + 24, tuple(marks)), title, told, lang),
        told=told,
        notes=(say("map_note", lang), credit(lang)),
        grid=Grid(title, headings, rows),
        width=int(_WIDE),
    )


def _spots(spots: Sequence[Spot]) -> list[Mark]:
    """Squares in the towns, and their names beside the country."""
    towns: dict[tuple[str, float, float], list[str]] = {}
    for spot in spots:
        towns.setdefault((spot.town, spot.lat, spot.long), []).append(spot.told)
    marks: list[Mark] = []
    for left in (True, False):
        mine = sorted(
            (*_at(lat, long), town, "; ".join(dict.fromkeys(told)))
            for (town, lat, long), told in towns.items()
            if (long < _WEST) == left
        )
        mine.sort(key=lambda place: place[1])
        heights = stacked([y for _, y, _, _ in mine], [17.0] * len(mine), 8, _HIGH + 16)
        edge = _LEFT - 12 if left else _LEFT + 190
        for (x, y, town, told), height in zip(mine, heights, strict=True):
            near = edge + 3 if left else edge - 3
            marks.append(Path(((near, height), (x, y)), palette.SOFT_INK, 0.7))
            said = fits(town, 12, _LEFT - 18 if left else _WIDE - edge - 4)
            anchor = "end" if left else "start"
            marks.append(Text(edge, height, said, 12, bold=True, anchor=anchor))
            marks.append(square(x, y, 4, palette.ORANGE, f"{town}: {told}"))
    return marks


@cache
def _frame() -> tuple[float, float, float]:
    points = [projected(y, x) for county in counties() for ring in county.rings for x, y in ring]
    left, top, _, bottom = frame(points)
    return left, top, _HIGH / (bottom - top)


def _at(lat: float, long: float) -> Point:
    east, south = projected(lat, long)
    left, top, scale = _frame()
    return _LEFT + (east - left) * scale, 12 + (south - top) * scale


@cache
def _outlines() -> tuple[tuple[str, str, tuple[tuple[Point, ...], ...]], ...]:
    """Code, name and outlines of each county, drawn coarsely; the smallest islands go."""
    found = []
    for county in counties():
        rings = []
        for ring in county.rings:
            kept: list[Point] = []
            for long, lat in ring:
                x, y = _at(lat, long)
                point = (float(_GRAIN * round(x / _GRAIN)), float(_GRAIN * round(y / _GRAIN)))
                if not kept or kept[-1] != point:
                    kept.append(point)
            if len(kept) > 3:
                rings.append(tuple(kept))
        found.append((county.code, county.name, tuple(rings)))
    return tuple(found)
