"""Looks and words of the pictures: one shape and one colour per kind, in both languages.

The colours are those of Okabe and Ito, which people with any of the common forms of colour
blindness can tell apart; every kind also has a shape of its own and every relation a line of its
own, so that a picture printed in grey still reads.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from graph.base.files import text_beside
from graph.base.languages import in_lang
from graph.base.words import words_of

_WORDS = words_of("graph.pictures")
_RELATIONS = words_of("graph.networks")

INK = "#1f2933"
SOFT_INK = "#52606d"
PAPER = "#ffffff"
LINE = "#7b8794"

BLACK = "#000000"
ORANGE = "#e69f00"
SKY = "#56b4e9"
GREEN = "#009e73"
YELLOW = "#f0e442"
BLUE = "#0072b2"
VERMILION = "#d55e00"
PURPLE = "#cc79a7"


@dataclass(frozen=True)
class Look:
    """How a kind of node is drawn and called."""

    shape: str
    glyph: str
    colour: str
    sv: str
    en: str


@dataclass(frozen=True)
class Stroke:
    """How a kind of edge is drawn and called."""

    colour: str
    sv: str
    en: str


def colour(name: str) -> str:
    """A colour of this module, by its name in small letters."""
    return str(globals()[name.upper()])


_DRAWN = tomllib.loads(text_beside("graph.pictures.sheet", "palette.toml"))
# Shapes are vis-network's names; graph.pictures.sheet.sheet draws each.
KINDS: Mapping[str, Look] = {
    kind: Look(shape, glyph, colour(name), *_WORDS[f"kind.{kind}"])
    for kind, (shape, glyph, name) in _DRAWN["kinds"].items()
}
OTHER = Look("dot", "●", LINE, *_WORDS["kind.other"])
RELATIONS: Mapping[str, Stroke] = {
    kind: Stroke(colour(name), *_RELATIONS.get(kind, (kind, kind)))
    for kind, name in _DRAWN["relations"].items()
}
# Actions of the process that have no line of their own take these in turn, by alphabet.
SPARE = (GREEN, VERMILION, PURPLE, ORANGE, SKY, BLUE)


def look(kind: str) -> Look:
    """The look of a kind of node; unknown kinds share a grey dot."""
    return KINDS.get(kind, OTHER)


def kind_name(kind: str, lang: str) -> str:
    """The name of a kind of node in a language; of an unknown kind, what it is called."""
    found = KINDS.get(kind)
    return kind if found is None else in_lang(lang, found.sv, found.en)


def tint(colour: str, share: float = 0.12) -> str:
    """A pale version of a colour; with the share that is given, dark text reads well on it.

    Example:
        >>> tint("#0072b2")
        '#e0eef6'
    """
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in parts)
