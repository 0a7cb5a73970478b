"""Permits, supply relations and cooperations of a block, as documents state them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from pyoxigraph import Literal

from ontology.terms import NHV
from tests.synthetic.actors import Actors
from tests.synthetic.block import Block, Document, Named, Value
from tests.synthetic.common import NHV_PROGRAMME, RCC, RIKSSJUKVARD
from tests.synthetic.library import Library
from tests.synthetic.matters import Matter
from tests.synthetic.stated import DAY, later, roughly, stated, weekday

_SUPPLIES, _SUPPLIES_WITHIN, _COOPERATIONS = 3, 1, 14
_WITHIN = 22
"""Permits that a second document only places in a healthcare region."""
# Contradictions between two documents, by property.
_DAYS_OF_DECISION, _STARTS, _ENDS = 9, 8, 4
_THIRD_CLAIMS = 1


@dataclass(frozen=True)
class Permit:
    """A permit that was written.

    Attributes:
        named: The permit.
        matter: The area and programme it is for.
        holder: The region that has it, itself or by its hospital.
        document: The document that states it.
        decided: The stated day of the decision.
        starts: The stated first day.
        ends: The stated last day.
    """

    named: Named
    matter: Matter
    holder: Named
    document: Document
    decided: Literal | None
    starts: Literal | None
    ends: Literal | None


def assert_permits(
    block: Block, matters: Sequence[Matter], actors: Actors, library: Library
) -> None:
    """Write the permits, what other documents say differently of them, and the supplies."""
    chance = block.random("permits")
    permits = [
        _permit(block, chance, matter, holder, actors, library)
        for matter in matters
        for holder in matter.holders
    ]
    _contradict(block, permits, library)
    _place(block, permits, actors, library)
    _assert_supplies(block, matters, actors, library)


def _permit(
    block: Block,
    chance: Random,
    matter: Matter,
    holder: Named,
    actors: Actors,
    library: Library,
) -> Permit:
    iri, _ = block.identify("permit")
    hospital, area = actors.main_hospital(holder), matter.area
    who = matter.party(holder, actors)
    named = Named(iri, f"{area.sv} – {who.sv}", f"{area.en} – {who.en}")
    document = (
        library.since(chance, matter.starts) if chance.randrange(4) else library.undated(chance)
    )
    decided, starts, ends = _dates(chance, matter)
    through = hospital if who == holder and chance.randrange(8) else None
    others = actors.hospitals.get(holder.iri, ())[1:]
    second = others[0] if through and others and not chance.randrange(8) else None
    scoped = not chance.randrange(4)
    block.fact(
        named,
        NHV.Permit,
        document,
        (NHV.area, area.iri),
        (NHV.programme, matter.programme),
        (NHV.holder, who.iri),
        (NHV.throughHospital, through.iri if through else None),
        (NHV.throughHospital, second.iri if second else None),
        (NHV.validFrom, starts),
        (NHV.validUntil, ends),
        (NHV.decidedOn, decided),
        (NHV.decidedBy, actors.bodies[0].iri if decided else None),
        (NHV.scope, Literal("syntetisk omfattning", language="sv") if scoped else None),
        certainty=NHV.Stated if chance.randrange(15) else NHV.Inferred,
    )
    return Permit(named, matter, holder, document, decided, starts, ends)


def _dates(chance: Random, matter: Matter) -> tuple[Literal | None, Literal | None, Literal | None]:
    """The days of decision, start and end, as far as they are stated."""
    told = chance.randrange(100)
    allotted = matter.allotted
    decided = (
        roughly(chance, allotted, days=77, months=23)
        if allotted and (told < 40 or 58 <= told < 86)
        else None
    )
    # Of the tasks of the cancer centres, the start is always told.
    begun = told < (100 if matter.programme == RCC else 58)
    starts = roughly(chance, matter.starts, days=90, months=9, years=1) if begun else None
    ends = None
    if matter.programme == RIKSSJUKVARD and chance.randrange(9):
        ends = roughly(chance, date(2018 + chance.randrange(2), 12, 31), days=8, months=0, years=1)
    elif matter.programme == RCC and not chance.randrange(9):
        ends = stated(date(2022, 12, 31))
    return decided, starts, ends


def _contradict(block: Block, permits: Sequence[Permit], library: Library) -> None:
    """Some documents give another day than the first."""
    chance = block.random("contradictions")

    def shift(literal: Literal, days: int) -> Literal:
        return stated(weekday(date.fromisoformat(literal.value) + timedelta(days=days)))

    def to_the_day(literal: Literal | None) -> bool:
        return literal is not None and len(literal.value) == DAY

    plain = [permit for permit in permits if permit.matter.programme == NHV_PROGRAMME]
    decided = [permit for permit in plain if to_the_day(permit.decided)][:_DAYS_OF_DECISION]
    starting = [p for p in reversed(plain) if to_the_day(p.starts)][:_STARTS]
    ending = [permit for permit in permits if to_the_day(permit.ends)][:_ENDS]
    for index, permit in enumerate(decided):
        assert permit.decided
        # The same other document cannot speak twice.
        first = library.other(chance, permit.document)
        block.add(permit.named.iri, first, (NHV.decidedOn, shift(permit.decided, 10)))
        if index < _THIRD_CLAIMS:
            block.add(
                permit.named.iri,
                library.other(chance, first),
                (NHV.decidedOn, shift(permit.decided, 21)),
            )
    for permit in starting:
        assert permit.starts
        moved = later(date.fromisoformat(permit.starts.value), 1)
        block.add(
            permit.named.iri, library.other(chance, permit.document), (NHV.validFrom, stated(moved))
        )
    for permit in ending:
        assert permit.ends
        block.add(
            permit.named.iri,
            library.other(chance, permit.document),
            (NHV.validUntil, shift(permit.ends, -30)),
        )


def _place(block: Block, permits: Sequence[Permit], actors: Actors, library: Library) -> None:
    """Some documents say only within which healthcare region a permit lies."""
    chance = block.random("within")
    own = [permit for permit in permits if permit.holder.iri in actors.within]
    for index in range(_WITHIN):
        permit = own[-1 - 7 * index]
        whole = actors.within[permit.holder.iri]
        _within(block, permit.matter, whole, library.any(chance))
    # One more lies where no known holder is, in an area of few.
    alone = next(permit for permit in own if len(permit.matter.holders) == 1)
    elsewhere = actors.within[alone.holder.iri]
    whole = next(whole for whole in actors.healthcare_regions if whole != elsewhere)
    _within(block, alone.matter, whole, library.any(chance))


def _within(block: Block, matter: Matter, whole: Named, document: Document) -> None:
    iri, _ = block.identify("permit")
    area = matter.area
    block.fact(
        Named(iri, f"{area.sv} – någonstans i {whole.sv}", f"{area.en} – within {whole.en}"),
        NHV.Permit,
        document,
        (NHV.area, area.iri),
        (NHV.programme, matter.programme),
        (NHV.heldWithin, whole.iri),
    )


def _assert_supplies(
    block: Block, matters: Sequence[Matter], actors: Actors, library: Library
) -> None:
    """Regions that serve a permit of another one's, or work with it, without holding one."""
    chance = block.random("supplies")
    plain = [matter for matter in matters if matter.programme == NHV_PROGRAMME][-40:]
    for index in range(_SUPPLIES + _COOPERATIONS):
        matter = plain[2 * index]
        area, receiver = matter.area, matter.holders[0]
        free = [region for region in actors.regions[:12] if region not in matter.holders]
        supplier = free[chance.randrange(len(free))]
        document = library.since(chance, matter.starts) if index % 4 else library.undated(chance)
        hospital = actors.main_hospital(supplier)
        (_supply if index < _SUPPLIES else _cooperation)(
            block,
            (area, supplier, receiver),
            document,
            (NHV.throughHospital, hospital.iri if hospital else None),
            (NHV.validFrom, stated(matter.starts) if index % 5 == 0 else None),
        )
        if index < _SUPPLIES_WITHIN:
            # The same supply, said of the supplier's healthcare region.
            whole = actors.within[supplier.iri]
            _supply(block, (area, whole, receiver), library.other(chance, document))


def _supply(
    block: Block,
    parties: tuple[Named, Named, Named],
    document: Document,
    *values: Value,
) -> None:
    area, supplier, receiver = parties
    iri, _ = block.identify("supply")
    block.fact(
        Named(
            iri,
            f"{area.sv}: {supplier.sv} till {receiver.sv}",
            f"{area.en}: {supplier.en} to {receiver.en}",
        ),
        NHV.SupplyRelation,
        document,
        (NHV.area, area.iri),
        (NHV.supplier, supplier.iri),
        (NHV.receiver, receiver.iri),
        (NHV.supplyKind, NHV.Underleverantor),
        *values,
    )


def _cooperation(
    block: Block,
    parties: tuple[Named, Named, Named],
    document: Document,
    *values: Value,
) -> None:
    area, one, other = parties
    iri, _ = block.identify("cooperation")
    block.fact(
        Named(iri, f"{area.sv}: {one.sv} och {other.sv}", f"{area.en}: {one.en} and {other.en}"),
        NHV.Cooperation,
        document,
        (NHV.area, area.iri),
        (NHV.partner, one.iri),
        (NHV.partner, other.iri),
        *values,
    )
