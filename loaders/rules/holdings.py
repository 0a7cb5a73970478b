"""When permits, supply relations and cooperations were granted, began and ended.

Each day has bounds: the earliest and the latest that the evidence allows.  The start is known, in
this order (``nhv:startBasis``), by

``stated-start``     a source that states it,
``sibling-start``    the start stated for another holder by the same decision,
``area-start``       the start stated for the whole area,
``replaced-start``   the day on which NHV replaced the programme whose permit it continues,
``decided-start``    the decision that granted it: not before,
``attested-start``   the oldest source that shows it: not after,

and the end (``nhv:endBasis``) by ``stated-end``, ``programme-end``, ``succession-end`` (a permit
that an NHV permit of the same area and region continues), ``taken-over-end`` (NHV permits of the
area are in force) and ``handover-end`` (a source says that another programme is responsible now,
and nobody whether the task goes on).  Nothing of NHV begins before NHV does, nothing before the
decision on what is NHV, no part before its whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from pyoxigraph import NamedNode

from loaders.dates import day_literal, parse
from loaders.rules.attested import Attested
from loaders.rules.days import DAY, NEVER_KNOWN, Span, earliest, latest, note_span, span_of
from loaders.rules.floors import Floors
from loaders.rules.links import NHV_PROGRAMME, matters, whole_of
from loaders.rules.periods import Bounds, write_periods
from loaders.rules.starts import area_starts, siblings
from loaders.statements import ByClass, Resolved, Term, nodes
from ontology.terms import NHV

Properties = dict[NamedNode, set[Term]]


def date_holdings(resolved: Resolved, by_class: ByClass) -> Mapping[NamedNode, Bounds]:
    """Write bounds, bases and periods of all permits, supply relations and cooperations.

    Args:
        resolved: The resolved facts, linked and certified; changed in place.
        by_class: The things of each class.

    Returns:
        The bounds of each of them.
    """
    permits, members = by_class[NHV.Permit], set(by_class[NHV.Membership])
    holdings = [node for node in by_class[NHV.LastingFact] if node not in members]
    times = _Times(resolved, by_class, holdings)
    for node in holdings:
        times.begin(node)
    times.grant_together(permits)
    for permit in permits:
        times.after_whole(permit)
    for node in holdings:
        times.after_permit(node)
    for node in holdings:
        times.end(node)
    found = {node: times.bounds(node) for node in holdings}
    for node, bounds in found.items():
        properties = resolved[node]
        note_span(properties, bounds.grant, NHV.earliestGrant, NHV.latestGrant)
        note_span(properties, bounds.start, NHV.earliestStart, NHV.latestStart)
        note_span(properties, bounds.end, NHV.earliestEnd, NHV.latestEnd)
        times.tell(node)
        write_periods(resolved, node, bounds.periods())
    return found


class _Times:
    """The bounds of all holdings, while they are found.

    Args:
        resolved: The resolved facts.
        by_class: The things of each class.
        holdings: Those whose bounds are to be found.
    """

    def __init__(
        self, resolved: Resolved, by_class: ByClass, holdings: Iterable[NamedNode]
    ) -> None:
        self._resolved = resolved
        self._grant: dict[NamedNode, Span] = {}
        self._start: dict[NamedNode, Span] = {}
        self._end: dict[NamedNode, Span] = {}
        self._seen = {node: Attested(resolved, node) for node in holdings}
        self._changes = [(node, resolved[node]) for node in by_class[NHV.SystemChange]]
        self._floors = Floors(resolved, by_class)
        self._siblings = siblings(resolved, by_class[NHV.Permit])
        self._areas = area_starts(resolved, by_class)
        self._handovers = [
            (node, resolved[node].get(NHV.about, set()))
            for node in by_class[NHV.Statement]
            if NHV.Handover in resolved[node].get(NHV.statementKind, ())
        ]
        self._by_area: dict[Term, list[NamedNode]] = defaultdict(list)
        for permit in by_class[NHV.Permit]:
            if NHV_PROGRAMME in resolved[permit].get(NHV.programme, ()):
                for area in resolved[permit].get(NHV.area, ()):
                    self._by_area[area].append(permit)

    def bounds(self, node: NamedNode) -> Bounds:
        """What was found of a holding."""
        return Bounds(self._grant[node], self._start[node], self._end.get(node, NEVER_KNOWN))

    def begin(self, node: NamedNode) -> None:
        """Find when a holding was granted and began, and note by what."""
        properties, seen = self._resolved[node], self._seen[node]
        programme_floor = self._floors.of_programme(properties)
        stated = span_of(properties, NHV.validFrom)
        shown = earliest((stated.latest, seen.first))
        floor = latest((programme_floor, self._floors.of_process(properties, shown)))
        grant = self._granted(properties, seen, stated, floor)
        basis, premise, start = self._begun(node, stated, grant, floor)
        if programme_floor and start.earliest and start.earliest < programme_floor:
            replacing = self._replacing(properties)
            basis, premise = NHV.ReplacedStart, replacing if replacing else premise
            start = start.not_before(programme_floor)
        if basis == NHV.AreaStart:
            grant = Span(grant.earliest, earliest((grant.latest, start.latest)))
        self._grant[node], self._start[node] = grant, start
        properties[NHV.startBasis] = {basis}
        if premise is not None:
            properties[NHV.startPremise] = {premise}
        shown_between = Span(seen.first, seen.last)
        note_span(properties, shown_between, NHV.firstAttested, NHV.lastAttested)

    def _granted(
        self, properties: Properties, seen: Attested, stated: Span, floor: date | None
    ) -> Span:
        """Rule grant: the day decided, or that of the decision; else not after it is seen."""
        decided = span_of(properties, NHV.decidedOn)
        for decision in nodes(properties, NHV.decision):
            if not decided.is_known:  # a file of one's own may name what is none
                decided = span_of(self._resolved.get(decision, {}), NHV.date)
        if decided.is_known and not _comes_after(decided, stated):
            # Whatever shows or begins it comes after the grant.
            shown = earliest((decided.latest, seen.first, stated.latest))
            return _ordered(Span(decided.earliest, shown))
        if replaced := self._replaced(properties):
            return replaced[1]
        shown = earliest((stated.latest, seen.first))
        lowest = floor if not (floor and shown and shown < floor) else shown
        return Span(lowest, shown)

    def tell(self, node: NamedNode) -> None:
        """Say when a holding was granted and began, as precisely as the sources do."""
        properties, start = self._resolved[node], self._start[node]
        basis = properties[NHV.startBasis]
        if basis & {NHV.StatedStart, NHV.SiblingStart}:
            stating = self._resolved[self._siblings.get(node, node)]
            properties[NHV.since] = set(stating[NHV.validFrom])
        elif NHV.AreaStart in basis:
            properties[NHV.since] = set(self._resolved[self._areas[node]][NHV.date])
        elif start.earliest and start.latest:
            same = start.earliest == start.latest
            between = parse(f"{start.earliest}/{start.latest}").literal()
            properties[NHV.since] = {day_literal(start.earliest) if same else between}
        decisions = (self._resolved.get(one, {}) for one in nodes(properties, NHV.decision))
        stated = properties.get(NHV.decidedOn) or next(
            (dated for about in decisions if (dated := about.get(NHV.date))), None
        )
        days = span_of({NHV.decidedOn: stated or ()}, NHV.decidedOn)
        if stated and not _comes_after(days, span_of(properties, NHV.validFrom)):
            properties[NHV.grantedOn] = set(stated)

    def grant_together(self, permits: Iterable[NamedNode]) -> None:
        """Permits of an area that begin on the same day stated were granted by one decision."""
        groups: dict[tuple[object, ...], list[NamedNode]] = defaultdict(list)
        for permit in permits:
            properties = self._resolved[permit]
            days = frozenset(properties.get(NHV.validFrom, ()))
            for matter in matters(properties) if days else ():
                groups[(*matter, days)].append(permit)
        for group in groups.values():
            spans = [self._grant[permit] for permit in group]
            first, last = latest(s.earliest for s in spans), earliest(s.latest for s in spans)
            for permit in group:
                if first and last and first <= last and NHV.decidedOn not in self._resolved[permit]:
                    self._grant[permit] = Span(first, last)

    def _begun(
        self, node: NamedNode, stated: Span, grant: Span, floor: date | None
    ) -> tuple[NamedNode, Term | None, Span]:
        """The rule by which the start is known, what it follows from, and its bounds."""
        properties, seen = self._resolved[node], self._seen[node]
        if stated.is_known:
            return NHV.StatedStart, None, stated
        for basis, stating, prop in (
            (NHV.SiblingStart, self._siblings.get(node), NHV.validFrom),
            (NHV.AreaStart, self._areas.get(node), NHV.date),
        ):
            start = span_of(self._resolved[stating], prop) if stating else NEVER_KNOWN
            before = latest((seen.still_to_come, grant.earliest))
            if start.latest and not (before and start.latest < before):
                return basis, stating, start
        if replaced := self._replaced(properties):
            return NHV.ReplacedStart, *replaced
        decision = min(properties.get(NHV.decision, ()), key=str, default=None)
        if NHV.decidedOn in properties or decision is not None:
            shown = seen.in_force(grant.latest)
            span = Span(latest((grant.earliest, floor, seen.still_to_come)), shown)
            return NHV.DecidedStart, decision, _ordered(span)
        shown = seen.in_force(None)
        span = Span(latest((floor, seen.still_to_come)), shown)
        return NHV.AttestedStart if shown else NHV.UnknownStart, None, _ordered(span)

    def _replaced(self, properties: Properties) -> tuple[Term, Span] | None:
        """The change by which the programme of a continued permit was replaced, and its day."""
        programmes = {
            programme
            for old in nodes(properties, NHV.continues)
            for programme in self._resolved[old].get(NHV.programme, ())
        }
        for change, about in self._changes:
            if programmes & about.get(NHV.fromProgramme, set()):
                day = span_of(about, NHV.date).earliest
                return change, Span(day, day)
        return None

    def _replacing(self, properties: Properties) -> Term | None:
        for change, about in self._changes:
            if about.get(NHV.toProgramme, set()) & properties.get(NHV.programme, set()):
                return change
        return None

    def after_whole(self, permit: NamedNode) -> None:
        """Rule part: a part begins no earlier than its holder's whole, unless a source says so."""
        properties, own = self._resolved[permit], self._start[permit]
        basis = properties[NHV.startBasis]
        if basis & {NHV.StatedStart, NHV.SiblingStart, NHV.AreaStart}:
            return
        for area in properties.get(NHV.area, ()):
            whole = whole_of(self._resolved, area)
            if whole == area:
                continue
            for other in self._by_area.get(whole, ()):
                start = self._start[other].earliest
                same = self._resolved[other].get(NHV.holder) == properties.get(NHV.holder)
                if same and start and not (own.latest and own.latest < start):
                    own = _ordered(Span(latest((own.earliest, start)), own.latest))
                    properties[NHV.startPremise] = {other}
                    properties[NHV.byRule] = {NHV.PartRule}
        self._start[permit] = own

    def after_permit(self, node: NamedNode) -> None:
        """A supply or cooperation in an area begins no earlier than a permit of its parties."""
        properties = self._resolved[node]
        parties = {
            party for name in (NHV.receiver, NHV.partner) for party in properties.get(name, ())
        }
        if not parties or NHV.validFrom in properties:
            return
        starts = [
            self._start[permit].earliest
            for area in properties.get(NHV.area, ())
            for permit in self._by_area.get(area, ())
            if parties & self._resolved[permit].get(NHV.holder, set())
        ]
        self._start[node] = self._start[node].not_before(earliest(starts))

    def end(self, node: NamedNode) -> None:
        """Find when a holding ended, and note by what."""
        properties = self._resolved[node]
        stated = span_of(properties, NHV.validUntil)
        found = next(self._ended(properties, node), None)
        if stated.is_known:
            basis, premise, end = NHV.StatedEnd, None, stated
            if found and (narrower := _earlier(*found, stated)):
                basis, premise, end = found[0], found[1], narrower
        elif found:
            basis, premise, end = found
        else:
            return
        self._end[node] = end
        properties[NHV.endBasis] = {basis}
        if premise is not None:
            properties[NHV.endPremise] = {premise}
        start = self._start[node]
        if end.latest and (start.latest is None or start.latest > end.latest):
            # It had begun before it ended; a source that looks back attests no beginning.
            first = start.earliest
            self._start[node] = Span(first and min(first, end.latest), end.latest)
            if properties[NHV.startBasis] == {NHV.AttestedStart}:
                properties[NHV.startBasis] = {NHV.UnknownStart}

    def _ended(
        self, properties: Properties, node: NamedNode
    ) -> Iterator[tuple[NamedNode, Term, Span]]:
        """The ends that follow by rule, the strongest first."""
        programmes = properties.get(NHV.programme, set())
        for change, about in self._changes:
            if programmes & about.get(NHV.fromProgramme, set()):
                day = span_of(about, NHV.date).earliest
                if day:
                    yield NHV.ProgrammeEnd, change, Span(day - DAY, day - DAY)
        if NHV_PROGRAMME in programmes or not programmes:
            return
        followers = [
            permit
            for area in properties.get(NHV.area, ())
            for permit in self._by_area.get(area, ())
        ]
        for permit in followers:
            if node in self._resolved[permit].get(NHV.continues, ()):
                yield NHV.SuccessionEnd, permit, self._start[permit].before()
        starts = {permit: self._start[permit] for permit in followers}
        begun = [permit for permit in followers if starts[permit].latest]
        if begun:
            first = min(begun, key=lambda permit: (starts[permit].latest, permit.value))
            lowest = earliest(span.earliest for span in starts.values())
            yield NHV.TakenOverEnd, first, Span(lowest, starts[first].latest).before()
        for statement, told_of in self._handovers:
            if told_of & programmes and told_of & properties.get(NHV.area, set()):
                yield NHV.HandoverEnd, statement, Span(self._seen[node].last, None)


def _earlier(rule: NamedNode, _: Term, found: Span, stated: Span) -> Span | None:
    """The end that follows by rule where it says more than the stated one, or None.

    Nothing outlasts its programme; other rules only narrow a stated end that is open.
    """
    if rule == NHV.ProgrammeEnd and found.latest and stated.latest and found < stated:
        return found
    first = latest((found.earliest, stated.earliest))
    last = earliest((found.latest, stated.latest))
    if first is None or last is None or first > last or stated.earliest == stated.latest:
        return None
    return Span(first, last)


def _comes_after(decided: Span, begun: Span) -> bool:
    """Whether a decision is later than the start, and so that of a later term."""
    return bool(decided.earliest and begun.latest and begun.latest < decided.earliest)


def _ordered(span: Span) -> Span:
    """A span whose latest day is not before its earliest."""
    if span.earliest and span.latest and span.latest < span.earliest:
        return Span(span.earliest, span.earliest)
    return span
