"""The interactive picture of a network: ``page.html``, with the vis-network of pyvis.

vis-network, 0.7 MB with its style, is read once in a process and stands in every page, which
therefore loads nothing from outside.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from markupsafe import Markup

from graph.pictures.network.arcs import LEAN, LINE, Arc, lines_of
from graph.pictures.network.layout import bounds
from graph.pictures.network.scene import Dot, Scene
from graph.pictures.network.sizes import FONT, RADIUS
from graph.pictures.network.static import line_keys, node_keys, swatched
from graph.pictures.sheet import palette
from graph.pictures.sheet.drawing import filled
from graph.pictures.sheet.letters import SMALL
from graph.pictures.sheet.svg import icon

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)
_VIS = "templates/lib/vis-9.1.2/vis-network"
_GAPS: Mapping[str, Any] = {"stated": False, "inferred": [7, 6], "possible": [2, 4]}
_FACE = "Arial, Helvetica, Liberation Sans, sans-serif"
# How vis-network behaves in every picture: nothing moves of itself.
_OPTIONS: Mapping[str, Any] = {
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


def html(scene: Scene, height: int) -> str:
    """A scene as a page of its own, its canvas so many pixels high.

    Raises:
        RuntimeError: pyvis brings no vis-network of the version known here.
    """
    sides = zip(("left", "top", "right", "bottom"), bounds(scene.layout), strict=True)
    known = {
        "room": {side: round(value, 1) for side, value in sides},
        # Tail, head, place on the way, lean of the line, and rows of text.
        "names": [
            [arc.tail, arc.head, arc.at, round(LEAN * arc.bend, 4), *lines_of(arc.label)]
            for arc in scene.arcs
            if arc.label
        ],
        "font": f"{SMALL:g}px {_FACE}",
        "line": LINE,
        "soft": palette.SOFT_INK,
    }
    scripts = {
        "nodes": [_node(dot, scene) for dot in scene.dots],
        "edges": [_edge(i, arc, scene) for i, arc in enumerate(scene.arcs)],
        "options": _OPTIONS,
        "values": known,
    }
    keys = {"nodes_keyed": node_keys(scene), "lines_keyed": line_keys(scene)}
    icons: dict[str, Any] = {name: [] for name in keys}
    for name, some in keys.items():
        for key, text in some:
            marks, wide = swatched(key, scene, 2, 11)
            icons[name].append((icon(marks, wide + 4, 22), text))
    return filled(
        "pictures/network/page.html",
        scene=scene,
        say=scene.say,
        height=height,
        policy=POLICY,
        vis_script=_vis(".min.js"),
        vis_style=_vis(".css"),
        **{name: Markup(in_script(value)) for name, value in scripts.items()},
        **icons,
    )


def in_script(value: Any) -> str:
    r"""A value as JSON that may stand in a script: no "<", lest a name end the script.

    Example:
        >>> in_script(["</script>"])
        '["\\u003c/script>"]'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c")


@cache
def _vis(suffix: str) -> str:
    """A file of the vis-network that pyvis brings, without importing pyvis, which is slow."""
    found = find_spec("pyvis")
    path = Path(found.origin if found and found.origin else "").parent / f"{_VIS}{suffix}"
    if not path.is_file():
        raise RuntimeError(f"pyvis brings no {_VIS}{suffix}; install pyvis==0.3.2")
    return path.read_text(encoding="utf-8")


def _node(dot: Dot, scene: Scene) -> dict[str, Any]:
    look, label = dot.look, "\n".join(dot.lines)
    font: dict[str, Any] = {"size": FONT, "face": _FACE, "color": palette.INK}
    node = {"id": dot.id, "x": dot.x, "y": dot.y, "tip": scene.told_of_dot(dot), "font": font}
    if scene.layout.boxed:
        lit = {"background": palette.PAPER, "border": palette.INK}
        pale = {"background": palette.tint(look.colour), "border": look.colour}
        return node | {
            "label": f"{look.glyph} {label}",
            "shape": "box",
            "margin": 7,
            "borderWidth": 1.5,
            "shapeProperties": {"borderRadius": 5},
            "color": pale | {"highlight": lit, "hover": lit},
        }
    font |= {"strokeWidth": 4, "strokeColor": palette.PAPER}
    if dot.above:
        # vis-network knows labels below only; this much higher it stands above.
        font["vadjust"] = -(2 * RADIUS + FONT * len(dot.lines) + 8)
    lit = {"background": look.colour, "border": palette.BLACK}
    ink = {"background": look.colour, "border": palette.INK, "highlight": lit, "hover": lit}
    # vis-network centres the shape on the point and sets the label under it, as the layout does.
    sign = {"label": label, "shape": look.shape, "size": RADIUS, "borderWidth": 1.2, "color": ink}
    return node | sign


def _edge(number: int, arc: Arc, scene: Scene) -> dict[str, Any]:
    lit = {"highlight": palette.INK, "hover": palette.INK}
    edge: dict[str, Any] = {
        "id": f"edge{number}",
        "from": arc.tail,
        "to": arc.head,
        "width": round(arc.width, 2),
        "dashes": _GAPS[arc.manner],
        "color": {"color": arc.stroke.colour, "opacity": 1.0 if scene.directed else 0.6, **lit},
        "smooth": False,
        "tip": scene.told_of_arc(arc),
    }
    if arc.route == "bent":
        kind = "curvedCW" if arc.bend > 0 else "curvedCCW"
        edge["smooth"] = {"enabled": True, "type": kind, "roundness": abs(round(arc.bend, 3))}
    if arc.route == "across":
        across = {"type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.45}
        edge["smooth"] = {"enabled": True, **across}
    if scene.directed:
        edge["arrows"] = {"to": {"enabled": True, "scaleFactor": 0.75}}
    return edge
