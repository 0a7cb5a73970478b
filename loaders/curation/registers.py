"""The registers: every known thing, and the names under which it is printed.

Names in source documents are matched against these.  A match is exact but for
case, blanks and Unicode form; nothing is guessed, a near miss is an error with a
suggestion.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache, cached_property

from pyoxigraph import Literal, NamedNode

from loaders.problems import Place
from ontology.spelling import did_you_mean, fold
from ontology.terms import BASE, RDF, SKOS, curie, kind_of, thing, triples, values

_NOWHERE = Place("registers")


@dataclass(frozen=True)
class Entity:
    """A thing that has an entry in a register, with its labels and other names."""

    kind: str
    id: str
    sv: str
    en: str
    names: tuple[str, ...] = ()
    place: Place = _NOWHERE

    @cached_property
    def iri(self) -> NamedNode:
        """The thing's IRI."""
        return thing(self.kind, self.id)

    @property
    def key(self) -> str:
        """The short form, ``area:dysmeli``."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class Mention:
    """A thing as a curated field names it; ``printed`` is the wording, if that is no id."""

    entity: Entity
    printed: str | None = None


class Registers:
    """All entities, found by id, ``kind:id`` or any name; withheld kinds are not suggested."""

    def __init__(self, entities: Iterable[Entity], withheld: Collection[str] = ()) -> None:
        self._this: Entity | None = None
        self._withheld = frozenset(withheld)
        self._by_key: dict[str, Entity] = {}
        self._by_name: dict[tuple[str, str], list[Entity]] = {}
        for entity in entities:
            self._by_key[entity.key] = entity
            for name in {fold(n) for n in (entity.sv, entity.en, *entity.names)}:
                self._by_name.setdefault((entity.kind, name), []).append(entity)

    def __iter__(self) -> Iterator[Entity]:
        return iter(self._by_key.values())

    def get(self, kind: str, identifier: str) -> Entity | None:
        """The entity with this kind and id, if any."""
        return self._by_key.get(f"{kind}:{identifier}")

    def reading(self, source: Entity) -> Registers:
        """The same registers while one source is read, which may call itself ``this source``."""
        view = copy(self)
        view._this = source
        return view

    def find(self, text: str, kinds: Sequence[str]) -> Mention:
        """The thing that a field names by its id, ``kind:id`` or a printed name.

        Of kinds that share a name the earlier one is meant.  Raises ValueError if nothing has the
        name, or several of one kind have it.
        """
        if text == "this source" and self._this and "source" in kinds:
            return Mention(self._this)
        if (entity := self._by_key.get(text)) and entity.kind in kinds:
            return Mention(entity)
        for kind in kinds:
            if entity := self.get(kind, text):
                return Mention(entity)
        name = fold(text)
        for kind in kinds:
            found = self._by_name.get((kind, name), [])
            if len(found) > 1:
                ids = " or ".join(sorted(entity.id for entity in found))
                raise ValueError(f"'{text}' names several of kind {kind}; write the id: {ids}")
            if found:
                return Mention(found[0], text)
        raise ValueError(self._miss(text, kinds))

    def ambiguous(self) -> Iterator[tuple[str, list[Entity]]]:
        """Names that several entities of one kind share; documents may well share a title."""
        for (kind, name), found in self._by_name.items():
            if len(found) > 1 and kind != "source":
                yield name, found

    def _miss(self, text: str, kinds: Sequence[str]) -> str:
        if elsewhere := self._by_key.get(text):
            what = f"'{text}' is of kind {elsewhere.kind}, which this field cannot name"
            return f"{what}; name a thing of kind {_one_of(kinds)}"
        known = [
            name
            for entity in self
            if entity.kind in kinds and entity.kind not in self._withheld
            for name in (entity.sv, entity.en, entity.id, entity.key, *entity.names)
        ]
        add = "add it to the registers, or write a name that is there"
        return f"no {_one_of(kinds)} is called '{text}'; {did_you_mean(text, known, add)}"


def _one_of(kinds: Sequence[str]) -> str:
    return " or ".join(kinds) if len(kinds) < 6 else "thing of the registers"


SCHEMES = "schemes.ttl"
"""The file of the concept schemes, in ``ontology/``; steps and programmes have no register."""
_HOMES = ("step", "programme")


@cache
def scheme_entities() -> tuple[Entity, ...]:
    """The steps and programmes: things whose home is the ontology, as entities."""
    place, others, entities = Place(f"ontology/{SCHEMES}"), values(SCHEMES, SKOS.altLabel), []
    for node in sorted(values(SCHEMES, RDF.type), key=lambda node: node.value):
        if (kind := kind_of(node.value)) in _HOMES:
            names = tuple(sorted(label.value for label in others.get(node, ())))
            words = concept_words(node)
            entities.append(Entity(kind, node.value.rpartition("/")[2], *words, names, place))
    return tuple(entities)


@cache
def concept_words(concept: NamedNode) -> tuple[str, str]:
    """The names of a concept, Swedish and English: ``Vuxna`` and ``Adults``."""
    labels = values(SCHEMES, SKOS.prefLabel)[concept]
    names = {label.language: label.value for label in labels if isinstance(label, Literal)}
    return names["sv"], names["en"]


@cache
def scheme_needs() -> tuple[tuple[str, str, str], ...]:
    """The things of the registers that the schemes speak of: kind, identifier, and who speaks."""
    found = set()
    for subject, _, value in triples(SCHEMES):
        assert isinstance(subject, NamedNode)
        if isinstance(value, NamedNode) and value.value.startswith(f"{BASE}id/"):
            kind, identifier = value.value.removeprefix(f"{BASE}id/").split("/")
            if kind not in _HOMES:
                found.add((kind, identifier, curie(subject.value)))
    return tuple(sorted(found))
