"""A sheet as PNG, by matplotlib: the same marks as the SVG, the same bytes every time."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from graph.pictures.sheet import palette
from graph.pictures.sheet.sheet import Area, Disc, Path, Sheet, Text, rounded

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
    match mark:
        case Disc():
            outline = Outline.circle((mark.x, mark.y), mark.radius)
            look |= {"facecolor": mark.fill, "edgecolor": mark.stroke}
        case Area():
            outline = _closed(mark)
            look |= {"facecolor": mark.fill or "none", "joinstyle": "round"}
            look |= (
                {"edgecolor": mark.stroke} if mark.stroke else {"edgecolor": "none", "linewidth": 0}
            )
        case Path():
            steps = [Outline.LINETO] * (len(mark.points) - 1)
            points = mark.points
            if mark.bends:
                points = (points[0], *mark.bends, points[-1])
                steps = [(Outline.CURVE3, Outline.CURVE4)[len(mark.bends) - 1]] * (len(points) - 1)
            outline = Outline(points, [Outline.MOVETO, *steps])
            look |= {"facecolor": "none", "edgecolor": mark.colour, "alpha": mark.opacity}
            look |= (
                {"linestyle": (0, mark.dash), "capstyle": "butt"}
                if mark.dash
                else {"capstyle": "round"}
            )
    axes.add_patch(PathPatch(outline, **look))
    if isinstance(mark, Area) and mark.hatch is not None:
        look |= {"facecolor": "none", "edgecolor": mark.hatch.colour, "linewidth": 0}
        axes.add_patch(PathPatch(outline, hatch=_HATCHES[mark.hatch.kind], **look))


def _closed(mark: Area) -> Any:
    """The outline of an area, its corners rounded where it says so."""
    from matplotlib.path import Path as Outline

    vertices, codes = [], []
    for ring in mark.rings:
        steps = [(point, Outline.LINETO) for point in ring]
        if mark.corner:
            kinds = (Outline.LINETO, Outline.CURVE3, Outline.CURVE3)
            steps = [s for c in rounded(ring, mark.corner) for s in zip(c, kinds, strict=True)]
        vertices += [point for point, _ in (*steps, steps[0])]
        codes += [Outline.MOVETO, *(code for _, code in steps[1:]), Outline.CLOSEPOLY]
    return Outline(vertices, codes)


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
