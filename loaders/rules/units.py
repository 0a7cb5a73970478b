"""How many units an area is to have, and how many hold it at most (rule ``units-rule``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from loaders.rules.links import NHV_PROGRAMME, matters
from loaders.statements import ByClass, Resolved, Term
from ontology.terms import NHV, XSD

_DECIDED = frozenset({NHV.Decided, NHV.Granted})


def count_units(resolved: Resolved, by_class: ByClass) -> None:
    """Write the number of units of each area of NHV, and the most holders on any one day.

    ``nhv:units`` is the number granted, else the highest number decided or told;
    ``nhv:mostUnits`` the highest that any source gives.

    Args:
        resolved: The resolved facts, with the areas held; changed in place.
        by_class: The things of each class.
    """
    told: dict[Term, set[int]] = defaultdict(set)
    granted: dict[Term, set[int]] = defaultdict(set)
    for area, number, stage in _numbers(resolved, by_class):
        told[area].add(number)
        if stage == NHV.Granted:
            granted[area].add(number)
    for area, numbers in told.items():
        if isinstance(area, NamedNode) and area in resolved:
            resolved[area][NHV.mostUnits] = {_whole(max(numbers))}
            resolved[area][NHV.units] = {_whole(max(granted[area] or numbers))}
    for area, most in _most_holders(resolved):
        resolved[area][NHV.mostHolders] = {_whole(most)}


def _numbers(resolved: Resolved, by_class: ByClass) -> Iterator[tuple[Term, int, Term | None]]:
    """(area, number, stage) of every number of units of NHV that is no option and no age group."""
    for decision in by_class[NHV.Decision]:
        if not any(programme == NHV_PROGRAMME for _, programme in matters(resolved[decision])):
            continue
        for node in resolved[decision].get(NHV.unitCount, ()):
            count = resolved[node] if isinstance(node, NamedNode) else {}
            if NHV.ageGroup in count or NHV.alternative in count:
                continue
            for stage in _DECIDED.intersection(count.get(NHV.stage, ())):
                for area in count.get(NHV.area, ()):
                    for number in count.get(NHV.number, ()):
                        yield area, int(number.value), stage
    for claim in by_class[NHV.StatisticClaim]:
        properties = resolved[claim]
        if NHV.UnitsCount not in properties.get(NHV.quantity, ()):
            continue
        if properties.get(NHV.programme, {NHV_PROGRAMME}) != {NHV_PROGRAMME}:
            continue
        for area in properties.get(NHV.about, ()):
            for number in properties.get(NHV.value, ()):
                yield area, int(number.value), None


def _most_holders(resolved: Resolved) -> Iterator[tuple[NamedNode, int]]:
    """The areas of NHV that are held, each with the most holders in force on one day."""
    changes: dict[NamedNode, list[tuple[str, int]]] = defaultdict(list)
    for properties in resolved.values():
        if NHV.HolderLevel not in properties.get(NHV.level, ()):
            continue
        if NHV_PROGRAMME not in properties.get(NHV.programme, ()):
            continue
        (area,) = properties[NHV.area]
        assert isinstance(area, NamedNode)
        changes[area]  # an area whose holders are only possible has a number, too: none
        for node in properties.get(NHV.period, ()):
            period = resolved[node] if isinstance(node, NamedNode) else {}
            if NHV.InForce in period.get(NHV.countsAs, ()):
                # The day after the last counts one less; it is sorted before the new ones of it.
                for day in period.get(NHV.firstDay, ()):
                    changes[area].append((day.value, 1))
                for day in period.get(NHV.lastDay, ()):
                    changes[area].append((day.value + "~", -1))
    for area, turns in changes.items():
        now = most = 0
        for _, change in sorted(turns):
            now += change
            most = max(most, now)
        yield area, most


def _whole(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.integer)
