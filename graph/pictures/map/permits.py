"""The maps of an area: who holds its permits, and where; how far it is to the nearest of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from graph.base.words import words_of
from graph.lookup.gazetteer import HALLAND, counties, credit, seats
from graph.networks.catalogue import projected
from graph.pictures.map import ground
from graph.pictures.map.ground import Country, Sign, Site, Territory, Tone, sites, territories
from graph.pictures.sheet import palette
from graph.pictures.sheet.captions import (
    captioned,
    none_held,
    programme_of,
    source_note,
    texts,
    times,
)
from graph.pictures.sheet.drawing import Illustration
from graph.pictures.sheet.letters import Key
from graph.pictures.sheet.sheet import Hatch, Mark, Point, Text
from graph.pictures.sheet.tooltips import since_of
from graph.view.answering import answered
from graph.view.citations import BETWEEN
from graph.view.counting import counted_line
from graph.view.view import View

HELD = "#7db8e0"
WITHIN = palette.BLUE
SUPPLY = palette.GREEN
MAYBE = {HELD: "#a9cfe8", SUPPLY: "#8fd0bb"}
"""The lighter colours of what may be in force."""

Fill = tuple[str, str]
"""How a county is filled: ``"fill"``, ``"lines"`` or ``"dots"``, and the colour."""
_Edge = Mapping[str, Any]

_WORDS = words_of("graph.pictures")


class _Shown(NamedTuple):
    """What the map shows: edges of two networks, and which fact stands for which.

    Each of ``held`` and ``supplied`` has both ends and the attributes of an edge; ``told`` says
    what is told of a permit or a supply relation, ``maybe`` which of them may be in force.
    """

    held: Sequence[tuple[str, str, _Edge]]
    supplied: Sequence[tuple[str, str, _Edge]]
    names: Mapping[str, str]
    told: Mapping[str, str]
    maybe: frozenset[str]


def _holds(entity: str) -> bool:
    """Whether something is a permit, in force or possibly."""
    return entity.startswith("permit:")


def _shown(kg: View, area: str, programme: str) -> _Shown:
    """Read both networks, with what may be in force."""
    held = projected(kg, "area-holder", area=area, programme=programme, possible=True)
    supplied = projected(kg, "suppliers", area=area, possible=True)
    names = {**dict(held.nodes(data="label")), **dict(supplied.nodes(data="label"))}
    told = {
        permit: (names[holder], is_certain(edge))
        for holder, _, edge in held.edges(data=True)
        for permit in edge["permits"]
    } | {
        fact: (f"{names[one]} → {names[other]}", is_certain(edge))
        for one, other, fact, edge in supplied.edges(data=True, keys=True)
    }
    doubt = f" ({_WORDS.say('may_be_in_force', kg.lang)})"
    return _Shown(
        list(held.edges(data=True)),
        list(supplied.edges(data=True)),
        names,
        {fact: who if certain else who + doubt for fact, (who, certain) in told.items()},
        frozenset(fact for fact, (_, certain) in told.items() if not certain),
    )


def is_certain(edge: _Edge) -> bool:
    """Whether what an edge shows is in force for certain."""
    return bool(edge["status"] == "in-force")


def permits(kg: View, area: str, programme: str | None = None) -> Illustration:
    """Who holds permits for an area or a part of it, and where; who supplies them."""
    named, program = kg.find(area, "area"), programme_of(kg, programme)
    shown = _shown(kg, named, program.word)
    if not shown.told:
        raise none_held(kg, named, program.id)
    lands = territories(kg, named, shown.told.keys())
    points = sites(kg, named, shown.told.keys())
    placed = {site.entity for site in points}
    certain = [edge for edge in shown.held if is_certain(edge[2])]
    # Areas held, as they are counted: one hospital for any of its permits places it.
    lost = [d["permits"] for *_, d in certain if placed.isdisjoint(d["permits"])]
    unknown = _unknown(kg, lands, lost)
    signs = signs_of(points)
    who = ", ".join(shown.names[holder] for holder, *_ in certain) or "–"

    def over(country: Country) -> Iterable[Mark]:
        yield from ground.signs(signs, country)
        yield from ground.question_marks(unknown, country, [(s.lat, s.long) for s in points])

    return Illustration(
        **captioned(kg, "permits", kg.label(named)),
        told=_WORDS.say("permits.told", kg.lang, len(certain), kg.label(named), who, times(kg)),
        below=(f"{program.label}. {times(kg)}",),
        notes=(counted_line(kg, program.id), *_notes(kg, shown, len(certain), len(lost), lands)),
        rows=tuple(_rows(kg, shown, points)),
        body=ground.body(
            _keys(kg, lands, shown, points, bool(unknown)),
            _WORDS.say("legend", kg.lang),
            tones(Land(t.code, _look(t, shown), shown.told[t.entity]) for t in lands),
            over,
        ),
    )


class Land(NamedTuple):
    """Something in a county: how the county is filled for it, and what is told of it."""

    code: str
    fill: Fill
    told: str


def tones(lands: Iterable[Land]) -> dict[str, Tone]:
    """How each county is filled: for a holder's region, a supplier's, or somewhere within.

    Where several are in one county, the weightiest are drawn and all are told.
    """
    by_code: dict[str, list[Land]] = defaultdict(list)
    for land in lands:
        by_code[land.code].append(land)
    named = {county.code: county.name for county in counties()}
    made = {}
    for code, here in sorted(by_code.items()):
        fills = {land.fill for land in here}
        hatch = next((Hatch(*fill) for fill in _HATCHES if fill in fills), None)
        told = "; ".join(dict.fromkeys(land.told for land in here))
        tip = f"{named.get(code, code)}: {told}"
        made[code] = Tone(HELD if ("fill", HELD) in fills else ground.LAND, hatch, tip)
    return made


# Of several in one county, the first is drawn.
_HATCHES = (
    ("lines", SUPPLY), ("lines", MAYBE[SUPPLY]), ("dots", SUPPLY), ("dots", MAYBE[SUPPLY]),
    ("lines", MAYBE[HELD]), ("dots", WITHIN), ("dots", MAYBE[HELD]),
)  # fmt: skip


def _look(territory: Territory, shown: _Shown) -> Fill:
    """How a county is drawn for one permit or supply relation."""
    entity = territory.entity
    return filled(_holds(entity), within=territory.within, maybe=entity in shown.maybe)


def filled(holds: bool, *, within: bool = False, maybe: bool = False) -> Fill:
    """How a county is filled for a permit that it ``holds``, or else for a supply relation.

    ``within`` is only known to be somewhere within the healthcare region.
    """
    if holds and not (within or maybe):
        return "fill", HELD
    colour = MAYBE[HELD if holds else SUPPLY] if maybe else WITHIN if holds else SUPPLY
    return "dots" if within else "lines", colour


def _unknown(
    kg: View, lands: Sequence[Territory], lost: Sequence[Sequence[str]]
) -> dict[str, tuple[float, float, str]]:
    """The seats of counties in which a permit has no known hospital."""
    said = _WORDS.say("permits.unnamed", kg.lang)
    permits_lost = {permit for permits_of in lost for permit in permits_of}
    codes = {t.code for t in lands if t.entity in permits_lost and not t.within}
    return {c: (seats()[c].lat, seats()[c].long, said) for c in codes if c in seats()}


def signs_of(found: Sequence[Site]) -> list[Sign]:
    """One sign for each town, with all hospitals in it; a holder's goes before a supplier's."""
    towns: dict[tuple[float, float, str], list[Site]] = defaultdict(list)
    for site in found:
        towns[site.lat, site.long, site.city].append(site)
    made = []
    for (lat, long, city), here in towns.items():
        names = dict.fromkeys(site.hospital for site in here)
        kinds = {_kind(site) for site in here}
        look = next(kind for kind in ("hospital", "supplier", "possible") if kind in kinds)
        made.append(Sign(lat, long, (city, *names), look))
    return made


def _kind(site: Site) -> str:
    if not _holds(site.entity):
        return "supplier"
    return "possible" if site.possible else "hospital"


def _notes(
    kg: View, shown: _Shown, count: int, lost: int, lands: Sequence[Territory]
) -> Iterable[str]:
    if not count:
        yield _WORDS.say("permits.nobody", kg.lang)
    if lost:
        yield _WORDS.say("permits.lost", kg.lang, lost, count)
    if any(t.within and t.code == HALLAND for t in lands):
        yield _WORDS.say("permits.halland", kg.lang)
    yield _WORDS.say("permits.towns", kg.lang)
    edges = (edge for *_, edge in (*shown.held, *shown.supplied))
    yield source_note(kg, [entry["source"] for edge in edges for entry in edge["evidence"]])
    yield credit(kg.lang)


# The legend: what a sign means, and the looks that have that meaning.
_LEGEND: Mapping[str, tuple[Fill, ...]] = {
    "holds": (("fill", HELD),),
    "within": (("dots", WITHIN),),
    "maybe": (("lines", MAYBE[HELD]), ("dots", MAYBE[HELD])),
    "hospital": (("hospital", ""),),
    "possible": (("possible", ""),),
    "unknown": (("unknown", ""),),
    "supplies": (("lines", SUPPLY),),
    "supplies_within": (("dots", SUPPLY),),
    "maybe_supplies": (("lines", MAYBE[SUPPLY]), ("dots", MAYBE[SUPPLY])),
    "supplier": (("supplier", ""),),
}


def _keys(
    kg: View, lands: Sequence[Territory], shown: _Shown, points: Sequence[Site], unknown: bool
) -> list[Key]:
    """The legend of what is on this map, and of nothing else."""
    there = {_look(t, shown) for t in lands} | {(_kind(site), "") for site in points}
    there |= {("unknown", "")} if unknown else set()
    return [
        ground.key(looks[0][0], _WORDS.say(f"sign.{sign}", kg.lang), looks[0][1])
        for sign, looks in _LEGEND.items()
        if there.intersection(looks)
    ]


def _rows(kg: View, shown: _Shown, points: Sequence[Site]) -> Iterable[tuple[str, ...]]:
    towns: dict[str, list[str]] = defaultdict(list)
    hospitals: dict[str, list[str]] = defaultdict(list)
    for site in points:
        towns[site.entity].append(site.city)
        hospitals[site.entity].append(site.hospital)

    def row(who: str, role: str, area: str, edge: _Edge, permits: Sequence[str]) -> tuple[str, ...]:
        where = ([name for permit in permits for name in of[permit]] for of in (hospitals, towns))
        return (
            shown.names[who],
            role,
            str(edge["status_label"]),
            area,
            *("; ".join(dict.fromkeys(names)) for names in where),
            since_of(edge, kg.lang),
            *(
                BETWEEN.join(entry[key] for entry in edge["evidence"])
                for key in ("source", "locator")
            ),
        )

    for holder, _, edge in shown.held:
        parts = [kg.label(part) for part in edge["parts"]] or [str(edge["area_label"])]
        holds = _WORDS.say("permits.holds", kg.lang)
        yield row(holder, holds, "; ".join(parts), edge, edge["permits"])
    for supplier, receiver, edge in shown.supplied:
        said = edge["kind_label"] or _WORDS.say("permits.supplier", kg.lang)
        role = f"{said} {_WORDS.say('permits.to', kg.lang)} {shown.names[receiver]}"
        yield row(supplier, role, str(edge["area_label"]), edge, ())


# Round steps that a reader can compare between areas: the classes are the same on every map.
BOUNDS = (50, 100, 200, 400, 100_000)


def access(kg: View, area: str, programme: str | None = None) -> Illustration:
    """How far each county's seat is from the nearest holder: the answer to ``access``."""
    named, program = kg.find(area, "area"), programme_of(kg, programme)
    table = answered(kg, "access", {"area": named, "programme": program.id})
    rows = texts(table)
    net = projected(kg, "area-holder", area=named, programme=program.word, possible=True)
    edges = [edge for *_, edge in net.edges(data=True)]
    if not rows:
        raise none_held(kg, named, program.id)
    signs = signs_of(sites(kg, named, {permit for edge in edges for permit in edge["permits"]}))
    towns = sorted((sign.lat, sign.long) for sign in signs)
    far = max((int(row["km"]) for row in rows if row["km"]), default=0)
    shown = [c for c in table.columns if c != "code"]
    return Illustration(
        title=_WORDS.say("access.title", kg.lang, kg.label(named)),
        lang=kg.lang,
        name="access",
        told=_WORDS.say("access.told", kg.lang, kg.label(named), far, times(kg)),
        below=(_WORDS.say("access.meaning", kg.lang), f"{program.label}. {times(kg)}"),
        notes=(
            counted_line(kg, program.id),
            *_access_notes(kg, int(rows[0]["unplaced"]), int(rows[0]["placed"]), sum(
                not is_certain(edge) for edge in edges)),
            source_note(kg, [entry["source"] for edge in edges for entry in edge["evidence"]]),
            credit(kg.lang),
        ),
        headings=tuple(table.headings[c] for c in shown),
        rows=tuple(tuple(row[c] for c in shown) for row in rows),
        body=ground.body(
            _access_keys(kg, rows, {sign.look for sign in signs}),
            _WORDS.say("access.kilometres", kg.lang),
            {row["code"]: _distance_tone(kg, row) for row in rows},
            lambda country: (
                *ground.signs(signs, country), *_kilometres(rows, country, towns),
            ),
        ),
    )  # fmt: skip


