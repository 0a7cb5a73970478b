"""The map of an area's permits: holders' counties, hospitals' towns, suppliers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.base.languages import in_lang
from graph.lookup.gazetteer import HALLAND, seats
from graph.networks.catalogue import projected
from graph.pictures.map import ground
from graph.pictures.map.ground import Key, Sign, Tone
from graph.pictures.map.locations import Site, Territory, sites, territories
from graph.pictures.sheet import palette
from graph.pictures.sheet.illustration import Illustration
from graph.pictures.sheet.sheet import Hatch
from graph.pictures.sheet.tooltips import since_of
from graph.pictures.sheet.words import attribution, none_held, programme_of, source_note, times
from graph.view.counting import counted_line

if TYPE_CHECKING:
    from graph.view.view import View

HELD = "#7db8e0"
WITHIN = palette.BLUE
SUPPLY = palette.GREEN
MAYBE = {HELD: "#a9cfe8", SUPPLY: "#8fd0bb"}
"""The lighter colours of what may be in force."""

_Edge = Mapping[str, Any]


@dataclass(frozen=True)
class _Shown:
    """What the map shows: edges of two networks, and which fact stands for which.

    Attributes:
        held: Holder, area and attributes of each area held.
        supplied: Supplier, receiver and attributes of each supply relation.
        names: The names of all parties.
        told: What is told of a permit or a supply relation.
        maybe: The permits and supply relations that may be in force.
    """

    held: Sequence[tuple[str, str, _Edge]]
    supplied: Sequence[tuple[str, str, _Edge]]
    names: Mapping[str, str]
    told: Mapping[str, str]
    maybe: frozenset[str]

    def holds(self, entity: str) -> bool:
        """Whether something is a permit, in force or possibly."""
        return entity.startswith("permit:")


def _shown(kg: View, area: str, programme: str) -> _Shown:
    """Read both networks, with what may be in force."""
    held = projected(
        kg, "area-holder", area=area, programme=programme.rpartition(":")[2], possible=True
    )
    supplied = projected(kg, "suppliers", area=area, possible=True)
    names = {**dict(held.nodes(data="label")), **dict(supplied.nodes(data="label"))}
    told: dict[str, str] = {}
    sure: dict[str, bool] = {}
    for holder, _, edge in held.edges(data=True):
        for permit in edge["permits"]:
            told[permit], sure[permit] = names[holder], is_certain(edge)
    for one, other, fact, edge in supplied.edges(data=True, keys=True):
        told[fact], sure[fact] = f"{names[one]} → {names[other]}", is_certain(edge)
    for entity, certain in sure.items():
        if not certain:
            told[entity] += f" ({in_lang(kg.lang, 'kan vara i kraft', 'may be in force')})"
    return _Shown(
        list(held.edges(data=True)),
        list(supplied.edges(data=True)),
        names,
        told,
        frozenset(e for e, certain in sure.items() if not certain),
    )


def is_certain(edge: _Edge) -> bool:
    """Whether what an edge shows is in force for certain."""
    return bool(edge["status"] == "in-force")


def permits(kg: View, area: str, programme: str | None = None) -> Illustration:
    """Who holds permits for an area, and where; who supplies them.

    Args:
        kg: The view.
        area: The area, by any of its names; its parts are included.
        programme: NHV if not given.

    Returns:
        The map.

    Raises:
        NothingFound: If nobody holds one or may hold one, and nobody supplies.
    """
    named, program = kg.find(area, "area"), programme_of(kg, programme)
    shown = _shown(kg, named, program[0])
    if not shown.told:
        raise none_held(kg, named, program[0])
    lands = territories(kg, named, shown.told.keys())
    points = sites(kg, named, shown.told.keys())
    placed = {site.entity for site in points}
    # Areas held, as they are counted: one hospital for any of its permits places it.
    lost = [
        edge["permits"]
        for *_, edge in shown.held
        if is_certain(edge) and placed.isdisjoint(edge["permits"])
    ]
    certain = [holder for holder, _, edge in shown.held if is_certain(edge)]

    title = in_lang(kg.lang, f"Tillstånd: {kg.label(named)}", f"Permits: {kg.label(named)}")
    below = [f"{program[1]}. {times(kg)}"]
    top = ground.begin(title, below)
    unknown = _unknown(kg, lands, lost)
    over = [
        *ground.signs(_signs(points, shown), top),
        *ground.question_marks(unknown, top, [(site.lat, site.long) for site in points]),
    ]
    notes = [counted_line(kg, program[0]), *_notes(kg, shown, len(certain), lost, lands)]
    keys = _keys(kg, lands, shown, points, bool(unknown))
    words = in_lang(kg.lang, "Teckenförklaring", "Legend")
    who = ", ".join(shown.names[holder] for holder in certain) or "–"
    told = in_lang(
        kg.lang,
        f"Karta över Sveriges län: {len(certain)} tillstånd för {kg.label(named)} hos {who}. "
        f"{times(kg)}",
        f"Map of Sweden's counties: {len(certain)} permits for {kg.label(named)}, held by {who}. "
        f"{times(kg)}",
    )
    return Illustration(
        "permits",
        title,
        told,
        tuple(notes),
        _headings(kg.lang),
        tuple(_rows(kg, shown, points)),
        kg.lang,
        ground.sheet(title, below, keys, words, notes, _tones(lands, shown), over, top),
    )


def _tones(lands: Sequence[Territory], shown: _Shown) -> dict[str, Tone]:
    """How each county is filled: a holder's region, a supplier's, or somewhere within."""
    by_code: dict[str, list[Territory]] = defaultdict(list)
    for found in lands:
        by_code[found.code].append(found)
    tones = {}
    for code, here in sorted(by_code.items()):
        looks = {_look(territory, shown) for territory in here}
        hatch = next((Hatch(*look) for look in _HATCHES if look in looks), None)
        told = dict.fromkeys(shown.told[t.entity] for t in here)
        tones[code] = Tone(HELD if ("fill", HELD) in looks else ground.LAND, hatch, "; ".join(told))
    return tones


# Of several in one county, the first is drawn.
_HATCHES = (
    ("lines", SUPPLY), ("lines", MAYBE[SUPPLY]), ("dots", SUPPLY), ("dots", MAYBE[SUPPLY]),
    ("lines", MAYBE[HELD]), ("dots", WITHIN), ("dots", MAYBE[HELD]),
)  # fmt: skip


def _look(territory: Territory, shown: _Shown) -> tuple[str, str]:
    """How a county is drawn for one permit or supply relation."""
    maybe = territory.entity in shown.maybe
    if shown.holds(territory.entity):
        if maybe:
            return "dots" if territory.within else "lines", MAYBE[HELD]
        return ("dots", WITHIN) if territory.within else ("fill", HELD)
    return "dots" if territory.within else "lines", MAYBE[SUPPLY] if maybe else SUPPLY


def _unknown(
    kg: View, lands: Sequence[Territory], lost: Sequence[Sequence[str]]
) -> dict[str, tuple[float, float, str]]:
    """The seats of counties in which a permit has no known hospital."""
    said = in_lang(
        kg.lang, "sjukhuset nämns inte, eller dess ort", "hospital or its town not named"
    )
    permits_lost = {permit for permits_of in lost for permit in permits_of}
    codes = {t.code for t in lands if t.entity in permits_lost and not t.within}
    return {c: (seats()[c].lat, seats()[c].long, said) for c in codes if c in seats()}


def _signs(found: Sequence[Site], shown: _Shown) -> list[Sign]:
    """One sign for each town, with all hospitals in it; a holder's goes before a supplier's."""
    towns: dict[tuple[float, float, str], list[Site]] = defaultdict(list)
    for site in found:
        towns[site.lat, site.long, site.city].append(site)
    made = []
    for (lat, long, city), here in towns.items():
        names = tuple(dict.fromkeys(site.hospital for site in here))
        kinds = {_kind(site, shown) for site in here}
        look = next(kind for kind in ("hospital", "supplier", "possible") if kind in kinds)
        made.append(Sign(lat, long, (city, *names), look))
    return made


def _kind(site: Site, shown: _Shown) -> str:
    """Which sign a hospital has."""
    if not shown.holds(site.entity):
        return "supplier"
    return "possible" if site.possible else "hospital"


def _notes(
    kg: View, shown: _Shown, count: int, lost: Sequence[Sequence[str]],
    lands: Sequence[Territory],
) -> list[str]:  # fmt: skip
    edges = [edge for *_, edge in (*shown.held, *shown.supplied)]
    sources = [entry["source"] for edge in edges for entry in edge["evidence"]]
    notes = []
    if not count:
        notes.append(
            in_lang(
                kg.lang,
                "Källorna visar inget tillstånd som säkert är i kraft den dagen; de som har det är "
                "okända, inte inga.",
                "The sources show no permit that is in force for certain on that day; its holders "
                "are unknown, which is not none.",
            )
        )
    if lost:
        notes.append(
            in_lang(
                kg.lang,
                f"För {len(lost)} av {count} tillstånd nämner ingen källa ett sjukhus vars ort är "
                "känd; de visas med frågetecken vid residensstaden.",
                f"For {len(lost)} of {count} permits no source names a hospital whose town is "
                "known; they are shown by a question mark at the county seat.",
            )
        )
    if any(t.within and t.code == HALLAND for t in lands):
        notes.append(
            in_lang(
                kg.lang,
                "Halland är delat: Falkenberg, Varberg och Kungsbacka hör till Västra, Halmstad, "
                "Hylte och Laholm till Södra sjukvårdsregionen.",
                "Halland is divided: Falkenberg, Varberg and Kungsbacka belong to the Western, "
                "Halmstad, Hylte and Laholm to the Southern healthcare region.",
            )
        )
    notes.append(
        in_lang(
            kg.lang,
            "En punkt är ortens, inte byggnadens. En leverantör har inte själv tillståndet.",
            "A point is the town's, not the building's. A supplier does not itself hold the "
            "permit.",
        )
    )
    return [*notes, source_note(kg, sources), attribution(kg)]


def _keys(
    kg: View, lands: Sequence[Territory], shown: _Shown, points: Sequence[Site],
    unknown: bool,
) -> list[Key]:  # fmt: skip
    """The legend of what is on this map, and of nothing else."""
    there = {_look(territory, shown) for territory in lands}
    signs = {_kind(site, shown) for site in points}
    every: list[tuple[bool, str, str, str, str]] = [
        (("fill", HELD) in there, "fill", HELD,
         "regionen har tillstånd", "the region holds a permit"),
        (("dots", WITHIN) in there, "dots", WITHIN,
         "tillstånd någonstans inom sjukvårdsregionen",
         "a permit somewhere within the healthcare region"),
        (bool({("lines", MAYBE[HELD]), ("dots", MAYBE[HELD])} & there), "lines", MAYBE[HELD],
         "tillstånd som kan vara i kraft, räknas inte",
         "a permit that may be in force, not counted"),
        ("hospital" in signs, "hospital", "", "sjukhus med tillstånd", "hospital with a permit"),
        ("possible" in signs, "possible", "", "sjukhus som kan ha tillstånd",
         "hospital that may have a permit"),
        (unknown, "unknown", "", "tillstånd, sjukhus eller ort okänd",
         "permit, hospital or town unknown"),
        (("lines", SUPPLY) in there, "lines", SUPPLY,
         "leverantörens region", "the supplier's region"),
        (("dots", SUPPLY) in there, "dots", SUPPLY,
         "leverantör inom sjukvårdsregionen", "supplier within the healthcare region"),
        (bool({("lines", MAYBE[SUPPLY]), ("dots", MAYBE[SUPPLY])} & there), "lines",
         MAYBE[SUPPLY], "leverans som kan gälla", "supply that may be in force"),
        ("supplier" in signs, "supplier", "", "leverantörens sjukhus", "the supplier's hospital"),
    ]  # fmt: skip
    return [Key(look, in_lang(kg.lang, sv, en), colour) for on, look, colour, sv, en in every if on]


def _headings(lang: str) -> tuple[str, ...]:
    sv = ("Innehavare eller leverantör", "Roll", "Status", "Område", "Sjukhus", "Ort",
          "Sedan", "Källor", "Ställen")  # fmt: skip
    en = ("Holder or supplier", "Role", "Status", "Area", "Hospital", "Town",
          "Since", "Sources", "Places")  # fmt: skip
    return sv if lang == "sv" else en


def _rows(kg: View, shown: _Shown, points: Sequence[Site]) -> list[tuple[str, ...]]:
    towns: dict[str, dict[str, None]] = defaultdict(dict)
    hospitals: dict[str, dict[str, None]] = defaultdict(dict)
    for site in points:
        towns[site.entity][site.city] = None
        hospitals[site.entity][site.hospital] = None
    holds = in_lang(kg.lang, "har tillstånd", "holds a permit")
    to = in_lang(kg.lang, "till", "to")
    rows: list[tuple[str, str, _Edge, str, str, str]] = []
    for holder, _, edge in shown.held:
        parts = [kg.label(part) for part in edge["parts"]] or [str(edge["area_label"])]
        where = [
            "; ".join(dict.fromkeys(name for permit in edge["permits"] for name in of[permit]))
            for of in (hospitals, towns)
        ]
        rows.append((shown.names[holder], holds, edge, "; ".join(parts), where[0], where[1]))
    for supplier, receiver, edge in shown.supplied:
        said = edge["kind_label"] or in_lang(kg.lang, "leverantör", "supplier")
        role = f"{said} {to} {shown.names[receiver]}"
        rows.append((shown.names[supplier], role, edge, str(edge["area_label"]), "", ""))
    return [
        (
            who,
            role,
            str(edge["status_label"]),
            area,
            hospital,
            town,
            since_of(edge, kg.lang),
            "; ".join(entry["source"] for entry in edge["evidence"]),
            "; ".join(entry["locator"] for entry in edge["evidence"]),
        )
        for who, role, edge, area, hospital, town in rows
    ]
