"""A network on a sheet: for print with its title, legend and notes, or bare among other words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from graph.base.languages import in_lang
from graph.pictures.network.arcs import LINE, Arc, across, lines_of, middle, spot
from graph.pictures.network.layers import FONT, LINE_HEIGHT, RADIUS
from graph.pictures.network.layout import Layout, bounds
from graph.pictures.network.scene import Scene
from graph.pictures.sheet import palette
from graph.pictures.sheet.letters import MARGIN, SMALL, Key, heading, legend, paragraphs
from graph.pictures.sheet.palette import Look, Stroke
from graph.pictures.sheet.sheet import (
    DASHED,
    DOTTED,
    Area,
    Mark,
    Path,
    Point,
    Sheet,
    Text,
    box,
    sign,
)

DASHES: Mapping[str, tuple[float, ...]] = {"stated": (), "inferred": DASHED, "possible": DOTTED}
"""How a line of each manner is drawn (see :func:`graph.pictures.sheet.tooltips.manner`)."""
_NARROWEST = 620.0
_LISTED = 6
_EDGE, _BARE = 10.0, 720.0


def printed(scene: Scene, wide: float = 0.0) -> Sheet:
    """A network for print, so wide or more: its title, the picture, the legend and the notes."""
    left, top, right, bottom = bounds(scene.layout)
    inner = max(right - left, wide - 2 * MARGIN if wide else _NARROWEST)
    wide = inner + 2 * MARGIN
    head, y = heading(scene.title, (), wide)
    layout = _moved(scene.layout, MARGIN - left + (inner - (right - left)) / 2, y + 14 - top)
    keys, y = legend(keys_of(scene), MARGIN, y + bottom - top + 48, inner)
    notes, y = paragraphs((*scene.notes, *_sources(scene)), MARGIN, y + 4, inner)
    return Sheet(wide, y + 14, (*head, *_drawn(scene, layout), *keys, *notes))


def bare(scene: Scene) -> Sheet:
    """A network and its legend alone, to stand among the words of a page."""
    left, top, right, bottom = bounds(scene.layout)
    wide = max(right - left + 2 * _EDGE, _BARE)
    layout = _moved(scene.layout, (wide - right - left) / 2, _EDGE - top)
    keys, y = legend(keys_of(scene), _EDGE, bottom - top + 34, wide - 2 * _EDGE)
    return Sheet(wide, y, (*_drawn(scene, layout), *keys))


def _moved(layout: Layout, right: float, down: float) -> Layout:
    dx, dy = round(right), round(down)
    moved = {node: (x + dx, y + dy) for node, (x, y) in layout.positions.items()}
    return replace(layout, positions=moved)


def _sources(scene: Scene) -> tuple[str, ...]:
    """The sources in a line, or their number where a line would not do."""
    if not scene.sources:
        return ()
    listed = "; ".join(scene.sources)
    if len(scene.sources) > _LISTED:
        listed = scene.say("documents", len(scene.sources))
    return (f"{scene.say('sources')}: {listed}.",)


def _drawn(scene: Scene, layout: Layout) -> Iterable[Mark]:
    lines = [mark for arc in scene.arcs for mark in _line(arc, scene, layout)]
    names = [mark for arc in scene.arcs for mark in _name(arc, layout)]
    return [*lines, *names, *(mark for node in scene.kinds for mark in _node(node, scene, layout))]


def _node(node: str, scene: Scene, layout: Layout) -> Iterator[Mark]:
    """A box round the label of a node, or its sign and the label under or over it."""
    (x, y), size = layout.positions[node], layout.sizes[node]
    look, rows = palette.look(scene.kinds[node]), list(layout.lines[node])
    first = y - LINE_HEIGHT * (len(rows) - 1) / 2
    if layout.boxed:
        wide, high = size.left + size.right - 6, size.up + size.down - 6
        room = (x - size.left + 3, y - size.up + 3, wide, high)
        yield box(*room, palette.tint(look.colour), stroke=look.colour, width=1.5, corner=5)
        rows[0] = f"{look.glyph} {rows[0]}"
    else:
        yield sign(look.shape, x, y, RADIUS, look.colour)
        first = y + RADIUS + 13
        if node in layout.above:
            first = y - RADIUS - 13 - LINE_HEIGHT * (len(rows) - 1)
    halo = 0 if layout.boxed else 4
    for i, row in enumerate(rows):
        yield Text(x, first + LINE_HEIGHT * i, row, FONT - 1.5, anchor="middle", halo=halo)


def _line(arc: Arc, scene: Scene, layout: Layout) -> Iterator[Mark]:
    """A line from border to border, with an arrowhead where there is a direction."""
    if arc.tail == arc.head:
        return
    start, *bends, tip = _curve(arc, layout)
    told, dash, way = "\n".join(scene.told_of_arc(arc)), DASHES[arc.manner], tuple(bends)
    if not scene.directed:
        yield Path((start, tip), arc.stroke.colour, arc.width, dash, way, 0.7, told)
        return
    end = _shortened(tip, bends[-1] if bends else start, 6 + 1.2 * arc.width)
    yield Path((start, end), arc.stroke.colour, arc.width, dash, way, 1.0, told)
    yield _arrowhead(end, tip, 3 + 0.8 * arc.width, arc.stroke)


def _shortened(end: Point, before: Point, by: float) -> Point:
    """A point so much before the end of a line."""
    share = by / (math.dist(before, end) or 1.0)
    return end[0] + (before[0] - end[0]) * share, end[1] + (before[1] - end[1]) * share


def _arrowhead(base: Point, tip: Point, half: float, stroke: Stroke) -> Mark:
    share = half / (math.dist(base, tip) or 1.0)
    dx, dy = (tip[1] - base[1]) * share, (base[0] - tip[0]) * share
    ring = ((base[0] - dx, base[1] - dy), tip, (base[0] + dx, base[1] + dy))
    return Area((ring,), stroke.colour)


def _name(arc: Arc, layout: Layout) -> Iterator[Mark]:
    if arc.label and arc.tail != arc.head:
        x, y = spot(arc, layout, arc.at)
        rows = lines_of(arc.label)
        first = y - (len(rows) - 1) / 2 * LINE
        for i, row in enumerate(rows):
            yield Text(x, first + i * LINE, row, SMALL, palette.SOFT_INK, anchor="middle", halo=7)


def _curve(arc: Arc, layout: Layout) -> list[Point]:
    """The points that steer a line from border to border: two, or three or four of a curve."""
    a, b = layout.positions[arc.tail], layout.positions[arc.head]
    if arc.route == "across" and a[0] != b[0]:
        return across(arc, layout)
    bends = [middle(arc, layout)] if arc.bend else []
    start = _border(a, (bends or [b])[0], arc.tail, layout, 2)
    return [start, *bends, _border(b, (bends or [a])[0], arc.head, layout, 4)]


def _border(at: Point, toward: Point, node: str, layout: Layout, gap: float) -> Point:
    """Where a line from a node's point leaves its shape."""
    dx, dy = toward[0] - at[0], toward[1] - at[1]
    far = math.hypot(dx, dy) or 1.0
    reach = RADIUS + gap
    if layout.boxed:
        size = layout.sizes[node]
        reach = min(
            (size.right - 3) / abs(dx / far) if dx else math.inf,
            (size.down - 3) / abs(dy / far) if dy else math.inf,
        )
    reach = min(reach, far * 0.45)
    return (at[0] + dx / far * reach, at[1] + dy / far * reach)


