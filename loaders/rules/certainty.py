"""Whether a thing is stated or inferred, and which properties are otherwise (rule certainty).

A property is stated if a citation says it, infers neither it nor the whole, and its source gives
the value that was chosen.  A thing is stated if each property that defines it is
(``nhv:definingProperty`` in the ontology); a thing of a class without such properties, if one
citation states it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode

from loaders.rules.facts import Facts, Properties
from loaders.statements import Term, nodes
from ontology.terms import NHV, PEOPLE_GRAPH, PROV, RDF, REGISTERS_GRAPH, defining

# What stands there is said by the sources that the citations name.
_SHARED: frozenset[Term] = frozenset({PEOPLE_GRAPH, REGISTERS_GRAPH})


def certify(facts: Facts) -> None:
    """Write how certain each cited thing is."""
    for subject, properties in facts.resolved.items():
        citations = nodes(properties, PROV.qualifiedPrimarySource)
        known = [citation for citation in citations if citation in facts.resolved]
        # Of a person only the name is said (PRIVACY.md).
        if known and not facts.is_a(subject, NHV.Person):
            _certify(facts, known, properties, facts.statements.get(subject, {}))


def _certify(
    facts: Facts,
    citations: Iterable[NamedNode],
    properties: Properties,
    said: Mapping[NamedNode, Mapping[Term, set[NamedNode]]],
) -> None:
    core = _core(properties)
    mentioned: set[NamedNode] = set()
    stated: set[NamedNode] = set()
    stating: set[Term] = set()
    for citation in citations:
        states = facts.nodes(citation, NHV.states)
        mentioned |= states
        if facts.has(citation, NHV.certainty, NHV.Inferred):
            continue
        sources = _SHARED.union(facts.values(citation, PROV.entity))
        sure = {
            p
            for p in states.difference(facts.values(citation, NHV.infers))
            if _gives(sources, properties.get(p, ()), said.get(p, {}))
        }
        stated |= sure
        if core <= sure:
            stating.add(citation)
    is_stated = core <= stated if core else bool(stating)
    properties[NHV.certainty] = {NHV.Stated if is_stated else NHV.Inferred}
    if stating:
        properties[NHV.statedBy] = stating
    otherwise = {p for p in mentioned if p in properties and (p in stated) != is_stated}
    if otherwise:
        properties[NHV.inferredProperty if is_stated else NHV.statedProperty] = set(otherwise)


def _core(properties: Properties) -> set[NamedNode]:
    """The properties that define a thing: of each pair of alternatives the one that it has."""
    core = {p for cls in nodes(properties, RDF.type) for p in defining(cls) if p in properties}
    # Where the holder is said, the healthcare region adds nothing.
    return core - {NHV.heldWithin} if NHV.holder in core else core


def _gives(
    sources: frozenset[Term], chosen: Iterable[Term], said: Mapping[Term, set[NamedNode]]
) -> bool:
    """Whether one of the sources gives a value that was chosen."""
    return not all(sources.isdisjoint(said.get(value, ())) for value in chosen)
