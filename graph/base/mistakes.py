"""The sentences on mistakes in a query or a question that a browser says, too.

The page of the site that answers without Python has them from here, so that a mistake is told in
the same words everywhere: here in English, there in the language of the page.
"""

from __future__ import annotations

from graph.base.words import words_of

_WORDS = words_of("graph.base")


def mistake(key: str, *values: object) -> str:
    """What is said of a mistake; the values stand in the places of its ``{}``.

    Example:
        >>> mistake("whole_number", "step", "x")
        'step is a whole number, not “x”; write digits'
    """
    return _WORDS.say(f"mistake.{key}", "en", *values)


def mistakes(lang: str) -> dict[str, str]:
    """All that can be said so, in a language, by key; ``{}`` stands for a value."""
    return _WORDS.section("mistake", lang)


def said_for_parser(lang: str) -> dict[str, str]:
    """What is said, in a language, for each sentence of Oxigraph's parser that has a remedy."""
    return _WORDS.section("parser", lang)
