"""Passages of a document: sentences, items and rows, each with what governs it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.drafting.lines import Line
from loaders.drafting.tables import combined

# A sentence ends before a capital, but not behind an abbreviation or the number of a day.
_SHORT = (
    " t.",
    " o.",
    "t.o.m.",
    "T.o.m.",
    "fr.o.m.",
    "bl.a.",
    "kl.",
    "ca.",
    "inkl.",
    "resp.",
    "f.d.",
)
_NO_END = "".join(rf"(?<!{re.escape(short)})" for short in _SHORT)
_END = re.compile(rf"(?<=[.!?]){_NO_END}\s+(?=[A-ZÅÄÖ–\"”(])")

# A line such as ``Datum: 3 mars`` begins a paragraph of its own.
_LABEL = re.compile(r"[A-ZÅÄÖ\d][\w ,/()-]{1,60}:\s+\S")

# A heading of plain text that stands right above a list.
_GOVERNS = 3


@dataclass(frozen=True)
class Passage:
    """A sentence, an item of a list, a row of a table, or a heading.

    Attributes:
        text: What it says, on one line.
        lines: The numbers of its lines.
        role: ``heading``, ``lead``, ``item``, ``more`` (a further sentence of an item), ``row`` or
            ``text``.
        headings: The headings above it, the outermost first.
        lead: The line that governs it, below the headings.
        heads: Of a row, the heads of its columns.
        level: How deep a heading is.
    """

    text: str
    lines: tuple[int, ...]
    role: str
    headings: tuple[Passage, ...] = ()
    lead: Passage | None = None
    heads: tuple[str, ...] = ()
    level: int = 0

    @property
    def cells(self) -> list[str]:
        """The cells of a row."""
        return [cell.strip() for cell in self.text.split("|")]

    @property
    def governing(self) -> str:
        """The words above it: headings and lead."""
        return " / ".join(
            [
                *(h.text for h in self.headings[1:] or self.headings),
                self.lead.text if self.lead else "",
            ]
        )


def passages(lines: Sequence[Line]) -> Iterator[Passage]:
    """The passages of a document, in its order.

    Args:
        lines: Its lines; passages number them from 1.
    """
    stack: list[Passage] = []
    lead: Passage | None = None
    heads: tuple[str, ...] = ()
    before = ""
    for role, level, numbered in _blocks(lines):
        numbers = tuple(number for number, _ in numbered)
        text = _joined([text for _, text in numbered])
        above = tuple(stack)
        if role == "aside":
            continue
        if role == "heading":
            stack = [one for one in stack if one.level < level]
            one = Passage(text, numbers, role, tuple(stack), level=level)
            yield one
            stack.append(one)
            lead, heads = (one if level == _GOVERNS else None), ()
        elif role == "lead":
            lead = Passage(text, numbers, role, above)
            yield lead
        elif role == "head":
            cells = tuple(cell.strip() for cell in text.split("|"))
            goes_on = before == "head" and len(cells) == len(heads)
            heads = combined(heads, cells) if goes_on else cells
            yield Passage(text, numbers, role, above, lead)
        elif role == "row":
            yield Passage(text, numbers, role, above, lead, heads)
        elif role == "item" or (lead and lead.text.endswith(":") and _LABEL.match(text)):
            role = "item"
            for number, sentence in enumerate(_sentences(numbered)):
                said = _joined([part for _, part in sentence])
                where = tuple(dict.fromkeys(n for n, _ in sentence))
                yield Passage(said, where, "more" if number else role, above, lead)
        else:
            for sentence in _sentences(numbered):
                one = Passage(
                    _joined([t for _, t in sentence]),
                    tuple(dict.fromkeys(n for n, _ in sentence)),
                    role,
                    above,
                    None,
                )
                yield one
            if text.endswith(":") or (role != "foot" and _opens_a_list(lines, numbers[-1])):
                lead = Passage(text, numbers, role, above)
            elif role != "foot":
                lead = None
        before = role


def _opens_a_list(lines: Sequence[Line], last: int) -> bool:
    following = [line for line in lines[last : last + 2] if line.role != "blank"]
    return bool(following) and following[0].role in ("item", "row", "head")


def _joined(texts: Sequence[str]) -> str:
    """Lines as one, words that were parted at a line's end together again."""
    text = texts[0] if texts else ""
    for more in texts[1:]:
        text = text[:-1] + more if _parted(text, more) else f"{text} {more}"
    return text.strip()


def _parted(text: str, more: str) -> bool:
    """Whether a line ends in the first part of a word that the next goes on with."""
    goes_on = more[:1].islower() and not more.startswith(("och ", "samt ", "eller "))
    return goes_on and bool(re.search(r"\w-$", text[-2:]))


def _blocks(lines: Sequence[Line]) -> Iterator[tuple[str, int, list[tuple[int, str]]]]:
    """Lines that belong together: a paragraph, an item with its further lines, a heading."""
    block: list[tuple[int, str]] = []
    role, level = "", 0
    blank = 0
    for number, line in enumerate(lines, 1):
        if line.role == "blank" and role == "heading" and blank < 2:
            blank += 1
            continue
        goes_on = block and (
            (
                role == "text"
                and line.role == "text"
                and not line.level
                and not _LABEL.match(line.text)
            )
            or line.role == "more"
            or (
                role == "item"
                and line.role == "text"
                and (line.text[0].islower() or block[-1][1][-1] in ",-(/")
            )
            or (
                role == "heading"
                and line.role == "text"
                and len(line.text) < 50
                and (
                    line.text[0].islower()
                    or (
                        line.text[0].isdigit()
                        and number == block[-1][0] + 1
                        and len(line.text) < 12
                    )
                )
            )
        )
        if goes_on:
            block.append((number, line.text))
            continue
        if block:
            yield role, level, block
        blank = 0
        block, role, level = (
            ([(number, line.words)], line.role, line.level) if line.role != "blank" else ([], "", 0)
        )
    if block:
        yield role, level, block


def _sentences(numbered: Sequence[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """The sentences of a paragraph, each with its lines."""
    letters: list[str] = []
    owner: list[int] = []
    for number, line in numbered:
        if letters and _parted("".join(letters[-2:]), line):
            letters.pop()
            owner.pop()
        elif letters:
            letters.append(" ")
            owner.append(number)
        letters += line
        owner += [number] * len(line)
    text = "".join(letters)
    start = 0
    for match in [*_END.finditer(text), None]:
        if match and re.fullmatch(r"\W*\d{1,2}\.", text[start : match.start()].strip()):
            continue  # the number of a heading or a paragraph
        end = match.start() if match else len(text)
        if text[start:end].strip():
            parts: dict[int, str] = {}
            for at in range(start, end):
                parts[owner[at]] = parts.get(owner[at], "") + text[at]
            yield [(number, part.strip()) for number, part in parts.items() if part.strip()]
        start = match.end() if match else end
