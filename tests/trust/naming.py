"""The search for names of persons in whatever is handed out, however they are written."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Quad

from ontology.terms import BASE, NHV, PEOPLE_GRAPH

_PERSON = f"{BASE}id/person/"
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_COMBINING = re.compile("[\u0300-\u036f]+")
_LETTERS = {"ø": "o", "æ": "ae", "đ": "d", "ð": "d", "ł": "l", "þ": "th"}
# A hospital is named after another bearer of this name, which therefore is looked for only
# together with the first name.
SHARED = frozenset({"lindgren"})
# Shorter ones turn up in compressed bytes by chance, as the rest of Stockholm does.
_LONG = 7


def words(text: str) -> list[str]:
    """The words of a text without case, accents, escapes, entities and percent signs."""
    text = html.unescape(_ESCAPED.sub(lambda m: chr(int(m[1], 16)), text))
    text = _PERCENT.sub(lambda m: unquote(m[0]), text)
    plain = _COMBINING.sub("", unicodedata.normalize("NFKD", text.casefold()))
    for letter, written in _LETTERS.items():
        plain = plain.replace(letter, written)
    return re.findall(r"[a-z0-9]+", plain)


@dataclass(frozen=True)
class Names:
    """Names to look for.

    Attributes:
        whole: Each name with its words run together, first and last name in either order.
        last: Last names that say enough alone.
    """

    whole: frozenset[str]
    last: frozenset[str]

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        """The whole names by the last name in them, which is looked for first: it is the rarer."""
        stems: dict[str, list[str]] = {}
        for name in self.whole:
            inside = [last for last in self.last if name.startswith(last) or name.endswith(last)]
            stems.setdefault(max(inside, key=len, default=name), []).append(name)
        return stems

    def found(self, *texts: str) -> set[str]:
        """The names that stand in texts: spaced, hyphenated, escaped, cut by tags or inflected."""
        hits: set[str] = set()
        for text in texts:
            for form in (text, _TAG.sub(" ", text)) if "</" in text else (text,):
                spelt = words(form)
                once = set(spelt)
                hits |= {name for name in self.last if name in once or f"{name}s" in once}
                together = "".join(spelt)
                for stem, names in self._by_stem.items():
                    if stem in together:
                        hits |= {name for name in names if name in together}
        return hits

    def found_raw(self, data: bytes) -> set[str]:
        """The names that stand in the bytes of a file."""
        return self.found(data.decode("utf-8", errors="replace"))

    def found_in_pieces(self, data: bytes) -> set[str]:
        """The names in bytes that are compressed in part, where words may have lost a beginning."""
        long = frozenset(name for name in self.last if len(name) >= _LONG)
        return Names(self.whole, long).found_raw(data)


def of_persons(quads: Iterable[Quad]) -> Names:
    """Every name in the graph of persons: preferred, printed and in identifiers."""
    said: set[str] = set()
    for quad in quads:
        if quad.graph_name != PEOPLE_GRAPH:
            continue
        assert isinstance(quad.subject, NamedNode)
        if quad.subject.value.startswith(_PERSON):
            said.add(quad.subject.value.removeprefix(_PERSON).replace("-", " "))
            if isinstance(quad.object, Literal):
                said.add(quad.object.value)
        elif quad.predicate == NHV.printed:
            assert isinstance(quad.object, Literal)
            said.add(quad.object.value)
    spelt = [words(name) for name in said]
    orders = [order for name in spelt for order in (name, [name[-1], *name[:-1]])]
    return Names(
        whole=frozenset("".join(order) for order in orders),
        last=frozenset(name[-1] for name in spelt if len(name) > 1) - SHARED,
    )
