"""What words of a phrase speak for: the table ``cues.toml``, as patterns over a phrase."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from graph.phrases.weights import weights

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
        targets: For each target its patterns, by the list that they stand in.
        pictures: For each form of a picture, and ``any``, its patterns.
        choices: For parameters that words fill, by name, each choice with its patterns.
        steps: For each step of the process its patterns.
        numbered: For what is told by its number, the patterns that end with it.
        before: Words before a name: what they say of it.
        things: For each thing its lay words.
        refused: What the graph does not hold.
        words: The long words of the cues of targets, to know a slip of the pen by.
    """

    targets: Mapping[str, Mapping[str, tuple[re.Pattern[str], ...]]]
    pictures: Mapping[str, tuple[re.Pattern[str], ...]]
    choices: Mapping[str, Mapping[str, tuple[re.Pattern[str], ...]]]
    steps: Mapping[str, tuple[re.Pattern[str], ...]]
    numbered: Mapping[str, tuple[re.Pattern[str], ...]]
    before: Mapping[str, Sequence[str]]
    things: Mapping[str, tuple[re.Pattern[str], ...]]
    refused: tuple[Refusal, ...]
    words: frozenset[str]


@cache
def cues() -> Cues:
    """The table as it stands in the package."""
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    choices = {name: _by_key(words) for name, words in table.pop("choices").items()}
    pictures, steps, numbered, things = (
        _by_key(table.pop(group)) for group in ("pictures", "steps", "numbered", "things")
    )
    before = table.pop("before")
    refused = tuple(
        Refusal(_patterns(one["cues"]), tuple(one["nearest"]), one["sv"], one["en"])
        for one in table.pop("refused").values()
    )
    targets = {target: _by_key(by) for target, by in table.items()}
    said = " ".join(cue for by in table.values() for lines in by.values() for cue in lines)
    words = frozenset(
        word for word in re.findall("[a-z]+", said) if len(word) >= weights()["spelling"]["cue"]
    )
    return Cues(targets, pictures, choices, steps, numbered, before, things, refused, words)


def pattern(cue: str) -> re.Pattern[str]:
    """A cue as a pattern over the words of a phrase, each between blanks.

    Example:
        >>> bool(pattern("hur langt … (till|from)").search(" hur langt ar det till lund "))
        True
    """
    text = re.escape(cue.strip().strip("^$"))
    for written, meant in _SIGNS:
        text = text.replace(written, meant)
    if cue.startswith("^"):
        return re.compile(f"^ {text} $")
    return re.compile(f"(?<= ){text}(?= )")


def _by_key(table: Mapping[str, Iterable[str]]) -> dict[str, tuple[re.Pattern[str], ...]]:
    return {key: _patterns(lines) for key, lines in table.items()}


def _patterns(lines: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(pattern, lines))


def found(patterns: Iterable[re.Pattern[str]], text: str) -> bool:
    """Whether a text, with a blank before and after it, has one of the cues."""
    return any(one.search(text) for one in patterns)


def weight(by: Mapping[str, tuple[re.Pattern[str], ...]], text: str) -> float:
    """How much a text speaks for a target."""
    total, worth = 0.0, weights()["cues"]
    for name, patterns in by.items():
        hits = sum(bool(one.search(text)) for one in patterns)
        if hits:
            total += worth[name] * (1 + worth["again"] * (hits - 1))
    return total
