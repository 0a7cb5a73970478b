"""How events of the process are written: with their document, their units, and their twins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from pyoxigraph import Literal, NamedNode

from ontology.terms import NHV, XSD
from tests.synthetic.actors import Actors
from tests.synthetic.block import Block, Document, Named, Value
from tests.synthetic.library import Library


@dataclass(frozen=True)
class Matched:
    """What makes an event one of a matter, for its twin in another document to agree in.

    Attributes:
        kind: The kind in the identifier.
        rdf_class: The class.
        values: Area, programme, kind of decision or applicant.
    """

    kind: str
    rdf_class: NamedNode
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Desk:
    """Where the events of a block are written.

    Attributes:
        block: The block.
        chance: The chances of the process.
        actors: The actors of the block.
        library: Its documents.
    """

    block: Block
    chance: Random
    actors: Actors
    library: Library

    def event(
        self, matched: Matched, labels: tuple[str, str], day: date, *values: Value
    ) -> tuple[Named, Document]:
        """Write an event.

        Args:
            matched: What makes it one of a matter.
            labels: Its names, Swedish and English.
            day: Its day; the document that states it is not older, or has no date.
            values: What else is said of it.

        Returns:
            The event and its document.
        """
        iri, _ = self.block.identify(matched.kind)
        document = (
            self.library.since(self.chance, day)
            if self.chance.randrange(2)
            else self.library.undated(self.chance)
        )
        named = Named(iri, *labels)
        self.block.fact(named, matched.rdf_class, document, *matched.values, *values)
        return named, document

    def twin(self, of: Named, matched: Matched) -> None:
        """The same matter in another document that gives no date."""
        iri, _ = self.block.identify(matched.kind)
        named = Named(iri, f"{of.sv}, utan dag", f"{of.en}, without a day")
        document = self.library.undated(self.chance)
        self.block.fact(named, matched.rdf_class, document, *matched.values)

    def units(
        self,
        of: Named,
        document: Document,
        area: Named,
        stage: NamedNode,
        number: int,
        *values: Value,
    ) -> NamedNode:
        """A number of units that an event states."""
        iri = self.part(document, area, stage, number, *values)
        self.block.say(document.named.iri, of.iri, (NHV.unitCount, iri))
        return iri

    def part(
        self, document: Document, area: Named, stage: NamedNode, number: int, *values: Value
    ) -> NamedNode:
        """A number of units that no event but another number refers to."""
        iri, _ = self.block.identify("units")
        sv, en = ("enheter", "units") if number != 1 else ("enhet", "unit")
        self.block.describe(
            Named(iri, f"{area.sv}: {number} {sv}", f"{area.en}: {number} {en}"),
            NHV.UnitCount,
            document,
            (NHV.area, area.iri),
            (NHV.stage, stage),
            (NHV.number, Literal(str(number), datatype=XSD.integer)),
            *values,
        )
        return iri
