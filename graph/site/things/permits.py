"""Permits on a page: who holds them, through which hospital, since when, decided by whom.

Whether one is in force on the page's day is its status in the graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from graph.engines.frames import swedish
from graph.lookup.gazetteer import towns
from graph.lookup.names import kind_of
from graph.pictures.chart.lanes import Moment
from graph.pictures.map.permits import Land, filled
from graph.pictures.sheet import palette
from graph.questions.question import ENTITY
from graph.site.parts import Badge, Cell, Cells
from graph.site.things.cells import Teller, by_day
from graph.site.things.counts import PROGRAMMES
from graph.site.things.pictures import Spot
from graph.site.things.sections import Line, Lines
from graph.site.things.statements import SiteStatements
from graph.site.words import say
from ontology.terms import GEO, NHV, SKOS, curie

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

_COLOURS: Mapping[NamedNode, str] = dict(
    zip(PROGRAMMES, (palette.BLUE, palette.ORANGE, palette.GREEN), strict=True)
)


STATUSES = (NHV.InForce, NHV.PossiblyInForce, NHV.GrantedNotBegun, NHV.NotYet, NHV.Ended)
"""What permits can be on a day, in the order of their tables."""
Odd = Mapping[NamedNode, Sequence[str]]
"""What does not go together, by thing and fact, in sentences of one language."""


def odd(kg: KnowledgeGraph) -> Odd:
    """What the question ``conflicts`` finds, but for what stands with the facts themselves.

    Args:
        kg: The view.
    """
    found: dict[NamedNode, list[str]] = {}
    table = kg.answer("conflicts", evidence=True)
    at = table.columns.index(ENTITY)
    for row, record in zip(table.rows, table.records(), strict=True):
        node = row[at]
        if isinstance(node, NamedNode) and kind_of(node.value) != "conflict":
            cells = {key: str(cell or "–") for key, cell in record.items()}
            cells["kind"] = cells["kind"][:1].upper() + cells["kind"][1:]
            said = say("doubt_odd", kg.lang).format(**cells)
            found.setdefault(node, []).append(said)
    return found


def who(statements: SiteStatements, permit: NamedNode) -> NamedNode | None:
    """Who holds a permit: its holder, else the healthcare region that it is held within."""
    return statements.node(permit, NHV.holder) or statements.node(permit, NHV.heldWithin)


def region_of(statements: SiteStatements, actor: NamedNode | None) -> NamedNode | None:
    """The region that an actor is, or that operates it."""
    if actor is None or statements.is_a(actor, NHV.Region):
        return actor
    return statements.node(actor, NHV.operator) or next(
        (
            found
            for whole in statements.nodes(actor, NHV.partOf)
            if (found := region_of(statements, whole))
        ),
        None,
    )


def holder_cell(tell: Teller, permit: NamedNode, badges: tuple[Badge, ...] = ()) -> Cell:
    """Who holds a permit, said plainly where only the healthcare region is known."""
    if holder := tell.statements.node(permit, NHV.holder):
        return tell.cell(holder, badges)
    if within := tell.statements.node(permit, NHV.heldWithin):
        label = tell.label(within)
        return Cell(
            tell.t("somewhere", label.text),
            within,
            badges=(*badges, tell.badge("gap", "gap")),
        )
    return tell.unknown()


def decided(tell: Teller, fact: NamedNode) -> Cells:
    """When and by whom a permit was decided."""
    statements = tell.statements
    cells: list[Cell] = []
    # The day of the decision that granted it, where no source gives one of its own.
    for prop in (NHV.decidedOn, NHV.grantedOn):
        if not cells and (found := statements.objects(fact, prop)):
            cells += tell.cells(found, tell.doubts(fact, prop))
    if bodies := statements.objects(fact, NHV.decidedBy):
        cells += tell.cells(bodies, tell.doubts(fact, NHV.decidedBy))
    return tuple(cells) or tell.unknown()


def by_status(tell: Teller, permits: Iterable[NamedNode]) -> dict[NamedNode, list[NamedNode]]:
    """Permits by their status on the page's day; one of which nothing is said may be in force."""
    found: dict[NamedNode, list[NamedNode]] = {status: [] for status in STATUSES}
    for permit in by_day(tell.statements, permits):
        found[tell.statements.status(permit, tell.day) or NHV.PossiblyInForce].append(permit)
    return found


