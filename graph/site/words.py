"""The words of the site, in Swedish and English, from ``words.toml``."""

from __future__ import annotations

from graph.base.words import words_of

OTHER = {"sv": "en", "en": "sv"}
WORDS = words_of("graph.site")
say = WORDS.say


def kind_word(kind: str, lang: str) -> str:
    """What a kind of thing is called; one that has no page is told by its short name."""
    key = f"kind_of_thing.{kind}"
    return say(key, lang) if key in WORDS else kind
