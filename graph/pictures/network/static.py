"""The picture for print: SVG or PNG by matplotlib, the same bytes for the same network.

Only ``Figure`` objects are used, never pyplot, and matplotlib's settings are the factory ones
while a picture is drawn and the user's own again afterwards. Text in SVG stays text: it can be
searched, read aloud and edited.
"""

from __future__ import annotations

import math
import re
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any

from graph.base.languages import in_lang
from graph.pictures.network.arcs import Arc
from graph.pictures.network.edge_labels import LEAN, LINE, SMALL, lines_of, spot
from graph.pictures.network.layout import bounds
from graph.pictures.network.mpl import DPI, LINES, mark, write
from graph.pictures.network.scene import Dot, Scene
from graph.pictures.sheet import palette
from graph.pictures.sheet.metrics import FONT, LINE_HEIGHT, RADIUS, Point, text_width, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MARGIN = 28.0
_ROW = 24.0
_LISTED = 6
_SETTINGS = {
    "svg.fonttype": "none",
    "svg.hashsalt": "nhv-graph",
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans"],
    "path.simplify": False,
}


def image(scene: Scene, form: str) -> bytes:
    """Draw a scene for print.

    Args:
        scene: What is shown.
        form: "svg" or "png".

    Returns:
        The file's bytes: the same for the same scene, with no date in them.
    """
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        settings: Any = _SETTINGS
        matplotlib.rcParams.update(settings)
        out = BytesIO()
        figure = _figure(scene)
        if form == "svg":
            figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
            return _accessible(out.getvalue().decode("utf-8"), scene).encode("utf-8")
        figure.savefig(out, format="png", dpi=_png_dpi(figure), metadata={"Software": None})
        return out.getvalue()


def _png_dpi(figure: Any) -> float:
    """Sharp, but never larger than programs like to open."""
    return float(min(160.0, 9000.0 / max(figure.get_size_inches())))


def _figure(scene: Scene) -> Any:
    """The whole sheet: title, picture, legend and notes, one pixel of the layout to a unit."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    left, top, right, bottom = bounds(scene.layout)
    inner = max(right - left, 620.0)
    left -= (inner - (right - left)) / 2
    title = wrapped(scene.title, max(int(inner / 12), 20))
    keys = _key_rows(scene, inner)
    notes = [
        line
        for note in (*scene.notes, *_sources(scene))
        for line in wrapped(note, max(int(inner / 7.2), 40))
    ]
    head = 26.0 * len(title) + 14
    foot = 22 + _ROW * len(keys) + (8 + 17 * len(notes) if notes else 0)
    wide = inner + 2 * _MARGIN
    high = head + (bottom - top) + foot + 2 * _MARGIN
    figure = Figure(figsize=(wide / DPI, high / DPI), dpi=DPI, facecolor=palette.PAPER)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    x0, y0 = left - _MARGIN, top - _MARGIN - head
    axes.set_xlim(x0, x0 + wide)
    axes.set_ylim(y0 + high, y0)
    for i, line in enumerate(title):
        write(axes, left, y0 + _MARGIN + 10 + 26 * i, line, 19, weight="bold", align="left")
    for arc in scene.arcs:
        _draw_arc(axes, arc, scene)
    for dot in scene.dots:
        _draw_dot(axes, dot, scene)
    y = bottom + 34
    for row in keys:
        x = left
        for kind, key, text in row:
            x = _draw_key(axes, scene, x, y, kind, key, text)
        y += _ROW
    y += 4
    for line in notes:
        write(axes, left, y, line, SMALL, colour=palette.SOFT_INK, align="left")
        y += 17
    return figure


def _sources(scene: Scene) -> list[str]:
    """The sources in a line, or their number where a line would not do."""
    if not scene.sources:
        return []
    listed = "; ".join(scene.sources)
    if len(scene.sources) > _LISTED:
        listed = scene.say("documents", len(scene.sources))
    return [f"{scene.say('sources')}: {listed}."]


def _draw_dot(axes: Axes, dot: Dot, scene: Scene) -> None:
    size = scene.layout.sizes[dot.id]
    if scene.layout.boxed:
        from matplotlib.patches import FancyBboxPatch

        x, y = dot.x - size.left + 3, dot.y - size.up + 3
        axes.add_patch(
            FancyBboxPatch(
                (x, y),
                size.left + size.right - 6,
                size.up + size.down - 6,
                boxstyle="round,pad=0,rounding_size=5",
                facecolor=palette.tint(dot.look.colour),
                edgecolor=dot.look.colour,
                linewidth=1.2,
                zorder=3,
            )
        )
        first = dot.y - LINE_HEIGHT * (len(dot.lines) - 1) / 2
        for i, line in enumerate(dot.lines):
            write(axes, dot.x, first + LINE_HEIGHT * i, _led(dot, i, line), FONT - 1.5)
        return
    mark(axes, dot.x, dot.y, dot.look.shape, dot.look.colour, 2 * RADIUS)
    for i, line in enumerate(dot.lines):
        down = dot.y + RADIUS + 13 + LINE_HEIGHT * i
        if dot.above:
            down = dot.y - RADIUS - 13 - LINE_HEIGHT * (len(dot.lines) - 1 - i)
        write(axes, dot.x, down, line, FONT - 1.5, order=4, halo=0.6)


def _led(dot: Dot, row: int, line: str) -> str:
    """The first line of a box begins with the sign of its kind."""
    return f"{dot.look.glyph} {line}" if row == 0 else line


def _draw_arc(axes: Axes, arc: Arc, scene: Scene) -> None:
    """A line from border to border, with an arrowhead where there is a direction."""
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    if arc.tail == arc.head:
        return
    points = curve(arc, scene)
    codes = [Path.MOVETO, *([Path.LINETO] if len(points) == 2 else [])]
    codes += [Path.CURVE3] * 2 if len(points) == 3 else []
    codes += [Path.CURVE4] * 3 if len(points) == 4 else []
    axes.add_patch(
        FancyArrowPatch(
            path=Path(points, codes),
            arrowstyle="-|>" if scene.directed else "-",
            mutation_scale=11 + arc.width,
            linewidth=arc.width * 72 / DPI,
            linestyle=LINES[arc.manner],
            color=arc.stroke.colour,
            capstyle="butt",
            joinstyle="miter",
            alpha=0.9 if scene.directed else 0.7,
            zorder=1,
        )
    )
    if arc.label:
        x, y = spot(arc, scene.layout, arc.at)
        lines = lines_of(arc.label)
        for i, line in enumerate(lines):
            down = y + (i - (len(lines) - 1) / 2) * LINE
            write(axes, x, down, line, SMALL, colour=palette.SOFT_INK, order=2, halo=1.2)


def curve(arc: Arc, scene: Scene) -> list[Point]:
    """The points that steer a line: two for a straight one, three or four for a curve.

    Args:
        arc: The line.
        scene: The scene, for the places and sizes of its ends.

    Returns:
        First and last point on the borders of the two nodes, with the control points between.
    """
    (ax, ay), (bx, by) = scene.layout.positions[arc.tail], scene.layout.positions[arc.head]
    a, b = scene.layout.sizes[arc.tail], scene.layout.sizes[arc.head]
    if arc.route == "across" and ax != bx:
        way = 1 if ax < bx else -1
        start = ax + (a.right - 2 if way > 0 else -a.left + 2)
        end = bx + (-b.left + 1 if way > 0 else b.right - 1)
        pull = abs(end - start) * 0.45 * way
        return [(start, ay), (start + pull, ay), (end - pull, by), (end, by)]
    middle = ((ax + bx) / 2, (ay + by) / 2)
    if arc.bend:
        # To the same side as in the interactive picture.
        lean = LEAN * arc.bend
        middle = (middle[0] + (by - ay) * lean, middle[1] - (bx - ax) * lean)
    start_point = _border((ax, ay), middle if arc.bend else (bx, by), arc.tail, scene, 2)
    end_point = _border((bx, by), middle if arc.bend else (ax, ay), arc.head, scene, 4)
    return [start_point, middle, end_point] if arc.bend else [start_point, end_point]


def _border(at: Point, toward: Point, node: str, scene: Scene, gap: float) -> Point:
    """Where a line from a node's point leaves its shape."""
    dx, dy = toward[0] - at[0], toward[1] - at[1]
    far = math.hypot(dx, dy) or 1.0
    reach = RADIUS + gap
    if scene.layout.boxed:
        size = scene.layout.sizes[node]
        reach = min(
            (size.right - 3) / abs(dx / far) if dx else math.inf,
            (size.down - 3) / abs(dy / far) if dy else math.inf,
        )
    reach = min(reach, far * 0.45)
    return (at[0] + dx / far * reach, at[1] + dy / far * reach)