def tables(
    tell: Teller, permits: Mapping[NamedNode, Sequence[NamedNode]], by: str
) -> tuple[Lines, ...]:
    """Permits as tables, one for each status and programme.

    Args:
        tell: The teller.
        permits: The permits by their status on the page's day.
        by: What each line begins with: ``"holder"`` or ``"area"``.
    """
    found = []
    for status, own in permits.items():
        groups: dict[tuple[int, str], list[NamedNode]] = {}
        for permit in own:
            groups.setdefault(_programme(tell, permit), []).append(permit)
        said = tell.t("status_caption", tell.name(status), tell.day)
        for (_, name), listed in sorted(groups.items()):
            found.append(_table(tell, listed, f"{said}: {name}" if name else said, by))
    return tuple(found)


def _programme(tell: Teller, permit: NamedNode) -> tuple[int, str]:
    """The place of a permit's programme among the others, and its name."""
    node = tell.statements.node(permit, NHV.programme)
    if node is None:
        return len(_COLOURS), ""
    rank = list(_COLOURS).index(node) if node in _COLOURS else len(_COLOURS)
    return rank, tell.name(node)


def _table(tell: Teller, permits: Sequence[NamedNode], caption: str, by: str) -> Lines:
    statements = tell.statements
    second = "area" if by == "holder" else "holder"
    listed = sorted(permits, key=lambda p: (_name(tell, p, by), _name(tell, p, second), p.value))
    # What is the same in every line need not be said in each.
    different = {
        node
        for permit in listed
        for node in (
            [who(statements, permit)] if second == "holder" else statements.nodes(permit, NHV.area)
        )
    }
    ends = any(statements.objects(permit, NHV.endBasis) for permit in listed)
    keys = [
        by,
        *([second] if len(different) > 1 else []),
        "through",
        "since",
        *(["until"] if ends else []),
        "decided",
    ]
    lines = []
    for permit in listed:
        marks = {by: tell.sure(permit)}
        cells: dict[str, Cells] = {
            "holder": holder_cell(tell, permit, marks.get("holder", ())),
            "area": tell.cells(statements.objects(permit, NHV.area), marks.get("area", ())),
            "through": tell.cells(
                statements.objects(permit, NHV.throughHospital),
                tell.doubts(permit, NHV.throughHospital),
            )
            or tell.unknown(),
            "since": tell.began(permit),
            "until": tell.ended(permit),
            "decided": decided(tell, permit),
        }
        lines.append(Line(tuple(cells[key] for key in keys), tell.evidence(permit)))
    return Lines(caption, tuple(tell.t(key) for key in keys), tuple(lines))


def _name(tell: Teller, permit: NamedNode, by: str) -> tuple[str, str]:
    statements = tell.statements
    node = who(statements, permit) if by == "holder" else statements.node(permit, NHV.area)
    return swedish(tell.name(node) if node else "")


def supply_lines(tell: Teller, supplies: Iterable[NamedNode]) -> tuple[Lines, ...]:
    """Supply relations as a table; none if there are none."""
    statements = tell.statements
    lines = []
    for supply in by_day(statements, supplies):
        lines.append(
            tell.line(
                supply,
                tell.cells(statements.objects(supply, NHV.supplier), tell.sure(supply))
                or tell.unknown(),
                tell.cells(statements.objects(supply, NHV.receiver)) or tell.unknown(),
                tell.cells(statements.objects(supply, NHV.area)),
                tell.cells(statements.objects(supply, NHV.supplyKind)) or tell.unknown(),
                tell.began(supply),
                tell.status(supply),
            )
        )
    keys = ("supplier", "receiver", "area", "kind", "since", "status")
    heads = tuple(tell.t(key) for key in keys)
    return (
        (Lines(tell.t("supplies"), heads, tuple(lines), tell.t("supplies_note")),) if lines else ()
    )


def supply_kind(tell: Teller, supply: NamedNode) -> tuple[str, str]:
    """Of which kind a supply relation is, as a CURIE and in words."""
    kinds = tell.statements.nodes(supply, NHV.supplyKind)
    told = ", ".join(tell.name(kind) for kind in kinds)
    return (curie(kinds[0].value), told) if kinds else ("", tell.kind(supply))


def cooperation_lines(tell: Teller, found: Iterable[NamedNode]) -> tuple[Lines, ...]:
    """Who works together, without a direction that no source states; none if there are none."""
    statements = tell.statements
    lines = tuple(
        tell.line(
            one,
            tell.cells(statements.objects(one, NHV.partner), tell.sure(one)) or tell.unknown(),
            tell.cells(statements.objects(one, NHV.area)),
            tell.cells(statements.objects(one, NHV.throughHospital)) or tell.unknown(),
            tell.began(one),
            tell.status(one),
        )
        for one in by_day(statements, found)
    )
    heads = tuple(tell.t(key) for key in ("partners", "area", "through", "since", "status"))
    return (
        (Lines(tell.t("cooperation"), heads, lines, tell.t("cooperation_note")),) if lines else ()
    )


