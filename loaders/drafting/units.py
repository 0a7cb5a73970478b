"""Numbers of units as documents write them: "4(2)", "4 eller 5", "3 för vuxna och 2 för barn"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_WORDS = (
    "ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton "
    "arton nitton tjugo"
)
NUMBERS = {"en": 1} | {word: at for at, word in enumerate(_WORDS.split(), 1)}
NUMBER = r"(\d{1,3}|" + "|".join(NUMBERS) + ")"
_NOUN = r"(?:enheter|enhet|enh\b|tillstånd|utförare|platser|ställen|vårdgivare|centrum|sjukhus)"
_FOR = r"\s+(?:enheter |tillstånd )?(?:för )?"
_COUNTED = {
    "permit-count": rf"\b{NUMBER} (?:nhv-)?(?:tillstånd|nationella (?:vård)?uppdrag"
    r"|(?:\w+ )?assignments)\b",
    "permit-total": rf"\b(?:nhv-)?(?:tillstånd|uppdrag)\w*[^:.\d]{{0,30}}: {NUMBER}\b(?! \w*enhet)",
    "matter-count": rf"\b{NUMBER} (?:områden|ärenden)\b",
    "area-count": rf"\b{NUMBER} (?:olika )?(?:vård|tillstånds)områden\b",
}
# Two numbers and what each of them is of; the first form that fits.
_PAIRS = (
    (r"\b(\d)\s?\((\d)\)", ("total", "of_which")),
    (rf"\b{NUMBER} {_NOUN},? varav {NUMBER}\b", ("total", "of_which")),
    (rf"{NUMBER}{_FOR}vuxna?.{{0,20}}?{NUMBER}{_FOR}.{{0,12}}barn", ("adults", "children")),
    (rf"{NUMBER}{_FOR}barn.{{0,20}}?{NUMBER}{_FOR}vuxna?", ("children", "adults")),
    (rf"vuxna:? {NUMBER}\b.{{1,12}}barn:? {NUMBER}\b", ("adults", "children")),
    (rf"barn:? {NUMBER}\b.{{1,12}}vuxna:? {NUMBER}\b", ("children", "adults")),
    (rf"\b{NUMBER} (?:eller|el\.?|alt\.?|respektive) {NUMBER} {_NOUN}", ()),
    (rf"alternativ \w:? {NUMBER} {_NOUN}.*?alternativ \w:? {NUMBER} {_NOUN}", ()),
    (rf"\balt\.? ?\w: ?{NUMBER}\b.*?\balt\.? ?\w: ?{NUMBER}\b", ()),
    (rf"alternativen {NUMBER} och {NUMBER} {_NOUN}", ()),
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
    for form, of in _PAIRS:
        if found := re.search(form, text, re.I):
            both = [number(found[1]), number(found[2])]
            said = dict(zip(of, both, strict=True)) if of else {"alternatives": both}
            return {**said, "printed": found[0]}
    found = re.search(rf"\b{NUMBER}(?: \w+)? {_NOUN}\b", text, re.I)
    most = found and re.search("högst|som mest", text[: found.start()], re.I)
    return number(found[1]) if found and not most else None


def counted(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The first number of permits, of matters and of areas that a text tells."""
    for kind, form in _COUNTED.items():
        if found := re.search(form, text, re.I):
            yield kind, found


def number_in(cell: str) -> int | None:
    """The number that a cell is, if it is one."""
    found = re.fullmatch(NUMBER, cell.strip(), re.I)
    return number(found[1]) if found else None
