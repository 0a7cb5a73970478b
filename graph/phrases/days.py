"""Days said in a phrase: "i juni 2023", "31/12 2022", "sedan 2021", "last year".

The words are those of ``days.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from graph.phrases.spelling import plain

_TABLE = Path(__file__).with_name("days.toml")
_YEAR = r"((?:19|20)\d\d)"
_Meaning = Callable[[re.Match[str], date], str]


class Said(NamedTuple):
    """A day as said.

    Attributes:
        text: The day in EDTF.
        role: ``"at"``, ``"since"`` or ``"until"``.
        start: Where it begins in the plain phrase.
        end: Where it ends.
    """

    text: str
    role: str
    start: int
    end: int


class _Language(NamedTuple):
    """Patterns made of the words: forms of days in their order, and what leads them."""

    forms: tuple[tuple[re.Pattern[str], _Meaning], ...]
    leads: dict[str, re.Pattern[str]]
    documents: re.Pattern[str]


def _numbers(table: dict[str, str]) -> dict[str, int]:
    return {word: int(number) for number, words in table.items() for word in words.split("|")}


@cache
def _language() -> _Language:
    table: dict[str, Any] = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    months, seasons, numbers, ordinals = (
        _numbers(table[key]) for key in ("months", "seasons", "numbers", "ordinals")
    )
    month, season = (
        f"({'|'.join(sorted(said, key=len, reverse=True))})" for said in (months, seasons)
    )
    parts, now, roles = table["parts"], table["today"], table["roles"]
    end, start, middle = (
        rf"(?:{parts[key]})(?: (?:{parts['of']}))?(?: ar(?:et)?)?"
        for key in ("end", "start", "middle")
    )
    which = f"({'|'.join(ordinals)})"
    count = rf"(\d+|{'|'.join(numbers)})"

    def on(year: str, month: int, day: str) -> str:
        fits = 1 <= month <= 12 and 1 <= int(day) <= 31
        return f"{year}-{month:02d}-{int(day):02d}" if fits else year

    def months_of(said: re.Match[str], long: int) -> str:
        last = ordinals[said[1]] * long
        return f"{said[2]}-{last - long + 1:02d}/{said[2]}-{last:02d}" if last <= 12 else said[2]

    forms: list[tuple[str, _Meaning]] = [
        (r"(\d{4}-\d\d-\d\d)", lambda m, _: m[1]),
        (rf"(\d{{1,2}})[/.](\d{{1,2}})[ /.-]+{_YEAR}", lambda m, _: on(m[3], int(m[2]), m[1])),
        (rf"(?:den )?(\d{{1,2}})(?::?[ae]|st|nd|rd|th)?(?: of)? {month}\.?,? {_YEAR}",
         lambda m, _: on(m[3], months[m[2]], m[1])),
        (rf"{month}\.? (\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}",
         lambda m, _: on(m[3], months[m[1]], m[2])),
        # A month that takes its year from the next: "between March and June 2022".
        (rf"{month}(?= (?:{roles['to']}) {month} {_YEAR})",
         lambda m, _: f"{m[3]}-{months[m[1]]:02d}"),
        (rf"(?:{end} )?{month},? (?:of |ar )?{_YEAR}", lambda m, _: f"{m[2]}-{months[m[1]]:02d}"),
        (r"(\d{4}-\d\d)(?!-)", lambda m, _: m[1]),
        (rf"{which} (?:{parts['half']}) (?:of |ar )?{_YEAR}", lambda m, _: months_of(m, 6)),
        (rf"{which} (?:{parts['quarter']}) (?:of |ar )?{_YEAR}", lambda m, _: months_of(m, 3)),
        (rf"{season}(?: of| ar)? {_YEAR}", lambda m, _: f"{m[2]}-{seasons[m[1]]}"),
        (rf"(?:{end}|arsskiftet) {_YEAR}(?:[/-]\d+)?", lambda m, _: f"{m[1]}-12-31"),
        (rf"{start} {_YEAR}", lambda m, _: f"{m[1]}-01-01"),
        (rf"{middle}-?\s?{_YEAR}", lambda m, _: f"{m[1]}-06-30"),
        (_YEAR, lambda m, _: m[1]),
        (f"(?:{now['last_year']})", lambda _, t: str(t.year - 1)),
        (f"(?:{now['year_before']})", lambda _, t: str(t.year - 2)),
        (f"(?:{now['next_year']})", lambda _, t: str(t.year + 1)),
        (f"(?:{now['this_year']})", lambda _, t: str(t.year)),
        (rf"{count} (?:{now['years_ago']})",
         lambda m, t: str(t.year - (numbers[m[1]] if m[1] in numbers else min(int(m[1]), 99)))),
        (f"(?:{now['last_month']})",
         lambda _, t: (t.replace(day=1) - timedelta(days=1)).isoformat()[:7]),
        (f"(?:{now['yesterday']})", lambda _, t: (t - timedelta(days=1)).isoformat()),
        (f"(?:{now['now']})", lambda _, t: t.isoformat()),
    ]  # fmt: skip
    return _Language(
        tuple((re.compile(rf"\b{form}\b"), meaning) for form, meaning in forms),
        {
            role: re.compile(rf"\b(?:{roles[role]})(?: (?:{roles['lead']}))?$")
            for role in ("since", "until", "before", "between")
        },
        re.compile(rf"\b(?:{roles['documents']})\b"),
    )


def days(phrase: str, today: date) -> list[Said]:
    """The days that a phrase says, in their order.

    Args:
        phrase: The phrase.
        today: The day on which it is said.

    Example:
        >>> [(d.text, d.role) for d in days("beslut sedan juni 2021", date(2026, 11, 29))]
        [('2021-06', 'since')]
    """
    text = plain(phrase)
    found: list[Said] = []
    for form, meaning in _language().forms:
        for match in form.finditer(text):
            if not any(match.start() < said.end and said.start < match.end() for said in found):
                found += _ends(_said(text, match, meaning(match, today)))
    found.sort(key=lambda said: said.start)
    return [_in_range(text, found, at) for at in range(len(found))]


def _said(text: str, match: re.Match[str], day: str) -> Said:
    leads = _language().leads
    before = text[: match.start()].rstrip(" (,")
    for role in ("since", "until"):
        if lead := leads[role].search(before):
            if leads["before"].search(before) and day.isdigit():
                day = str(int(day) - 1)  # "before 2020" ends with 2019
            return Said(day, role, lead.start(), match.end())
    return Said(day, "at", match.start(), match.end())


def _ends(said: Said) -> list[Said]:
    """A part of a year as its two ends, or as the one that is meant: "since spring term"."""
    first, slash, last = said.text.partition("/")
    if not slash:
        return [said]
    if said.role != "at":
        return [said._replace(text=first if said.role == "since" else last)]
    return [
        said._replace(text=first, role="since"),
        said._replace(text=last, role="until", start=said.end),
    ]


def _in_range(text: str, found: list[Said], at: int) -> Said:
    """A day of two that bound a time: ``between 2019 and 2021``, ``2019-2021``."""
    said, between = found[at], _language().leads["between"]

    def spans(first: Said, second: Said) -> bool:
        return text[first.end : second.start].strip() in ("-", "")

    if at + 1 < len(found):
        if lead := between.search(text[: said.start].rstrip()):
            return said._replace(role="since", start=lead.start())
        if spans(said, found[at + 1]) and said.role == "at":
            return said._replace(role="since")
    if at:
        first = found[at - 1]
        if between.search(text[: first.start].rstrip()) or spans(first, said):
            return said._replace(role="until")
    return said


def of_documents(phrase: str) -> bool:
    """Whether a day in a phrase is one of what documents said by then, not of what held.

    Example:
        >>> of_documents("så som dokumenten såg ut i juni 2023")
        True
    """
    return bool(_language().documents.search(plain(phrase)))
