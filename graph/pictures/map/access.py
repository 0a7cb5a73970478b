"""The map of distances: counties by how far their seat is from the nearest holder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.base.languages import in_lang
from graph.lookup.gazetteer import seats
from graph.networks.catalogue import projected
from graph.pictures.map import ground
from graph.pictures.map.ground import Key, Sign, Tone
from graph.pictures.map.locations import sites
from graph.pictures.map.permits import is_certain
from graph.pictures.sheet import palette
from graph.pictures.sheet.illustration import Illustration
from graph.pictures.sheet.sheet import Hatch, Mark, Text
from graph.pictures.sheet.words import (
    attribution,
    none_held,
    programme_of,
    source_note,
    texts,
    times,
)
from graph.view.answering import answered
from graph.view.counting import counted_line

if TYPE_CHECKING:
    from graph.view.view import View

# Round steps that a reader can compare between areas: the classes are the same on every map.
BOUNDS = (50, 100, 200, 400, 100_000)


def access(kg: View, area: str, programme: str | None = None) -> Illustration:
    """How far each county's seat is from the nearest holder of an area.

    Args:
        kg: The view.
        area: The area, by any of its names.
        programme: NHV if not given.

    Returns:
        The map; it shows the answer to the question ``access``.

    Raises:
        NothingFound: If nobody holds a permit.
    """
    named, program = kg.find(area, "area"), programme_of(kg, programme)
    table = answered(kg, "access", {"area": named, "programme": program[0]})
    rows = texts(table)
    net = projected(
        kg, "area-holder", area=named, programme=program[0].rpartition(":")[2], possible=True
    )
    edges = [edge for *_, edge in net.edges(data=True)]
    certain = [edge for edge in edges if is_certain(edge)]
    if not rows:
        raise none_held(kg, named, program[0])
    behind = {permit for edge in edges for permit in edge["permits"]}
    unplaced = int(rows[0]["unplaced"])
    known = unplaced + int(rows[0]["placed"])
    title = in_lang(
        kg.lang,
        f"Avstånd till närmaste tillstånd: {kg.label(named)}",
        f"Distance to the nearest permit: {kg.label(named)}",
    )
    below = [
        in_lang(
            kg.lang,
            "Kilometer fågelvägen från residensstaden till närmaste kända sjukhus ort.",
            "Kilometres as the crow flies from the county seat to the town of the nearest known "
            "hospital.",
        ),
        f"{program[1]}. {times(kg)}",
    ]
    top = ground.begin(title, below)
    tones = {row["code"]: _tone(kg, row) for row in rows}
    found: dict[tuple[float, float], tuple[str, list[str]]] = {}
    sure = set()
    for site in sites(kg, named, behind):
        names = found.setdefault((site.lat, site.long), (site.city, []))[1]
        if site.hospital not in names:
            names.append(site.hospital)
        if not site.possible:
            sure.add((site.lat, site.long))
    signs = [
        Sign(*point, (city, *names), "hospital" if point in sure else "possible")
        for point, (city, names) in found.items()
    ]
    over = [*ground.signs(signs, top), *_kilometres(rows, top, found)]
    sources = [entry["source"] for edge in edges for entry in edge["evidence"]]
    notes = [
        counted_line(kg, program[0]),
        *_notes(kg, unplaced, known, len(edges) - len(certain), sources),
    ]
    words = in_lang(kg.lang, "Kilometer", "Kilometres")
    far = max((int(row["km"]) for row in rows if row["km"]), default=0)
    told = in_lang(
        kg.lang,
        f"Karta över Sveriges län efter avståndet från residensstaden till närmaste "
        f"tillståndsinnehavare för {kg.label(named)}, längst {far} km. {times(kg)}",
        f"Map of Sweden's counties by the distance from the county seat to the nearest permit "
        f"holder for {kg.label(named)}, {far} km at most. {times(kg)}",
    )
    shown = [c for c in table.columns if c != "code"]
    return Illustration(
        "access",
        title,
        told,
        tuple(notes),
        tuple(table.headings[c] for c in shown),
        tuple(tuple(row[c] for c in shown) for row in rows),
        kg.lang,
        ground.sheet(
            title,
            below,
            _keys(kg, rows, {sign.look for sign in signs}),
            words,
            notes,
            tones,
            over,
            top,
        ),
    )


def _tone(kg: View, row: dict[str, str]) -> Tone:
    if not row["km"]:
        unknown = in_lang(kg.lang, "avståndet är okänt", "the distance is unknown")
        return Tone(palette.PAPER, Hatch("lines", ground.BORDER), f"{row['county']}: {unknown}")
    tip = f"{row['county']}, {row['seat']} – {row['city']}: {row['km']} km ({row['hospital']})"
    return Tone(ground.shade(int(row["km"]), BOUNDS), None, tip)


def _kilometres(
    rows: list[dict[str, str]], top: float, taken: dict[tuple[float, float], tuple[str, list[str]]]
) -> list[Mark]:
    """The number of kilometres at each seat that is not itself marked as a hospital's town."""
    points = [ground.at(*point, top) for point in sorted(taken)]
    marks: list[Mark] = []
    for row in rows:
        town = seats().get(row["code"])
        if town is None or not row["km"] or (town.lat, town.long) in taken:
            continue
        x, y = ground.at(town.lat, town.long, top)
        near = [q for q in points if abs(q[0] - x) < 18 and abs(q[1] - y) < 14]
        y += 15 if near else 0
        marks.append(Text(x, y, row["km"], 11, palette.INK, True, "middle", True))
    return marks


