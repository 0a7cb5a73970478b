"""Placements, routines, duties, numbers, statements, gaps and legal bases of a block."""

from __future__ import annotations

from random import Random

from pyoxigraph import Literal, NamedNode

from ontology.terms import NHV, XSD, concepts, thing
from tests.synthetic.actors import Actors
from tests.synthetic.block import Block, Named, shuffled, weighted
from tests.synthetic.common import NHV_PROGRAMME, RCC, RIKSSJUKVARD
from tests.synthetic.library import Library
from tests.synthetic.matters import Areas
from tests.synthetic.seats import texts
from tests.synthetic.stated import DAY, MONTH, SEASON, YEAR, day_in, stated

_STEPS = (("1", 33), ("2", 15), ("3", 21), ("4", 9), ("5", 12), ("6", 14), ("7", 13), ("8", 23))
_PLACED = ((DAY, 19), (MONTH, 32), (YEAR, 12), (SEASON, 69))
_PROCEDURES, _DUTIES, _LEGAL_BASES = 67, 4, 24
_QUANTITIES = (
    (NHV.OtherCount, 134),
    (NHV.UnitsCount, 100),
    (NHV.AreaCount, 17),
    (NHV.PermitCount, 15),
    (NHV.MatterCount, 8),
)
_STATEMENTS = (
    (NHV.Activity, 62),
    (NHV.Outcome, 48),
    (NHV.Definition, 36),
    (NHV.Goal, 23),
    (NHV.Mandate, 19),
    (NHV.Effect, 13),
    (NHV.Assessment, 9),
)
_MISSING = ((NHV.Picture, 9), (NHV.LinkTarget, 5), (NHV.List, 2), (NHV.Date, 2))


def assert_system(block: Block, areas: Areas, actors: Actors, library: Library) -> None:
    """Write all of it."""
    _placements(block, areas, library)
    _procedures(block, actors, library)
    _duties(block, actors, library)
    _statistics(block, areas, actors, library)
    _statements(block, areas, actors, library)
    _gaps(block, areas, library)
    _legal_bases(block, actors, library)
    _resources(block, actors, library)


def _placements(block: Block, areas: Areas, library: Library) -> None:
    chance = block.random("placements")
    everywhere, states = areas.all(), list(concepts("substate").values())
    precisions = shuffled(chance, _PLACED)
    for index, step in enumerate(shuffled(chance, _STEPS)):
        area = everywhere[chance.randrange(len(everywhere))]
        dated = index < len(precisions)
        day = day_in(chance, 2019, 2025)
        substate = states[chance.randrange(len(states))] if chance.randrange(7) else None
        iri, _ = block.identify("placement")
        block.fact(
            Named(iri, f"{area.sv}: steg {step}", f"{area.en}: step {step}"),
            NHV.Placement,
            library.since(chance, day) if dated else library.undated(chance),
            (NHV.area, area.iri),
            (NHV.step, thing("step", step)),
            (NHV.substate, substate),
            (NHV.date, stated(day, precisions[index]) if dated else None),
        )


def _procedures(block: Block, actors: Actors, library: Library) -> None:
    chance = block.random("procedures")
    actions = list(concepts("action").values())
    acting = [*actors.bodies[:20], *actors.authorities[:4], *actors.healthcare_regions]
    for index in range(_PROCEDURES):
        actor, other = chance.sample(acting, 2)
        routine = actors.healthcare_regions[index % len(actors.healthcare_regions)]
        named = block.name("procedure", "Syntetisk rutin", "Synthetic routine")
        block.fact(
            named,
            NHV.ProcedureRelation,
            library.any(chance),
            (NHV.actor, actor.iri),
            (NHV.action, actions[min(chance.randrange(17), chance.randrange(17))]),
            (NHV.toward, other.iri if index % 4 == 0 else None),
            (NHV.step, thing("step", str(1 + chance.randrange(8))) if index % 22 else None),
            (NHV.inRoutineOf, routine.iri if index % 3 == 0 else None),
            *texts(named),
        )


def _duties(block: Block, actors: Actors, library: Library) -> None:
    chance = block.random("duties")
    kinds = (NHV.AnnualReport, NHV.AnnualReport, NHV.ExpertNomination, NHV.ThematicFollowUp)
    for index in range(_DUTIES):
        day = day_in(chance, 2023, 2025)
        named = block.name("duty", "Syntetisk skyldighet", "Synthetic duty")
        block.fact(
            named,
            NHV.Duty,
            library.any(chance),
            (NHV.dutyKind, kinds[index]),
            (NHV.due, stated(day) if index % 2 else None),
            (NHV.forYear, stated(day.replace(year=day.year - 1), YEAR) if index % 2 else None),
            (NHV.published, None if index % 2 else stated(day, MONTH)),
            (NHV.obliged, actors.regions[index].iri if index else None),
            *texts(named),
        )


