"""A line of a document, and the part that it plays there."""

from __future__ import annotations

import re
from dataclasses import dataclass

ITEM = "• "
CELLS = " | "
# What PDF makes of the marks of some fonts.
_DRAWN = "\x7f\uf02d\uf0a7\uf0b7"
MARK = re.compile(
    rf"^\s*(?:[•●▪◦·‣{_DRAWN}]\s*|[*+–—-]\s+|\*(?=\w)|o\s+|[a-z]\)\s+|\d{{1,2}}\)\s+)"
)


# A line that ends so goes on below.
JOINS = re.compile(r"\b(?:och|samt|eller|till|av|för|i|på|vid|hos|med|den|and|of|to|at)$")


@dataclass(frozen=True)
class Line:
    """A line of a document.

    Attributes:
        text: What stands there.
        role: ``heading``, ``lead`` (governs the items below it), ``item``, ``more`` (goes on with
            it), ``head`` (the heads of a table), ``row``, ``text``, ``foot``, ``aside`` (menus and
            notices around a page) or ``blank``.
        level: How deep a heading or an item is; 1 is the title. A text with a level is a paragraph
            of its own.
    """

    text: str
    role: str = "text"
    level: int = 0

    @property
    def cells(self) -> list[str]:
        """The cells of a row."""
        return [cell.strip() for cell in self.text.split(CELLS.strip())]

    @property
    def words(self) -> str:
        """The text without the mark of an item."""
        return self.text.removeprefix(ITEM).strip()


def decoded(raw: bytes) -> str:
    """Bytes as text: UTF-8, else what Windows wrote before it."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


BLANK = Line("", "blank")
