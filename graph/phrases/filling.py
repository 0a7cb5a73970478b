"""The parameters of a target that the names, days and words of a phrase fill."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from graph.phrases import cues
from graph.phrases.days import Said
from graph.phrases.hearing import Heard
from graph.phrases.mentions import Gazetteer, Mention
from graph.phrases.targets import Target
from graph.phrases.weights import weights
from graph.questions.parameter import Parameter

_FILLS = weights()["fills"]


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
    table = cues.cues()
    if parameter.kind == "step":
        for numbered in table.numbered["step"]:
            if match := numbered.search(text):
                return f"step:{match[0][-1]}"
        step = next((key for key, forms in table.steps.items() if cues.found(forms, text)), "")
        return f"step:{step}" if step else ""
    for word, forms in table.choices.get(parameter.name, {}).items():
        if (not parameter.choices or word in parameter.choices) and cues.found(forms, text):
            return word
    return ""


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
