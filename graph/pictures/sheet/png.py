"""A sheet as PNG, by matplotlib: the same marks as the SVG, the same bytes every time."""

from __future__ import annotations

from io import BytesIO
from typing import Any, assert_never

from graph.pictures.sheet import palette
from graph.pictures.sheet.sheet import Area, Disc, Mark, Path, Sheet, Text, rounded

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
    """Paint a sheet, sharp but never larger than programs like to open.

    Args:
        sheet: The sheet.

    Returns:
        The file's bytes, with no date in them.
    """
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
            _paint(axes, mark, order)
        dpi = min(2 * _DPI, _LARGEST / max(size))
        out = BytesIO()
        figure.savefig(out, format="png", dpi=dpi, metadata={"Software": None})
        return out.getvalue()


def _paint(axes: Any, mark: Mark, order: int) -> None:
    match mark:
        case Area():
            _area(axes, mark, order)
        case Path():
            _path(axes, mark, order)
        case Disc():
            from matplotlib.patches import Circle

            axes.add_patch(
                Circle(
                    (mark.x, mark.y),
                    mark.radius,
                    facecolor=mark.fill,
                    edgecolor=mark.stroke,
                    linewidth=_points(mark.width),
                    zorder=order,
                )
            )
        case Text():
            _text(axes, mark, order)
        case _:
            assert_never(mark)


def _area(axes: Any, mark: Area, order: int) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Outline

    vertices, codes = [], []
    for ring in mark.rings:
        steps = [(point, Outline.LINETO) for point in ring]
        if mark.corner:
            kinds = (Outline.LINETO, Outline.CURVE3, Outline.CURVE3)
            steps = [s for c in rounded(ring, mark.corner) for s in zip(c, kinds, strict=True)]
        vertices += [point for point, _ in (*steps, steps[0])]
        codes += [Outline.MOVETO, *(code for _, code in steps[1:]), Outline.CLOSEPOLY]
    outline = Outline(vertices, codes)
    axes.add_patch(
        PathPatch(
            outline,
            facecolor=mark.fill or "none",
            edgecolor=mark.stroke or "none",
            linewidth=_points(mark.width) if mark.stroke else 0,
            joinstyle="round",
            zorder=order,
        )
    )
    if mark.hatch is not None:
        axes.add_patch(
            PathPatch(
                outline,
                facecolor="none",
                edgecolor=mark.hatch.colour,
                hatch=_HATCHES[mark.hatch.kind],
                linewidth=0,
                zorder=order + 0.5,
            )
        )


def _path(axes: Any, mark: Path, order: int) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Outline

    points = list(mark.points)
    codes = [Outline.MOVETO, *[Outline.LINETO] * (len(points) - 1)]
    if mark.bends:
        points = [points[0], *mark.bends, points[-1]]
        curve = Outline.CURVE3 if len(mark.bends) == 1 else Outline.CURVE4
        codes = [Outline.MOVETO, *[curve] * (len(points) - 1)]
    dashes: Any = (0, mark.dash) if mark.dash else "solid"
    axes.add_patch(
        PathPatch(
            Outline(points, codes),
            facecolor="none",
            edgecolor=mark.colour,
            linewidth=_points(mark.width),
            linestyle=dashes,
            alpha=mark.opacity,
            capstyle="butt" if mark.dash else "round",
            zorder=order,
        )
    )


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
