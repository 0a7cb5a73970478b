"""The interactive picture of a crowd: an overview first, and what is told where a reader points.

The page holds columns (:mod:`graph.pictures.columns`) and makes of them, in the browser, nodes,
lines, tooltips and the rows of the table that are looked at. Every text becomes a text node there.
"""

from __future__ import annotations

from typing import Any

from graph.drawing import palette
from graph.drawing.metrics import FONT
from graph.pictures import page, shell
from graph.pictures.arcs import PLAIN
from graph.pictures.columns import columns, nodes
from graph.pictures.crowd import spacing
from graph.pictures.interactive import FACE, options, room
from graph.pictures.scene import Scene

# Rows of the table that are shown at a time.
_ROWS = 200
# On the screen no letter is smaller or larger than this, in pixels, however far one zooms.
_SMALLEST, _LARGEST = 9, 17
_TOLD = (
    "since", "status", "is_stated", "is_inferred", "is_unknown", "no_evidence", "more_below",
    "showing",
)  # fmt: skip


def html(scene: Scene, height: int) -> str:
    """Draw the scene of a crowd as a page of its own.

    Args:
        scene: What is shown.
        height: The height of the canvas in pixels.

    Returns:
        The page; it loads nothing from outside.

    Raises:
        RuntimeError: pyvis writes a page of another form than the one known here.
    """
    gap = spacing(len(scene.dots)) / 2
    values = {
        "room": room(scene),
        "nodes": {**nodes(scene), **_marks(scene)},
        "edges": columns(scene),
        "columns": scene.columns,
        "directed": scene.directed,
        "words": {key: scene.say(key) for key in _TOLD},
        "rows": _ROWS,
        "ink": palette.INK,
        "mixed": PLAIN.colour,
        # As large as in other pictures, whatever the size of the crowd.
        "leader": {"size": FONT, "strokeWidth": 4},
        "dashes": {"inferred": [gap, gap], "possible": [gap / 3, gap]},
    }
    parts = shell.Parts([], [], _options(scene), shell.script(("view", "overview"), values))
    body = page.figure(scene, shell.canvas(scene), page.long_table(scene))
    return shell.filled(scene, height, body, parts)


def _marks(scene: Scene) -> dict[str, Any]:
    """How nodes look and where they stand, as columns."""
    kinds = [kind for kind, _ in scene.looks]
    which = {kind: i for i, kind in enumerate(kinds)}
    layout = scene.layout
    return {
        "x": [dot.x for dot in scene.dots],
        "y": [dot.y for dot in scene.dots],
        "size": [layout.sizes[dot.id].up for dot in scene.dots],
        "kind": [which[dot.kind] for dot in scene.dots],
        "kinds": [palette.kind_name(kind, scene.lang) for kind in kinds],
        "leaders": [
            (i, "\n".join(dot.lines))
            for i, dot in enumerate(scene.dots)
            if dot.id in layout.leaders
        ],
        "group": [layout.group[dot.id] for dot in scene.dots],
    }


def _options(scene: Scene) -> dict[str, Any]:
    """The looks that all nodes and lines share, and nothing drawn while the picture moves."""
    seed = spacing(len(scene.dots))
    base = options()
    base["nodes"] |= {
        "borderWidth": seed / 24,
        "borderWidthSelected": seed / 8,
        "scaling": {"label": {"drawThreshold": _SMALLEST, "maxVisible": _LARGEST}},
        "font": {
            # So small that names come only when neighbours are far enough apart on the screen.
            "size": round(seed / 6, 2),
            "face": FACE,
            "color": palette.INK,
            "strokeWidth": round(seed / 24, 2),
            "strokeColor": palette.PAPER,
        },
    }
    base["groups"] = {f"kind{i}": _group(look) for i, (_, look) in enumerate(scene.looks)}
    base["edges"] |= {
        "smooth": False,
        "width": round(seed / 20, 2),
        "hoverWidth": seed / 10,
        "selectionWidth": seed / 10,
        "selfReference": {"size": round(seed / 2, 2)},
    }
    base["interaction"] |= {"hideEdgesOnDrag": True, "hideEdgesOnZoom": True}
    return base


def _group(look: palette.Look) -> dict[str, Any]:
    lit = {"background": look.colour, "border": palette.BLACK}
    ink = {"background": look.colour, "border": palette.INK, "highlight": lit, "hover": lit}
    return {"shape": look.shape, "color": ink}
