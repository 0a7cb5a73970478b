"""The interactive picture: one HTML page by pyvis that needs nothing from anywhere.

What pyvis 0.3.2 leaves to be desired is put right here: it is filled directly (its own check for
duplicates is quadratic), its links to Bootstrap are taken out, and tooltips are built as text
nodes in the page, so that no label can ever become markup.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

from graph.drawing import palette, style
from graph.drawing.metrics import FONT, RADIUS
from graph.pictures import page
from graph.pictures.arcs import Arc
from graph.pictures.layout import bounds
from graph.pictures.scene import Dot, Scene
from graph.pictures.spots import LEAN, LINE, SMALL, lines_of

_FACE = "Arial, Helvetica, Liberation Sans, sans-serif"
_ROOM = 900
_OUTSIDE = re.compile(
    r"""<link\s[^>]*href=["']https?:[^>]*>|<script\s[^>]*src=["']https?:[^>]*>\s*</script>"""
)
_HEADING = re.compile(r"<center>\s*<h1></h1>\s*</center>")
_CARD = re.compile(
    r'<div class="card" style="width: 100%">\s*'
    r'<div id="mynetwork" class="card-body"></div>\s*</div>'
)

# Tooltips from text alone; fit once there is room; Ctrl + wheel zooms, the wheel alone scrolls.
_SCRIPT = """
<script>
(function () {
  function tip(lines) {
    var box = document.createElement("div");
    box.className = "tip";
    lines.forEach(function (line, i) {
      var row = document.createElement(i ? "div" : "strong");
      row.textContent = line;
      box.appendChild(row);
    });
    return box;
  }
  [nodes, edges].forEach(function (set) {
    set.update(set.get().map(function (item) { return {id: item.id, title: tip(item.tip)}; }));
  });
  var canvas = document.getElementById("mynetwork"), touched = false;
  // The room that the layout reckoned with, labels above nodes included.
  var room = __ROOM__;
  function fit() {
    if (touched || !canvas.clientWidth) return;
    var wide = canvas.clientWidth / (room.right - room.left + 50),
        high = (canvas.clientHeight - 36) / (room.bottom - room.top + 30),
        scale = Math.min(wide, high, 1.15);
    network.moveTo({
      // A little higher than the middle: the buttons stand at the bottom.
      position: {x: (room.left + room.right) / 2, y: (room.top + room.bottom) / 2 + 15 / scale},
      scale: scale
    });
  }
  // Names of lines stand where there is room for them, which vis-network cannot be told.
  var names = __NAMES__;
  network.on("afterDrawing", function (context) {
    context.font = "__SMALL__px __FACE__";
    context.textAlign = "center";
    context.textBaseline = "middle";
    names.forEach(function (name) {
      var ends = network.getPositions([name[0], name[1]]), a = ends[name[0]], b = ends[name[1]],
          t = name[2], lean = name[3], rows = name.slice(4),
          mx = (a.x + b.x) / 2 + (b.y - a.y) * lean, my = (a.y + b.y) / 2 - (b.x - a.x) * lean,
          one = (1 - t) * (1 - t), two = 2 * t * (1 - t), three = t * t,
          x = one * a.x + two * mx + three * b.x, y = one * a.y + two * my + three * b.y;
      rows.forEach(function (row, i) {
        var down = y + (i - (rows.length - 1) / 2) * __LINE__,
            wide = context.measureText(row).width + 4;
        context.fillStyle = "rgba(255, 255, 255, 0.88)";
        context.fillRect(x - wide / 2, down - __LINE__ / 2, wide, __LINE__);
        context.fillStyle = "__SOFT__";
        context.fillText(row, x, down);
      });
    });
  });
  network.on("resize", fit);
  ["dragStart", "zoom"].forEach(function (e) { network.on(e, function () { touched = true; }); });
  fit();
  canvas.addEventListener("wheel", function (event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    touched = true;
    network.moveTo({scale: network.getScale() * (event.deltaY < 0 ? 1.15 : 1 / 1.15)});
  }, {passive: false});
})();
</script>
"""


def canvas_height(scene: Scene) -> int:
    """How high the canvas should be for its labels to be read, in pixels."""
    wide, high = scene.size
    scale = min(1.0, (_ROOM + (230 if page.is_wide(scene) else 0)) / max(wide + 60, 1.0))
    return int(min(max((high + 50) * scale + 44, 320 if scene.dots else 120), 3200))


