"""A phrase read as a call: a question, network, map, chart, explanation or comparison."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from graph.base.words import words_of
from graph.phrases.examples import Examples
from graph.phrases.hearing import Heard, hear
from graph.phrases.mentions import Gazetteer
from graph.phrases.spelling import words
from graph.phrases.tables import cues, has, weights
from graph.phrases.targets import dated, filled, said_of, targets
from graph.questions.parameter import Catalogues
from graph.view.answering import no_query
from graph.view.view import View

_RULES = weights()["readings"]
_DRAWN = ("map", "network", "chart")
# Two words or more that begin with capitals.
_NAME = re.compile(r"[^\W\d_a-zåäö][\w-]+(?: [^\W\d_a-zåäö][\w-]+)+")
_WORDS = words_of("graph.phrases")


@dataclass(frozen=True)
class Reading:
    """What a phrase is taken to ask."""

    # ``"question:holders"``, ``"network:…"``, ``"map:…"``, ``"chart:…"``, ``"explain"``,
    # ``"compare"`` or ``"status"``; ``"none"`` for what the graph cannot answer.
    target: str
    params: Mapping[str, str]  # short names, days in EDTF, words
    score: float = 0.0  # how much of the phrase speaks for it
    left_out: tuple[str, ...] = ()  # names and days that the target does not take
    nearest: tuple[str, ...] = ()  # of a target ``"none"``, what can be asked instead
    because: tuple[str, str] = ("", "")  # and why, in Swedish and English

    def as_json(self) -> str:
        """The target, its parameters and what comes nearest, as a line of JSON."""
        said = {"target": self.target, "params": dict(self.params), "nearest": list(self.nearest)}
        return json.dumps(said, ensure_ascii=False)


class Reader:
    """Reads phrases for a view, which has the names, as said on a day.

    Example:
        >>> reader = Reader(kg, catalogues(), date.today())  # doctest: +SKIP
        >>> reader.read("vem har dysmeli?")[0].target  # doctest: +SKIP
        'question:holders'
    """

    def __init__(self, view: View, known: Catalogues, today: date) -> None:
        self._names = Gazetteer(view)
        self._today = today
        self._targets = targets(known)
        self._examples = Examples(said_of(known))

    def read(self, phrase: str) -> list[Reading]:
        """The readings of a phrase, the best first; at least one.

        Its target is ``"none"`` where the graph has no answer.  Raises QueryError if it is SPARQL.
        """
        said = hear(no_query(phrase), self._names, self._today)
        near = self._examples.nearness(said.text)
        scored = sorted(
            (self._reading(name, said, near.get(name, 0.0)) for name in self._targets),
            key=lambda reading: -reading.score,
        )
        best = [reading for reading in scored if reading.score >= _RULES["least"]]
        nearest = tuple(reading.target for reading in scored[:3])
        for refusal in cues()["refused"].values():
            if has(said.text, refusal["cues"]):
                because, offered = (refusal["sv"], refusal["en"]), tuple(refusal["nearest"])
                return [Reading("none", {}, nearest=offered, because=because), *best[:3]]
        if name := self._stranger(phrase):
            because = _WORDS.pair("stranger", name)
            return [Reading("none", {}, nearest=nearest, because=because), *best[:3]]
        if not best or best[0].score < weights()["examples"]["near"] * near.get("none", 0.0):
            return [Reading("none", {}, nearest=nearest), *best[:3]]
        return best[:4]

    def named(self, text: str) -> list[str]:
        """The things that a text names, as short names, in their order."""
        return [mention.thing for mention in hear(text, self._names, self._today).mentions]

    def _stranger(self, phrase: str) -> str:
        """A name of two words or more, by its capitals, that no thing of the graph has."""
        for match in _NAME.finditer(phrase):
            name = words(match[0])
            if match.start() == 0 and len(name) > 2:  # a phrase begins with a capital anyway
                name = name[1:]
            strange = not all(map(self._examples.knows, name))
            if len(name) > 1 and strange and not self._names.mentions(name):
                return match[0]
        return ""

    def _reading(self, name: str, said: Heard, near: float) -> Reading:
        target = self._targets[name]
        score = weights()["examples"]["near"] * near
        score += _fit_of_form(name, said.forms) if score else 0.0
        params, used = filled(name, target, said, self._names)
        actors = weights()["kinds"]["actors"]
        # Of names of one kind the last one counts.
        named = {"actor" if m.kind in actors else m.kind: m in used for m in said.mentions}
        for group, taken in named.items():
            score += weights()["taken" if taken else "untaken"].get(group, 0.0)
        days, left = dated(name, target, said, self._today)
        params |= days
        score += sum(
            _RULES["missing"] for p in target.params if not p.optional and p.name not in params
        )
        if name == "compare":
            score += _RULES["two_days"] if len(said.days) > 1 else -_RULES["two_days"]
        names = [m.thing for m in said.mentions if m not in used and m.kind != "programme"]
        return Reading(name, params, round(score, 3), (*names, *left))


def _fit_of_form(name: str, forms: Iterable[str]) -> float:
    """What the forms of pictures that a phrase asks for say for or against a target."""
    kind, drawn = name.partition(":")[0], name.partition(":")[0] in _DRAWN
    asked = set(forms) - {"any"}
    fit = float(_RULES["form"])
    if asked:
        return fit if kind in asked else -fit
    if forms:
        return fit / 2 if drawn else -fit / 2
    return float(_RULES["drawn"]) if drawn else 0.0
