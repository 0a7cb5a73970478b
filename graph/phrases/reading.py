"""A phrase read as a call: a question, network, map, chart, explanation or comparison."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import Template
from typing import NamedTuple

from graph.base.words import words_of
from graph.phrases import cues
from graph.phrases.days import Said, days, of_documents
from graph.phrases.examples import Examples, phrases
from graph.phrases.mentions import Gazetteer, Mention
from graph.phrases.spelling import misspelt, plain, words
from graph.questions.parameter import Catalogues, Parameter
from graph.view.answering import no_query
from graph.view.view import View

_ACTORS = ("region", "hospital", "healthcare-region", "organisation")
_HELD = {"region": "{actor}", "hospital": "{actor}", "healthcare-region": "{actor}",
         "organisation": "{actor}", "body": "{body}", "person": "{person}",
         "programme": "{programme}", "area": "{area}", "date": "{day}"}  # fmt: skip
# Parameters that no body can be, though they are of the kind of organisations.
_HOLDERS = ("holder", "region", "organisation")
_DAY = "zzday"
_LEAST = 4.0
_LONG = 8
_MISSING, _FORM, _TWO_DAYS = -6.0, 9.0, 2.0
# What the nearest examples weigh beside the cues.
_NEAR = 10.0
# What it speaks for or against a target that it takes, or does not take, what a phrase names.
_TAKEN = {"area": 1.0, "actor": 1.0, "body": 1.5, "person": 3.0, "programme": 0.5}
_UNTAKEN = {"area": -2.5, "actor": -1.0, "body": -1.5, "person": -4.0, "programme": -0.5}
_NAME = re.compile(r"[^\W\d_a-zåäö][\w-]+(?: [^\W\d_a-zåäö][\w-]+)+")
_WORDS = words_of("graph.phrases")
_THING = Parameter("thing", "thing", optional=False)
_COMPARED = (
    Parameter("earlier", "date", optional=False),
    Parameter("later", "date", optional=False),
    Parameter("by", "choice"),
)


@dataclass(frozen=True)
class Reading:
    """What a phrase is taken to ask.

    Attributes:
        target: ``"question:holders"``, ``"network:…"``, ``"map:…"``, ``"chart:…"``, ``"explain"``,
            ``"compare"``, ``"status"``; ``"none"`` for what the graph cannot answer.
        params: The parameters of the call: short names, days in EDTF, words.
        score: How much of the phrase speaks for it.
        left_out: Names and days of the phrase that the target does not take.
        nearest: Of a target ``"none"``, what can be asked instead.
        because: Of a target ``"none"``, why: a sentence in Swedish and in English.
    """

    target: str
    params: Mapping[str, str]
    score: float = 0.0
    left_out: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    because: tuple[str, str] = ("", "")

    def as_json(self) -> str:
        """The target, its parameters and what comes nearest, as a line of JSON."""
        said = {"target": self.target, "params": dict(self.params), "nearest": list(self.nearest)}
        return json.dumps(said, ensure_ascii=False)


class _Target(NamedTuple):
    params: tuple[Parameter, ...]
    dated: bool


class _Phrase(NamedTuple):
    """A phrase with its names and days set apart."""

    text: str
    mentions: tuple[Mention, ...]
    days: tuple[Said, ...]
    known: bool
    homes: frozenset[str]
    forms: frozenset[str]


class Reader:
    """Reads phrases for a view.

    Args:
        view: The view whose names a phrase may use.
        known: What can be asked for.
        today: The day on which phrases are said.

    Example:
        >>> reader = Reader(kg, catalogues(), date.today())  # doctest: +SKIP
        >>> reader.read("vem har dysmeli?")[0].target  # doctest: +SKIP
        'question:holders'
    """

    def __init__(self, view: View, known: Catalogues, today: date) -> None:
        self._names = Gazetteer(view)
        self._today = today
        self._targets = targets(known)
        self._examples = Examples(_examples(known))

    def read(self, phrase: str) -> list[Reading]:
        """The readings of a phrase, the best first.

        Args:
            phrase: Words in Swedish or English.

        Returns:
            At least one; the first has the target ``"none"`` where the graph has no answer.

        Raises:
            QueryError: If it is a query in SPARQL.
        """
        said = self._heard(no_query(phrase))
        near = self._examples.nearness(said.text)
        scored = sorted(
            (self._reading(name, said, near.get(name, 0.0)) for name in self._targets),
            key=lambda reading: -reading.score,
        )
        best = [reading for reading in scored if reading.score >= _LEAST]
        nearest = tuple(reading.target for reading in scored[:3])
        for refusal in cues.cues().refused:
            if cues.found(refusal.cues, said.text):
                return [
                    Reading("none", {}, nearest=refusal.nearest, because=(refusal.sv, refusal.en)),
                    *best[:3],
                ]
        if name := self._stranger(phrase):
            because = (_WORDS.say("stranger", "sv", name), _WORDS.say("stranger", "en", name))
            return [Reading("none", {}, nearest=nearest, because=because), *best[:3]]
        if not best or best[0].score < _NEAR * near.get("none", 0.0):
            return [Reading("none", {}, nearest=nearest), *best[:3]]
        return best[:4]

    def named(self, text: str) -> list[str]:
        """The things that a text names, as short names, in their order."""
        return [mention.thing for mention in self._heard(text).mentions]

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

    def _heard(self, phrase: str) -> _Phrase:
        said = days(phrase, self._today)
        text = plain(phrase)
        for one in reversed(said):
            text = f"{text[: one.start]} {_DAY} {text[one.end :]}"
        spoken = words(text)
        raw = f" {' '.join(spoken)} "
        table = cues.cues()
        lay = {thing: at for thing, forms in table.things.items() if (at := _places(forms, raw))}
        mentions = [m for m in self._names.mentions(spoken, lay) if not _earlier(m, spoken)]
        shown = list(spoken)
        for mention in mentions:
            first, *rest = sorted(mention.at)
            shown[first] = _HELD[mention.kind]
            for other in rest:
                shown[other] = ""
        heard = " ".join(_spelt(word) for word in shown if word).replace(_DAY, _HELD["date"])
        forms = frozenset(
            form
            for form, lines in table.pictures.items()
            if cues.found(lines, f" {heard} ") or cues.found(lines, raw)
        )
        homes = frozenset(m.thing for m in mentions if _before(m, spoken) in ("fran", "from"))
        known = of_documents(phrase)
        return _Phrase(f" {heard} ", tuple(mentions), tuple(said), known, homes, forms)

    def _reading(self, name: str, said: _Phrase, near: float) -> Reading:
        target = self._targets[name]
        score = cues.weight(cues.cues().targets.get(name, {}), said.text) + _NEAR * near
        score += _fit_of_form(name, said.forms) if score else 0.0
        params, used = self._filled(name, target, said)
        for group in _TAKEN:
            for mention in {
                m.kind if m.kind not in _ACTORS else "actor": m for m in said.mentions
            }.items():
                if mention[0] == group:
                    score += (_TAKEN if mention[1] in used else _UNTAKEN)[group]
        dated, left = self._dated(name, target, said)
        params |= dated
        score += sum(_MISSING for p in target.params if not p.optional and p.name not in params)
        if name == "compare":
            score += _TWO_DAYS if len(said.days) > 1 else -_TWO_DAYS
        names = [m.thing for m in said.mentions if m not in used and m.kind != "programme"]
        return Reading(name, params, round(score, 3), (*names, *left))

    def _filled(
        self, name: str, target: _Target, said: _Phrase
    ) -> tuple[dict[str, str], list[Mention]]:
        """The parameters that names and words of a phrase fill, and the names that did."""
        params: dict[str, str] = {}
        used: list[Mention] = []
        for parameter in target.params:
            if name == "explain" and (joined := self._permit(said)):
                used += joined[1]
                params[parameter.name] = joined[0]
                continue
            mention = self._mention(parameter, said, used)
            if mention:
                used.append(mention)
                value = self._value(parameter, mention)
                if parameter.kind in ("choice", "programme"):
                    value = (
                        value.removeprefix("programme:") if parameter.kind == "choice" else value
                    )
                if value.rpartition(":")[2] != parameter.default:
                    params[parameter.name] = value
            elif parameter.name == "level" and (
                level := _first(cues.cues().levels, said.text, parameter.choices)
            ):
                if level != parameter.default:
                    params["level"] = level
            elif parameter.kind == "step" and (step := self._step(said.text)):
                params[parameter.name] = step
            elif parameter.name == "persons" and re.search(
                r" (person\S*|namn|names|namngiv\S*) ", said.text
            ):
                params["persons"] = "true"
        return params, used

    def _step(self, text: str) -> str:
        if number := re.search(r" (?:steg|steget|step|stage|fas|phase) ([1-8]) ", text):
            return f"step:{number[1]}"
        step = _first(cues.cues().steps, text)
        return f"step:{step}" if step else ""

    def _permit(self, said: _Phrase) -> tuple[str, list[Mention]] | None:
        """The permit that an area and a holder of a phrase mean together."""
        for area in said.mentions:
            for who in said.mentions:
                holder = self._names.operators.get(who.thing, who.thing)
                if permit := self._names.permits.get((area.thing, holder)):
                    return permit, [area, who]
        return None

    def _mention(
        self, parameter: Parameter, said: _Phrase, used: Sequence[Mention]
    ) -> Mention | None:
        wanted: tuple[str, ...] = {
            "organisation": _ACTORS if parameter.name in _HOLDERS else (*_ACTORS, "body"),
            "region": ("region", "hospital"),
            "thing": (
                "area",
                "person",
                "hospital",
                "region",
                "body",
                "healthcare-region",
                "organisation",
                "programme",
            ),
            "choice": ("programme",) if parameter.name == "programme" else (),
        }.get(parameter.kind, (parameter.kind,))
        free = [m for m in said.mentions if m not in used and m.kind in wanted]
        if parameter.name == "holder":  # whence patients come holds nothing by that
            free = [m for m in free if m.thing not in said.homes]
        if parameter.kind == "thing":
            free.sort(key=lambda m: wanted.index(m.kind))
        return free[0] if free else None

    def _value(self, parameter: Parameter, mention: Mention) -> str:
        """What a name means as a parameter: of a hospital that holds nothing, its region."""
        if parameter.kind in ("organisation", "region") and mention.kind == "hospital":
            return self._names.operators.get(mention.thing, mention.thing)
        return mention.thing

    def _dated(self, name: str, target: _Target, said: _Phrase) -> tuple[dict[str, str], list[str]]:
        """The parameters that the days of a phrase fill, and the days that none takes."""
        params = {p.name for p in target.params}
        texts = [day.text for day in said.days]
        if not texts:
            return ({"later": self._today.isoformat()} if name == "compare" else {}), []
        if name == "compare":
            earlier, later = (
                (texts[0], texts[1]) if len(texts) > 1 else (texts[0], self._today.isoformat())
            )
            if later < earlier:
                earlier, later = later, earlier
            return {"earlier": earlier, "later": later}, texts[2:]
        if {"from", "until"} <= params:
            return _bounds(said.days), texts[2:]
        ahead = texts[0][:4] > str(self._today.year)
        if "until" in params and (said.days[0].role == "until" or ahead):
            return {"until": texts[0]}, texts[1:]
        if said.known and said.days[-1].role == "at":
            return {"known_at": texts[-1]}, texts[:-1]
        if not target.dated or said.days[-1].role == "since":
            return {}, texts
        return {"as_of": texts[-1]}, texts[:-1]


def _bounds(said: Sequence[Said]) -> dict[str, str]:
    bounds: dict[str, str] = {}
    for day in said[:2]:
        if day.role in ("since", "at"):
            bounds.setdefault("from", day.text)
        if day.role in ("until", "at"):
            bounds["until"] = day.text
    return bounds


def _fit_of_form(name: str, forms: Iterable[str]) -> float:
    kind = name.partition(":")[0] if ":" in name else ""
    drawn = kind in ("map", "network", "chart")
    asked = set(forms) - {"any"}
    if asked:
        return _FORM if kind in asked else -_FORM
    if "any" in forms:
        return _FORM / 2 if drawn else -_FORM / 2
    return -1.5 * _FORM if drawn else 0.0


def _earlier(mention: Mention, spoken: Sequence[str]) -> bool:
    """Whether a programme is named only to say a time: "before NHV"."""
    said = _before(mention, spoken) in ("fore", "innan", "before", "pre")
    return mention.kind == "programme" and said


def _before(mention: Mention, spoken: Sequence[str]) -> str:
    """The word before a name."""
    return spoken[min(mention.at) - 1] if min(mention.at) else ""


def _spelt(word: str) -> str:
    """A word, or the word of a cue that it is a slip of the pen for."""
    known = cues.cues().words
    if len(word) < _LONG or any(word.startswith(one) for one in known):
        return word
    return misspelt(word, known) or word


def _places(forms: Iterable[re.Pattern[str]], text: str) -> frozenset[int]:
    """The places of the words that a cue has in a text of words between blanks."""
    at: set[int] = set()
    for form in forms:
        for match in form.finditer(text):
            first = text[: match.start()].count(" ") - 1
            at.update(range(first, first + match[0].count(" ") + 1))
    return frozenset(at)


def _first(
    table: Mapping[str, tuple[re.Pattern[str], ...]], text: str, among: Sequence[str] = ()
) -> str:
    return next(
        (
            key
            for key, forms in table.items()
            if (not among or key in among) and cues.found(forms, text)
        ),
        "",
    )


def _examples(known: Catalogues) -> dict[str, list[str]]:
    """What people say for each answer, and the wordings of the answers themselves."""
    said = {target: list(texts) for target, texts in phrases().items()}
    for kind, entries in known.items():
        for name, entry in entries.items():
            held = {"as_of": _HELD["date"]} | {p.name: _HELD.get(p.kind, "") for p in entry.params}
            worded = (Template(entry.text(lang)).safe_substitute(held) for lang in ("sv", "en"))
            said.setdefault(f"{kind}:{name}", []).extend(worded)
    return said


def targets(known: Catalogues) -> dict[str, _Target]:
    """All that a phrase can ask for, with what it takes."""
    made = {
        f"{kind}:{name}": _Target(entry.params, entry.by_day)
        for kind, entries in known.items()
        for name, entry in entries.items()
    }
    made["explain"] = _Target((_THING,), False)
    made["compare"] = _Target(_COMPARED, True)
    made["status"] = _Target((), False)
    return made