def _keys(kg: View, rows: list[dict[str, str]], signs: set[str]) -> list[Key]:
    low = 0
    keys = []
    for index, bound in enumerate(BOUNDS):
        last = index == len(BOUNDS) - 1
        text = (
            in_lang(kg.lang, f"över {low}", f"over {low}") if last else f"{low + (low > 0)}–{bound}"
        )
        keys.append(Key("fill", text, ground.shade(bound, BOUNDS)))
        low = bound
    if any(not row["km"] for row in rows):
        keys.append(Key("lines", in_lang(kg.lang, "okänt", "unknown"), ground.BORDER))
    if "hospital" in signs:
        keys.append(
            Key("hospital", in_lang(kg.lang, "sjukhus med tillstånd", "hospital with a permit"))
        )
    if "possible" in signs:
        told = "sjukhus som kan ha tillstånd", "hospital that may have a permit"
        keys.append(Key("possible", in_lang(kg.lang, *told)))
    return keys


def _notes(kg: View, unplaced: int, count: int, possible: int, sources: list[str]) -> list[str]:
    notes = []
    if possible:
        notes.append(
            in_lang(
                kg.lang,
                f"Avstånden gäller de {count} tillstånd som säkert är i kraft; {possible} till kan "
                "vara det.",
                f"Distances are to the {count} permits that are in force for certain; {possible} "
                "more may be.",
            )
        )
    if unplaced:
        notes.append(
            in_lang(
                kg.lang,
                f"{unplaced} av {count} tillstånd har inget sjukhus med känd ort i källorna och är "
                "inte med: det kan vara närmare än kartan visar.",
                f"{unplaced} of {count} permits have no hospital with a known town in the sources "
                "and are left out: it may be nearer than the map shows.",
            )
        )
    notes.append(
        in_lang(
            kg.lang,
            "Mellan orternas mittpunkter; hela länet har sin residensstads avstånd. Restid, "
            "remissvägar och var patienterna bor syns inte här.",
            "Between the centres of towns; a whole county has the distance of its seat. Travel "
            "time, paths of referral and where patients live are not shown.",
        )
    )
    return [*notes, source_note(kg, sources), attribution(kg)]
