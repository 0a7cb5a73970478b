"""Where the nodes of a network stand: the same place every time, and no label on another.

Positions are pixels, x to the right and y downwards, and whole numbers, so that the last bits in
which two machines may differ never reach a picture. Springs start from a fixed seed on sorted
nodes; everything after them is plain arithmetic in a fixed order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

FONT = 15
LINE_HEIGHT = 19
RADIUS = 13
_NARROW, _WIDE = "fijlrtI.,:;'|!()[]- ", "mwMWGOQÖ%@"
_SEED = 20180701
_GAP = 14.0
# Above this many nodes labels can no longer be kept apart in sensible time or space.
_CROWD = 700

Point = tuple[float, float]


@dataclass(frozen=True)
class Size:
    """The room that a node and its label take around the node's point."""

    left: float
    right: float
    up: float
    down: float


@dataclass(frozen=True)
class Layout:
    """Positions of nodes, their labels cut into lines, and whether labels stand in boxes."""

    positions: Mapping[str, tuple[int, int]]
    lines: Mapping[str, tuple[str, ...]]
    sizes: Mapping[str, Size]
    boxed: bool


def wrapped(text: str, width: int) -> tuple[str, ...]:
    """Cut a label into lines of about ``width`` letters, between words only.

    Example:
        >>> wrapped("Region Jämtland Härjedalen", 16)
        ('Region Jämtland', 'Härjedalen')
    """
    lines: list[str] = []
    for piece in text.split():
        if lines and len(lines[-1]) + 1 + len(piece) <= width:
            lines[-1] += f" {piece}"
        else:
            lines.append(piece)
    return tuple(lines) or ("",)


def text_width(line: str, font: float = FONT) -> float:
    """About how wide a line is in a sans-serif font, a little on the safe side, in pixels."""
    units = sum(0.36 if c in _NARROW else 0.88 if c in _WIDE else 0.62 for c in line)
    return units * font


def arranged(net: nx.Graph[str]) -> Layout:
    """Place the nodes of a network.

    Args:
        net: A network of :mod:`graph.networks`, or any networkx graph with text nodes.

    Returns:
        The layout that suits the network: steps from left to right, columns for what has two or
        more sides, a circle for what is shared, springs for the rest.
    """
    name = str(net.graph.get("name", ""))
    place, boxed, width = _LAYOUTS.get(name, (_springs, False, 18))
    lines = {n: wrapped(_label(net, n), width) for n in sorted(net.nodes)}
    sizes = {n: _size(rows, boxed) for n, rows in lines.items()}
    positions = place(net, sizes) if lines else {}
    rounded = {n: (round(positions[n][0]), round(positions[n][1])) for n in lines}
    return Layout(rounded, lines, sizes, boxed)


