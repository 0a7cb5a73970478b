"""Days said in a phrase: "i juni 2023", "31/12 2022", "sedan 2021", "last year".

The words are those of ``days.toml``.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from graph.phrases.spelling import plain
from graph.phrases.tables import table


class Said(NamedTuple):
    """A day as said, in EDTF: "at", "since" or "until" it; and where it stands in the phrase."""

    text: str
    role: str
    start: int
    end: int


def _numbers(table: dict[str, str]) -> dict[str, int]:
    return {word: int(number) for number, words in table.items() for word in words.split("|")}


@cache
def language() -> dict[str, Any]:
    """How days are said: the table ``days.toml``, as patterns over plain text.

    ``forms`` are patterns in their order, each with a word of :func:`_meant` and what that needs,
    such as the places of year, month and day; ``leads`` stand before a day that something lasts
    since or until; ``documents`` say that a day is one of what documents said; ``months``,
    ``seasons``, ``ordinals`` and ``numbers`` are words with numbers.
    """
    said = table("days")
    words = {key: _numbers(said[key]) for key in ("months", "seasons", "ordinals", "numbers")}
    parts, roles = said["parts"], said["roles"]
    stands = {**parts, **said["today"], "to": roles["to"], "year": r"((?:19|20)\d\d)"}
    for part in ("end", "start", "middle"):
        stands[part] = rf"(?:{parts[part]})(?: (?:{parts['of']}))?(?: ar(?:et)?)?"
    for one, several in (("month", "months"), ("season", "seasons")):
        stands[one] = f"({'|'.join(sorted(words[several], key=len, reverse=True))})"
    stands["ordinal"] = f"({'|'.join(words['ordinals'])})"
    stands["count"] = rf"(\d+|{'|'.join(words['numbers'])})"
    stands["ahead"] = "|".join(f"(?<={word} )" for word in roles["until"].split("|"))

    def pattern(form: str) -> re.Pattern[str]:
        written = re.sub(r"<(\w+)>", lambda name: stands[name[1]], form)
        return re.compile(rf"\b{written}\b")

    return {
        "forms": [(pattern(form), word, tuple(needs)) for form, word, *needs in said["forms"]],
        "leads": {
            role: re.compile(rf"\b(?:{roles[role]})(?: (?:{roles['lead']}))?$")
            for role in ("since", "until", "before", "between")
        },
        "documents": re.compile(rf"\b(?:{roles['documents']})\b"),
        **words,
    }


def _meant(said: re.Match[str], word: str, needs: tuple[Any, ...], today: date) -> str:
    """The day in EDTF that a form means."""
    known = language()
    match word:
        case "said":
            return said[1] + "".join(needs)
        case "day" | "month":
            year, month, *day = (said[place] for place in needs)
            numbers = [known["months"].get(month) or int(month), *map(int, day)]
            fits = 1 <= numbers[0] <= 12 and all(1 <= number <= 31 for number in numbers)
            return "-".join([year, *(f"{number:02d}" for number in numbers)]) if fits else year
        case "part":
            last = (known["ordinals"].get(said[1]) or int(said[1])) * needs[0]
            first = f"{said[2]}-{last - needs[0] + 1:02d}"
            return f"{first}/{said[2]}-{last:02d}" if last <= 12 else said[2]
        case "season":
            return f"{said[2]}-{known['seasons'][said[1]]}"
        case "year":
            return f"{today.year + needs[0]}{''.join(needs[1:])}"
        case "years ago":
            return str(today.year - (known["numbers"].get(said[1]) or min(int(said[1]), 99)))
        case "last month":
            return (today.replace(day=1) - timedelta(days=1)).isoformat()[:7]
        case _:
            return (today + timedelta(days=needs[0])).isoformat()


def days(phrase: str, today: date) -> list[Said]:
    """The days that a phrase says today, in their order.

    Example:
        >>> [(d.text, d.role) for d in days("beslut sedan juni 2021", date(2026, 11, 29))]
        [('2021-06', 'since')]
    """
    text = plain(phrase)
    found: list[Said] = []
    for form, word, needs in language()["forms"]:
        for match in form.finditer(text):
            if not any(match.start() < said.end and said.start < match.end() for said in found):
                found += _ends(_said(text, match, _meant(match, word, needs, today)))
    found.sort(key=lambda said: said.start)
    return [_in_range(text, found, at) for at in range(len(found))]


def _said(text: str, match: re.Match[str], day: str) -> Said:
    leads = language()["leads"]
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
    said, between = found[at], language()["leads"]["between"]

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
    return bool(language()["documents"].search(plain(phrase)))
