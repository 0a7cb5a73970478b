"""The page that every interactive picture is set in: ``page.html``, with the vis-network of pyvis.

vis-network, 0.7 MB with its style, is read once in a process and stands in every page, which
therefore loads nothing from outside.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from graph.pictures.network import page
from graph.pictures.network.scene import Scene
from graph.pictures.sheet import style

_VIS = "templates/lib/vis-9.1.2/vis-network"


@dataclass(frozen=True)
class Parts:
    """What a picture brings to the page.

    Attributes:
        nodes: The nodes as vis-network takes them.
        edges: The edges as vis-network takes them.
        options: The options of vis-network.
        script: JavaScript that runs once the network is there; see :func:`script`.
    """

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    options: Mapping[str, Any]
    script: str


def filled(scene: Scene, body: str, parts: Parts) -> str:
    """Set a picture in the page.

    Args:
        scene: What is shown.
        body: Title, canvas, legend and table as HTML, from :mod:`graph.pictures.network.page`.
        parts: What vis-network and the page's script need.

    Returns:
        The page; it loads nothing from outside.

    Raises:
        RuntimeError: pyvis brings no vis-network of the version known here.
    """
    made = {
        "body": body,
        "nodes": in_script(parts.nodes),
        "edges": in_script(parts.edges),
        "options": in_script(parts.options),
        "policy": style.POLICY,
        "script": parts.script,
        "style": style.CSS,
        "vis_script": _vis(".min.js"),
        "vis_style": _vis(".css"),
    }
    ready = {name: Markup(part) for name, part in made.items()}
    return _template().render(ready, scene=scene)


def canvas(scene: Scene, height: int) -> str:
    """The element that the picture is drawn in, with a name for those who cannot see it."""
    described = escape(scene.described)
    return (
        f'<div id="mynetwork" role="img" aria-label="{described}" style="height: {height}px"></div>'
    )


def in_script(value: Any) -> str:
    r"""A value as JSON that may stand in a script: no "<", lest a name end the script.

    Example:
        >>> in_script(["</script>"])
        '["\\u003c/script>"]'
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c")


def script(names: tuple[str, ...], values: Mapping[str, Any]) -> str:
    """The scripts of a page, one after the other, in a room of their own.

    Args:
        names: Files of this folder, without ``.js``.
        values: What the scripts know by the name ``picture``.

    Returns:
        A script element's content.
    """
    code = "\n".join(_code(name) for name in names)
    return f"(function (picture) {{\n{code}\n}})({in_script(values)});"


@cache
def _code(name: str) -> str:
    return Path(__file__).with_name(f"{name}.js").read_text(encoding="utf-8")


@cache
def _template() -> Template:
    here = FileSystemLoader(Path(__file__).parent)
    return Environment(loader=here, autoescape=True, undefined=StrictUndefined).get_template(
        "page.html"
    )


@cache
def _vis(suffix: str) -> str:
    """A file of the vis-network that pyvis brings, without importing pyvis, which is slow."""
    found = find_spec("pyvis")
    path = Path(found.origin if found and found.origin else "").parent / f"{_VIS}{suffix}"
    if not path.is_file():
        raise RuntimeError(f"pyvis brings no {_VIS}{suffix}; install pyvis==0.3.2")
    return path.read_text(encoding="utf-8")


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


def canvas_height(scene: Scene) -> int:
    """How high the canvas should be for its labels to be read, in pixels."""
    wide, high = scene.size
    scale = min(1.0, (_ROOM + (230 if page.is_wide(scene) else 0)) / max(wide + 60, 1.0))
    return int(min(max((high + 50) * scale + 44, 320 if scene.dots else 120), 3200))


# How wide the canvas is beside a legend, in pixels.
_ROOM = 900