def application_lines(tell: Teller, applications: Sequence[NamedNode]) -> tuple[Lines, ...]:
    """Applications with what a source said on its day, and what became of them."""
    statements = tell.statements
    lines = []
    for application in by_day(statements, applications):
        lines.append(
            tell.line(
                application,
                tell.cells(statements.objects(application, NHV.applicant), tell.sure(application))
                or tell.unknown(),
                tell.cells(statements.objects(application, NHV.area)),
                tell.cells(statements.objects(application, NHV.decidedAt)) or tell.unknown(),
                tell.cells(
                    statements.objects(application, NHV.outcome),
                    tell.doubts(application, NHV.outcome),
                )
                or Cell("–"),
                tell.result(application),
            )
        )
    heads = tuple(tell.t(key) for key in ("applicant", "area", "decided", "outcome", "result"))
    note = tell.t("applications_note", tell.day)
    return (Lines(tell.t("applications"), heads, tuple(lines), note),) if lines else ()


def moment(tell: Teller, fact: NamedNode, look: str, colour: str) -> Moment:
    """An event as it stands on a time line."""
    statements = tell.statements
    first, last = (_date(statements.value(fact, prop)) for prop in (NHV.firstDay, NHV.lastDay))
    return Moment(first, last, look, tell.name(fact), colour)


# What of a thing is drawn as a bar; hatched where it is not certain.
_DRAWN: Mapping[NamedNode, bool] = {
    NHV.InForce: False,
    NHV.PossiblyInForce: True,
    NHV.InOffice: False,
    NHV.PossiblyInOffice: True,
}


def bars(tell: Teller, fact: NamedNode, colour: str = "") -> tuple[Moment, ...]:
    """A permit or a membership as bars: what is certain filled, what may be hatched."""
    statements = tell.statements
    programme = statements.node(fact, NHV.programme)
    colour = colour or (_COLOURS.get(programme, palette.LINE) if programme else palette.LINE)
    found = []
    for period in statements.nodes(fact, NHV.period):
        status = statements.node(period, NHV.status)
        if status is not None and status in _DRAWN:
            first, last = (_date(statements.value(period, p)) for p in (NHV.firstDay, NHV.lastDay))
            tip = f"{tell.name(fact)}: {tell.name(status).lower()}"
            look = "seen" if first is not None and first == last else "bar"
            found.append(Moment(first, last, look, tip, colour, _DRAWN[status]))
    return tuple(sorted(found, key=lambda m: m.first or date.min))


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def lands(tell: Teller, facts: Iterable[NamedNode], told: Callable[[NamedNode], str]) -> list[Land]:
    """The counties of permits and supply relations."""
    statements, found = tell.statements, []
    for fact in facts:
        supply = statements.is_a(fact, NHV.SupplyRelation)
        maybe = statements.status(fact, tell.day) != NHV.InForce
        actor = statements.node(fact, NHV.supplier) if supply else statements.node(fact, NHV.holder)
        region = region_of(statements, actor)
        if region is not None and (code := county(statements, region)):
            found.append(Land(code, filled(not supply, maybe=maybe), told(fact)))
        elif not supply and (within := statements.node(fact, NHV.heldWithin)):
            members = statements.subjects(NHV.inHealthcareRegion, within)
            codes = [code for member in members if (code := county(statements, member))]
            fill = filled(True, within=True, maybe=maybe)
            found += [Land(code, fill, told(fact)) for code in codes]
    return found


def county(statements: SiteStatements, region: NamedNode) -> str:
    """The code of a region's county."""
    return statements.value(statements.node(region, NHV.county), SKOS.notation)


def spots(tell: Teller, facts: Iterable[NamedNode]) -> list[Spot]:
    """The towns of the hospitals that permits and supply relations name."""
    statements, found = tell.statements, []
    for fact in facts:
        named = statements.nodes(fact, NHV.throughHospital)
        named += [
            actor
            for prop in (NHV.holder, NHV.supplier)
            for actor in statements.nodes(fact, prop)
            if statements.is_a(actor, NHV.CareFacility)
        ]
        found += [spot for hospital in named if (spot := spot_of(tell, hospital))]
    return found


def spot_of(tell: Teller, hospital: NamedNode) -> Spot | None:
    """The town of a hospital or unit, or of the whole that it is part of."""
    statements = tell.statements
    for place in (hospital, *statements.nodes(hospital, NHV.partOf)):
        town = statements.value(place, NHV.city)
        lat, long = statements.value(place, GEO.lat), statements.value(place, GEO.long)
        if lat and long:
            return Spot(town or tell.name(place), float(lat), float(long), tell.name(hospital))
        if town in towns():
            return Spot(town, towns()[town].lat, towns()[town].long, tell.name(hospital))
    return None
