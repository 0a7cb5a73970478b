"""Every name that the project uses: terms, kinds of things, graphs, prefixes.

The vocabularies are closed: a name that is not in the ontology is an error that says which name
is nearest, instead of a query that silently finds nothing. ``NHV`` is read from ``nhv.ttl`` and
``schemes.ttl`` at first use; the others list the terms of other standards that the project uses.

Example:
    >>> NHV.Permit.value
    'https://w3id.org/nhv/ontology#Permit'
    >>> curie(thing("area", "dysmeli").value)
    'area:dysmeli'
    >>> concept("supplyKind", "underleverantör") == NHV.Underleverantor
    True
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from ontology.names import (
    BASE,
    KINDS,
    OVERLAYS,
    PEOPLE_GRAPH,
    PREFIXES,
    PUBLISHED_GRAPH,
    REGISTERS_GRAPH,
    RESOLVED_GRAPH,
    curie,
    expand,
    thing,
)
from ontology.spelling import did_you_mean, kebab
from ontology.standards import (
    BIBO,
    DCTERMS,
    EDTF,
    ELI,
    FOAF,
    GEO,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SH,
    SKOS,
    VANN,
    XSD,
)
from ontology.vocabulary import Vocabulary

__all__ = [
    "BASE",
    "BIBO",
    "DCTERMS",
    "EDTF",
    "ELI",
    "FOAF",
    "GEO",
    "KINDS",
    "NHV",
    "ORG",
    "OVERLAYS",
    "OWL",
    "PEOPLE_GRAPH",
    "PREFIXES",
    "PROV",
    "PUBLISHED_GRAPH",
    "RDF",
    "RDFS",
    "REGISTERS_GRAPH",
    "RESOLVED_GRAPH",
    "SCHEMA",
    "SH",
    "SKOS",
    "VANN",
    "XSD",
    "Vocabulary",
    "concept",
    "concepts",
    "curie",
    "defining",
    "expand",
    "functional",
    "ontology_files",
    "superclasses",
    "thing",
]

_FOLDER = Path(__file__).resolve().parent


def superclasses(cls: NamedNode) -> tuple[NamedNode, ...]:
    """Find what else a thing of a class is.

    Args:
        cls: a class; classes of other vocabularies have no superclasses here.

    Returns:
        All classes above it that ``nhv.ttl`` names, own and reused, sorted by IRI.

    Raises:
        ValueError: where an IRI of our namespace is no class of the ontology.

    Example:
        >>> [curie(above.value) for above in superclasses(NHV.Body)]
        ['org:Organization', 'org:OrganizationalUnit', 'nhv:Organisation']
    """
    parents = _parents()
    if cls not in parents:
        if cls.value.startswith(str(NHV)):
            classes = [curie(name.value) for name in parents]
            near = did_you_mean(curie(cls.value), classes)
            raise ValueError(f"{curie(cls.value)} is no class; {near}")
        return ()
    found: set[NamedNode] = set()
    waiting = [cls]
    while waiting:
        new = parents.get(waiting.pop(), frozenset()) - found
        found |= new
        waiting += new
    return tuple(sorted(found, key=lambda node: node.value))


@cache
def functional() -> frozenset[NamedNode]:
    """Find the properties that can have one value only.

    Returns:
        The ``owl:FunctionalProperty`` terms of ``nhv.ttl``.
    """
    return frozenset(
        triple.subject
        for triple in _triples("nhv.ttl")
        if triple.predicate == RDF.type
        and triple.object == OWL.FunctionalProperty
        and isinstance(triple.subject, NamedNode)
    )


@cache
def defining(cls: NamedNode) -> frozenset[NamedNode]:
    """Find the properties by which a thing of a class is stated or inferred.

    Args:
        cls: a class of any vocabulary.

    Returns:
        The values of ``nhv:definingProperty`` of the class; none where it has none.

    Example:
        >>> sorted(curie(prop.value) for prop in defining(NHV.Placement))
        ['nhv:area', 'nhv:step']
    """
    return frozenset(
        triple.object
        for triple in _triples("nhv.ttl")
        if triple.subject == cls
        and triple.predicate == NHV.definingProperty
        and isinstance(triple.object, NamedNode)
    )


def concepts(scheme: str) -> Mapping[str, NamedNode]:
    """List the values of a property that has a set list of them.

    Args:
        scheme: the property's local name, such as ``"supplyKind"``; also ``"step"`` and
            ``"programme"``.

    Returns:
        Notation to concept, such as ``"web-page"`` to ``nhv:WebPage``, in the order of the file.

    Raises:
        ValueError: on an unknown scheme; the message names the nearest.
    """
    schemes = _schemes()
    if scheme not in schemes:
        raise ValueError(f"no list of values '{scheme}'; {did_you_mean(scheme, schemes)}")
    return schemes[scheme]


def concept(scheme: str, value: str) -> NamedNode:
    """Find the concept for a word.

    Args:
        scheme: the property's local name, such as ``"sourceKind"``.
        value: the concept's notation, local name, label in either language or another accepted
            word; case, blanks, hyphens and diacritics do not matter.

    Returns:
        The concept.

    Raises:
        ValueError: where the scheme has no such value; the message names the nearest.

    Example:
        >>> concept("bodyType", "preparation group") == NHV.PreparationGroup
        True
    """
    notations = concepts(scheme)
    found = notations.get(value) or _words()[scheme].get(kebab(value))
    if found is None:
        near = did_you_mean(kebab(value), notations)
        raise ValueError(f"'{value}' is no value of {scheme}; {near}")
    return found


def ontology_files() -> tuple[Path, ...]:
    """Find the Turtle files of the ontology: terms, value lists and alignments.

    The shapes are rules about data and no part of what the words mean; they are not listed.
    """
    return tuple(_FOLDER / name for name in ("nhv.ttl", "schemes.ttl", "alignments.ttl"))


@cache
def _own_terms() -> Mapping[str, NamedNode]:
    namespace = PREFIXES["nhv"]
    return {
        triple.subject.value.removeprefix(namespace): triple.subject
        for name in ("nhv.ttl", "schemes.ttl")
        for triple in _triples(name)
        if isinstance(triple.subject, NamedNode)
        and triple.predicate == RDF.type
        and triple.subject.value.startswith(namespace)
    }


NHV = Vocabulary("nhv", PREFIXES["nhv"], _own_terms)


@cache
def _triples(name: str) -> tuple[Triple, ...]:
    quads = parse(path=str(_FOLDER / name), format=RdfFormat.TURTLE)
    return tuple(quad.triple for quad in quads)


@cache
def _parents() -> Mapping[NamedNode, frozenset[NamedNode]]:
    parents: dict[NamedNode, set[NamedNode]] = {}
    for triple in _triples("nhv.ttl"):
        if not isinstance(triple.subject, NamedNode):
            continue
        if triple.predicate == RDF.type and triple.object == OWL.Class:
            parents.setdefault(triple.subject, set())
        if triple.predicate == RDFS.subClassOf and isinstance(triple.object, NamedNode):
            parents.setdefault(triple.subject, set()).add(triple.object)
    return {cls: frozenset(above) for cls, above in parents.items()}


@cache
def _schemes() -> Mapping[str, Mapping[str, NamedNode]]:
    """Scheme notation -> concept notation -> concept."""
    notations: dict[NamedNode, str] = {}
    members: dict[NamedNode, list[NamedNode]] = {}
    for triple in _triples("schemes.ttl"):
        if not isinstance(triple.subject, NamedNode):
            continue
        if triple.predicate == SKOS.notation and isinstance(triple.object, Literal):
            notations[triple.subject] = triple.object.value
        if triple.predicate == SKOS.inScheme and isinstance(triple.object, NamedNode):
            members.setdefault(triple.object, []).append(triple.subject)
    return {
        notations[scheme]: MappingProxyType({notations[member]: member for member in listed})
        for scheme, listed in members.items()
    }


@cache
def _words() -> Mapping[str, Mapping[str, NamedNode]]:
    """Scheme notation -> every accepted word, folded -> concept. Notations come first."""
    labels: dict[NamedNode, list[str]] = {}
    for triple in _triples("schemes.ttl"):
        if (
            triple.predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
            and isinstance(triple.subject, NamedNode)
            and isinstance(triple.object, Literal)
        ):
            labels.setdefault(triple.subject, []).append(triple.object.value)
    words: dict[str, dict[str, NamedNode]] = {}
    for scheme, listed in _schemes().items():
        accepted = words[scheme] = dict(listed)
        for member in listed.values():
            for label in labels.get(member, ()):
                accepted.setdefault(kebab(label), member)
    return words