def html(scene: Scene, height: int) -> str:
    """Draw a scene as a page of its own.

    Args:
        scene: What is shown.
        height: The height of the canvas in pixels.

    Returns:
        The page; it loads nothing from outside.

    Raises:
        RuntimeError: pyvis writes a page of another form than the one known here.
    """
    from pyvis.network import Network

    net = Network(
        height=f"{height}px",
        width="100%",
        directed=scene.directed,
        notebook=False,
        bgcolor=palette.PAPER,
        cdn_resources="in_line",
    )
    net.set_options(json.dumps(_options(scene)))
    net.nodes = [_node(dot, scene) for dot in scene.dots]
    net.node_ids = [dot.id for dot in scene.dots]
    net.node_map = {node["id"]: node for node in net.nodes}
    net.edges = [_edge(i, arc, scene) for i, arc in enumerate(scene.arcs)]
    return _own_page(net.generate_html(), scene)


def framed(document: str, scene: Scene, height: int) -> str:
    """A page in a frame of its own, for notebooks: neither side can disturb the other.

    Args:
        document: The page.
        scene: What it shows, for the frame's title.
        height: The height of the frame in pixels.

    Returns:
        An ``iframe`` whose ``srcdoc`` is the page.
    """
    return (
        f'<iframe title="{escape(scene.described)}" lang="{scene.lang}" '
        f'sandbox="allow-scripts" style="width:100%;height:{height}px;border:0;" '
        f'srcdoc="{escape(document)}"></iframe>'
    )


def _own_page(written: str, scene: Scene) -> str:
    """Turn pyvis's page into ours: no outside links, title, language, legend, table."""
    written = _HEADING.sub("", _OUTSIDE.sub("", written))
    label = escape(scene.described)
    canvas = f'<div id="mynetwork" role="img" aria-label="{label}"></div>'
    body = page.figure(scene, canvas)
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{style.POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(scene.title)}</title>"
    )
    script = _SCRIPT
    for mark, value in (
        ("__ROOM__", _room(scene)),
        ("__SMALL__", f"{SMALL:g}"),
        ("__LINE__", f"{LINE:g}"),
        ("__FACE__", _FACE),
        ("__SOFT__", palette.SOFT_INK),
        # Last, since a name may hold anything.
        ("__NAMES__", _names(scene)),
    ):
        script = script.replace(mark, value)
    changes = (
        ("<html>", f'<!DOCTYPE html>\n<html lang="{scene.lang}">'),
        ('<meta charset="utf-8">', f'<meta charset="utf-8">{head}'),
        ("</head>", f"<style>{style.CSS}</style></head>"),
        ("</body>", f"{script}</body>"),
    )
    for old, new in changes:
        if written.count(old) != 1:
            raise _changed(old)
        written = written.replace(old, new)
    written, found = _CARD.subn(lambda _: body, written)
    if found != 1:
        raise _changed("the card")
    return written


def _room(scene: Scene) -> str:
    sides = zip(("left", "top", "right", "bottom"), bounds(scene.layout), strict=True)
    return json.dumps({side: round(value, 1) for side, value in sides})


def _changed(what: str) -> RuntimeError:
    return RuntimeError(
        f"pyvis writes another page than 0.3.2 did ({what} is not there once); install pyvis==0.3.2"
    )


def _node(dot: Dot, scene: Scene) -> dict[str, Any]:
    look = dot.look
    node: dict[str, Any] = {
        "id": dot.id,
        "label": "\n".join(dot.lines),
        "x": dot.x,
        "y": dot.y,
        "tip": list(dot.tip),
        "font": {"size": FONT, "face": _FACE, "color": palette.INK},
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
        "dashes": [7, 6] if arc.dashed else False,
        "color": {
            "color": colour,
            "highlight": palette.INK,
            "hover": palette.INK,
            "opacity": 1.0 if scene.directed else 0.6,
        },
        "smooth": _smooth(arc),
        "tip": list(arc.tip),
    }
    if scene.directed:
        edge["arrows"] = {"to": {"enabled": True, "scaleFactor": 0.75}}
    return edge


def _names(scene: Scene) -> str:
    """The names of lines: tail, head, place on the way, lean of the line, and rows of text."""
    named = [
        [arc.tail, arc.head, arc.at, round(LEAN * arc.bend, 4), *lines_of(arc.label)]
        for arc in scene.arcs
        if arc.label
    ]
    # In a script no "<" may stand, lest a name end it.
    return json.dumps(named).replace("<", "\\u003c")


def _smooth(arc: Arc) -> dict[str, Any] | bool:
    if arc.route == "bent":
        kind = "curvedCW" if arc.bend > 0 else "curvedCCW"
        return {"enabled": True, "type": kind, "roundness": abs(round(arc.bend, 3))}
    if arc.route == "across":
        way = "horizontal"
        return {"enabled": True, "type": "cubicBezier", "forceDirection": way, "roundness": 0.45}
    return False


def _options(scene: Scene) -> dict[str, Any]:
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
            "hideEdgesOnDrag": len(scene.arcs) > 1500,
        },
    }
