"""The ground of every map: the counties on the sheet, signs in towns, labels beside the country.

Sweden is long and leans: the upper left corner of the sheet is free for the legend, the margins
left and right take the labels of towns, tied to their points by thin lines.

Where holders and suppliers are is read from a view: counties, hospitals, points.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from graph.lookup.gazetteer import counties, frame, projected, seats
from graph.pictures.sheet import palette
from graph.pictures.sheet.captions import query
from graph.pictures.sheet.drawing import Body
from graph.pictures.sheet.letters import MARGIN, WIDTH, Key, legend, stacked, wrapped
from graph.pictures.sheet.sheet import Area, Disc, Hatch, Mark, Path, Point, Sheet, Text, box, sign
from graph.questions.computed import Towned
from graph.view.view import View

LAND = "#eceff2"
BORDER = "#9aa5b1"
_ROOMY, _LEGEND = 640.0, 252.0
_JOINED = re.compile(r"(\w{4,})(sjukhus|region)")
_WEST = 13.8  # towns west of this longitude are labelled on the left
# One hue from light to dark: reads in grey, and with any kind of colour blindness.
SHADES = ("#e3eef8", "#b5d4ea", "#79b0d8", "#3b80bb", "#0b4a85")


class Sign(NamedTuple):
    """Something at a point: its label's first line in bold, the others below."""

    lat: float
    long: float
    lines: tuple[str, ...]
    look: str = "hospital"
    tip: str = ""


class Tone(NamedTuple):
    """How a county is filled, and what is told of it."""

    fill: str = LAND
    hatch: Hatch | None = None
    tip: str = ""


class Country(NamedTuple):
    """Where the country stands on a sheet so wide, how large and how finely it is drawn.

    Labels end left of it and begin right of it at ``beside``, with so much room for a ``letter``;
    outlines are drawn to ``grain``.
    """

    top: float
    left: float = 292.0
    high: float = 840.0
    wide: float = WIDTH
    beside: tuple[float, float] = (286.0, WIDTH - 232)
    grain: float = 0.1
    letter: float = 6.4

    @classmethod
    def on(cls, top: float, wide: float) -> Country:
        """The country on a sheet; on a narrow one, its labels and itself have less room."""
        if wide == WIDTH:
            return cls(top)
        aside = max(wide - WIDTH, 0) / 2
        share = min((wide - 400) / (WIDTH - 400), 1)
        high, left, end, begin = (
            a + (b - a) * share for a, b in ((330, 840), (128, 292), (120, 286), (280, 668))
        )
        return cls(top, left + aside, high, wide, (end + aside, begin + aside), letter=7.4)

    def at(self, lat: float, long: float) -> Point:
        """Where a point lies on the sheet."""
        east, south = projected(lat, long)
        left, upper, kilometres = _extent()
        scale = self.high / kilometres
        return self.left + (east - left) * scale, self.top + (south - upper) * scale


SMALL_COUNTRY = Country(12, 122, 430, 440, (110, 312), 2)
"""Half as large, with coarse outlines: for a page with many words."""


@cache
def _extent() -> tuple[float, float, float]:
    """Left and upper edge of the country, and its height, in kilometres."""
    points = [projected(y, x) for county in counties() for ring in county.rings for x, y in ring]
    left, top, _, bottom = frame(points)
    return left, top, bottom - top


def _land(tones: Mapping[str, Tone], country: Country) -> list[Mark]:
    """The counties, by their codes; those without a tone are plain land."""
    toned = ((tones.get(code, Tone()), name, rings) for code, name, rings in outlines(country))
    return [Area(rings, t.fill, BORDER, 0.7, t.hatch, t.tip or name) for t, name, rings in toned]


@lru_cache(maxsize=4)
def outlines(country: Country) -> tuple[tuple[str, str, tuple[tuple[Point, ...], ...]], ...]:
    """Code, name and outlines of each county; islands smaller than the grain go."""
    found = []
    for county in counties():
        rings = ([country.at(lat, long) for long, lat in ring] for ring in county.rings)
        coarse = (_coarse(ring, country.grain) for ring in rings)
        found.append((county.code, county.name, tuple(ring for ring in coarse if len(ring) > 3)))
    return tuple(found)


