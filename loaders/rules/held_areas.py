"""What is counted: areas held, each by one holder under one programme (rule counting).

A part counts with its whole, a hospital with the region that runs it, a unit of a hospital with its
hospital.  Where sources name different hospitals for one permit, those that the weightiest of them
names count, and the others are possible.  Each such area held is a thing of its own with periods of
its own, so that whoever counts counts things and compares no areas, holders or days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyoxigraph import NamedNode

from loaders.rules.links import NHV_PROGRAMME, matters, operators, whole_of
from loaders.rules.periods import Bounds, Period, only_possible, together, write_periods
from loaders.statements import ByClass, Resolved, Statements, Term
from ontology.terms import NHV, RDF, thing

_Key = tuple[NamedNode, NamedNode, NamedNode]
_LOWEST_RANK = 5


def count_held_areas(
    resolved: Resolved,
    statements: Statements,
    by_class: ByClass,
    bounds: Mapping[NamedNode, Bounds],
) -> None:
    """Write the areas held, at the level of holders, of hospitals and of their units.

    Args:
        resolved: The resolved facts; changed in place.
        statements: What the sources say, to see which of them name a hospital.
        by_class: The things of each class.
        bounds: The bounds of each permit.
    """
    beyond = set(_beyond_units(resolved, by_class[NHV.Permit]))
    held: dict[_Key, dict[NamedNode, bool]] = defaultdict(dict)
    levels: dict[_Key, set[NamedNode]] = defaultdict(set)
    for permit in by_class[NHV.Permit]:
        for area in resolved[permit].get(NHV.area, ()):
            whole = whole_of(resolved, area)
            for programme in resolved[permit].get(NHV.programme, ()):
                supernumerary = permit in beyond
                for holder, level, sure in _counted(resolved, statements, permit):
                    assert isinstance(whole, NamedNode)
                    assert isinstance(programme, NamedNode)
                    permits = held[programme, whole, holder]
                    permits[permit] = permits.get(permit, False) or (sure and not supernumerary)
                    levels[programme, whole, holder].add(level)
    periods: dict[NamedNode, Sequence[Period]] = {
        permit: bounds[permit].periods() for permit in by_class[NHV.Permit]
    }
    placed = {
        permit
        for key, permits in held.items()
        if NHV.HospitalLevel in levels[key]
        for permit in permits
    }
    for key, permits in sorted(held.items(), key=lambda pair: [node.value for node in pair[0]]):
        programme, area, holder = key
        if NHV.HolderLevel in levels[key] and not placed.intersection(permits):
            levels[key].add(NHV.HospitalUnknown)
        node = thing("held", ".".join(part.value.rpartition("/")[2] for part in key))
        resolved[node] = {
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
        write_periods(resolved, node, [p for p in together(several) if p.counts])


def _beyond_units(resolved: Resolved, permits: Iterable[NamedNode]) -> Iterator[NamedNode]:
    """Inferred permits of areas whose units the stated holders fill."""
    by_area: dict[Term, list[NamedNode]] = defaultdict(list)
    for permit in permits:
        for area, programme in matters(resolved[permit]):
            if programme == NHV_PROGRAMME:
                by_area[area].append(permit)
    for area, several in by_area.items():
        if not isinstance(area, NamedNode):
            continue
        stated = [p for p in several if NHV.Stated in resolved[p].get(NHV.certainty, ())]
        for number in resolved.get(area, {}).get(NHV.mostUnits, ()):
            if len(stated) >= int(number.value):
                yield from (permit for permit in several if permit not in stated)


def _counted(
    resolved: Resolved, statements: Statements, permit: NamedNode
) -> Iterator[tuple[NamedNode, NamedNode, bool]]:
    """Whom a permit counts for: with the level, and whether for certain."""
    properties = resolved[permit]
    holders = properties.get(NHV.holder, set())
    regions = {region for holder in holders for region in operators(resolved, holder)}
    for region in regions or properties.get(NHV.heldWithin, set()):
        assert isinstance(region, NamedNode)
        yield region, NHV.HolderLevel, True
    named = statements.get(permit, {}).get(NHV.throughHospital, {})
    ranks = {facility: _rank(resolved, graphs) for facility, graphs in named.items()}
    best = min(ranks.values(), default=_LOWEST_RANK)
    for facility in properties.get(NHV.throughHospital, set()) | holders:
        if not isinstance(facility, NamedNode):
            continue
        if NHV.CareFacility in resolved.get(facility, {}).get(RDF.type, ()):
            sure = facility in holders or ranks.get(facility, best) == best
            yield facility, NHV.UnitLevel, sure
            yield hospital_of(resolved, facility), NHV.HospitalLevel, sure


def _rank(resolved: Resolved, sources: Iterable[NamedNode]) -> int:
    """The rank of the weightiest of some sources, 1 best."""
    ranks = [
        int(rank.value) for source in sources for rank in resolved.get(source, {}).get(NHV.rank, ())
    ]
    return min(ranks, default=_LOWEST_RANK)


def hospital_of(resolved: Resolved, facility: NamedNode) -> NamedNode:
    """The hospital that a unit belongs to; a hospital, or a unit of none, is itself."""
    seen = {facility}
    while True:
        wholes = [
            whole
            for whole in resolved.get(facility, {}).get(NHV.partOf, set())
            if isinstance(whole, NamedNode)
            and whole not in seen
            and NHV.CareFacility in resolved.get(whole, {}).get(RDF.type, ())
        ]
        if not wholes:
            return facility
        facility = min(wholes, key=_name)
        seen.add(facility)


def _name(node: Term) -> str:
    return node.value
