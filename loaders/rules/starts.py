"""Starts that a source states for more than one holder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode

from loaders.rules.days import Span, earliest, latest, span_of
from loaders.rules.links import NHV_PROGRAMME, whole_of
from loaders.statements import ByClass, Resolved, Term, nodes
from ontology.terms import NHV


def stated_starts(
    resolved: Resolved, by_class: ByClass
) -> Mapping[NamedNode, Mapping[NamedNode, Span]]:
    """When programmes and whole areas begin, by the statements that say so.

    Args:
        resolved: The resolved facts.
        by_class: The things of each class.
    """
    starts: dict[NamedNode, dict[NamedNode, Span]] = defaultdict(dict)
    for node in by_class[NHV.Statement]:
        span = span_of(resolved[node], NHV.date)
        if NHV.Start in resolved[node].get(NHV.statementKind, ()) and span.is_known:
            for about in nodes(resolved[node], NHV.about):
                starts[about][node] = span
    return starts


def siblings(resolved: Resolved, permits: Iterable[NamedNode]) -> Mapping[NamedNode, NamedNode]:
    """For permits without a stated start: the one whose stated start holds by the same decision.

    Where starts stated for one decision differ, none of them holds for the others.

    Args:
        resolved: The resolved facts.
        permits: All permits.
    """
    stated: dict[Term, list[NamedNode]] = defaultdict(list)
    for permit in permits:
        for decision in resolved[permit].get(NHV.decision, ()):
            if NHV.validFrom in resolved[permit]:
                stated[decision].append(permit)
    found: dict[NamedNode, NamedNode] = {}
    for permit in permits:
        if NHV.validFrom in resolved[permit]:
            continue
        for decision in resolved[permit].get(NHV.decision, ()):
            spans = {other: span_of(resolved[other], NHV.validFrom) for other in stated[decision]}
            if spans and _agree(spans.values()):
                found[permit] = min(spans, key=lambda other: (_width(spans[other]), other.value))
    return found


def area_starts(resolved: Resolved, by_class: ByClass) -> Mapping[NamedNode, NamedNode]:
    """For NHV permits without a stated start: the statement of when their whole area begins.

    It holds where all starts stated in the area agree with it, no permits of the area were allotted
    after it, and the area has no more holders than units: else somebody is not meant.

    Args:
        resolved: The resolved facts, with the units of areas.
        by_class: The things of each class.
    """
    told = stated_starts(resolved, by_class)
    starts: dict[Term, list[Span]] = defaultdict(list)
    open_permits: dict[Term, list[NamedNode]] = defaultdict(list)
    holders: dict[Term, set[Term]] = defaultdict(set)
    for whole, statements in told.items():
        starts[whole] += statements.values()
    for permit in by_class[NHV.Permit]:
        stated = span_of(resolved[permit], NHV.validFrom)
        for area in _wholes(resolved, permit):
            holders[area] |= resolved[permit].get(NHV.holder, set())
            if stated.is_known:
                starts[area].append(stated)
            else:
                open_permits[area].append(permit)
    allotted: dict[Term, list[Span]] = defaultdict(list)
    for node in by_class[NHV.Decision]:
        if NHV.AllotmentDecision in resolved[node].get(NHV.decisionKind, ()):
            for area in _wholes(resolved, node):
                allotted[area].append(span_of(resolved[node], NHV.date))
    found: dict[NamedNode, NamedNode] = {}
    for whole, statements in told.items():
        begun = earliest(span.latest for span in statements.values())
        decided = latest(span.earliest for span in allotted[whole])
        units = (int(number.value) for number in resolved[whole].get(NHV.mostUnits, ()))
        if any(number < len(holders[whole]) for number in units):
            continue
        if begun and decided and decided <= begun and _agree(starts[whole]):
            best = min(statements, key=lambda node: (_width(statements[node]), node.value))
            found |= dict.fromkeys(open_permits[whole], best)
    return found


def _wholes(resolved: Resolved, node: NamedNode) -> set[Term]:
    """The whole areas that a fact of NHV is about."""
    if NHV_PROGRAMME not in resolved[node].get(NHV.programme, ()):
        return set()
    return {whole_of(resolved, area) for area in resolved[node].get(NHV.area, ())}


def _agree(spans: Iterable[Span]) -> bool:
    """Whether one day can be meant by all."""
    spans = list(spans)
    first, last = latest(s.earliest for s in spans), earliest(s.latest for s in spans)
    return first is not None and last is not None and first <= last


def _width(span: Span) -> int:
    return (span.latest - span.earliest).days if span.latest and span.earliest else 0
