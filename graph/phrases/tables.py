"""The tables by which a phrase is read: ``cues.toml``, ``said.toml``, ``weights.toml``.

``days.toml`` is read where days are, in :mod:`graph.phrases.days`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from graph.base.files import text_beside

# What the signs of a cue, escaped, are in a pattern.
_SIGNS = (
    (r"\(", "(?:"), (r"\)", ")"), (r"\|", "|"), (r"\?", "?"), (r"\*", r"\S*"),
    (r"\ …\ ", r" (?:\S+ ){0,6}?"), ("\\ ", " "), (r"\[0\-9\]", "[0-9]"), (r"\[1\-8\]", "[1-8]"),
)  # fmt: skip
# Lists in the table of cues that are none: words before a name, and targets.
_NO_CUES = ("before", "nearest")


def table(name: str) -> dict[str, Any]:
    """A table of this folder as it stands."""
    return tomllib.loads(text_beside("graph.phrases", f"{name}.toml"))


@cache
def weights() -> Mapping[str, Any]:
    """How much the words of a phrase weigh; lists of words come as lists.

    Example:
        >>> weights()["spelling"]["endings"][:2]
        ['ernas', 'arnas']
    """
    found = table("weights")
    for group, name in (("areas", "plain"), ("spelling", "endings")):
        found[group][name] = found[group][name].split()
    return found


@cache
def phrases() -> Mapping[str, tuple[str, ...]]:
    """What people say, for each target."""
    return {target: tuple(text.split("\n")[:-1]) for target, text in table("said").items()}


@cache
def cues() -> Mapping[str, Any]:
    """What words of a phrase speak for: the table, its lists of cues as patterns over a phrase."""
    return _compiled(table("cues"))  # type: ignore[no-any-return]


def _compiled(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: one if k in _NO_CUES else _compiled(one) for k, one in value.items()}
    return tuple(map(pattern, value)) if isinstance(value, list) else value


def pattern(cue: str) -> re.Pattern[str]:
    """A cue as a pattern over the words of a phrase, each between blanks.

    Example:
        >>> bool(pattern("hur langt … (till|from)").search(" hur langt ar det till lund "))
        True
    """
    text = re.escape(cue.strip())
    for written, meant in _SIGNS:
        text = text.replace(written, meant)
    return re.compile(f"(?<= ){text}(?= )")


def has(text: str, patterns: Iterable[re.Pattern[str]]) -> bool:
    """Whether a text, with a blank before and after it, has one of some cues."""
    return any(one.search(text) for one in patterns)
