"""Permits on a page: who holds them, through which hospital, since when, decided by whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from graph.drawing import palette
from graph.engines.frames import swedish
from graph.names import kind_of
from graph.places.gazetteer import towns
from graph.questions.question import ENTITY
from graph.site.parts import Cell, Cells
from graph.site.things.known import Known
from graph.site.things.maplet import Land, Spot
from graph.site.things.pictures import Moment
from graph.site.things.sections import Line, Lines
from graph.site.things.telling import Teller, by_day
from graph.site.things.words import say
from ontology.terms import GEO, NHV, SKOS, thing

if TYPE_CHECKING:
    from graph.nhv import KnowledgeGraph

_COLOURS: Mapping[NamedNode, str] = {
    thing("programme", "nhv"): palette.BLUE,
    thing("programme", "rikssjukvard"): palette.ORANGE,
    thing("programme", "rcc"): palette.GREEN,
}


@dataclass(frozen=True)
class Held:
    """What the catalogue's questions say of all areas at once.

    Attributes:
        permits: The permits of the day (question ``holders``).
        supplies: The supply relations of the day (question ``suppliers``).
        placed: The newest placements (question ``areas-by-step``).
        odd: What does not go together (question ``conflicts``), in sentences of one language.
    """

    permits: frozenset[NamedNode]
    supplies: frozenset[NamedNode]
    placed: frozenset[NamedNode]
    odd: Mapping[NamedNode, Sequence[str]]


def held(kg: KnowledgeGraph) -> Held:
    """Ask each question once, for all areas.

    Args:
        kg: The view.
    """

    def entities(name: str) -> frozenset[NamedNode]:
        return frozenset(node for node, _ in _rows(kg, name))

    def odd() -> dict[NamedNode, list[str]]:
        found: dict[NamedNode, list[str]] = {}
        for node, row in _rows(kg, "conflicts"):
            if kind_of(node.value) != "conflict":  # those stand with their facts
                cells = {key: str(cell or "–") for key, cell in row.items()}
                cells["kind"] = cells["kind"][:1].upper() + cells["kind"][1:]
                said = say("doubt_odd", kg.lang).format(**cells)
                found.setdefault(node, []).append(said)
        return found

    return Held(entities("holders"), entities("suppliers"), entities("areas-by-step"), odd())


def _rows(kg: KnowledgeGraph, name: str) -> list[tuple[NamedNode, Mapping[str, object]]]:
    """The rows of a question with the entity of each."""
    table = kg.answer(name, evidence=True)
    at = table.columns.index(ENTITY)
    pairs = ((row[at], record) for row, record in zip(table.rows, table.records(), strict=True))
    return [(node, record) for node, record in pairs if isinstance(node, NamedNode)]


def who(known: Known, permit: NamedNode) -> NamedNode | None:
    """Who holds a permit: its holder, else the healthcare region that it is held within."""
    return known.node(permit, NHV.holder) or known.node(permit, NHV.heldWithin)


def region_of(known: Known, actor: NamedNode | None) -> NamedNode | None:
    """The region that an actor is, or that operates it."""
    if actor is None or known.is_a(actor, NHV.Region):
        return actor
    return known.node(actor, NHV.operator) or next(
        (found for whole in known.nodes(actor, NHV.partOf) if (found := region_of(known, whole))),
        None,
    )


def holder_cell(tell: Teller, permit: NamedNode) -> Cell:
    """Who holds a permit, said plainly where only the healthcare region is known."""
    badges = () if is_sure(tell, permit) else (tell.badge("inferred", "inferred"),)
    if holder := tell.known.node(permit, NHV.holder):
        return tell.cell(holder, badges)
    if within := tell.known.node(permit, NHV.heldWithin):
        label = tell.label(within)
        return Cell(
            tell.t("somewhere").format(label.text), within,
            badges=(*badges, tell.badge("gap", "gap")),
        )  # fmt: skip
    return tell.unknown()


def decided(tell: Teller, fact: NamedNode) -> Cells:
    """When and by whom a permit was decided."""
    known = tell.known
    cells: list[Cell] = []
    if found := known.objects(fact, NHV.decidedOn):
        cells += tell.cells(found, tell.doubts(fact, NHV.decidedOn))
    if bodies := known.objects(fact, NHV.decidedBy):
        cells += tell.cells(bodies, tell.doubts(fact, NHV.decidedBy))
    return tuple(cells) or tell.unknown()


def permit_lines(
    tell: Teller, permits: Iterable[NamedNode], caption: str, by: str, *, ended: str = ""
) -> tuple[Lines, ...]:
    """Permits as tables, one for each programme; none if there are none.

    Args:
        tell: The teller.
        permits: The permits.
        caption: What they are.
        by: What each line begins with: ``"holder"`` or ``"area"``.
        ended: ``"until"`` for a column that says when they ended.
    """
    groups: dict[tuple[int, str], list[NamedNode]] = {}
    for permit in permits:
        groups.setdefault(_programme(tell, permit), []).append(permit)
    return tuple(
        _table(tell, own, f"{caption}: {name}" if name else caption, by, ended)
        for (_, name), own in sorted(groups.items())
    )


def _programme(tell: Teller, permit: NamedNode) -> tuple[int, str]:
    """The place of a permit's programme among the others, and its name."""
    node = tell.known.node(permit, NHV.programme)
    if node is None:
        return len(_COLOURS), ""
    rank = list(_COLOURS).index(node) if node in _COLOURS else len(_COLOURS)
    return rank, tell.name(node)


