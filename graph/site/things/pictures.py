"""The pictures of a page in its words: what happened when, who is tied to whom, and where.

They say no more than the tables of the page, and are drawn from the same facts; the charts, maps
and networks of the catalogue ask the graph anew for each, which a thousand pages have no time for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from pyoxigraph import NamedNode

from graph.lookup.gazetteer import counties, credit, towns
from graph.pictures.chart import lanes as chart
from graph.pictures.chart.lanes import Lane, Moment
from graph.pictures.map import ground
from graph.pictures.map.ground import Sign
from graph.pictures.map.permits import Land, filled, tones
from graph.pictures.network.scene import scene
from graph.pictures.network.static import bare
from graph.pictures.sheet import palette
from graph.site.figures import drawn
from graph.site.parts import Cell, Figure, Grid, Section, grid
from graph.site.things.cells import Teller
from graph.site.things.counts import PROGRAMMES
from graph.site.things.statements import SiteStatements
from ontology.terms import GEO, NHV, SKOS, curie, kind_of

_MOST_TIED = 22  # of one column
_COLOURS = dict(zip(PROGRAMMES, (palette.BLUE, palette.ORANGE, palette.GREEN), strict=True))
# What of a thing is drawn as a bar; hatched where it is not certain.
_DRAWN: Mapping[NamedNode, bool] = {
    NHV.InForce: False,
    NHV.PossiblyInForce: True,
    NHV.InOffice: False,
    NHV.PossiblyInOffice: True,
}


@dataclass(frozen=True)
class Tie:
    """A line between a node of one column and a node of the next."""

    one: NamedNode
    other: NamedNode
    kind: str  # what it says, as a CURIE (graph.networks.relations)
    told: str  # the same in words
    weight: int = 1
    inferred: bool = False


@dataclass(frozen=True)
class Spot:
    """A town where sources name a hospital, and which."""

    town: str
    lat: float
    long: float
    told: str


def section(tell: Teller, *figures: Figure | None) -> Section:
    """The pictures that there are as a section."""
    return Section("pictures", tell.t("pictures"), figures=tuple(f for f in figures if f))


def timeline(tell: Teller, about: NamedNode, lanes: Sequence[Lane]) -> Figure | None:
    """What happened when; None if nothing has a day. The rows of one group stand together."""
    sheet = chart.small(lanes, tell.as_of, tell.lang)
    if sheet is None:
        return None
    name = tell.name(about)
    dated = [lane for lane in lanes if lane.days]
    days = sorted(day.isoformat() for lane in dated for day in lane.days)
    rows = (
        (Cell(lane.group), Cell(lane.name), _day(m.first), _day(m.last), Cell(m.tip))
        for lane in dated for m in lane.moments
    )  # fmt: skip
    title = f"{name}: {tell.t('timeline').lower()}"
    table = grid(tell.lang, title, ("kind", "what", "from", "until", "detail"), rows)
    told = tell.t("timeline_told", name, len(dated), days[0], days[-1])
    return drawn(sheet, told, (tell.t("timeline_note", tell.day),), table, tell.lang)


def moment(tell: Teller, fact: NamedNode, look: str, colour: str) -> Moment:
    """An event as it stands on a time line."""
    return Moment(*_days(tell.statements, fact), look, tell.name(fact), colour)


def lanes(
    tell: Teller, group: str, facts: Iterable[NamedNode], name: Callable[[NamedNode], str],
    drawn: Callable[[NamedNode], Sequence[Moment]],
) -> list[Lane]:  # fmt: skip
    """Facts as rows of a time line, those of one name in one row, the first first."""
    rows: dict[str, list[Moment]] = {}
    for fact in tell.by_day(facts):
        rows.setdefault(name(fact), []).extend(drawn(fact))
    return [Lane(group, row, tuple(moments)) for row, moments in rows.items()]


def bars(tell: Teller, fact: NamedNode, colour: str = "") -> list[Moment]:
    """A permit or a membership as bars: what is certain filled, what may be hatched."""
    statements, found = tell.statements, []
    programme = statements.node(fact, NHV.programme)
    colour = colour or (_COLOURS.get(programme, palette.LINE) if programme else palette.LINE)
    for period in statements.nodes(fact, NHV.period):
        status = statements.node(period, NHV.status)
        if status is not None and status in _DRAWN:
            first, last = _days(statements, period)
            tip = f"{tell.name(fact)}: {tell.name(status).lower()}"
            look = "seen" if first is not None and first == last else "bar"
            found.append(Moment(first, last, look, tip, colour, _DRAWN[status]))
    return sorted(found, key=lambda m: m.first or date.min)


def _days(statements: SiteStatements, thing: NamedNode) -> tuple[date | None, date | None]:
    first, last = (
        date.fromisoformat(text) if (text := statements.value(thing, prop)) else None
        for prop in (NHV.firstDay, NHV.lastDay)
    )
    return first, last


def _day(day: date | None) -> Cell:
    return Cell(day.isoformat() if day else "–", form="date")


def supply_tie(tell: Teller, supply: NamedNode, one: NamedNode, other: NamedNode) -> Tie:
    """A supply relation as a line between two that are drawn."""
    kinds = tell.statements.nodes(supply, NHV.supplyKind)
    told = ", ".join(tell.name(kind) for kind in kinds)
    kind, told = (curie(kinds[0].value), told) if kinds else ("", tell.kind(supply))
    return Tie(one, other, kind, told)


def network(
    tell: Teller, about: NamedNode, columns: Iterable[Iterable[NamedNode]], ties: Sequence[Tie],
    note: str,
) -> Figure | None:  # fmt: skip
    """Who is tied to whom: columns of nodes, and lines from one to the next; None without lines.

    Args:
        tell: The teller.
        about: Whose network it is.
        columns: The nodes in each column, the first ones if they are many.
        ties: The lines.
        note: What the lines mean, as a word of these pages.
    """
    import networkx as nx

    title = f"{tell.name(about)}: {_lower(tell.t('network'))}"
    net = nx.Graph(name="columns", title=title, lang=tell.lang)
    for i, nodes in enumerate(columns):
        for node in islice(nodes, _MOST_TIED):
            kind = kind_of(node.value)
            net.add_node(node.value, label=tell.name(node), kind=kind, column=i)
    for tie in ties:
        if tie.one.value in net and tie.other.value in net:
            label = str(tie.weight) if tie.weight > 1 else ""
            sure = "inferred" if tie.inferred else "stated"
            net.add_edge(tie.one.value, tie.other.value, kind=tie.kind, kind_label=tie.told,
                         label=label, weight=tie.weight, certainty=sure)  # fmt: skip
    if not net.edges:
        return None
    listed = "; ".join(f"{tell.name(tie.one)} – {tell.name(tie.other)}" for tie in ties[:12])
    rows = (
        (tell.cell(tie.one), tell.cell(tie.other), Cell(tie.told),
         Cell(str(tie.weight), form="number"))
        for tie in ties
    )  # fmt: skip
    table = grid(tell.lang, title, ("one", "other", "relation", "weight"), rows)
    told = tell.t("network_told", listed)
    return drawn(bare(scene(net)), told, (tell.t(note),), table, tell.lang)


def maplet(
    tell: Teller, about: NamedNode, lands: Iterable[Land], spots: Iterable[Spot]
) -> Figure | None:
    """A map of counties and towns; None if nothing has a place."""
    lands, spots = list(dict.fromkeys(lands)), list(dict.fromkeys(spots))
    if not lands and not spots:
        return None
    at: dict[tuple[float, float, str], list[str]] = {}
    for spot in spots:
        at.setdefault((spot.lat, spot.long, spot.town), []).append(spot.told)
    signs = [
        Sign(lat, long, (town,), tip=f"{town}: {'; '.join(dict.fromkeys(told))}")
        for (lat, long, town), told in at.items()
    ]
    names = {county.code: county.name for county in counties()}
    places = [(names.get(land.code, land.code), land.told) for land in lands]
    places = sorted([*places, *((spot.town, spot.told) for spot in spots)])
    rows = [(Cell(name, lang=tell.foreign("sv")), Cell(told)) for name, told in places]
    title = f"{tell.name(about)}: {_lower(tell.t('map'))}"
    listed = "; ".join(dict.fromkeys(f"{name}: {told}" for name, told in places[:10]))
    headings = [f"{tell.t('county')} / {tell.t('town').lower()}", tell.t("what_there")]
    return drawn(
        ground.small(tones(lands), signs), tell.t("map_told", listed),
        (tell.t("map_note"), credit(tell.lang)), Grid(title, headings, rows), tell.lang,
    )  # fmt: skip


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


def region_of(statements: SiteStatements, actor: NamedNode | None) -> NamedNode | None:
    """The region that an actor is, or that operates it."""
    if actor is None or statements.is_a(actor, NHV.Region):
        return actor
    wholes = (region_of(statements, whole) for whole in statements.nodes(actor, NHV.partOf))
    return statements.node(actor, NHV.operator) or next(filter(None, wholes), None)


def county(statements: SiteStatements, region: NamedNode) -> str:
    """The code of a region's county."""
    return statements.value(statements.node(region, NHV.county), SKOS.notation)


def spots(tell: Teller, facts: Iterable[NamedNode]) -> list[Spot]:
    """The towns of the hospitals that permits and supply relations name."""
    statements, found = tell.statements, list[Spot]()
    for fact in facts:
        actors = (a for p in (NHV.holder, NHV.supplier) for a in statements.nodes(fact, p))
        named = [*statements.nodes(fact, NHV.throughHospital),
                 *tell.all_of(actors, NHV.CareFacility)]  # fmt: skip
        found += [spot for hospital in named for spot in spot_of(tell, hospital)]
    return found


def spot_of(tell: Teller, hospital: NamedNode) -> list[Spot]:
    """The town of a hospital or unit, or of the whole that it is part of, if one is known."""
    statements = tell.statements
    for place in (hospital, *statements.nodes(hospital, NHV.partOf)):
        town = statements.value(place, NHV.city)
        lat, long = statements.value(place, GEO.lat), statements.value(place, GEO.long)
        if lat and long:
            return [Spot(town or tell.name(place), float(lat), float(long), tell.name(hospital))]
        if town in towns():
            return [Spot(town, towns()[town].lat, towns()[town].long, tell.name(hospital))]
    return []


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
