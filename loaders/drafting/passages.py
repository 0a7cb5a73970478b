"""Passages of a document: sentences, items and rows, each with what governs it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from loaders.drafting.cues import AREA, first_of, says
from loaders.drafting.lines import JOINS, Line
from loaders.drafting.tables import combined

# A sentence ends before a capital, but not behind an abbreviation or the number of a day.
_SHORT = "t o t.o.m fr.o.m bl.a kl ca inkl resp f.d dvs t.ex underlev ordf prel nr st"
_NO_END = "".join(rf"(?<!\b(?i:{re.escape(short)}\.))" for short in _SHORT.split())
_END = re.compile(rf"(?<=[.!?]){_NO_END}\s+(?=[A-ZÅÄÖ–\"”(])")

# A line such as ``Datum: 3 mars`` begins a paragraph of its own.
_LABEL = re.compile(r"[A-ZÅÄÖ\d][\w ,/()-]{1,60}:\s+\S")


# Letters of a line that may go on with a heading, and of one that is no more than its year.
_LINE = 50
_YEAR = 12
# Labels below a name that say what the columns of a table would.
_FEWEST = 2
# The mark of a note, before it and in the cell that it tells more of.
_NOTE = re.compile(r"(?P<mark>\(\d\)|\d\)|\*{1,3}|[¹²³⁴⁵]) ?(?=\w)")
_NOTED = re.compile(r" ?(?P<mark>\(\d\)|(?<=\w)\d\)|\*{1,3}|[¹²³⁴⁵])$")
# A heading that stands right above a list.
_GOVERNS = 3


@dataclass(frozen=True, eq=False)
class Passage:
    """A sentence, an item of a list, a row of a table, or a heading; each knows what governs it.

    Attributes:
        text: What it says, on one line.
        lines: The numbers of its lines.
        role: ``heading``, ``lead``, ``item``, ``more`` (a further sentence of an item), ``row`` or
            ``text``.
        parent: What stands right above it in the tree: a lead, an item with a list, a heading.
        heads: Of a row, the heads of its columns.
        level: How deep a heading or an item is.
    """

    text: str
    lines: tuple[int, ...]
    role: str
    parent: Passage | None = None
    heads: tuple[str, ...] = ()
    level: int = 0

    @property
    def cells(self) -> list[str]:
        """The cells of a row."""
        return [cell.strip() for cell in self.text.split("|")]

    @property
    def of_calendar(self) -> Passage:
        """A row of what is on which day as an item of a calendar; anything else as it is."""
        heads = [head.strip(" :").casefold() for head in self.heads]
        day = next((at for at, head in enumerate(heads) if says("when", head)), None)
        what = next((at for at, head in enumerate(heads) if says("what", head)), None)
        if self.role != "row" or day is None or what is None or max(day, what) >= len(self.cells):
            return self
        text = f"{self.cells[day]} {self.cells[what]}"
        lead = Passage("Kalender", self.lines, "lead", self.section)
        return replace(self, text=text, role="item", parent=lead)

    @property
    def named(self) -> int:
        """The first cell of a row that is no number."""
        return next((at for at, cell in enumerate(self.cells) if not cell[:1].isdigit()), 0)

    @property
    def listed(self) -> bool:
        """Whether it stands in a list or table."""
        return self.role in ("item", "more", "row")

    @cached_property
    def above(self) -> tuple[Passage, ...]:
        """All that stands above it, the nearest first."""
        return (self.parent, *self.parent.above) if self.parent else ()

    @cached_property
    def headings(self) -> tuple[Passage, ...]:
        """The headings above it, the outermost first."""
        return tuple(one for one in reversed(self.above) if one.role == "heading")

    @property
    def section(self) -> Passage | None:
        """The heading that it stands under."""
        return self.headings[-1] if self.headings else None

    @property
    def leads(self) -> list[Passage]:
        """The lines, items and smallest headings that govern it as an item, the nearest first."""
        small = (one for one in self.above if one.role != "heading" or one.level == _GOVERNS)
        return list(small) if self.role not in ("text", "heading") else []

    @property
    def lead(self) -> Passage | None:
        """The nearest of them."""
        return next(iter(self.leads), None)

    @property
    def governors(self) -> list[Passage]:
        """What governs it, the nearest first; a title above headings does not."""
        rest = reversed(self.headings[1:] or self.headings)
        return list(dict.fromkeys([*self.leads, *rest]))

    @property
    def governing(self) -> str:
        """The words above it: headings and lead."""
        return " / ".join(one.text for one in reversed(self.governors))


def passages(lines: Sequence[Line]) -> Iterator[Passage]:
    """The passages of a document, in its order.

    Args:
        lines: Its lines; passages number them from 1.
    """
    lines = _under_a_title(lines)
    headings: list[Passage] = []
    items: list[Passage] = []
    lead: Passage | None = None
    heads: tuple[str, ...] = ()
    before = ""
    for role, level, numbered in _blocks(lines):
        numbers = tuple(number for number, _ in numbered)
        text = _joined([text for _, text in numbered])
        section = headings[-1] if headings else None
        labelled = lead is not None and lead.text.endswith(":") and before != "item"
        if role == "aside":
            continue
        if role == "heading":
            headings = [one for one in headings if one.level < level]
            above = headings[-1] if headings else None
            headings.append(Passage(text, numbers, role, above, level=level))
            yield headings[-1]
            lead, items, heads = None, [], ()
        elif role == "lead":
            lead, items = Passage(text, numbers, role, section, level=level), []
            yield lead
        elif role == "head":
            cells = tuple(cell.strip() for cell in text.split("|"))
            goes_on = before == "head" and len(cells) == len(heads)
            heads = combined(heads, cells) if goes_on else cells
            yield Passage(text, numbers, role, lead or section)
        elif role == "row":
            yield Passage(text, numbers, role, lead or section, heads)
        elif role == "item" or (labelled and _LABEL.match(text)):
            items = [one for one in items if one.level < level]
            lead = lead if lead and lead.level <= level else None
            parent = items[-1] if items else lead or section
            for number, one in enumerate(_sentences(numbered)):
                part = _passage(one, "more" if number else "item", parent, level)
                yield part
                items += [] if number else [part]
        else:
            said = list(_sentences(numbered))
            leads = text.endswith(":") and len(said) == 1 and len(text) < _LINE
            for one in said:
                yield _passage(one, "lead" if leads else role, section)
            opens = text.endswith(":") or (role != "foot" and _opens_a_list(lines, numbers[-1]))
            if opens or role != "foot":
                lead, items = Passage(text, numbers, role, section) if opens else None, []
        before = role


def _under_a_title(lines: Sequence[Line]) -> list[Line]:
    """Lines of which the first heading is the title; headings as high as it stand below it."""
    headings = [line for line in lines if line.role == "heading"]
    down = [line.level for line in headings].count(1) > 1
    told = [replace(one, level=one.level + down) if one.role == "heading" else one for one in lines]
    if headings:
        told[lines.index(headings[0])] = replace(headings[0], level=1)
    return told


def with_cards(passages: Sequence[Passage]) -> list[Passage]:
    """Passages of which labelled lines right below a name are the row of a table.

    ``Dysmeli`` with ``Gäller från: 1 oktober 2025`` and ``Sjukhus: Sus`` below it says what a row
    with these heads says.
    """
    told: list[Passage] = []
    for parent, run in groupby(passages, key=lambda p: p.parent if _LABEL.match(p.text) else None):
        lines = list(run)
        cells = [p.text.partition(":")[::2] for p in lines]
        labels = [label for label, _ in cells if not says("way", label)]
        known = {kind for label in labels if (kind := first_of("columns", label))}
        if (
            parent is None
            or len(known) < _FEWEST
            or (parent.role == "heading" and parent.level < 2)
        ):
            told += lines
            continue
        text = " | ".join([parent.text, *(cell.replace("|", "/").strip() for _, cell in cells)])
        numbers = (*parent.lines, *(number for p in lines for number in p.lines))
        heads = (AREA, *(label.strip() for label, _ in cells))
        told.append(Passage(text, numbers, "row", parent.parent, heads))
    return told


def with_notes(passages: Sequence[Passage]) -> list[Passage]:
    """Passages of which the notes of a table are items below the name that its row begins with.

    ``(2) Startar först den 1 september`` tells more of the row of which a cell ends in ``(2)``; a
    mark that no note explains belongs to its cell.
    """
    notes = {p: note for p in passages if (note := _note(p))}
    marks = {mark for mark, _ in notes.values()}
    told: list[Passage] = []
    rows: dict[str, Passage] = {}
    for p in passages:
        if p in notes and (row := rows.get(notes[p][0])):
            above = Passage(row.cells[row.named], row.lines, "lead", row.section)
            p = replace(p, text=notes[p][1], role="item", parent=above)
        elif p.role == "row" and p not in notes:
            at_end = [m["mark"] for cell in p.cells if (m := _NOTED.search(cell))]
            by_head = zip(p.heads, p.cells, strict=False)
            alone = [cell for head, cell in by_head if says("note", head)]
            found = {*at_end, *alone} & marks
            cells = [_NOTED.sub("", cell) if found else cell for cell in p.cells]
            p = replace(p, text=" | ".join("" if cell in found else cell for cell in cells))
            rows |= dict.fromkeys(found, p)
        told.append(p)
    return told


def _note(p: Passage) -> tuple[str, str] | None:
    """The mark of a note and what it says: a line, or a row of a letter and a text."""
    cells = list(filter(None, p.cells)) if p.role == "row" else []
    if len(cells) == 2 and len(cells[0]) == 1 and cells[0].isalpha() and " " in cells[1]:
        return cells[0], cells[1]
    found = _NOTE.match(p.text) if p.role != "row" else None
    return (found["mark"], p.text[found.end() :]) if found else None


def _passage(
    numbered: Sequence[tuple[int, str]], role: str, parent: Passage | None, level: int = 0
) -> Passage:
    lines = tuple(dict.fromkeys(number for number, _ in numbered))
    return Passage(_joined([text for _, text in numbered]), lines, role, parent, level=level)


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
        if block and _goes_on(role, block[-1], number, line):
            block.append((number, line.text))
            continue
        if block:
            yield role, level, block
        blank = 0
        block, role, level = [(number, line.words)], line.role, line.level
        if line.role == "blank":
            block, role, level = [], "", 0
    if block:
        yield role, level, block


def _goes_on(role: str, last: tuple[int, str], number: int, line: Line) -> bool:
    """Whether a line goes on with the paragraph, the item or the heading before it."""
    text = line.text
    if line.role != "text":
        return line.role == "more"
    if role == "text":
        return not line.level and not _LABEL.match(text)
    if role == "item":
        return text[0].islower() or last[1][-1] in ",-(/" or bool(JOINS.search(last[1]))
    year = text[0].isdigit() and number == last[0] + 1 and len(text) < _YEAR
    return role == "heading" and len(text) < _LINE and (text[0].islower() or year)


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
