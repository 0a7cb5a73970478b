"""A sheet as PNG, by matplotlib: the same marks as the SVG, the same bytes every time."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from graph.pictures.sheet import palette
from graph.pictures.sheet.sheet import Area, Disc, Path, Point, Sheet, Text, outlines

_DPI = 100.0
_SETTINGS = {
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans"],
    "path.simplify": False,
    "hatch.linewidth": 1.2,
}
_LARGEST = 9000.0
_HATCHES = {"lines": "////", "dots": "..."}
_ANCHORS = {"start": "left", "middle": "center", "end": "right"}


def png(sheet: Sheet) -> bytes:
    """Paint a sheet, sharp but never larger than programs like to open, with no date in it."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        settings: Any = _SETTINGS
        matplotlib.rcParams.update(settings)
        size = (sheet.width / _DPI, sheet.height / _DPI)
        figure = Figure(figsize=size, dpi=_DPI, facecolor=palette.PAPER)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, sheet.width)
        axes.set_ylim(sheet.height, 0)
        for order, mark in enumerate(sheet.marks):
            if isinstance(mark, Text):
                _text(axes, mark, order)
            else:
                _shape(axes, mark, order)
        dpi = min(2 * _DPI, _LARGEST / max(size))
        out = BytesIO()
        figure.savefig(out, format="png", dpi=dpi, metadata={"Software": None})
        return out.getvalue()


def _shape(axes: Any, mark: Area | Path | Disc, order: int) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Outline

    look: dict[str, Any] = {"linewidth": _points(mark.width), "zorder": order}
    if isinstance(mark, Disc):
        outline = Outline.circle((mark.x, mark.y), mark.radius)
        look |= {"facecolor": mark.fill, "edgecolor": mark.stroke}
    else:
        steps = [s for line in outlines(mark) for step, at in line for s in _codes(step, at)]
        outline = Outline([point for point, _ in steps], [code for _, code in steps])
    if isinstance(mark, Area):
        look |= {"facecolor": mark.fill or "none", "joinstyle": "round"}
        look |= {"edgecolor": mark.stroke or "none"} | ({} if mark.stroke else {"linewidth": 0})
    elif isinstance(mark, Path):
        look |= {"facecolor": "none", "edgecolor": mark.colour, "alpha": mark.opacity}
        look |= {"linestyle": (0, mark.dash)} if mark.dash else {"capstyle": "round"}
    axes.add_patch(PathPatch(outline, **look))
    if isinstance(mark, Area) and mark.hatch is not None:
        look |= {"facecolor": "none", "edgecolor": mark.hatch.colour, "linewidth": 0}
        axes.add_patch(PathPatch(outline, hatch=_HATCHES[mark.hatch.kind], **look))


def _codes(step: str, at: tuple[Point, ...]) -> list[tuple[Point, int]]:
    """A step as matplotlib has it: each point with its code."""
    codes = {"M": (1, *[2] * len(at)), "L": (2,), "Q": (3, 3), "C": (4, 4, 4), "Z": (79,)}
    return list(zip(at or ((0.0, 0.0),), codes[step], strict=False))


def _text(axes: Any, mark: Text, order: int) -> None:
    from matplotlib.patheffects import withStroke

    around = withStroke(linewidth=_points(mark.halo), foreground=palette.PAPER)
    axes.text(
        mark.x,
        mark.y,
        mark.text,
        fontsize=_points(mark.size) * 0.94,  # DejaVu is wider than the faces of screens
        color=mark.colour,
        fontweight="bold" if mark.bold else "normal",
        ha=_ANCHORS[mark.anchor],
        va="center_baseline",
        zorder=order,
        parse_math=False,
        path_effects=[around] if mark.halo else None,
    )


def _points(pixels: float) -> float:
    return pixels * 72 / _DPI
