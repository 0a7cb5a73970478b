"""What bounds a start beside a permit's own sources: other permits, its area, its programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from pyoxigraph import NamedNode

from loaders.rules.days import Span, earliest, latest, overlap
from loaders.rules.facts import Facts, Matter
from loaders.statements import Term
from ontology.terms import NHV, PROV


def stated_starts(facts: Facts) -> Mapping[NamedNode, Mapping[NamedNode, Span]]:
    """When programmes and whole areas begin, by the statements that say so."""
    starts: dict[NamedNode, dict[NamedNode, Span]] = defaultdict(dict)
    for node in facts.of(NHV.Statement):
        span = facts.span(node, NHV.date)
        if facts.has(node, NHV.statementKind, NHV.Start) and span.is_known:
            for about in facts.nodes(node, NHV.about):
                starts[about][node] = span
    return starts


def siblings(facts: Facts) -> Mapping[NamedNode, NamedNode]:
    """For permits without a stated start: the one whose stated start holds by the same decision.

    Where starts stated for one decision differ, none of them holds for the others.
    """
    stated: dict[NamedNode, dict[NamedNode, Span]] = defaultdict(dict)
    unstated = []
    for permit in facts.of(NHV.Permit):
        if NHV.validFrom not in facts[permit]:
            unstated.append(permit)
            continue
        for decision in facts.nodes(permit, NHV.decision):
            stated[decision][permit] = facts.span(permit, NHV.validFrom)
    return {
        permit: _narrowest(stated[decision])
        for permit in unstated
        for decision in facts.nodes(permit, NHV.decision)
        if overlap(stated[decision].values()).is_bounded
    }


def area_starts(facts: Facts) -> Mapping[NamedNode, NamedNode]:
    """For NHV permits without a stated start: the statement of when their whole area begins.

    It holds where all starts stated in the area agree with it, no permits of the area were allotted
    after it, and the area has no more holders than units: else somebody is not meant.
    """
    told = stated_starts(facts)
    starts = defaultdict(list, {whole: list(spans.values()) for whole, spans in told.items()})
    unstated: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    holders: dict[NamedNode, set[Term]] = defaultdict(set)
    for permit in filter(facts.is_nhv, facts.of(NHV.Permit)):
        stated = facts.span(permit, NHV.validFrom)
        for whole in facts.wholes(permit):
            holders[whole].update(facts.values(permit, NHV.holder))
            if stated.is_known:
                starts[whole].append(stated)
            else:
                unstated[whole].append(permit)
    allotted: dict[NamedNode, list[date | None]] = defaultdict(list)
    for node in filter(facts.is_nhv, facts.of(NHV.Decision)):
        if facts.has(node, NHV.decisionKind, NHV.AllotmentDecision):
            for whole in facts.wholes(node):
                allotted[whole].append(facts.span(node, NHV.date).earliest)
    found: dict[NamedNode, NamedNode] = {}
    for whole, statements in told.items():
        begun = earliest(span.latest for span in statements.values())
        decided = latest(allotted[whole])
        units = facts.values(whole, NHV.mostUnits)
        if any(int(number.value) < len(holders[whole]) for number in units):
            continue
        if begun and decided and decided <= begun and overlap(starts[whole]).is_bounded:
            found |= dict.fromkeys(unstated[whole], _narrowest(statements))
    return found


def _narrowest(spans: Mapping[NamedNode, Span]) -> NamedNode:
    """What says most precisely when something begins; of several the first by name."""
    return min(spans, key=lambda node: (spans[node].width, node.value))


class Floors:
    """Days before which a permit was not granted: by its programme, and by its area's process."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._programmes: dict[NamedNode, date | None] = {
            programme: facts.span(node, NHV.date).earliest
            for node in facts.of(NHV.SystemChange)
            for programme in facts.nodes(node, NHV.toProgramme)
        }
        for about, told in stated_starts(facts).items():
            if facts.is_a(about, NHV.Programme):
                days = (span.earliest for span in told.values())
                self._programmes[about] = earliest((self._programmes.get(about), *days))
        self._defined: dict[Matter, list[date]] = defaultdict(list)
        # Days on which an area was still to be allotted: of calls, and of sources that await it.
        self._rounds: dict[Matter, list[date]] = defaultdict(list)
        # Days by which a permit of an area is said to be decided or to begin.
        self._granted: dict[Matter, list[date]] = defaultdict(list)
        for node in facts.of(NHV.Decision):
            day = facts.span(node, NHV.date).earliest
            if facts.has(node, NHV.decisionKind, NHV.DefinitionDecision):
                self._note(self._defined, node, day)
            if facts.has(node, NHV.decisionKind, NHV.AllotmentDecision):
                self._note(self._rounds, node, day)
        for node in facts.of(NHV.Call):
            self._note(self._rounds, node, facts.span(node, NHV.closes, NHV.opens).earliest)
        for node in facts.of(NHV.Application):
            if facts.has(node, NHV.outcome, NHV.Pending):
                for source in facts.nodes(node, PROV.hadPrimarySource):
                    written = facts.span(source, NHV.possibleFrom)
                    self._note(self._rounds, node, written.earliest)
        for node in facts.of(NHV.Permit):
            self._note(self._granted, node, facts.span(node, NHV.decidedOn, NHV.validFrom).latest)

    def _note(self, days: dict[Matter, list[date]], node: NamedNode, day: date | None) -> None:
        if day is not None:
            for matter in self._facts.matters(node):
                days[matter].append(day)

    def of_programme(self, permit: NamedNode) -> date | None:
        """Nothing begins before its programme."""
        programmes = self._facts.nodes(permit, NHV.programme)
        return latest(self._programmes.get(name) for name in programmes)

    def of_process(self, permit: NamedNode, shown: date | None) -> date | None:
        """Nothing is granted before its area is defined, or while its permits are advertised."""
        continues = self._facts.values(permit, NHV.continues)
        return None if continues else latest(self._days(permit, shown))

    def _days(self, permit: NamedNode, shown: date | None) -> Iterator[date | None]:
        for area, programme in self._facts.matters(permit):
            for matter in ((area, programme), (self._facts.whole(area), programme)):
                yield earliest(self._defined.get(matter, ()))
                before = earliest((shown, *self._granted.get(matter, ())))
                for day in self._rounds.get(matter, ()):
                    if before is not None and day <= before:
                        yield day
