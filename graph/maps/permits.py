"""The map of an area's permits: holders' counties, hospitals' towns, suppliers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.drawing import palette
from graph.drawing.illustration import Illustration
from graph.drawing.sheet import Hatch
from graph.drawing.words import (
    attribution,
    none_held,
    programme_of,
    source_note,
    texts,
    times,
)
from graph.languages import in_lang
from graph.maps import ground
from graph.maps.ground import Key, Sign, Tone
from graph.maps.whereabouts import Site, Territory, sites, territories
from graph.places.gazetteer import HALLAND, seats

if TYPE_CHECKING:
    from graph.nhv import KnowledgeGraph

HELD = "#7db8e0"
WITHIN = palette.BLUE
SUPPLY = palette.GREEN


def permits(kg: KnowledgeGraph, area: str, programme: str | None = None) -> Illustration:
    """Who holds permits for an area, and where; who supplies them.

    Args:
        kg: The view.
        area: The area, by any of its names; its parts are included.
        programme: NHV if not given.

    Returns:
        The map.

    Raises:
        NothingFound: If nobody holds one, and nobody supplies.
    """
    named, program = kg.find(area, "area"), programme_of(kg, programme)
    held = texts(kg.answer("holders", evidence=True, area=named, programme=program[0]))
    supplied = texts(kg.answer("suppliers", evidence=True, area=named))
    if not held and not supplied:
        raise none_held(kg, named, program[0])
    holding, supplying = ({row["entity"] for row in rows} for rows in (held, supplied))
    lands = territories(kg, named, holding | supplying)
    points = sites(kg, named, holding | supplying)
    placed = {site.entity for site in points}
    lost = sorted(holding - placed)

    title = in_lang(kg.lang, f"Tillstånd: {kg.label(named)}", f"Permits: {kg.label(named)}")
    below = [f"{program[1]}. {times(kg)}"]
    top = ground.begin(title, below)
    tones = _tones(lands, holding, supplying, held, supplied)
    unknown = _unknown(kg, lands, lost)
    over = [
        *ground.signs(_signs(points, holding), top),
        *ground.question_marks(unknown, top, [(site.lat, site.long) for site in points]),
    ]
    notes = _notes(kg, len(held), lost, lands, [r["source"] for r in (*held, *supplied)])
    keys = _keys(kg, lands, holding, points, supplying, bool(unknown))
    words = in_lang(kg.lang, "Teckenförklaring", "Legend")
    who = ", ".join(dict.fromkeys(row["holder"] for row in held)) or "–"
    told = in_lang(
        kg.lang,
        f"Karta över Sveriges län: {len(held)} tillstånd för {kg.label(named)} hos {who}. "
        f"{times(kg)}",
        f"Map of Sweden's counties: {len(held)} permits for {kg.label(named)}, held by {who}. "
        f"{times(kg)}",
    )
    return Illustration(
        "permits",
        title,
        told,
        tuple(notes),
        _headings(kg.lang),
        tuple(_rows(kg.lang, held, supplied, points)),
        kg.lang,
        ground.sheet(title, below, keys, words, notes, tones, over, top),
    )


def _tones(
    lands: Sequence[Territory], holding: set[str], supplying: set[str],
    held: Sequence[dict[str, str]], supplied: Sequence[dict[str, str]],
) -> dict[str, Tone]:  # fmt: skip
    """How each county is filled: a holder's region, a supplier's, or somewhere within."""
    names = {row["entity"]: row["holder"] for row in held}
    names |= {row["entity"]: f"{row['supplier']} → {row['receiver']}" for row in supplied}
    by_code: dict[str, list[Territory]] = defaultdict(list)
    for found in lands:
        by_code[found.code].append(found)
    tones = {}
    for code, here in sorted(by_code.items()):
        holds = any(t.entity in holding and not t.within for t in here)
        hatch = None
        if any(t.entity in supplying and not t.within for t in here):
            hatch = Hatch("lines", SUPPLY)
        elif any(t.entity in supplying and t.within for t in here):
            hatch = Hatch("dots", SUPPLY)
        elif any(t.entity in holding and t.within for t in here):
            hatch = Hatch("dots", WITHIN)
        told = dict.fromkeys(names[t.entity] for t in here)
        tones[code] = Tone(HELD if holds else ground.LAND, hatch, "; ".join(told))
    return tones


def _unknown(
    kg: KnowledgeGraph, lands: Sequence[Territory], lost: Sequence[str]
) -> dict[str, tuple[float, float, str]]:
    """The seats of counties in which a permit has no known hospital."""
    said = in_lang(
        kg.lang, "sjukhuset nämns inte, eller dess ort", "hospital or its town not named"
    )
    codes = {t.code for t in lands if t.entity in lost and not t.within}
    return {c: (seats()[c].lat, seats()[c].long, said) for c in codes if c in seats()}


def _signs(found: Sequence[Site], holding: set[str]) -> list[Sign]:
    """One sign for each town, with all hospitals in it; a holder's goes before a supplier's."""
    towns: dict[tuple[float, float, str], list[Site]] = defaultdict(list)
    for site in found:
        towns[site.lat, site.long, site.city].append(site)
    made = []
    for (lat, long, city), here in towns.items():
        names = tuple(dict.fromkeys(site.hospital for site in here))
        holds = any(site.entity in holding for site in here)
        made.append(Sign(lat, long, (city, *names), "hospital" if holds else "supplier"))
    return made


def _notes(
    kg: KnowledgeGraph, count: int, lost: Sequence[str], lands: Sequence[Territory],
    sources: list[str],
) -> list[str]:  # fmt: skip
    notes = []
    if not count:
        notes.append(
            in_lang(
                kg.lang,
                "Källorna visar leverantörer men inget tillstånd den dagen; de som har det är "
                "okända, inte inga.",
                "The sources show suppliers but no permit on that day; its holders are unknown, "
                "which is not none.",
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
    kg: KnowledgeGraph, lands: Sequence[Territory], holding: set[str], points: Sequence[Site],
    supplying: set[str], unknown: bool,
) -> list[Key]:  # fmt: skip
    """The legend of what is on this map, and of nothing else."""
    say = kg.lang
    there = {(t.entity in holding, t.within) for t in lands}
    signs = {site.entity in holding for site in points}
    every = [
        ((True, False) in there, Key("fill", in_lang(say, "regionen har tillstånd",
         "the region holds a permit"), HELD)),
        ((True, True) in there, Key("dots", in_lang(say, "tillstånd någonstans inom "
         "sjukvårdsregionen", "a permit somewhere within the healthcare region"), WITHIN)),
        (True in signs, Key("hospital", in_lang(say, "sjukhus med tillstånd",
         "hospital with a permit"))),
        (unknown, Key("unknown", in_lang(say, "tillstånd, sjukhus eller ort okänd",
         "permit, hospital or town unknown"))),
        ((False, False) in there, Key("lines", in_lang(say, "leverantörens region",
         "the supplier's region"), SUPPLY)),
        ((False, True) in there, Key("dots", in_lang(say, "leverantör inom sjukvårdsregionen",
         "supplier within the healthcare region"), SUPPLY)),
        (False in signs and bool(supplying), Key("supplier", in_lang(say,
         "leverantörens sjukhus", "the supplier's hospital"))),
    ]  # fmt: skip
    return [key for shown, key in every if shown]


def _headings(lang: str) -> tuple[str, ...]:
    sv = ("Innehavare eller leverantör", "Roll", "Område", "Sjukhus", "Ort", "Sedan",
          "Grund för datum", "Källor", "Ställen")  # fmt: skip
    en = ("Holder or supplier", "Role", "Area", "Hospital", "Town", "Since", "Basis of date",
          "Sources", "Places")  # fmt: skip
    return sv if lang == "sv" else en


def _rows(
    lang: str, held: Sequence[dict[str, str]], supplied: Sequence[dict[str, str]],
    points: Sequence[Site],
) -> list[tuple[str, ...]]:  # fmt: skip
    towns: dict[str, list[str]] = defaultdict(list)
    for site in points:
        if site.city not in towns[site.entity]:
            towns[site.entity].append(site.city)
    holds, supplies = in_lang(lang, "har tillstånd", "holds a permit"), in_lang(lang, "till", "to")
    rows: list[tuple[str, ...]] = []
    for row in held:
        first = (
            row["holder"],
            holds,
            row["area"],
            row["hospital"],
            ", ".join(towns[row["entity"]]),
        )
        rows.append((*first, row["since"], row["basis"], row["source"], row["locator"]))
    for row in supplied:
        role = (
            f"{row['kind'] or in_lang(lang, 'leverantör', 'supplier')} {supplies} {row['receiver']}"
        )
        first = (row["supplier"], role, row["area"], "", ", ".join(towns[row["entity"]]))
        rows.append((*first, row["since"], row["basis"], row["source"], row["locator"]))
    return rows