def bounds(layout: Layout) -> tuple[float, float, float, float]:
    """The rectangle (left, top, right, bottom) that holds every node with its label."""
    if not layout.positions:
        return (0.0, 0.0, 100.0, 100.0)
    corners = [
        (x - s.left, y - s.up, x + s.right, y + s.down)
        for (x, y), s in ((layout.positions[n], layout.sizes[n]) for n in layout.positions)
    ]
    lefts, tops, rights, bottoms = zip(*corners, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _label(net: nx.Graph[str], node: str) -> str:
    return str(net.nodes[node].get("label") or node)


def _size(lines: Sequence[str], boxed: bool) -> Size:
    wide = max(text_width(line) for line in lines) / 2
    high = LINE_HEIGHT * len(lines)
    if boxed:
        return Size(wide + 10, wide + 10, high / 2 + 6, high / 2 + 6)
    half = max(wide, RADIUS) + 2
    return Size(half, half, RADIUS + 2, RADIUS + 6 + high)


# --- springs: components laid out one by one, then set in rows -----------------------------------


def _springs(net: nx.Graph[str], sizes: Mapping[str, Size]) -> dict[str, Point]:
    import networkx as nx

    plain = nx.Graph()
    plain.add_nodes_from(sorted(net.nodes))
    plain.add_edges_from(sorted({tuple(sorted(e[:2])) for e in net.edges() if e[0] != e[1]}))
    parts = sorted((sorted(c) for c in nx.connected_components(plain)), key=lambda c: (-len(c), c))
    placed = [_component(net, plain.subgraph(part), sizes) for part in parts]
    return _in_rows(placed, sizes)


def _component(
    net: nx.Graph[str], part: nx.Graph[str], sizes: Mapping[str, Size]
) -> dict[str, Point]:
    """One connected part: a pair from left to right, anything larger by springs."""
    import networkx as nx

    nodes = sorted(part.nodes)
    if len(nodes) == 1:
        return {nodes[0]: (0.0, 0.0)}
    if len(nodes) == 2:
        one, other = nodes if net.has_edge(*nodes) or not net.is_directed() else nodes[::-1]
        return {one: (0.0, 0.0), other: (300.0, 0.0)}
    ordered = nx.Graph()
    ordered.add_nodes_from(nodes)
    ordered.add_edges_from(sorted(tuple(sorted(e)) for e in part.edges()))
    spread = 2.2 / math.sqrt(len(nodes))
    raw = nx.spring_layout(ordered, k=spread, iterations=300, seed=_SEED)
    points = {n: (round(float(raw[n][0]), 4), round(float(raw[n][1]), 4)) for n in nodes}
    lengths = sorted(math.dist(points[a], points[b]) for a, b in ordered.edges())
    scale = 215.0 / max(lengths[len(lengths) // 2], 0.02)
    stretched = {n: (x * scale * 1.15, y * scale * 0.85) for n, (x, y) in points.items()}
    return _apart(stretched, sizes)


def _in_rows(parts: Iterable[dict[str, Point]], sizes: Mapping[str, Size]) -> dict[str, Point]:
    """Set parts side by side in rows, as words in a paragraph, largest first."""
    boxes = [(part, _extent(part, sizes)) for part in parts]
    area = sum((r - a + 60) * (b - t + 50) for _, (a, t, r, b) in boxes)
    width = max([math.sqrt(area * 1.7), *(r - a for _, (a, _, r, _) in boxes)])
    found: dict[str, Point] = {}
    x = y = row = 0.0
    for part, (left, top, right, bottom) in boxes:
        if x > 0 and x + right - left > width:
            x, y, row = 0.0, y + row + 50, 0.0
        for node, (px, py) in part.items():
            found[node] = (px - left + x, py - top + y)
        x, row = x + right - left + 60, max(row, bottom - top)
    return found


def _extent(
    part: Mapping[str, Point], sizes: Mapping[str, Size]
) -> tuple[float, float, float, float]:
    return (
        min(x - sizes[n].left for n, (x, _) in part.items()),
        min(y - sizes[n].up for n, (_, y) in part.items()),
        max(x + sizes[n].right for n, (x, _) in part.items()),
        max(y + sizes[n].down for n, (_, y) in part.items()),
    )


def _apart(points: Mapping[str, Point], sizes: Mapping[str, Size]) -> dict[str, Point]:
    """Push overlapping rectangles apart, along the shorter way, until none overlaps."""
    moved = dict(points)
    if len(moved) > _CROWD:
        return moved
    for _ in range(400):
        calm = True
        order = sorted(moved, key=lambda n: (moved[n][0] - sizes[n].left, n))
        for i, one in enumerate(order):
            for other in order[i + 1 :]:
                (ax, ay), (bx, by) = moved[one], moved[other]
                a, b = sizes[one], sizes[other]
                if bx - b.left - (ax + a.right) >= _GAP:
                    if ax <= bx:
                        break
                    continue
                dx = min(ax + a.right - (bx - b.left), bx + b.right - (ax - a.left)) + _GAP
                dy = min(ay + a.down - (by - b.up), by + b.down - (ay - a.up)) + _GAP
                if dx <= 0.5 or dy <= 0.5:
                    continue
                calm = False
                if dx < dy:
                    step = dx / 2 if ax <= bx else -dx / 2
                    moved[one], moved[other] = (ax - step, ay), (bx + step, by)
                else:
                    step = dy / 2 if (ay, one) <= (by, other) else -dy / 2
                    moved[one], moved[other] = (ax, ay - step), (bx, by + step)
        if calm:
            break
    return moved


# --- circle: what is shared ----------------------------------------------------------------------


def _circle(net: nx.Graph[str], sizes: Mapping[str, Size]) -> dict[str, Point]:
    """Tied nodes on an ellipse, the strongest ties side by side; nodes without ties below."""
    tied = [n for n in sorted(net.nodes) if net.degree(n)]
    order = _neighbourly(net, tied)
    # Wide enough for the labels side by side along the ellipse.
    need = sum(max(sizes[n].left + sizes[n].right, 96.0) for n in order)
    across = max(210.0, need / 5.2)
    points: dict[str, Point] = {}
    for i, node in enumerate(order):
        angle = 2 * math.pi * i / len(order) - math.pi / 2
        points[node] = (across * 1.3 * math.cos(angle), across * 0.92 * math.sin(angle))
    points = _apart({n: (round(x, 3), round(y, 3)) for n, (x, y) in points.items()}, sizes)
    alone = [{n: (0.0, 0.0)} for n in sorted(net.nodes) if not net.degree(n)]
    return _in_rows([*([points] if points else []), *alone], sizes)


def _neighbourly(net: nx.Graph[str], nodes: Sequence[str]) -> list[str]:
    """An order round the circle in which each node follows the one it is most tied to."""
    left = set(nodes)
    weight = {n: sum(d.get("weight", 1) for _, _, d in net.edges(n, data=True)) for n in nodes}
    order: list[str] = []
    while left:
        last = order[-1] if order else ""
        tie = {n: net.edges[last, n].get("weight", 1) if net.has_edge(last, n) else 0 for n in left}
        best = min(left, key=lambda n: (-tie[n], -weight[n], n))
        order.append(best)
        left.remove(best)
    return order


# --- columns: what has sides or layers -----------------------------------------------------------


def _sides(net: nx.Graph[str], sizes: Mapping[str, Size]) -> dict[str, Point]:
    """Holders in one column, areas in the other; many areas stand on both sides of the holders."""
    areas = [n for n in sorted(net.nodes) if net.nodes[n].get("kind") == "area"]
    column = dict.fromkeys(net.nodes, 0)
    if len(areas) <= 26:
        return _columns(net, sizes, column | dict.fromkeys(areas, 1), 260)
    areas.sort(key=lambda n: (_label(net, n).casefold(), n))
    half = (len(areas) + 1) // 2
    sides = dict.fromkeys(areas[:half], -1) | dict.fromkeys(areas[half:], 1)
    return _columns(net, sizes, column | sides, 260)


_BODY_COLUMNS = {"person": 0, "healthcare-region": 1, "post": 2, "body": 3}


def _seats(net: nx.Graph[str], sizes: Mapping[str, Size]) -> dict[str, Point]:
    """Persons, health-care regions, seats, bodies, and what the bodies are parts of."""
    column = {n: _BODY_COLUMNS.get(str(net.nodes[n].get("kind")), 4) for n in net.nodes}
    wholes = {(a, b) for a, b, d in net.edges(data=True) if d.get("kind") == "nhv:partOf"}
    for _ in range(len(column)):
        late = {b for a, b in wholes if column[b] <= column[a] and column[b] < 9}
        if not late:
            break
        for node in late:
            column[node] = max(column[a] for a, b in wholes if b == node) + 1
    return _columns(net, sizes, column, 110)


def _layers(net: nx.Graph[str], sizes: Mapping[str, Size]) -> dict[str, Point]:
    """What came first to the left; a circle of edges is cut where it is met."""
    column = dict.fromkeys(net.nodes, 0)
    edges = sorted({(a, b) for a, b in net.edges() if a != b})
    for _ in range(min(len(column), 12)):
        for a, b in edges:
            column[b] = max(column[b], min(column[a] + 1, 12))
    return _columns(net, sizes, column, 150)


def _columns(
    net: nx.Graph[str], sizes: Mapping[str, Size], column: Mapping[str, int], gap: float
) -> dict[str, Point]:
    """Order every column by its neighbours' places and put nodes beside them, without overlap."""
    used = sorted(set(column.values()))
    stacks = {c: [n for n in sorted(net.nodes, key=lambda n: (_label(net, n).casefold(), n))
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
                n: sum(y[m] for m in near[n]) / len(near[n]) if near[n] else y[n] for n in stacks[c]
            }
            stacks[c].sort(key=lambda n: (round(want[n], 3), _label(net, n).casefold(), n))
            y |= _stacked(stacks[c], sizes, want)
    x, left = {}, 0.0
    for c in used:
        half = max((sizes[n].left for n in stacks[c]), default=0.0)
        x[c] = left + half
        left += 2 * half + gap
    return {n: (x[column[n]], y[n]) for n in net.nodes}


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
            block = (sum(starts) / len(starts), offset, members)
        blocks.append(block)
    found = {}
    for start, _, members in blocks:
        for member, high in members:
            found[member] = start + high / 2
            start += high
    return found


# --- process: steps from left to right -----------------------------------------------------------


def _steps(net: nx.Graph[str], sizes: Mapping[str, Size]) -> dict[str, Point]:
    """The steps in a row; below each, who acts in it alone; above, who acts in several."""
    kinds = {n: net.nodes[n].get("kind") for n in net.nodes}
    steps = [n for n in sorted(net.nodes) if kinds[n] == "step"]
    order = _chain(net, steps)
    pace = max([max(s.left + s.right for s in sizes.values()) + 26, 150.0])
    points: dict[str, Point] = {step: (i * pace, 0.0) for i, step in enumerate(order)}
    depth = {step: sizes[step].down + 66 for step in order}
    several: list[tuple[float, str]] = []
    for actor in sorted(set(net.nodes) - set(steps), key=lambda n: (_label(net, n).casefold(), n)):
        acts = sorted({b for _, b in net.out_edges(actor)} & set(steps))
        if len(acts) == 1:
            step = acts[0]
            points[actor] = (points[step][0], depth[step] + sizes[actor].up)
            depth[step] += sizes[actor].up + sizes[actor].down + 16
        else:
            several.append((sum(points[s][0] for s in acts) / max(len(acts), 1), actor))
    rows: list[list[tuple[float, float]]] = []
    for x, actor in sorted(several):
        left, right = x - sizes[actor].left - 16, x + sizes[actor].right + 16
        free = (i for i, row in enumerate(rows) if all(right <= a or b <= left for a, b in row))
        row = next(free, len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append((left, right))
        points[actor] = (x, -150.0 - row * 86)
    return points


def _chain(net: nx.Graph[str], steps: Sequence[str]) -> list[str]:
    """Steps in the order in which they follow one another."""
    later = {s: {b for _, b, d in net.out_edges(s, data=True) if d.get("kind") == "nhv:precedes"}
             for s in steps}  # fmt: skip

    def reach(step: str, seen: frozenset[str]) -> int:
        return 1 + max((reach(s, seen | {s}) for s in later[step] - seen), default=0)

    return sorted(steps, key=lambda s: (-reach(s, frozenset({s})), s))


_Place = Callable[[Any, Mapping[str, Size]], dict[str, Point]]
_LAYOUTS: Mapping[str, tuple[_Place, bool, int]] = {
    "suppliers": (_springs, False, 18),
    "co-holders": (_circle, False, 18),
    "co-applicants": (_circle, False, 18),
    "area-holder": (_sides, True, 34),
    "bodies": (_seats, True, 30),
    "process": (_steps, True, 16),
    "lineage": (_layers, True, 30),
}
