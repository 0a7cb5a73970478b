"""The map of distances: counties by how far their seat is from the nearest holder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from graph.base.words import words_of
from graph.lookup.gazetteer import credit, seats
from graph.networks.catalogue import projected
from graph.pictures.map import ground
from graph.pictures.map.ground import Country, Key, Tone
from graph.pictures.map.locations import sites
from graph.pictures.map.permits import is_certain, signs_of
from graph.pictures.sheet import palette
from graph.pictures.sheet.captions import none_held, programme_of, source_note, texts, times
from graph.pictures.sheet.illustration import Illustration
from graph.pictures.sheet.sheet import Hatch, Mark, Point, Text
from graph.view.answering import answered
from graph.view.counting import counted_line
from graph.view.view import View

# Round steps that a reader can compare between areas: the classes are the same on every map.
BOUNDS = (50, 100, 200, 400, 100_000)

_WORDS = words_of("graph.pictures")


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
            *_notes(kg, int(rows[0]["unplaced"]), int(rows[0]["placed"]), sum(
                not is_certain(edge) for edge in edges)),
            source_note(kg, [entry["source"] for edge in edges for entry in edge["evidence"]]),
            credit(kg.lang),
        ),
        headings=tuple(table.headings[c] for c in shown),
        rows=tuple(tuple(row[c] for c in shown) for row in rows),
        body=ground.body(
            _keys(kg, rows, {sign.look for sign in signs}),
            _WORDS.say("access.kilometres", kg.lang),
            {row["code"]: _tone(kg, row) for row in rows},
            lambda country: (
                *ground.signs(signs, country), *_kilometres(rows, country, towns),
            ),
        ),
    )  # fmt: skip


def _tone(kg: View, row: Mapping[str, str]) -> Tone:
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


def _keys(kg: View, rows: Iterable[Mapping[str, str]], signs: set[str]) -> list[Key]:
    last = _WORDS.say("access.over", kg.lang, BOUNDS[-2])
    spans = [f"{low + (low > 0)}–{bound}" for low, bound in pairwise((0, *BOUNDS[:-1]))]
    keys = [
        Key("fill", text, ground.shade(bound, BOUNDS))
        for bound, text in zip(BOUNDS, [*spans, last], strict=True)
    ]
    if any(not row["km"] for row in rows):
        keys.append(Key("lines", _WORDS.say("access.unknown", kg.lang), ground.BORDER))
    kinds = (kind for kind in ("hospital", "possible") if kind in signs)
    return [*keys, *(Key(kind, _WORDS.say(f"sign.{kind}", kg.lang)) for kind in kinds)]


def _notes(kg: View, unplaced: int, placed: int, possible: int) -> Iterable[str]:
    certain = unplaced + placed
    if possible:
        yield _WORDS.say("access.certain", kg.lang, certain, possible)
    if unplaced:
        yield _WORDS.say("access.unplaced", kg.lang, unplaced, certain)
    yield _WORDS.say("access.between", kg.lang)
