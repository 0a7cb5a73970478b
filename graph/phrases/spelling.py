"""A phrase as words: without capitals, accents and endings, so that inflected names are found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from unicodedata import normalize

# Endings of Swedish and English words, the longest first: definite forms, plurals, genitives.
_ENDINGS = (
    "ernas", "arnas", "ornas", "erna", "arna", "orna", "ens", "ets", "ans", "ers", "ars", "ies",
    "na", "en", "et", "er", "ar", "or", "an", "ns", "es", "s", "n", "t", "e", "a", "y",
)  # fmt: skip
_STEM = 4
_COMPOUND = 5
_FUZZY = 6
_ALIKE = 0.84
_APART = 2  # letters that a slip adds or leaves out, and one more


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
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
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
    if len(other) >= _COMPOUND and said.startswith(other):
        return 0.85
    if len(one) >= _COMPOUND + 1 and known.startswith(one):
        return 0.7
    return 0.0


def misspelt(word: str, vocabulary: Iterable[str]) -> str | None:
    """The known word that a word is a slip of the pen for, if it is long enough to tell.

    Example:
        >>> misspelt("disphoria", ["dysphoria", "dysmelia"])
        'dysphoria'
    """
    if len(word) < _FUZZY or word.isdigit():
        return None
    near = [
        known
        for known in vocabulary
        if known[0] == word[0] and len(known) >= _FUZZY - 1 and abs(len(known) - len(word)) < _APART
    ]
    close = get_close_matches(word, sorted(near), n=1, cutoff=_ALIKE)
    return close[0] if close else None
