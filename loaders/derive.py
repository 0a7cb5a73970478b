"""What follows from the resolved facts: days to compare by, and links.

Everything here is marked ``nhv:derived`` in the ontology and stands in the default
graph only.
"""

from __future__ import annotations

from collections import defaultdict

from pyoxigraph import NamedNode

from loaders.days import bounds_of, set_day
from loaders.holdings import date_holdings
from loaders.statements import Resolved, Term
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


def derive(resolved: Resolved) -> None:
    """Add everything derived to the resolved facts.

    Args:
        resolved: Subject, property, values; classes already materialised.  Changed in place.
    """
    by_class: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for subject in sorted(resolved, key=lambda node: node.value):
        for rdf_class in resolved[subject].get(RDF.type, ()):
            if isinstance(rdf_class, NamedNode):
                by_class[rdf_class].append(subject)
    for rdf_class, firsts, lasts in _SPANS:
        for node in by_class[rdf_class]:
            set_day(resolved[node], NHV.firstDay, bounds_of(resolved[node], firsts), 0)
            set_day(resolved[node], NHV.lastDay, bounds_of(resolved[node], lasts), 1)
    date_holdings(resolved, by_class)
    _link_supplies(resolved, by_class)
    _link_calls(resolved, by_class)


def _link_supplies(resolved: Resolved, by_class: dict[NamedNode, list[NamedNode]]) -> None:
    """A supply relation serves the receiver's permit; in short, one supplies the other."""
    held: dict[tuple[Term, Term], set[Term]] = defaultdict(set)
    for permit in by_class[NHV.Permit]:
        for area in resolved[permit].get(NHV.area, ()):
            for holder in resolved[permit].get(NHV.holder, ()):
                held[area, holder].add(permit)
    for node in by_class[NHV.SupplyRelation]:
        properties = resolved[node]
        for receiver in properties.get(NHV.receiver, ()):
            for supplier in properties.get(NHV.supplier, ()):
                if isinstance(supplier, NamedNode) and supplier in resolved:
                    resolved[supplier].setdefault(NHV.supplies, set()).add(receiver)
            for area in properties.get(NHV.area, ()):
                if permits := held.get((area, receiver)):
                    properties.setdefault(NHV.onPermit, set()).update(permits)


def _link_calls(resolved: Resolved, by_class: dict[NamedNode, list[NamedNode]]) -> None:
    """An application answers the call of its area, where there is only one."""
    calls: dict[Term, list[NamedNode]] = defaultdict(list)
    for call in by_class[NHV.Call]:
        for area in resolved[call].get(NHV.area, ()):
            calls[area].append(call)
    for application in by_class[NHV.Application]:
        for area in resolved[application].get(NHV.area, ()):
            if len(calls[area]) == 1:
                resolved[application][NHV.call] = set(calls[area])
