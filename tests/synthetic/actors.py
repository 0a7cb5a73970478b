"""Regions, hospitals, organisations, bodies and legal sources of a block.

Block 1 has the real regions and healthcare regions, and every county is real, as those are
registers and no findings; everything else is invented.  A later block has regions of its own,
so that no region gathers more areas as the graph grows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from ontology.terms import DCTERMS, NHV, concept
from tests.synthetic.block import Block, Document, Named, expand
from tests.synthetic.library import Library
from tests.synthetic.stated import day_in, stated

# Regions with a university hospital come first, as they hold most permits.
HOSPITALS_OF_REGION = (3, 3, 3, 2, 1, 1, 1, 1, 1, 1, 1)
_UNITS, _UNITS_IN_HOSPITALS = 33, 24
_ORGANISATIONS, _AUTHORITIES, _UNIVERSITIES = 66, 6, 9
_BODIES, _LEGAL = 69, 20
_BODY_TYPES: tuple[tuple[str, int], ...] = (
    ("board", 6),
    ("expert-group", 12),
    ("preparation-group", 3),
    ("programme-area", 11),
    ("cooperation-board", 8),
    ("regional-board", 8),
    ("management-group", 6),
    ("working-group", 5),
    ("kind-of-group", 10),
)


@dataclass(frozen=True)
class Ground:
    """What regions stand on, and do not make themselves: real counties and their towns.

    Attributes:
        regions: The real regions, those with a university hospital first.
        healthcare_regions: The real healthcare regions.
        within: The healthcare region of each real region.
        counties: Each county with the town of its seat, in the order of the regions.
    """

    regions: Sequence[Named]
    healthcare_regions: Sequence[Named]
    within: Mapping[NamedNode, Named]
    counties: Sequence[tuple[NamedNode, str]]


@dataclass
class Actors:
    """The actors of a block.

    Attributes:
        regions: Regions, those with a university hospital first.
        healthcare_regions: Healthcare regions.
        within: The healthcare region of each region.
        hospitals: The hospitals of each region; the first is the largest.
        units: Named parts of hospitals.
        organisations: Associations, media and other organisations.
        authorities: State authorities.
        universities: Universities.
        bodies: Boards, groups and committees.
        legal: Legal sources.
    """

    regions: list[Named]
    healthcare_regions: list[Named]
    within: dict[NamedNode, Named]
    hospitals: dict[NamedNode, list[Named]] = field(default_factory=dict)
    units: list[Named] = field(default_factory=list)
    organisations: list[Named] = field(default_factory=list)
    authorities: list[Named] = field(default_factory=list)
    universities: list[Named] = field(default_factory=list)
    bodies: list[Named] = field(default_factory=list)
    legal: list[Named] = field(default_factory=list)

    def main_hospital(self, region: Named) -> Named | None:
        """The largest hospital of a region, if it has any."""
        found = self.hospitals.get(region.iri)
        return found[0] if found else None

    def publishers(self) -> list[Named]:
        """Who publishes documents, each as often as it does so."""
        hospitals = [hospital for found in self.hospitals.values() for hospital in found]
        return [*self.authorities * 15, *self.organisations, *hospitals * 3, *self.bodies[:52] * 2]


def name_actors(block: Block, ground: Ground) -> Actors:
    """Name all actors of a block; what is said of them comes later, in documents."""
    if block.number == 1:
        actors = Actors(list(ground.regions), list(ground.healthcare_regions), dict(ground.within))
    else:
        regions = [
            block.name("region", "Syntetisk region", "Synthetic region") for _ in ground.regions
        ]
        wholes = [
            block.name(
                "healthcare-region", "Syntetisk sjukvårdsregion", "Synthetic healthcare region"
            )
            for _ in ground.healthcare_regions
        ]
        within = {region.iri: wholes[index % len(wholes)] for index, region in enumerate(regions)}
        actors = Actors(regions, wholes, within)
    for region, count in zip(actors.regions, HOSPITALS_OF_REGION, strict=False):
        actors.hospitals[region.iri] = [
            block.name("hospital", "Syntetiskt sjukhus", "Synthetic hospital") for _ in range(count)
        ]
    for kind, sv, en, count, into in (
        ("hospital", "Syntetisk sjukhusenhet", "Synthetic hospital unit", _UNITS, actors.units),
        ("organisation", "Syntetisk organisation", "Synthetic organisation", _ORGANISATIONS,
         actors.organisations),
        ("organisation", "Syntetisk myndighet", "Synthetic authority", _AUTHORITIES,
         actors.authorities),
        ("organisation", "Syntetiskt universitet", "Synthetic university", _UNIVERSITIES,
         actors.universities),
        ("body", "Syntetiskt organ", "Synthetic body", _BODIES, actors.bodies),
        ("legal", "Syntetisk rättskälla", "Synthetic legal source", _LEGAL, actors.legal),
    ):  # fmt: skip
        into += (block.name(kind, sv, en) for _ in range(count))
    return actors


def assert_actors(block: Block, actors: Actors, ground: Ground, library: Library) -> None:
    """What documents say of the actors."""
    chance = block.random("actors")
    towns = [town for _, town in ground.counties]

    def shown() -> Document:
        return library.any(chance)

    if block.number > 1:
        for whole in actors.healthcare_regions:
            block.describe(whole, NHV.HealthcareRegion, shown())
        for region, (county, _) in zip(actors.regions, ground.counties, strict=True):
            block.describe(
                region,
                NHV.Region,
                shown(),
                (NHV.county, county),
                (NHV.inHealthcareRegion, actors.within[region.iri].iri),
            )
    for index, region in enumerate(actors.regions):
        for number, hospital in enumerate(actors.hospitals.get(region.iri, ())):
            town = towns[(index + 7 * number) % len(towns)]
            block.describe(
                hospital,
                NHV.Hospital,
                shown(),
                (NHV.operator, region.iri),
                (NHV.city, Literal(town)),
            )
    operated = [
        (hospital, region)
        for region in actors.regions
        for hospital in actors.hospitals.get(region.iri, ())
    ]
    for index, unit in enumerate(actors.units):
        hospital, region = operated[index % len(operated)]
        block.describe(
            unit,
            NHV.HospitalUnit,
            shown(),
            (NHV.operator, region.iri),
            (NHV.partOf, hospital.iri if index < _UNITS_IN_HOSPITALS else None),
        )
    for organisation in actors.organisations:
        block.describe(organisation, NHV.Organisation, shown())
    for authority in actors.authorities:
        block.describe(authority, NHV.Authority, shown())
    for index, university in enumerate(actors.universities):
        block.describe(university, NHV.University, shown(), (NHV.city, Literal(towns[index])))
    _assert_bodies(block, actors, library)
    _assert_legal(block, actors, library)


def _assert_bodies(block: Block, actors: Actors, library: Library) -> None:
    chance = block.random("bodies")
    wholes = [
        *actors.authorities,
        *actors.healthcare_regions,
        *actors.regions[:10],
        *actors.bodies[:6],
    ]
    types = expand(_BODY_TYPES)
    kinds = [body for body, name in zip(actors.bodies, types, strict=True) if "kind" in name]
    for index, (body, name) in enumerate(zip(actors.bodies, types, strict=True)):
        # The first six are wholes themselves, of an authority.
        whole = actors.authorities[0] if index < 6 else wholes[chance.randrange(len(wholes))]
        block.describe(
            body,
            NHV.Body,
            library.any(chance),
            (NHV.bodyType, concept("bodyType", name)),
            (NHV.partOf, whole.iri),
            (NHV.kindOf, kinds[0].iri if name == "expert-group" else None),
        )


def _assert_legal(block: Block, actors: Actors, library: Library) -> None:
    chance = block.random("legal sources")
    before: Named | None = None
    for index, legal in enumerate(actors.legal):
        block.describe(
            legal,
            NHV.LegalSource,
            library.any(chance),
            (NHV.number, Literal(legal.iri.value.rpartition("/")[2])),
            (DCTERMS.date, stated(day_in(chance, 2006, 2025)) if index % 3 else None),
            (NHV.amends, before.iri if before and index % 3 == 1 else None),
            (NHV.basedOn, before.iri if before and index % 4 == 2 else None),
        )
        before = legal
