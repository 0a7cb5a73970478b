"""Maps of regions: how many permits each has, and which share areas."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from graph.base.problems import NothingFound
from graph.base.words import words_of
from graph.networks.catalogue import projected
from graph.networks.holdings import STATED, holdings
from graph.networks.lasting import IN_FORCE
from graph.pictures.map import ground
from graph.pictures.map.ground import Country, Key, Sign, Tone
from graph.pictures.map.locations import Home, homes
from graph.pictures.map.permits import HELD, MAYBE
from graph.pictures.sheet import palette
from graph.pictures.sheet.captions import attribution, programme_of, times
from graph.pictures.sheet.illustration import Illustration
from graph.pictures.sheet.metrics import weight_of
from graph.pictures.sheet.sheet import Disc, Hatch, Mark, Path, Text
from graph.pictures.sheet.tooltips import areas_of
from graph.view.counting import counted_line

if TYPE_CHECKING:
    from graph.view.view import View

_WORDS = words_of("graph.pictures")


def holders(kg: View, programme: str | None = None) -> Illustration:
    """How many permits each region has.

    Args:
        kg: The view.
        programme: NHV if not given.

    Returns:
        The map; what may be in force is in the table and in the labels, and no number counts it.

    Raises:
        NothingFound: If no region has any.
    """
    program = programme_of(kg, programme)
    found = holdings(kg, level=STATED, programme=program[0].rpartition(":")[2], possible=True).held
    held = Counter(one.party for one in found if one.status == IN_FORCE)
    maybe = Counter(one.party for one in found if one.status != IN_FORCE)
    known = {home.region: home for home in homes(kg).values()}
    order = sorted({*held, *maybe}, key=lambda who: (-held[who], -maybe[who], who))
    placed = [who for who in order if who in known]
    if not placed:
        raise NothingFound(
            f"no source shows a permit of {program[1]} on {kg.as_of.isoformat()}; "
            "try a later as_of="
        )
    title = _WORDS.say("holders.title", kg.lang)
    below = [f"{program[1]}. {times(kg)}"]
    country = ground.begin(title, below)
    bounds = ground.classes([held[who] for who in placed])
    tones, over = {}, []
    for who in sorted(placed, key=lambda who: known[who].label):
        home = known[who]
        said = [f"{home.label}: {held[who]}"]
        if maybe[who]:
            said.append(_WORDS.say("holders.possible", kg.lang, maybe[who]))
        fill = ground.shade(held[who], bounds) if held[who] else ground.LAND
        hatch = None if held[who] else Hatch("lines", MAYBE[HELD])
        tones[home.code] = Tone(fill, hatch, ", ".join(said))
        over.append(Sign(home.lat, home.long, tuple(said), "seat"))
    lost = sum(held[who] for who in order if who not in known)
    keys = _number_keys(kg, bounds)
    if any(tone.hatch for tone in tones.values()):
        keys.insert(1, Key("lines", _WORDS.say("holders.only_possible", kg.lang), MAYBE[HELD]))
    with_some = sum(held[who] > 0 for who in placed)
    return Illustration(
        "holders",
        title,
        _WORDS.say("holders.told", kg.lang, with_some, times(kg)),
        tuple(notes := _holder_notes(kg, counted_line(kg, program[0]), lost)),
        tuple(_WORDS.section("holders.heading", kg.lang).values()),
        tuple((kg.label(who), str(held[who]), str(maybe[who])) for who in order),
        kg.lang,
        ground.sheet(
            title,
            below,
            keys,
            _WORDS.say("number_of_areas", kg.lang),
            notes,
            tones,
            ground.signs(over, country),
            country,
        ),
    )


def _holder_notes(kg: View, counted: str, lost: int) -> list[str]:
    notes = [
        counted,
        _WORDS.say("holders.counted", kg.lang),
    ]
    if lost:
        notes.append(_WORDS.say("holders.lost", kg.lang, lost))
    return [*notes, attribution(kg)]


def _number_keys(kg: View, bounds: tuple[int, ...]) -> list[Key]:
    keys = [Key("fill", _WORDS.say("holders.none", kg.lang), ground.LAND)]
    low = 1
    for bound in bounds:
        text = str(bound) if low == bound else f"{low}–{bound}"
        keys.append(Key("fill", text, ground.shade(bound, bounds)))
        low = bound + 1
    return keys


def co_holders(kg: View, programme: str | None = None) -> Illustration:
    """Which regions hold permits for the same areas.

    Args:
        kg: The view.
        programme: NHV if not given.

    Returns:
        The map; its lines are the edges of the network ``co-holders``.

    Raises:
        NothingFound: If no two regions share an area.
    """
    program = programme_of(kg, programme)
    net = projected(kg, "co-holders", programme=program[0].rpartition(":")[2])
    known = {home.region: home for home in homes(kg).values()}
    edges = sorted(
        (min(a, b), max(a, b), int(weight_of(d)), areas_of(d))
        for a, b, d in net.edges(data=True)
        if a in known and b in known
    )
    if not edges:
        raise NothingFound(
            f"no two regions share an area of {program[1]} on {kg.as_of.isoformat()}; "
            "try a later as_of="
        )
    title = _WORDS.say("co_holders.title", kg.lang)
    below = [
        _WORDS.say("co_holders.meaning", kg.lang),
        f"{program[1]}. {times(kg)}",
    ]
    country = ground.begin(title, below)
    most = max(weight for *_, weight, _ in edges)
    tied = sorted({home for a, b, *_ in edges for home in (a, b)})
    tones = {known[r].code: Tone("#d5e3ee", None, known[r].label) for r in tied}
    over = [
        *_lines(edges, known, country, most),
        *ground.signs(_names(known, tied), country),
        *_knots(edges, known, tied, country),
    ]
    notes = [
        net.graph["counted"],
        *(f"{_WORDS.say('co_holders.left_out', kg.lang)}: {n['count']} {n[kg.lang]}."
          for n in net.graph.get("left_out", ())),
        _WORDS.say("co_holders.rings", kg.lang),
        attribution(kg),
    ]  # fmt: skip
    return Illustration(
        "co-holders",
        title,
        _WORDS.say("co_holders.told", kg.lang, len(tied), len(edges), most, times(kg)),
        tuple(notes),
        tuple(_WORDS.section("co_holders.heading", kg.lang).values()),
        tuple(
            (known[a].label, known[b].label, str(weight), "; ".join(areas))
            for a, b, weight, areas in sorted(edges, key=lambda e: (-e[2], e[0], e[1]))
        ),
        kg.lang,
        ground.sheet(
            title,
            below,
            [*(_key(n, most) for n in sorted({1, max(most // 2, 1), most})), _knot_key(kg)],
            _WORDS.say("co_holders.shared", kg.lang),
            notes,
            tones,
            over,
            country,
        ),
    )


Edge = tuple[str, str, int, tuple[str, ...]]


def _width(weight: int, most: int) -> float:
    return 1.2 + 9.0 * weight / most


def _key(weight: int, most: int) -> Key:
    return Key("edge", str(weight), palette.BLUE, _width(weight, most))


def _knot_key(kg: View) -> Key:
    return Key("disc", _WORDS.say("co_holders.ring", kg.lang), palette.YELLOW)


def _lines(edges: list[Edge], known: dict[str, Home], country: Country, most: int) -> list[Mark]:
    """The lines, the thinnest above, bent a little so that none hides another."""
    marks: list[Mark] = []
    for a, b, weight, areas in sorted(edges, key=lambda e: (-e[2], e[0], e[1])):
        one, other = (country.at(known[r].lat, known[r].long) for r in (a, b))
        bend = (
            (one[0] + other[0]) / 2 - (other[1] - one[1]) * 0.12,
            (one[1] + other[1]) / 2 + (other[0] - one[0]) * 0.12,
        )
        tip = f"{known[a].label} – {known[b].label}: {weight} ({'; '.join(areas)})"
        line = Path((one, other), palette.BLUE, _width(weight, most), (), (bend,), 0.55, tip)
        marks.append(line)
    return marks


def _names(known: dict[str, Home], tied: list[str]) -> list[Sign]:
    return [Sign(known[r].lat, known[r].long, (known[r].label,), "seat") for r in tied]


def _knots(
    edges: list[Edge], known: dict[str, Home], tied: list[str], country: Country
) -> list[Mark]:
    """A disc for each region, with the number of areas that it shares with anyone."""
    marks: list[Mark] = []
    for region in tied:
        shared = {area for a, b, _, areas in edges if region in (a, b) for area in areas}
        x, y = country.at(known[region].lat, known[region].long)
        marks += [
            Disc(x, y, 10, palette.YELLOW, palette.INK, 1.2, f"{known[region].label}"),
            Text(x, y, str(len(shared)), 10.5, palette.INK, True, "middle"),
        ]
    return marks
