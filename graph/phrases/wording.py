"""What a phrase was understood as, in a sentence, and the call that says the same."""

from __future__ import annotations

from collections.abc import Sequence

from graph.base.words import words_of
from graph.phrases.reading import Reading
from graph.view.view import View

_CALLS = {"question": "ask", "network": "network", "map": "map", "chart": "chart"}
# What a chain of calls passes for a name in Python that Python keeps for itself.
_KEPT = ("from",)


def understood(view: View, reading: Reading) -> str:
    """What a phrase was understood as.

    Args:
        view: The view whose labels and language are used.
        reading: The reading.

    Returns:
        A sentence or two: of what the graph cannot answer, why, and what comes nearest.

    Example:
        >>> understood(kg, reading)  # doctest: +SKIP
        'Understood as: question holders, Dysmelia, as of 2023-12-31.'
    """
    words, lang = words_of("graph.phrases"), view.lang
    if reading.target == "none":
        why = reading.because[lang == "en"] or words.say("unknown", lang)
        near = ", ".join(name.rpartition(":")[2] for name in reading.nearest)
        return f"{why} {words.say('nearest', lang, near)}" if near else why
    kind, _, name = reading.target.rpartition(":")
    parts = [words.say(f"target.{kind or name}", lang, name)]
    parts += [_said(view, key, value) for key, value in reading.params.items()]
    text = words.say("understood", lang, ", ".join(parts))
    if reading.left_out:
        left = ", ".join(_label(view, thing) for thing in reading.left_out)
        text = f"{text} {words.say('left_out', lang, left)}"
    return text


def call(reading: Reading) -> str:
    """The call in Python that gives the same answer.

    Example:
        >>> call(Reading("question:holders", {"area": "area:dysmeli"}))
        'kg.ask("holders", area="area:dysmeli")'
    """
    kind, _, name = reading.target.rpartition(":")
    params = dict(reading.params)
    first = name if kind else params.pop("thing", "")
    given = [f'"{first}"'] if first else []
    return f"kg.{_CALLS.get(kind, name)}({', '.join([*given, *_arguments(params)])})"


def _arguments(params: dict[str, str]) -> Sequence[str]:
    plain = [f'{key}="{value}"' for key, value in params.items() if key not in _KEPT]
    kept = ", ".join(f'"{key}": "{value}"' for key, value in params.items() if key in _KEPT)
    return [*plain, f"**{{{kept}}}"] if kept else plain


def _said(view: View, key: str, value: str) -> str:
    words = words_of("graph.phrases")
    if f"day.{key}" in words:
        return words.say(f"day.{key}", view.lang, value)
    return _label(view, value) if ":" in value else f"{key}={value}"


def _label(view: View, thing: str) -> str:
    return view.label(thing) if ":" in thing else thing
