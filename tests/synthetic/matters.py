"""The areas of a block and, for each, who holds which permit in which programme, and since when.

This is the plan that decisions, calls, applications, permits and supply relations then state,
each from its own documents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from pyoxigraph import Literal, NamedNode

from ontology.terms import NHV, SKOS, concepts
from tests.synthetic.actors import Actors
from tests.synthetic.block import Block, Named, shuffled, weighted
from tests.synthetic.common import NHV_PROGRAMME, RCC, RIKSSJUKVARD
from tests.synthetic.library import Library
from tests.synthetic.stated import day_in, later, weekday

# The areas, in this order: from rikssjukvård (the last never came into NHV), from the cancer
# centres (the last never came into NHV), and of NHV alone.
_RIKS, _RCC, _AREAS, _TOPICS, _PARTS = 16, 16, 92, 28, 25
_RIKS_ENDED, _RCC_ENDED = 1, 6
# How many permits an area has in a programme, and how many areas have so many.
_RIKS_SIZES = ((1, 5), (2, 7), (4, 2))
_RCC_SIZES = ((1, 7), (2, 6), (3, 3))
_NHV_SIZES = ((1, 25), (2, 33), (3, 11), (4, 13), (5, 3))
# Years in which permits of NHV begin.
_STARTS = ((2021, 21), (2022, 26), (2023, 38), (2024, 48), (2025, 7), (2026, 2), (2027, 1))
# Permits held by the regions, those with a university hospital first.
_HOLDERS = (62, 49, 43, 23, 10, 9, 3, *[1] * 14)
_ELSEWHERE = 12
"""One holder of so many comes from the block before: blocks make one network, not many."""

_TRANSFER = date(2018, 7, 1)


@dataclass(frozen=True)
class Matter:
    """An area in a programme.

    Attributes:
        area: The area.
        programme: The programme.
        holders: The regions that hold it.
        allotted: The day on which it was decided who gets it, if that is known.
        starts: The day on which its permits begin.
        by_hospitals: Whether the hospitals of the regions are its holders.
    """

    area: Named
    programme: NamedNode
    holders: Sequence[Named]
    allotted: date | None
    starts: date
    by_hospitals: bool

    def party(self, region: Named, actors: Actors) -> Named:
        """Who applies for the permit and holds it: the region or, if so and known, its hospital."""
        hospital = actors.main_hospital(region) if self.by_hospitals else None
        return hospital or region


@dataclass(frozen=True)
class Areas:
    """The areas of a block.

    Attributes:
        riks: Areas of rikssjukvård.
        rcc: Areas of the cancer centres.
        plain: Areas of NHV alone.
        topics: Early topics.
        parts: Parts of areas, each of the plain area at the same place.
    """

    riks: Sequence[Named]
    rcc: Sequence[Named]
    plain: Sequence[Named]
    topics: Sequence[Named]
    parts: Sequence[Named]

    def all(self) -> list[Named]:
        """Every area, topic and part."""
        return [*self.riks, *self.rcc, *self.plain, *self.topics, *self.parts]


def make_areas(block: Block, library: Library) -> Areas:
    """Write the areas of a block."""
    chance = block.random("areas")
    specialties = list(concepts("specialty").values())
    areas = [block.name("area", "Syntetiskt område", "Synthetic area") for _ in range(_AREAS)]
    topics = [block.name("area", "Syntetiskt ämne", "Synthetic topic") for _ in range(_TOPICS)]
    parts = [block.name("area", "Syntetisk områdesdel", "Synthetic part") for _ in range(_PARTS)]
    made = Areas(areas[:_RIKS], areas[_RIKS:][:_RCC], areas[_RIKS + _RCC :], topics, parts)
    programmes = {
        area.iri: (programme, NHV_PROGRAMME) if area in those[:-ended] else (programme,)
        for programme, those, ended in (
            (RIKSSJUKVARD, made.riks, _RIKS_ENDED),
            (RCC, made.rcc, _RCC_ENDED),
        )
        for area in those
    }
    for index, area in enumerate(made.all()):
        if area in made.topics:
            rdf_class, whole, origin = NHV.Topic, None, None
        elif area in made.parts:
            rdf_class, whole, origin = NHV.AreaPart, made.plain[index - _AREAS - _TOPICS], None
        else:
            # One area of seven grew out of an early topic.
            rdf_class, whole = NHV.CareArea, None
            origin = topics[index // 7 % _TOPICS] if index % 7 == 3 else None
        other = Literal(f"{area.sv}, annat namn", language="sv")
        block.describe(
            area,
            rdf_class,
            library.any(chance),
            (NHV.specialty, specialties[min(chance.randrange(30), chance.randrange(30)) % 21]),
            *((NHV.programme, name) for name in programmes.get(area.iri, (NHV_PROGRAMME,))),
            (SKOS.broader, whole.iri if whole else None),
            (NHV.cameFrom, origin.iri if origin else None),
            (SKOS.altLabel, other if index % 2 else None),
        )
    return made


def plan(block: Block, areas: Areas, actors: Actors, before: Actors | None) -> list[Matter]:
    """Plan who holds what.

    Args:
        block: The block.
        areas: Its areas.
        actors: Its actors.
        before: Those of the block before, if there is one.

    Returns:
        The matters: of rikssjukvård, of the cancer centres, of NHV.
    """
    chance = block.random("holders")
    matters = [
        *_earlier(chance, RIKSSJUKVARD, areas.riks, _RIKS_SIZES, actors),
        *_earlier(chance, RCC, areas.rcc, _RCC_SIZES, actors),
    ]
    old = {matter.area.iri: matter for matter in matters}
    now = [
        *areas.riks[:-_RIKS_ENDED],
        *areas.rcc[:-_RCC_ENDED],
        *areas.plain[:43],
        *areas.parts[:17],
    ]
    for area, size in zip(now, shuffled(chance, _NHV_SIZES), strict=True):
        earlier = old.get(area.iri)
        kept = list(earlier.holders)[:size] if earlier else []
        if area in areas.parts:
            # A part is held by some of those who hold its area.
            whole = areas.plain[areas.parts.index(area)]
            kept = next(list(m.holders)[:size] for m in matters if m.area == whole)
            size = len(kept)
        holders = _draw(chance, actors, before, size, kept)
        if area in areas.riks:
            matters.append(Matter(area, NHV_PROGRAMME, holders, None, _TRANSFER, False))
        else:
            starts = date(weighted(chance, _STARTS), weighted(chance, ((1, 3), (4, 3), (9, 2))), 1)
            allotted = weekday(later(starts, -chance.randrange(6, 15)))
            named = not chance.randrange(16)
            matters.append(Matter(area, NHV_PROGRAMME, holders, allotted, starts, named))
    return matters


def allotments(matters: Sequence[Matter]) -> dict[NamedNode, date]:
    """When each area was allotted, where that is known."""
    return {matter.area.iri: matter.allotted for matter in matters if matter.allotted}


def _earlier(
    chance: Random,
    programme: NamedNode,
    areas: Sequence[Named],
    sizes: Sequence[tuple[int, int]],
    actors: Actors,
) -> Iterator[Matter]:
    """The matters of a programme before NHV, of the first areas."""
    for area, size in zip(areas, shuffled(chance, sizes), strict=False):
        holders = _draw(chance, actors, None, size, [])
        named = not chance.randrange(3)
        if programme == RIKSSJUKVARD:
            allotted = day_in(chance, 2008, 2014)
            yield Matter(area, programme, holders, allotted, later(allotted, 6), named)
        else:
            yield Matter(area, programme, holders, None, day_in(chance, 2016, 2018), named)


def _draw(
    chance: Random, actors: Actors, before: Actors | None, size: int, kept: list[Named]
) -> list[Named]:
    """Different regions, the large ones more often."""
    while len(kept) < size:
        elsewhere = before if before and not chance.randrange(_ELSEWHERE) else None
        regions = (elsewhere or actors).regions
        region = weighted(chance, list(zip(regions, _HOLDERS, strict=True)))
        if region not in kept:
            kept.append(region)
    return kept
