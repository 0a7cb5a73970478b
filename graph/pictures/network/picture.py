"""``draw()``: a network as a picture that shows itself in notebooks and saves itself to files.

The interactive picture is ``page.html``, with the vis-network of pyvis: 0.7 MB with its style, read
once in a process. It stands in every page, which therefore loads nothing from outside.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from markupsafe import Markup

from graph.base.files import text_beside
from graph.base.problems import BadParameter
from graph.networks.catalogue import network
from graph.networks.draft import Net
from graph.pictures.network.arcs import LEAN, LINE, Arc, lines_of
from graph.pictures.network.layers import FONT, RADIUS
from graph.pictures.network.layout import MOST_EDGES, MOST_NODES, bounds
from graph.pictures.network.scene import Scene, scene
from graph.pictures.network.static import line_keys, node_keys, printed
from graph.pictures.sheet import palette
from graph.pictures.sheet.drawing import Drawing, filled, framed
from graph.pictures.sheet.letters import MARGIN, SMALL
from graph.pictures.sheet.page import TooNarrow
from graph.pictures.sheet.sheet import Sheet
from graph.pictures.sheet.svg import icon
from graph.view.view import View

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)
_VIS = "templates/lib/vis-9.1.2/vis-network"
_GAPS: Mapping[str, Any] = {"stated": False, "inferred": [7, 6], "possible": [2, 4]}
_FACE = "Arial, Helvetica, Liberation Sans, sans-serif"
# How vis-network behaves in every picture: nothing moves of itself.
_OPTIONS = json.loads(text_beside("graph.pictures.network", "options.json"))
# How near nodes and letters of names come to each other, until a picture fits its width.
_SHARES = (0.75, 0.55, 0.4)
# How wide the canvas is beside a legend, and how wide the legend, in pixels.
_ROOM, _LEGEND = 900, 230


@dataclass(frozen=True)
class Picture(Drawing):
    """A drawn network. In a notebook it shows itself; elsewhere, save it.

    Attributes:
        scene: What is shown, as plain data.
        height: The height of the canvas in pixels.
        net: The network, as it was when it was drawn.
    """

    scene: Scene
    height: int
    net: Net = field(repr=False)

    def __repr__(self) -> str:
        return f"<Picture {self.described}>"

    def _repr_html_(self) -> str:
        below = 270 if self.scene.is_wide else 190
        return framed(self.html(), self.described, self.lang, self.height + below, "allow-scripts")

    @property
    def described(self) -> str:
        """One sentence for those who cannot see the picture."""
        return self.scene.described

    def sheet_at(self, wide: float | None) -> Sheet:
        """The network for print; in a width, its nodes move together as far as names allow."""
        if wide is None:
            return printed(self.scene)
        made, shares = self.scene, list(_SHARES)
        while (needed := made.size[0] + 2 * MARGIN) > wide:
            if not shares:
                raise TooNarrow(needed)
            made = scene(self.net, lang=self.lang, title=self.title, share=shares.pop(0))
        return printed(made, wide)

    def html(self) -> str:
        """The picture as one page that needs no network: canvas, legend and table.

        It has 0.7 MB and more, since the drawing library is in it.
        """
        return _page(self.scene, self.height)


def draw(
    kg: View, net: Net | str, *, title: str | None = None,
    height: int | str | None = None, **params: object,
) -> Picture:  # fmt: skip
    """Draw a network.

    Args:
        kg: The view that the network comes from, for the language of the words around it.
        net: A network of :func:`graph.networks.catalogue.network`, or any networkx graph whose
            nodes are texts; it is not changed. Or the name of one of the catalogue.
        title: Another title than the network's own.
        height: The height of the canvas in pixels (640 or "640px"); as needed if not given.
        **params: Of a network that is named, its parameters, or another view.

    Returns:
        The picture.

    Raises:
        UnknownName: There is no such network, or a named thing is unknown.
        BadParameter: The height is no number of pixels, a node is not a text, there are more
            nodes or edges than can be told apart, or a parameter is wrong or has no network.

    Example:
        >>> kg.draw("suppliers", area="könsdysfori").save("suppliers.html")  # doctest: +SKIP
    """
    if isinstance(net, str):
        view, rest = kg.viewed(params)
        net = network(view, net, **rest)
    elif params:
        raise BadParameter(
            f"a network that is made already takes no {next(iter(params))}; give it to kg.network, "
            'or name the network to be drawn: kg.draw("suppliers", area=…)'
        )
    if not hasattr(net, "adjacency"):
        raise BadParameter(
            f"what is drawn is a network or the name of one, not of type {type(net).__name__}; "
            'write kg.draw("suppliers")'
        )
    odd = next((n for n in net.nodes if not isinstance(n, str)), None)
    if odd is not None:
        raise BadParameter(f"the nodes of a drawn network are texts (short names), not {odd!r}")
    if len(net) > MOST_NODES or net.number_of_edges() > MOST_EDGES:
        raise BadParameter(
            f"A network of {len(net):,} nodes and {net.number_of_edges():,} edges cannot be read "
            f"as a picture (at most {MOST_NODES:,} nodes and {MOST_EDGES:,} edges); draw a part of "
            "it, for instance one area, or write it to a file: .graphml, .gexf or .csv"
        )
    made = scene(net, lang=kg.lang, title=title)
    high = _needed(made) if height is None else _pixels(height)
    return Picture(made.title, made.lang, made, high, net.copy())


def _needed(scene: Scene) -> int:
    """How high the canvas should be for its labels to be read, in pixels."""
    wide, high = scene.size
    scale = min(1.0, (_ROOM + _LEGEND * scene.is_wide) / max(wide + 60, 1.0))
    return int(min(max((high + 50) * scale + 44, 320 if scene.kinds else 120), 3200))


def _pixels(height: int | str) -> int:
    text = str(height).strip().removesuffix("px")
    if not text.isdigit() or not 100 <= int(text) <= 20000:
        raise BadParameter(f"height is a number of pixels from 100 to 20000, not “{height}”")
    return int(text)


def _page(scene: Scene, height: int) -> str:
    """A scene as a page of its own, its canvas so many pixels high."""
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
        "nodes": [_node(node, scene) for node in scene.kinds],
        "edges": [_edge(i, arc, scene) for i, arc in enumerate(scene.arcs)],
        "options": _OPTIONS,
        "values": known,
    }
    return filled(
        "pictures/network/page.html",
        scene=scene,
        say=scene.say,
        height=height,
        policy=POLICY,
        vis_script=_vis(".min.js"),
        vis_style=_vis(".css"),
        icon=icon,
        legends=((node_keys(scene), "nodes"), (line_keys(scene), "lines")),
        **{name: Markup(in_script(value)) for name, value in scripts.items()},
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


def _node(name: str, scene: Scene) -> dict[str, Any]:
    layout, look = scene.layout, palette.look(scene.kinds[name])
    (x, y), lines = layout.positions[name], layout.lines[name]
    label = "\n".join(lines)
    font: dict[str, Any] = {"size": FONT, "face": _FACE, "color": palette.INK}
    node = {"id": name, "x": x, "y": y, "tip": scene.told_of_node(name), "font": font}
    if layout.boxed:
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
    if name in layout.above:
        # vis-network knows labels below only; this much higher it stands above.
        font["vadjust"] = -(2 * RADIUS + FONT * len(lines) + 8)
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
