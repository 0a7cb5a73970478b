"""The two languages that everything a person reads is in."""

from __future__ import annotations

LANGS = ("sv", "en")


def in_lang(lang: str, swedish: str, english: str) -> str:
    """Choose between a Swedish and an English text.

    Args:
        lang: ``"sv"``; anything else is English.
        swedish: The one text.
        english: The other.

    Returns:
        The one that is in the language.

    Example:
        >>> in_lang("sv", "vård", "care")
        'vård'
    """
    return swedish if lang == "sv" else english
