"""The lines of a picture: which edges become one line, how it runs, how it looks."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.base.words import words_of
from graph.networks.relations import relation_name
from graph.pictures.network.layout import Layout
from graph.pictures.sheet import palette
from graph.pictures.sheet.metrics import weight_of
from graph.pictures.sheet.palette import Stroke
from graph.pictures.sheet.tooltips import Attributes, Edges, manner

if TYPE_CHECKING:
    import networkx as nx

# With more edges than this, names on the lines would cover the picture; the table has them all.
_NAMED_EDGES = 36
_BUNDLE = 3
_ACROSS = ("area-holder", "bodies", "columns", "lineage", "process")
_SELF_TOLD = ("area-holder", "bodies", "process")
_ACTS = "acts"
_WORDS = words_of("graph.pictures")
ACTS = Stroke(palette.GREEN, *_WORDS["acts"])
PLAIN = Stroke(palette.LINE, "", "")
# What these lines say is clear from where they lead; their names would only be in the way.
_UNNAMED = {"nhv:precedes", "nhv:partOf", "nhv:post", "skos:broader", "nhv:cameFrom"}


class Arc(NamedTuple):
    """A line to be drawn, for one edge or for a bundle of parallel edges.

    ``edges`` are the numbers of the edges that it stands for.
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
    # Where on the way from tail to head the label stands.
    at: float = 0.5


def stroke_rank(kind: str) -> tuple[int, str]:
    """The place of a kind of edge in the legend."""
    order = list(palette.RELATIONS)
    return (order.index(kind) if kind in order else len(order), kind)


def strokes_of(told: Attributes, lang: str) -> dict[str, Stroke]:
    """A stroke per kind of edge.

    Kinds without one of their own take spare colours in turn, or share one if they are many.
    """
    found: dict[str, Stroke] = {}
    kinds = dict(zip(told.kind, told.kind_label, strict=True))
    many = len(set(kinds) - set(palette.RELATIONS)) > len(palette.SPARE)
    names = {str(kind or ""): str(label or "") for kind, label in kinds.items()}
    spare = 0
    for kind in sorted(names):
        if kind in palette.RELATIONS:
            found[kind] = palette.RELATIONS[kind]
        elif many and kind:
            found[kind] = ACTS
        elif kind:
            name = names[kind] or relation_name(kind, lang)
            found[kind] = Stroke(palette.SPARE[spare % len(palette.SPARE)], name, name)
            spare += 1
    return found


def arcs_of(
    net: nx.Graph[str],
    edges: Edges,
    layout: Layout,
    strokes: Mapping[str, Stroke],
) -> tuple[Arc, ...]:
    """The lines: parallel edges bend apart, more than a few of one kind are one thicker line."""
    groups: dict[tuple[str, str, str], list[int]] = {}
    for number, (a, b, d) in enumerate(edges):
        kind = str(d.get("kind") or "")
        groups.setdefault((a, b, _ACTS if strokes.get(kind) is ACTS else kind), []).append(number)
    drawn: list[tuple[str, str, str, list[int]]] = []
    for (a, b, kind), group in groups.items():
        if len(group) > (1 if kind == _ACTS else _BUNDLE):
            drawn.append((a, b, kind, group))
        else:
            drawn.extend((a, b, kind, [number]) for number in group)
    heaviest = max((weight_of(d) for _, _, d in edges), default=1.0)
    labelled = len(drawn) <= _NAMED_EDGES and net.graph.get("name") not in _SELF_TOLD
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
        weight = weight_of(first)
        bundle = len(group) > 1
        stroke = strokes.get(str(first.get("kind") or ""), PLAIN)
        label = f"{len(group)} ×" if bundle else str(first.get("label") or "")
        if kind in _UNNAMED or not labelled:
            label = ""
        arcs.append(
            Arc(
                a, b, _route(net, kind, bend), bend,
                width=_width(len(group), weight, heaviest),
                manner=_manner([edges[number][2] for number in group]),
                stroke=stroke,
                label=label,
                edges=tuple(group),
            )
        )  # fmt: skip
    return tuple(arcs)


def _manner(group: Sequence[Mapping[str, Any]]) -> str:
    """How a line for several edges is drawn: in their manner if all have the same."""
    manners = {manner(d) for d in group}
    return manners.pop() if len(manners) == 1 else "stated"


def _width(bundled: int, weight: float, heaviest: float) -> float:
    """The width of a line: by its weight, or by how many edges it stands for."""
    if heaviest > 1:
        return 1.2 + 4.8 * weight / max(heaviest, 4.0)
    return min(1.7 + 0.3 * bundled, 6.0)


def _centre(net: nx.Graph[str], layout: Layout) -> tuple[float, float] | None:
    """The centre of a circle of nodes, or None where they stand otherwise."""
    tied = [layout.positions[n] for n in sorted(net.nodes) if net.degree(n)]
    if net.is_directed() or layout.boxed or len(tied) < 4:
        return None
    xs, ys = zip(*tied, strict=True)
    return ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)


def _through(one: tuple[int, int], other: tuple[int, int], centre: tuple[float, float]) -> bool:
    middle = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
    return math.dist(middle, centre) < 0.06 * math.dist(one, other)


def _route(net: nx.Graph[str], kind: str, bend: float) -> str:
    """How a line runs: straight or bent, or as a soft S from column to column."""
    name = net.graph.get("name")
    if bend:
        return "bent"
    if kind != "nhv:precedes" and name in _ACROSS:
        return "across"
    return "straight"
