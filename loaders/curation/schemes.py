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
    labels: dict[str, dict[str, str]] = {}
    variants: dict[str, list[str]] = {}
    for triple in scheme_triples():
        subject, label = triple.subject, triple.object
        if not (isinstance(subject, NamedNode) and isinstance(label, Literal)):
            continue
        if not subject.value.startswith(_HOMES):
            continue
        if triple.predicate == SKOS.prefLabel:
            labels.setdefault(subject.value, {})[label.language or ""] = label.value
        elif triple.predicate == SKOS.altLabel:
            variants.setdefault(subject.value, []).append(label.value)
    place = Place("ontology/schemes.ttl")
    entities = []
    for iri, found in sorted(labels.items()):
        kind, identifier = iri.removeprefix(f"{BASE}id/").split("/")
        names = tuple(sorted(variants.get(iri, ())))
        entities.append(Entity(kind, identifier, found["sv"], found["en"], names, place))
    return tuple(entities)


@cache
def concept_words(concept: NamedNode) -> tuple[str, str]:
    """The names of a concept, Swedish and English.

    Example:
        >>> concept_words(NamedNode("https://w3id.org/nhv/ontology#Adults"))
        ('Vuxna', 'Adults')
    """
    names = {
        triple.object.language: triple.object.value
        for triple in scheme_triples()
        if triple.subject == concept
        and triple.predicate == SKOS.prefLabel
        and isinstance(triple.object, Literal)
    }
    return names["sv"], names["en"]


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
