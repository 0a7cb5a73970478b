"""What the edges of networks are called."""

from __future__ import annotations

from graph.base.languages import in_lang
from graph.base.words import words_of


def relation_words(kind: str) -> tuple[str, str]:
    """The name of a kind of edge in Swedish and English, or its local name where none is known.

    Args:
        kind: The edge's kind, e.g. ``nhv:partOf``.
    """
    local = kind.rpartition(":")[2]
    return words_of("graph.networks").get(kind, (local, local))


def relation_name(kind: str, lang: str) -> str:
    """The name of a kind of edge in a language.

    Args:
        kind: The edge's kind, e.g. ``nhv:partOf``.
        lang: "sv" or "en".

    Example:
        >>> relation_name("nhv:partOf", "en")
        'part of'
    """
    return in_lang(lang, *relation_words(kind))
