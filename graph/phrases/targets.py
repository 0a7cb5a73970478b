"""What a phrase can ask for, and which of its parameters the names, days and words of one fill."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from string import Template
from typing import NamedTuple

from graph.phrases.days import Said
from graph.phrases.hearing import Heard
from graph.phrases.mentions import Gazetteer, Mention
from graph.phrases.tables import cues, has, phrases, weights
from graph.questions.parameter import Catalogues, Parameter

_FILLS = weights()["fills"]
_THING = Parameter("thing", "thing", optional=False)
_COMPARED = (
    Parameter("earlier", "date", optional=False),
    Parameter("later", "date", optional=False),
    Parameter("by", "choice"),
)


class Target(NamedTuple):
    """Something to ask for: what it takes, and whether it is another on another day."""

    params: tuple[Parameter, ...]
    dated: bool


def targets(known: Catalogues) -> dict[str, Target]:
    """All that a phrase can ask for, by kind and name.

    Example:
        >>> targets({})["explain"].params[0].name
        'thing'
    """
    made = {
        f"{kind}:{name}": Target(entry.params, entry.by_day)
        for kind, entries in known.items()
        for name, entry in entries.items()
    }
    made["explain"] = Target((_THING,), False)
    made["compare"] = Target(_COMPARED, True)
    made["status"] = Target((), False)
    return made


def said_of(known: Catalogues) -> dict[str, list[str]]:
    """What people say for each target, and the wordings of the entries themselves."""
    said = {target: list(texts) for target, texts in phrases().items()}
    stand = weights()["stand"]
    for kind, entries in known.items():
        for name, entry in entries.items():
            held = {"as_of": stand["date"]} | {p.name: stand.get(p.kind, "") for p in entry.params}
            worded = (Template(entry.text(lang)).safe_substitute(held) for lang in ("sv", "en"))
            said.setdefault(f"{kind}:{name}", []).extend(worded)
    return said


def filled(
    name: str, target: Target, said: Heard, names: Gazetteer
) -> tuple[dict[str, str], list[Mention]]:
    """The parameters that names and words of a phrase fill, and the names that did."""
    if name == "explain" and (joined := _permit(said, names)):
        return {"thing": joined[0]}, list(joined[1:])
    params: dict[str, str] = {}
    used: list[Mention] = []
    for parameter in target.params:
        mention = _mention(parameter, said, used)
        if mention:
            used.append(mention)
            value = _value(parameter, mention, names)
        else:
            value = _word(parameter, said.text)
        if value and value.rpartition(":")[2] != parameter.default:
            params[parameter.name] = value
    return params, used


def _permit(said: Heard, names: Gazetteer) -> tuple[str, Mention, Mention] | None:
    """The permit that an area and a holder of a phrase mean together."""
    for area in said.mentions:
        for who in said.mentions:
            holder = names.operators.get(who.thing, who.thing)
            if permit := names.permits.get((area.thing, holder)):
                return permit, area, who
    return None


def _mention(parameter: Parameter, said: Heard, used: Sequence[Mention]) -> Mention | None:
    """The name of a phrase that fills a parameter, if any is left."""
    kind = parameter.kind
    wanted = _FILLS.get(f"{kind} {parameter.name}") or _FILLS.get(kind, [kind])
    free = [m for m in said.mentions if m not in used and m.kind in wanted]
    if parameter.name == "holder":  # whence patients come holds nothing by that
        free = [m for m in free if m.thing not in said.homes]
    if kind == "thing":
        free.sort(key=lambda m: wanted.index(m.kind))
    return free[0] if free else None


def _value(parameter: Parameter, mention: Mention, names: Gazetteer) -> str:
    """What a name means as a parameter: of a hospital that holds nothing, its region."""
    if parameter.kind in ("organisation", "region") and mention.kind == "hospital":
        return names.operators.get(mention.thing, mention.thing)
    return mention.thing.rpartition(":")[2] if parameter.kind == "choice" else mention.thing


def _word(parameter: Parameter, text: str) -> str:
    """What words that are no names say of a parameter; empty if nothing."""
    if parameter.kind == "step":
        for numbered in cues()["numbered"]["step"]:
            if match := numbered.search(text):
                return f"step:{match[0][-1]}"
        step = _spoken(cues()["steps"], text)
        return f"step:{step}" if step else ""
    choices = cues()["choices"].get(parameter.name, {})
    allowed = parameter.choices or tuple(choices)
    return _spoken({word: forms for word, forms in choices.items() if word in allowed}, text)


def _spoken(known: Mapping[str, Iterable[re.Pattern[str]]], text: str) -> str:
    """The first word of a table whose cues a text has; empty if none."""
    return next((word for word, forms in known.items() if has(text, forms)), "")


def dated(name: str, target: Target, said: Heard, today: date) -> tuple[dict[str, str], list[str]]:
    """The parameters that the days of a phrase fill, and the days that none takes."""
    params = {p.name for p in target.params}
    texts = [day.text for day in said.days]
    if name == "compare":
        earlier, later = [*texts, *([today.isoformat()] * 2)][:2]
        if not texts:
            return {"later": later}, []
        return {"earlier": min(earlier, later), "later": max(earlier, later)}, texts[2:]
    if not texts:
        return {}, []
    if {"from", "until"} <= params:
        return _bounds(said.days), texts[2:]
    ahead = texts[0][:4] > str(today.year)
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
