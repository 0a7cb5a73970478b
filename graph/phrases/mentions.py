"""Names in a phrase: which things of the registers it speaks of, in any spelling and inflection."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from graph.phrases.spelling import likeness, misspelt, stem, words
from graph.phrases.tables import weights
from graph.view.view import View

_RULES = weights()["areas"]
_PLAIN = frozenset(map(stem, _RULES["plain"]))
_BETWEEN = frozenset(weights()["kinds"]["between"])
KINDS = tuple(weights()["kinds"]["order"])
"""Kinds of things that a phrase can name; of two with the same words the earlier is meant."""


@dataclass(frozen=True)
class Mention:
    """A thing that a phrase speaks of, and the words that name it, by their places.

    More words, and rarer ones, weigh more.
    """

    thing: str
    kind: str
    at: frozenset[int]
    weight: float


class Gazetteer:
    """The names of areas, actors, bodies, persons and programmes of a view.

    They stand as words, by kind and thing. It knows of each hospital its region, and of an area and
    a holder their permit.
    """

    def __init__(self, view: View) -> None:
        self.by_kind: dict[str, dict[str, list[tuple[str, ...]]]] = defaultdict(dict)
        for thing, text in _labels(view):
            called = self.by_kind[thing.partition(":")[0]].setdefault(thing, [])
            called.extend(_said(tuple(words(text))))
        self.operators: dict[str, str] = dict(
            _rows(view, "SELECT ?h ?r WHERE { ?h nhv:operator ?r }")
        )
        self.permits = dict(_permits(view))
        for town, thing in _towns(view, self.operators):
            self.by_kind["town"].setdefault(thing, []).append(tuple(words(town)))
        areas = self.by_kind["area"]
        self._held = {area for area, _ in self.permits}
        seen = Counter(s for names in areas.values() for s in {stem(w) for n in names for w in n})
        self._weights = {s: log(len(areas) / count) + 0.5 for s, count in seen.items()}
        said = {w for by in self.by_kind.values() for ns in by.values() for n in ns for w in n}
        self._vocabulary = sorted(word for word in said if len(word) > 5)
        self._stems = {stem(word) for word in self._vocabulary}
        self._roots = {stem(one) for one in self._stems}
        self._firsts: dict[str, list[tuple[tuple[str, ...], str, str]]] = defaultdict(list)
        for kind in KINDS[1:]:
            for thing, names in self.by_kind[kind].items():
                for name in names:
                    if name and (len(name) > 1 or len(name[0]) > 2 or not name[0].isalpha()):
                        self._firsts[stem(name[0])].append((name, thing, kind))

    def mentions(
        self, phrase: Sequence[str], besides: Mapping[str, frozenset[int]] = {}
    ) -> list[Mention]:
        """What the plain words of a phrase name, in their order.

        ``besides`` has the areas that lay words name, with the places of these words.
        """
        spelt = [self._spelt(word) for word in phrase]
        found = list(self._actors(spelt))
        for thing, at in besides.items():
            if not thing.startswith("area:") and not any(
                m.at & at and m.weight > len(at) for m in found
            ):
                found = [m for m in found if not m.at & at]
                found.append(Mention(thing, thing.partition(":")[0], at, len(at)))
        taken = frozenset(at for m in found for at in m.at)
        found += self._areas(spelt, taken, besides)
        return sorted(found, key=lambda m: (min(m.at), KINDS.index(m.kind)))

    def _spelt(self, word: str) -> str:
        """A word, or the known one that it is a slip for."""
        one = stem(word)
        if one in self._stems or stem(one) in self._stems or one in self._roots:
            return word
        return misspelt(word, self._vocabulary) or word

    def _actors(self, phrase: Sequence[str]) -> Iterator[Mention]:
        at = 0
        while at < len(phrase):
            known = self._firsts.get(stem(phrase[at]), ())
            meant = [one for one in known if _begins(phrase[at:], one[0])]
            if not meant:
                at += 1
                continue
            name, thing, kind = max(meant, key=lambda one: (len(one[0]), -KINDS.index(one[2])))
            places = frozenset(range(at, at + len(name)))
            yield Mention(thing, "region" if kind == "town" else kind, places, len(name))
            at += len(name)

    def _areas(
        self, phrase: Sequence[str], taken: frozenset[int], besides: Mapping[str, frozenset[int]]
    ) -> list[Mention]:
        """The areas that the other words name: the best one, and others of other words."""
        ranked = []
        for thing, names in self.by_kind["area"].items():
            # What lay words say of an area they say of its parts too: of that of children, say.
            lay = next(
                (at for one, at in besides.items() if f"{thing}-".startswith(f"{one}-")),
                frozenset[int](),
            )
            weight, cover, at = max(
                (self._fit(phrase, name) for name in names),
                default=(0, 0, lay),
                key=lambda fit: (fit[0] * fit[1], fit[0]),
            )
            if lay:
                at = lay if at <= lay else at | lay
                weight, cover = weight + _RULES["lay"], max(cover, _RULES["lay_cover"])
            at = frozenset(at) - taken
            if at and cover >= _RULES["needed"] and weight >= _RULES["least"]:
                ranked.append(
                    (round(weight * cover, 3), thing in self._held, -len(thing), thing, at)
                )
        found: list[Mention] = []
        for weight, _, _, thing, at in sorted(ranked, reverse=True):
            if not any(at & other.at for other in found):
                found.append(Mention(thing, "area", at, weight))
        return found

    def _worth(self, word: str) -> float:
        """How far a word of a name tells its area from others."""
        if _is_plain(word):
            return float(_RULES["plain_weight"])
        return self._weights.get(stem(word), float(_RULES["other_weight"]))

    def _fit(
        self, phrase: Sequence[str], name: tuple[str, ...]
    ) -> tuple[float, float, frozenset[int]]:
        whole = got = 0.0
        at: set[int] = set()
        for known in name:
            weight = self._worth(known)
            whole += weight
            like, where = max(
                ((likeness(said, known), -i) for i, said in enumerate(phrase)), default=(0.0, 0)
            )
            if like:
                got += weight * like
                if not _is_plain(known):
                    at.add(-where)
        return got, got / whole if whole else 0.0, frozenset(at)


def _begins(phrase: Sequence[str], name: Sequence[str]) -> bool:
    """Whether a phrase begins with a name, in any form of its words."""
    return len(name) <= len(phrase) and all(
        likeness(said, known) == 1.0 or _BETWEEN.issuperset((said, known))
        for said, known in zip(phrase, name, strict=False)
    )


def _said(name: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A name, and as people shorten it: "Astrid Lindgrens" for the children's hospital."""
    yield name
    if len(name) > 2 and name[-1] in weights()["kinds"]["left_out"]:
        yield name[:-1]


