"""The map of distances: counties by how far their seat is from the nearest holder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.base.words import words_of
from graph.lookup.gazetteer import seats
from graph.networks.catalogue import projected
from graph.pictures.map import ground
from graph.pictures.map.ground import Country, Key, Sign, Tone
from graph.pictures.map.locations import sites
from graph.pictures.map.permits import is_certain
from graph.pictures.sheet import palette
from graph.pictures.sheet.captions import (
    attribution,
    none_held,
    programme_of,
    source_note,
    texts,
    times,
)
from graph.pictures.sheet.illustration import Illustration
from graph.pictures.sheet.sheet import Hatch, Mark, Text
from graph.view.answering import answered
from graph.view.counting import counted_line

if TYPE_CHECKING:
    from graph.view.view import View

# Round steps that a reader can compare between areas: the classes are the same on every map.
BOUNDS = (50, 100, 200, 400, 100_000)

_WORDS = words_of("graph.pictures")


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
    title = _WORDS.say("access.title", kg.lang, kg.label(named))
    below = [
        _WORDS.say("access.meaning", kg.lang),
        f"{program[1]}. {times(kg)}",
    ]
    country = ground.begin(title, below)
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
    over = [*ground.signs(signs, country), *_kilometres(rows, country, found)]
    sources = [entry["source"] for edge in edges for entry in edge["evidence"]]
    notes = [
        counted_line(kg, program[0]),
        *_notes(kg, unplaced, known, len(edges) - len(certain), sources),
    ]
    words = _WORDS.say("access.kilometres", kg.lang)
    far = max((int(row["km"]) for row in rows if row["km"]), default=0)
    told = _WORDS.say("access.told", kg.lang, kg.label(named), far, times(kg))
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
            country,
        ),
    )


def _tone(kg: View, row: dict[str, str]) -> Tone:
    if not row["km"]:
        unknown = _WORDS.say("access.no_distance", kg.lang)
        return Tone(palette.PAPER, Hatch("lines", ground.BORDER), f"{row['county']}: {unknown}")
    tip = f"{row['county']}, {row['seat']} – {row['city']}: {row['km']} km ({row['hospital']})"
    return Tone(ground.shade(int(row["km"]), BOUNDS), None, tip)


def _kilometres(
    rows: list[dict[str, str]],
    country: Country,
    taken: dict[tuple[float, float], tuple[str, list[str]]],
) -> list[Mark]:
    """The number of kilometres at each seat that is not itself marked as a hospital's town."""
    points = [country.at(*point) for point in sorted(taken)]
    marks: list[Mark] = []
    for row in rows:
        town = seats().get(row["code"])
        if town is None or not row["km"] or (town.lat, town.long) in taken:
            continue
        x, y = country.at(town.lat, town.long)
        near = [q for q in points if abs(q[0] - x) < 18 and abs(q[1] - y) < 14]
        y += 15 if near else 0
        marks.append(Text(x, y, row["km"], 11, palette.INK, True, "middle", 3))
    return marks


def _keys(kg: View, rows: list[dict[str, str]], signs: set[str]) -> list[Key]:
    low = 0
    keys = []
    for index, bound in enumerate(BOUNDS):
        last = index == len(BOUNDS) - 1
        text = _WORDS.say("access.over", kg.lang, low) if last else f"{low + (low > 0)}–{bound}"
        keys.append(Key("fill", text, ground.shade(bound, BOUNDS)))
        low = bound
    if any(not row["km"] for row in rows):
        keys.append(Key("lines", _WORDS.say("access.unknown", kg.lang), ground.BORDER))
    if "hospital" in signs:
        keys.append(Key("hospital", _WORDS.say("sign.hospital", kg.lang)))
    if "possible" in signs:
        keys.append(Key("possible", _WORDS.say("sign.possible", kg.lang)))
    return keys


def _notes(kg: View, unplaced: int, count: int, possible: int, sources: list[str]) -> list[str]:
    notes = []
    if possible:
        notes.append(_WORDS.say("access.certain", kg.lang, count, possible))
    if unplaced:
        notes.append(_WORDS.say("access.unplaced", kg.lang, unplaced, count))
    notes.append(_WORDS.say("access.between", kg.lang))
    return [*notes, source_note(kg, sources), attribution(kg)]