def _key_rows(scene: Scene, wide: float) -> list[list[tuple[str, Any, str]]]:
    """The keys of the legend, set in rows that fit."""
    keys: list[tuple[str, Any, str]] = [
        ("node", look, in_lang(scene.lang, look.sv, look.en)) for _, look in scene.looks
    ]
    keys += [("line", s, in_lang(scene.lang, s.sv, s.en)) for s in scene.strokes]
    if scene.manners not in ((), ("stated",)):
        keys += [(manner, None, scene.say(manner)) for manner in scene.manners]
    rows: list[list[tuple[str, Any, str]]] = []
    room = 0.0
    for key in keys:
        need = text_width(key[2], SMALL) + 70
        if not rows or need > room:
            rows.append([])
            room = wide
        rows[-1].append(key)
        room -= need
    return rows


def _draw_key(
    axes: Axes, scene: Scene, x: float, y: float, kind: str, key: Any, text: str
) -> float:
    """One key of the legend; returns where the next begins."""
    if kind == "node":
        if scene.layout.boxed:
            write(axes, x + 10, y, key.glyph, 15, colour=key.colour)
        else:
            mark(axes, x + 10, y, key.shape, key.colour, 16)
        start = x + 26
    else:
        colour = key.colour if kind == "line" else palette.INK
        style = LINES.get(kind, "solid")
        axes.plot([x, x + 30], [y, y], color=colour, linewidth=1.8, linestyle=style)
        start = x + 38
    write(axes, start, y, text, SMALL, align="left")
    return start + text_width(text, SMALL) + 24


def _accessible(svg: str, scene: Scene) -> str:
    """Give the SVG a name and a description, and take out what points to the web."""
    svg = re.sub(r"<!DOCTYPE[^>]*>\s*", "", svg)
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    told = escape(scene.described)
    return re.sub(
        r"(<svg\b)([^>]*>)",
        lambda m: (
            f'{m[1]} role="img" lang="{scene.lang}" aria-labelledby="title desc"{m[2]}\n'
            f' <title id="title">{escape(scene.title)}</title>\n <desc id="desc">{told}</desc>'
        ),
        svg,
        count=1,
    )
