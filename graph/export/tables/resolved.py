"""The resolved statements of a view in one order, with the ontology that explains them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse

from graph.base.statements import Statements
from ontology import terms
from ontology.terms import RDF, SKOS


class Resolved(Statements):
    """Statements in one order, with those of the ontology that goes with them.

    Args:
        found: The statements; the order in which they come does not matter.
    """

    def __init__(self, found: Iterable[Triple]) -> None:
        super().__init__(sorted(found, key=str))

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Resolved:
        """The resolved graph of a dataset."""
        return cls(q.triple for q in quads if isinstance(q.graph_name, DefaultGraph))

    @cached_property
    def ontology(self) -> Resolved:
        """The statements of the ontology that goes with the data."""
        return Resolved(
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
