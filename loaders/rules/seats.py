"""From when to when each seat of a body was held, and by whom.

A membership ends when a source ends it (rule ``stated-end``), when the seat's next holder begins
(``successor-end``) or when its body ends (``body-end``), whichever is first.  After it was last
attested, by whichever source shows the same person there, nobody knows more than that it was held;
between two attestations it may have been, and one without a date also before its first, since its
body was founded (``last-known-rule``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeAlias

from pyoxigraph import NamedNode

from loaders.dates import day_literal
from loaders.rules.days import DAY, NEVER_KNOWN, Span, earliest, latest
from loaders.rules.facts import Facts
from loaders.rules.periods import Period, write_periods
from loaders.statements import Term
from ontology.terms import NHV, ORG, PROV, SCHEMA

_Seat: TypeAlias = tuple[frozenset[Term], frozenset[Term]]
_BEGUN = (NHV["from"], NHV.attestedOn)


def seat_members(facts: Facts) -> None:
    """Write from when to when each seat was held, as periods."""
    by_post = facts.by(facts.of(NHV.Membership), NHV.post)
    ends, begins, shown = (
        _spans_of_seats(facts, *names) for names in ((NHV.until,), _BEGUN, (NHV.attestedOn,))
    )
    for node in facts.of(NHV.Membership):
        seat, bodies = _seat(facts, node), facts.nodes(node, ORG.organization)
        begun, seen = facts.span(node, *_BEGUN), facts.span(node, NHV.attestedOn)
        left = ends.get(seat, NEVER_KNOWN).latest
        told = facts.span(node, NHV.until).latest
        if told is None and left and not (seen.latest and seen.latest > left):
            told = left
        followed = earliest(
            facts.span(other, *_BEGUN).earliest
            for post in facts.nodes(node, NHV.post)
            for other in by_post[post,]
            if _follows(facts, node, other)
        )
        dissolved = earliest(facts.span(body, SCHEMA.dissolutionDate).latest for body in bodies)
        ends_by = {
            NHV.StatedEnd: told,
            NHV.SuccessorEnd: followed and followed - DAY,
            NHV.BodyEnd: dissolved,
        }
        end = earliest(ends_by.values())
        if end is not None:
            facts[node][NHV.latestEnd] = {day_literal(end)}
            facts[node][NHV.endBasis] = {next(rule for rule in ends_by if ends_by[rule] == end)}
        first = begun.earliest
        if first is None:
            founded = latest(facts.span(body, SCHEMA.foundingDate).earliest for body in bodies)
            sources = facts.nodes(node, PROV.hadPrimarySource)
            shown_by = earliest(facts.span(source, NHV.existsFrom).latest for source in sources)
            periods = _undated(founded, shown_by, end)
        else:
            until = facts.span(node, NHV.until).earliest
            sure = Span(begun.latest, earliest((seen.earliest or until or told, end)))
            since = begins.get(seat, begun).earliest or first
            if left and left < first:
                since = max(since, left + DAY)
            periods = _seated(since, first, sure, shown.get(seat, seen).latest, end)
        write_periods(facts, node, periods)
        if any(period.status in (NHV.LastKnown, NHV.PossiblyInOffice) for period in periods):
            facts[node][NHV.byRule] = {NHV.LastKnownRule}


def _seated(
    since: date, first: date, sure: Span, shown: date | None, end: date | None
) -> list[Period]:
    """The periods of a membership: not yet, possible, in office, possible, last known, ended.

    Any source can show the person in the seat between ``since`` and ``shown``; it was held for
    certain from the last day on which it can have begun to the first on which it can be attested.
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
    return [*periods, *_ended(end)]


def _undated(founded: date | None, shown: date | None, end: date | None) -> list[Period]:
    """The periods of a membership without a date, by its body's first day, a source and its end."""
    last = earliest((shown and shown - DAY, end))
    periods = []
    if founded is not None and not (last and last < founded):
        periods.append(Period(None, founded - DAY, NHV.NotYet))
    else:
        founded = None
    periods.append(Period(founded, last, NHV.PossiblyInOffice))
    if shown is not None and not (end and end < shown):
        periods.append(Period(shown, end, NHV.LastKnown))
    return [*periods, *_ended(end)]


def _ended(end: date | None) -> list[Period]:
    return [] if end is None else [Period(end + DAY, None, NHV.Ended)]


def _seat(facts: Facts, node: NamedNode) -> _Seat:
    return frozenset(facts.values(node, NHV.post)), frozenset(facts.values(node, ORG.member))


def _spans_of_seats(facts: Facts, *names: NamedNode) -> Mapping[_Seat, Span]:
    """The earliest and the latest day that any source gives for a person in a seat."""
    found: dict[_Seat, Span] = {}
    for node in facts.of(NHV.Membership):
        seat = _seat(facts, node)
        if seat[1]:
            spans = (found.get(seat, NEVER_KNOWN), facts.span(node, *names))
            found[seat] = Span(earliest(s.earliest for s in spans), latest(s.latest for s in spans))
    return found


def _follows(facts: Facts, node: NamedNode, other: NamedNode) -> bool:
    """Whether somebody else holds a seat later; what was only inferred ends nothing stated."""
    is_stated = facts.has(node, NHV.certainty, NHV.Stated)
    if is_stated and facts.has(other, NHV.certainty, NHV.Inferred):
        return False
    persons = [set(facts.values(member, ORG.member)) for member in (node, other)]
    if not all(persons) or persons[0] & persons[1]:
        return False
    first, second = (facts.span(member, *_BEGUN).earliest for member in (node, other))
    return first is not None and second is not None and first < second
