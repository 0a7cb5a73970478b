"""Data as scripts: a page that is opened from a disk may load a script, but read no other file.

Each is one call, ``nhvPart("name", …)``, that hands a part over to whoever waits for it
(``assets/ask/parts.js``).
"""

from __future__ import annotations

import base64
import gzip
import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

_EXPORT = re.compile(r"(?m)^export (?:\{[^}]*\};?$|(?=class |function ))")
_LEVEL = 9
ENGINE, GRAPH = "packed/engine", "packed/graph"
LOOKED, DOCUMENTS = "packed/looked", "packed/documents"
"""What the questions look into of what documents say, and all of that."""


def script(name: str, value: Any) -> bytes:
    r"""A part as a script; nothing in it can be taken for HTML, wherever it may be pasted.

    Example:
        >>> script("words", {"a": "<b>"})
        b'nhvPart("words",{"a":"\\u003cb>"});\n'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f"nhvPart({json.dumps(name)},{text});\n".encode()


@cache
def engine() -> bytes:
    """Oxigraph and what speaks for it in a worker.

    A worker can be made of a text only as a classic script, so that what the package exports is
    declared instead.
    """
    vendored = files("graph.site") / "vendored"
    library = _EXPORT.sub("", (vendored / "oxigraph.js").read_text(encoding="utf-8"))
    worker = (files("graph.site") / "assets" / "ask" / "worker.js").read_text(encoding="utf-8")
    terms = (vendored / "oxigraph.LICENSE").read_text(encoding="utf-8")
    wasm = (vendored / "oxigraph.wasm.gz").read_bytes()
    code = library.replace("import.meta.url", '""') + worker
    said = f"/* Oxigraph, https://github.com/oxigraph/oxigraph\n\n{terms}*/\n".encode()
    return said + script(ENGINE, {"code": code, "wasm": base64.b64encode(wasm).decode()})


def packed(name: str, data: bytes) -> bytes:
    """A part that is packed, so that it stays small where a server does not pack it."""
    return script(name, base64.b64encode(gzip.compress(data, _LEVEL, mtime=0)).decode())
