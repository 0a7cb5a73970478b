"""The lines of a picture: which edges become one line, how it runs, looks, and where its name is.

A name stands on its line, and not on a node, a label or another name. Both painters ask here, so
that a picture on the screen and one for print agree. A spot is a share of the way from tail to
head, so that on the screen it follows a node that is moved.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from graph.base.words import words_of
from graph.networks.draft import Net, relation_name
from graph.pictures.network.layers import RADIUS
from graph.pictures.network.layout import Layout
from graph.pictures.sheet import palette
from graph.pictures.sheet.letters import SMALL, text_width, wrapped
from graph.pictures.sheet.palette import Stroke
from graph.pictures.sheet.sheet import Point
from graph.pictures.sheet.tooltips import Edges, manner, weight_of

# With more edges than this, names on the lines would cover the picture; the table has them all.
_NAMED_EDGES = 36
_BUNDLE = 3
_ACROSS = ("area-holder", "bodies", "columns", "lineage", "process")
_SELF_TOLD = ("area-holder", "bodies", "process")
_ACTS = "acts"
ACTS = Stroke(palette.GREEN, *words_of("graph.pictures")["acts"])
PLAIN = Stroke(palette.LINE, "", "")
# What these lines say is clear from where they lead; their names would only be in the way.
_UNNAMED = {"nhv:precedes", "nhv:partOf", "nhv:post", "skos:broader", "nhv:cameFrom"}
LINE = 15.0
# How far a bent line leans from the straight one; as in the interactive picture.
LEAN = 0.8
_LETTERS = 22
# Shares of the way, tried from the middle outwards.
_TRIED = tuple(0.5 + sign * step / 100 for step in range(0, 37, 3) for sign in (1, -1))

Box = tuple[float, float, float, float]


class Arc(NamedTuple):
    """A line to be drawn, for one edge or for a bundle of parallel edges.

    ``edges`` are the numbers of the edges that it stands for; ``at`` is where on the way from tail
    to head the label stands.
    """

    tail: str
    head: str
    route: str
    bend: float
    width: float
    manner: str
    stroke: Stroke
    label: str
    edges: tuple[int, ...]
    at: float = 0.5


def strokes_of(edges: Edges, lang: str) -> dict[str, Stroke]:
    """A stroke per kind of edge, in the order of the legend.

    Kinds without one of their own take spare colours in turn, or share one if they are many.
    """
    order = [*palette.RELATIONS]
    labels = {str(d.get("kind") or ""): str(d.get("kind_label") or "") for _, _, d in edges}
    others = sorted(kind for kind in labels if kind and kind not in palette.RELATIONS)
    many = len(others) > len(palette.SPARE)
    found = {kind: palette.RELATIONS[kind] for kind in order if kind in labels}
    for kind, colour in zip(others, palette.SPARE * len(others), strict=False):
        name = labels[kind] or relation_name(kind, lang)
        found[kind] = ACTS if many else Stroke(colour, name, name)
    return found


def arcs_of(net: Net, edges: Edges, layout: Layout, strokes: Mapping[str, Stroke]) -> list[Arc]:
    """The lines: parallel edges bend apart, more than a few of one kind are one thicker line."""
    groups: dict[tuple[str, str, str], list[int]] = {}
    for number, (a, b, d) in enumerate(edges):
        kind = str(d.get("kind") or "")
        groups.setdefault((a, b, _ACTS if strokes.get(kind) is ACTS else kind), []).append(number)
    drawn: list[tuple[str, str, str, list[int]]] = []
    for (a, b, kind), group in groups.items():
        whole = len(group) > (1 if kind == _ACTS else _BUNDLE)
        drawn += [(a, b, kind, some) for some in ([group] if whole else [[n] for n in group])]
    heaviest = max((weight_of(d) for _, _, d in edges), default=1.0)
    name = net.graph.get("name")
    labelled = len(drawn) <= _NAMED_EDGES and name not in _SELF_TOLD
    centre = _centre(net, layout)
    pairs = Counter(frozenset((a, b)) for a, b, _, _ in drawn)
    seen: Counter[frozenset[str]] = Counter()
    arcs = []
    for a, b, kind, group in drawn:
        pair = frozenset((a, b))
        bend = 0.0
        if pairs[pair] > 1:
            # Spread the lines of a pair evenly; the sign follows the pair, not the direction.
            bend = 0.24 * (seen[pair] - (pairs[pair] - 1) / 2) * (1 if a <= b else -1)
        elif centre and _through(layout.positions[a], layout.positions[b], centre):
            # Lines through the centre of a circle would all have their numbers in one spot.
            bend = 0.13
        seen[pair] += 1
        first = edges[group[0]][2]
        # By its weight, or by how many edges it stands for.
        width = min(1.7 + 0.3 * len(group), 6.0)
        if heaviest > 1:
            width = 1.2 + 4.8 * weight_of(first) / max(heaviest, 4.0)
        route = "across" if kind != "nhv:precedes" and name in _ACROSS else "straight"
        label = f"{len(group)} ×" if len(group) > 1 else str(first.get("label") or "")
        manners = {manner(edges[number][2]) for number in group}
        arcs.append(
            Arc(
                a, b, "bent" if bend else route, bend, width,
                manner=manners.pop() if len(manners) == 1 else "stated",
                stroke=strokes.get(str(first.get("kind") or ""), PLAIN),
                label=label if labelled and kind not in _UNNAMED else "",
                edges=tuple(group),
            )
        )  # fmt: skip
    return arcs


def _centre(net: Net, layout: Layout) -> Point | None:
    """The centre of a circle of nodes, or None where they stand otherwise."""
    tied = [layout.positions[n] for n in sorted(net.nodes) if net.degree(n)]
    if net.is_directed() or layout.boxed or len(tied) < 4:
        return None
    xs, ys = zip(*tied, strict=True)
    return ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)


def _through(one: Point, other: Point, centre: Point) -> bool:
    middle = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
    return math.dist(middle, centre) < 0.06 * math.dist(one, other)


def lines_of(label: str) -> tuple[str, ...]:
    """The name of a line cut into rows."""
    return wrapped(label, _LETTERS)


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
    """A point of a line, on the curve if it is bent; the share is 0 at the tail, 1 at the head."""
    (ax, ay), (bx, by) = layout.positions[arc.tail], layout.positions[arc.head]
    if arc.route == "across" and ax != bx:
        ways = zip(*across(arc, layout), strict=True)
        x, y = (
            (1 - share) ** 3 * p + 3 * share * (1 - share) * ((1 - share) * q + share * r)
            + share**3 * s
            for p, q, r, s in ways
        )  # fmt: skip
        return x, y
    mx, my = middle(arc, layout)
    one, two, three = (1 - share) ** 2, 2 * share * (1 - share), share**2
    return one * ax + two * mx + three * bx, one * ay + two * my + three * by


def middle(arc: Arc, layout: Layout) -> Point:
    """The point that a bent line is drawn towards, to the side of the interactive picture."""
    (ax, ay), (bx, by) = layout.positions[arc.tail], layout.positions[arc.head]
    lean = LEAN * arc.bend
    return (ax + bx) / 2 + (by - ay) * lean, (ay + by) / 2 - (bx - ax) * lean


def spotted(arcs: Sequence[Arc], layout: Layout) -> tuple[Arc, ...]:
    """The same lines, each with the share of its way at which its name stands best."""
    taken: list[Box] = []
    for node, (x, y) in sorted(layout.positions.items()):
        size = layout.sizes[node]
        mark = (x - RADIUS - 4, y - RADIUS - 4, x + RADIUS + 4, y + RADIUS + 4)
        taken += [mark, (x - size.left, y - size.up, x + size.right, y + size.down)]

    def length(i: int) -> float:
        (ax, ay), (bx, by) = (layout.positions[n] for n in arcs[i][:2])
        return (bx - ax) ** 2 + (by - ay) ** 2

    chosen = list(arcs)
    named = (i for i, arc in enumerate(arcs) if arc.label and arc.tail != arc.head)
    # The shortest lines have the least choice and choose first.
    for i in sorted(named, key=lambda i: (length(i), arcs[i].tail, arcs[i].head, i)):
        tries = [(share, _box(arcs[i], layout, share)) for share in _TRIED]
        share, box = min(tries, key=lambda t: round(sum(_shared(t[1], b) for b in taken)))
        taken.append(box)
        chosen[i] = arcs[i]._replace(at=round(share, 2))
    return tuple(chosen)


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
