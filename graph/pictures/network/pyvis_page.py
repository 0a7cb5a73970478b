"""The page that every interactive picture is set in: pyvis's, made self-contained, as a constant.

pyvis 0.3.2 is filled directly (its own check for duplicates is quadratic), and its links to
Bootstrap are taken out. What remains is the same for all pictures, vis-network's 0.7 MB included,
so that it is made once in a process and cut where a picture's own parts go.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from graph.pictures.network import page
from graph.pictures.network.scene import Scene
from graph.pictures.sheet import palette, style

_OUTSIDE = re.compile(
    r"""<link\s[^>]*href=["']https?:[^>]*>|<script\s[^>]*src=["']https?:[^>]*>\s*</script>"""
)
_HEADING = re.compile(r"<center>\s*<h1></h1>\s*</center>")
_CARD = re.compile(
    r'<div class="card" style="width: 100%">\s*'
    r'<div id="mynetwork" class="card-body"></div>\s*</div>'
)
_MARK = re.compile(r"__(LANG|TITLE|HEIGHT|BODY|NODES|EDGES|OPTIONS|SCRIPT)__")


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


def filled(scene: Scene, height: int, body: str, parts: Parts) -> str:
    """Set a picture in the page.

    Args:
        scene: What is shown.
        height: The height of the canvas in pixels.
        body: Title, canvas, legend and table as HTML, from :mod:`graph.pictures.network.page`.
        parts: What vis-network and the page's script need.

    Returns:
        The page; it loads nothing from outside.

    Raises:
        RuntimeError: pyvis writes a page of another form than the one known here.
    """
    values = {
        "LANG": scene.lang,
        "TITLE": escape(scene.title),
        "HEIGHT": f"{height}px",
        "BODY": body,
        "NODES": in_script(parts.nodes),
        "EDGES": in_script(parts.edges),
        "OPTIONS": in_script(parts.options),
        "SCRIPT": parts.script,
    }
    pieces = list(_pieces())
    # Every other piece is the name of a part; a part may hold anything, marks included.
    pieces[1::2] = [values[name] for name in pieces[1::2]]
    return "".join(pieces)


def canvas(scene: Scene) -> str:
    """The element that the picture is drawn in, with a name for those who cannot see it."""
    return f'<div id="mynetwork" role="img" aria-label="{escape(scene.described)}"></div>'


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
def _pieces() -> tuple[str, ...]:
    """The page of an empty network, cut at the names of its parts."""
    from pyvis.network import Network

    net = Network(
        height="__HEIGHT__",
        width="100%",
        notebook=False,
        bgcolor=palette.PAPER,
        cdn_resources="in_line",
    )
    # Not empty, lest pyvis think that physics are wanted.
    net.set_options('{"physics":{"enabled":false}}')
    written = _HEADING.sub("", _OUTSIDE.sub("", net.generate_html()))
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{style.POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>__TITLE__</title>"
    )
    changes = (
        ("<html>", '<!DOCTYPE html>\n<html lang="__LANG__">'),
        ('<meta charset="utf-8">', f'<meta charset="utf-8">{head}'),
        ("</head>", f"<style>{style.CSS}</style></head>"),
        ("</body>", "<script>\n__SCRIPT__\n</script>\n</body>"),
        ("nodes = new vis.DataSet([]);", "nodes = new vis.DataSet(__NODES__);"),
        ("edges = new vis.DataSet([]);", "edges = new vis.DataSet(__EDGES__);"),
        ('var options = {"physics": {"enabled": false}};', "var options = __OPTIONS__;"),
        (_only(_CARD, written), "__BODY__"),
    )
    for old, new in changes:
        if written.count(old) != 1:
            raise _changed(old)
        written = written.replace(old, new)
    pieces = tuple(_MARK.split(written))
    if len(pieces) != 2 * 8 + 1:
        raise _changed("the place of every part")
    return pieces


def _only(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    if found is None:
        raise _changed("the card")
    return found[0]


def _changed(what: str) -> RuntimeError:
    return RuntimeError(
        f"pyvis writes another page than 0.3.2 did ({what} is not there once); install pyvis==0.3.2"
    )


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
