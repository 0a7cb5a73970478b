"""What is counted: areas held, each by one holder under one programme (rule counting).

A part counts with its whole, a hospital with the region that runs it, a unit of a hospital with its
hospital.  Where sources name different hospitals for one permit, those that the weightiest of them
names count, and the others are possible.  Each such area held is a thing of its own with periods of
its own, so that whoever counts counts things and compares no areas, holders or days.

With it goes how many units an area of NHV is to have (rule ``units-rule``), and how many hold it
at most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import accumulate
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from loaders.rules.facts import NHV_PROGRAMME, Facts
from loaders.rules.periods import Bounds, only_possible, together, write_periods
from ontology.terms import NHV, RDF, thing

_Key: TypeAlias = tuple[NamedNode, NamedNode, NamedNode]
_LOWEST_RANK = 5
# What is granted goes before what is decided or told, and that before what a call offers.
_STAGES = {NHV.Granted: 1, NHV.Decided: 2, NHV.Advertised: 3}
_TOLD = 2


def count_held_areas(facts: Facts, bounds: Mapping[NamedNode, Bounds]) -> None:
    """Write the areas held, at the level of holders, of hospitals and of their units."""
    beyond = set(_beyond_units(facts))
    held: dict[_Key, dict[NamedNode, bool]] = defaultdict(dict)
    levels: dict[_Key, set[NamedNode]] = defaultdict(set)
    for permit in facts.of(NHV.Permit):
        for area, programme in facts.matters(permit):
            for holder, level, sure in _counted(facts, permit):
                key = programme, facts.whole(area), holder
                held[key][permit] = held[key].get(permit, False) or (sure and permit not in beyond)
                levels[key].add(level)
    periods = {permit: bounds[permit].periods() for permit in facts.of(NHV.Permit)}
    placed = {
        permit for key in held if NHV.HospitalLevel in levels[key] for permit in held[key]
    }  # fmt: skip
    by_area: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for key, permits in sorted(held.items(), key=lambda pair: [node.value for node in pair[0]]):
        programme, area, holder = key
        if NHV.HolderLevel in levels[key] and not placed.intersection(permits):
            levels[key].add(NHV.HospitalUnknown)
        node = thing("held", ".".join(part.value.rpartition("/")[2] for part in key))
        facts.resolved[node] = {
            RDF.type: {NHV.HeldArea},
            NHV.heldArea: {area},
            NHV.heldBy: {holder},
            NHV.heldUnder: {programme},
            NHV.level: set(levels[key]),
            NHV.countsPermit: set(permits),
        }
        several = [
            periods[permit] if sure else only_possible(periods[permit])
            for permit, sure in sorted(permits.items(), key=lambda pair: pair[0].value)
        ]
        # Days on which it counts as nothing are no part of a count.
        write_periods(facts, node, [p for p in together(several) if p.counts])
        if programme == NHV_PROGRAMME and NHV.HolderLevel in levels[key]:
            by_area[area].append(node)
    for area in by_area.keys() & facts.resolved.keys():
        _count_holders(facts, area, by_area[area])


def _beyond_units(facts: Facts) -> Iterator[NamedNode]:
    """Inferred permits of areas whose units the stated holders fill."""
    by_area = facts.by(filter(facts.is_nhv, facts.of(NHV.Permit)), NHV.area)
    for (area,), permits in by_area.items():
        inferred = [one for one in permits if not facts.has(one, NHV.certainty, NHV.Stated)]
        for number in facts.values(area, NHV.mostUnits):
            if len(permits) - len(inferred) >= int(number.value):
                yield from inferred


def _counted(facts: Facts, permit: NamedNode) -> Iterator[tuple[NamedNode, NamedNode, bool]]:
    """Whom a permit counts for: with the level, and whether for certain."""
    holders = facts.nodes(permit, NHV.holder)
    for region in facts.operators(permit, NHV.holder) or facts.nodes(permit, NHV.heldWithin):
        yield region, NHV.HolderLevel, True
    named = facts.statements.get(permit, {}).get(NHV.throughHospital, {})
    ranks = {facility: _rank(facts, graphs) for facility, graphs in named.items()}
    best = min(ranks.values(), default=_LOWEST_RANK)
    for facility in facts.nodes(permit, NHV.throughHospital) | holders:
        if facts.is_a(facility, NHV.CareFacility):
            sure = facility in holders or ranks.get(facility, best) == best
            yield facility, NHV.UnitLevel, sure
            yield _hospital_of(facts, facility), NHV.HospitalLevel, sure


def _rank(facts: Facts, sources: Iterable[NamedNode]) -> int:
    """The rank of the weightiest of some sources, 1 best."""
    ranks = (int(rank.value) for source in sources for rank in facts.values(source, NHV.rank))
    return min(ranks, default=_LOWEST_RANK)


def _hospital_of(facts: Facts, facility: NamedNode) -> NamedNode:
    """The hospital that a unit belongs to; a hospital, or a unit of none, is itself."""
    seen = {facility}
    while True:
        wholes = facts.nodes(facility, NHV.partOf) - seen
        hospitals = [one for one in wholes if facts.is_a(one, NHV.CareFacility)]
        if not hospitals:
            return facility
        seen.add(facility := min(hospitals, key=lambda node: node.value))


def count_units(facts: Facts) -> None:
    """Write the number of units of each area of NHV.

    ``nhv:units`` is the number granted, else the highest number decided or told, else the highest
    that a call offers; ``nhv:mostUnits`` the highest that any source gives.
    """
    told: dict[NamedNode, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for area, number, rank in _numbers(facts):
        told[area][rank].add(number)
    for area, numbers in told.items():
        if area in facts.resolved:
            facts[area][NHV.mostUnits] = {Literal(max(set().union(*numbers.values())))}
            facts[area][NHV.units] = {Literal(max(numbers[min(numbers)]))}


def unit_numbers(facts: Facts, node: NamedNode) -> Iterator[tuple[NamedNode, int, NamedNode]]:
    """(area, number, stage) of what a decision or call says of units: no option, no age group."""
    for count in facts.nodes(node, NHV.unitCount):
        if not {NHV.ageGroup, NHV.alternative}.isdisjoint(facts.resolved.get(count, ())):
            continue
        for stage in facts.nodes(count, NHV.stage):
            for area in facts.nodes(count, NHV.area):
                for number in facts.values(count, NHV.number):
                    yield area, int(number.value), stage


def _numbers(facts: Facts) -> Iterator[tuple[NamedNode, int, int]]:
    """(area, number, rank) of every number of units of NHV that is no option and no age group."""
    for node in (*facts.of(NHV.Decision), *facts.of(NHV.Call)):
        if facts.is_nhv(node) and facts.nodes(node, NHV.area):
            for area, number, stage in unit_numbers(facts, node):
                if stage in _STAGES:
                    yield area, number, _STAGES[stage]
    for claim in facts.of(NHV.StatisticClaim):
        is_of_units = facts.has(claim, NHV.quantity, NHV.UnitsCount)
        if is_of_units and facts.values(claim, NHV.programme) <= {NHV_PROGRAMME}:
            for area in facts.nodes(claim, NHV.about):
                for value in facts.values(claim, NHV.value):
                    yield area, int(value.value), _TOLD


def _count_holders(facts: Facts, area: NamedNode, held: Iterable[NamedNode]) -> None:
    """Write the most holders of an area of NHV in force on any one day, and with the possible."""
    periods = [period for one in held for period in facts.nodes(one, NHV.period)]
    sure = [one for one in periods if facts.has(one, NHV.countsAs, NHV.InForce)]
    possible = (one for one in periods if facts.has(one, NHV.countsAs, NHV.PossiblyInForce))
    if several := {*sure, *possible}:
        facts[area][NHV.mostHolders] = {_most(facts, sure)}
        facts[area][NHV.mostPossibleHolders] = {_most(facts, several)}


def _most(facts: Facts, periods: Collection[NamedNode]) -> Literal:
    """The most of some periods that any one day lies in."""
    turns = [(day.value, 1) for one in periods for day in facts.values(one, NHV.firstDay)]
    # The last day is one of them: what ends goes behind all that begins on it.
    lasts = (day.value for one in periods for day in facts.values(one, NHV.lastDay))
    turns += ((f"{day}~", -1) for day in lasts)
    return Literal(max(accumulate((change for _, change in sorted(turns)), initial=0)))
