"""Words for people, in Swedish and English: each room has a table of them, ``words.toml``.

A word is ``key = { sv = "…", en = "…" }``, or, where that gets long, ``key.sv = "…"`` and
``key.en = "…"`` on lines of their own.  ``{}`` stands for a value; ``[section]`` begins words that
belong together, and a key in it is ``section.key``.  Whoever knows the language can mend a word
there without reading Python.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, TypeAlias

from graph.base.files import text_beside
from graph.base.languages import LANGS, in_lang

Pair: TypeAlias = tuple[str, str]
"""A text in Swedish and in English."""


class Words(dict[str, Pair]):
    """The words of a room, from the text of its table: for each key the Swedish and the English.

    Example:
        >>> Words('area = { sv = "{} områden", en = "{} areas" }').say("area", "en", 2)
        '2 areas'
    """

    def __init__(self, table: str) -> None:
        super().__init__(_pairs(tomllib.loads(table)))

    def say(self, key: str, lang: str, *values: object) -> str:
        """A word or sentence in a language; the values stand in the places of its ``{}``."""
        text = in_lang(lang, *self[key])
        return text.format(*values) if values else text

    def pair(self, key: str, *values: object) -> Pair:
        """A word or sentence in both languages; of a value that is a pair, the text of each.

        Example:
            >>> words = Words('table = { sv = "Tabell: {}", en = "Table: {}" }')
            >>> words.pair("table", ("Områden", "Areas"))
            ('Tabell: Områden', 'Table: Areas')
        """
        sv, en = (
            self.say(key, lang, *(v[i] if isinstance(v, tuple) else v for v in values))
            for i, lang in enumerate(LANGS)
        )
        return sv, en

    def section(self, name: str, lang: str) -> dict[str, str]:
        """The words of a section in a language, by their keys in it, in the order of the table.

        Example:
            >>> Words('day.first = { sv = "från", en = "from" }').section("day", "sv")
            {'first': 'från'}
        """
        start = f"{name}."
        return {
            key.removeprefix(start): self.say(key, lang) for key in self if key.startswith(start)
        }


def _pairs(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Pair]]:
    for key, row in table.items():
        if "sv" in row:
            yield above + key, (row["sv"], row["en"])
        else:
            yield from _pairs(row, f"{above}{key}.")


@cache
def words_of(room: str) -> Words:
    """The words of a room such as ``"graph.networks"``, read once."""
    return Words(text_beside(room, "words.toml"))
