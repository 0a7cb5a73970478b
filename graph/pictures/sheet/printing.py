"""A sheet as PNG or PDF, by matplotlib: the same marks as the SVG, the same bytes every time."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from graph.pictures.sheet import palette
from graph.pictures.sheet.page import Page
from graph.pictures.sheet.sheet import Area, Disc, Path, Point, Sheet, Text, outlines

_SETTINGS = {
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans"],
    "path.simplify": False,
    "pdf.fonttype": 42,  # whole letters, which can be searched, copied and edited
}
_HATCHES = {"lines": "////", "dots": "..."}
_ANCHORS = {"start": "left", "middle": "center", "end": "right"}


def painted(sheet: Sheet, page: Page, form: str, dpi: float, title: str) -> bytes:
    """Paint what a page shows of a sheet as ``"png"`` or ``"pdf"``, with no date in it."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        # Of hatches matplotlib knows no size: only how many lines an inch has, and their width.
        settings: Any = {**_SETTINGS, "hatch.linewidth": 1.2 * page.unit / 0.72}
        matplotlib.rcParams.update(settings)
        inches = (page.wide * page.unit / 72, page.high * page.unit / 72)
        figure = Figure(figsize=inches, dpi=dpi, facecolor=palette.PAPER)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(page.left, page.left + page.wide)
        axes.set_ylim(page.top + page.high, page.top)
        for order, mark in enumerate(sheet.marks):
            if isinstance(mark, Text):
                _text(axes, mark, order, page)
            else:
                _shape(axes, mark, order, page.unit)
        out = BytesIO()
        undated = dict.fromkeys(("Creator", "Producer", "CreationDate"))
        told = {"Software": None} if form == "png" else {**undated, "Title": title}
        figure.savefig(out, format=form, dpi=dpi, metadata=told)
        return out.getvalue()


def _shape(axes: Any, mark: Area | Path | Disc, order: int, unit: float) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Outline

    look: dict[str, Any] = {"linewidth": mark.width * unit, "zorder": order}
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
        hatch = _HATCHES[mark.hatch.kind]
        hatch = hatch[0] * max(round(len(hatch) * 0.72 / unit), 1)
        axes.add_patch(PathPatch(outline, hatch=hatch, **look))


def _codes(step: str, at: tuple[Point, ...]) -> list[tuple[Point, int]]:
    """A step as matplotlib has it: each point with its code."""
    codes = {"M": (1, *[2] * len(at)), "L": (2,), "Q": (3, 3), "C": (4, 4, 4), "Z": (79,)}
    return list(zip(at or ((0.0, 0.0),), codes[step], strict=False))


def _text(axes: Any, mark: Text, order: int, page: Page) -> None:
    from matplotlib.patheffects import Stroke

    look = {
        "fontsize": mark.size * page.unit * page.face,
        "color": mark.colour,
        "fontweight": "bold" if mark.bold else "normal",
        "ha": _ANCHORS[mark.anchor],
        "va": "center_baseline",
        "parse_math": False,
    }
    if mark.halo:
        # The paper round the letters is drawn by itself: with effects, letters would be no text.
        around = Stroke(linewidth=mark.halo * page.unit, foreground=palette.PAPER)
        axes.text(mark.x, mark.y, mark.text, path_effects=[around], zorder=order - 0.5, **look)
    axes.text(mark.x, mark.y, mark.text, zorder=order, **look)