def _coarse(ring: Sequence[Point], grain: float) -> tuple[Point, ...]:
    """A ring on whole grains, without points that fall on the one before."""
    kept: list[Point] = []
    for x, y in ring:
        point = (grain * round(x / grain), grain * round(y / grain))
        if not kept or kept[-1] != point:
            kept.append(point)
    return tuple(kept)


def signs(found: Sequence[Sign], country: Country) -> Iterator[Mark]:
    """Signs at their points, and their labels beside the country."""
    placed = [(one, *country.at(one.lat, one.long)) for one in found]
    for side in ("left", "right"):
        mine = sorted(
            (p for p in placed if (p[0].long < _WEST) == (side == "left") and p[0].lines),
            key=lambda p: (p[2], p[1], p[0].lines),
        )
        yield from _labels(mine, side, country)
    for one, x, y in sorted(placed, key=lambda p: (p[0].look, p[2], p[1])):
        yield from _sign(one.look, x, y, one.tip or ", ".join(one.lines))


def _labels(
    mine: Sequence[tuple[Sign, float, float]], side: str, country: Country
) -> Iterator[Mark]:
    left = side == "left"
    edge = country.beside[not left]
    margin = country.wide / 60
    room = edge - margin if left else country.wide - margin - edge
    letters = int(room / country.letter)
    blocks = [
        [(row, not i) for i, text in enumerate(one.lines) for row in _rows(text, letters)]
        for one, *_ in mine
    ]
    highs = [15.0 * len(block) + country.wide / 100 for block in blocks]
    end = max(country.top + country.high + 10, country.top + sum(highs))
    middles = stacked([y for _, _, y in mine], highs, country.top, end)
    for (_, x, y), block, middle in zip(mine, blocks, middles, strict=True):
        first = middle - 15 * (len(block) - 1) / 2
        text_x = edge - 4 if left else edge + 4
        near = edge + 1 if left else edge - 2
        elbow = near + 12 if left else near - 12
        yield Path(((near, first), (elbow, first), (x, y)), palette.SOFT_INK, 0.8)
        for i, (line, bold) in enumerate(block):
            size, ink = (12.5, palette.INK) if bold else (11.5, palette.SOFT_INK)
            anchor = "end" if left else "start"
            yield Text(text_x, first + 15 * i, line, size, ink, bold, anchor)


def _rows(text: str, letters: int) -> tuple[str, ...]:
    """A label in rows; a compound that is longer than a row is cut where it was joined.

    A number stands with the word before it, where a row has room for both.
    """
    words = (_JOINED.sub(r"\1- \2", w) if len(w) > letters else w for w in text.split())
    *rows, last = wrapped(" ".join(words), letters)
    if rows and last.isdigit():
        *before, word = rows[-1].split()
        if len(row := f"{word} {last}") <= letters:
            return (*rows[:-1], *filter(None, [" ".join(before)]), row)
    return (*rows, last)


def _sign(look: str, x: float, y: float, tip: str) -> list[Mark]:
    match look:
        case "supplier":
            return [sign("diamond", x, y, 5.7, palette.GREEN, tip)]
        case "possible":
            return [sign("square", x, y, 5.7, palette.PAPER, tip)]
        case "unknown":
            ring = Disc(x, y, 7, palette.PAPER, palette.INK, 1.2, tip)
            return [ring, Text(x, y, "?", 10, anchor="middle")]
        case "seat":
            return [Disc(x, y, 2.2, palette.INK, palette.PAPER, 0.6, tip)]
    return [sign("square", x, y, 5.7, palette.ORANGE, tip)]


def key(look: str, text: str, colour: str = "", width: float = 1.0) -> Key:
    """An entry of a legend: a look and its meaning."""

    def drawn(x: float, y: float) -> list[Mark]:
        match look:
            case "fill":
                return [box(x, y - 8, 28, 16, colour, stroke=BORDER)]
            case "lines" | "dots":
                return [box(x, y - 8, 28, 16, LAND, stroke=BORDER, hatch=Hatch(look, colour))]
            case "edge":
                return [Path(((x + 1, y), (x + 27, y)), colour, width, opacity=0.75)]
            case "disc":
                return [Disc(x + 14, y, 8, colour)]
        return _sign(look, x + 14, y, "")

    return Key(drawn, 28, text)


