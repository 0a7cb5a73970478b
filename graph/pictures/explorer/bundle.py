"""The script and the style sheet of the explorer, and a page that holds all of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from markupsafe import Markup

from graph.base.files import text_beside
from graph.base.words import words_of
from graph.pictures.explorer.data import explorer_data
from graph.pictures.map import ground
from graph.pictures.network.picture import POLICY
from graph.pictures.sheet import palette
from graph.pictures.sheet.drawing import filled
from graph.view.view import View

# The parts of the script, in the order in which they need one another.
_PARTS = ("elements", "model", "matrix", "network", "map", "time", "facts", "save", "explorer")
_ROOM = "graph.pictures.explorer"
_WORDS = words_of(_ROOM)


@cache
def script() -> str:
    """The script of the explorer: its parts in a scope of their own. It reads what data() wrote."""
    parts = "\n".join(text_beside(_ROOM, f"assets/{part}.js") for part in _PARTS)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


@cache
def style() -> str:
    """The style sheet of the explorer, with the colours of all pictures for light and dark."""
    colours = filled("pictures/explorer/colours.css", palette=palette, ground=ground)
    return f"{colours}\n{text_beside(_ROOM, 'assets/explorer.css')}"


def data_script(data: Mapping[str, Any]) -> str:
    r"""The data as a script, since a page that is opened from a disk may load no other file.

    Example:
        >>> data_script({"name": "</script>"})
        'const nhvExplorerData={"name":"\\u003c/script>"};\n'
    """
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"const nhvExplorerData={written};\n"


def page(kg: View, state: Mapping[str, object], key: str = "") -> str:
    """The explorer as one page that needs no network; ``state`` is what is looked at first.

    With a key, it tells whoever embeds it under that key what its reader does.
    """
    data = explorer_data(kg) | {"state": dict(state), "embedded": key}

    def say(word: str) -> str:
        return _WORDS.say(word, kg.lang)

    return filled(
        "pictures/explorer/page.html",
        lang=kg.lang,
        policy=POLICY,
        say=say,
        style=Markup(style()),
        data=Markup(data_script(data)),
        script=Markup(script()),
    )
