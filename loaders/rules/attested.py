"""When sources show a holding, and in what state."""

from __future__ import annotations

from datetime import date, timedelta

from pyoxigraph import NamedNode

from loaders.rules.days import DAY, day_of, earliest, latest
from loaders.statements import Resolved, Term, nodes
from ontology.terms import NHV, PROV

SHORTEST_WAIT = timedelta(days=170)
"""The shortest time from decision to start that any source dates.  A page that tells of the
decision, or names a holder sooner after it than this, shows that the permit was granted, and not
that it is in force."""

_IN_FORCE = frozenset({NHV.Active, NHV.Current})
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
        shown: list[tuple[date, frozenset[Term], bool]] = []
        to_come: list[date | None] = []
        for citation in nodes(resolved[node], PROV.qualifiedPrimarySource):
            about = resolved.get(citation, {})
            states = frozenset(about.get(NHV.state, ()))
            tells_grant = NHV.decidedOn in about.get(NHV.states, ())
            for source in nodes(about, PROV.entity):
                document = resolved.get(source, {})
                day = day_of(document, NHV.existsFrom)
                if day is not None:
                    shown.append((day, states, tells_grant))
                if states & _TO_COME:
                    to_come.append(day_of(document, NHV.possibleFrom))
        days = [day for day, *_ in shown]
        self.first, self.last = earliest(days), latest(days)
        last = latest(to_come)
        self.still_to_come = None if last is None else last + DAY
        self._shown = shown

    def in_force(self, granted: date | None) -> date | None:
        """The day by which a source first shows it in force, if it was granted by a known day."""
        return earliest(
            day
            for day, states, tells_grant in self._shown
            if states & _IN_FORCE
            or NHV.Ended in states
            or (
                not states
                and not tells_grant
                and (granted is None or day - granted >= SHORTEST_WAIT)
            )
        )
