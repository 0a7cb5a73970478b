"""The pictures of a page in its words: what happened when, who is tied to whom, and where.

They say no more than the tables of the page, and are drawn from the same facts; the charts, maps
and networks of the catalogue ask the graph anew for each, which a thousand pages have no time for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from pyoxigraph import NamedNode

from graph.lookup.gazetteer import counties, credit
from graph.lookup.names import kind_of
from graph.pictures.chart import lanes as chart
from graph.pictures.chart.lanes import Lane
from graph.pictures.map import ground
from graph.pictures.map.ground import Sign
from graph.pictures.map.permits import Land, tones
from graph.pictures.network.scene import scene
from graph.pictures.network.static import bare
from graph.site.figures import drawn
from graph.site.parts import Cell, Figure, Grid
from graph.site.things.cells import Teller
from graph.site.words import say

_MOST_TIED = 22  # of one column


@dataclass(frozen=True)
class Tie:
    """A line between a node of one column and a node of the next.

    Attributes:
        one: The node on the left.
        other: The node on the right.
        kind: What the line says, as a CURIE (see :mod:`graph.networks.relations`).
        told: The same in words.
        weight: How thick; also said where it is more than 1.
        inferred: Whether no source states it.
    """

    one: NamedNode
    other: NamedNode
    kind: str
    told: str
    weight: int = 1
    inferred: bool = False


@dataclass(frozen=True)
class Spot:
    """A town where sources name a hospital, and which."""

    town: str
    lat: float
    long: float
    told: str


def timeline(about: str, lanes: Sequence[Lane], as_of: date, lang: str) -> Figure | None:
    """What happened when.

    Args:
        about: Whose time line it is.
        lanes: The rows, those of one group together.
        as_of: The day that the page is for.
        lang: The language.

    Returns:
        The figure; None if nothing has a day.
    """
    sheet = chart.small(lanes, as_of, lang)
    if sheet is None:
        return None
    dated = [lane for lane in lanes if lane.days]
    days = sorted(day.isoformat() for lane in dated for day in lane.days)
    title = f"{about}: {say('timeline', lang).lower()}"
    rows = [
        (Cell(lane.group), Cell(lane.name), _day(m.first), _day(m.last), Cell(m.tip))
        for lane in dated for m in lane.moments
    ]  # fmt: skip
    headings = [say(key, lang) for key in ("kind", "what", "from", "until", "detail")]
    told = say("timeline_told", lang, about, len(dated), days[0], days[-1])
    note = say("timeline_note", lang, as_of.isoformat())
    return drawn(sheet, title, told, (note,), Grid(title, headings, rows), lang)


def _day(day: date | None) -> Cell:
    return Cell(day.isoformat() if day else "–", form="date")


def network(
    tell: Teller, about: NamedNode, columns: Iterable[Iterable[NamedNode]], ties: Sequence[Tie],
    note: str,
) -> Figure | None:  # fmt: skip
    """Who is tied to whom: columns of nodes, and lines from one to the next.

    Args:
        tell: The teller.
        about: Whose network it is.
        columns: The nodes in each column, the first ones if they are many.
        ties: The lines.
        note: What the lines mean.

    Returns:
        The figure; None if there are no lines.
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
    rows = [
        (tell.cell(tie.one), tell.cell(tie.other), Cell(tie.told),
         Cell(str(tie.weight), form="number"))
        for tie in ties
    ]  # fmt: skip
    grid = Grid(title, [tell.t(key) for key in ("one", "other", "relation", "weight")], rows)
    told = tell.t("network_told", listed)
    return drawn(bare(scene(net)), title, told, (note,), grid, tell.lang)


def maplet(about: str, lands: Iterable[Land], spots: Iterable[Spot], lang: str) -> Figure | None:
    """A map of counties and towns.

    Args:
        about: What it shows.
        lands: What is in which county.
        spots: The towns.
        lang: The language.

    Returns:
        The figure; None if nothing has a place.
    """
    lands, spots = list(dict.fromkeys(lands)), list(dict.fromkeys(spots))
    if not lands and not spots:
        return None
    towns: dict[tuple[float, float, str], list[str]] = {}
    for spot in spots:
        towns.setdefault((spot.lat, spot.long, spot.town), []).append(spot.told)
    signs = [
        Sign(lat, long, (town,), tip=f"{town}: {'; '.join(dict.fromkeys(told))}")
        for (lat, long, town), told in towns.items()
    ]
    sheet = ground.small(tones(lands), signs)
    names = {county.code: county.name for county in counties()}
    places = [(names.get(land.code, land.code), land.told) for land in lands]
    places = sorted([*places, *((spot.town, spot.told) for spot in spots)])
    rows = [(Cell(name, lang="sv" if lang != "sv" else ""), Cell(told)) for name, told in places]
    title = f"{about}: {_lower(say('map', lang))}"
    listed = "; ".join(dict.fromkeys(f"{name}: {told}" for name, told in places[:10]))
    headings = [f"{say('county', lang)} / {say('town', lang).lower()}", say("what_there", lang)]
    return drawn(
        sheet, title, say("map_told", lang, listed),
        (say("map_note", lang), credit(lang)),
        Grid(title, headings, rows), lang,
    )  # fmt: skip


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
