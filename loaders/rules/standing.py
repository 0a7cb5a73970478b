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

from loaders.rules.days import DAY, Span, earliest, note_span
from loaders.rules.facts import Facts
from loaders.rules.periods import Bounds
from loaders.statements import Term
from ontology.terms import NHV, PROV, RDF, thing


def _step(number: int) -> NamedNode:
    return thing("step", str(number))


_FOLLOW_UP = _step(8)
_DECIDED = 4
_NEVER = date.min
_OPEN = (NHV.OutForConsultation, NHV.Advertised)
_STOPPED = (NHV.Tabled, NHV.NotSuitable)


class _Event(NamedTuple):
    """What puts an area in a step from a day on."""

    day: date
    node: NamedNode
    where: NamedNode
    substate: NamedNode | None
    stated: frozenset[Term]

    @property
    def step(self) -> int:
        """The number of the step."""
        return int(self.where.value.rpartition("/")[2])


class _Row(NamedTuple):
    """What puts an area where it stands from a day to a day, and what it then continued as."""

    first: date
    last: date | None
    events: list[_Event]
    basis: NamedNode
    heir: NamedNode | None = None


# From when to when a permit is in force, and what it says of its area.
_Spans = list[tuple[date, date | None, _Event]]


def place_areas(facts: Facts, bounds: Mapping[NamedNode, Bounds]) -> None:
    """Write where each area stands."""
    events: dict[NamedNode, list[_Event]] = defaultdict(list)
    for area, event in _events(facts, bounds):
        events[area].append(event)
    in_force = _in_force(facts, bounds)
    heirs = _heirs(facts, events, in_force)
    placed = (events.keys() | in_force.keys()) & facts.resolved.keys()
    for area in sorted(placed, key=lambda node: node.value):
        rows = _rows(events.get(area, []), in_force.get(area, []), heirs.get(area, {}))
        standings = ((row, event) for row in rows for event in row.events)
        for number, (row, event) in enumerate(standings, 1):
            _write(facts, area, number, row, event)


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
    facts: Facts,
    events: Mapping[NamedNode, list[_Event]],
    in_force: Mapping[NamedNode, _Spans],
) -> Mapping[NamedNode, Mapping[date, NamedNode]]:
    """The areas that came from each topic, by the day on which each was first decided on."""
    found: dict[NamedNode, dict[date, NamedNode]] = defaultdict(dict)
    for heir in facts.of(NHV.CareArea):
        decided = earliest(
            event.day
            for event in events.get(heir, ())
            if event.day > _NEVER and (event.step >= _DECIDED or event.substate in _STOPPED)
        )
        day = earliest((decided, *(first for first, _, _ in in_force.get(heir, ()))))
        if day is not None:
            for topic in _origins(facts, heir):
                found[topic].setdefault(day, heir)
    return found


def _origins(facts: Facts, area: NamedNode) -> set[NamedNode]:
    """The topics that an area came from, directly or through others."""
    found: set[NamedNode] = set()
    left = [area]
    while left:
        new = facts.nodes(left.pop(), NHV.cameFrom) - found
        found |= new
        left += new
    return {origin for origin in found - {area} if facts.is_a(origin, NHV.Topic)}


def _in_force(facts: Facts, bounds: Mapping[NamedNode, Bounds]) -> Mapping[NamedNode, _Spans]:
    """When each area has a permit in force, and which; a part's permit is its whole's, too."""
    found: dict[NamedNode, _Spans] = defaultdict(list)
    for permit in filter(facts.is_nhv, facts.of(NHV.Permit)):
        since = frozenset(facts.values(permit, NHV.since))
        for period in bounds[permit].periods():
            if period.status == NHV.InForce and period.first is not None:
                event = _Event(period.first, permit, _FOLLOW_UP, NHV.Active, since)
                for area in _with_whole(facts, permit):
                    found[area].append((period.first, period.last, event))
    for area, spans in found.items():
        # Of permits that begin on one day, the area's own says more than that of a part.
        of_part = {one.node for *_, one in spans if not facts.has(one.node, NHV.area, area)}
        spans.sort(key=lambda span: (span[0], span[2].node in of_part, span[2].node.value))
    return found


