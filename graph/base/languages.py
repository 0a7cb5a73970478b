"""The two languages that everything a person reads is in."""

from __future__ import annotations

LANGS = ("sv", "en")


def in_lang(lang: str, swedish: str, english: str) -> str:
    """The one of two texts that is in a language: ``"sv"``, or anything else for English."""
    return swedish if lang == "sv" else english
