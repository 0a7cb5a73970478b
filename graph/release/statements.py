"""The statements of a release in one order; and new ones, as a description is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from graph.base.statements import Statements, Term
from loaders.publishing.canonical_turtle import turtle
from ontology import terms
from ontology.terms import PREFIXES, RDF, SKOS, XSD

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


class Released(Statements):
    """The statements of a release, in one order, with those of the ontology that goes with them.

    Args:
        found: The statements; the order in which they come does not matter.
    """

    def __init__(self, found: Iterable[Triple]) -> None:
        super().__init__(sorted(found, key=str))

    @classmethod
    def resolved(cls, quads: Iterable[Quad]) -> Released:
        """The resolved graph of a dataset."""
        return cls(q.triple for q in quads if isinstance(q.graph_name, DefaultGraph))

    @cached_property
    def ontology(self) -> Released:
        """The statements of the ontology that goes with the data."""
        return Released(
            quad.triple
            for path in terms.ontology_files()
            for quad in parse(path=str(path), format=RdfFormat.TURTLE)
        )

    def classes(self) -> list[NamedNode]:
        """The classes that have things, by IRI."""
        found = {term for subject in self.things() for term in self.nodes(subject, RDF.type)}
        return sorted(found, key=str)

    def text(self, subject: NamedNode, predicate: NamedNode, lang: str) -> str:
        """The texts of a property in a language, one after the other; empty if there are none."""
        return " | ".join(self.literals(subject, predicate, lang))

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

    def add(self, subject: NamedNode, predicate: str, *values: Term | None) -> None:
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
