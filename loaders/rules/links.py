"""Links that follow from resolved facts: what continues, grants, supplies and answers what."""

from __future__ import annotations

from collections import defaultdict

from pyoxigraph import NamedNode

from loaders.rules.days import Span
from loaders.rules.facts import Facts, Matter
from loaders.statements import Term
from ontology.terms import NHV


def link(facts: Facts) -> None:
    """Write all links."""
    _link_earlier_permits(facts)
    _link_decisions(facts)
    _link_supplies(facts)
    _link_calls(facts)


def _link_earlier_permits(facts: Facts) -> None:
    """Rule continued-permit: an NHV permit continues its region's earlier permits in its area."""
    permits = facts.of(NHV.Permit)
    earlier: dict[tuple[NamedNode, NamedNode], set[Term]] = defaultdict(set)
    for permit in permits:
        for area in () if facts.is_nhv(permit) else facts.nodes(permit, NHV.area):
            for region in facts.operators(permit, NHV.holder):
                earlier[area, region].add(permit)
    for permit in filter(facts.is_nhv, permits):
        for area in facts.nodes(permit, NHV.area):
            for holder in facts.nodes(permit, NHV.holder):
                if continued := earlier.get((area, holder)):
                    facts[permit].setdefault(NHV.continues, set()).update(continued)


def _link_decisions(facts: Facts) -> None:
    """Rule granting-decision: a permit was granted by the allotment of its day, or the only one.

    The decision on a whole area grants its parts, too, where they have none of their own.
    """
    decisions: dict[Matter, list[tuple[NamedNode, Span]]] = defaultdict(list)
    for node in facts.of(NHV.Decision):
        span = facts.span(node, NHV.date)
        if facts.has(node, NHV.decisionKind, NHV.AllotmentDecision) and span.is_known:
            for matter in facts.matters(node):
                decisions[matter].append((node, span))
    for permit in facts.of(NHV.Permit):
        matters = facts.matters(permit)
        of_wholes = {(facts.whole(area), programme) for area, programme in matters}
        own, of_whole = ([d for m in some for d in decisions[m]] for some in (matters, of_wholes))
        known = own or of_whole
        day, start = facts.span(permit, NHV.decidedOn), facts.span(permit, NHV.validFrom)
        is_stated = facts.has(permit, NHV.certainty, NHV.Stated)
        for decision, span in known:
            assert span.earliest
            assert span.latest
            if day.earliest and day.latest:
                grants = span.earliest <= day.latest and day.earliest <= span.latest
            else:
                begun_before = start.latest is not None and start.latest < span.earliest
                grants = len(known) == 1 and is_stated and not begun_before
            if grants:
                facts[permit].setdefault(NHV.decision, set()).add(decision)


def _link_supplies(facts: Facts) -> None:
    """Rule supplied-permit: a supply serves the receiver's permit; one supplies the other."""
    held: dict[tuple[NamedNode, NamedNode], set[Term]] = defaultdict(set)
    for permit in facts.of(NHV.Permit):
        for area in facts.nodes(permit, NHV.area):
            for holder in facts.nodes(permit, NHV.holder):
                held[area, holder].add(permit)
    for node in facts.of(NHV.SupplyRelation):
        for receiver in facts.nodes(node, NHV.receiver):
            for supplier in facts.nodes(node, NHV.supplier) & facts.resolved.keys():
                facts[supplier].setdefault(NHV.supplies, set()).add(receiver)
            for area in facts.nodes(node, NHV.area):
                if permits := held.get((area, receiver)):
                    facts[node].setdefault(NHV.onPermit, set()).update(permits)


def _link_calls(facts: Facts) -> None:
    """Rule answered-call: an application answers the call of its area, where there is only one."""
    calls: dict[Matter, list[NamedNode]] = defaultdict(list)
    for call in facts.of(NHV.Call):
        for matter in facts.matters(call):
            calls[matter].append(call)
    for application in facts.of(NHV.Application):
        for matter in facts.matters(application):
            if len(calls[matter]) == 1:
                facts[application][NHV.call] = set(calls[matter])