def _statistics(block: Block, areas: Areas, actors: Actors, library: Library) -> None:
    chance = block.random("statistics")
    told = [*areas.riks, *areas.rcc, *areas.plain]
    hospitals = [hospital for found in actors.hospitals.values() for hospital in found]
    for index, quantity in enumerate(shuffled(chance, _QUANTITIES)):
        of_area = quantity in (NHV.UnitsCount, NHV.OtherCount) and chance.randrange(192) < 171
        about = told[chance.randrange(len(told))] if of_area else None
        programme = None if about and index % 6 else _programme(chance)
        holder = hospitals[index % len(hospitals)] if index % 8 == 0 else None
        value = chance.randrange(1, 6 if quantity == NHV.UnitsCount else 70)
        block.fact(
            block.name("statistic", "Syntetisk uppgift", "Synthetic claim"),
            NHV.StatisticClaim,
            library.any(chance),
            (NHV.quantity, quantity),
            (NHV.value, Literal(str(value), datatype=XSD.integer)),
            (NHV.programme, programme),
            (NHV.holder, holder.iri if holder else None),
            (NHV.about, about.iri if about else None),
            (NHV.asOf, _dated(chance, 39)),
        )


def _statements(block: Block, areas: Areas, actors: Actors, library: Library) -> None:
    chance = block.random("statements")
    topics = [*areas.all()[:80], *actors.regions, *actors.healthcare_regions, *actors.bodies[:20]]
    for index, kind in enumerate(shuffled(chance, _STATEMENTS)):
        about = chance.sample(topics, 1 + (index % 3 == 0) + (index % 5 == 0))
        by = actors.organisations[chance.randrange(20)] if index % 6 == 0 else None
        block.fact(
            block.name("statement", "Syntetisk utsaga", "Synthetic statement"),
            NHV.Statement,
            library.any(chance),
            (NHV.statementKind, kind),
            *((NHV.about, topic.iri) for topic in about),
            (NHV.by, by.iri if by else None),
            (NHV.date, _dated(chance, 28)),
        )


def _gaps(block: Block, areas: Areas, library: Library) -> None:
    chance = block.random("gaps")
    for missing in shuffled(chance, _MISSING):
        named = block.name("gap", "Syntetisk lucka", "Synthetic gap")
        block.fact(
            named,
            NHV.Gap,
            library.any(chance),
            (NHV.missing, missing),
            *((NHV.about, area.iri) for area in chance.sample(areas.all(), 2)),
            *texts(named),
        )


def _legal_bases(block: Block, actors: Actors, library: Library) -> None:
    chance = block.random("legal bases")
    for index in range(_LEGAL_BASES):
        named = block.name("legal-basis", "Syntetisk rättslig grund", "Synthetic legal basis")
        backs = actors.bodies[index].iri if index % 5 == 0 else _programme(chance)
        block.fact(
            named,
            NHV.LegalBasis,
            library.any(chance),
            (NHV.legalSource, actors.legal[index % len(actors.legal)].iri),
            (NHV.backs, backs),
            (NHV.at, Literal(f"{index + 1} kap.") if index % 3 == 0 else None),
            *texts(named),
        )


def _resources(block: Block, actors: Actors, library: Library) -> None:
    chance = block.random("resources")
    kinds = shuffled(chance, ((NHV.WebPage, 5), (NHV.Film, 3), (NHV.Contact, 2)))
    for index, kind in enumerate(kinds):
        block.fact(
            block.name("resource", "Syntetiskt material", "Synthetic resource"),
            NHV.Resource,
            library.any(chance),
            (NHV.resourceKind, kind),
            (NHV.by, actors.organisations[index].iri),
            (NHV.about, _programme(chance)),
        )


def _programme(chance: Random) -> NamedNode:
    return weighted(chance, ((NHV_PROGRAMME, 6), (RIKSSJUKVARD, 2), (RCC, 2)))


def _dated(chance: Random, percent: int) -> Literal | None:
    """A date, or none."""
    if chance.randrange(100) >= percent:
        return None
    precision = weighted(chance, ((DAY, 49), (MONTH, 30), (YEAR, 8), (SEASON, 1)))
    return stated(day_in(chance, 2012, 2025), precision)