# What puts an area in a step: the dates of which the first counts that is there, and the state.
_STEPS = (
    (NHV.Consultation, (NHV.opens, NHV.answeredOn, NHV.closes), _step(3), NHV.OutForConsultation),
    (NHV.Call, (NHV.opens, NHV.closes), _step(5), NHV.Advertised),
    (NHV.Application, (NHV.appliedOn,), _step(6), NHV.AwaitingDecision),
)


def _events(facts: Facts, bounds: Mapping[NamedNode, Bounds]) -> Iterator[tuple[NamedNode, _Event]]:
    for cls, names, step, substate in _STEPS:
        for node in filter(facts.is_nhv, facts.of(cls)):
            yield from _dated(facts, node, names, step, substate)
    for node in filter(facts.is_nhv, facts.of(NHV.Decision)):
        for step, substate in _decided(facts, node):
            yield from _dated(facts, node, (NHV.date,), step, substate)
    for node in facts.of(NHV.Placement):
        state = min(facts.nodes(node, NHV.substate), key=lambda state: state.value, default=None)
        for step in facts.nodes(node, NHV.step):
            yield from _dated(facts, node, (NHV.date,), step, state)
    for node in filter(facts.is_nhv, facts.of(NHV.Permit)):
        if day := bounds[node].grant.latest:
            stated = frozenset(facts.values(node, NHV.decidedOn))
            for area in _with_whole(facts, node):
                yield area, _Event(day, node, _step(7), NHV.Allotted, stated)


def _decided(facts: Facts, node: NamedNode) -> Iterator[tuple[NamedNode, NamedNode]]:
    """The step and state into which a decision puts its area."""
    kinds = facts.values(node, NHV.decisionKind)
    if NHV.DefinitionDecision in kinds:
        yield _step(4), NHV.Decided
    if NHV.AllotmentDecision in kinds:
        yield _step(7), NHV.Allotted
    if NHV.TablingDecision in kinds:
        for step in facts.nodes(node, NHV.afterStep) or {_step(4)}:
            yield step, NHV.Tabled


def _dated(
    facts: Facts,
    node: NamedNode,
    names: tuple[NamedNode, ...],
    where: NamedNode,
    substate: NamedNode | None,
) -> Iterator[tuple[NamedNode, _Event]]:
    """An event by its own day, or else by that of the oldest source that tells of it."""
    day = facts.span(node, *names).latest
    first = next((name for name in names if name in facts[node]), None)
    stated = frozenset(facts[node][first]) if first else frozenset[Term]()
    if first in (NHV.closes, NHV.answeredOn) or day is None:
        # It stood there before its last day: from the day on which a source shows it, if sooner.
        sources = facts.nodes(node, PROV.hadPrimarySource)
        day = earliest((day, *(facts.span(source, NHV.date).latest for source in sources)))
    closes = facts.span(node, NHV.closes).latest if substate in _OPEN else None
    for area in facts.nodes(node, NHV.area):
        yield area, _Event(day or _NEVER, node, where, substate, stated)
        if closes is not None:
            over = frozenset(facts[node][NHV.closes])
            yield area, _Event(closes + DAY, node, where, NHV.TimeOver, over)


def _with_whole(facts: Facts, node: NamedNode) -> set[NamedNode]:
    return (facts.nodes(node, NHV.area) | facts.wholes(node)) & facts.resolved.keys()


def _write(facts: Facts, area: NamedNode, number: int, row: _Row, event: _Event) -> None:
    node = thing("standing", f"{area.value.rpartition('/')[2]}.{number}")
    facts[area].setdefault(NHV.standing, set()).add(node)
    written = facts.resolved[node] = {
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
