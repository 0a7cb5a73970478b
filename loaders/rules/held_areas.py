"""What is counted: areas held, each by one holder under one programme (rule counting).

A part counts with its whole, a hospital with the region that runs it, a unit of a hospital with its
hospital.  Each such area held is a thing of its own with periods of its own, so that whoever counts
counts things and compares no areas, holders or days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import NamedNode

from loaders.rules.links import operators, whole_of
from loaders.rules.periods import Bounds, Period, together, write_periods
from loaders.statements import ByClass, Resolved, Term
from ontology.terms import NHV, RDF, thing

_Key = tuple[NamedNode, NamedNode, NamedNode]


def count_held_areas(
    resolved: Resolved, by_class: ByClass, bounds: Mapping[NamedNode, Bounds]
) -> None:
    """Write the areas held, at the level of holders, of hospitals and of their units.

    Args:
        resolved: The resolved facts; changed in place.
        by_class: The things of each class.
        bounds: The bounds of each permit.
    """
    held: dict[_Key, set[NamedNode]] = defaultdict(set)
    levels: dict[_Key, set[NamedNode]] = defaultdict(set)
    for permit in by_class[NHV.Permit]:
        for area in resolved[permit].get(NHV.area, ()):
            whole = whole_of(resolved, area)
            for programme in resolved[permit].get(NHV.programme, ()):
                for holder, level in _counted(resolved, permit):
                    assert isinstance(whole, NamedNode)
                    assert isinstance(programme, NamedNode)
                    held[programme, whole, holder].add(permit)
                    levels[programme, whole, holder].add(level)
    periods: dict[NamedNode, Sequence[Period]] = {
        permit: bounds[permit].periods() for permit in by_class[NHV.Permit]
    }
    for key, permits in sorted(held.items(), key=lambda pair: [node.value for node in pair[0]]):
        programme, area, holder = key
        node = thing("held", ".".join(part.value.rpartition("/")[2] for part in key))
        resolved[node] = {
            RDF.type: {NHV.HeldArea},
            NHV.area: {area},
            NHV.holder: {holder},
            NHV.programme: {programme},
            NHV.level: set(levels[key]),
            NHV.countsPermit: set(permits),
        }
        several = [periods[permit] for permit in sorted(permits, key=lambda p: p.value)]
        write_periods(resolved, node, together(several))


def _counted(resolved: Resolved, permit: NamedNode) -> Iterator[tuple[NamedNode, NamedNode]]:
    """Whom a permit counts for, each with the level."""
    properties = resolved[permit]
    holders = properties.get(NHV.holder, set())
    regions = {region for holder in holders for region in operators(resolved, holder)}
    for region in regions or properties.get(NHV.heldWithin, set()):
        assert isinstance(region, NamedNode)
        yield region, NHV.HolderLevel
    facilities = {
        facility
        for facility in properties.get(NHV.throughHospital, set()) | holders
        if isinstance(facility, NamedNode)
        and NHV.CareFacility in resolved.get(facility, {}).get(RDF.type, ())
    }
    for facility in facilities:
        yield facility, NHV.UnitLevel
        yield hospital_of(resolved, facility), NHV.HospitalLevel


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
