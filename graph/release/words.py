"""The words of releases, from ``words.toml``, in both languages at once."""

from __future__ import annotations

from typing import TypeAlias

from graph.base.languages import LANGS
from graph.base.words import words_of

WORDS = words_of("graph.release")
Pair: TypeAlias = tuple[str, str]
"""A text in Swedish and in English."""


def pair(key: str, *values: object) -> Pair:
    """A text of ``words.toml`` in Swedish and English.

    Args:
        key: Its key.
        *values: What stands in the place of each ``{}``; of a pair, the text of each language.

    Example:
        >>> pair("file.table", ("Vårdområden", "Care areas"))
        ('Tabell: Vårdområden', 'Table: Care areas')
    """
    sv, en = (
        WORDS.say(key, lang, *(v[i] if isinstance(v, tuple) else v for v in values))
        for i, lang in enumerate(LANGS)
    )
    return sv, en
