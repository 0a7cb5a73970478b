"""Links that follow from resolved facts: what continues, grants, supplies and answers what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pyoxigraph import NamedNode

from loaders.rules.days import Span, bounds_of, span_of
from loaders.statements import ByClass, Resolved, Term
from ontology.terms import NHV, RDF, SKOS, thing

NHV_PROGRAMME = thing("programme", "nhv")


def link(resolved: Resolved, by_class: ByClass) -> None:
    """Write all links.

    Args:
        resolved: The resolved facts; changed in place.
        by_class: The things of each class.
    """
    _link_earlier_permits(resolved, by_class)
    _link_decisions(resolved, by_class)
    _link_supplies(resolved, by_class)
    _link_calls(resolved, by_class)


def whole_of(resolved: Resolved, area: Term) -> Term:
    """The area that a part belongs to; any other area is itself."""
    if isinstance(area, NamedNode):
        properties = resolved.get(area, {})
        if NHV.AreaPart in properties.get(RDF.type, ()):
            return min(properties.get(SKOS.broader, ()), key=str, default=area)
    return area


def _link_earlier_permits(resolved: Resolved, by_class: ByClass) -> None:
    """Rule continued-permit: an NHV permit continues its region's earlier permits in its area."""
    earlier: dict[tuple[Term, Term], set[Term]] = defaultdict(set)
    later: list[NamedNode] = []
    for permit in by_class[NHV.Permit]:
        properties = resolved[permit]
        if NHV_PROGRAMME in properties.get(NHV.programme, ()):
            later.append(permit)
            continue
        for area in properties.get(NHV.area, ()):
            for holder in properties.get(NHV.holder, ()):
                for region in operators(resolved, holder):
                    earlier[area, region].add(permit)
    for permit in later:
        properties = resolved[permit]
        continued = {
            old
            for area in properties.get(NHV.area, ())
            for holder in properties.get(NHV.holder, ())
            for old in earlier.get((area, holder), ())
        }
        if continued:
            properties[NHV.continues] = continued


def operators(resolved: Resolved, holder: Term) -> set[Term]:
    """A region itself, or the regions that run a hospital."""
    if not isinstance(holder, NamedNode):
        return set()
    return resolved.get(holder, {}).get(NHV.operator) or {holder}


def _link_decisions(resolved: Resolved, by_class: ByClass) -> None:
    """Rule granting-decision: a permit was granted by the allotment of its day, or the only one.

    The decision on a whole area grants its parts, too, where they have none of their own.
    """
    decisions: dict[tuple[Term, Term], list[tuple[NamedNode, Span]]] = defaultdict(list)
    for node in by_class[NHV.Decision]:
        properties = resolved[node]
        if NHV.AllotmentDecision in properties.get(NHV.decisionKind, ()):
            span = span_of(properties, NHV.date)
            for area in properties.get(NHV.area, ()):
                for programme in properties.get(NHV.programme, ()):
                    if span.is_known:
                        decisions[area, programme].append((node, span))
    for permit in by_class[NHV.Permit]:
        properties = resolved[permit]
        day = bounds_of(properties, (NHV.decidedOn,))
        start = bounds_of(properties, (NHV.validFrom,))
        own, of_whole = (
            [
                found
                for area in areas
                for programme in properties.get(NHV.programme, ())
                for found in decisions[area, programme]
            ]
            for areas in (
                properties.get(NHV.area, set()),
                {whole_of(resolved, area) for area in properties.get(NHV.area, ())},
            )
        )
        known = own or of_whole
        for decision, span in known:
            assert span.earliest
            assert span.latest
            same_day = day and span.earliest <= day[1] and day[0] <= span.latest
            only_one = not day and len(known) == 1 and NHV.Stated in properties[NHV.certainty]
            if same_day or (only_one and not (start and start[1] < span.earliest)):
                properties.setdefault(NHV.decision, set()).add(decision)


def _link_supplies(resolved: Resolved, by_class: ByClass) -> None:
    """Rule supplied-permit: a supply serves the receiver's permit; one supplies the other."""
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


def _link_calls(resolved: Resolved, by_class: ByClass) -> None:
    """Rule answered-call: an application answers the call of its area, where there is only one."""
    calls: dict[tuple[Term, Term], list[NamedNode]] = defaultdict(list)
    for call in by_class[NHV.Call]:
        for matter in matters(resolved[call]):
            calls[matter].append(call)
    for application in by_class[NHV.Application]:
        for matter in matters(resolved[application]):
            if len(calls[matter]) == 1:
                resolved[application][NHV.call] = set(calls[matter])


def matters(properties: Mapping[NamedNode, set[Term]]) -> set[tuple[Term, Term]]:
    """The areas that a fact is about, each under its programme."""
    return {
        (area, programme)
        for area in properties.get(NHV.area, ())
        for programme in properties.get(NHV.programme, ())
    }