def question_marks(
    points: Mapping[str, tuple[float, float, str]], country: Country, taken: Sequence[Point] = ()
) -> Iterator[Mark]:
    """A ringed question mark in each county, by its code: there is something, we know not where.

    A point tells latitude, longitude and tooltip; where one is taken, the mark stands beside it.
    """
    signed = [country.at(lat, long) for lat, long in taken]
    for lat, long, tip in (points[code] for code in sorted(points)):
        x, y = country.at(lat, long)
        if any(abs(x - a) < 13 and abs(y - b) < 13 for a, b in signed):
            x -= 17
        yield from _sign("unknown", x, y, tip)


def body(
    keys: Sequence[Key], title: str, tones: Mapping[str, Tone],
    over: Callable[[Country], Iterable[Mark]],
) -> Body:  # fmt: skip
    """A whole map under its title: counties, what is drawn over them, and the titled legend."""

    def drawn(top: float, wide: float) -> tuple[list[Mark], float]:
        country = Country.on(top + 10, wide)
        marks = [*_land(tones, country), *over(country)]
        labels = [mark.y + 22 for mark in marks if isinstance(mark, Text)]
        bottom = max([country.top + country.high + 32, *labels])
        # Where the corner is too small for it, the legend stands below.
        start = country.top if wide > _ROOMY else bottom - 12
        heading = Text(MARGIN, start + 12, title, 13, bold=True)
        keyed, end = legend(keys, MARGIN, start + 36, _LEGEND, _LEGEND)
        return [*marks, heading, *keyed], bottom if wide > _ROOMY else end + 12

    return drawn


def small(tones: Mapping[str, Tone], found: Sequence[Sign]) -> Sheet:
    """A small map alone, to stand among the words of a page."""
    country = SMALL_COUNTRY
    marks = (*_land(tones, country), *signs(found, country))
    return Sheet(country.wide, country.top + country.high + 12, marks)


def classes(values: Sequence[int]) -> tuple[int, ...]:
    """Upper bounds of up to five classes of numbers, ascending, in round steps."""
    most = max(values, default=1)
    if most <= len(SHADES):
        return tuple(range(1, max(most, 1) + 1))
    step = next(
        s for s in (2, 3, 5, 10, 15, 20, 25, 30, 40, 50, 75, 100, 200, 500, 1000, 5000, 10**9)
        if s * len(SHADES) >= most
    )  # fmt: skip
    return tuple(step * (i + 1) for i in range(len(SHADES)) if step * i < most)


def shade(value: int, bounds: Sequence[int]) -> str:
    """The colour of a number's class."""
    index = next((i for i, bound in enumerate(bounds) if value <= bound), len(bounds) - 1)
    if len(bounds) == 1:
        return SHADES[2]
    return SHADES[round(index * (len(SHADES) - 1) / (len(bounds) - 1))]


class Site(NamedTuple):
    """A hospital or unit at a town's point, of a permit (perhaps only possible) or a supply."""

    entity: str
    hospital: str
    city: str
    lat: float
    long: float
    possible: bool = False


class Territory(NamedTuple):
    """A county, or somewhere ``within`` a healthcare region, of a permit or a supply relation."""

    entity: str
    code: str
    within: bool


class Home(NamedTuple):
    """A region's label, its county and the point of the county's seat."""

    label: str
    code: str
    lat: float
    long: float


def sites(kg: View, area: str, entities: Collection[str]) -> list[Site]:
    """The hospitals of some permits and supply relations whose town is known."""
    table = Towned("lat", "long", "city").apply(kg.select(query("sites"), area=area))
    found = [
        Site(str(r["entity"]), str(r["hospital"]), str(r["city"] or ""), r["lat"], r["long"],
             str(r["status"]) == "nhv:PossiblyInForce")
        for r in table.records()
        if isinstance(r["lat"], float) and isinstance(r["long"], float)
        and str(r["entity"]) in entities
    ]  # fmt: skip
    return sorted(found, key=lambda s: (s.city, s.hospital, s.entity))


def territories(kg: View, area: str, entities: Collection[str]) -> list[Territory]:
    """The counties of some permits and supply relations."""
    return [
        Territory(str(r["entity"]), str(r["code"]), bool(r["within"]))
        for r in kg.select(query("territories"), area=area).records()
        if str(r["entity"]) in entities
    ]


def homes(kg: View) -> dict[str, Home]:
    """Every region that has a county."""
    return {
        str(r["region"]): Home(str(r["label"]), town.seat_of, town.lat, town.long)
        for r in kg.select(query("homes")).records()
        if (town := seats().get(str(r["code"])))
    }
