"""The documents of a block, and finding one that can have stated something."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from random import Random

from pyoxigraph import Literal, NamedNode

from loaders.dates import parse_literal
from ontology.terms import DCTERMS, NHV, RDF, SKOS, XSD, concept
from tests.synthetic.block import Block, Document, Named, shuffled
from tests.synthetic.stated import DAY, MONTH, SEASON, YEAR, day_in, stated

_KINDS = (("web-page", 309), ("press", 93), ("report", 22), ("law", 5), ("slides", 3))
_PRECISIONS = ((DAY, 83), (MONTH, 55), (YEAR, 7), (SEASON, 4))
_TRUE = Literal("true", datatype=XSD.boolean)
_NEWEST = date(2026, 6, 30)
_READ_ON = Literal("2026-11-22", datatype=XSD.date)


class Library:
    """The documents of a block.

    Args:
        documents: All of them; some are dated, some are not.
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self._all = list(documents)
        dated = [(d.day, d.named.iri.value, d) for d in documents if d.day]
        self._dated = [document for *_, document in sorted(dated, key=lambda row: row[:2])]
        self._days = [day for day, *_ in sorted(row[:2] for row in dated)]
        self._undated = [document for document in documents if not document.day]

    def any(self, chance: Random) -> Document:
        """One of all documents."""
        return self._all[chance.randrange(len(self._all))]

    def dated(self, chance: Random) -> Document:
        """One of those with a date."""
        return self._dated[chance.randrange(len(self._dated))]

    def undated(self, chance: Random) -> Document:
        """One of those without a date."""
        return self._undated[chance.randrange(len(self._undated))]

    def since(self, chance: Random, day: date) -> Document:
        """A dated one that is not older than a day; if there is none, an undated one."""
        first = bisect_left(self._days, day)
        if first == len(self._days):
            return self.undated(chance)
        return self._dated[chance.randrange(first, len(self._dated))]

    def other(self, chance: Random, than: Document) -> Document:
        """Another document than one."""
        while (found := self.any(chance)) == than:
            pass
        return found


def make_library(block: Block, publishers: Sequence[Named]) -> Library:
    """Write the documents of a block.

    Args:
        block: The block.
        publishers: Who may have published them.
    """
    chance = block.random("documents")
    kinds = shuffled(chance, _KINDS)
    precisions = shuffled(chance, _PRECISIONS)
    documents = []
    for index, kind in enumerate(kinds):
        publisher = publishers[chance.randrange(len(publishers))]
        dated = _date(chance, precisions[index]) if index < len(precisions) else None
        documents.append(write_document(block, concept("sourceKind", kind), publisher, dated))
    return Library(documents)


def write_document(
    block: Block, kind: NamedNode, publisher: Named, dated: Literal | None
) -> Document:
    """Write one document: what it says of itself, in its own graph."""
    named = block.name("source", "Syntetisk källa", "Synthetic source")
    block.say(
        named.iri,
        named.iri,
        (RDF.type, NHV.Source),
        (SKOS.prefLabel, Literal(named.sv, language="sv")),
        (SKOS.prefLabel, Literal(named.en, language="en")),
        (DCTERMS.title, Literal(f"{named.en} (invented)", language="en")),
        (DCTERMS.publisher, publisher.iri),
        (NHV.sourceKind, kind),
        (NHV.date, dated),
        (NHV.undated, None if dated else _TRUE),
        (NHV.readOn, _READ_ON),
    )
    return Document(named, dated, parse_literal(dated).last if dated else None)


def _date(chance: Random, precision: int) -> Literal:
    """A date of a document; most are young, and none is younger than the newest may be."""
    first = 2008 if not chance.randrange(8) else 2019
    day = day_in(chance, first, 2025 if precision in (YEAR, SEASON) else 2026)
    return stated(min(day, _NEWEST), precision)
