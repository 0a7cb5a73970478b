"""A phrase as words: without capitals, accents and endings, so that inflected names are found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from unicodedata import normalize

from graph.phrases.tables import weights

_RULES = weights()["spelling"]


def plain(phrase: str) -> str:
    """A phrase in small letters, without accents.

    Example:
        >>> plain("Skånes  Universitetssjukhus")
        'skanes universitetssjukhus'
    """
    text = normalize("NFKD", phrase.casefold()).encode("ascii", "ignore").decode()
    return " ".join(text.split())


def words(phrase: str) -> list[str]:
    """The words of a phrase, plain.

    Example:
        >>> words("S:t Eriks ögonsjukhus?")
        ['st', 'eriks', 'ogonsjukhus']
    """
    return re.findall(r"[a-z0-9]+", plain(phrase).replace("s:t", "st").replace("'", ""))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A plain word without its ending.

    Example:
        >>> stem("ryggmargsskadorna"), stem("ryggmargsskador")
        ('ryggmargsskad', 'ryggmargsskad')
    """
    for ending in _RULES["endings"]:
        if word.endswith(ending) and len(word) - len(ending) >= _RULES["stem"]:
            return word[: -len(ending)]
    return word


def likeness(said: str, known: str) -> float:
    """How far a word that was said is a known word: 1 for a form of it, less for a compound.

    Example:
        >>> likeness("konsdysforins", "konsdysfori"), likeness("brannskadeenhet", "brannskador")
        (1.0, 0.85)
    """
    one, other = stem(said), stem(known)
    if one == other or stem(one) == other or one == stem(other):
        return 1.0
    if len(other) >= _RULES["compound"] and said.startswith(other):
        return float(_RULES["begun"])
    if len(one) > _RULES["compound"] and known.startswith(one):
        return float(_RULES["part"])
    return 0.0


def misspelt(word: str, vocabulary: Iterable[str]) -> str | None:
    """The known word that a word is a slip of the pen for, if it is long enough to tell.

    Example:
        >>> misspelt("disphoria", ["dysphoria", "dysmelia"])
        'dysphoria'
    """
    long, slips = _RULES["long"], _RULES["slips"]
    if len(word) < long or word.isdigit():
        return None
    near = [
        known
        for known in vocabulary
        if known[0] == word[0] and len(known) >= long - 1 and abs(len(known) - len(word)) < slips
    ]
    close = get_close_matches(word, sorted(near), n=1, cutoff=_RULES["alike"])
    return close[0] if close else None
