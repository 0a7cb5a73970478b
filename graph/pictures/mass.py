"""A crowd in print: all lines of a kind in one stroke of the pen, all marks of a kind in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.drawing.metrics import FONT, LINE_HEIGHT
from graph.pictures.ink import DPI, LINES, marks, write
from graph.pictures.scene import Scene

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH = 0.5
# Lines between groups are paler than those within one.
_BETWEEN, _WITHIN = 0.12, 0.5


def draw(axes: Axes, scene: Scene) -> None:
    """Draw the lines, the marks and the labels of the best connected nodes.

    Args:
        axes: Where to draw, one pixel of the layout to a unit.
        scene: The scene of a crowd.
    """
    _lines(axes, scene)
    layout = scene.layout
    for kind, look in scene.looks:
        dots = [dot for dot in scene.dots if dot.kind == kind]
        places = [(float(dot.x), float(dot.y)) for dot in dots]
        across = [2 * layout.sizes[dot.id].up for dot in dots]
        marks(axes, places, look.shape, look.colour, across)
    for dot in scene.dots:
        if dot.id in layout.leaders:
            down = dot.y + layout.sizes[dot.id].down + 0.6 * FONT
            for i, line in enumerate(dot.lines):
                write(axes, dot.x, down + LINE_HEIGHT * i, line, FONT - 1.5, order=4, halo=0.6)


def _lines(axes: Axes, scene: Scene) -> None:
    """One path for all lines that look the same; each alone would be thousands of objects."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    layout = scene.layout
    bundles: dict[tuple[str, str, bool], list[tuple[int, int]]] = {}
    for arc in scene.threads:
        if arc.tail != arc.head:
            within = layout.group[arc.tail] == layout.group[arc.head]
            ends = bundles.setdefault((arc.stroke.colour, arc.manner, within), [])
            ends += [layout.positions[arc.tail], layout.positions[arc.head]]
    for (colour, manner, within), points in bundles.items():
        axes.add_patch(
            PathPatch(
                Path(points, [Path.MOVETO, Path.LINETO] * (len(points) // 2)),
                fill=False,
                edgecolor=colour,
                linewidth=_WIDTH * 72 / DPI,
                linestyle=LINES[manner],
                alpha=_WITHIN if within else _BETWEEN,
                zorder=2 if within else 1,
            )
        )
