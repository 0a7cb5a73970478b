"""The ground of the explorer's map, from the one that all maps have, and where holders stand."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from graph.networks.holdings import Ladder
from graph.pictures.map import ground
from graph.pictures.map.ground import Country
from graph.pictures.map.locations import homes
from graph.pictures.sheet.captions import query
from graph.pictures.sheet.sheet import Point
from graph.questions.computed import Towned
from graph.view.facts import facts
from graph.view.view import View

COUNTRY = Country(8, 8, 470, grain=1)
_APART = 11.0  # between hospitals of one town

Place = list[object]
"""The counties of a holder by their codes, and its point on the sheet, or nothing."""


def outline_paths() -> list[list[str]]:
    """Code, name and outline of each county, as SVG writes a path."""
    return [
        [code, name, " ".join(map(_path, rings))] for code, name, rings in ground.outlines(COUNTRY)
    ]


def _path(ring: Sequence[Point]) -> str:
    return "M" + " ".join(f"{x:g},{y:g}" for x, y in ring[:-1]) + "Z"


def places(kg: View, parties: Iterable[str]) -> list[Place]:
    """Where each holder is: a region in its county, a healthcare region in those of its regions."""
    known = homes(kg)
    towns = Towned("lat", "long", "city").apply(kg.select(query("hospitals"))).records()
    points = {
        str(row["h"]): COUNTRY.at(row["lat"], row["long"])
        for row in towns
        if isinstance(row["lat"], float) and isinstance(row["long"], float)
    }
    ladder, members = Ladder.of(kg), defaultdict(list)
    for region in facts(kg, "nhv:Region"):
        if region.id in known:
            members[ladder.at(region.id, "healthcare-region")].append(known[region.id])
    found, taken = list[Place](), dict[Point, int]()
    for who in parties:
        own = [known[who]] if who in known else members.get(who, [])
        spots = [COUNTRY.at(home.lat, home.long) for home in own]
        at = _middle(spots) if spots else points.get(who)
        if at and not own:
            # Hospitals of a town stand side by side, the largest on its point.
            turn = taken.setdefault(at, 0)
            taken[at] += 1
            at = _beside(at, turn)
        codes = [home.code for home in own]
        found.append([codes, [round(at[0], 1), round(at[1], 1)] if at else []])
    return found


def _middle(spots: Sequence[Point]) -> Point:
    x, y = (math.fsum(side) / len(spots) for side in zip(*spots, strict=True))
    return x, y


def _beside(at: Point, turn: int) -> Point:
    """A point near another: one after the other round it, without a gap for the first."""
    angle = math.radians(60 * turn)
    return (at[0] + _APART * math.cos(angle), at[1] + _APART * math.sin(angle)) if turn else at


def shading(most: int) -> list[list[int]]:
    """The classes of numbers up to one: the upper bound of each, and which shade it has."""
    bounds = ground.classes([most])
    return [[bound, ground.SHADES.index(ground.shade(bound, bounds))] for bound in bounds]
