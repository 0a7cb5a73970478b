"""Numbers of units as documents write them: "4(2)", "4 eller 5", "3 för vuxna och 2 för barn"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

NUMBERS = {
    "en": 1,
    "ett": 1,
    "två": 2,
    "tre": 3,
    "fyra": 4,
    "fem": 5,
    "sex": 6,
    "sju": 7,
    "åtta": 8,
    "nio": 9,
    "tio": 10,
    "elva": 11,
    "tolv": 12,
}
_FOR = r"(?:enheter |tillstånd )?(?:för )?"
NUMBER = r"(\d{1,3}|" + "|".join(NUMBERS) + ")"
N = NUMBER
_COUNTED = (
    (
        "permit-count",
        rf"\b{NUMBER} (?:nhv-)?(?:tillstånd|nationella (?:vård)?uppdrag|(?:\w+ )?assignments)\b",
    ),
    ("matter-count", rf"\b{NUMBER} (?:områden|ärenden)\b"),
    ("area-count", rf"\b{NUMBER} (?:olika )?(?:vård|tillstånds)områden\b"),
)


def number(word: str) -> int:
    """A number in digits or words.

    Example:
        >>> number("tre"), number("17")
        (3, 17)
    """
    return NUMBERS.get(word.casefold()) or int(word)


def units_in(text: str) -> Any:
    """A number of units as a document writes it."""
    if found := re.search(r"\b(\d)\s?\((\d)\)", text):
        return {"total": int(found[1]), "of_which": int(found[2]), "printed": found[0]}
    noun = r"(?:enheter|enhet|tillstånd|utförare|platser|vårdgivare|centrum|sjukhus)"
    if found := re.search(
        rf"{N}\s+{_FOR}vuxna?.{{0,20}}?{N}\s+{_FOR}.{{0,12}}barn",
        text,
        re.I,
    ):
        return {"adults": number(found[1]), "children": number(found[2]), "printed": found[0]}
    if found := re.search(
        rf"{N}\s+{_FOR}barn.{{0,20}}?{N}\s+{_FOR}vuxna?",
        text,
        re.I,
    ):
        return {"adults": number(found[2]), "children": number(found[1]), "printed": found[0]}
    if found := re.search(rf"\b{N} (?:eller|el\.?|alt\.?|respektive) {N} {noun}", text, re.I):
        return {"alternatives": [number(found[1]), number(found[2])], "printed": found[0]}
    if len(several := re.findall(rf"alternativ \w:? {N} {noun}", text, re.I)) > 1:
        return {"alternatives": [number(one) for one in several]}
    if found := re.search(rf"alternativen {N} och {N} {noun}", text, re.I):
        return {"alternatives": [number(found[1]), number(found[2])], "printed": found[0]}
    if (found := re.search(rf"\b{N}(?: \w+)? {noun}\b", text, re.I)) and not re.search(
        "högst|som mest", text[: found.start()], re.I
    ):
        return number(found[1])
    return None


def counted(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The first number of permits, of matters and of areas that a text tells."""
    for kind, form in _COUNTED:
        if found := re.search(form, text, re.I):
            yield kind, found


def number_in(cell: str) -> int | None:
    """The number that a cell is, if it is one."""
    found = re.fullmatch(NUMBER, cell.strip(), re.I)
    return number(found[1]) if found else None
