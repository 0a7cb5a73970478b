"""What follows from the resolved facts, rule by rule, in the order in which one needs another.

Everything here is marked ``nhv:derived`` in the ontology and stands in the resolved graph only;
each rule is a concept of ``nhv:Rules``, and has its home in a file beside this one.
"""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import NamedNode

from loaders.rules.certainty import certify
from loaders.rules.days import Span, note_span
from loaders.rules.facts import Facts
from loaders.rules.held_areas import count_held_areas, count_units
from loaders.rules.holdings import date_holdings
from loaders.rules.links import link, pass_meetings, settle_applications
from loaders.rules.seats import seat_members
from loaders.rules.standing import place_areas
from loaders.rules.terms import write_terms
from loaders.statements import Resolved, Statements
from ontology.terms import NHV

# Where each class has its first and its last day from; the first property present counts.
_SPANS: tuple[tuple[NamedNode, tuple[NamedNode, ...], tuple[NamedNode, ...]], ...] = (
    (NHV.Consultation, (NHV.opens,), (NHV.closes, NHV.answeredOn)),
    (NHV.Call, (NHV.opens,), (NHV.closes,)),
    (NHV.Duty, (NHV.opens,), (NHV.due,)),
    (NHV.Membership, (NHV["from"], NHV.attestedOn), (NHV.until,)),
    (NHV.StatisticClaim, (NHV.asOf,), (NHV.asOf,)),
    (NHV.Application, (NHV.decidedAt,), (NHV.decidedAt,)),
    *(
        (event, (NHV.date,), (NHV.date,))
        for event in (
            NHV.Decision, NHV.Meeting, NHV.SystemChange, NHV.Placement, NHV.Source, NHV.Statement,
        )
    ),
)  # fmt: skip


def derive(resolved: Resolved, statements: Statements, written: Mapping[NamedNode, Span]) -> None:
    """Add everything derived to the resolved facts, whose classes are materialised already.

    The statements are what the sources say, records of the same thing joined; ``written`` is when
    each source was.
    """
    facts = Facts(resolved, statements)
    write_terms(facts)
    for rdf_class, firsts, lasts in _SPANS:
        for node in facts.of(rdf_class):
            span = Span(facts.span(node, *firsts).earliest, facts.span(node, *lasts).latest)
            note_span(facts[node], span, NHV.firstDay, NHV.lastDay)
    for source, span in written.items():
        if source in resolved:
            note_span(resolved[source], span, NHV.possibleFrom, NHV.existsFrom)
    certify(facts)
    link(facts)
    count_units(facts)
    bounds = date_holdings(facts)
    count_held_areas(facts, bounds)
    place_areas(facts, bounds)
    settle_applications(facts, bounds)
    pass_meetings(facts)
    seat_members(facts)
