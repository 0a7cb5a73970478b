"""Lines without marks of a format: what they are is told by how they look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from loaders.drafting.cues import says
from loaders.drafting.lines import BLANK, ITEM, JOINS, MARK, Line

_STEP = re.compile(r"(?:steg \d\b|§ \d)", re.I)
_DATED = re.compile(
    r"^\s*(?:\d{1,2}[./]\d{1,2}(?:[ ./-]*\d{2,4})?|\d{1,2} [a-z]{3,9}\.?"
    r"|(?:vår|sommar|höst|vinter)\w*[ -]*\d{2,4}"
    r"|\d{4}-\d\d(?:-\d\d)?)\s{2,}\S",
    re.I,
)
_OPENS = re.compile(r"\d{1,2}(?:[./]\d| \w{3,})")
_NUMBERED = re.compile(r"^(?:§ )?\d{1,3}(?:\.\d{1,2})*\.?\s+(?=[A-ZÅÄÖ])")
_NUMBER = re.compile(r"\s*\d{1,2}\.\s+")
_QUOTED = re.compile(r"^(?:>+ ?)+")
_SHORT = 75
_PARAGRAPH = 110
_TITLE = 50
# Lines with which an item of a numbered list may go on.
_FURTHER = 3
# So many empty lines part pages or slides; the first line of one is its title.
_PAGE = 3


@dataclass(frozen=True)
class _Around:
    """The lines beside one: the one before, the next that is not empty, and how it all looks."""

    before: str
    after: str
    width: int


def plain(
    lines: Sequence[str], indented: bool = False, told: Mapping[int, int] | None = None
) -> Iterator[Line]:
    """Lines of plain text with the parts that they play.

    Args:
        lines: The lines.
        indented: Whether blanks before a line mean something, as in a text that somebody typed.
        told: The levels of the lines that are headings, if the document says which they are.
    """
    lines = [_QUOTED.sub("", line) for line in lines]
    width = sorted(map(len, lines))[len(lines) * 4 // 5] if lines else 0
    counted, guessed = _counted(lines), told is None
    first, gap, item, depth = True, 0, False, 0
    numbered = False
    for number, raw in enumerate(lines):
        text, before = raw.strip(), lines[number - 1] if number else ""
        if not text:
            gap, item = gap + 1, False
            yield BLANK
            continue
        page, gap = gap >= _PAGE, 0
        deep = indented and raw[:2].isspace()
        marked = MARK.match(text) or (_NUMBER.match(text) if number in counted else None)
        after = next((line.strip() for line in lines[number + 1 :] if line.strip()), "")
        around = _Around(before.strip(), after, width)
        dated = _DATED.match(raw) or (_opens(text) and _opens(before.strip() or after))
        if told and number in told:
            item = False
            yield Line(text, "heading", told[number])
        elif marked or dated:
            item = True
            depth = len(raw) - len(raw.lstrip()) if indented else 0
            yield Line(ITEM + text[marked.end() :] if marked else text, "item", depth)
        elif deep and item:
            deeper = len(raw) - len(raw.lstrip()) > depth or not _ended(around, text)
            yield Line(text, "more") if deeper else Line(text, "item", depth)
        elif deep and around.before and not before[:1].isspace() and len(around.before) < _SHORT:
            item, depth = True, len(raw) - len(raw.lstrip())
            yield Line(ITEM + text, "item", depth)
        elif guessed and _STEP.match(text) and len(text) < _PARAGRAPH:
            item = False
            yield Line(text, "heading", 2)
        elif guessed and (first or (page and _may_be_a_title(text) and not says("sentence", text))):
            item = False
            yield Line(text, "heading", 1)
        elif guessed and _looks_like_a_heading(text, around):
            item = False
            listed = bool(MARK.match(after)) and not text.isupper()
            own = _NUMBERED.match(text)
            below = listed or text.endswith(":") or (numbered and not own)
            below = below or bool(own and "." in own[0].strip(" ."))
            yield Line(text, "heading", 3 if below else 2)
        else:
            apart = not item and _ended(around, text)
            yield Line(text, level=1) if apart else Line(text)
            item = False
        numbered = numbered or text.startswith("§")
        first = False


def _counted(lines: Sequence[str]) -> set[int]:
    """The lines that begin the items of lists numbered ``1.``, ``2.``, with no gap between."""
    found: set[int] = set()
    last, number = 0, 0
    for at, line in enumerate(lines):
        if told := re.match(r"\s*(\d{1,2})\.\s", line):
            if number and int(told[1]) == number + 1:
                found |= {last, at}
            last, number = at, int(told[1])
        elif not line.strip() or at - last > _FURTHER:
            number = 0
    return found


def _ended(around: _Around, text: str) -> bool:
    """Whether a line begins anew: the first of its words had room on the line before."""
    before = around.before
    full = len(before) + len(text.split()[0]) >= around.width
    goes_on = before[-1:] in ",-–/(" or JOINS.search(before)
    return bool(before) and text[:1].isupper() and not (full or goes_on)


def _opens(text: str) -> bool:
    """Whether a line opens with a day, and not with the number of a heading."""
    return bool(_OPENS.match(text)) and not _NUMBERED.match(text)


def _may_be_a_title(text: str) -> bool:
    """Whether a line could be a title, wherever it stands."""
    text = _NUMBERED.sub("", text)
    ends = text[-1:] in ".,;–-" or re.search(r"\.\s+[A-ZÅÄÖ]", text)
    return text[:1].isupper() and len(text) <= _SHORT and not ends


def _looks_like_a_heading(text: str, around: _Around) -> bool:
    numbered = _NUMBERED.match(text)
    told = ": " in text or re.match(r"\d{1,2}[./]\d", text)
    if not _may_be_a_title(text) or (told and not numbered):
        return False
    letters = [char for char in text if char.isalpha()]
    if sum(map(str.isupper, letters)) > 0.85 * len(letters) and len(letters) > 3:
        return True
    before, after = around.before, around.after
    opens = not before or before[-1] in ".!?:" or bool(MARK.match(before))
    follows = bool(after) and (
        after[0].isupper() or bool(_OPENS.match(after)) or bool(MARK.match(after))
    )
    short, shorter = around.width * 0.8, around.width * 0.6
    goes_on = len(text) < short and after[:1].islower() and len(after) < shorter
    goes_on = goes_on and bool(opens) and after[-1] not in ".,;:"
    return (opens or len(before) < shorter) and len(text) <= _TITLE and (follows or goes_on)
