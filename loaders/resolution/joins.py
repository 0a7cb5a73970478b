"""One thing under several identifiers: which records of different sources are the same.

Identifiers are made from what a source states.  A source that states less than
another (a month instead of a day, no date at all, the healthcare region instead
of the region) speaks of the same thing under a poorer identifier.  Here such a
record is joined to the full one, by rule and never by likeness of words:

``coarse-date-join``
    A decision, consultation, call or application of one area, programme, kind and party is told
    without a date, or with no other and no finer dates than another record has: it is the record
    that tells most, if only one could be meant.  Undated records alone are one record, too.
``same-decision-join``
    Two decisions on allotment of an area, which sources date differently, when the same permit is
    said to be decided on the day of either: the one whose date is chosen for the permit stands.
``within-join``
    A holding that is only said to lie in a healthcare region is the permit, or permits,
    that regions of it hold in the same area and programme; likewise a supply by the
    healthcare region is that of its regions to the same receiver in the same area.

What is joined keeps its own name as a ``nhv:JoinedRecord`` that tells the rule; its
sources and citations, and by the first two rules all it says, go to the full record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple, TypeAlias

from pyoxigraph import NamedNode

from loaders.dates import When
from loaders.rules.days import agree, whens
from loaders.statements import Statements, Term
from ontology.terms import NHV, PROV, RDF, SKOS, thing

_DATES: dict[NamedNode, tuple[NamedNode, ...]] = {
    NHV.Decision: (NHV.date,),
    NHV.Consultation: (NHV.closes, NHV.answeredOn, NHV.opens),
    NHV.Call: (NHV.closes, NHV.decisionExpected, NHV.opens),
    NHV.Application: (NHV.decidedAt, NHV.appliedOn),
}
# Records of one class are of one matter when these agree.
_MATTER = (NHV.area, NHV.programme, NHV.decisionKind, NHV.applicant, NHV.afterStep)
# Permits of this programme were decided anew at each renewal.
_RENEWED = frozenset({thing("programme", "rikssjukvard")})
_SOURCES = (PROV.qualifiedPrimarySource, PROV.hadPrimarySource)


class _Join(NamedTuple):
    """A record that is the same as the full record or records, by a concept of ``nhv:Rules``."""

    record: NamedNode
    into: Collection[NamedNode]
    rule: NamedNode


def join(statements: Statements) -> None:
    """Join records that are the same, in what the sources say."""
    within = _within(statements, NHV.Permit, NHV.programme, NHV.holder, NHV.heldWithin)
    supplies = _within(statements, NHV.SupplyRelation, NHV.receiver, NHV.supplier, NHV.supplier)
    for found in (*_coarse_dates(statements), *within, *supplies):
        _fold(statements, found)


Chooses: TypeAlias = Callable[[NamedNode, NamedNode, Mapping[Term, set[NamedNode]]], Term]


def join_decisions(statements: Statements, chosen: Chooses) -> set[NamedNode]:
    """Join decisions on allotment that are one decision, told with different days; those joined to.

    ``chosen`` gives the value of a thing's property that is chosen, of all that sources give.
    Where permits choose differently, a decision that others were joined to is joined to none.
    """
    decisions: dict[tuple[Term, Term], list[NamedNode]] = defaultdict(list)
    for node, properties in statements.items():
        if NHV.AllotmentDecision in properties.get(NHV.decisionKind, {}):
            for matter in _pairs(properties, NHV.area, NHV.programme):
                decisions[matter].append(node)
    joins: dict[NamedNode, NamedNode] = {}
    for permit, properties in sorted(statements.items(), key=_by_name):
        days = properties.get(NHV.decidedOn, {})
        if len(days) < 2 or NHV.Permit not in properties.get(RDF.type, {}):
            continue
        best = chosen(permit, NHV.decidedOn, days)
        others = [day for day in days if day != best]
        for matter in _pairs(properties, NHV.area, NHV.programme):
            right = [node for node in decisions[matter] if _is_of(statements[node], [best])]
            if matter[1] not in _RENEWED and len(right) == 1:
                wrong = (node for node in decisions[matter] if node not in right)
                stands = _stands(joins, right[0])
                for node in wrong:
                    if node != stands and _is_of(statements[node], others):
                        joins.setdefault(node, stands)
    for record in sorted(joins, key=str):
        _fold(statements, _Join(record, (_stands(joins, record),), NHV.SameDecisionJoin))
    return {_stands(joins, record) for record in joins}


def _stands(joins: Mapping[NamedNode, NamedNode], node: NamedNode) -> NamedNode:
    """The record that is left of one, once all are joined."""
    while node in joins:
        node = joins[node]
    return node


def _by_name(pair: tuple[NamedNode, object]) -> str:
    return pair[0].value


def _pairs(
    properties: Mapping[NamedNode, Iterable[Term]], first: NamedNode, second: NamedNode
) -> Iterator[tuple[Term, Term]]:
    """Each value of one property with each of another."""
    return product(properties.get(first, ()), properties.get(second, ()))


def _is_of(properties: Mapping[NamedNode, Mapping[Term, object]], days: Iterable[Term]) -> bool:
    """Whether a decision can be of one of the days."""
    return any(agree(own, day) for own, day in product(properties.get(NHV.date, {}), days))


def _coarse_dates(statements: Statements) -> Iterator[_Join]:
    matters: dict[tuple[NamedNode, tuple[frozenset[Term], ...]], list[NamedNode]] = defaultdict(
        list
    )
    for subject, properties in statements.items():
        for rdf_class in properties.get(RDF.type, {}):
            if isinstance(rdf_class, NamedNode) and rdf_class in _DATES:
                matter = tuple(frozenset(properties.get(name, {})) for name in _MATTER)
                matters[rdf_class, matter].append(subject)
    for (rdf_class, _), records in matters.items():
        dates = {node: _dates(statements[node], _DATES[rdf_class]) for node in records}
        records.sort(key=lambda record: record.value)
        for node in records:
            meant = [other for other in records if _tells(dates[other], dates[node])]
            # Of those that may be meant, one tells all that the others do; else nobody knows which.
            fullest = (o for o in meant if all(_tells(dates[o], dates[p]) for p in meant))
            target = next(fullest, node)
            if target != node:
                yield _Join(node, (target,), NHV.CoarseDateJoin)


def _within(
    statements: Statements, cls: NamedNode, other: NamedNode, party: NamedNode, place: NamedNode
) -> Iterator[_Join]:
    """Joins of what names a healthcare region to what names a party in it.

    In records of a class the area and one ``other`` property must agree; ``party`` names who it is,
    ``place`` the healthcare region, where nothing says who it is.
    """
    full: dict[tuple[Term, Term, Term], set[NamedNode]] = defaultdict(set)
    poorer: dict[NamedNode, set[tuple[Term, Term, Term]]] = defaultdict(set)
    for subject, properties in statements.items():
        if cls not in properties.get(RDF.type, {}):
            continue
        for matter in _pairs(properties, NHV.area, other):
            for who in properties.get(party, {}):
                for region in _healthcare_regions(statements, who):
                    full[*matter, region].add(subject)
            if place == party or party not in properties:
                poorer[subject].update((*matter, region) for region in properties.get(place, {}))
    for record, matters in sorted(poorer.items(), key=_by_name):
        if known := {node for matter in matters for node in full.get(matter, ())}:
            yield _Join(record, known, NHV.WithinJoin)


def _healthcare_regions(statements: Statements, holder: Term) -> set[Term]:
    """The healthcare regions of a region, or of the region that runs a hospital."""
    if not isinstance(holder, NamedNode):
        return set()
    properties = statements.get(holder, {})
    found = set(properties.get(NHV.inHealthcareRegion, {}))
    for operator in properties.get(NHV.operator, {}):
        if isinstance(operator, NamedNode):
            found |= set(statements.get(operator, {}).get(NHV.inHealthcareRegion, {}))
    return found


def _fold(statements: Statements, found: _Join) -> None:
    """Give a record's words to the full record, and leave a note of the rule in its place."""
    properties = statements[found.record]
    graphs = {graph for said_by in properties[RDF.type].values() for graph in said_by}
    for target in found.into:
        if found.rule != NHV.WithinJoin:
            _rename_units(statements, found.record, target)
        for name, values in properties.items():
            if found.rule == NHV.WithinJoin and name not in _SOURCES:
                continue
            if name not in (RDF.type, SKOS.prefLabel):
                for value, said_by in values.items():
                    statements[target][name][value] |= said_by
        statements[target][NHV.joins][found.record] |= graphs
    note = {name: properties[name] for name in (*_SOURCES, SKOS.prefLabel)}
    note[RDF.type] = {NHV.JoinedRecord: graphs}
    note[NHV.joinRule] = {found.rule: graphs}
    statements[found.record] = defaultdict(lambda: defaultdict(set), note)


