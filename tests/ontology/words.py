"""The ontology's files as triples, read anew so that the tests do not lean on what they test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from tests.support import ROOT

FOLDER = ROOT / "ontology"
HOME = "https://w3id.org/nhv/ontology"
NS = f"{HOME}#"
OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
SCHEMA = "https://schema.org/"

TYPE = f"{RDF}type"
PROPERTY_TYPES = tuple(
    OWL + name for name in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
)


class Words:
    """The triples of some Turtle files, with the few look-ups that the rules need."""

    def __init__(self, *files: Path) -> None:
        self.quads: list[Quad] = [
            quad for file in files for quad in parse(path=str(file), format=RdfFormat.TURTLE)
        ]
        self._values: dict[tuple[str, str], list[NamedNode | Literal]] = {}
        for subject, predicate, value in self.triples():
            self._values.setdefault((subject, predicate), []).append(value)

    def triples(self) -> Iterator[tuple[str, str, NamedNode | Literal]]:
        """All triples without blank nodes: subject, predicate, value."""
        for quad in self.quads:
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                yield quad.subject.value, quad.predicate.value, quad.object

    def of_type(self, *types: str) -> list[str]:
        """IRIs of one of these types, sorted."""
        return sorted(
            {
                subject
                for subject, predicate, value in self.triples()
                if predicate == TYPE and value.value in types
            }
        )

    def classes(self) -> list[str]:
        """The project's own classes."""
        return [iri for iri in self.of_type(f"{OWL}Class") if iri.startswith(NS)]

    def properties(self) -> list[str]:
        """The project's own properties."""
        return [iri for iri in self.of_type(*PROPERTY_TYPES) if iri.startswith(NS)]

    def schemes(self) -> list[str]:
        """The concept schemes."""
        return self.of_type(f"{SKOS}ConceptScheme")

    def concepts(self) -> list[str]:
        """The steps, programmes and values."""
        return self.of_type(f"{SKOS}Concept")

    def literals(self, subject: str, predicate: str) -> list[Literal]:
        """Literal values of a property."""
        values = self._values.get((subject, predicate), [])
        return [value for value in values if isinstance(value, Literal)]

    def texts(self, subject: str, predicate: str, language: str) -> list[str]:
        """Texts in one language."""
        literals = self.literals(subject, predicate)
        return [value.value for value in literals if value.language == language]

    def iris(self, subject: str, predicate: str) -> list[str]:
        """IRI values of a property, in the order of the file."""
        values = self._values.get((subject, predicate), [])
        return [value.value for value in values if isinstance(value, NamedNode)]


def short(iris: Iterable[str]) -> list[str]:
    """IRIs as a reader knows them, for messages."""
    return sorted(iri.replace(NS, "nhv:") for iri in iris)
