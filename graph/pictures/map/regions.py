"""Maps of regions: how many permits each has, and which share areas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from graph.base.problems import NothingFound
from graph.base.words import words_of
from graph.lookup.gazetteer import credit
from graph.networks.catalogue import projected
from graph.networks.holdings import STATED, holdings
from graph.networks.lasting import IN_FORCE
from graph.pictures.map import ground
from graph.pictures.map.ground import Country, Key, Sign, Tone
from graph.pictures.map.locations import Home, homes
from graph.pictures.map.permits import HELD, MAYBE
from graph.pictures.sheet import palette
from graph.pictures.sheet.captions import programme_of, times
from graph.pictures.sheet.illustration import Illustration
from graph.pictures.sheet.sheet import Disc, Hatch, Mark, Path, Text
from graph.pictures.sheet.tooltips import areas_of, weight_of
from graph.view.counting import counted_line

if TYPE_CHECKING:
    from graph.view.view import View

_WORDS = words_of("graph.pictures")


def holders(kg: View, programme: str | None = None) -> Illustration:
    """How many permits each region has; what may be in force is told, and no number counts it.

    Raises:
        NothingFound: If no region has any.
    """
    program = programme_of(kg, programme)
    found = holdings(kg, level=STATED, programme=program.word, possible=True).held
    held = Counter(one.party for one in found if one.status == IN_FORCE)
    maybe = Counter(one.party for one in found if one.status != IN_FORCE)
    known = homes(kg)
    order = sorted({*held, *maybe}, key=lambda who: (-held[who], -maybe[who], who))
    placed = sorted((who for who in order if who in known), key=lambda who: known[who].label)
    if not placed:
        raise NothingFound(
            f"no source shows a permit of {program.label} on {kg.as_of.isoformat()}; "
            "try a later as_of="
        )
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
        keys.insert(1, Key("lines", _WORDS.say("holders.only_possible", kg.lang), MAYBE[HELD]))
    lost = sum(held[who] for who in order if who not in known)
    unplaced = [_WORDS.say("holders.lost", kg.lang, lost)] if lost else []
    with_some = sum(held[who] > 0 for who in placed)
    counted = (counted_line(kg, program.id), _WORDS.say("holders.counted", kg.lang))
    legend = _WORDS.say("number_of_areas", kg.lang)
    return Illustration(
        title=_WORDS.say("holders.title", kg.lang),
        lang=kg.lang,
        name="holders",
        told=_WORDS.say("holders.told", kg.lang, with_some, times(kg)),
        below=(f"{program.label}. {times(kg)}",),
        notes=(*counted, *unplaced, credit(kg.lang)),
        headings=tuple(_WORDS.section("holders.heading", kg.lang).values()),
        rows=tuple((kg.label(who), str(held[who]), str(maybe[who])) for who in order),
        body=ground.body(keys, legend, tones, lambda country: ground.signs(signs, country)),
    )


def _number_keys(kg: View, bounds: tuple[int, ...]) -> list[Key]:
    keys = [Key("fill", _WORDS.say("holders.none", kg.lang), ground.LAND)]
    low = 1
    for bound in bounds:
        text = str(bound) if low == bound else f"{low}–{bound}"
        keys.append(Key("fill", text, ground.shade(bound, bounds)))
        low = bound + 1
    return keys


def co_holders(kg: View, programme: str | None = None) -> Illustration:
    """Which regions hold permits for the same areas: the edges of the network ``co-holders``.

    Raises:
        NothingFound: If no two regions share an area.
    """
    program = programme_of(kg, programme)
    net = projected(kg, "co-holders", programme=program.word)
    known = homes(kg)
    edges = sorted(
        (min(a, b), max(a, b), int(weight_of(d)), areas_of(d))
        for a, b, d in net.edges(data=True)
        if a in known and b in known
    )
    if not edges:
        raise NothingFound(
            f"no two regions share an area of {program.label} on {kg.as_of.isoformat()}; "
            "try a later as_of="
        )
    edges.sort(key=lambda e: (-e[2], e[0], e[1]))
    most = edges[0][2]
    tied = {r: known[r] for r in sorted({end for edge in edges for end in edge[:2]})}
    signs = [Sign(home.lat, home.long, (home.label,), "seat") for home in tied.values()]
    left_out = _WORDS.say("co_holders.left_out", kg.lang)
    sizes = sorted({1, max(most // 2, 1), most})
    keys = [Key("edge", str(n), palette.BLUE, _width(n, most)) for n in sizes]
    keys.append(Key("disc", _WORDS.say("co_holders.ring", kg.lang), palette.YELLOW))

    def over(country: Country) -> Iterable[Mark]:
        yield from _lines(edges, tied, country, most)
        yield from ground.signs(signs, country)
        yield from _knots(edges, tied, country)

    return Illustration(
        title=_WORDS.say("co_holders.title", kg.lang),
        lang=kg.lang,
        name="co-holders",
        told=_WORDS.say("co_holders.told", kg.lang, len(tied), len(edges), most, times(kg)),
        below=(_WORDS.say("co_holders.meaning", kg.lang), f"{program.label}. {times(kg)}"),
        notes=(
            net.graph["counted"],
            *(f"{left_out}: {n['count']} {n[kg.lang]}." for n in net.graph.get("left_out", ())),
            _WORDS.say("co_holders.rings", kg.lang),
            credit(kg.lang),
        ),
        headings=tuple(_WORDS.section("co_holders.heading", kg.lang).values()),
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
