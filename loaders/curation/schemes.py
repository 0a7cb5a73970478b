"""The concept schemes of the ontology, which curated facts refer to."""

from __future__ import annotations

from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from loaders.curation.registers import Entity
from loaders.problems import Place
from ontology.terms import BASE, SKOS, curie, ontology_files

_HOMES = tuple(f"{BASE}id/{kind}/" for kind in ("step", "programme"))


@cache
def scheme_triples() -> tuple[Triple, ...]:
    """All triples of ``schemes.ttl``."""
    path = next(path for path in ontology_files() if path.name == "schemes.ttl")
    return tuple(quad.triple for quad in parse(path=str(path), format=RdfFormat.TURTLE))


@cache
def scheme_entities() -> tuple[Entity, ...]:
    """The steps and programmes: things whose home is the ontology, as entities."""
    place, entities = Place("ontology/schemes.ttl"), []
    homes = {
        triple.subject.value: triple.subject
        for triple in scheme_triples()
        if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(_HOMES)
    }
    for iri, node in sorted(homes.items()):
        kind, identifier = iri.removeprefix(f"{BASE}id/").split("/")
        names = tuple(sorted(label.value for label in _labels(node, SKOS.altLabel)))
        entities.append(Entity(kind, identifier, *concept_words(node), names, place))
    return tuple(entities)


@cache
def concept_words(concept: NamedNode) -> tuple[str, str]:
    """The names of a concept, Swedish and English.

    Example:
        >>> concept_words(NamedNode("https://w3id.org/nhv/ontology#Adults"))
        ('Vuxna', 'Adults')
    """
    names = {label.language: label.value for label in _labels(concept, SKOS.prefLabel)}
    return names["sv"], names["en"]


def _labels(subject: NamedNode, predicate: NamedNode) -> list[Literal]:
    return [
        triple.object
        for triple in scheme_triples()
        if triple.subject == subject
        and triple.predicate == predicate
        and isinstance(triple.object, Literal)
    ]


@cache
def scheme_needs() -> tuple[tuple[str, str, str], ...]:
    """The things of the registers that the schemes speak of: kind, identifier, and who speaks."""
    things = f"{BASE}id/"
    found = {
        (*triple.object.value.removeprefix(things).split("/"), curie(triple.subject.value))
        for triple in scheme_triples()
        if isinstance(triple.subject, NamedNode)
        and isinstance(triple.object, NamedNode)
        and triple.object.value.startswith(things)
        and not triple.object.value.startswith(_HOMES)
    }
    return tuple(sorted((kind, identifier, by) for kind, identifier, by in found))
