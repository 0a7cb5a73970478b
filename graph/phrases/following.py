"""A phrase followed: read, said what it was understood as, and asked at the door that it means."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any, Protocol

from graph.base.problems import BadParameter
from graph.base.words import words_of
from graph.phrases.reading import Reader, Reading
from graph.phrases.wording import call, understood
from graph.questions.parameter import Catalogues
from graph.view.view import View

_DOORS = {"question": "ask", "network": "network", "map": "map", "chart": "chart"}


class Doors(Protocol):
    """What a phrase can lead to: the methods of the facade."""

    def ask(self, name: str, **params: Any) -> Any:
        """Ask a question."""


def follow(
    view: View, doors: Doors, known: Catalogues, phrase: str, today: date | None = None
) -> Any:
    """What a phrase asks for, answered.

    Args:
        view: The view whose names the phrase may use.
        doors: The facade of that view.
        known: What can be asked for there.
        phrase: Words in Swedish or English.
        today: The day on which it is said; the day of the clock if left out.

    Returns:
        What the method returns that the phrase means: a frame, network, picture, …  What was
        understood, the call that says the same, and the next best readings go to standard error.

    Raises:
        BadParameter: If the graph cannot answer it; the message says what comes nearest.
    """
    when = today or date.today()  # noqa: DTZ011 - where the user is
    reader = view.cached(("phrases", "reader", when), lambda: Reader(view, known, when))
    reading, *others = reader.read(phrase)
    if reading.target == "none":
        raise BadParameter(understood(view, reading))
    sys.stderr.write(f"{shown(view, reading, others)}\n")
    return led(doors, reading)


def led(doors: Doors, reading: Reading) -> Any:
    """The answer at the door that a reading means."""
    kind, _, name = reading.target.rpartition(":")
    params: dict[str, Any] = dict(reading.params)
    first = [name] if kind else [params.pop("thing")] if "thing" in params else []
    return getattr(doors, _DOORS.get(kind, name))(*first, **params)


def shown(view: View, reading: Reading, others: list[Reading]) -> str:
    """What a phrase was understood as, on a line each: the reading, its call, the next best."""
    words = words_of("graph.phrases")
    lines = [understood(view, reading), words.say("call", view.lang, call(reading))]
    if others:
        lines.append(words.say("others", view.lang, "; ".join(map(call, others[:2]))))
    return "\n".join(lines)
