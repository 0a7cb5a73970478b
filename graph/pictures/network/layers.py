"""The room that nodes take, and layouts with an order: columns, layers, a staircase."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from math import fsum
from typing import NamedTuple

from graph.networks.draft import Net
from graph.pictures.sheet.letters import text_width
from graph.pictures.sheet.sheet import Point

FONT = 15
LINE_HEIGHT = 19
RADIUS = 13
# Empty bands between rows are closed down to this.
_BAND = 22.0
# How far each step stands to the right of the one before.
_STAIR = 46.0


class Size(NamedTuple):
    """The room that a node and its label take around the node's point."""

    left: float
    right: float
    up: float
    down: float

    def turned(self) -> Size:
        """The same room with the label above and not below."""
        return Size(self.left, self.right, self.down, self.up)


def label_of(net: Net, node: str) -> str:
    """The label of a node, or its name if it has none."""
    return str(net.nodes[node].get("label") or node)


def size_of(lines: Sequence[str], *, boxed: bool) -> Size:
    """The room of a node: a box round its label, or a mark with the label under it."""
    # In a box the sign of the kind stands before the first line.
    signs = [1.4 * FONT if boxed and i == 0 else 0.0 for i in range(len(lines))]
    wide = max(text_width(line, FONT) + s for line, s in zip(lines, signs, strict=True)) / 2
    high = LINE_HEIGHT * len(lines)
    if boxed:
        return Size(wide + 10, wide + 10, high / 2 + 6, high / 2 + 6)
    half = max(wide, RADIUS) + 2
    return Size(half, half, RADIUS + 2, RADIUS + 6 + high)


def sides(net: Net, sizes: Mapping[str, Size], share: float) -> dict[str, Point]:
    """Holders in one column, areas in the other; many areas stand on both sides of the holders."""
    areas = [n for n in sorted(net.nodes) if net.nodes[n].get("kind") == "area"]
    column = dict.fromkeys(net.nodes, 0)
    if len(areas) <= 26:
        return _columns(net, sizes, column | dict.fromkeys(areas, 1), 260, share)
    areas.sort(key=lambda n: (label_of(net, n).casefold(), n))
    half = (len(areas) + 1) // 2
    left, right = dict.fromkeys(areas[:half], -1), dict.fromkeys(areas[half:], 1)
    return _columns(net, sizes, column | left | right, 260, share)


def columns(net: Net, sizes: Mapping[str, Size], share: float) -> dict[str, Point]:
    """Columns from left to right, as the nodes themselves say (``column``)."""
    return _columns(net, sizes, {n: int(net.nodes[n]["column"]) for n in net.nodes}, 80, share)


_BODY_COLUMNS = {"person": 0, "healthcare-region": 1, "post": 2, "body": 3}


def seats(net: Net, sizes: Mapping[str, Size], share: float) -> dict[str, Point]:
    """Persons, healthcare regions, seats, bodies, and what the bodies are parts of."""
    column = {n: _BODY_COLUMNS.get(str(net.nodes[n].get("kind")), 4) for n in net.nodes}
    wholes = {(a, b) for a, b, d in net.edges(data=True) if d.get("kind") == "nhv:partOf"}
    for _ in range(len(column)):
        late = {b for a, b in wholes if column[b] <= column[a] and column[b] < 9}
        if not late:
            break
        for node in late:
            column[node] = max(column[a] for a, b in wholes if b == node) + 1
    return _columns(net, sizes, column, 90, share)


def layers(net: Net, sizes: Mapping[str, Size], share: float) -> dict[str, Point]:
    """What came first to the left; a circle of edges is cut where it is met."""
    column = dict.fromkeys(net.nodes, 0)
    edges = sorted({(a, b) for a, b in net.edges() if a != b})
    for _ in range(min(len(column), 12)):
        for a, b in edges:
            column[b] = max(column[b], min(column[a] + 1, 12))
    return _columns(net, sizes, column, 150, share)


def _columns(
    net: Net,
    sizes: Mapping[str, Size],
    column: Mapping[str, int],
    gap: float,
    share: float,
) -> dict[str, Point]:
    """Order every column by its neighbours' places and put nodes beside them, without overlap."""
    used = sorted(set(column.values()))
    stacks = {c: [n for n in sorted(net.nodes, key=lambda n: (label_of(net, n).casefold(), n))
                  if column[n] == c] for c in used}  # fmt: skip
    near: dict[str, list[str]] = {n: [] for n in net.nodes}
    for a, b in sorted(e[:2] for e in net.edges()):
        if column[a] != column[b]:
            near[a].append(b)
            near[b].append(a)
    height = {c: _stacked(stacks[c], sizes, {}) for c in used}
    y = {n: v for c in used for n, v in height[c].items()}
    for sweep in range(24):
        for c in used if sweep % 2 == 0 else used[::-1]:
            want = {
                n: fsum(y[m] for m in near[n]) / len(near[n]) if near[n] else y[n]
                for n in stacks[c]
            }
            stacks[c].sort(key=lambda n: (round(want[n], 3), label_of(net, n).casefold(), n))
            y |= _stacked(stacks[c], sizes, want)
    x, left = {}, 0.0
    for c in used:
        half = max((sizes[n].left for n in stacks[c]), default=0.0)
        x[c] = left + half
        left += 2 * half + max(gap * share**2, 40)
    return _compact({n: (x[column[n]], y[n]) for n in sorted(net.nodes)}, sizes)


