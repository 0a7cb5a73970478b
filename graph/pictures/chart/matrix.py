"""The matrix of areas and holders: who holds what on a day, at a glance, however many areas."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from graph.base.words import words_of
from graph.engines.frames import swedish
from graph.networks.catalogue import LEVEL
from graph.networks.draft import Citations, surest
from graph.networks.holdings import Held, holdings
from graph.networks.lasting import GRANTED, IN_FORCE, POSSIBLE, Lasting
from graph.pictures.chart.lanes import GRID
from graph.pictures.sheet import palette
from graph.pictures.sheet.captions import captioned, none_shown, programme_of, times
from graph.pictures.sheet.drawing import Illustration
from graph.pictures.sheet.letters import MARGIN, Key, fits, legend, swatch
from graph.pictures.sheet.sheet import Hatch, Mark, Path, Text, box
from graph.view.counting import counted_line
from graph.view.facts import labels
from graph.view.view import View

ROW, STEP = 16.0, 15.0
"""How high a row is, and how much lower the name of a column stands than that of the next."""
_WIDEST, _TOTAL = 58.0, 40.0
_GROUP = 5  # rows between two lines, so that the eye keeps its row
MOST_AREAS = 30
"""A network of more areas than this is easier to read as a matrix."""

_WORDS = words_of("graph.pictures")


class Look(NamedTuple):
    """How a status is drawn: its fill, its edge, its hatch, and what it is called."""

    fill: str
    edge: str
    hatch: Hatch | None
    word: str


_PALE = palette.tint(palette.BLUE, 0.55)
LOOKS: Mapping[str, Look] = {
    IN_FORCE: Look(palette.BLUE, palette.BLUE, None, "in_force"),
    POSSIBLE: Look(palette.PAPER, _PALE, Hatch("lines", _PALE), "possible"),
    GRANTED: Look(palette.PAPER, palette.BLUE, None, "granted"),
}
"""The statuses of a matrix, the surest first: the first that a cell has is shown."""


class _Grid(NamedTuple):
    """Where a matrix stands: its left, its top, the room of a column, and how it is read."""

    left: float
    top: float
    room: float
    areas: Sequence[str]
    holders: Sequence[str]

    def x(self, column: int) -> float:
        """The middle of a column."""
        return self.left + (column + 0.5) * self.room

    def y(self, row: int) -> float:
        """The middle of a row."""
        return self.top + (row + 0.5) * ROW


def matrix(kg: View, programme: str | None = None, level: str = LEVEL.default) -> Illustration:
    """Areas by holders: a square where one holds the other, by its status on the day.

    Raises:
        NothingFound: If nothing is or may be held on the day.
    """
    program = programme_of(kg, programme)
    found = holdings(kg, level=level, programme=program.word, possible=True, granted=True)
    if not found.held:
        where = f" with its {level}" if found.unplaced else ""
        raise none_shown(kg, f"source shows a permit of {program.label}{where} on")
    names = labels(kg, *((one.area, one.party) for one in found.held))
    cells: dict[tuple[str, str], list[Held]] = defaultdict(list)
    for one in found.held:
        cells[one.area, one.party].append(one)
    areas = sorted({area for area, _ in cells}, key=lambda area: (swedish(names[area]), area))
    number = Counter((one.party, one.status) for one in found.held)
    holders = in_order({holder for _, holder in cells}, number)
    lost = [_WORDS.say("matrix.lost", kg.lang, len(found.unplaced))] if found.unplaced else []
    least = 380.0 if len(holders) < 12 else 230.0 + 13 * len(holders)

    def body(top: float, wide: float) -> tuple[list[Mark], float]:
        left = min(330.0, wide * 0.44)
        room = min((wide - MARGIN - _TOTAL - left) / len(holders), _WIDEST)
        grid = _Grid(left, top + STEP * len(holders) + 40, room, areas, holders)
        end = grid.top + ROW * len(areas)
        marks = [*_lines(grid), *_heads(grid, names, number), *_rows(grid, cells, names)]
        keys, below = legend(_keys(kg, cells.values()), MARGIN, end + 26, wide - 2 * MARGIN)
        return [*marks, *keys], below + 16

    return Illustration(
        **captioned(kg, "matrix"),
        told=_WORDS.say("matrix.told", kg.lang, len(areas), len(holders), times(kg)),
        below=(f"{program.label}. {times(kg)}",),
        notes=(counted_line(kg, program.id), _WORDS.say("matrix.counted", kg.lang), *lost),
        rows=_table(kg, cells, names, areas, holders),
        body=body,
        least=least,
    )


def in_order(holders: Iterable[str], number: Mapping[tuple[str, str], int]) -> list[str]:
    """Holders as columns have them: who has most in force first, then who may have most."""
    return sorted(holders, key=lambda who: (*(-number[who, status] for status in LOOKS), who))


def _lines(grid: _Grid) -> list[Mark]:
    """A faint line below every few rows."""
    right = grid.left + grid.room * len(grid.holders)
    ends = [*range(0, len(grid.areas), _GROUP), len(grid.areas)]
    heights = (grid.top + ROW * row for row in ends)
    return [Path(((MARGIN, y), (right + _TOTAL, y)), GRID, 0.8) for y in heights]


def _heads(
    grid: _Grid, names: Mapping[str, str], number: Mapping[tuple[str, str], int]
) -> Iterator[Mark]:
    """The names of columns as stairs, each above its line, and how much each holds."""
    for column, holder in enumerate(grid.holders):
        x, y = grid.x(column), grid.top - 40 - STEP * column
        name = fits(names[holder], 11.5, x - MARGIN + 4)
        yield Path(((x, y + 7), (x, grid.top - 34)), palette.LINE, 0.8)
        yield Text(x + 4, y, name, 11.5, anchor="end", halo=3)
        sure, maybe = number[holder, IN_FORCE], number[holder, POSSIBLE]
        yield Text(x, grid.top - 24, str(sure), 12, bold=True, anchor="middle")
        if maybe:
            yield Text(x, grid.top - 10, f"+{maybe}", 10, palette.SOFT_INK, anchor="middle")


def _rows(
    grid: _Grid, cells: Mapping[tuple[str, str], Sequence[Held]], names: Mapping[str, str]
) -> Iterator[Mark]:
    """The name of each area, its squares, and how many hold it for certain."""
    high, wide = ROW - 5, min(grid.room - 4, 30.0)
    for row, area in enumerate(grid.areas):
        y = grid.y(row)
        yield Text(MARGIN, y, fits(names[area], 11.5, grid.left - MARGIN - 8), 11.5)
        held = [one for holder in grid.holders for one in cells.get((area, holder), ())]
        sure = sum(one.status == IN_FORCE for one in held)
        right = grid.left + grid.room * len(grid.holders) + _TOTAL - 6
        yield Text(right, y, str(sure or "–"), 11, palette.SOFT_INK, anchor="end")
        for column, holder in enumerate(grid.holders):
            if several := cells.get((area, holder)):
                look = LOOKS[_surest(several)]
                x, tip = grid.x(column) - wide / 2, f"{names[area]}: {names[holder]}"
                square = (x, y - high / 2, wide, high)
                yield box(*square, look.fill, stroke=look.edge, hatch=look.hatch, tip=tip)
                if len(several) > 1:
                    ink = palette.PAPER if look.fill == palette.BLUE else palette.INK
                    yield Text(grid.x(column), y, str(len(several)), 10, ink, True, "middle")


def _surest(several: Sequence[Held]) -> str:
    return min((one.status for one in several), key=list(LOOKS).index)


def _keys(kg: View, cells: Iterable[Sequence[Held]]) -> list[Key]:
    shown = {_surest(several) for several in cells}
    looks = (look for status, look in LOOKS.items() if status in shown)
    return [
        swatch(_WORDS.say(f"matrix.{look.word}", kg.lang), look.fill, look.edge, look.hatch)
        for look in looks
    ]


def _table(
    kg: View, cells: Mapping[tuple[str, str], Sequence[Held]], names: Mapping[str, str],
    areas: Sequence[str], holders: Sequence[str],
) -> tuple[tuple[str, ...], ...]:  # fmt: skip
    """The same as rows: area, holder, status, since when, and how sure that is."""
    cited, lasting = Citations(kg, "nhv:Permit"), Lasting(kg, "nhv:Permit")

    def row(one: Held) -> tuple[str, ...]:
        since = lasting.first(one.permits).one("nhv:since") or _WORDS.say("undated", kg.lang)
        sure = surest(map(cited.certainty, one.permits))
        return (
            names[one.area], names[one.party],
            _WORDS.say(f"matrix.{LOOKS[one.status].word}", kg.lang), since,
            _WORDS.say(f"matrix.{sure}", kg.lang) if sure else "",
        )  # fmt: skip

    pairs = ((area, holder) for area in areas for holder in holders)
    return tuple(row(one) for pair in pairs for one in cells.get(pair, ()))
