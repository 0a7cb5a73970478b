"""The days before which no permit can have been granted, nor begun."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from pyoxigraph import NamedNode

from loaders.rules.days import earliest, latest, span_of
from loaders.rules.links import matters, whole_of
from loaders.rules.starts import stated_starts
from loaders.statements import ByClass, Resolved, Term, nodes
from ontology.terms import NHV, PROV, RDF

Properties = Mapping[NamedNode, set[Term]]


class Floors:
    """Days before which a permit was not granted: by its programme, and by its area's process.

    Args:
        resolved: The resolved facts.
        by_class: The things of each class.
    """

    def __init__(self, resolved: Resolved, by_class: ByClass) -> None:
        self._resolved = resolved
        self._programmes: dict[Term, date | None] = {}
        for node in by_class[NHV.SystemChange]:
            for programme in resolved[node].get(NHV.toProgramme, ()):
                self._programmes[programme] = span_of(resolved[node], NHV.date).earliest
        for about, told in stated_starts(resolved, by_class).items():
            if NHV.Programme in resolved.get(about, {}).get(RDF.type, ()):
                days = (span.earliest for span in told.values())
                self._programmes[about] = earliest((self._programmes.get(about), *days))
        defined: dict[object, list[date]] = defaultdict(list)
        for node in by_class[NHV.Decision]:
            if NHV.DefinitionDecision in resolved[node].get(NHV.decisionKind, ()):
                _note(defined, resolved[node], span_of(resolved[node], NHV.date).earliest)
        self._defined = {matter: min(days) for matter, days in defined.items()}
        self._rounds = _rounds(resolved, by_class)
        self._first_granted = _first_granted(resolved, by_class[NHV.Permit])

    def of_programme(self, permit: Properties) -> date | None:
        """Nothing begins before its programme."""
        return latest(self._programmes.get(name) for name in permit.get(NHV.programme, ()))

    def of_process(self, permit: Properties, shown: date | None) -> date | None:
        """Nothing is granted before its area is defined, or while its permits are advertised.

        Args:
            permit: What is said of the permit.
            shown: The day by which it was granted, as far as its own sources tell.
        """
        return None if permit.get(NHV.continues) else latest(self._days(permit, shown))

    def _days(self, permit: Properties, shown: date | None) -> Iterator[date | None]:
        for area, programme in matters(permit):
            for matter in ((area, programme), (whole_of(self._resolved, area), programme)):
                yield self._defined.get(matter)
                before = earliest((shown, self._first_granted.get(matter)))
                for day in self._rounds.get(matter, ()):
                    if before is not None and day <= before:
                        yield day


def _rounds(resolved: Resolved, by_class: ByClass) -> Mapping[object, list[date]]:
    """Days on which an area was still to be allotted: of calls, and of sources that await it."""
    rounds: dict[object, list[date]] = defaultdict(list)
    for node in by_class[NHV.Call]:
        _note(rounds, resolved[node], span_of(resolved[node], NHV.closes, NHV.opens).earliest)
    for node in by_class[NHV.Decision]:
        if NHV.AllotmentDecision in resolved[node].get(NHV.decisionKind, ()):
            _note(rounds, resolved[node], span_of(resolved[node], NHV.date).earliest)
    for node in by_class[NHV.Application]:
        if NHV.Pending in resolved[node].get(NHV.outcome, ()):
            for source in nodes(resolved[node], PROV.hadPrimarySource):
                _note(rounds, resolved[node], span_of(resolved[source], NHV.possibleFrom).earliest)
    return rounds


def _first_granted(resolved: Resolved, permits: Iterable[NamedNode]) -> Mapping[object, date]:
    """The first day on which a permit of an area is said to be decided or to begin."""
    days: dict[object, list[date]] = defaultdict(list)
    for permit in permits:
        _note(
            days, resolved[permit], span_of(resolved[permit], NHV.decidedOn, NHV.validFrom).latest
        )
    return {matter: min(found) for matter, found in days.items()}


def _note(days: dict[object, list[date]], about: Properties, day: date | None) -> None:
    if day is not None:
        for matter in matters(about):
            days[matter].append(day)
