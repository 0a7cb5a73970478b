"""Where places are: shapes, points and distances, and the question that uses them."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest
from pyoxigraph import Literal

from graph import KnowledgeGraph
from graph.engines.frames import Table
from graph.lookup.gazetteer import counties, distance, projected, seats, towns
from graph.questions.computed import Distance, Nearest, Towned, step
from graph.questions.question import parse

HEADER = "# name: x\n# sv: Vad?\n# en: What?\n# keywords: a\n"


def test_every_county_of_the_graph_has_a_shape_and_a_seat(kg: KnowledgeGraph) -> None:
    """Codes, names and seats of the files are those of the graph."""
    rows = kg.select(
        "SELECT ?code ?label ?seat { ?c a nhv:County ; skos:notation ?code ; nhv:seat ?seat ; "
        "skos:prefLabel ?label . FILTER(LANG(?label) = 'sv') }"
    ).records()
    assert len(rows) == 21
    shapes = {county.code: county.name for county in counties()}
    assert {str(r["code"]): str(r["label"]) for r in rows} == shapes
    assert {str(r["code"]): str(r["seat"]) for r in rows} == {
        code: town.name for code, town in seats().items()
    }, "a seat in the graph that towns.csv lacks has no point"


def test_shapes_are_closed_and_in_sweden() -> None:
    """Every outline ends where it begins, within the country."""
    for county in counties():
        assert county.rings
        for ring in county.rings:
            assert ring[0] == ring[-1], county.name
            assert all(10.5 < x < 24.3 and 55.2 < y < 69.2 for x, y in ring)


def test_a_seat_lies_in_its_county() -> None:
    """Points and shapes belong together: each seat is inside its county, or at its shore."""
    for county in counties():
        seat = seats()[county.code]
        near = min(distance(seat.lat, seat.long, y, x) for ring in county.rings for x, y in ring)
        inside = sum(crossings(seat.long, seat.lat, ring) for ring in county.rings) % 2 == 1
        assert inside or near < 5, county.name


def crossings(x: float, y: float, ring: tuple[tuple[float, float], ...]) -> int:
    """How often a ray to the east of a point meets an outline."""
    return sum(
        (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax
        for (ax, ay), (bx, by) in pairwise(ring)
    )


def test_files_say_where_they_come_from() -> None:
    """Source and licence stand in the files themselves."""
    from importlib.resources import files

    folder = files("graph.lookup") / "data"
    assert "CC0" in (folder / "counties.geojson").read_text(encoding="utf-8")[:500]
    assert "GeoNames" in (folder / "towns.csv").read_text(encoding="utf-8")[:400]
    assert "CC BY 4.0" in (folder / "towns.csv").read_text(encoding="utf-8")[:400]


def test_points_of_the_graph_and_of_the_file_agree(kg: KnowledgeGraph) -> None:
    """A hospital's point in the graph is that of its town, where the file has the town."""
    rows = kg.select(
        "SELECT ?city ?lat ?long { ?h nhv:city ?city ; geo:lat ?lat ; geo:long ?long }"
    )
    for row in rows.records():
        town = towns().get(str(row["city"]))
        if town is not None:
            assert (row["lat"], row["long"]) == (town.lat, town.long), town.name


def test_distances_are_those_of_the_globe() -> None:
    """Nothing from itself, a quarter of a meridian from equator to pole, the same both ways."""
    assert distance(59, 18, 59, 18) == 0
    assert distance(0, 15, 90, 15) == pytest.approx(10007.6, abs=1)
    assert distance(59, 18, 55, 13) == pytest.approx(distance(55, 13, 59, 18))
    # Stockholm-Göteborg on the ellipsoid (WGS 84): 398 km.
    a, b = towns()["Stockholm"], towns()["Göteborg"]
    assert distance(a.lat, a.long, b.lat, b.long) == pytest.approx(398, rel=0.005)


def test_the_projection_keeps_shapes_small_and_upright() -> None:
    """North is up on the meridian, and lengths near it are true."""
    (ax, ay), (bx, by) = projected(58, 15), projected(59, 15)
    assert ax == pytest.approx(0) == bx
    assert by < ay
    assert ay - by == pytest.approx(distance(58, 15, 59, 15), rel=1e-9)
    (ax, ay), (bx, by) = projected(60, 17), projected(60.01, 17.01)
    assert math.hypot(bx - ax, by - ay) == pytest.approx(distance(60, 17, 60.01, 17.01), rel=0.002)


def table(columns: str, *rows: tuple[Any, ...]) -> Table:
    """A table of plain values."""
    return Table(
        columns.split(), [tuple(None if c is None else Literal(c) for c in row) for row in rows]
    )


def test_a_town_gives_a_point_only_where_there_is_none() -> None:
    """What the graph says of a hospital's point stands; an unknown town stays unknown."""
    given = table("city lat long", ("Lund", 1.0, 2.0), ("Falun", None, None), ("X", None, None))
    assert Towned("lat", "long", "city").apply(given).values() == [
        ("Lund", 1.0, 2.0),
        ("Falun", towns()["Falun"].lat, towns()["Falun"].long),
        ("X", None, None),
    ]


def test_an_unknown_place_has_no_distance() -> None:
    """Where a point is missing there is no number, not a great one."""
    given = table("a b c d", (59.0, 18.0, 59.0, 18.0), (59.0, 18.0, None, None))
    assert Distance("km", ("a", "b", "c", "d")).apply(given).column("km") == [0, None]


def test_the_nearest_is_kept_and_the_unknown_counted() -> None:
    """The least distance stays, ties too; what has none is counted, and alone leaves no name."""
    given = table(
        "county who permit km",
        ("A", "x", "p1", 10), ("A", "y", "p2", 10), ("A", "z", "p3", 12), ("A", "q", "p4", None),
        ("B", "q", "p4", None), ("B", "r", "p5", None),
    )  # fmt: skip
    kept = Nearest("km", ("county",), "permit", "placed", "unplaced").apply(given)
    assert kept.values() == [
        ("A", "x", "p1", 10, 3, 1),
        ("A", "y", "p2", 10, 3, 1),
        ("B", None, None, None, 0, 2),
    ]


def test_headers_of_places_are_read() -> None:
    """The three header lines are part of a question; others are refused as before."""
    assert step("# town lat long = city") == Towned("lat", "long", "city")
    assert step("# towns lat long = city") is None
    asked = parse(
        HEADER + "# distance km = a b c d\n# nearest km per x, y of p = n, m\nSELECT * {}", "x"
    )
    assert asked.steps == (
        Distance("km", ("a", "b", "c", "d")),
        Nearest("km", ("x", "y"), "p", "n", "m"),
    )
    with pytest.raises(ValueError, match="not a header line"):
        parse(HEADER + "# nearest km\nSELECT * {}", "x")


def test_unknown_is_not_far(kg: KnowledgeGraph) -> None:
    """What no hospital is known for, or only may be in force, has no kilometres at all."""
    rows = kg.answer("access", area="Dysmeli").records()
    assert len(rows) == 21
    told = {(r["km"], r["hospital"], r["placed"], r["unplaced"], r["possible"]) for r in rows}
    assert told == {(None, None, 0, 0, 4)}, "four that may be in force"


def test_nobody_has_no_rows(kg: KnowledgeGraph) -> None:
    """Without any permit there is no answer, which is another thing than an unknown one."""
    assert kg.answer("access", area="Dysmeli", as_of="1990-01-01").rows == []
