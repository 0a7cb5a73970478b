"""The interactive picture of a network: nodes, lines, their names and tips.

The page around it is :mod:`graph.pictures.network.pyvis_page`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph.pictures.network import page, pyvis_page
from graph.pictures.network.arcs import Arc
from graph.pictures.network.edge_labels import LEAN, LINE, SMALL, lines_of
from graph.pictures.network.layout import bounds
from graph.pictures.network.scene import Dot, Scene
from graph.pictures.sheet import palette
from graph.pictures.sheet.metrics import FONT, RADIUS

_GAPS: Mapping[str, Any] = {"stated": False, "inferred": [7, 6], "possible": [2, 4]}
FACE = "Arial, Helvetica, Liberation Sans, sans-serif"


def html(scene: Scene, height: int) -> str:
    """Draw a scene as a page of its own.

    Args:
        scene: What is shown.
        height: The height of the canvas in pixels.

    Returns:
        The page; it loads nothing from outside.

    Raises:
        RuntimeError: pyvis brings no vis-network of the version known here.
    """
    values = {
        "room": room(scene),
        "names": _names(scene),
        "font": f"{SMALL:g}px {FACE}",
        "line": LINE,
        "soft": palette.SOFT_INK,
    }
    parts = pyvis_page.Parts(
        nodes=[_node(dot, scene) for dot in scene.dots],
        edges=[_edge(i, arc, scene) for i, arc in enumerate(scene.arcs)],
        options=options(),
        script=pyvis_page.script(("view", "interactive"), values),
    )
    body = page.figure(scene, pyvis_page.canvas(scene, height), page.table(scene))
    return pyvis_page.filled(scene, body, parts)


def room(scene: Scene) -> dict[str, float]:
    """The rectangle that the picture takes in the layout."""
    sides = zip(("left", "top", "right", "bottom"), bounds(scene.layout), strict=True)
    return {side: round(value, 1) for side, value in sides}


def _node(dot: Dot, scene: Scene) -> dict[str, Any]:
    look = dot.look
    node: dict[str, Any] = {
        "id": dot.id,
        "label": "\n".join(dot.lines),
        "x": dot.x,
        "y": dot.y,
        "tip": list(scene.told_of_dot(dot)),
        "font": {"size": FONT, "face": FACE, "color": palette.INK},
    }
    if scene.layout.boxed:
        node["label"] = f"{look.glyph} {node['label']}"
        pale = palette.tint(look.colour)
        lit = {"background": palette.PAPER, "border": palette.INK}
        node |= {
            "shape": "box",
            "margin": 7,
            "borderWidth": 1.5,
            "shapeProperties": {"borderRadius": 5},
            "color": {"background": pale, "border": look.colour, "highlight": lit, "hover": lit},
        }
        return node
    node["font"] |= {"strokeWidth": 4, "strokeColor": palette.PAPER}
    if dot.above:
        # vis-network knows labels below only; this much higher it stands above.
        node["font"]["vadjust"] = -(2 * RADIUS + FONT * len(dot.lines) + 8)
    lit = {"background": look.colour, "border": palette.BLACK}
    ink = {"background": look.colour, "border": palette.INK, "highlight": lit, "hover": lit}
    # vis-network centres the shape on the point and sets the label under it, as the layout does.
    return node | {"shape": look.shape, "size": RADIUS, "borderWidth": 1.2, "color": ink}


def _edge(number: int, arc: Arc, scene: Scene) -> dict[str, Any]:
    colour = arc.stroke.colour
    edge: dict[str, Any] = {
        "id": f"edge{number}",
        "from": arc.tail,
        "to": arc.head,
        "width": round(arc.width, 2),
        "dashes": _GAPS[arc.manner],
        "color": {
            "color": colour,
            "highlight": palette.INK,
            "hover": palette.INK,
            "opacity": 1.0 if scene.directed else 0.6,
        },
        "smooth": _smooth(arc),
        "tip": list(scene.told_of_arc(arc)),
    }
    if scene.directed:
        edge["arrows"] = {"to": {"enabled": True, "scaleFactor": 0.75}}
    return edge


def _names(scene: Scene) -> list[list[Any]]:
    """The names of lines: tail, head, place on the way, lean of the line, and rows of text."""
    return [
        [arc.tail, arc.head, arc.at, round(LEAN * arc.bend, 4), *lines_of(arc.label)]
        for arc in scene.arcs
        if arc.label
    ]


def _smooth(arc: Arc) -> dict[str, Any] | bool:
    if arc.route == "bent":
        kind = "curvedCW" if arc.bend > 0 else "curvedCCW"
        return {"enabled": True, "type": kind, "roundness": abs(round(arc.bend, 3))}
    if arc.route == "across":
        way = "horizontal"
        return {"enabled": True, "type": "cubicBezier", "forceDirection": way, "roundness": 0.45}
    return False


def options() -> dict[str, Any]:
    """How vis-network behaves in every picture: nothing moves of itself."""
    return {
        "autoResize": True,
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "nodes": {"chosen": True},
        "edges": {"chosen": True, "hoverWidth": 0.6, "selectionWidth": 1},
        "interaction": {
            "hover": True,
            "hoverConnectedEdges": True,
            "tooltipDelay": 120,
            "zoomView": False,
            "navigationButtons": True,
            "keyboard": {"enabled": True, "bindToWindow": False},
        },
    }
