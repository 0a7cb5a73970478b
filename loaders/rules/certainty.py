"""Whether a thing is stated or inferred, and which properties are otherwise (rule certainty).

A property is stated if a citation says it, infers neither it nor the whole, and its source gives
the value that was chosen.  A thing is stated if each property that defines it is
(``nhv:definingProperty`` in the ontology); a thing of a class without such properties, if one
citation states it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from pyoxigraph import NamedNode

from loaders.statements import Resolved, Statements, Term
from ontology.terms import NHV, PEOPLE_GRAPH, PROV, RDF, REGISTERS_GRAPH, defining

Properties = Mapping[NamedNode, Collection[Term]]
# What stands there is said by the sources that the citations name.
_SHARED = frozenset({PEOPLE_GRAPH, REGISTERS_GRAPH})


def certify(resolved: Resolved, statements: Statements) -> None:
    """Write how certain each cited thing is.

    Args:
        resolved: The resolved facts; changed in place.
        statements: What the sources say, to see who gives the values that were chosen.
    """
    for subject, properties in resolved.items():
        citations = [
            (citation, resolved[citation])
            for citation in properties.get(PROV.qualifiedPrimarySource, ())
            if isinstance(citation, NamedNode) and citation in resolved
        ]
        # Of a person only the name is said (PRIVACY.md).
        if citations and NHV.Person not in properties.get(RDF.type, ()):
            _certify(properties, citations, statements.get(subject, {}))


def _certify(
    properties: dict[NamedNode, set[Term]],
    citations: Collection[tuple[NamedNode, Properties]],
    said: Mapping[NamedNode, Mapping[Term, set[NamedNode]]],
) -> None:
    core = _core(properties)
    mentioned: set[NamedNode] = set()
    stated: set[NamedNode] = set()
    stating: set[Term] = set()
    for citation, about in citations:
        states = {p for p in about.get(NHV.states, ()) if isinstance(p, NamedNode)}
        mentioned |= states
        if NHV.Inferred in about.get(NHV.certainty, ()):
            continue
        sure = {
            p
            for p in states.difference(about.get(NHV.infers, ()))
            if _gives(about.get(PROV.entity, ()), properties.get(p, ()), said.get(p, {}))
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
        name = NHV.inferredProperty if is_stated else NHV.statedProperty
        properties[name] = set(otherwise)


def _core(properties: Properties) -> set[NamedNode]:
    """The properties that define a thing: of each pair of alternatives the one that it has."""
    core: set[NamedNode] = set()
    for rdf_class in properties.get(RDF.type, ()):
        if isinstance(rdf_class, NamedNode):
            core |= defining(rdf_class) & properties.keys()
    if NHV.holder in core:
        core.discard(NHV.heldWithin)  # where the holder is said, the healthcare region adds nothing
    return core


def _gives(
    sources: Iterable[Term], chosen: Collection[Term], said: Mapping[Term, set[NamedNode]]
) -> bool:
    """Whether one of the sources gives a value that was chosen."""
    graphs = {graph for value in chosen for graph in said.get(value, ())}
    return bool(graphs & _SHARED) or any(source in graphs for source in sources)
