"""The terms of a permit for rikssjukvård, given for some years and renewed (rule ``term-rule``).

Successive terms are no contradiction.  Two sources contradict each other where they agree on one
day of a term (its first, its last, or that of its decision) and differ on another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from pyoxigraph import NamedNode

from loaders.rules.days import Span, agree, note_span, span_of, when_of, whens
from loaders.rules.facts import RIKSSJUKVARD, Facts
from loaders.statements import Term
from ontology.terms import NHV, PROV, RDF, thing

SIDES = (NHV.validFrom, NHV.validUntil, NHV.decidedOn)
"""The days of a term; a renewal has a decision of its own."""
_Properties: TypeAlias = Mapping[NamedNode, Mapping[Term, set[NamedNode]]]


@dataclass
class PermitTerm:
    """One term: its sources, and the values that they give for each of :data:`SIDES`."""

    days: Mapping[NamedNode, set[Term]] = field(
        default_factory=lambda: {side: set() for side in SIDES}
    )
    sources: set[NamedNode] = field(default_factory=set)

    def shares_a_side(self, days: Mapping[NamedNode, Term]) -> bool:
        """Whether it begins, ends or was decided on the same day as another."""
        return any(agree(value, days[side]) for side in days for value in self.days[side])


def terms(properties: _Properties) -> list[PermitTerm]:
    """The terms that sources give of a permit, the first first."""
    told: dict[NamedNode, dict[NamedNode, list[Term]]] = {}
    for side in SIDES:
        for value, graphs in properties.get(side, {}).items():
            for graph in graphs:
                told.setdefault(graph, {}).setdefault(side, []).append(value)
    given = [(graph, days) for graph in told for days in _terms_of_one_source(told[graph])]
    found: list[PermitTerm] = []
    # What gives most days comes first, so that the rest finds the term that it belongs to.
    for graph, days in sorted(given, key=lambda pair: (-len(pair[1]), pair[0].value)):
        same = next((term for term in found if term.shares_a_side(days)), None)
        if same is None:
            found.append(same := PermitTerm())
        for side, value in days.items():
            same.days[side].add(value)
        same.sources.add(graph)
    return sorted(found, key=_begins)


def contradicted(properties: _Properties, side: NamedNode, chosen: Term) -> set[Term]:
    """What sources give for a day of the term of a permit to which the chosen value belongs."""
    days = (term.days[side] for term in terms(properties))
    return next((values for values in days if chosen in values), {chosen})


def write_terms(facts: Facts) -> None:
    """Write the terms of each permit for rikssjukvård that has any."""
    for permit in facts.of(NHV.Permit):
        if not facts.has(permit, NHV.programme, RIKSSJUKVARD):
            continue
        given = terms(facts.statements.get(permit, {}))
        dated = [term for term in given if any(term.days[side] for side in SIDES[:2])]
        for number, term in enumerate(dated, 1):
            node = thing("term", f"{permit.value.rpartition('/')[2]}.{number}")
            facts[permit].setdefault(NHV.term, set()).add(node)
            written = facts.resolved[node] = {
                RDF.type: {NHV.PermitTerm},
                PROV.hadPrimarySource: set(term.sources),
            }
            begun, ended = (span_of(term.days, side) for side in SIDES[:2])
            note_span(written, Span(begun.earliest, ended.latest), NHV.firstDay, NHV.lastDay)


def _terms_of_one_source(
    told: Mapping[NamedNode, list[Term]],
) -> list[dict[NamedNode, Term]]:
    """The terms that one source gives.

    An end goes to the term begun last before it, a decision to the first that begins after it.
    """
    if all(len(values) == 1 for values in told.values()):
        return [{side: values[0] for side, values in told.items()}]
    begin, end, decided = SIDES
    begun: list[dict[NamedNode, Term]] = [
        {begin: value} for value in sorted(told.get(begin, ()), key=_first_day)
    ]
    others: list[dict[NamedNode, Term]] = []
    for value in sorted(told.get(end, ()), key=_first_day):
        before = [t for t in begun if end not in t and _first_day(t[begin]) <= _first_day(value)]
        if before:
            before[-1][end] = value
        else:
            others.append({end: value})
    for value in sorted(told.get(decided, ()), key=_first_day, reverse=True):
        after = [t for t in begun if decided not in t and _first_day(t[begin]) >= _first_day(value)]
        if after:
            after[0][decided] = value
        else:
            others.append({decided: value})
    return [*begun, *others]


def _first_day(value: Term) -> tuple[date, str]:
    when = when_of(value)
    return (when.first if when else date.max), str(value)


def _begins(term: PermitTerm) -> tuple[date, str]:
    days = [when.first for values in term.days.values() for when in whens(values)]
    return min(days, default=date.max), min(source.value for source in term.sources)
