"""The statements of a view, by subject; and new ones, as a description is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from ontology import terms
from ontology.terms import PREFIXES, RDF, SKOS, XSD

Value = NamedNode | Literal

VOCABULARIES: Mapping[str, str] = {
    **PREFIXES,
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
}
"""The prefixes of the descriptions: the project's, and those of catalogues."""


class Statements:
    """Statements for looking up values by subject and property.

    Args:
        triples: What is held; values that are neither IRIs nor literals are left out.

    Attributes:
        count: How many statements there are.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._of: dict[NamedNode, dict[NamedNode, list[Value]]] = {}
        self._instances: dict[NamedNode, list[NamedNode]] = {}
        self._naming: dict[NamedNode, dict[Value, list[NamedNode]]] = {}
        self.count = 0
        for triple in sorted(triples, key=str):
            s, p, o = triple.subject, triple.predicate, triple.object
            if isinstance(s, NamedNode) and isinstance(o, NamedNode | Literal):
                self.count += 1
                self._of.setdefault(s, {}).setdefault(p, []).append(o)
                if p == RDF.type and isinstance(o, NamedNode):
                    self._instances.setdefault(o, []).append(s)

    @classmethod
    def resolved(cls, quads: Iterable[Quad]) -> Statements:
        """The resolved graph of a dataset."""
        return cls(q.triple for q in quads if isinstance(q.graph_name, DefaultGraph))

    @cached_property
    def ontology(self) -> Statements:
        """The statements of the ontology that goes with the data."""
        return Statements(
            quad.triple
            for path in terms.ontology_files()
            for quad in parse(path=str(path), format=RdfFormat.TURTLE)
        )

    def __iter__(self) -> Iterator[tuple[NamedNode, NamedNode, Value]]:
        for subject, properties in self._of.items():
            for predicate, values in properties.items():
                for value in values:
                    yield subject, predicate, value

    def values(self, subject: NamedNode, predicate: NamedNode) -> list[Value]:
        """The values of a property, in one order; empty if there are none."""
        return self._of.get(subject, {}).get(predicate, [])

    def properties(self, subject: NamedNode) -> Iterable[NamedNode]:
        """The properties that a thing has."""
        return self._of.get(subject, {}).keys()

    def subjects(self, predicate: NamedNode, value: NamedNode) -> list[NamedNode]:
        """The things that have a value, by IRI."""
        if predicate not in self._naming:
            self._naming[predicate] = {}
            for subject, properties in self._of.items():
                for found in properties.get(predicate, []):
                    self._naming[predicate].setdefault(found, []).append(subject)
        return self._naming[predicate].get(value, [])

    def of_class(self, cls: NamedNode) -> list[NamedNode]:
        """The things of a class, by IRI."""
        return self._instances.get(cls, [])

    def classes(self) -> list[NamedNode]:
        """The classes that have things, by IRI."""
        return sorted(self._instances, key=str)

    def text(self, subject: NamedNode, predicate: NamedNode, lang: str) -> str:
        """The texts of a property in a language, one after the other; empty if there are none."""
        found = [
            value.value
            for value in self.values(subject, predicate)
            if isinstance(value, Literal) and value.language == lang
        ]
        return " | ".join(found)

    def label(self, subject: NamedNode, lang: str) -> str:
        """What a thing is called in a language."""
        return self.text(subject, SKOS.prefLabel, lang)


class Description:
    """Statements in the making, to be written as Turtle.

    Example:
        >>> made = Description()
        >>> made.add(term("nhv:Permit"), "dcterms:title", Literal("x"))
        >>> made.turtle().decode().splitlines()[-1]
        'nhv:Permit dcterms:title "x" .'
    """

    def __init__(self) -> None:
        self._triples: list[Triple] = []

    def add(self, subject: NamedNode, predicate: str, *values: Value | None) -> None:
        """Say something.

        Args:
            subject: Of what.
            predicate: The property, as a short name.
            *values: Its values; None says nothing.
        """
        property_ = term(predicate)
        self._triples += [Triple(subject, property_, v) for v in values if v is not None]

    def turtle(self) -> bytes:
        """All of it as canonical Turtle."""
        from loaders.publish import turtle

        return turtle(self._triples, VOCABULARIES)


def term(short: str) -> NamedNode:
    """A term of any vocabulary of :data:`VOCABULARIES` by its short name."""
    prefix, _, name = short.partition(":")
    return NamedNode(VOCABULARIES[prefix] + name)


def both(pair: tuple[str, str]) -> tuple[Literal, Literal]:
    """A text in Swedish and English as two literals."""
    return Literal(pair[0], language="sv"), Literal(pair[1], language="en")


def number(value: int) -> Literal:
    """A count."""
    return Literal(str(value), datatype=XSD.integer)


def day(value: object) -> Literal:
    """A day."""
    return Literal(str(value), datatype=XSD.date)
