"""Where the name of a line stands: on the line, and not on a node, a label or another name.

Both painters ask here, so that a picture on the screen and one for print agree. A spot is a share
of the way from tail to head, so that on the screen it follows a node that is moved.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.pictures.network.arcs import Arc
from graph.pictures.network.layout import Layout
from graph.pictures.sheet.metrics import RADIUS, Point, text_width, wrapped

SMALL = 12.0
LINE = 15.0
# How far a bent line leans from the straight one; as in the interactive picture.
LEAN = 0.8
_WIDTH = 22
# Shares of the way, tried from the middle outwards.
_TRIED = tuple(0.5 + sign * step / 100 for step in range(0, 37, 3) for sign in (1, -1))

Box = tuple[float, float, float, float]


def lines_of(label: str) -> tuple[str, ...]:
    """The name of a line cut into rows."""
    return wrapped(label, _WIDTH)


def across(arc: Arc, layout: Layout) -> list[Point]:
    """The four points that steer a soft S from the side of one node to that of the next."""
    (ax, ay), (bx, by) = layout.positions[arc.tail], layout.positions[arc.head]
    a, b = layout.sizes[arc.tail], layout.sizes[arc.head]
    way = 1 if ax < bx else -1
    start = ax + (a.right - 2 if way > 0 else -a.left + 2)
    end = bx + (-b.left + 1 if way > 0 else b.right - 1)
    pull = abs(end - start) * 0.45 * way
    return [(start, ay), (start + pull, ay), (end - pull, by), (end, by)]


def spot(arc: Arc, layout: Layout, share: float) -> Point:
    """A point of a line.

    Args:
        arc: The line.
        layout: Where its ends stand.
        share: 0 at the tail, 1 at the head.

    Returns:
        The point, on the curve if the line is bent.
    """
    (ax, ay), (bx, by) = layout.positions[arc.tail], layout.positions[arc.head]
    if arc.route == "across" and ax != bx:
        ways = zip(*across(arc, layout), strict=True)
        x, y = (
            (1 - share) ** 3 * p + 3 * share * (1 - share) * ((1 - share) * q + share * r)
            + share**3 * s
            for p, q, r, s in ways
        )  # fmt: skip
        return x, y
    lean = LEAN * arc.bend
    mx, my = (ax + bx) / 2 + (by - ay) * lean, (ay + by) / 2 - (bx - ax) * lean
    one, two, three = (1 - share) ** 2, 2 * share * (1 - share), share**2
    return one * ax + two * mx + three * bx, one * ay + two * my + three * by


def spotted(arcs: Sequence[Arc], layout: Layout) -> tuple[Arc, ...]:
    """Choose for every named line the share of its way where its name stands best.

    Args:
        arcs: The lines.
        layout: Where nodes and their labels stand.

    Returns:
        The same lines in the same order; only ``at`` may differ.
    """
    taken: list[Box] = []
    for node, (x, y) in sorted(layout.positions.items()):
        size = layout.sizes[node]
        mark = (x - RADIUS - 4, y - RADIUS - 4, x + RADIUS + 4, y + RADIUS + 4)
        taken += [mark, (x - size.left, y - size.up, x + size.right, y + size.down)]
    chosen: dict[int, Arc] = {}
    # The shortest lines have the least choice and choose first.
    order = sorted(
        (i for i, arc in enumerate(arcs) if arc.label and arc.tail != arc.head),
        key=lambda i: (_long(arcs[i], layout), arcs[i].tail, arcs[i].head, i),
    )
    for i in order:
        arc = arcs[i]
        tries = [(share, _box(arc, layout, share)) for share in _TRIED]
        share, box = min(
            tries, key=lambda t: (round(sum(_shared(t[1], b) for b in taken)), tries.index(t))
        )
        taken.append(box)
        chosen[i] = arc._replace(at=round(share, 2))
    return tuple(chosen.get(i, arc) for i, arc in enumerate(arcs))


def _long(arc: Arc, layout: Layout) -> float:
    (ax, ay), (bx, by) = layout.positions[arc.tail], layout.positions[arc.head]
    return (bx - ax) ** 2 + (by - ay) ** 2


def _box(arc: Arc, layout: Layout, share: float) -> Box:
    """The room that the name of a line takes."""
    x, y = spot(arc, layout, share)
    rows = lines_of(arc.label)
    wide = max(text_width(row, SMALL) for row in rows) / 2 + 3
    high = LINE * len(rows) / 2 + 2
    return x - wide, y - high, x + wide, y + high


def _shared(one: Box, other: Box) -> float:
    """The area that two rooms share."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0
