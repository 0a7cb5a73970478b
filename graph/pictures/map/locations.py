"""Where holders and suppliers are: counties, hospitals, points, read from a view for the maps."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from graph.lookup.gazetteer import seats
from graph.questions.computed import Towned
from graph.view.view import View

_ROLES = "nhv:holder|nhv:heldWithin|nhv:supplier"
_TERRITORY = f"""
SELECT DISTINCT ?entity ?code ?within WHERE {{
  ?entity nhv:area ?a ; {_ROLES} ?who .
  FILTER(?a = $area || EXISTS {{ ?a skos:broader $area }})
  {{ ?who nhv:county ?c }}
  UNION {{ ?who nhv:operator ?o . ?o nhv:county ?c }}
  UNION {{ ?member nhv:inHealthcareRegion ?who ; a nhv:Region ; nhv:county ?c
          BIND(true AS ?within) }}
  ?c skos:notation ?code
}} ORDER BY ?entity ?code"""
# The hospitals of a permit are those for which the graph counts it, with the status of each.
_SITES = """
SELECT DISTINCT ?entity ?hospital ?city ?lat ?long ?status WHERE {
  ?entity nhv:area ?a .
  FILTER(?a = $area || EXISTS { ?a skos:broader $area })
  { ?held nhv:countsPermit ?entity ; nhv:level nhv:UnitLevel ; nhv:heldBy ?s ; nhv:period ?p .
    ?p nhv:status ?status
    OPTIONAL { ?p nhv:firstDay ?first } OPTIONAL { ?p nhv:lastDay ?last }
    FILTER(COALESCE(?first <= $as_of, true) && COALESCE(?last >= $as_of, true)) }
  UNION { ?entity nhv:supplier ?s . ?s a nhv:CareFacility }
  OPTIONAL { ?s skos:prefLabel ?hospital . FILTER(LANG(?hospital) = $lang) }
  OPTIONAL { ?s nhv:city ?own_city }
  OPTIONAL { ?s geo:lat ?own_lat ; geo:long ?own_long }
  OPTIONAL {
    ?s nhv:partOf ?whole . FILTER NOT EXISTS { ?s nhv:city ?some }
    OPTIONAL { ?whole nhv:city ?its_city }
    OPTIONAL { ?whole geo:lat ?its_lat ; geo:long ?its_long }
  }
  BIND(COALESCE(?own_city, ?its_city) AS ?city)
  BIND(COALESCE(?own_lat, ?its_lat) AS ?lat)
  BIND(COALESCE(?own_long, ?its_long) AS ?long)
} ORDER BY ?entity ?hospital"""
_REGIONS = """
SELECT DISTINCT ?region ?label ?code WHERE {
  ?region a nhv:Region ; nhv:county ?c . ?c skos:notation ?code .
  ?region skos:prefLabel ?label . FILTER(LANG(?label) = $lang)
} ORDER BY ?code"""


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
    table = Towned("lat", "long", "city").apply(kg.select(_SITES, area=area))
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
        for r in kg.select(_TERRITORY, area=area).records()
        if str(r["entity"]) in entities
    ]


def homes(kg: View) -> dict[str, Home]:
    """Every region that has a county."""
    found = {}
    for r in kg.select(_REGIONS).records():
        if town := seats().get(str(r["code"])):
            found[str(r["region"])] = Home(str(r["label"]), town.seat_of, town.lat, town.long)
    return found