def by_programme(tell: Teller, permits: Iterable[NamedNode]) -> tuple[Cell, ...]:
    """How many permits there are of each programme."""
    counts = Counter(_programme(tell, permit) for permit in permits)
    return tuple(
        Cell(f"{number} · {name}" if name else str(number))
        for (_, name), number in sorted(counts.items())
    )


def _table(tell: Teller, permits: Sequence[NamedNode], caption: str, by: str, ended: str) -> Lines:
    known = tell.known
    second = "area" if by == "holder" else "holder"
    listed = sorted(permits, key=lambda p: (_name(tell, p, by), _name(tell, p, second), p.value))
    # What is the same in every line need not be said in each.
    different = {
        node for permit in listed
        for node in ([who(known, permit)] if second == "holder" else known.nodes(permit, NHV.area))
    }  # fmt: skip
    keys = [by, *([second] if len(different) > 1 else []), "through", "since",
            *([ended] if ended else []), "decided"]  # fmt: skip
    lines = []
    for permit in listed:
        cells: dict[str, Cells] = {
            "holder": holder_cell(tell, permit),
            "area": tell.cells(known.objects(permit, NHV.area)),
            "through": tell.cells(
                known.objects(permit, NHV.throughHospital), tell.doubts(permit, NHV.throughHospital)
            ) or tell.unknown(),
            "since": tell.began(permit),
            "until": tell.cells(
                known.objects(permit, NHV.validUntil), tell.doubts(permit, NHV.validUntil)
            ) or tell.unknown(),
            "decided": decided(tell, permit),
        }  # fmt: skip
        if "holder" not in keys and not is_sure(tell, permit):
            cells["area"] = tell.cells(
                known.objects(permit, NHV.area), (tell.badge("inferred", "inferred"),)
            )
        lines.append(Line(tuple(cells[key] for key in keys), tell.evidence(permit)))
    return Lines(caption, tuple(tell.t(key) for key in keys), tuple(lines))


def is_sure(tell: Teller, permit: NamedNode) -> bool:
    """Whether a source states who holds a permit for what."""
    return tell.is_stated(permit, (NHV.area, NHV.holder, NHV.heldWithin))


def _name(tell: Teller, permit: NamedNode, by: str) -> tuple[str, str]:
    known = tell.known
    node = who(known, permit) if by == "holder" else known.node(permit, NHV.area)
    return swedish(tell.name(node) if node else "")


def split(
    tell: Teller, permits: Iterable[NamedNode], now: frozenset[NamedNode]
) -> tuple[list[NamedNode], list[NamedNode], list[NamedNode]]:
    """Permits of the day, those to come, and those that ended."""
    ordered = by_day(tell.known, permits)
    rest = [permit for permit in ordered if permit not in now]
    return (
        [permit for permit in ordered if permit in now],
        [permit for permit in rest if tell.holds(permit) == "ahead"],
        [permit for permit in rest if tell.holds(permit) != "ahead"],
    )


def tables(
    tell: Teller, permits: Iterable[NamedNode], now: frozenset[NamedNode], by: str
) -> tuple[Lines, ...]:
    """Permits of the day, to come and ended, each as a table."""
    current, ahead, past = split(tell, permits, now)
    day = tell.as_of.isoformat()
    return (
        *permit_lines(tell, current, tell.t("now").format(day), by),
        *permit_lines(tell, ahead, tell.t("ahead"), by),
        *permit_lines(tell, past, tell.t("past"), by, ended="until"),
    )


