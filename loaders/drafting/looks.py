"""Lines of formats that do not say what a line is, told by what they name: items and rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby, pairwise

from loaders.drafting.cues import first_of, says
from loaders.drafting.lines import CELLS, JOINS, Line
from loaders.drafting.said_days import said_days
from loaders.drafting.said_names import NamesOfRegisters

# What may follow a name on a line of its own that is an item of a list, in letters.
_AFTER = 14
_TITLE = 3
# A day of which only matters that there is one.
_ANY_DAY = date(2000, 1, 1)
# What an item can say of those behind it, where areas stand in the process.
_STAGES = ("mapping", "review", "consultation", "call")
# Letters of a line that may have had no room for more.
_HALF = 45
# Letters of the head of a column.
_HEAD = 30


def with_roles(lines: Sequence[Line], names: NamesOfRegisters) -> list[Line]:
    """Lines of plain text; those that are no more than names, days and numbers are items or rows.

    Args:
        lines: The lines.
        names: The names that they may use.
    """
    told = [
        replace(line, role="item", level=0)
        if number > _TITLE
        and _is_a_name(line, names)
        and not (_heads(lines, number) or _goes_on(lines[number - 1].text, line.text))
        else line
        for number, line in enumerate(lines)
    ]
    heads = {at: head for at, line in enumerate(lines) if (head := _told_head(line, names))}
    cells = [_cells(line, names) for line in lines]
    for length, run in groupby(range(len(lines)), key=lambda at: len(cells[at])):
        rows = list(run)
        if length > 1 and len(rows) > 1:
            for at in rows:
                told[at] = Line(CELLS.join(cells[at]), "row")
            head = _head(lines[rows[0] - 1].text) if rows[0] else []
            if len(head) == length:
                heads[rows[0] - 1] = head
    for at, head in heads.items():
        told[at] = Line(CELLS.join(head), "head")
        for below, row in _rows_below(lines, at + 1, len(head), names):
            told[below] = row
    return told


def with_leads(lines: Sequence[Line], names: NamesOfRegisters) -> list[Line]:
    """Lines of which an item that names nothing, but gives a day, leads those behind it.

    Args:
        lines: The lines.
        names: The names that they may use.
    """
    told = list(lines)
    for at, (line, after) in enumerate(pairwise(lines)):
        alike = line.role == after.role == "item" and line.level == after.level
        calendar = _begins_with_a_day(line) and _begins_with_a_day(after)
        if alike and not calendar and _leads(line, names) and names.names(after.text, ("area",)):
            told[at] = Line(line.words, "lead")
    return told


def _begins_with_a_day(line: Line) -> bool:
    """Whether a line is one of a calendar: ``11/12 nämnden sammanträder``."""
    return any(day.start == 0 for day in said_days(line.words, _ANY_DAY))


def _leads(line: Line, names: NamesOfRegisters) -> bool:
    """Whether an item says nothing but when, or what, the items behind it are."""
    named = names.names(line.text, ("area", "region", "hospital")) or names.whole(line.words)
    if named or line.text[-1:] in ".!?":
        return False
    stage = first_of("frames", line.words) in _STAGES
    return stage or line.text.endswith(":") or bool(said_days(line.text, _ANY_DAY))


def _rows_below(
    lines: Sequence[Line], first: int, columns: int, names: NamesOfRegisters
) -> Iterator[tuple[int, Line]]:
    """The lines below heads of columns as rows, until a sentence; a cell may go on below it."""
    begun = False
    for at in range(first, len(lines)):
        text = lines[at].text
        told = lines[at].role in ("text", "heading", "item") and text[-1:] not in ".:"
        if not told or says("sentence", text):
            return
        row = _cells(lines[at], names, free=True)
        if len(row) < 2:
            cut = _end_of_name(text, names)
            row = [text[:cut].strip(), text[cut:].strip()] if cut else [text]
        row = [*row[: columns - 1], " ".join(row[columns - 1 :])] if len(row) > columns else row
        yield at, Line(CELLS.join(filter(None, row)), "more" if begun else "row")
        begun = len(row) < 2


def _end_of_name(text: str, names: NamesOfRegisters) -> int:
    """Where the name that a row begins with ends: a known one, or what stands before a number."""
    found = names.names(text, ("area",))
    if found and found[0].start == 0:
        return found[0].end
    other = [day.start for day in said_days(text, None)] + [n.start for n in names.names(text)]
    other += [number.start() for number in re.finditer(r"\b\d", text)]
    return min(filter(None, other), default=0)


def _told_head(line: Line, names: NamesOfRegisters) -> list[str]:
    """The heads of columns on a line that is no more than that."""
    head = _head(line.text) if line.role in ("text", "heading") else []
    if len(head) < 2 or names.names(line.text) or line.text.endswith(".") or ":" in line.text:
        return []
    told = [cell for cell in head if first_of("columns", cell)]
    short = all(len(cell) < _HEAD and "." not in cell for cell in head)
    return head if short and len(told) > 1 and len(told) * 2 >= len(head) else []


def _heads(lines: Sequence[Line], at: int) -> bool:
    """Whether a heading stands apart, with a sentence right below it."""
    below = lines[at + 1].text if at + 1 < len(lines) else ""
    apart = lines[at].role == "heading" and lines[at - 1].role == "blank"
    return apart and says("sentence", below) is not None


def _goes_on(before: str, text: str) -> bool:
    """Whether a line goes on with the sentence of a long one before it."""
    parted = bool(JOINS.search(before)) or text[:1].islower()
    return parted and len(before) > _HALF and before[-1] not in ".:;!?"


def _is_a_name(line: Line, names: NamesOfRegisters) -> bool:
    if line.role not in ("text", "heading") or line.level == 1 or says("sentence", line.text):
        return False
    found = names.names(line.text, ("area",))
    return bool(found) and found[0].start == 0 and len(line.text) - found[0].end < _AFTER


def _cells(line: Line, names: NamesOfRegisters, free: bool = False) -> list[str]:
    """The cells of a line that has the look of a row: an area, then names, days, numbers.

    Below heads the area may be one that no register has.
    """
    text = line.text
    if line.role not in ("text", "heading") or not text or text[-1] in ".,:;":
        return []
    spans = [(n.start, n.end) for n in names.names(text)]
    if free:
        spans = spans or [(day.start, day.end) for day in said_days(text, None)][:1]
        if spans and spans[0][0]:
            spans.insert(0, (0, spans[0][0]))
    elif not spans or spans[0][0] or not names.names(text[: spans[0][1]], ("area",)):
        return []
    spans += [(day.start, day.end) for day in said_days(text, None)]
    spans = _joined(text, spans)
    taken = [*spans, *_numbers(text, spans)]
    rest = "".join(
        letter for at, letter in enumerate(text) if not any(a <= at < b for a, b in taken)
    )
    starts = sorted(a for a, _ in taken)
    if re.search(r"[^\W_]", rest):
        return []
    return [text[a:b].strip() for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Names that a comma or an "och" joins, as one; the area that a row begins with stays alone."""
    joined = list(spans[:2])
    for start, end in spans[2:]:
        between = text[joined[-1][1] : start].strip()
        if between and re.fullmatch(r"(?:,|/|och|samt|and)?,?", between):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _numbers(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for found in re.finditer(r"\b\d+\b", text):
        if not any(a <= found.start() < b for a, b in spans):
            yield found.span()


def _head(text: str) -> list[str]:
    """The heads of columns on a line, each of which begins with a capital."""
    starts = [found.start() for found in re.finditer(r"(?<!\S)[A-ZÅÄÖ]", text)]
    if not starts or starts[0]:
        return []
    return [text[a:b].strip() for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
