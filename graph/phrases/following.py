"""A phrase followed: read, told as what it was understood, and asked at the door that it means."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

from graph.base.problems import BadParameter
from graph.base.words import words_of
from graph.phrases.reading import Reader, Reading
from graph.questions.parameter import Catalogues
from graph.view.view import View

_DOORS = {"question": "ask"}
"""The methods of the facade that answer for a kind of target, where they are not called as it."""
# What a chain of calls passes for a name in Python that Python keeps for itself.
_KEPT = ("from",)
_WORDS = words_of("graph.phrases")


def follow(
    view: View, doors: Any, known: Catalogues, phrase: str, today: date | None = None
) -> Any:
    """What a phrase asks for, answered by the facade of the view, whose methods are its doors.

    It is said on the day of the clock if none is given.  Raises BadParameter if the graph cannot
    answer it; the message says what comes nearest.
    """
    door, first, params = _door(meant(view, known, phrase, today))
    return getattr(doors, door)(*first, **params)


def meant(view: View, known: Catalogues, phrase: str, today: date | None = None) -> Reading:
    """The reading of a phrase that the graph can answer (see :func:`follow`).

    What was understood, the call that says the same, and the next best go to standard error.
    """
    when = today or date.today()  # noqa: DTZ011 - where the user is
    reader = view.cached(("phrases", "reader", when), lambda: Reader(view, known, when))
    reading, *others = reader.read(phrase)
    if reading.target == "none":
        raise BadParameter(understood(view, reading))
    lines = [understood(view, reading), _WORDS.say("call", view.lang, call(reading))]
    if others:
        lines.append(_WORDS.say("others", view.lang, "; ".join(map(call, others[:2]))))
    sys.stderr.write("\n".join([*lines, ""]))
    return reading


def _door(reading: Reading) -> tuple[str, list[str], dict[str, str]]:
    """The method that a reading means, what it is called with first, and by name."""
    kind, _, name = reading.target.rpartition(":")
    params = dict(reading.params)
    first = [name] if kind else [params.pop("thing")] if "thing" in params else []
    return _DOORS.get(kind, kind or name), first, params


def understood(view: View, reading: Reading) -> str:
    """What a phrase was understood as; what the graph cannot answer, why, and what is nearest."""
    say, lang = _WORDS.say, view.lang
    if reading.target == "none":
        why = reading.because[lang == "en"] or say("unknown", lang)
        near = ", ".join(name.rpartition(":")[2] for name in reading.nearest)
        return f"{why} {say('nearest', lang, near)}" if near else why
    kind, _, name = reading.target.rpartition(":")
    parts = [say(f"target.{kind or name}", lang, name)]
    parts += [_said(view, key, value) for key, value in reading.params.items()]
    text = say("understood", lang, ", ".join(parts))
    if reading.left_out:
        left = ", ".join(_label(view, thing) for thing in reading.left_out)
        text = f"{text} {say('left_out', lang, left)}"
    return text


def call(reading: Reading) -> str:
    """The call in Python that gives the same answer.

    Example:
        >>> call(Reading("question:holders", {"area": "area:dysmeli"}))
        'kg.ask("holders", area="area:dysmeli")'
    """
    door, first, params = _door(reading)
    given = [f'"{value}"' for value in first]
    given += [f'{key}="{value}"' for key, value in params.items() if key not in _KEPT]
    kept = ", ".join(f'"{key}": "{value}"' for key, value in params.items() if key in _KEPT)
    given += [f"**{{{kept}}}"] if kept else []
    return f"kg.{door}({', '.join(given)})"


def _said(view: View, key: str, value: str) -> str:
    if f"day.{key}" in _WORDS:
        return _WORDS.say(f"day.{key}", view.lang, value)
    return _label(view, value) if ":" in value else f"{key}={value}"


def _label(view: View, thing: str) -> str:
    return view.label(thing) if ":" in thing else thing
