"""Text and marks of nodes as matplotlib draws them, in the pixels of the layout."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.pictures.sheet import palette

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DPI = 100.0
LINES: Mapping[str, Any] = {
    "stated": "solid", "inferred": (0, (4, 3)), "possible": (0, (1, 2)),
}  # fmt: skip
"""How a line of each manner is drawn (see :func:`graph.pictures.sheet.tooltips.manner`)."""
_MARKERS = {
    "dot": "o",
    "hexagon": "H",
    "square": "s",
    "triangle": "^",
    "triangleDown": "v",
    "diamond": "D",
    "star": "*",
}


def write(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    size: float,
    *,
    colour: str = palette.INK,
    weight: str = "normal",
    align: str = "center",
    order: float = 5,
    halo: float = 0,
) -> None:
    """Write a line of text; dollar signs are dollar signs."""
    box: dict[str, Any] | None = None
    if halo:
        box = {"facecolor": palette.PAPER, "edgecolor": "none", "pad": halo, "alpha": 0.85}
    axes.text(
        x,
        y,
        text,
        fontsize=size * 72 / DPI,
        color=colour,
        fontweight=weight,
        ha=align,
        va="center",
        zorder=order,
        parse_math=False,
        bbox=box,
    )


def mark(axes: Axes, x: float, y: float, shape: str, colour: str, across: float) -> None:
    """Draw the mark of one node."""
    axes.plot(
        [x],
        [y],
        marker=_MARKERS.get(shape, "o"),
        markersize=_points(shape, across),
        markerfacecolor=colour,
        markeredgecolor=palette.INK,
        markeredgewidth=0.9,
        linestyle="none",
        zorder=3,
    )


def _points(shape: str, across: float) -> float:
    """The size of a marker in points, so that all shapes look equally large."""
    scale = {"square": 0.88, "diamond": 0.78, "star": 1.25}.get(shape, 1.0)
    return across * scale * 72 / DPI
