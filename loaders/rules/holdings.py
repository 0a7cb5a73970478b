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
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date, timedelta

from pyoxigraph import NamedNode

from loaders.dates import day_literal, parse
from loaders.rules.days import DAY, NEVER_KNOWN, Span, earliest, latest, note_span, overlap, span_of
from loaders.rules.facts import NHV_PROGRAMME, Facts
from loaders.rules.periods import Bounds, write_periods
from loaders.rules.starts import Floors, area_starts, siblings
from loaders.statements import Term
from ontology.terms import NHV, PROV

LONGEST_WAIT = timedelta(days=562)
"""The longest time from decision to start that any source dates.  A page that tells of the
decision, or can have been written within this time of it, shows that the permit was granted, and
not that it is in force."""

_IN_FORCE = (NHV.Active, NHV.Current, NHV.Ended)
_TO_COME = (NHV.Starting, NHV.Planned)


def date_holdings(facts: Facts) -> Mapping[NamedNode, Bounds]:
    """Write bounds, bases and periods of all permits, supply relations and cooperations."""
    permits, members = facts.of(NHV.Permit), set(facts.of(NHV.Membership))
    holdings = [node for node in facts.of(NHV.LastingFact) if node not in members]
    times = _Times(facts, holdings)
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
        note_span(facts[node], bounds.grant, NHV.earliestGrant, NHV.latestGrant)
        note_span(facts[node], bounds.start, NHV.earliestStart, NHV.latestStart)
        note_span(facts[node], bounds.end, NHV.earliestEnd, NHV.latestEnd)
        times.tell(node)
        write_periods(facts, node, bounds.periods())
    return found


class _Attested:
    """When sources show a holding, and in what state.

    It was shown first and last ``between`` two days; on the day before ``still_to_come`` a source
    last says that it is still to begin.
    """

    def __init__(self, facts: Facts, node: NamedNode) -> None:
        self._facts = facts
        self._shown: list[tuple[NamedNode, Span]] = []
        to_come: list[date | None] = []
        for citation in facts.nodes(node, PROV.qualifiedPrimarySource):
            for source in facts.nodes(citation, PROV.entity):
                days = (facts.span(source, at).latest for at in (NHV.possibleFrom, NHV.existsFrom))
                written = Span(*days)
                if written.latest is not None:
                    self._shown.append((citation, written))
                if facts.has(citation, NHV.state, *_TO_COME):
                    to_come.append(written.earliest)
        shown = [written.latest for _, written in self._shown]
        self.between = Span(earliest(shown), latest(shown))
        last = latest(to_come)
        self.still_to_come = None if last is None else last + DAY

    def in_force(self, granted: date | None) -> date | None:
        """The day by which a source first shows it in force; granted by a day, if that is known."""
        shown = (day.latest for about, day in self._shown if self._in_force(about, day, granted))
        return earliest(shown)

    def _in_force(self, citation: NamedNode, written: Span, granted: date | None) -> bool:
        if self._facts.values(citation, NHV.state):
            return self._facts.has(citation, NHV.state, *_IN_FORCE)
        tells_grant = self._facts.has(citation, NHV.states, NHV.decidedOn)
        if tells_grant or granted is None:
            return not tells_grant
        return written.earliest is not None and written.earliest - granted > LONGEST_WAIT


