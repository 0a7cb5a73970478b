"""What follows from the resolved facts: days to compare by, and links.

Everything here is marked ``nhv:derived`` in the ontology and stands in the default
graph only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from loaders.dates import When, day_literal, parse_literal
from ontology.terms import NHV, PROV, RDF, thing

Term: TypeAlias = NamedNode | Literal
Resolved: TypeAlias = dict[NamedNode, dict[NamedNode, set[Term]]]

_NHV = thing("programme", "nhv")

# Where each class has its first and its last day from; the first property present counts.
_SPANS: tuple[tuple[NamedNode, tuple[NamedNode, ...], tuple[NamedNode, ...]], ...] = (
    (NHV.Consultation, (NHV.opens,), (NHV.closes, NHV.answeredOn)),
    (NHV.Call, (NHV.opens,), (NHV.closes,)),
    (NHV.Duty, (NHV.opens,), (NHV.due,)),
    (NHV.Membership, (NHV["from"], NHV.attestedOn), (NHV.until,)),
    *(
        (event, (prop,), (prop,))
        for event, prop in (
            (NHV.Decision, NHV.date),
            (NHV.Meeting, NHV.date),
            (NHV.SystemChange, NHV.date),
            (NHV.Placement, NHV.date),
            (NHV.Source, NHV.date),
            (NHV.Statement, NHV.date),
            (NHV.StatisticClaim, NHV.asOf),
            (NHV.Application, NHV.decidedAt),
        )
    ),
)


def derive(resolved: Resolved) -> None:
    """Add everything derived to the resolved facts.

    Args:
        resolved: Subject, property, values; classes already materialised.  Changed in place.
    """
    by_class: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for subject in sorted(resolved, key=lambda node: node.value):
        for rdf_class in resolved[subject].get(RDF.type, ()):
            if isinstance(rdf_class, NamedNode):
                by_class[rdf_class].append(subject)
    for rdf_class, firsts, lasts in _SPANS:
        for node in by_class[rdf_class]:
            _set_day(resolved[node], NHV.firstDay, _bounds(resolved[node], firsts), 0)
            _set_day(resolved[node], NHV.lastDay, _bounds(resolved[node], lasts), 1)
    for node in (*by_class[NHV.Permit], *by_class[NHV.SupplyRelation]):
        _attested(resolved, node)
    for change in by_class[NHV.SystemChange]:
        _transfer(resolved, by_class[NHV.Permit], resolved[change])
    _continue(resolved, by_class[NHV.Permit])
    _link_decisions(resolved, by_class)
    _link_supplies(resolved, by_class)
    _link_calls(resolved, by_class)


def _bounds(
    properties: dict[NamedNode, set[Term]], names: Iterable[NamedNode]
) -> tuple[date, date] | None:
    for name in names:
        days = [when for value in properties.get(name, ()) if (when := _when(value))]
        if days:
            return min(day.first for day in days), max(day.last for day in days)
    return None


def _set_day(
    properties: dict[NamedNode, set[Term]],
    name: NamedNode,
    bounds: tuple[date, date] | None,
    side: int,
) -> None:
    if bounds:
        properties[name] = {day_literal(bounds[side])}


def _attested(resolved: Resolved, node: NamedNode) -> None:
    """When a permit or supply relation is first and last seen, and from when it counts."""
    properties = resolved[node]
    days = [
        bounds[1]
        for source in properties.get(PROV.hadPrimarySource, ())
        if isinstance(source, NamedNode)
        and (bounds := _bounds(resolved.get(source, {}), (NHV.date,)))
    ]
    if days:
        properties[NHV.firstAttested] = {day_literal(min(days))}
        properties[NHV.lastAttested] = {day_literal(max(days))}
    ending = _bounds(properties, (NHV.validUntil,))
    _set_day(properties, NHV.lastDay, ending, 1)
    for basis in (NHV.validFrom, NHV.decidedOn, NHV.firstAttested):
        bounds = _bounds(properties, (basis,))
        # A source that looks back attests no beginning: it is younger than the end.
        if bounds and not (basis == NHV.firstAttested and ending and ending[1] < bounds[0]):
            properties[NHV.startBasis] = {basis}
            _set_day(properties, NHV.firstDay, bounds, 0)
            break


def _transfer(
    resolved: Resolved, permits: Iterable[NamedNode], change: dict[NamedNode, set[Term]]
) -> None:
    """When a programme replaces another, the old permits end and the new begin, never earlier."""
    day = _bounds(change, (NHV.date,))
    if not day:
        return
    before, after = change.get(NHV.fromProgramme, set()), change.get(NHV.toProgramme, set())
    last = day[0] - timedelta(days=1)
    for permit in permits:
        properties = resolved[permit]
        programmes = properties.get(NHV.programme, set())
        first_day, last_day = (_bounds(properties, (n,)) for n in (NHV.firstDay, NHV.lastDay))
        if programmes & before and not (last_day and last_day[1] <= last):
            properties[NHV.lastDay] = {day_literal(last)}
            if first_day and first_day[0] > last:
                # Only seen when it was over: nothing tells when it began.
                del properties[NHV.firstDay], properties[NHV.startBasis]
        if programmes & after and first_day and first_day[0] < day[0]:
            properties[NHV.firstDay] = {day_literal(day[0])}


def _continue(resolved: Resolved, permits: Iterable[NamedNode]) -> None:
    """A permit for NHV continues the earlier programmes' permits of its region in its area."""
    earlier: dict[tuple[Term, Term], list[NamedNode]] = defaultdict(list)
    later: list[NamedNode] = []
    for permit in permits:
        properties = resolved[permit]
        if _NHV in properties.get(NHV.programme, ()):
            later.append(permit)
            continue
        for area in properties.get(NHV.area, ()):
            for holder in properties.get(NHV.holder, ()):
                for region in _operators(resolved, holder):
                    earlier[area, region].append(permit)
    for permit in later:
        properties = resolved[permit]
        continued = {
            old
            for area in properties.get(NHV.area, ())
            for holder in properties.get(NHV.holder, ())
            for old in earlier.get((area, holder), ())
        }
        if continued:
            properties[NHV.continues] = set(continued)