def _compact(points: Mapping[str, Point], sizes: Mapping[str, Size]) -> dict[str, Point]:
    """Close bands in which nothing stands."""
    order = sorted(points, key=lambda n: (points[n][1] - sizes[n].up, n))
    found: dict[str, Point] = {}
    reach, lift = -math.inf, 0.0
    for node in order:
        x, y = points[node]
        top = y - sizes[node].up
        if reach > -math.inf and top - reach > _BAND:
            lift += top - reach - _BAND
        reach = max(reach, y + sizes[node].down)
        found[node] = (x, y - lift)
    return found


def _stacked(
    stack: Sequence[str], sizes: Mapping[str, Size], want: Mapping[str, float]
) -> dict[str, float]:
    """Heights as near as may be to those wanted, in this order and without overlap.

    Neighbours that would overlap form a block; a block stands at the mean of what its members
    want, and blocks that touch become one (pool adjacent violators).
    """
    blocks: list[tuple[float, float, list[tuple[str, float]]]] = []
    for node in stack:
        room = sizes[node].up + sizes[node].down + 12
        start = want.get(node, 0.0) - room / 2
        block = (start, room, [(node, room)])
        while blocks and blocks[-1][0] + blocks[-1][1] > block[0]:
            above = blocks.pop()
            members = above[2] + block[2]
            offset, starts = 0.0, []
            for member, high in members:
                starts.append(want.get(member, 0.0) - high / 2 - offset)
                offset += high
            block = (fsum(starts) / len(starts), offset, members)
        blocks.append(block)
    found = {}
    for start, _, members in blocks:
        for member, high in members:
            found[member] = start + high / 2
            start += high
    return found


def staircase(net: Net, sizes: Mapping[str, Size], share: float) -> dict[str, Point]:
    """A staircase: each step to the right of and below the one before.

    To its right stand those who act in that step alone, on the left those who act in several.
    """
    steps = [n for n in sorted(net.nodes) if net.nodes[n].get("kind") == "step"]
    order = _chain(net, steps)
    acts = {n: sorted({b for _, b in net.out_edges(n)} & set(steps)) for n in sorted(net.nodes)}
    actors = sorted(set(net.nodes) - set(steps), key=lambda n: (label_of(net, n).casefold(), n))
    alone = {step: [n for n in actors if acts[n] == [step]] for step in order}
    several = [n for n in actors if len(acts[n]) != 1]
    wide = max((sizes[s].right for s in order), default=0.0)
    stair = _STAIR * share
    right = (
        (len(order) - 1) * stair
        + wide
        + 130 * share
        + max((sizes[n].left for n in actors), default=0)
    )
    points: dict[str, Point] = {}
    y = 0.0
    for i, step in enumerate(order):
        rooms = [sizes[n].up + sizes[n].down + 12 for n in alone[step]]
        high = max(fsum(rooms), sizes[step].up + sizes[step].down + 30)
        points[step] = (i * stair, y + high / 2)
        top = y + (high - fsum(rooms)) / 2
        for actor, room in zip(alone[step], rooms, strict=True):
            points[actor] = (right, top + room / 2)
            top += room
        y += high + 10
    want = {
        n: fsum(points[s][1] for s in acts[n]) / len(acts[n]) if acts[n] else y for n in several
    }
    several.sort(key=lambda n: (want[n], label_of(net, n).casefold(), n))
    left = -wide - 170 * share - max((sizes[n].right for n in several), default=0.0)
    return points | {n: (left, v) for n, v in _stacked(several, sizes, want).items()}


def _chain(net: Net, steps: Sequence[str]) -> list[str]:
    """Steps in the order in which they follow one another."""
    later = {s: {b for _, b, d in net.out_edges(s, data=True) if d.get("kind") == "nhv:precedes"}
             for s in steps}  # fmt: skip

    def reach(step: str, seen: frozenset[str]) -> int:
        return 1 + max((reach(s, seen | {s}) for s in later[step] - seen), default=0)

    return sorted(steps, key=lambda s: (-reach(s, frozenset({s})), s))
