"""Maps of numbers by county: permits of regions, areas that they share, the rows of any answer."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from graph.base.problems import BadParameter
from graph.base.words import words_of
from graph.engines.frames import swedish
from graph.lookup.gazetteer import credit, seats
from graph.networks.catalogue import projected
from graph.networks.holdings import STATED, holdings
from graph.networks.lasting import IN_FORCE
from graph.pictures.map import ground
from graph.pictures.map.ground import Country, Home, Sign, Tone, homes
from graph.pictures.map.permits import HELD, MAYBE
from graph.pictures.sheet import palette
from graph.pictures.sheet.captions import captioned, none_shown, programme_of, query, times
from graph.pictures.sheet.drawing import Illustration
from graph.pictures.sheet.letters import Key
from graph.pictures.sheet.sheet import Disc, Hatch, Mark, Path, Text
from graph.pictures.sheet.tooltips import areas_of, weight_of
from graph.view.counting import counted_line
from graph.view.view import View

if TYPE_CHECKING:
    import pandas as pd

_CLASSES = 5

_WORDS = words_of("graph.pictures")


def holders(kg: View, programme: str | None = None) -> Illustration:
    """How many permits each region has; what may be in force is told, and no number counts it."""
    program = programme_of(kg, programme)
    found = holdings(kg, level=STATED, programme=program.word, possible=True).held
    held = Counter(one.party for one in found if one.status == IN_FORCE)
    maybe = Counter(one.party for one in found if one.status != IN_FORCE)
    known = homes(kg)
    order = sorted({*held, *maybe}, key=lambda who: (-held[who], -maybe[who], who))
    placed = sorted((who for who in order if who in known), key=lambda who: known[who].label)
    if not placed:
        raise none_shown(kg, f"source shows a permit of {program.label} on")
    bounds = ground.classes([held[who] for who in placed])
    tones, signs = {}, []
    for who in placed:
        home = known[who]
        said = [f"{home.label}: {held[who]}"]
        if maybe[who]:
            said.append(_WORDS.say("holders.possible", kg.lang, maybe[who]))
        fill = ground.shade(held[who], bounds) if held[who] else ground.LAND
        hatch = None if held[who] else Hatch("lines", MAYBE[HELD])
        tones[home.code] = Tone(fill, hatch, ", ".join(said))
        signs.append(Sign(home.lat, home.long, tuple(said), "seat"))
    keys = _number_keys(kg, bounds)
    if any(tone.hatch for tone in tones.values()):
        keys.insert(
            1, ground.key("lines", _WORDS.say("holders.only_possible", kg.lang), MAYBE[HELD])
        )
    lost = sum(held[who] for who in order if who not in known)
    unplaced = [_WORDS.say("holders.lost", kg.lang, lost)] if lost else []
    with_some = sum(held[who] > 0 for who in placed)
    counted = (counted_line(kg, program.id), _WORDS.say("holders.counted", kg.lang))
    legend = _WORDS.say("number_of_areas", kg.lang)
    return Illustration(
        **captioned(kg, "holders"),
        told=_WORDS.say("holders.told", kg.lang, with_some, times(kg)),
        below=(f"{program.label}. {times(kg)}",),
        notes=(*counted, *unplaced, credit(kg.lang)),
        rows=tuple((kg.label(who), str(held[who]), str(maybe[who])) for who in order),
        body=ground.body(keys, legend, tones, lambda country: ground.signs(signs, country)),
    )


def _number_keys(kg: View, bounds: tuple[int, ...]) -> list[Key]:
    keys = [ground.key("fill", _WORDS.say("holders.none", kg.lang), ground.LAND)]
    low = 1
    for bound in bounds:
        text = str(bound) if low == bound else f"{low}–{bound}"
        keys.append(ground.key("fill", text, ground.shade(bound, bounds)))
        low = bound + 1
    return keys


def co_holders(kg: View, programme: str | None = None) -> Illustration:
    """Which regions hold permits for the same areas: the edges of the network ``co-holders``."""
    program = programme_of(kg, programme)
    net = projected(kg, "co-holders", programme=program.word)
    known = homes(kg)
    edges = [
        (min(a, b), max(a, b), int(weight_of(d)), areas_of(d))
        for a, b, d in net.edges(data=True)
        if a in known and b in known
    ]
    if not edges:
        raise none_shown(kg, f"two regions share an area of {program.label} on")
    edges.sort(key=lambda e: (-e[2], e[0], e[1]))
    most = edges[0][2]
    tied = {r: known[r] for r in sorted({end for edge in edges for end in edge[:2]})}
    signs = [Sign(home.lat, home.long, (home.label,), "seat") for home in tied.values()]
    left_out = _WORDS.say("co_holders.left_out", kg.lang)
    sizes = sorted({1, max(most // 2, 1), most})
    keys = [ground.key("edge", str(n), palette.BLUE, _width(n, most)) for n in sizes]
    keys.append(ground.key("disc", _WORDS.say("co_holders.ring", kg.lang), palette.YELLOW))

    def over(country: Country) -> Iterable[Mark]:
        yield from _lines(edges, tied, country, most)
        yield from ground.signs(signs, country)
        yield from _knots(edges, tied, country)

    return Illustration(
        **captioned(kg, "co-holders"),
        told=_WORDS.say("co_holders.told", kg.lang, len(tied), len(edges), most, times(kg)),
        below=(_WORDS.say("co_holders.meaning", kg.lang), f"{program.label}. {times(kg)}"),
        notes=(
            net.graph["counted"],
            *(f"{left_out}: {n['count']} {n[kg.lang]}." for n in net.graph.get("left_out", ())),
            _WORDS.say("co_holders.rings", kg.lang),
            credit(kg.lang),
        ),
        rows=tuple(
            (known[a].label, known[b].label, str(weight), "; ".join(areas))
            for a, b, weight, areas in edges
        ),
        body=ground.body(
            keys,
            _WORDS.say("co_holders.shared", kg.lang),
            {home.code: Tone("#d5e3ee", None, home.label) for home in tied.values()},
            over,
        ),
    )


Edge = tuple[str, str, int, tuple[str, ...]]


def _width(weight: int, most: int) -> float:
    return 1.2 + 9.0 * weight / most


def _lines(
    edges: Sequence[Edge], tied: Mapping[str, Home], country: Country, most: int
) -> Iterable[Mark]:
    """The lines, the thinnest above, bent a little so that none hides another."""
    for a, b, weight, areas in edges:
        one, other = (country.at(tied[r].lat, tied[r].long) for r in (a, b))
        bend = (
            (one[0] + other[0]) / 2 - (other[1] - one[1]) * 0.12,
            (one[1] + other[1]) / 2 + (other[0] - one[0]) * 0.12,
        )
        tip = f"{tied[a].label} – {tied[b].label}: {weight} ({'; '.join(areas)})"
        yield Path((one, other), palette.BLUE, _width(weight, most), (), (bend,), 0.55, tip)


def _knots(edges: Sequence[Edge], tied: Mapping[str, Home], country: Country) -> Iterable[Mark]:
    """A disc for each region, with the number of areas that it shares with anyone."""
    for region, home in tied.items():
        shared = {area for a, b, _, areas in edges if region in (a, b) for area in areas}
        x, y = country.at(home.lat, home.long)
        yield Disc(x, y, 10, palette.YELLOW, palette.INK, 1.2, home.label)
        yield Text(x, y, str(len(shared)), 10.5, palette.INK, True, "middle")


def of_table(kg: View, answer: pd.DataFrame, column: str) -> Illustration:
    """The rows of an answer on the map, by its column of counties, regions or hospitals.

    Each county is shaded by the first other column of numbers or, without one, by how many rows it
    has.

    Raises:
        BadParameter: If a county has two numbers, so that none can be shown.
    """
    known = {str(r["place"]): r for r in kg.select(query("places")).records()}
    number = next((str(c) for c in answer if str(c) != column and _is_number(answer[c])), None)
    values: dict[str, float] = {}
    labels: dict[str, str] = {}
    lost: list[str] = []
    for row in answer.to_dict("records"):
        place = known.get(str(row[column]))
        if place is None:
            lost.append(str(row[column]))
            continue
        code, given = str(place["code"]), row[number] if number else 1
        if number and (given is None or given != given):
            continue
        if number and code in values:
            raise BadParameter(
                f"{place['label']} has several rows, and the map shows one {number} for a county; "
                f"let the query choose, for instance (SUM(?n) AS ?{number}) with GROUP BY"
            )
        values[code] = values.get(code, 0) + float(given)
        labels[code] = str(place["label"])
    shown = number or _WORDS.say("answer.rows", kg.lang)
    names = ", ".join(sorted(set(lost))[:5])
    unplaced = [_WORDS.say("answer.lost", kg.lang, len(lost), names)] if lost else []
    classes, keys = _classes(values)
    tones, signs = {}, []
    for code, value in sorted(values.items()):
        told = f"{labels[code]}: {_text(value)}"
        tones[code] = Tone(ground.shade(classes[code], range(1, len(keys) + 1)), None, told)
        if town := seats().get(code):
            signs.append(Sign(town.lat, town.long, (told,), "seat"))
    rows = sorted(((labels[c], _text(values[c])) for c in values), key=lambda r: swedish(r[0]))
    return Illustration(
        title=_WORDS.say("answer.title", kg.lang, shown),
        lang=kg.lang,
        name="answer",
        told=_WORDS.say("answer.told", kg.lang, shown, len(values)),
        below=(times(kg),),
        notes=(*unplaced, credit(kg.lang)),
        headings=(_WORDS.say("answer.place", kg.lang), shown),
        rows=tuple(rows),
        body=ground.body(keys, shown, tones, lambda country: ground.signs(signs, country)),
    )


def _classes(values: Mapping[str, float]) -> tuple[dict[str, int], list[Key]]:
    """The class of each county, from 1, in equal steps, and the legend."""
    low, high = min(values.values(), default=0.0), max(values.values(), default=0.0)
    bounds = sorted(set(values.values()))
    texts = [_text(bound) for bound in bounds]
    if len(bounds) > _CLASSES:
        step = (high - low) / _CLASSES
        bounds = [low + step * (i + 1) for i in range(_CLASSES - 1)] + [high]
        texts = [f"{_text(a)} – {_text(b)}" for a, b in pairwise([low, *bounds])]
    found = {code: bisect_left(bounds, value) + 1 for code, value in values.items()}
    numbers = range(1, len(bounds) + 1)
    keys = [ground.key("fill", text, ground.shade(i, numbers)) for i, text in enumerate(texts, 1)]
    return found, keys


def _is_number(cells: pd.Series) -> bool:
    import pandas as pd

    return pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_bool_dtype(cells)


def _text(value: float) -> str:
    return f"{value:.6g}" if value != int(value) or abs(value) >= 1e15 else f"{int(value):d}"