def supply_lines(tell: Teller, supplies: Iterable[NamedNode]) -> tuple[Lines, ...]:
    """Supply relations as a table; none if there are none."""
    known = tell.known
    lines = []
    for supply in by_day(known, supplies):
        badges = (
            () if tell.is_stated(supply, (NHV.area, NHV.supplier, NHV.receiver))
            else (tell.badge("inferred", "inferred"),)
        )  # fmt: skip
        lines.append(tell.line(
            supply,
            tell.cells(known.objects(supply, NHV.supplier), badges) or tell.unknown(),
            tell.cells(known.objects(supply, NHV.receiver)) or tell.unknown(),
            tell.cells(known.objects(supply, NHV.area)),
            tell.cells(known.objects(supply, NHV.supplyKind)) or tell.unknown(),
            tell.began(supply),
        ))  # fmt: skip
    heads = tuple(tell.t(key) for key in ("supplier", "receiver", "area", "kind", "since"))
    return (
        (Lines(tell.t("supplies"), heads, tuple(lines), tell.t("supplies_note")),) if lines else ()
    )


def application_lines(
    tell: Teller, applications: Sequence[NamedNode], now: frozenset[NamedNode]
) -> tuple[Lines, ...]:
    """Applications with their outcome, and whether the applicant holds a permit now."""
    known = tell.known
    lines = []
    for application in by_day(known, applications):
        applicant = known.node(application, NHV.applicant)
        areas = known.nodes(application, NHV.area)
        region = region_of(known, applicant)
        permits = [
            permit for area in areas for permit in known.subjects(NHV.area, area)
            if permit in now and region and region_of(known, who(known, permit)) == region
        ]  # fmt: skip
        lines.append(tell.line(
            application,
            tell.cells(known.objects(application, NHV.applicant)) or tell.unknown(),
            tell.cells(areas),
            tell.cells(known.objects(application, NHV.decidedAt)) or tell.unknown(),
            tell.cells(known.objects(application, NHV.outcome)) or tell.unknown(),
            Cell(tell.t("has_permit"), permits[0]) if permits else Cell(tell.t("has_none_known")),
        ))  # fmt: skip
    heads = tuple(tell.t(key) for key in ("applicant", "area", "decided", "outcome", "permit_now"))
    note = tell.t("applications_note").format(tell.as_of.isoformat())
    return (Lines(tell.t("applications"), heads, tuple(lines), note),) if lines else ()


def moment(tell: Teller, fact: NamedNode, look: str, colour: str) -> Moment:
    """A fact as it stands on a time line."""
    known = tell.known
    basis = known.node(fact, NHV.startBasis)
    return Moment(
        _date(known.value(fact, NHV.firstDay)),
        _date(known.value(fact, NHV.lastDay)),
        look,
        tell.name(fact),
        colour,
        look == "bar" and basis == NHV.firstAttested,
    )


def bar(tell: Teller, permit: NamedNode) -> Moment:
    """A permit as a bar in the colour of its programme."""
    programme = tell.known.node(permit, NHV.programme)
    return moment(tell, permit, "bar", _COLOURS.get(programme, palette.LINE) if programme else "")


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def lands(tell: Teller, facts: Iterable[NamedNode], told: Callable[[NamedNode], str]) -> list[Land]:
    """The counties of permits and supply relations."""
    known, found = tell.known, []
    for fact in facts:
        supply = known.is_a(fact, NHV.SupplyRelation)
        actor = known.node(fact, NHV.supplier) if supply else known.node(fact, NHV.holder)
        region = region_of(known, actor)
        if region is not None and (code := county(known, region)):
            found.append(Land(code, "supply" if supply else "held", told(fact)))
        elif not supply and (within := known.node(fact, NHV.heldWithin)):
            members = known.subjects(NHV.inHealthcareRegion, within)
            codes = [code for member in members if (code := county(known, member))]
            found += [Land(code, "within", told(fact)) for code in codes]
    return found


def county(known: Known, region: NamedNode) -> str:
    """The code of a region's county."""
    return known.value(known.node(region, NHV.county), SKOS.notation)


def spots(tell: Teller, facts: Iterable[NamedNode]) -> list[Spot]:
    """The towns of the hospitals that permits and supply relations name."""
    known, found = tell.known, []
    for fact in facts:
        named = known.nodes(fact, NHV.throughHospital)
        named += [
            actor for prop in (NHV.holder, NHV.supplier) for actor in known.nodes(fact, prop)
            if known.is_a(actor, NHV.CareFacility)
        ]  # fmt: skip
        found += [spot for hospital in named if (spot := spot_of(tell, hospital))]
    return found


def spot_of(tell: Teller, hospital: NamedNode) -> Spot | None:
    """The town of a hospital or unit, or of the whole that it is part of."""
    known = tell.known
    for place in (hospital, *known.nodes(hospital, NHV.partOf)):
        town = known.value(place, NHV.city)
        lat, long = known.value(place, GEO.lat), known.value(place, GEO.long)
        if lat and long:
            return Spot(town or tell.name(place), float(lat), float(long), tell.name(hospital))
        if town in towns():
            return Spot(town, towns()[town].lat, towns()[town].long, tell.name(hospital))
    return None
