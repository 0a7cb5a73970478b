"""How many units an area is to have, and how many hold it at most (rule ``units-rule``)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode

from loaders.rules.links import NHV_PROGRAMME, matters
from loaders.statements import ByClass, Resolved, Term, nodes
from ontology.terms import NHV, XSD

# What is granted goes before what is decided or told, and that before what a call offers.
_RANKS: dict[Term, int] = {NHV.Granted: 1, NHV.Decided: 2, NHV.Advertised: 3}
_TOLD = 2


def count_units(resolved: Resolved, by_class: ByClass) -> None:
    """Write the number of units of each area of NHV.

    ``nhv:units`` is the number granted, else the highest number decided or told, else the highest
    that a call offers; ``nhv:mostUnits`` the highest that any source gives.

    Args:
        resolved: The resolved facts; changed in place.
        by_class: The things of each class.
    """
    told: dict[Term, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for area, number, rank in _numbers(resolved, by_class):
        told[area][rank].add(number)
    for area, numbers in told.items():
        if isinstance(area, NamedNode) and area in resolved:
            resolved[area][NHV.mostUnits] = {_whole(max(set().union(*numbers.values())))}
            resolved[area][NHV.units] = {_whole(max(numbers[min(numbers)]))}


def count_holders(resolved: Resolved) -> None:
    """Write the most holders of each area of NHV on any one day, certain and possible.

    Args:
        resolved: The resolved facts, with the areas held; changed in place.
    """
    for area, sure, possible in _most_holders(resolved):
        resolved[area][NHV.mostHolders] = {_whole(sure)}
        resolved[area][NHV.mostPossibleHolders] = {_whole(possible)}


def unit_numbers(resolved: Resolved, node: NamedNode) -> Iterator[tuple[Term, int, Term]]:
    """(area, number, stage) of what a decision or call says of units: no option, no age group.

    Args:
        resolved: The resolved facts.
        node: The decision or call.
    """
    for about in nodes(resolved[node], NHV.unitCount):
        count = resolved[about]
        if NHV.ageGroup in count or NHV.alternative in count:
            continue
        for stage in count.get(NHV.stage, ()):
            for area in count.get(NHV.area, ()):
                for number in count.get(NHV.number, ()):
                    yield area, int(number.value), stage


def _numbers(resolved: Resolved, by_class: ByClass) -> Iterator[tuple[Term, int, int]]:
    """(area, number, rank) of every number of units of NHV that is no option and no age group."""
    for node in (*by_class[NHV.Decision], *by_class[NHV.Call]):
        if any(programme == NHV_PROGRAMME for _, programme in matters(resolved[node])):
            for area, number, stage in unit_numbers(resolved, node):
                if stage in _RANKS:
                    yield area, number, _RANKS[stage]
    for claim in by_class[NHV.StatisticClaim]:
        properties = resolved[claim]
        if NHV.UnitsCount not in properties.get(NHV.quantity, ()):
            continue
        if properties.get(NHV.programme, {NHV_PROGRAMME}) != {NHV_PROGRAMME}:
            continue
        for area in properties.get(NHV.about, ()):
            for value in properties.get(NHV.value, ()):
                yield area, int(value.value), _TOLD


def _most_holders(resolved: Resolved) -> Iterator[tuple[NamedNode, int, int]]:
    """The areas of NHV that are held: most holders in force on one day, and with the possible."""
    sure: dict[NamedNode, list[tuple[str, int]]] = defaultdict(list)
    possible: dict[NamedNode, list[tuple[str, int]]] = defaultdict(list)
    for properties in resolved.values():
        if NHV.HolderLevel not in properties.get(NHV.level, ()):
            continue
        if NHV_PROGRAMME not in properties.get(NHV.heldUnder, ()):
            continue
        for area in nodes(properties, NHV.heldArea):
            for node in nodes(properties, NHV.period):
                counts = resolved[node].get(NHV.countsAs, set())
                turns = _turns(resolved[node])
                if NHV.InForce in counts:
                    sure[area] += turns
                if counts & {NHV.InForce, NHV.PossiblyInForce}:
                    possible[area] += turns
    for area, turns in possible.items():
        yield area, _most(sure[area]), _most(turns)


def _turns(period: Mapping[NamedNode, Iterable[Term]]) -> list[tuple[str, int]]:
    """The day on which a period adds one, and the end of the day after which it takes it away."""
    return [
        *((day.value, 1) for day in period.get(NHV.firstDay, ())),
        *((f"{day.value}~", -1) for day in period.get(NHV.lastDay, ())),
    ]


def _most(turns: list[tuple[str, int]]) -> int:
    now = most = 0
    for _, change in sorted(turns):
        now += change
        most = max(most, now)
    return most


def _whole(number: int) -> Literal:
    return Literal(str(number), datatype=XSD.integer)
