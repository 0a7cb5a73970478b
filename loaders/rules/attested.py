"""When sources show a holding, and in what state."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from pyoxigraph import NamedNode

from loaders.rules.days import DAY, day_of, earliest, latest
from loaders.statements import Resolved, Term, nodes
from ontology.terms import NHV, PROV

LONGEST_WAIT = timedelta(days=562)
"""The longest time from decision to start that any source dates.  A page that tells of the
decision, or can have been written within this time of it, shows that the permit was granted, and
not that it is in force."""

_IN_FORCE = frozenset({NHV.Active, NHV.Current, NHV.Ended})
_TO_COME = frozenset({NHV.Starting, NHV.Planned})


class Attested:
    """When sources show a holding, and in what state.

    Args:
        resolved: The resolved facts.
        node: The holding.

    Attributes:
        first: The day by which the first source shows it.
        last: The day by which the last source shows it.
        still_to_come: The day after the last one on which a source says that it is still to begin.
    """

    def __init__(self, resolved: Resolved, node: NamedNode) -> None:
        self._shown: list[_Showing] = []
        to_come: list[date | None] = []
        for citation in nodes(resolved[node], PROV.qualifiedPrimarySource):
            about = resolved.get(citation, {})
            states = frozenset(about.get(NHV.state, ()))
            tells_grant = NHV.decidedOn in about.get(NHV.states, ())
            for source in nodes(about, PROV.entity):
                document = resolved.get(source, {})
                day, earliest_day = (
                    day_of(document, name) for name in (NHV.existsFrom, NHV.possibleFrom)
                )
                if day is not None:
                    self._shown.append(_Showing(day, earliest_day, states, tells_grant))
                if states & _TO_COME:
                    to_come.append(earliest_day)
        days = [showing.day for showing in self._shown]
        self.first, self.last = earliest(days), latest(days)
        last = latest(to_come)
        self.still_to_come = None if last is None else last + DAY

    def in_force(self, granted: date | None) -> date | None:
        """The day by which a source first shows it in force.

        Args:
            granted: The day by which it was granted, if its decision is known.
        """
        return earliest(s.day for s in self._shown if s.shows_force(granted))


class _Showing(NamedTuple):
    """That a source shows a holding.

    Attributes:
        day: The day by which the source existed.
        earliest: The day before which it was not written, if that is known.
        states: In what state it shows the holding.
        tells_grant: Whether it tells of the decision.
    """

    day: date
    earliest: date | None
    states: frozenset[Term]
    tells_grant: bool

    def shows_force(self, granted: date | None) -> bool:
        """Whether the holding was in force when the source was written."""
        if self.states:
            return bool(self.states & _IN_FORCE)
        if self.tells_grant or granted is None:
            return not self.tells_grant
        return self.earliest is not None and self.earliest - granted > LONGEST_WAIT
