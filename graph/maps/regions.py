"""Maps of regions: how many permits each has, and which share areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.drawing import palette
from graph.drawing.illustration import Illustration
from graph.drawing.metrics import weight_of
from graph.drawing.sheet import Disc, Mark, Path, Text
from graph.drawing.telling import areas_of
from graph.drawing.words import attribution, programme_of, texts, times
from graph.languages import in_lang
from graph.maps import ground
from graph.maps.ground import Key, Sign, Tone
from graph.maps.whereabouts import Home, homes
from graph.problems import NothingFound

if TYPE_CHECKING:
    from graph.nhv import KnowledgeGraph


def holders(kg: KnowledgeGraph, programme: str | None = None) -> Illustration:
    """How many permits each region has.

    Args:
        kg: The view.
        programme: NHV if not given.

    Returns:
        The map; it shows the answer to the question ``permits-by-region``.

    Raises:
        NothingFound: If no region has any.
    """
    program = programme_of(kg, programme)
    table = kg.answer("permits-by-region", programme=program[0])
    rows = texts(table)
    known = homes(kg)
    # Halland stands under both of its healthcare regions, with the same number.
    counts = {row["region"]: row for row in rows if row["region"] in known}
    if not counts:
        raise NothingFound(
            f"no source shows a permit of {program[1]} on {kg.as_of.isoformat()}; "
            "try a later as_of="
        )
    title = in_lang(kg.lang, "Tillstånd per region", "Permits by region")
    below = [f"{program[1]}. {times(kg)}"]
    top = ground.begin(title, below)
    bounds = ground.classes([int(row["areas"]) for row in counts.values()])
    tones, over = {}, []
    for label, row in sorted(counts.items()):
        home, number = known[label], int(row["areas"])
        tones[home.code] = Tone(ground.shade(number, bounds), None, f"{label}: {number}")
        over.append(Sign(home.lat, home.long, (f"{label}: {number}",), "seat"))
    lost = sum(int(row["areas"]) for row in rows if not row["region"])
    return Illustration(
        "holders",
        title,
        in_lang(
            kg.lang,
            f"Karta över Sveriges län efter antalet tillstånd; {len(counts)} regioner har "
            f"tillstånd. {times(kg)}",
            f"Map of Sweden's counties by number of permits; {len(counts)} regions hold permits. "
            f"{times(kg)}",
        ),
        tuple(notes := _holder_notes(kg, table.note, lost)),
        tuple(table.headings[c] for c in table.columns),
        tuple(tuple(row[c] for c in table.columns) for row in rows),
        kg.lang,
        ground.sheet(
            title,
            below,
            _number_keys(kg, bounds),
            in_lang(kg.lang, "Antal områden", "Number of areas"),
            notes,
            tones,
            ground.signs(over, top),
            top,
        ),
    )


def _holder_notes(kg: KnowledgeGraph, note: str, lost: int) -> list[str]:
    notes = [note]
    if lost:
        notes.append(
            in_lang(
                kg.lang,
                f"{lost} tillstånd finns någonstans inom en sjukvårdsregion och är inte på kartan.",
                f"{lost} permits lie somewhere within a healthcare region and are not on the map.",
            )
        )
    return [*notes, attribution(kg)]


def _number_keys(kg: KnowledgeGraph, bounds: tuple[int, ...]) -> list[Key]:
    keys = [Key("fill", in_lang(kg.lang, "inget känt", "none known"), ground.LAND)]
    low = 1
    for bound in bounds:
        text = str(bound) if low == bound else f"{low}–{bound}"
        keys.append(Key("fill", text, ground.shade(bound, bounds)))
        low = bound + 1
    return keys


def co_holders(kg: KnowledgeGraph, programme: str | None = None) -> Illustration:
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
    net = kg.network("co-holders", programme=program[0].rpartition(":")[2])
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
    title = in_lang(kg.lang, "Regioner som delar områden", "Regions that share areas")
    below = [
        in_lang(
            kg.lang,
            "Två regioner hänger ihop när båda har tillstånd för samma område.",
            "Two regions are tied when both hold a permit for the same area.",
        ),
        f"{program[1]}. {times(kg)}",
    ]
    top = ground.begin(title, below)
    most = max(weight for *_, weight, _ in edges)
    tied = sorted({home for a, b, *_ in edges for home in (a, b)})
    tones = {known[r].code: Tone("#d5e3ee", None, known[r].label) for r in tied}
    over = [
        *_lines(edges, known, top, most),
        *ground.signs(_names(known, tied), top),
        *_knots(edges, known, tied, top),
    ]
    notes = [
        *(f"{in_lang(kg.lang, 'Inte med', 'Left out')}: {n['count']} {n[kg.lang]}."
          for n in net.graph.get("left_out", ())),
        in_lang(
            kg.lang,
            "Ringarna står vid residensstäderna. Delar av ett område räknas var för sig.",
            "Rings stand at the county seats. Parts of an area are counted separately.",
        ),
        attribution(kg),
    ]  # fmt: skip
    headings = in_lang(kg.lang, "Den ena|Den andra|Gemensamma områden|Vilka",
                       "One|The other|Shared areas|Which")  # fmt: skip
    return Illustration(
        "co-holders",
        title,
        in_lang(
            kg.lang,
            f"Karta: {len(tied)} regioner, {len(edges)} par som delar områden, högst {most}. "
            f"{times(kg)}",
            f"Map: {len(tied)} regions, {len(edges)} pairs that share areas, {most} at most. "
            f"{times(kg)}",
        ),
        tuple(notes),
        tuple(headings.split("|")),
        tuple(
            (known[a].label, known[b].label, str(weight), "; ".join(areas))
            for a, b, weight, areas in sorted(edges, key=lambda e: (-e[2], e[0], e[1]))
        ),
        kg.lang,
        ground.sheet(
            title,
            below,
            [*(_key(n, most) for n in sorted({1, max(most // 2, 1), most})), _knot_key(kg)],
            in_lang(kg.lang, "Gemensamma områden", "Shared areas"),
            notes,
            tones,
            over,
            top,
        ),
    )


Edge = tuple[str, str, int, tuple[str, ...]]


def _width(weight: int, most: int) -> float:
    return 1.2 + 9.0 * weight / most


def _key(weight: int, most: int) -> Key:
    return Key("edge", str(weight), palette.BLUE, _width(weight, most))


def _knot_key(kg: KnowledgeGraph) -> Key:
    told = "i ringen: områden som delas med någon", "in the ring: areas shared with anyone"
    return Key("disc", in_lang(kg.lang, *told), palette.YELLOW)


def _lines(edges: list[Edge], known: dict[str, Home], top: float, most: int) -> list[Mark]:
    """The lines, the thinnest above, bent a little so that none hides another."""
    marks: list[Mark] = []
    for a, b, weight, areas in sorted(edges, key=lambda e: (-e[2], e[0], e[1])):
        one, other = (ground.at(known[r].lat, known[r].long, top) for r in (a, b))
        bend = (
            (one[0] + other[0]) / 2 - (other[1] - one[1]) * 0.12,
            (one[1] + other[1]) / 2 + (other[0] - one[0]) * 0.12,
        )
        tip = f"{known[a].label} – {known[b].label}: {weight} ({'; '.join(areas)})"
        line = Path((one, other), palette.BLUE, _width(weight, most), False, bend, 0.55, tip)
        marks.append(line)
    return marks


def _names(known: dict[str, Home], tied: list[str]) -> list[Sign]:
    return [Sign(known[r].lat, known[r].long, (known[r].label,), "seat") for r in tied]


def _knots(edges: list[Edge], known: dict[str, Home], tied: list[str], top: float) -> list[Mark]:
    """A disc for each region, with the number of areas that it shares with anyone."""
    marks: list[Mark] = []
    for region in tied:
        shared = {area for a, b, _, areas in edges if region in (a, b) for area in areas}
        x, y = ground.at(known[region].lat, known[region].long, top)
        marks += [
            Disc(x, y, 10, palette.YELLOW, palette.INK, 1.2, f"{known[region].label}"),
            Text(x, y, str(len(shared)), 10.5, palette.INK, True, "middle"),
        ]
    return marks
