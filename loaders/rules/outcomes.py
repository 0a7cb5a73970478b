"""What became of applications, meetings and seats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from loaders.dates import day_literal
from loaders.rules.days import DAY, NEVER_KNOWN, Span, day_of, earliest, latest, span_of
from loaders.rules.links import NHV_PROGRAMME, matters, operators, whole_of
from loaders.rules.periods import Bounds, Period, write_periods
from loaders.rules.units import unit_numbers
from loaders.statements import ByClass, Resolved, Term, nodes
from ontology.terms import NHV, ORG, PROV, SCHEMA, XSD

_Seat: TypeAlias = tuple[frozenset[Term], frozenset[Term]]
_SETTLED = frozenset({NHV.Granted, NHV.Refused, NHV.Withdrawn})


def settle_applications(
    resolved: Resolved, by_class: ByClass, bounds: Mapping[NamedNode, Bounds]
) -> None:
    """Write what became of each application that can be told.

    By rule ``stated-result`` a source says it; by ``granted-result`` the applicant holds a permit
    of the area and programme that was decided on or after the application; by ``refused-result``
    all units of the area are held by others.  What follows from none of them is unknown.

    Args:
        resolved: The resolved facts, with the bounds of permits; changed in place.
        by_class: The things of each class.
        bounds: The bounds of each permit.
    """
    granted: dict[tuple[Term, Term], list[tuple[Term, NamedNode, Span]]] = defaultdict(list)
    for permit in by_class[NHV.Permit]:
        stated = matters(resolved[permit])
        # Who holds a part of an area applied for the area.
        for matter in stated | {(whole_of(resolved, area), name) for area, name in stated}:
            for holder in resolved[permit].get(NHV.holder, ()):
                for region in operators(resolved, holder):
                    granted[matter].append((region, permit, bounds[permit].grant))
    units = _units(resolved, by_class)
    for node in by_class[NHV.Application]:
        properties = resolved[node]
        applicants = {
            region
            for applicant in properties.get(NHV.applicant, ())
            for region in operators(resolved, applicant)
        }
        applied = _applied(resolved, properties)
        for matter in sorted(matters(properties), key=str):
            given = [
                (region, permit, span)
                for region, permit, span in granted[matter]
                if not (applied and span.latest and span.latest < applied)
            ]
            own = [(permit, span) for region, permit, span in given if region in applicants]
            others = {region for region, *_ in given} - applicants
            told = _SETTLED.intersection(properties.get(NHV.outcome, ()))
            if told:
                day = day_of(properties, NHV.decidedAt) or earliest(span.latest for _, span in own)
                _settle(properties, min(told, key=str), NHV.StatedResult, None, day)
            elif own:
                permit, span = min(own, key=lambda pair: pair[0].value)
                _settle(properties, NHV.Granted, NHV.GrantedResult, permit, span.latest)
            elif others and matter in units and len(others) >= units[matter]:
                days = [span.latest for _, _, span in given]
                last = latest(days) if all(days) else None
                _settle(properties, NHV.Refused, NHV.RefusedResult, None, last)


def _settle(
    properties: dict[NamedNode, set[Term]],
    result: Term,
    basis: NamedNode,
    premise: NamedNode | None,
    day: date | None,
) -> None:
    properties[NHV.result] = {result}
    properties[NHV.resultBasis] = {basis}
    if premise is not None:
        properties[NHV.resultPremise] = {premise}
    if day is not None:
        properties[NHV.resultDay] = {day_literal(day)}


def _applied(resolved: Resolved, properties: Mapping[NamedNode, set[Term]]) -> date | None:
    """The first day on which the application can have been made, as far as that is known."""
    stated = span_of(properties, NHV.appliedOn).earliest
    if stated is not None:
        return stated
    for call in nodes(properties, NHV.call):
        return span_of(resolved.get(call, {}), NHV.opens).earliest
    return None


def _units(resolved: Resolved, by_class: ByClass) -> Mapping[tuple[Term, Term], int]:
    """The number of units of each area: under NHV as derived, else as its allotments say."""
    numbers: dict[tuple[Term, Term], int] = defaultdict(int)
    for decision in by_class[NHV.Decision]:
        stated = matters(resolved[decision])
        for area, number, stage in unit_numbers(resolved, decision):
            for matter in stated:
                if stage == NHV.Granted and matter[0] == area:
                    numbers[matter] = max(numbers[matter], number)
    for area in by_class[NHV.CareArea]:
        for units in resolved[area].get(NHV.units, ()):
            numbers[area, NHV_PROGRAMME] = int(units.value)
    return {matter: number for matter, number in numbers.items() if number}


def pass_meetings(resolved: Resolved, by_class: ByClass) -> None:
    """Rule passed-meeting: what lies behind the newest source is no longer planned.

    Args:
        resolved: The resolved facts; changed in place.
        by_class: The things of each class.
    """
    newest = latest(day_of(resolved[source], NHV.date) for source in by_class[NHV.Source])
    for node in by_class[NHV.Meeting]:
        day = day_of(resolved[node], NHV.date)
        was_planned = any(value.value == "true" for value in resolved[node].get(NHV.planned, ()))
        if was_planned and newest and day and day < newest:
            resolved[node][NHV.planned] = {Literal("false", datatype=XSD.boolean)}
            resolved[node][NHV.byRule] = {NHV.PassedMeeting}


def seat_members(resolved: Resolved, by_class: ByClass) -> None:
    """Write from when to when each seat was held, as periods.

    A membership ends when a source ends it (rule ``stated-end``), when the seat's next holder
    begins (``successor-end``) or when its body ends (``body-end``), whichever is first.  After it
    was last attested, by whichever source shows the same person there, nobody knows more than that
    it was held; between two attestations it may have been, and one without a date also before its
    first, since its body was founded (``last-known-rule``).

    Args:
        resolved: The resolved facts; changed in place.
        by_class: The things of each class.
    """
    by_seat: dict[Term, list[NamedNode]] = defaultdict(list)
    for node in by_class[NHV.Membership]:
        for post in resolved[node].get(NHV.post, ()):
            by_seat[post].append(node)
    ends = _spans_of_seats(resolved, by_class[NHV.Membership], NHV.until)
    begins = _spans_of_seats(resolved, by_class[NHV.Membership], NHV["from"], NHV.attestedOn)
    shown = _spans_of_seats(resolved, by_class[NHV.Membership], NHV.attestedOn)
    for node in by_class[NHV.Membership]:
        properties = resolved[node]
        begun = span_of(properties, NHV["from"], NHV.attestedOn)
        seen = span_of(properties, NHV.attestedOn)
        seat = _seat(properties)
        left = ends.get(seat, NEVER_KNOWN).latest
        told = day_of(properties, NHV.until)
        if told is None and left and not (seen.latest and seen.latest > left):
            told = left
        followed = earliest(
            span_of(resolved[other], NHV["from"], NHV.attestedOn).earliest
            for post in properties.get(NHV.post, ())
            for other in by_seat[post]
            if _follows(resolved, node, other)
        )
        dissolved = earliest(
            day_of(resolved.get(body, {}), SCHEMA.dissolutionDate)
            for body in nodes(properties, ORG.organization)
        )
        ends_by = {
            NHV.StatedEnd: told,
            NHV.SuccessorEnd: followed and followed - DAY,
            NHV.BodyEnd: dissolved,
        }
        end = earliest(ends_by.values())
        if end is not None:
            properties[NHV.latestEnd] = {day_literal(end)}
            basis = next(rule for rule, day in ends_by.items() if day == end)
            properties[NHV.endBasis] = {basis}
        founded = latest(
            span_of(resolved.get(body, {}), SCHEMA.foundingDate).earliest
            for body in nodes(properties, ORG.organization)
        )
        first = begun.earliest
        if first is None:
            periods = _undated(founded, _first_shown(resolved, properties), end)
        else:
            until = span_of(properties, NHV.until).earliest
            sure = Span(begun.latest, earliest((seen.earliest or until or told, end)))
            since = begins.get(seat, begun).earliest or first
            if left and left < first:
                since = max(since, left + DAY)
            periods = _seated(since, first, sure, shown.get(seat, seen).latest, end)
        write_periods(resolved, node, periods)
        if any(period.status in (NHV.LastKnown, NHV.PossiblyInOffice) for period in periods):
            properties[NHV.byRule] = {NHV.LastKnownRule}


def _seated(
    since: date, first: date, sure: Span, shown: date | None, end: date | None
) -> list[Period]:
    """The periods of a membership: not yet, possible, in office, possible, last known, ended.

    Args:
        since: The first day on which any source can show the same person in the seat.
        first: Its first possible day, or that of its attestation.
        sure: The days on which it was held for certain: from the last on which it can have begun
            to the first on which it can have been attested.  Of a year there are none.
        shown: The last day on which any source can show the same person in the seat.
        end: Its last day.
    """
    periods = [Period(None, since - DAY, NHV.NotYet)]
    if since < first:
        periods.append(Period(since, first - DAY, NHV.PossiblyInOffice))
    if sure.earliest and sure.latest and first <= sure.earliest <= sure.latest:
        if first < sure.earliest:
            periods.append(Period(first, sure.earliest - DAY, NHV.PossiblyInOffice))
        periods.append(Period(sure.earliest, sure.latest, NHV.InOffice))
        first = sure.latest + DAY
    if shown is not None and (last := earliest((shown, end))) and last >= first:
        periods.append(Period(first, last, NHV.PossiblyInOffice))
        first = last + DAY
    if end is None or end >= first:
        periods.append(Period(first, end, NHV.LastKnown))
    if end is not None:
        periods.append(Period(end + DAY, None, NHV.Ended))
    return periods


def _undated(founded: date | None, shown: date | None, end: date | None) -> list[Period]:
    """The periods of a membership without a date: not yet, possible, last known, ended.

    Args:
        founded: The first day of its body; nobody sits in a body before.
        shown: The day by which a source shows it.
        end: Its last day.
    """
    last = earliest((shown and shown - DAY, end))
    periods = []
    if founded is not None and not (last and last < founded):
        periods.append(Period(None, founded - DAY, NHV.NotYet))
    else:
        founded = None
    periods.append(Period(founded, last, NHV.PossiblyInOffice))
    if shown is not None and not (end and end < shown):
        periods.append(Period(shown, end, NHV.LastKnown))
    if end is not None:
        periods.append(Period(end + DAY, None, NHV.Ended))
    return periods


def _seat(properties: Mapping[NamedNode, set[Term]]) -> _Seat:
    return (
        frozenset(properties.get(NHV.post, ())),
        frozenset(properties.get(ORG.member, ())),
    )


def _spans_of_seats(
    resolved: Resolved, members: Iterable[NamedNode], *names: NamedNode
) -> Mapping[_Seat, Span]:
    """The earliest and the latest day that any source gives for a person in a seat."""
    found: dict[_Seat, Span] = {}
    for node in members:
        seat, days = _seat(resolved[node]), span_of(resolved[node], *names)
        if seat[1]:
            known = found.get(seat, NEVER_KNOWN)
            found[seat] = Span(
                earliest((known.earliest, days.earliest)), latest((known.latest, days.latest))
            )
    return found


def _follows(resolved: Resolved, node: NamedNode, other: NamedNode) -> bool:
    """Whether another membership of a seat is by somebody else, and begins later.

    One that was only inferred ends none that is stated.
    """
    if NHV.Inferred in resolved[other].get(NHV.certainty, ()) and (
        NHV.Stated in resolved[node].get(NHV.certainty, ())
    ):
        return False
    persons = [resolved[member].get(ORG.member, set()) for member in (node, other)]
    if not all(persons) or persons[0] & persons[1]:
        return False
    days = [
        span_of(resolved[member], NHV["from"], NHV.attestedOn).earliest for member in (node, other)
    ]
    return days[0] is not None and days[1] is not None and days[0] < days[1]


def _first_shown(resolved: Resolved, properties: Mapping[NamedNode, set[Term]]) -> date | None:
    """The day by which the first source that shows a membership existed."""
    return earliest(
        day_of(resolved.get(source, {}), NHV.existsFrom)
        for source in nodes(properties, PROV.hadPrimarySource)
    )
