"""What follows from the resolved facts, rule by rule, in the order in which one needs another.

Everything here is marked ``nhv:derived`` in the ontology and stands in the resolved graph only;
each rule is a concept of ``nhv:Rules``, and has its home in :mod:`loaders.rules`.
"""

from __future__ import annotations

from collections import defaultdict

from pyoxigraph import NamedNode

from loaders.rules.certainty import certify
from loaders.rules.days import Span, note_span, span_of
from loaders.rules.held_areas import count_held_areas
from loaders.rules.holdings import date_holdings
from loaders.rules.links import link
from loaders.rules.outcomes import pass_meetings, seat_members, settle_applications
from loaders.rules.standing import place_areas
from loaders.rules.units import count_holders, count_units
from loaders.rules.written import note_written
from loaders.statements import Resolved, Statements
from ontology.terms import NHV, RDF

# Where each class has its first and its last day from; the first property present counts.
_SPANS: tuple[tuple[NamedNode, tuple[NamedNode, ...], tuple[NamedNode, ...]], ...] = (
    (NHV.Consultation, (NHV.opens,), (NHV.closes, NHV.answeredOn)),
    (NHV.Call, (NHV.opens,), (NHV.closes,)),
    (NHV.Duty, (NHV.opens,), (NHV.due,)),
    (NHV.Membership, (NHV["from"], NHV.attestedOn), (NHV.until,)),
    *(
        (event, (prop,), (prop,))
        for event, prop in (
            (NHV.Decision, NHV.date),
            (NHV.Meeting, NHV.date),
            (NHV.SystemChange, NHV.date),
            (NHV.Placement, NHV.date),
            (NHV.Source, NHV.date),
            (NHV.Statement, NHV.date),
            (NHV.StatisticClaim, NHV.asOf),
            (NHV.Application, NHV.decidedAt),
        )
    ),
)


def derive(resolved: Resolved, statements: Statements, when: dict[NamedNode, Span]) -> None:
    """Add everything derived to the resolved facts.

    Args:
        resolved: Subject, property, values; classes already materialised.  Changed in place.
        statements: What the sources say.
        when: When each source was written.
    """
    by_class: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for subject in sorted(resolved, key=lambda node: node.value):
        for rdf_class in resolved[subject].get(RDF.type, ()):
            if isinstance(rdf_class, NamedNode):
                by_class[rdf_class].append(subject)
    for rdf_class, firsts, lasts in _SPANS:
        for node in by_class[rdf_class]:
            begun, ended = (span_of(resolved[node], *names) for names in (firsts, lasts))
            span = Span(begun.earliest, ended.latest)
            note_span(resolved[node], span, NHV.firstDay, NHV.lastDay)
    note_written(resolved, when)
    certify(resolved, statements)
    link(resolved, by_class)
    count_units(resolved, by_class)
    bounds = date_holdings(resolved, by_class)
    count_held_areas(resolved, statements, by_class, bounds)
    count_holders(resolved)
    place_areas(resolved, by_class, bounds)
    settle_applications(resolved, by_class, bounds)
    pass_meetings(resolved, by_class)
    seat_members(resolved, by_class)