def keys_of(scene: Scene) -> list[Key]:
    """The legend of a scene: kinds of nodes, kinds of lines, and their manners if several."""
    return [*node_keys(scene), *line_keys(scene)]


def node_keys(scene: Scene) -> list[Key]:
    """The kinds of nodes of a scene."""

    def sign_of(look: Look, x: float, y: float) -> list[Mark]:
        if not scene.layout.boxed:
            return [sign(look.shape, x + 10, y, 8, look.colour)]
        back = box(x, y - 8, 20, 16, palette.tint(look.colour), stroke=look.colour, corner=3)
        return [back, Text(x + 10, y, look.glyph, SMALL, anchor="middle")]

    return [
        Key(partial(sign_of, look), 20, in_lang(scene.lang, look.sv, look.en) or kind)
        for kind, look in scene.looks
    ]


def line_keys(scene: Scene) -> list[Key]:
    """The kinds of lines of a scene, then their manners if there are several."""

    def line(stroke: Stroke, x: float, y: float) -> list[Mark]:
        way = Path(((x, y), (x + 34 - 7 * scene.directed, y)), stroke.colour, 2.5)
        return [way, *([_arrowhead((x + 26, y), (x + 34, y), 4, stroke)] * scene.directed)]

    def dashes(manner: str, x: float, y: float) -> list[Mark]:
        return [Path(((x, y), (x + 34, y)), palette.INK, 2, DASHES[manner])]

    keys = [Key(partial(line, s), 34, in_lang(scene.lang, s.sv, s.en)) for s in scene.strokes]
    if scene.manners not in ((), ("stated",)):
        keys += [Key(partial(dashes, manner), 34, scene.say(manner)) for manner in scene.manners]
    return keys