def _operators(resolved: Resolved, holder: Term) -> set[Term]:
    """A region itself, or the regions that run a hospital."""
    if not isinstance(holder, NamedNode):
        return set()
    return resolved.get(holder, {}).get(NHV.operator) or {holder}


def _link_decisions(resolved: Resolved, by_class: dict[NamedNode, list[NamedNode]]) -> None:
    """A permit was granted by the allotment decision on its area on its day."""
    decisions: dict[Term, list[tuple[NamedNode, tuple[date, date]]]] = defaultdict(list)
    for node in by_class[NHV.Decision]:
        properties = resolved[node]
        bounds = _bounds(properties, (NHV.date,))
        if NHV.AllotmentDecision in properties.get(NHV.decisionKind, ()) and bounds:
            for area in properties.get(NHV.area, ()):
                decisions[area].append((node, bounds))
    for permit in by_class[NHV.Permit]:
        properties = resolved[permit]
        day = _bounds(properties, (NHV.decidedOn,))
        for area in properties.get(NHV.area, ()):
            for decision, bounds in decisions[area]:
                if day and bounds[0] <= day[1] and day[0] <= bounds[1]:
                    properties.setdefault(NHV.decision, set()).add(decision)


def _link_supplies(resolved: Resolved, by_class: dict[NamedNode, list[NamedNode]]) -> None:
    """A supply relation serves the receiver's permit; in short, one supplies the other."""
    held: dict[tuple[Term, Term], set[Term]] = defaultdict(set)
    for permit in by_class[NHV.Permit]:
        for area in resolved[permit].get(NHV.area, ()):
            for holder in resolved[permit].get(NHV.holder, ()):
                held[area, holder].add(permit)
    for node in by_class[NHV.SupplyRelation]:
        properties = resolved[node]
        for receiver in properties.get(NHV.receiver, ()):
            for supplier in properties.get(NHV.supplier, ()):
                if isinstance(supplier, NamedNode) and supplier in resolved:
                    resolved[supplier].setdefault(NHV.supplies, set()).add(receiver)
            for area in properties.get(NHV.area, ()):
                if permits := held.get((area, receiver)):
                    properties.setdefault(NHV.onPermit, set()).update(permits)


def _link_calls(resolved: Resolved, by_class: dict[NamedNode, list[NamedNode]]) -> None:
    """An application answers the call of its area, where there is only one."""
    calls: dict[Term, list[NamedNode]] = defaultdict(list)
    for call in by_class[NHV.Call]:
        for area in resolved[call].get(NHV.area, ()):
            calls[area].append(call)
    for application in by_class[NHV.Application]:
        for area in resolved[application].get(NHV.area, ()):
            if len(calls[area]) == 1:
                resolved[application][NHV.call] = set(calls[area])


def _when(value: Term) -> When | None:
    if not isinstance(value, Literal):
        return None
    try:
        return parse_literal(value)
    except ValueError:
        return None
