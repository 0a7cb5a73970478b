"""Words for people, in Swedish and English: each room has a table of them, ``words.toml``.

A line of a table is ``key = { sv = "…", en = "…" }``; ``{}`` stands for a value.  Whoever knows
the language can mend it there without reading Python.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from graph.base.languages import in_lang


class Words(Mapping[str, tuple[str, str]]):
    """The words of a room: for each key the Swedish and the English.

    Args:
        table: The text of the table.

    Example:
        >>> Words('area = { sv = "{} områden", en = "{} areas" }').say("area", "en", 2)
        '2 areas'
    """

    def __init__(self, table: str) -> None:
        self._pairs = {key: (row["sv"], row["en"]) for key, row in tomllib.loads(table).items()}

    def __getitem__(self, key: str) -> tuple[str, str]:
        return self._pairs[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def say(self, key: str, lang: str, *values: object) -> str:
        """A word or sentence in a language.

        Args:
            key: Its key in the table.
            lang: ``"sv"`` or ``"en"``.
            *values: What stands in the place of each ``{}``.
        """
        text = in_lang(lang, *self[key])
        return text.format(*values) if values else text


@cache
def words_of(room: str) -> Words:
    """The words of a room, read once.

    Args:
        room: The package, such as ``"graph.networks"``.
    """
    return Words((files(room) / "words.toml").read_text(encoding="utf-8"))
