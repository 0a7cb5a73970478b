"""Maps and charts as a user meets them: shown in a notebook, saved, told in words and a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from graph.base.words import words_of
from graph.pictures.sheet.drawing import Drawing, filled, framed
from graph.pictures.sheet.letters import MARGIN, WIDTH, heading, paragraphs
from graph.pictures.sheet.page import TooNarrow
from graph.pictures.sheet.sheet import Mark, Sheet

Cells = tuple[str, ...]
Body = Callable[[float, float], tuple[list[Mark], float]]
"""Draws a picture from a height on in a width: its marks, and the height where notes begin."""
_LONGEST_FRAME = 420
_WIDEST = 1600.0


@dataclass(frozen=True)
class Illustration(Drawing):
    """A map or a chart. In a notebook it shows itself; elsewhere, save it.

    Attributes:
        name: The kind of picture, e.g. ``"permits"``.
        told: What it shows in a sentence, for those who cannot see it.
        below: What stands under its title.
        notes: What it leaves out, and where it comes from.
        headings: The headings of the table of the same data.
        rows: The rows of that table, as texts.
        body: Draws what stands between title and notes.
        least: The least width in which that can be read, in pixels.
        as_of: The day of the view that it is of.
        known_at: Up to when the sources of that view go.
    """

    name: str
    told: str
    below: tuple[str, ...]
    notes: tuple[str, ...]
    headings: Cells
    rows: tuple[Cells, ...]
    body: Body = field(repr=False)
    least: float = 380.0
    as_of: str = ""
    known_at: str | None = None

    def __repr__(self) -> str:
        return f"<Illustration {self.name}: {self.title}>"

    @property
    def described(self) -> str:
        """The alternative text: the sentence and the notes."""
        return " ".join((self.told, *self.notes))

    def sheet_at(self, wide: float | None) -> Sheet:
        """What is drawn for print; it is narrow or wide as is wanted, within reason."""
        wide = min(wide or WIDTH, _WIDEST)
        if wide < self.least:
            raise TooNarrow(self.least)
        head, top = heading(self.title, self.below, wide)
        drawn, bottom = self.body(top, wide)
        foot, end = paragraphs(self.notes, MARGIN, bottom, wide - 2 * MARGIN)
        return Sheet(wide, end + 8, (*head, *drawn, *foot))

    def html(self) -> str:
        """The picture and its table as one page that needs no network and runs no script."""

        def say(key: str) -> str:
            return words_of("graph.pictures").say(key, self.lang)

        return filled("pictures/sheet/illustration.html", made=self, say=say) + "\n"

    def _repr_html_(self) -> str:
        """The page in a frame of its own, for JupyterLab, VS Code and exported notebooks."""
        below = min(90 + 31 * len(self.rows), _LONGEST_FRAME)
        height = int(self.sheet.height * 980 / self.sheet.width) + below
        return framed(self.html(), self.title, self.lang, height)
