"""A network on a sheet: for print with its title, legend and notes, or bare among other words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from graph.base.languages import in_lang
from graph.pictures.network.arcs import Arc
from graph.pictures.network.edge_labels import LEAN, LINE, SMALL, across, lines_of, spot
from graph.pictures.network.layout import Layout, bounds
from graph.pictures.network.scene import Dot, Scene
from graph.pictures.sheet import palette
from graph.pictures.sheet.metrics import FONT, LINE_HEIGHT, RADIUS, Point, text_width
from graph.pictures.sheet.palette import Look, Stroke
from graph.pictures.sheet.sheet import (
    DASHED,
    DOTTED,
    MARGIN,
    Area,
    Mark,
    Path,
    Sheet,
    Text,
    box,
    heading,
    paragraphs,
    sign,
)

Key = Look | Stroke | str
"""A key of the legend: a kind of nodes, a kind of lines, or the manner of a line."""
DASHES: Mapping[str, tuple[float, ...]] = {"stated": (), "inferred": DASHED, "possible": DOTTED}
"""How a line of each manner is drawn (see :func:`graph.pictures.sheet.tooltips.manner`)."""
_NARROWEST = 620.0
_ROW = 24.0
_LISTED = 6
_EDGE, _BARE = 10.0, 720.0


def printed(scene: Scene) -> Sheet:
    """A network for print: its title, the picture, the legend and the notes.

    Args:
        scene: What is shown.

    Returns:
        The sheet, one pixel of the layout to a unit.
    """
    left, top, right, bottom = bounds(scene.layout)
    inner = max(right - left, _NARROWEST)
    wide = inner + 2 * MARGIN
    head, y = heading(scene.title, (), wide)
    layout = _moved(scene.layout, MARGIN - left + (inner - (right - left)) / 2, y + 14 - top)
    keys, y = legend(scene, MARGIN, y + bottom - top + 48, inner)
    notes, y = paragraphs((*scene.notes, *_sources(scene)), MARGIN, y + 4, inner)
    return Sheet(wide, y + 14, (*head, *drawn(scene, layout), *keys, *notes))


def bare(scene: Scene) -> Sheet:
    """A network and its legend alone, to stand among the words of a page.

    Args:
        scene: What is shown.
    """
    left, top, right, bottom = bounds(scene.layout)
    wide = max(right - left + 2 * _EDGE, _BARE)
    layout = _moved(scene.layout, (wide - right - left) / 2, _EDGE - top)
    keys, y = legend(scene, _EDGE, bottom - top + 34, wide - 2 * _EDGE)
    return Sheet(wide, y, (*drawn(scene, layout), *keys))


def _moved(layout: Layout, right: float, down: float) -> Layout:
    """The same layout elsewhere, still on whole pixels."""
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


def drawn(scene: Scene, layout: Layout) -> list[Mark]:
    """The lines and nodes of a scene.

    Args:
        scene: What is shown.
        layout: Where its nodes stand on the sheet.
    """
    lines = [mark for arc in scene.arcs for mark in _line(arc, scene, layout)]
    names = [mark for arc in scene.arcs for mark in _name(arc, layout)]
    return [*lines, *names, *(mark for dot in scene.dots for mark in _node(dot, layout))]


def _node(dot: Dot, layout: Layout) -> list[Mark]:
    """A box round the label of a node, or its sign and the label under or over it."""
    (x, y), size = layout.positions[dot.id], layout.sizes[dot.id]
    first, marks = y - LINE_HEIGHT * (len(dot.lines) - 1) / 2, list[Mark]()
    rows = list(dot.lines)
    if layout.boxed:
        wide, high = size.left + size.right - 6, size.up + size.down - 6
        fill, edge = palette.tint(dot.look.colour), dot.look.colour
        marks.append(box(x - size.left + 3, y - size.up + 3, wide, high, fill, stroke=edge,
                         width=1.5, corner=5))  # fmt: skip
        rows[0] = f"{dot.look.glyph} {rows[0]}"
    else:
        marks.append(sign(dot.look.shape, x, y, RADIUS, dot.look.colour))
        first = y + RADIUS + 13
        if dot.above:
            first = y - RADIUS - 13 - LINE_HEIGHT * (len(rows) - 1)
    for i, row in enumerate(rows):
        marks.append(Text(x, first + LINE_HEIGHT * i, row, FONT - 1.5, anchor="middle",
                          halo=0 if layout.boxed else 4))  # fmt: skip
    return marks


def _line(arc: Arc, scene: Scene, layout: Layout) -> list[Mark]:
    """A line from border to border, with an arrowhead where there is a direction."""
    if arc.tail == arc.head:
        return []
    start, *bends, end = curve(arc, layout)
    head = list[Mark]()
    if scene.directed:
        end, tip = _shortened(end, bends[-1] if bends else start, 6 + 1.2 * arc.width), end
        head = [_arrowhead(end, tip, 3 + 0.8 * arc.width, arc.stroke)]
    opacity = 1.0 if scene.directed else 0.7
    told = "\n".join(scene.told_of_arc(arc))
    line = Path((start, end), arc.stroke.colour, arc.width, DASHES[arc.manner], tuple(bends),
                opacity, told)  # fmt: skip
    return [line, *head]


def _shortened(end: Point, before: Point, by: float) -> Point:
    """A point so much before the end of a line."""
    share = by / (math.dist(before, end) or 1.0)
    return end[0] + (before[0] - end[0]) * share, end[1] + (before[1] - end[1]) * share


def _arrowhead(base: Point, tip: Point, half: float, stroke: Stroke) -> Mark:
    share = half / (math.dist(base, tip) or 1.0)
    dx, dy = (tip[1] - base[1]) * share, (base[0] - tip[0]) * share
    ring = ((base[0] - dx, base[1] - dy), tip, (base[0] + dx, base[1] + dy))
    return Area((ring,), stroke.colour)


def _name(arc: Arc, layout: Layout) -> list[Mark]:
    """The name of a line, on it."""
    if not arc.label or arc.tail == arc.head:
        return []
    x, y = spot(arc, layout, arc.at)
    rows = lines_of(arc.label)
    first = y - (len(rows) - 1) / 2 * LINE
    return [
        Text(x, first + i * LINE, row, SMALL, palette.SOFT_INK, anchor="middle", halo=7)
        for i, row in enumerate(rows)
    ]


def curve(arc: Arc, layout: Layout) -> list[Point]:
    """The points that steer a line: two for a straight one, three or four for a curve.

    Args:
        arc: The line.
        layout: The places and sizes of its ends.

    Returns:
        First and last point on the borders of the two nodes, with the control points between.
    """
    (ax, ay), (bx, by) = layout.positions[arc.tail], layout.positions[arc.head]
    if arc.route == "across" and ax != bx:
        return across(arc, layout)
    middle = ((ax + bx) / 2, (ay + by) / 2)
    if arc.bend:
        # To the same side as in the interactive picture.
        lean = LEAN * arc.bend
        middle = (middle[0] + (by - ay) * lean, middle[1] - (bx - ax) * lean)
    start_point = _border((ax, ay), middle if arc.bend else (bx, by), arc.tail, layout, 2)
    end_point = _border((bx, by), middle if arc.bend else (ax, ay), arc.head, layout, 4)
    return [start_point, middle, end_point] if arc.bend else [start_point, end_point]


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


def legend(scene: Scene, left: float, y: float, wide: float) -> tuple[list[Mark], float]:
    """What the nodes and lines of a scene are, in rows that fit.

    Args:
        scene: What is shown.
        left: Where the rows begin.
        y: The height of the first row's middle.
        wide: How wide a row may be.

    Returns:
        The marks, and the height below the last row.
    """
    keys = (*node_keys(scene), *line_keys(scene))
    marks: list[Mark] = []
    x = left
    for key, text in keys:
        swatch, room = swatched(key, scene, x, y)
        need = room + 8 + text_width(text, SMALL)
        if x > left and x + need > left + wide:
            x, y = left, y + _ROW
            swatch, _ = swatched(key, scene, x, y)
        marks += [*swatch, Text(x + room + 8, y, text, SMALL)]
        x += need + 24
    return marks, y + _ROW if keys else y


def node_keys(scene: Scene) -> list[tuple[Key, str]]:
    """The kinds of nodes of a scene and what they are called."""
    return [(look, in_lang(scene.lang, look.sv, look.en) or kind) for kind, look in scene.looks]


def line_keys(scene: Scene) -> list[tuple[Key, str]]:
    """The kinds of lines of a scene, then their manners if there are several."""
    keys: list[tuple[Key, str]] = [(s, in_lang(scene.lang, s.sv, s.en)) for s in scene.strokes]
    if scene.manners not in ((), ("stated",)):
        keys += [(manner, scene.say(manner)) for manner in scene.manners]
    return keys


def swatched(key: Key, scene: Scene, x: float, y: float) -> tuple[list[Mark], float]:
    """What a key of the legend looks like.

    Args:
        key: A kind of nodes, a kind of lines or a manner.
        scene: The scene that it stands for.
        x: Its left end.
        y: The height of its middle.

    Returns:
        The marks, and their width.
    """
    if isinstance(key, Look) and scene.layout.boxed:
        back = box(x, y - 8, 20, 16, palette.tint(key.colour), stroke=key.colour, corner=3)
        return [back, Text(x + 10, y, key.glyph, SMALL, anchor="middle")], 20
    if isinstance(key, Look):
        return [sign(key.shape, x + 10, y, 8, key.colour)], 20
    if isinstance(key, str):
        return [Path(((x, y), (x + 34, y)), palette.INK, 2, DASHES[key])], 34
    marks: list[Mark] = [Path(((x, y), (x + 34 - 7 * scene.directed, y)), key.colour, 2.5)]
    if scene.directed:
        marks.append(_arrowhead((x + 26, y), (x + 34, y), 4, key))
    return marks, 34
