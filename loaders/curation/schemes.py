"""What the concept schemes of the ontology say of things that curated facts name."""

from __future__ import annotations

from functools import cache

from pyoxigraph import Literal, NamedNode

from loaders.curation.registers import Entity
from loaders.problems import Place
from ontology.terms import BASE, RDF, SKOS, curie, kind_of, triples, values

FILE = "schemes.ttl"
"""The file of the schemes."""
_HOMES = ("step", "programme")


@cache
def scheme_entities() -> tuple[Entity, ...]:
    """The steps and programmes: things whose home is the ontology, as entities."""
    place, others, entities = Place(f"ontology/{FILE}"), values(FILE, SKOS.altLabel), []
    for node in sorted(values(FILE, RDF.type), key=lambda node: node.value):
        if (kind := kind_of(node.value)) in _HOMES:
            names = tuple(sorted(label.value for label in others.get(node, ())))
            words = concept_words(node)
            entities.append(Entity(kind, node.value.rpartition("/")[2], *words, names, place))
    return tuple(entities)


@cache
def concept_words(concept: NamedNode) -> tuple[str, str]:
    """The names of a concept, Swedish and English.

    Example:
        >>> concept_words(NamedNode("https://w3id.org/nhv/ontology#Adults"))
        ('Vuxna', 'Adults')
    """
    labels = values(FILE, SKOS.prefLabel)[concept]
    names = {label.language: label.value for label in labels if isinstance(label, Literal)}
    return names["sv"], names["en"]


@cache
def scheme_needs() -> tuple[tuple[str, str, str], ...]:
    """The things of the registers that the schemes speak of: kind, identifier, and who speaks."""
    found = set()
    for subject, _, value in triples(FILE):
        assert isinstance(subject, NamedNode)
        if isinstance(value, NamedNode) and value.value.startswith(f"{BASE}id/"):
            kind, identifier = value.value.removeprefix(f"{BASE}id/").split("/")
            if kind not in _HOMES:
                found.add((kind, identifier, curie(subject.value)))
    return tuple(sorted(found))
