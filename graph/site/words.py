"""The words of the site, in Swedish and English, from ``words.toml``."""

from __future__ import annotations

from graph.base.words import words_of

OTHER = {"sv": "en", "en": "sv"}
WORDS = words_of("graph.site")
say = WORDS.say


def kind_word(kind: str, lang: str) -> str:
    """What a kind of thing is called; a kind that has no page is told by its short name.

    Args:
        kind: The kind, as in a short name.
        lang: ``"sv"`` or ``"en"``.

    Example:
        >>> kind_word("area", "en"), kind_word("permit", "en")
        ('Care area', 'permit')
    """
    key = f"kind_of_thing.{kind}"
    return say(key, lang) if key in WORDS else kind
