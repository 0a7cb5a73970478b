"""Where the nodes of a network stand: the same place every time, and no label on another.

Positions are pixels, x to the right and y downwards, and whole numbers, so that the last bits in
which two machines may differ never reach a picture. Springs start from a fixed seed on sorted
nodes; everything after them is plain arithmetic in a fixed order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.networks.draft import Net
from graph.pictures.network import layers as placed
from graph.pictures.network.layers import RADIUS, Size, label_of, layers, size_of
from graph.pictures.sheet.letters import wrapped
from graph.pictures.sheet.sheet import Point
from graph.pictures.sheet.tooltips import weight_of

_SEED = 20180701
_GAP = 14.0
MOST_NODES = 450
"""Above so many nodes springs take many seconds and want SciPy, and nobody reads the names."""
MOST_EDGES = 3000
"""Above so many edges no line can be told from another."""


@dataclass(frozen=True)
class Layout:
    """Positions of nodes, their labels cut into lines, and whether labels stand in boxes.

    ``above`` names the nodes whose label stands over them and not under them.
    """

    positions: Mapping[str, tuple[int, int]]
    lines: Mapping[str, tuple[str, ...]]
    sizes: Mapping[str, Size]
    boxed: bool
    above: frozenset[str] = frozenset()


def arranged(net: Net, share: float = 1.0) -> Layout:
    """Place the nodes of a network, whose names are texts, as suits it.

    Steps stand from left to right, what has two or more sides in columns, what is shared on a
    circle; the rest is laid out by springs. A share of less than 1 moves nodes together and cuts
    names into shorter lines.
    """
    name = str(net.graph.get("name", ""))
    place, boxed, letters = _LAYOUTS.get(name, (_springs, False, 18))
    if place is placed.staircase and not net.is_directed():  # such as net.to_undirected()
        place = _springs
    letters = max(round(letters * share), 12)
    lines = {n: wrapped(label_of(net, n), letters) for n in sorted(net.nodes)}
    sizes = {n: size_of(rows, boxed=boxed) for n, rows in lines.items()}
    above = frozenset[str]()
    if place is _circle:
        # In the upper part of the ring labels point upwards, away from the lines within it.
        above = frozenset(n for n, (_, y) in _ring(net, sizes, share).items() if y < -RADIUS)
        sizes |= {n: sizes[n].turned() for n in above}
    positions = place(net, sizes, share) if lines else {}
    rounded = {n: (round(positions[n][0]), round(positions[n][1])) for n in lines}
    return Layout(rounded, lines, sizes, boxed, above)


def bounds(layout: Layout) -> tuple[float, float, float, float]:
    """The rectangle (left, top, right, bottom) that holds every node with its label."""
    if not layout.positions:
        return (0.0, 0.0, 100.0, 100.0)
    return _extent(layout.positions, layout.sizes)


# --- springs: components laid out one by one, then set in rows -----------------------------------


def _springs(net: Net, sizes: Mapping[str, Size], share: float) -> dict[str, Point]:
    import networkx as nx

    plain = nx.Graph()
    plain.add_nodes_from(sorted(net.nodes))
    plain.add_edges_from(sorted({tuple(sorted(e[:2])) for e in net.edges() if e[0] != e[1]}))
    parts = sorted((sorted(c) for c in nx.connected_components(plain)), key=lambda c: (-len(c), c))
    placed = [_component(net, plain.subgraph(part), sizes, share) for part in parts]
    return _in_rows(placed, sizes, share)


def _component(net: Net, part: Net, sizes: Mapping[str, Size], share: float) -> dict[str, Point]:
    """One connected part: a pair from left to right, anything larger by springs."""
    import networkx as nx

    nodes = sorted(part.nodes)
    if len(nodes) == 1:
        return {nodes[0]: (0.0, 0.0)}
    if len(nodes) == 2:
        one, other = nodes if net.has_edge(*nodes) or not net.is_directed() else nodes[::-1]
        return _apart({one: (0.0, 0.0), other: (300.0 * share, 0.0)}, sizes)
    ordered = nx.Graph()
    ordered.add_nodes_from(nodes)
    ordered.add_edges_from(sorted(tuple(sorted(e)) for e in part.edges()))
    spread = 2.2 / math.sqrt(len(nodes))
    raw = nx.spring_layout(ordered, k=spread, iterations=120, seed=_SEED)
    points = _level({n: (float(raw[n][0]), float(raw[n][1])) for n in nodes})
    lengths = sorted(math.dist(points[a], points[b]) for a, b in ordered.edges())
    # Lines that carry names need room for them.
    named = any(d.get("label") for *_, d in net.edges(data=True)) and len(net.edges) <= 36
    scale = (290.0 if named else 215.0) / max(lengths[len(lengths) // 2], 0.02)
    stretched = {n: (x * scale * 1.15 * share, y * scale * 0.85) for n, (x, y) in points.items()}
    return _apart(stretched, sizes)


def _level(points: Mapping[str, Point]) -> dict[str, Point]:
    """Turn points so that they stretch from left to right, as pages and screens do."""
    cx = math.fsum(x for x, _ in points.values()) / len(points)
    cy = math.fsum(y for _, y in points.values()) / len(points)
    xx = math.fsum((x - cx) ** 2 for x, _ in points.values())
    yy = math.fsum((y - cy) ** 2 for _, y in points.values())
    xy = math.fsum((x - cx) * (y - cy) for x, y in points.values())
    turn = -0.5 * math.atan2(2 * xy, xx - yy)
    cos, sin = math.cos(turn), math.sin(turn)
    return {
        n: (
            round((x - cx) * cos - (y - cy) * sin, 4),
            round((x - cx) * sin + (y - cy) * cos, 4),
        )
        for n, (x, y) in points.items()
    }


def _in_rows(
    parts: Iterable[dict[str, Point]], sizes: Mapping[str, Size], share: float
) -> dict[str, Point]:
    """Set parts side by side in rows, as words in a paragraph, largest first."""
    boxes = [(part, _extent(part, sizes)) for part in parts]
    area = math.fsum((r - a + 60) * (b - t + 50) for _, (a, t, r, b) in boxes)
    width = max([math.sqrt(area * 1.7) * share, *(r - a for _, (a, _, r, _) in boxes)])
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
    """The rectangle (left, top, right, bottom) that holds these nodes with their labels."""
    return (
        min(x - sizes[n].left for n, (x, _) in part.items()),
        min(y - sizes[n].up for n, (_, y) in part.items()),
        max(x + sizes[n].right for n, (x, _) in part.items()),
        max(y + sizes[n].down for n, (_, y) in part.items()),
    )


def _apart(points: Mapping[str, Point], sizes: Mapping[str, Size]) -> dict[str, Point]:
    """Push overlapping rectangles apart, along the shorter way, until none overlaps."""
    moved = dict(points)
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


def _ring(net: Net, sizes: Mapping[str, Size], share: float) -> dict[str, Point]:
    """Tied nodes on an ellipse, the strongest ties side by side."""
    order = _neighbourly(net, [n for n in sorted(net.nodes) if net.degree(n)])
    # Wide enough for the labels side by side along the ellipse.
    need = math.fsum(max(sizes[n].left + sizes[n].right, 96.0) for n in order)
    across = max(215.0, need / 5.0)
    points: dict[str, Point] = {}
    for i, node in enumerate(order):
        angle = 2 * math.pi * i / len(order) - math.pi / 2
        x, y = across * 1.35 * share * math.cos(angle), across * 0.9 * math.sin(angle)
        points[node] = (round(x, 3), round(y, 3))
    return points


def _circle(net: Net, sizes: Mapping[str, Size], share: float) -> dict[str, Point]:
    """The ring, and nodes without ties in rows below it."""
    points = _apart(_ring(net, sizes, share), sizes)
    below = max((y + sizes[n].down for n, (_, y) in points.items()), default=0.0)
    alone = [{n: (0.0, 0.0)} for n in sorted(net.nodes) if not net.degree(n)]
    row = _in_rows(alone, sizes, share)
    shift = max((x for x, _ in row.values()), default=0.0) / 2
    return points | {n: (x - shift, y + below + 60) for n, (x, y) in row.items()}


def _neighbourly(net: Net, nodes: Sequence[str]) -> list[str]:
    """An order round the circle in which each node follows the one it is most tied to."""
    left = set(nodes)
    ties: dict[str, dict[str, float]] = {n: {} for n in nodes}
    for a, b, attributes in net.edges(data=True):
        for one, other in ((a, b), (b, a)):
            ties[one][other] = ties[one].get(other, 0.0) + weight_of(attributes)
    weight = {n: sum(ties[n].values()) for n in nodes}
    order: list[str] = []
    while left:
        last = order[-1] if order else ""
        tied = ties.get(last, {})
        best = min(left, key=lambda n: (-tied.get(n, 0.0), -weight[n], n))
        order.append(best)
        left.remove(best)
    return order


# --- families: what came from what, one connected part beside the other --------------------------


def _families(net: Net, sizes: Mapping[str, Size], share: float) -> dict[str, Point]:
    """Every connected part from left to right in time, the parts one below the other."""
    import networkx as nx

    parts = [sorted(part) for part in nx.connected_components(net.to_undirected(as_view=True))]
    parts.sort(key=lambda part: (-len(part), [label_of(net, n).casefold() for n in part]))
    placed = [layers(net.subgraph(part), sizes, share) for part in parts]
    boxes = [(part, _extent(part, sizes)) for part in placed]
    wide = max((r - a for _, (a, _, r, _) in boxes), default=0.0) + 70
    whole = math.fsum(b - t + 34 for _, (_, t, _, b) in boxes)
    # So many columns that the sheet is about as wide as it is high.
    columns = max(1, min(round(3 * share), round(math.sqrt(whole / max(wide, 1.0)))))
    filled = [0.0] * columns
    found: dict[str, Point] = {}
    for part, (left, top, _, bottom) in boxes:
        i = filled.index(min(filled))
        found |= {n: (x - left + i * wide, y - top + filled[i]) for n, (x, y) in part.items()}
        filled[i] += bottom - top + 34
    return found


_Place = Callable[[Any, Mapping[str, Size], float], dict[str, Point]]
_LAYOUTS: Mapping[str, tuple[_Place, bool, int]] = {
    "suppliers": (_springs, False, 18),
    "co-holders": (_circle, False, 18),
    "co-applicants": (_circle, False, 18),
    "area-holder": (placed.sides, True, 34),
    "bodies": (placed.seats, True, 27),
    "process": (placed.staircase, True, 26),
    "lineage": (_families, True, 30),
    "columns": (placed.columns, True, 26),
}
