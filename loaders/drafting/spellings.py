"""Words of names as documents spell them: in any inflection, with a slip, without accents."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

TABLE: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("spellings.toml").read_text(encoding="utf-8")
)
_ENDINGS: list[str] = TABLE["endings"]
_SAME: dict[str, str] = TABLE["same"]
_WORD = re.compile(r"[^\W_]+(?:[:'’.][^\W\d_]+)*", re.UNICODE)
# In a word as long as this a slip is told from another word.
LATE = 8


@dataclass(frozen=True)
class Word:
    """A word of a text."""

    text: str
    start: int
    end: int

    @property
    def plain(self) -> str:
        """In small letters, without accents and colons."""
        return plain(self.text)


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    """A word in small letters, without accents and colons."""
    bare = re.sub(r"(?<=[A-ZÅÄÖ])[:’']s$", "", word)
    letters = normalize("NFKD", bare.casefold()).encode("ascii", "ignore").decode()
    simple = re.sub("[:.']", "", letters)
    whole = _SAME.get(simple, simple)
    return f"{whole[:-3]}{_SAME['sjd']}" if whole.endswith("sjd") else whole


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A plain word without its ending."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


COMMON = frozenset(map(plain, TABLE["common"]))
COMMON_STEMS = frozenset(map(stem, COMMON))
AGES = frozenset(map(plain, TABLE["ages"]))
LINKS = frozenset(map(plain, TABLE["links"]))
NEVER = frozenset(map(plain, TABLE["never"]))


def nouns(name: str) -> Iterator[str]:
    """The words of a name that say what it is of, and not of which kind."""
    said = words(name)
    for word, more in zip(said, [*said[1:], None], strict=True):
        if more is None or more.plain in COMMON or re.search(r"[,(/]", name[word.end : more.start]):
            yield word.plain


def words(text: str) -> list[Word]:
    """The words of a text."""
    return [Word(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]


def same(said: str, known: str) -> bool:
    """Whether a word is a known one, in any inflection."""
    return (
        said == known
        or (said in LINKS and known in LINKS)
        or stem(said) == stem(known)
        or stem(stem(said)) == stem(known)
        or (len(known) > 6 and near(said, known))
    )


def near(said: str, known: str) -> bool:
    """Whether a long word is a known one but for a letter."""
    if abs(len(said) - len(known)) > 2 or said[:3] != known[:3]:
        return False
    one, other = stem(said), stem(known)
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    if len(short) == len(long):  # another letter makes another word, but for one late in a long one
        wrong = [at for at, (a, b) in enumerate(zip(short, long, strict=True)) if a != b]
        return not wrong or (len(wrong) == 1 and wrong[0] >= LATE)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
