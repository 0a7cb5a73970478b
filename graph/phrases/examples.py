"""What people say for each answer: how near a phrase comes to the examples of ``said.toml``."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from math import log, sqrt

from graph.phrases.spelling import plain, stem
from graph.phrases.tables import weights

_RULES = weights()["examples"]

Vector = Mapping[str, float]


class Examples:
    """Examples of phrases, weighed by how few of them share a word (tf–idf, cosine).

    Each target has its phrases, in which names and days stand as ``{area}``, ``{day}``, ….

    Example:
        >>> said = {"question:holders": ["vem har {area}"], "map:access": ["avstånd till {area}"]}
        >>> near = Examples(said).nearness("vilka har {area}")
        >>> max(near, key=near.__getitem__)
        'question:holders'
    """

    def __init__(self, said: Mapping[str, Iterable[str]]) -> None:
        examples = [
            (target, _features(tokens(text))) for target in sorted(said) for text in said[target]
        ]
        self._targets = [target for target, _ in examples]
        shared = Counter(feature for _, features in examples for feature in features)
        self._rarity = {feature: log(len(examples) / count) for feature, count in shared.items()}
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, (_, features) in enumerate(examples):
            for feature, weight in self._vector(features).items():
                self._postings[feature].append((place, weight))

    def knows(self, word: str) -> bool:
        """Whether a plain word stands in an example, in whatever form."""
        return stem(word) in self._rarity

    def nearness(self, text: str) -> dict[str, float]:
        """How near a phrase comes to each target that it shares something with, from 0 to 1.6.

        Its names and days stand as in the examples.
        """
        likeness: dict[int, float] = {}
        for part in _parts(tokens(text)):
            near: dict[int, float] = defaultdict(float)
            for feature, weight in self._vector(_features(part)).items():
                for place, other in self._postings[feature]:
                    near[place] += weight * other
            for place, value in near.items():
                likeness[place] = max(value, likeness.get(place, 0.0))
        by: dict[str, list[float]] = defaultdict(list)
        for place, value in likeness.items():
            by[self._targets[place]].append(value)
        return _shared({target: _joined(values) for target, values in by.items()})

    def _vector(self, features: Mapping[str, float]) -> Vector:
        """Weights of features, of length 1."""
        weights = {
            feature: (1 + log(count) if count > 1 else count) * self._rarity[feature]
            for feature, count in features.items()
            if feature in self._rarity
        }
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {feature: weight / length for feature, weight in weights.items()}


def tokens(text: str) -> list[str]:
    """The words and placeholders of a phrase, plain.

    Example:
        >>> tokens("Vem har {area}, då?")
        ['vem', 'har', '{area}', 'da']
    """
    return re.findall(r"\{\w+\}|[a-z0-9]+", plain(text))


def _parts(said: list[str]) -> Iterator[list[str]]:
    """A phrase, and of a long one the parts in which it may ask; the rest says who asks, or why."""
    yield said
    long, step = _RULES["long"], _RULES["step"]
    if len(said) > long:
        for at in range(0, len(said) - long + step, step):
            yield said[at : at + long]


def _features(said: list[str]) -> Counter[str]:
    """Words without their endings, pairs of them, and pieces of words."""
    stems = [word if word[0] == "{" else stem(word) for word in said]
    features: Counter[str] = Counter(stems)
    features.update(map(" ".join, pairwise(stems)))
    for word in said:
        for piece in _pieces(word):
            features[piece] += _RULES["piece"]
    return features


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> tuple[str, ...]:
    """The pieces of a word and its ends; what stands for a name has none."""
    if word[0] == "{":
        return ()
    whole = f"^{word}$"
    return tuple(
        whole[at : at + long] for long in _RULES["pieces"] for at in range(len(whole) - long + 1)
    )


def _shared(near: dict[str, float]) -> dict[str, float]:
    """Nearness to each target, and what nearness to another of the same content is worth to it."""
    shared = dict(near)
    for one, other in weights()["same"].items():
        for target, twin in ((one, other), (other, one)):
            if twin in near:
                shared[target] = max(shared.get(target, 0.0), _RULES["same"] * near[twin])
    return shared


def _joined(values: list[float]) -> float:
    best, *others = sorted(values, reverse=True)
    return best + float(_RULES["less"]) * sum(others[: _RULES["next"]])