class _Times:
    """The bounds of all holdings, while they are found."""

    def __init__(self, facts: Facts, holdings: Iterable[NamedNode]) -> None:
        self._facts = facts
        self._grant: dict[NamedNode, Span] = {}
        self._start: dict[NamedNode, Span] = {}
        self._end: dict[NamedNode, Span] = {}
        self._attested = {node: _Attested(facts, node) for node in holdings}
        self._changes = facts.of(NHV.SystemChange)
        self._floors = Floors(facts)
        self._siblings = siblings(facts)
        self._areas = area_starts(facts)
        self._handovers = [
            node
            for node in facts.of(NHV.Statement)
            if facts.has(node, NHV.statementKind, NHV.Handover)
        ]
        self._by_area = facts.by(filter(facts.is_nhv, facts.of(NHV.Permit)), NHV.area)

    def bounds(self, node: NamedNode) -> Bounds:
        """What was found of a holding."""
        return Bounds(self._grant[node], self._start[node], self._end.get(node, NEVER_KNOWN))

    def begin(self, node: NamedNode) -> None:
        """Find when a holding was granted and began, and note by what."""
        programmes = self._facts.values(node, NHV.programme)
        programme_floor = self._floors.of_programme(node)
        stated, attested = self._facts.span(node, NHV.validFrom), self._attested[node].between
        shown = earliest((stated.latest, attested.earliest))
        floor = latest((programme_floor, self._floors.of_process(node, shown)))
        grant = self._granted(node, stated, shown, floor)
        basis, premise, start = self._begun(node, stated, grant, floor)
        if programme_floor and start.earliest and start.earliest < programme_floor:
            replacing = next(self._changed(NHV.toProgramme, programmes), None)
            basis, premise = NHV.ReplacedStart, replacing[0] if replacing else premise
            start = start.not_before(programme_floor)
        if basis == NHV.AreaStart:
            grant = Span(grant.earliest, earliest((grant.latest, start.latest)))
        self._grant[node], self._start[node] = grant, start
        self._note(node, NHV.startBasis, basis, NHV.startPremise, premise)
        note_span(self._facts[node], attested, NHV.firstAttested, NHV.lastAttested)

    def _note(
        self, node: NamedNode, name: NamedNode, basis: Term, why: NamedNode, premise: Term | None
    ) -> None:
        self._facts[node][name] = {basis}
        if premise is not None:
            self._facts[node][why] = {premise}

    def _granted(
        self, node: NamedNode, stated: Span, shown: date | None, floor: date | None
    ) -> Span:
        """Rule grant: the day decided, or that of the decision; else not after it is seen."""
        decided = self._facts.span(node, NHV.decidedOn)
        for decision in self._facts.nodes(node, NHV.decision):
            if not decided.is_known:  # a file of one's own may name what is none
                decided = self._facts.span(decision, NHV.date)
        if decided.is_known and not _comes_after(decided, stated):
            # Whatever shows or begins it comes after the grant.
            return Span(decided.earliest, earliest((decided.latest, shown))).in_order()
        if replaced := self._replaced(node):
            return replaced[1]
        return Span(shown if floor and shown and shown < floor else floor, shown)

    def tell(self, node: NamedNode) -> None:
        """Say when a holding was granted and began, as precisely as the sources do."""
        properties, start = self._facts[node], self._start[node]
        basis = properties[NHV.startBasis]
        if basis & {NHV.StatedStart, NHV.SiblingStart}:
            stating = self._siblings.get(node, node)
            properties[NHV.since] = set(self._facts[stating][NHV.validFrom])
        elif NHV.AreaStart in basis:
            properties[NHV.since] = set(self._facts[self._areas[node]][NHV.date])
        elif start.earliest and start.latest:
            same = start.earliest == start.latest
            between = parse(f"{start.earliest}/{start.latest}").literal()
            properties[NHV.since] = {day_literal(start.earliest) if same else between}
        dated = (self._facts.values(one, NHV.date) for one in self._facts.nodes(node, NHV.decision))
        stated = properties.get(NHV.decidedOn) or next(filter(None, dated), None)
        if stated:
            decided, begun = (
                span_of({NHV.date: stated}, NHV.date), self._facts.span(node, NHV.validFrom),
            )  # fmt: skip
            if not _comes_after(decided, begun):
                properties[NHV.grantedOn] = set(stated)

    def grant_together(self, permits: Iterable[NamedNode]) -> None:
        """Permits of an area that begin on the same day stated were granted by one decision."""
        groups: dict[tuple[object, ...], list[NamedNode]] = defaultdict(list)
        for permit in permits:
            days = frozenset(self._facts.values(permit, NHV.validFrom))
            for matter in self._facts.matters(permit) if days else ():
                groups[(*matter, days)].append(permit)
        for group in groups.values():
            span = overlap(self._grant[permit] for permit in group)
            for permit in group if span.is_bounded else ():
                if NHV.decidedOn not in self._facts[permit]:
                    self._grant[permit] = span

    def _begun(
        self, node: NamedNode, stated: Span, grant: Span, floor: date | None
    ) -> tuple[NamedNode, Term | None, Span]:
        """The rule by which the start is known, what it follows from, and its bounds."""
        if stated.is_known:
            return NHV.StatedStart, None, stated
        to_come = self._attested[node].still_to_come
        for basis, stating, name in (
            (NHV.SiblingStart, self._siblings.get(node), NHV.validFrom),
            (NHV.AreaStart, self._areas.get(node), NHV.date),
        ):
            start = self._facts.span(stating, name) if stating else NEVER_KNOWN
            before = latest((to_come, grant.earliest))
            if start.latest and not (before and start.latest < before):
                return basis, stating, start
        if replaced := self._replaced(node):
            return NHV.ReplacedStart, *replaced
        decision = min(self._facts.values(node, NHV.decision), key=str, default=None)
        if NHV.decidedOn in self._facts[node] or decision is not None:
            shown = self._attested[node].in_force(grant.latest)
            span = Span(latest((grant.earliest, floor, to_come)), shown)
            return NHV.DecidedStart, decision, span.in_order()
        shown = self._attested[node].in_force(None)
        span = Span(latest((floor, to_come)), shown)
        return NHV.AttestedStart if shown else NHV.UnknownStart, None, span.in_order()

    def _replaced(self, node: NamedNode) -> tuple[NamedNode, Span] | None:
        """The change by which the programme of a continued permit was replaced, and its day."""
        earlier = self._facts.nodes(node, NHV.continues)
        programmes = {one for old in earlier for one in self._facts.values(old, NHV.programme)}
        replaced = next(self._changed(NHV.fromProgramme, programmes), None)
        return replaced and (replaced[0], Span(replaced[1], replaced[1]))

    def _changed(
        self, name: NamedNode, programmes: Set[Term]
    ) -> Iterator[tuple[NamedNode, date | None]]:
        """The changes from, or to, one of some programmes, and their days."""
        for change in self._changes:
            if self._facts.has(change, name, *programmes):
                yield change, self._facts.span(change, NHV.date).earliest

    def after_whole(self, permit: NamedNode) -> None:
        """Rule part: a part begins no earlier than its holder's whole, unless a source says so."""
        properties, own = self._facts[permit], self._start[permit]
        if properties[NHV.startBasis] & {NHV.StatedStart, NHV.SiblingStart, NHV.AreaStart}:
            return
        for area in self._facts.nodes(permit, NHV.area):
            whole = self._facts.whole(area)
            for other in self._by_area[whole,] if whole != area else ():
                start = self._start[other].earliest
                same = self._facts[other].get(NHV.holder) == properties.get(NHV.holder)
                if same and start and not (own.latest and own.latest < start):
                    own = Span(latest((own.earliest, start)), own.latest).in_order()
                    properties[NHV.startPremise] = {other}
                    properties[NHV.byRule] = {NHV.PartRule}
        self._start[permit] = own

    def after_permit(self, node: NamedNode) -> None:
        """A supply or cooperation in an area begins no earlier than a permit of its parties."""
        parties = {*self._facts.values(node, NHV.receiver), *self._facts.values(node, NHV.partner)}
        if not parties or NHV.validFrom in self._facts[node]:
            return
        starts = [
            self._start[permit].earliest
            for permit in self._in_area(node)
            if self._facts.has(permit, NHV.holder, *parties)
        ]
        self._start[node] = self._start[node].not_before(earliest(starts))

    def _in_area(self, node: NamedNode) -> list[NamedNode]:
        """The NHV permits of a holding's area."""
        areas = self._facts.nodes(node, NHV.area)
        return [permit for area in areas for permit in self._by_area[area,]]

    def end(self, node: NamedNode) -> None:
        """Find when a holding ended, and note by what."""
        stated = self._facts.span(node, NHV.validUntil)
        found = next(self._ended(node), None)
        if not stated.is_known and found is None:
            return
        if found is not None and stated.is_known:
            end = _earlier(found[0], found[2], stated)
            found = None if end is None else (found[0], found[1], end)
        basis, premise, end = found or (NHV.StatedEnd, None, stated)
        self._end[node] = end
        self._note(node, NHV.endBasis, basis, NHV.endPremise, premise)
        start = self._start[node]
        if end.latest and (start.latest is None or start.latest > end.latest):
            # It had begun before it ended; a source that looks back attests no beginning.
            self._start[node] = Span(start.earliest and min(start.earliest, end.latest), end.latest)
            if self._facts[node][NHV.startBasis] == {NHV.AttestedStart}:
                self._facts[node][NHV.startBasis] = {NHV.UnknownStart}

    def _ended(self, node: NamedNode) -> Iterator[tuple[NamedNode, NamedNode | None, Span]]:
        """The ends that follow by rule, the strongest first."""
        programmes = self._facts.values(node, NHV.programme)
        for change, day in self._changed(NHV.fromProgramme, programmes):
            if day:
                yield NHV.ProgrammeEnd, change, Span(day - DAY, day - DAY)
        if NHV_PROGRAMME in programmes or not programmes:
            return
        starts = {permit: self._start[permit] for permit in self._in_area(node)}
        for permit, start in starts.items():
            if self._facts.has(permit, NHV.continues, node):
                yield NHV.SuccessionEnd, permit, start.before()
        begun = [(day.latest, permit.value, permit) for permit, day in starts.items() if day.latest]
        if begun:
            first, _, permit = min(begun)
            lowest = earliest(start.earliest for start in starts.values())
            yield NHV.TakenOverEnd, permit, Span(lowest, first).before()
        areas = self._facts.values(node, NHV.area)
        for statement in self._handovers:
            about = self._facts.values(statement, NHV.about)
            if not about.isdisjoint(programmes) and not about.isdisjoint(areas):
                yield NHV.HandoverEnd, statement, Span(self._attested[node].between.latest, None)


def _earlier(rule: NamedNode, found: Span, stated: Span) -> Span | None:
    """The end that follows by rule where it says more than the stated one, or None.

    Nothing outlasts its programme; other rules only narrow a stated end that is open.
    """
    if rule == NHV.ProgrammeEnd and found.latest and stated.latest and found < stated:
        return found
    both = overlap((found, stated))
    return both if both.is_bounded and stated.earliest != stated.latest else None


def _comes_after(decided: Span, begun: Span) -> bool:
    """Whether a decision is later than the start, and so that of a later term."""
    return bool(decided.earliest and begun.latest and begun.latest < decided.earliest)