def _is_plain(word: str) -> bool:
    """Whether a word tells no area from another, in any form."""
    return stem(word) in _PLAIN or stem(stem(word)) in _PLAIN


def _labels(view: View) -> Iterator[tuple[str, str]]:
    query = "SELECT ?s ?l WHERE { VALUES ?p { skos:prefLabel skos:altLabel } ?s ?p ?l }"
    for thing, label in _rows(view, query):
        if thing.partition(":")[0] in KINDS:
            yield thing, label


def _towns(view: View, operators: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Towns with a hospital, as people say them for its region."""
    for town, hospital in sorted(
        _rows(view, "SELECT DISTINCT ?town ?h WHERE { ?h nhv:city ?town }")
    ):
        if hospital in operators:
            yield town, operators[hospital]


def _permits(view: View) -> Iterator[tuple[tuple[str, str], str]]:
    """The permit of an area and a holder, of NHV before other programmes."""
    query = """SELECT ?area ?who ?permit ?programme WHERE {
      ?permit a nhv:Permit ; nhv:area ?area ; nhv:programme ?programme ; nhv:holder ?who }"""
    rows = _rows(view, query)
    for area, who, permit, _ in sorted(rows, key=lambda row: (row[3] == "programme:nhv", row)):
        yield (area, who), permit


def _rows(view: View, query: str) -> list[Any]:
    """The rows of an answer, things by their short names."""
    return [tuple(map(str, row)) for row in view.select(query).values()]
