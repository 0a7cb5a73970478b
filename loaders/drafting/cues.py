"""What documents say where something is granted, sought, refused, supplied or decided.

The words are those of ``cues.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

_TABLE: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("cues.toml").read_text(encoding="utf-8")
)


# What stands for "~": the endings of a verb, so that all its forms are meant.
_FORMS = (
    r"(?:a|as|an|ar|ad|ade|ades|at|ats|ande|er|es|e|en|et|na|t|ts|te|tes|tt|tts|d|de|des|s|it|its|r)?"
    r"\b"
)
# What stands for "…": some words between a verb and what belongs to it.
_SOME = r"(?:(?!men |medan )[^\s.;:]+ ){0,12}"
# Letters before what was done in which a word of what may come unmakes it.
_BEFORE = 30


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    said = "|".join(patterns)
    for name, words in reversed(_TABLE["classes"].items()):
        said = said.replace(f"{{{name}}}", f"(?:{'|'.join(words)})")
    return re.compile(said.replace("~", _FORMS).replace("…", _SOME), re.I)


_WORDS: dict[str, re.Pattern[str]] = {key: _any(said) for key, said in _TABLE["words"].items()}
_NEVER = re.compile(r"(?!)")
_ACTS: dict[str, tuple[re.Pattern[str], ...]] = {
    key: tuple(_any(act[k]) if k in act else _NEVER for k in ("said", "unless", "surely"))
    for key, act in _TABLE["acts"].items()
}
_FIRST: dict[str, list[tuple[str, re.Pattern[str]]]] = {
    table: [(key, _any(said)) for key, said in _TABLE[table].items()]
    for table in ("frames", "columns", "substates")
}
_DAYS: dict[str, re.Pattern[str]] = {
    key: _any(rf"(?:{said})" for said in words) for key, words in _TABLE["days"].items()
}
# Between clauses; the hard ones part more than the others.
BREAKS = re.compile("(?P<hard>{hard})|{soft}".format(**_TABLE["breaks"]))
# By what was done, whence the open slots of a statement are filled.
_SLOTS: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("slots.toml").read_text(encoding="utf-8")
)
SLOTS = {act: _SLOTS["default"] | row for act, row in _SLOTS.items() if act != "default"}
STEPS: dict[str, str] = _TABLE["steps"]
MAY_COME: list[str] = _TABLE["may_come"]
BOARD: str = _TABLE["bodies"]["board"]
OLD_BOARD: str = _TABLE["bodies"]["old_board"]
OLD_SYSTEM: str = _TABLE["bodies"]["old_system"]
AREA: str = _TABLE["bodies"]["area"]
AUTHORITY: str = _TABLE["bodies"]["authority"]


def says(key: str, text: str) -> re.Match[str] | None:
    """Where a text says what one of the ``words`` is about.

    Example:
        >>> bool(says("likewise", "Barnhjärtkirurgin likaså."))
        True
    """
    return _WORDS[key].search(text)


def step_in(text: str) -> int:
    """The number of the step of the process that a text names; 0 if it names none.

    Example:
        >>> step_in("Bordlagt efter steg 4")
        4
    """
    found = says("step", text)
    return int(found[1] or found[2]) if found else 0


def step_label(text: str) -> int:
    """The number of the step that a text begins with: ``Steg 3, remiss: …``; else 0."""
    found = says("step", text)
    return step_in(text) if found and not found.start() else 0


def find_all(key: str, text: str) -> Iterator[re.Match[str]]:
    """All places where a text says what one of the ``words`` is about; capitals matter."""
    return re.finditer(_WORDS[key].pattern, text)


@lru_cache(maxsize=10_000)
def act_of(text: str) -> str:
    """What a sentence says that was done; empty if nothing that a fact is made of.

    Example:
        >>> act_of("Region Skåne fick avslag"), act_of("Kaffet är slut")
        ('refused', '')
    """
    if sure := next((key for key, act in _ACTS.items() if act[2].search(text)), ""):
        return sure
    for key, (said, _, _) in _ACTS.items():
        if said.search(text) and not _is_denied(key, text):
            if key in ("granted", "holds") and says("not_now", text):
                text = _WORDS["not_now"].sub("", text)
            return key if said.search(text) else ""
    return ""


@lru_cache(maxsize=10_000)
def first_of(table: str, text: str) -> str:
    """The first of the ``frames``, ``columns`` or ``substates`` that a text is of."""
    return next((key for key, said in _FIRST[table] if said.search(text)), "")


@lru_cache(maxsize=10_000)
def denied(text: str) -> bool:
    """Whether a sentence speaks of something that was not done, or not yet.

    Example:
        >>> denied("Vi avser att söka"), denied("Vi söker")
        (True, False)
    """
    return any(_is_denied(key, text) for key in _ACTS)


def _is_denied(key: str, text: str) -> bool:
    """Whether a sentence says what was done with a word of doubt, or of what may come."""
    said, unless, _ = _ACTS[key]
    if not (found := said.search(text)):
        return False
    before, behind = text[max(0, found.start() - _BEFORE) : found.start()], text[found.end() :]
    ahead = key in MAY_COME and (says("ahead_before", before) or says("ahead_behind", behind))
    never = says("negated", behind) or (key != "refused" and says("not_before", before))
    return bool(ahead or never or unless.search(text))


@lru_cache(maxsize=10_000)
def role_of_day(text: str, nearest_first: bool = False) -> str:
    """What a day is by the words before it, of which the last counts; or by those behind it."""
    found = [(m.end(), key) for key, said in _DAYS.items() for m in said.finditer(text)]
    if not found:
        return ""
    end = (min if nearest_first else max)(end for end, _ in found)
    return next(key for at, key in found if at == end)