def _rename_units(statements: Statements, record: NamedNode, target: NamedNode) -> None:
    """Numbers of units are named after what states them: name them after the full record."""
    old, new = (f"/units/{node.value.rpartition('/')[2]}-" for node in (record, target))
    renamed: dict[Term, Term] = {}
    waiting = list(statements[record].get(NHV.unitCount, {}))
    while waiting:
        node = waiting.pop()
        if isinstance(node, NamedNode) and node not in renamed:
            renamed[node] = NamedNode(node.value.replace(old, new, 1))
            waiting += statements[node].get(NHV.ofWhich, {})
    for node, name in renamed.items():
        if node == name:
            continue
        assert isinstance(node, NamedNode)
        assert isinstance(name, NamedNode)
        for predicate, values in statements.pop(node).items():
            for value, said_by in values.items():
                statements[name][predicate][renamed.get(value, value)] |= said_by
    counts = statements[record].get(NHV.unitCount, {})
    for node in list(counts):
        counts[renamed.get(node, node)] = counts.pop(node)


def _dates(
    properties: Mapping[NamedNode, Iterable[Term]], names: tuple[NamedNode, ...]
) -> Mapping[NamedNode, Sequence[When]]:
    """The dates of a record, by what each is the date of."""
    return {name: days for name in names if (days := whens(properties.get(name, ())))}


def _tells(
    fuller: Mapping[NamedNode, Sequence[When]], poorer: Mapping[NamedNode, Sequence[When]]
) -> bool:
    """Whether a record has all dates that another has, and none of them less precisely."""
    return all(
        any(fine.within(coarse) for fine in fuller.get(name, ()))
        for name, days in poorer.items()
        for coarse in days
    )