def _distance_tone(kg: View, row: Mapping[str, str]) -> Tone:
    if not row["km"]:
        unknown = _WORDS.say("access.no_distance", kg.lang)
        return Tone(palette.PAPER, Hatch("lines", ground.BORDER), f"{row['county']}: {unknown}")
    tip = f"{row['county']}, {row['seat']} – {row['city']}: {row['km']} km ({row['hospital']})"
    return Tone(ground.shade(int(row["km"]), BOUNDS), None, tip)


def _kilometres(
    rows: Iterable[Mapping[str, str]], country: Country, taken: Sequence[tuple[float, float]]
) -> Iterable[Mark]:
    """The number of kilometres at each seat that is not itself marked as a hospital's town."""
    points = [country.at(*point) for point in taken]
    told: list[Point] = []
    for row in rows:
        town = seats().get(row["code"])
        if town is None or not row["km"] or (town.lat, town.long) in taken:
            continue
        x, y = country.at(town.lat, town.long)
        near = any(abs(a - x) < 18 and abs(b - y) < 14 for a, b in points)
        y += 15 * near
        # On a small map some have no room; the table has them all.
        if all(abs(a - x) >= 24 or abs(b - y) >= 11 for a, b in told):
            told.append((x, y))
            yield Text(x, y, row["km"], 11, palette.INK, True, "middle", 3)


def _access_keys(kg: View, rows: Iterable[Mapping[str, str]], signs: set[str]) -> list[Key]:
    last = _WORDS.say("access.over", kg.lang, BOUNDS[-2])
    spans = [f"{low + (low > 0)}–{bound}" for low, bound in pairwise((0, *BOUNDS[:-1]))]
    keys = [
        ground.key("fill", text, ground.shade(bound, BOUNDS))
        for bound, text in zip(BOUNDS, [*spans, last], strict=True)
    ]
    if any(not row["km"] for row in rows):
        keys.append(ground.key("lines", _WORDS.say("access.unknown", kg.lang), ground.BORDER))
    kinds = (kind for kind in ("hospital", "possible") if kind in signs)
    return [*keys, *(ground.key(kind, _WORDS.say(f"sign.{kind}", kg.lang)) for kind in kinds)]


def _access_notes(kg: View, unplaced: int, placed: int, possible: int) -> Iterable[str]:
    certain = unplaced + placed
    if possible:
        yield _WORDS.say("access.certain", kg.lang, certain, possible)
    if unplaced:
        yield _WORDS.say("access.unplaced", kg.lang, unplaced, certain)
    yield _WORDS.say("access.between", kg.lang)
