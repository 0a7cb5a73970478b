"""One block of the synthetic graph: its numbers, its random choices, and what it says.

A graph of scale *k* is *k* blocks of the same size after the common part.  Block ``b`` numbers
its things from ``b·1000``: ``area:synthetic-002017`` is the seventeenth area of the second
block.  The common part is block 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import NamedTuple, TypeAlias, TypeVar

from pyoxigraph import Literal, NamedNode, Quad

from loaders.statements import Term
from ontology.terms import BIBO, NHV, PROV, RDF, SKOS, thing

Value: TypeAlias = tuple[NamedNode, Term | None]
"""A property and its value; None says nothing."""

_T = TypeVar("_T")
_STRIDE = 1000
_WHOLE = Literal("whole document")
_READING = Literal("a synthetic inference", language="en")


class Named(NamedTuple):
    """A thing with its name in Swedish and English."""

    iri: NamedNode
    sv: str
    en: str


@dataclass(frozen=True)
class Document:
    """A synthetic source document.

    Attributes:
        named: The document as a thing; its IRI is also the name of its graph.
        dated: Its date as stated, if it has one.
        day: The last day that the date can mean.
    """

    named: Named
    dated: Literal | None
    day: date | None


class Block:
    """Collects what the documents of one block state.

    Args:
        number: 0 for the common part, then 1, 2, … *k*.

    Example:
        >>> Block(2).name("area", "Syntetiskt område", "Synthetic area").sv
        'Syntetiskt område 2001'
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.quads: list[Quad] = []
        self._last: dict[str, int] = {}
        self._citations: dict[tuple[NamedNode, NamedNode], NamedNode] = {}
        self._states: dict[NamedNode, set[NamedNode]] = {}

    def random(self, room: str) -> Random:
        """The chances of one kind of things, independent of all others."""
        return Random(f"nhv synthetic, block {self.number}, {room}")

    def identify(self, kind: str) -> tuple[NamedNode, int]:
        """The IRI and the number of the next thing of a kind."""
        self._last[kind] = count = self._last.get(kind, 0) + 1
        number = self.number * _STRIDE + count
        # The name of a person must not stand in the identifier of anything else.
        word = "synthetic-person" if kind == "person" else "synthetic"
        return thing(kind, f"{word}-{number:06d}"), number

    def name(self, kind: str, sv: str, en: str) -> Named:
        """The next thing of a kind, called by its number."""
        iri, number = self.identify(kind)
        return Named(iri, f"{sv} {number}", f"{en} {number}")

    def say(self, graph: NamedNode, subject: NamedNode, *values: Value) -> None:
        """State something in a document's graph."""
        self.quads += (
            Quad(subject, predicate, value, graph) for predicate, value in values if value
        )

    def describe(
        self, named: Named, rdf_class: NamedNode, document: Document, *values: Value
    ) -> None:
        """A thing with its class, its names and its values, and that the document shows it."""
        self._label(named, rdf_class, document)
        self.say(document.named.iri, named.iri, *values)
        self.show(named.iri, document)

    def fact(
        self,
        named: Named,
        rdf_class: NamedNode,
        document: Document,
        *values: Value,
        certainty: NamedNode = NHV.Stated,
        elsewhere: Sequence[NamedNode] = (),
    ) -> None:
        """A fact: as :meth:`describe`, and it may be inferred.

        ``elsewhere`` are properties that the document states, too, whose values stand in another
        graph.
        """
        self._label(named, rdf_class, document)
        self.add(named.iri, document, *values, certainty=certainty, elsewhere=elsewhere)

    def add(
        self,
        subject: NamedNode,
        document: Document,
        *values: Value,
        certainty: NamedNode = NHV.Stated,
        elsewhere: Sequence[NamedNode] = (),
    ) -> None:
        """What another document says of a thing that is described already."""
        graph = document.named.iri
        citation = self.show(subject, document, certainty)
        self.say(graph, subject, *values)
        # Lean: all facts of a document share the citation, which names each property once.
        said = self._states.setdefault(citation, set())
        for name in (*(name for name, value in values if value), *elsewhere):
            if name not in said:
                said.add(name)
                self.say(graph, citation, (NHV.states, name))

    def show(
        self, subject: NamedNode, document: Document, certainty: NamedNode = NHV.Stated
    ) -> NamedNode:
        """Tie a thing to its document.

        To stay lean, all that a document states shares one citation of it, and all that was
        inferred from it another.
        """
        graph = document.named.iri
        key = (graph, certainty)
        if key not in self._citations:
            self._citations[key] = self.identify("citation")[0]
            self.say(
                graph,
                self._citations[key],
                (RDF.type, NHV.Citation),
                (PROV.entity, graph),
                (BIBO.locator, _WHOLE),
                (NHV.certainty, certainty),
                (NHV.reading, _READING if certainty == NHV.Inferred else None),
            )
        citation = self._citations[key]
        self.say(
            graph,
            subject,
            (PROV.qualifiedPrimarySource, citation),
            (PROV.hadPrimarySource, graph),
        )
        return citation

    def _label(self, named: Named, rdf_class: NamedNode, document: Document) -> None:
        self.say(
            document.named.iri,
            named.iri,
            (RDF.type, rdf_class),
            (SKOS.prefLabel, Literal(named.sv, language="sv")),
            (SKOS.prefLabel, Literal(named.en, language="en")),
        )


def weighted(chance: Random, weights: Sequence[tuple[_T, int]]) -> _T:
    """One of several, by whole-number weights.

    Example:
        >>> weighted(Random(1), [("a", 0), ("b", 3)])
        'b'
    """
    at = chance.randrange(sum(weight for _, weight in weights))
    for value, weight in weights:
        at -= weight
        if at < 0:
            return value
    raise AssertionError("weights are whole numbers from 0")


def expand(counts: Sequence[tuple[_T, int]]) -> list[_T]:
    """Each value as many times as it counts.

    Example:
        >>> expand([("a", 2), ("b", 1)])
        ['a', 'a', 'b']
    """
    return [value for value, count in counts for _ in range(count)]


def shuffled(chance: Random, counts: Sequence[tuple[_T, int]]) -> list[_T]:
    """Each value as many times as it counts, in random order."""
    values = expand(counts)
    chance.shuffle(values)
    return values
