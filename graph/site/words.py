"""The words of the site, from ``words.toml``, and what leads to its pages, ``pages.toml``."""

from __future__ import annotations

import tomllib

from graph.base.files import text_beside
from graph.base.words import words_of

OTHER = {"sv": "en", "en": "sv"}
WORDS = words_of("graph.site")
PAGES = tomllib.loads(text_beside("graph.site", "pages.toml"))
"""What leads to which page, and what stands on some of them."""
say = WORDS.say


def kind_word(kind: str, lang: str) -> str:
    """What a kind of thing is called; one that has no page is told by its short name."""
    key = f"kind_of_thing.{kind}"
    return say(key, lang) if key in WORDS else kind
