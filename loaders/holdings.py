"""From when to when permits, supply and cooperation count, and what granted or preceded them.

The first day is, in this order (``nhv:startBasis`` says which):

1. the stated start (``validFrom``),
2. the stated decision (``decidedOn``),
3. the day on which NHV replaced the programme whose permit it continues (``continues``),
4. the only decision on allotment that is known of its area (``decision``),
5. the day of the oldest source that shows it (``firstAttested``): it may have begun earlier.

Permits end with their programme, and none begins before its programme does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TypeAlias

from pyoxigraph import NamedNode

from loaders.dates import day_literal
from loaders.days import bounds_of, set_day
from loaders.statements import Resolved, Term
from ontology.terms import NHV, PROV, thing

ByClass: TypeAlias = Mapping[NamedNode, list[NamedNode]]
Decided: TypeAlias = tuple[NamedNode, tuple[date, date]]

_NHV = thing("programme", "nhv")


def date_holdings(resolved: Resolved, by_class: ByClass) -> None:
    """Date and link all permits, supply relations and cooperations.

    Args:
        resolved: The resolved facts; changed in place.
        by_class: The things of each class.
    """
    permits = by_class[NHV.Permit]
    lasting = (*permits, *by_class[NHV.SupplyRelation], *by_class[NHV.Cooperation])
    for node in lasting:
        _attested(resolved, node)
    _continue(resolved, permits)
    _link_decisions(resolved, by_class)
    changes = [resolved[change] for change in by_class[NHV.SystemChange]]
    for node in lasting:
        _begin(resolved, node, changes)
    for change in changes:
        _transfer(resolved, permits, change)


def _attested(resolved: Resolved, node: NamedNode) -> None:
    """When sources first and last show it, and when it ends."""
    properties = resolved[node]
    days = [
        bounds[1]
        for source in properties.get(PROV.hadPrimarySource, ())
        if isinstance(source, NamedNode)
        and (bounds := bounds_of(resolved.get(source, {}), (NHV.date,)))
    ]
    if days:
        properties[NHV.firstAttested] = {day_literal(min(days))}
        properties[NHV.lastAttested] = {day_literal(max(days))}
    set_day(properties, NHV.lastDay, bounds_of(properties, (NHV.validUntil,)), 1)


def _begin(
    resolved: Resolved, node: NamedNode, changes: Iterable[Mapping[NamedNode, set[Term]]]
) -> None:
    """From when it counts, and by what."""
    properties = resolved[node]
    ending = bounds_of(properties, (NHV.lastDay,))
    for basis in (
        NHV.validFrom, NHV.decidedOn, NHV.continues, NHV.decision, NHV.firstAttested
    ):  # fmt: skip
        if basis == NHV.continues:
            bounds = _replaced(resolved, properties, changes)
        elif basis == NHV.decision:
            bounds = _granted(resolved, properties)
        else:
            bounds = bounds_of(properties, (basis,))
        # A source that looks back attests no beginning: it is younger than the end.
        if bounds and not (basis == NHV.firstAttested and ending and ending[1] < bounds[0]):
            properties[NHV.startBasis] = {basis}
            set_day(properties, NHV.firstDay, bounds, 0)
            return


def _replaced(
    resolved: Resolved,
    properties: Mapping[NamedNode, set[Term]],
    changes: Iterable[Mapping[NamedNode, set[Term]]],
) -> tuple[date, date] | None:
    """The day on which the programme of a continued permit was replaced."""
    programmes = {
        programme
        for old in properties.get(NHV.continues, ())
        if isinstance(old, NamedNode)
        for programme in resolved.get(old, {}).get(NHV.programme, ())
    }
    for change in changes:
        if programmes & change.get(NHV.fromProgramme, set()):
            return bounds_of(dict(change), (NHV.date,))
    return None


def _granted(
    resolved: Resolved, properties: Mapping[NamedNode, set[Term]]
) -> tuple[date, date] | None:
    """The day of the decision by which it was granted."""
    for decision in properties.get(NHV.decision, ()):
        if isinstance(decision, NamedNode):
            return bounds_of(resolved.get(decision, {}), (NHV.date,))
    return None


def _transfer(
    resolved: Resolved, permits: Iterable[NamedNode], change: dict[NamedNode, set[Term]]
) -> None:
    """When a programme replaces another, the old permits end and the new begin, never earlier."""
    day = bounds_of(change, (NHV.date,))
    if not day:
        return
    before, after = change.get(NHV.fromProgramme, set()), change.get(NHV.toProgramme, set())
    last = day[0] - timedelta(days=1)
    for permit in permits:
        properties = resolved[permit]
        programmes = properties.get(NHV.programme, set())
        first_day, last_day = (bounds_of(properties, (n,)) for n in (NHV.firstDay, NHV.lastDay))
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


def _link_decisions(resolved: Resolved, by_class: ByClass) -> None:
    """A permit was granted by the decision on allotment of its day, or by the only one known."""
    decisions: dict[tuple[Term, Term], list[tuple[NamedNode, tuple[date, date]]]] = defaultdict(
        list
    )
    for node in by_class[NHV.Decision]:
        properties = resolved[node]
        bounds = bounds_of(properties, (NHV.date,))
        if NHV.AllotmentDecision in properties.get(NHV.decisionKind, ()) and bounds:
            for area in properties.get(NHV.area, ()):
                for programme in properties.get(NHV.programme, ()):
                    decisions[area, programme].append((node, bounds))
    for permit in by_class[NHV.Permit]:
        properties = resolved[permit]
        day = bounds_of(properties, (NHV.decidedOn,))
        start = bounds_of(properties, (NHV.validFrom,))
        known = [
            found
            for area in properties.get(NHV.area, ())
            for programme in properties.get(NHV.programme, ())
            for found in decisions[area, programme]
        ]
        for decision, bounds in known:
            same_day = day and bounds[0] <= day[1] and day[0] <= bounds[1]
            only_one = not day and len(known) == 1 and _is_stated(resolved, properties)
            if same_day or (only_one and not (start and start[1] < bounds[0])):
                properties.setdefault(NHV.decision, set()).add(decision)


def _is_stated(resolved: Resolved, properties: Mapping[NamedNode, set[Term]]) -> bool:
    """Whether a source states it, and it is not only a curator's inference."""
    return any(
        NHV.Stated in resolved.get(citation, {}).get(NHV.certainty, ())
        for citation in properties.get(PROV.qualifiedPrimarySource, ())
        if isinstance(citation, NamedNode)
    )
