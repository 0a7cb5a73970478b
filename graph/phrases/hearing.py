"""A phrase heard: its names, its days and the form of answer that it wants, set apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from graph.phrases.days import Said, days, of_documents
from graph.phrases.mentions import Gazetteer, Mention
from graph.phrases.spelling import plain, words
from graph.phrases.tables import cues, has, weights

_DAY = "zzday"
_STAND = weights()["stand"]


class Heard(NamedTuple):
    """A phrase with its names and days set apart."""

    text: str  # between blanks, with what stands for names and days in their place
    mentions: tuple[Mention, ...]
    days: tuple[Said, ...]
    known: bool  # whether a day is one of what documents said by then
    homes: frozenset[str]  # the things that it says somebody comes from
    forms: frozenset[str]  # those of pictures that it asks for


def hear(phrase: str, names: Gazetteer, today: date) -> Heard:
    """A phrase with its names and days set apart."""
    table = cues()
    said = days(phrase, today)
    text = plain(phrase)
    for one in reversed(said):
        text = f"{text[: one.start]} {_DAY} {text[one.end :]}"
    spoken = words(text)
    raw = f" {' '.join(spoken)} "
    lay = {thing: at for thing, forms in table["things"].items() if (at := _places(forms, raw))}
    # A programme that is named only to say a time, "before NHV", is not asked for.
    mentions = [
        m
        for m in names.mentions(spoken, lay)
        if m.kind != "programme" or _before(m, spoken) not in table["before"]["earlier"]
    ]
    shown = list(spoken)
    for mention in mentions:
        first, *rest = sorted(mention.at)
        shown[first] = _STAND[mention.kind]
        for other in rest:
            shown[other] = ""
    text = " ".join(filter(None, shown)).replace(_DAY, _STAND["date"])
    heard = f" {text} "
    forms = (
        form for form, lines in table["pictures"].items() if has(heard, lines) or has(raw, lines)
    )
    homes = (m.thing for m in mentions if _before(m, spoken) in table["before"]["home"])
    return Heard(
        heard,
        tuple(mentions),
        tuple(said),
        of_documents(phrase),
        frozenset(homes),
        frozenset(forms),
    )


def _before(mention: Mention, spoken: Sequence[str]) -> str:
    """The word before a name."""
    return spoken[min(mention.at) - 1] if min(mention.at) else ""


def _places(forms: Iterable[re.Pattern[str]], text: str) -> frozenset[int]:
    """The places of the words that a cue has in a text of words between blanks."""
    at: set[int] = set()
    for form in forms:
        for match in form.finditer(text):
            first = text[: match.start()].count(" ") - 1
            at.update(range(first, first + match[0].count(" ") + 1))
    return frozenset(at)
