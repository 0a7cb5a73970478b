"""Where an area stands in the process, day by day.

The newest dated event wins, whatever its kind (rule ``newest-event``), and an area with a permit
in force is in follow-up whatever an older document said (rule ``permit-in-force``).  What has no
date stands only before everything that has one.  A topic stands nowhere by itself from the day on
which an area that came from it was decided on (rule ``continued-as``), until a source places the
topic anew.  What older sources said stays: each event keeps its days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from pyoxigraph import NamedNode

from loaders.rules.days import DAY, Span, day_of, earliest, note_span, span_of
from loaders.rules.links import NHV_PROGRAMME, whole_of
from loaders.rules.periods import Bounds
from loaders.statements import ByClass, Resolved, Term, nodes
from ontology.terms import NHV, PROV, RDF, thing

_FOLLOW_UP = thing("step", "8")
_DECIDED = 4
_NEVER = date.min
_OPEN = (NHV.OutForConsultation, NHV.Advertised)
_STOPPED = (NHV.Tabled, NHV.NotSuitable)


class _Event(NamedTuple):
    """What puts an area in a step from a day on."""

    day: date
    step: int
    node: NamedNode
    where: NamedNode
    substate: NamedNode | None
    stated: frozenset[Term]


class _Row(NamedTuple):
    """What puts an area where it stands from a day to a day, and what it then continued as."""

    first: date
    last: date | None
    events: list[_Event]
    basis: NamedNode
    heir: NamedNode | None = None


# From when to when a permit is in force, and what it says of its area.
_Spans = list[tuple[date, date | None, _Event]]


def place_areas(resolved: Resolved, by_class: ByClass, bounds: Mapping[NamedNode, Bounds]) -> None:
    """Write where each area stands.

    Args:
        resolved: The resolved facts, with the bounds of holdings; changed in place.
        by_class: The things of each class.
        bounds: The bounds of each permit.
    """
    events: dict[NamedNode, list[_Event]] = defaultdict(list)
    for area, event in _events(resolved, by_class, bounds):
        events[area].append(event)
    in_force = _in_force(resolved, by_class, bounds)
    heirs = _heirs(resolved, by_class, events, in_force)
    for area in sorted(events.keys() | in_force.keys(), key=lambda node: node.value):
        rows = _rows(events.get(area, []), in_force.get(area, []), heirs.get(area, {}))
        standings = ((row, event) for row in rows for event in row.events)
        for number, (row, event) in enumerate(standings, 1):
            _write(resolved, area, number, row, event)


def _rows(events: list[_Event], in_force: _Spans, heirs: Mapping[date, NamedNode]) -> list[_Row]:
    """Where an area stands, the first first."""
    turns = {*heirs, *(event.day for event in events if event.day > _NEVER)}
    for first, last, _ in in_force:
        turns.add(first)
        if last is not None:
            turns.add(last + DAY)
    days = [_NEVER, *sorted(turns)]
    rows: list[_Row] = []
    for place, day in enumerate(days):
        last = days[place + 1] - DAY if place + 1 < len(days) else None
        given = [
            event for first, end, event in in_force if first <= day and not (end and end < day)
        ]
        standing, basis = given[:1], NHV.PermitInForce
        if not given:
            standing, basis = _newest(events, day), NHV.NewestEvent
            since = max((event.day for event in standing), default=_NEVER)
            if went_on := [turn for turn in heirs if since < turn <= day]:
                if rows and rows[-1].heir is None:
                    rows[-1] = rows[-1]._replace(heir=heirs[min(went_on)])
                continue
        if rows and (rows[-1].events, rows[-1].basis) == (standing, basis):
            rows[-1] = rows[-1]._replace(last=last)
        elif standing:
            rows.append(_Row(day, last, standing, basis))
    return rows


def _newest(events: Iterable[_Event], day: date) -> list[_Event]:
    """The newest events by a day: the furthest of them, or several placements of one day."""
    known = [event for event in events if event.day <= day and event.substate != NHV.TimeOver]
    newest = max((event.day for event in known), default=None)
    last = sorted((e for e in known if e.day == newest), key=lambda e: (e.step, e.node.value))
    if last and last[-1].substate in _OPEN:
        # What asks for answers or applications asks for none when its last day has passed.
        closed = [
            event
            for event in events
            if event.substate == NHV.TimeOver
            and event.step == last[-1].step
            and last[-1].day < event.day <= day
        ]
        if closed:
            return [max(closed, key=lambda event: (event.day, event.node.value))]
    placed = [event for event in last if "/placement/" in event.node.value]
    if placed and placed[-1].step == last[-1].step:
        # A document can place an area in two steps at once; two that place it in one say the same.
        return list({(e.step, e.substate): e for e in placed}.values())
    return last[-1:]


def _heirs(
    resolved: Resolved,
    by_class: ByClass,
    events: Mapping[NamedNode, list[_Event]],
    in_force: Mapping[NamedNode, _Spans],
) -> Mapping[NamedNode, Mapping[date, NamedNode]]:
    """The areas that came from each topic, by the day on which each was first decided on.

    The first of several ends the topic's standing: what is left of it is no longer the topic that
    an older source placed.  Of several of one day the first by id is named.
    """
    found: dict[NamedNode, dict[date, NamedNode]] = defaultdict(dict)
    for heir in by_class[NHV.CareArea]:
        decided = earliest(
            event.day
            for event in events.get(heir, ())
            if event.day > _NEVER and (event.step >= _DECIDED or event.substate in _STOPPED)
        )
        day = earliest((decided, *(first for first, _, _ in in_force.get(heir, ()))))
        if day is not None:
            for topic in _origins(resolved, heir):
                found[topic].setdefault(day, heir)
    return found


def _origins(resolved: Resolved, area: NamedNode) -> set[NamedNode]:
    """The topics that an area came from, directly or through others."""
    found: set[NamedNode] = set()
    left = [area]
    while left:
        for origin in nodes(resolved.get(left.pop(), {}), NHV.cameFrom):
            if origin not in found:
                found.add(origin)
                left.append(origin)
    return {o for o in found - {area} if NHV.Topic in resolved.get(o, {}).get(RDF.type, ())}


def _in_force(
    resolved: Resolved, by_class: ByClass, bounds: Mapping[NamedNode, Bounds]
) -> Mapping[NamedNode, _Spans]:
    """When each area has a permit in force, and which; a part's permit is its whole's, too."""
    found: dict[NamedNode, _Spans] = defaultdict(list)
    for permit in by_class[NHV.Permit]:
        properties = resolved[permit]
        if NHV_PROGRAMME not in properties.get(NHV.programme, ()):
            continue
        for period in bounds[permit].periods():
            if period.status != NHV.InForce or period.first is None:
                continue
            since = frozenset(properties.get(NHV.since, ()))
            event = _Event(period.first, 8, permit, _FOLLOW_UP, NHV.Active, since)
            for area in _with_whole(resolved, properties):
                found[area].append((period.first, period.last, event))
    for area, spans in found.items():
        # Of permits that begin on one day, the area's own says more than that of a part.
        spans.sort(
            key=lambda span: (span[0], not _is_of(resolved, span[2], area), span[2].node.value)
        )
    return found


def _is_of(resolved: Resolved, event: _Event, area: NamedNode) -> bool:
    return area in resolved[event.node].get(NHV.area, ())


def _events(
    resolved: Resolved, by_class: ByClass, bounds: Mapping[NamedNode, Bounds]
) -> Iterator[tuple[NamedNode, _Event]]:
    for cls, names, step, substate in (
        (NHV.Consultation, (NHV.opens, NHV.answeredOn, NHV.closes), 3, NHV.OutForConsultation),
        (NHV.Call, (NHV.opens, NHV.closes), 5, NHV.Advertised),
        (NHV.Application, (NHV.appliedOn,), 6, NHV.AwaitingDecision),
    ):
        for node in by_class[cls]:
            if NHV_PROGRAMME in resolved[node].get(NHV.programme, ()):
                yield from _dated(resolved, node, names, thing("step", str(step)), substate)
    for node in by_class[NHV.Decision]:
        if NHV_PROGRAMME in resolved[node].get(NHV.programme, ()):
            for where, state in _decided(resolved[node]):
                yield from _dated(resolved, node, (NHV.date,), where, state)
    for node in by_class[NHV.Placement]:
        properties = resolved[node]
        states = sorted(nodes(properties, NHV.substate), key=lambda state: state.value)
        for where in nodes(properties, NHV.step):
            yield from _dated(resolved, node, (NHV.date,), where, states[0] if states else None)
    for node in by_class[NHV.Permit]:
        properties = resolved[node]
        day = bounds[node].grant.latest
        if NHV_PROGRAMME in properties.get(NHV.programme, ()) and day:
            seventh = thing("step", "7")
            stated = frozenset(properties.get(NHV.decidedOn, ()))
            for area in _with_whole(resolved, properties):
                yield area, _Event(day, 7, node, seventh, NHV.Allotted, stated)


def _decided(properties: Mapping[NamedNode, set[Term]]) -> Iterator[tuple[NamedNode, NamedNode]]:
    """The step and state into which a decision puts its area."""
    kinds = properties.get(NHV.decisionKind, set())
    if NHV.DefinitionDecision in kinds:
        yield thing("step", "4"), NHV.Decided
    if NHV.AllotmentDecision in kinds:
        yield thing("step", "7"), NHV.Allotted
    if NHV.TablingDecision in kinds:
        for step in nodes(properties, NHV.afterStep) or [thing("step", "4")]:
            yield step, NHV.Tabled


def _dated(
    resolved: Resolved,
    node: NamedNode,
    names: tuple[NamedNode, ...],
    where: NamedNode,
    substate: NamedNode | None,
) -> Iterator[tuple[NamedNode, _Event]]:
    """An event by its own day, or else by that of the oldest source that tells of it."""
    properties = resolved[node]
    day = span_of(properties, *names).latest
    first = next((name for name in names if name in properties), None)
    stated = frozenset(properties[first]) if first else frozenset[Term]()
    if first in (NHV.closes, NHV.answeredOn) or day is None:
        # It stood there before its last day: from the day on which a source shows it, if sooner.
        shown = _shown(resolved, properties)
        day = earliest((day, shown))
    number = int(where.value.rpartition("/")[2])
    closes = day_of(properties, NHV.closes) if substate in _OPEN else None
    for area in nodes(properties, NHV.area):
        yield area, _Event(day or _NEVER, number, node, where, substate, stated)
        if closes is not None:
            over = frozenset(properties[NHV.closes])
            yield area, _Event(closes + DAY, number, node, where, NHV.TimeOver, over)


def _shown(resolved: Resolved, properties: Mapping[NamedNode, set[Term]]) -> date | None:
    """The last day that the date of the oldest dated source can mean."""
    return earliest(
        day_of(resolved.get(source, {}), NHV.date)
        for source in nodes(properties, PROV.hadPrimarySource)
    )


def _with_whole(resolved: Resolved, properties: Mapping[NamedNode, set[Term]]) -> set[NamedNode]:
    areas = properties.get(NHV.area, set())
    both = areas | {whole_of(resolved, area) for area in areas}
    return {area for area in both if isinstance(area, NamedNode) and area in resolved}


def _write(resolved: Resolved, area: NamedNode, number: int, row: _Row, event: _Event) -> None:
    node = thing("standing", f"{area.value.rpartition('/')[2]}.{number}")
    resolved[area].setdefault(NHV.standing, set()).add(node)
    written = resolved[node] = {
        RDF.type: {NHV.Standing},
        NHV.step: {event.where},
        NHV.event: {event.node},
        NHV.standingBasis: {row.basis},
    }
    if event.substate is not None:
        written[NHV.substate] = {event.substate}
    if event.stated:
        written[NHV.date] = set(event.stated)
    if row.heir is not None:
        written[NHV.endBasis] = {NHV.ContinuedAs}
        written[NHV.endPremise] = {row.heir}
    first = None if row.first == _NEVER else row.first
    note_span(written, Span(first, row.last), NHV.firstDay, NHV.lastDay)
