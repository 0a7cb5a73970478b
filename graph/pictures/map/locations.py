"""Where holders and suppliers are: counties, hospitals, points, read from a view for the maps."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from graph.lookup.gazetteer import seats
from graph.pictures.sheet.captions import query
from graph.questions.computed import Towned
from graph.view.view import View


class Site(NamedTuple):
    """A hospital or unit at a town's point, of a permit (perhaps only possible) or a supply."""

    entity: str
    hospital: str
    city: str
    lat: float
    long: float
    possible: bool = False


class Territory(NamedTuple):
    """A county, or somewhere ``within`` a healthcare region, of a permit or a supply relation."""

    entity: str
    code: str
    within: bool


class Home(NamedTuple):
    """A region's label, its county and the point of the county's seat."""

    label: str
    code: str
    lat: float
    long: float


def sites(kg: View, area: str, entities: Collection[str]) -> list[Site]:
    """The hospitals of some permits and supply relations whose town is known."""
    table = Towned("lat", "long", "city").apply(kg.select(query("sites"), area=area))
    found = [
        Site(str(r["entity"]), str(r["hospital"]), str(r["city"] or ""), r["lat"], r["long"],
             str(r["status"]) == "nhv:PossiblyInForce")
        for r in table.records()
        if isinstance(r["lat"], float) and isinstance(r["long"], float)
        and str(r["entity"]) in entities
    ]  # fmt: skip
    return sorted(found, key=lambda s: (s.city, s.hospital, s.entity))


def territories(kg: View, area: str, entities: Collection[str]) -> list[Territory]:
    """The counties of some permits and supply relations."""
    return [
        Territory(str(r["entity"]), str(r["code"]), bool(r["within"]))
        for r in kg.select(query("territories"), area=area).records()
        if str(r["entity"]) in entities
    ]


def homes(kg: View) -> dict[str, Home]:
    """Every region that has a county."""
    return {
        str(r["region"]): Home(str(r["label"]), town.seat_of, town.lat, town.long)
        for r in kg.select(query("homes")).records()
        if (town := seats().get(str(r["code"])))
    }
