"""What words of a phrase speak for: the table ``cues.toml``, as patterns over a phrase."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

_TABLE = Path(__file__).with_name("cues.toml")

# What the signs of a cue, escaped, are in a pattern.
_SIGNS = (
    (r"\(", "(?:"), (r"\)", ")"), (r"\|", "|"), (r"\?", "?"), (r"\*", r"\S*"),
    (r"\ …\ ", r" (?:\S+ ){0,6}?"), ("\\ ", " "), (r"\[0\-9\]", "[0-9]"), (r"\[1\-8\]", "[1-8]"),
)  # fmt: skip


class Refusal(NamedTuple):
    """What the graph does not hold.

    Attributes:
        cues: What a phrase says that asks for it.
        nearest: What can be asked instead, as targets.
        sv: The sentence that says so, in Swedish.
        en: The same in English.
    """

    cues: tuple[re.Pattern[str], ...]
    nearest: tuple[str, ...]
    sv: str
    en: str


class Cues(NamedTuple):
    """The table.

    Attributes:
        pictures: For each form of a picture, and ``any``, its patterns.
        choices: For parameters that words fill, by name, each choice with its patterns.
        steps: For each step of the process its patterns.
        numbered: For what is told by its number, the patterns that end with it.
        before: Words before a name: what they say of it.
        things: For each thing its lay words.
        refused: What the graph does not hold.
    """

    pictures: Mapping[str, tuple[re.Pattern[str], ...]]
    choices: Mapping[str, Mapping[str, tuple[re.Pattern[str], ...]]]
    steps: Mapping[str, tuple[re.Pattern[str], ...]]
    numbered: Mapping[str, tuple[re.Pattern[str], ...]]
    before: Mapping[str, Sequence[str]]
    things: Mapping[str, tuple[re.Pattern[str], ...]]
    refused: tuple[Refusal, ...]


@cache
def cues() -> Cues:
    """The table as it stands in the package."""
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    choices = {name: _by_key(words) for name, words in table["choices"].items()}
    pictures, steps, numbered, things = (
        _by_key(table[group]) for group in ("pictures", "steps", "numbered", "things")
    )
    refused = tuple(
        Refusal(_patterns(one["cues"]), tuple(one["nearest"]), one["sv"], one["en"])
        for one in table["refused"].values()
    )
    return Cues(pictures, choices, steps, numbered, table["before"], things, refused)


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


def _by_key(table: Mapping[str, Iterable[str]]) -> dict[str, tuple[re.Pattern[str], ...]]:
    return {key: _patterns(lines) for key, lines in table.items()}


def _patterns(lines: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(pattern, lines))


def found(patterns: Iterable[re.Pattern[str]], text: str) -> bool:
    """Whether a text, with a blank before and after it, has one of the cues."""
    return any(one.search(text) for one in patterns)
