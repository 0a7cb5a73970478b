"""Links that follow from resolved facts, and what became of applications and meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode

from loaders.dates import day_literal
from loaders.rules.days import Span, earliest, latest
from loaders.rules.facts import MATTER, NHV_PROGRAMME, Facts, Matter
from loaders.rules.held_areas import unit_numbers
from loaders.rules.periods import Bounds
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
    days = {node: facts.span(node, NHV.date) for node in facts.of(NHV.Decision)}
    known_days = (node for node, span in days.items() if span.is_known)
    allotments = (n for n in known_days if facts.has(n, NHV.decisionKind, NHV.AllotmentDecision))
    decisions = facts.by(allotments, *MATTER)
    for permit in facts.of(NHV.Permit):
        matters = facts.matters(permit)
        of_wholes = {(facts.whole(area), programme) for area, programme in matters}
        own, of_whole = ([d for m in some for d in decisions[m]] for some in (matters, of_wholes))
        known = own or of_whole
        day, start = facts.span(permit, NHV.decidedOn), facts.span(permit, NHV.validFrom)
        is_stated = facts.has(permit, NHV.certainty, NHV.Stated)
        for decision in known:
            span = days[decision]
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
    held = facts.by(facts.of(NHV.Permit), NHV.area, NHV.holder)
    for node in facts.of(NHV.SupplyRelation):
        for receiver in facts.nodes(node, NHV.receiver):
            for supplier in facts.nodes(node, NHV.supplier) & facts.resolved.keys():
                facts[supplier].setdefault(NHV.supplies, set()).add(receiver)
            for area in facts.nodes(node, NHV.area):
                if permits := held[area, receiver]:
                    facts[node].setdefault(NHV.onPermit, set()).update(permits)


def _link_calls(facts: Facts) -> None:
    """Rule answered-call: an application answers the call of its area, where there is only one."""
    calls = facts.by(facts.of(NHV.Call), *MATTER)
    for application in facts.of(NHV.Application):
        for matter in facts.matters(application):
            if len(calls[matter]) == 1:
                facts[application][NHV.call] = set(calls[matter])


_SETTLED = frozenset({NHV.Granted, NHV.Refused, NHV.Withdrawn})


def settle_applications(facts: Facts, bounds: Mapping[NamedNode, Bounds]) -> None:
    """Write what became of each application that can be told.

    By rule ``stated-result`` a source says it; by ``granted-result`` the applicant holds a permit
    of the area and programme that was decided on or after the application; by ``refused-result``
    all units of the area are held by others.  What follows from none of them is unknown.
    """
    granted: dict[Matter, list[tuple[NamedNode, NamedNode, Span]]] = defaultdict(list)
    for permit in facts.of(NHV.Permit):
        stated = facts.matters(permit)
        # Who holds a part of an area applied for the area.
        for matter in stated | {(facts.whole(area), programme) for area, programme in stated}:
            for region in facts.operators(permit, NHV.holder):
                granted[matter].append((region, permit, bounds[permit].grant))
    units = _units(facts)
    for node in facts.of(NHV.Application):
        applicants, applied = facts.operators(node, NHV.applicant), _applied(facts, node)
        for matter in sorted(facts.matters(node), key=str):
            given = [
                (region, permit, span)
                for region, permit, span in granted[matter]
                if not (applied and span.latest and span.latest < applied)
            ]
            own = [(permit, span) for region, permit, span in given if region in applicants]
            others = {region for region, *_ in given} - applicants
            told = _SETTLED.intersection(facts.values(node, NHV.outcome))
            if told:
                stated_day = facts.span(node, NHV.decidedAt).latest
                day = stated_day or earliest(span.latest for _, span in own)
                _settle(facts, node, (min(told, key=str), NHV.StatedResult, None, day))
            elif own:
                permit, span = min(own, key=lambda pair: pair[0].value)
                _settle(facts, node, (NHV.Granted, NHV.GrantedResult, permit, span.latest))
            elif others and len(others) >= units.get(matter, len(others) + 1):
                days = [span.latest for _, _, span in given]
                last = latest(days) if all(days) else None
                _settle(facts, node, (NHV.Refused, NHV.RefusedResult, None, last))


def _settle(
    facts: Facts, node: NamedNode, found: tuple[Term, Term, Term | None, date | None]
) -> None:
    """Write a result, the rule by which it is known, what it follows from, and its day."""
    names = (NHV.result, NHV.resultBasis, NHV.resultPremise, NHV.resultDay)
    for name, value in zip(names, found, strict=True):
        if value is not None:
            facts[node][name] = {day_literal(value) if isinstance(value, date) else value}


def _applied(facts: Facts, node: NamedNode) -> date | None:
    """The first day on which the application can have been made, as far as that is known."""
    opened = (facts.span(call, NHV.opens).earliest for call in facts.nodes(node, NHV.call))
    return facts.span(node, NHV.appliedOn).earliest or next(opened, None)


def _units(facts: Facts) -> Mapping[Matter, int]:
    """The number of units of each area: under NHV as derived, else as its allotments say."""
    numbers: dict[Matter, int] = defaultdict(int)
    for decision in facts.of(NHV.Decision):
        for area, number, stage in unit_numbers(facts, decision):
            for matter in facts.matters(decision):
                if stage == NHV.Granted and matter[0] == area:
                    numbers[matter] = max(numbers[matter], number)
    for area in facts.of(NHV.CareArea):
        for units in facts.values(area, NHV.units):
            numbers[area, NHV_PROGRAMME] = int(units.value)
    return {matter: number for matter, number in numbers.items() if number}


def pass_meetings(facts: Facts) -> None:
    """Rule passed-meeting: what lies behind the newest source is no longer planned."""
    newest = latest(facts.span(source, NHV.date).latest for source in facts.of(NHV.Source))
    for node in facts.of(NHV.Meeting):
        day = facts.span(node, NHV.date).latest
        was_planned = any(value.value == "true" for value in facts.values(node, NHV.planned))
        if was_planned and newest and day and day < newest:
            facts[node][NHV.planned] = {Literal(False)}
            facts[node][NHV.byRule] = {NHV.PassedMeeting}
