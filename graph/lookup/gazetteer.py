"""Where places are: shapes of the counties, points of towns, a projection and distances.

The files of ``graph/lookup`` say themselves where they come from: the counties are Statistics
Sweden's open geodata (CC0), the towns GeoNames' (CC BY 4.0). A town's point stands for whatever
lies in the town; nothing here knows where a building stands.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from graph.base.files import text_beside
from graph.base.words import words_of

Point = tuple[float, float]
Ring = tuple[Point, ...]

# Halland belongs to two healthcare regions; a map by counties cannot show the line within it.
HALLAND = "13"
_EARTH = 6371.0088  # mean radius in km (IUGG)
_MERIDIAN = 15.0  # central meridian of SWEREF 99 TM


class County(NamedTuple):
    """A county: Statistics Sweden's code, its Swedish name, and its outlines.

    Each outline is a closed ring of longitude and latitude; islands are rings of their own.
    """

    code: str
    name: str
    rings: tuple[Ring, ...]


class Town(NamedTuple):
    """A town: its name, number at GeoNames, point, and the code of the county it is the seat of."""

    name: str
    geonames: int
    lat: float
    long: float
    seat_of: str


def credit(lang: str) -> str:
    """What a picture made from these files must name."""
    return words_of("graph.lookup").say("credit", lang)


@cache
def counties() -> tuple[County, ...]:
    """The 21 counties in the order of their codes."""
    found = []
    for feature in json.loads(text_beside("graph.lookup", "data/counties.geojson"))["features"]:
        rings = tuple(
            tuple((float(x), float(y)) for x, y in ring)
            for polygon in feature["geometry"]["coordinates"]
            for ring in polygon
        )
        found.append(County(feature["properties"]["code"], feature["properties"]["name"], rings))
    return tuple(sorted(found, key=lambda county: county.code))


@cache
def towns() -> Mapping[str, Town]:
    """The towns by name."""
    lines = text_beside("graph.lookup", "data/towns.csv").splitlines()
    found = {}
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        point = (float(row["lat"]), float(row["long"]))
        town = Town(row["town"], int(row["geonames"]), *point, row["seat_of"])
        found[town.name] = town
    return found


@cache
def seats() -> Mapping[str, Town]:
    """The seat of each county, by the county's code."""
    return {town.seat_of: town for town in towns().values() if town.seat_of}


def distance(a_lat: float, a_long: float, b_lat: float, b_long: float) -> float:
    """Kilometres between two points as the crow flies, by the haversine formula on a sphere.

    They are within half a per cent of the distance on the ellipsoid.

    Example:
        >>> round(distance(59.32938, 18.06871, 57.70716, 11.96679))  # Stockholm-Göteborg
        397
    """
    one, other = math.radians(a_lat), math.radians(b_lat)
    half_lat, half_long = (other - one) / 2, math.radians(b_long - a_long) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(one) * math.cos(other) * math.sin(half_long) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(min(chord, 1.0)))


def projected(lat: float, long: float) -> Point:
    """A point on the plane: transverse Mercator round 15° east, as Swedish maps are drawn.

    East and *south* are in kilometres from the equator and the meridian, as screens count.  The
    sphere stands in for the ellipsoid of SWEREF 99 TM; no eye sees the difference.
    """
    phi, lam = math.radians(lat), math.radians(long - _MERIDIAN)
    east = math.atanh(math.cos(phi) * math.sin(lam))
    north = math.atan2(math.tan(phi), math.cos(lam))
    return _EARTH * east, -_EARTH * north


def frame(points: Iterable[Point]) -> tuple[float, float, float, float]:
    """The smallest frame around points: left, top, right, bottom."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
