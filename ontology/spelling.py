"""How names are spelt: without what never matters, as part of an identifier, and nearly right."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from unicodedata import normalize

ALIKE = 0.65  # one letter wrong of three
MOST = 3
PART = 4
MEANT = {
    "sv": ("menas {}?", "menas {} eller {}?"),
    "en": ("did you mean {}?", "did you mean {} or {}?"),
}


def fold(name: str) -> str:
    """A name without differences of case, spacing and composition of letters."""
    return " ".join(normalize("NFC", name).casefold().split())


def slug(words: str, otherwise: str = "x") -> str:
    """Words as part of an identifier, ``svara-atstorningar``; ``otherwise`` if nothing is left."""
    return "-".join(re.findall(r"[a-z0-9]+", _ascii(words).lower())) or otherwise


def kebab(name: str) -> str:
    """The same for a name in camel case, which has its words apart: ``web-page``."""
    return slug(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", _ascii(name)), "")


def _ascii(text: str) -> str:
    return normalize("NFKD", text).encode("ascii", "ignore").decode()


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """At most three of the known words most like a word, ignoring case, best first.

    Those within which it stands (``barn`` in ``Kroniska lungsjukdomar hos barn``) come last.
    """
    folded = word.casefold()
    spelt: dict[str, str] = {}
    for name in sorted(set(known)):
        spelt.setdefault(name.casefold(), name)
    close = get_close_matches(folded, spelt, n=MOST, cutoff=ALIKE)
    if len(close) < MOST and len(folded) >= PART:
        within = [name for name in spelt if folded in name and name not in close]
        within.sort(key=lambda name: (-SequenceMatcher(None, folded, name).ratio(), name))
        close += within[: MOST - len(close)]
    return [spelt[name] for name in close]


def did_you_mean(
    word: str, known: Iterable[str], otherwise: str | None = None, lang: str = "en"
) -> str:
    """The clause of a message that says which of the known words an unknown one should be.

    Where nothing is near it is ``otherwise``, or else names the nearest, however far off.

    Example:
        >>> did_you_mean("holder", ["holders", "rules"])
        'did you mean holders?'
        >>> did_you_mean("tips", ["holders", "rules"], "ask for one of holders, rules")
        'ask for one of holders, rules'
    """
    names = list(known)
    close = nearest(word, names)
    if not close and otherwise is not None:
        return otherwise
    *head, last = close or get_close_matches(word, sorted(names), n=1, cutoff=0.0)
    one, several = MEANT[lang]
    return several.format(", ".join(head), last) if head else one.format(last)
