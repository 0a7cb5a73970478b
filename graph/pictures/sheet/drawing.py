"""What ``kg.draw``, ``kg.map`` and ``kg.chart`` return: a picture that shows and saves itself."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from graph.base.files import as_path, write
from graph.base.problems import BadParameter
from graph.base.words import words_of
from graph.pictures.sheet.letters import MARGIN, WIDTH, heading, paragraphs
from graph.pictures.sheet.page import TooNarrow, paged, wanted
from graph.pictures.sheet.printing import painted
from graph.pictures.sheet.sheet import Mark, Sheet
from graph.pictures.sheet.svg import svg
from graph.questions.parameter import one_of

if TYPE_CHECKING:
    from jinja2 import Environment


FORMS = (".html", ".svg", ".png", ".pdf")


@dataclass(frozen=True)
class Drawing(ABC):
    """A picture. In a notebook it shows itself; elsewhere, save it.

    Attributes:
        title: Its title.
        lang: The language of all that it says.
    """

    title: str
    lang: str

    @property
    @abstractmethod
    def described(self) -> str:
        """What it tells those who cannot see it."""

    @abstractmethod
    def sheet_at(self, wide: float | None) -> Sheet:
        """What is drawn for print, laid out in a width, or as wide as it likes to be.

        Raises:
            TooNarrow: If it needs more.
        """

    @cached_property
    def sheet(self) -> Sheet:
        """What is drawn for print, as wide as it likes to be."""
        return self.sheet_at(None)

    @abstractmethod
    def html(self) -> str:
        """The picture and its table as one page that needs no network."""

    def svg(self) -> str:
        """The picture for print as SVG; its text stays text."""
        return svg(self.sheet, title=self.title, described=self.described, lang=self.lang)

    def save(
        self,
        path: str | os.PathLike[str],
        *,
        width: float | str | None = None,
        height: float | str | None = None,
        dpi: float | None = None,
        font_size: float | None = None,
    ) -> Path:
        """Write the picture to a file, whole or not at all.

        Args:
            path: The file; its suffix decides: .html (with the table), .svg, .png or .pdf.
            width: How wide it is to be printed: millimetres, or a text with its unit ("3.35 in").
            height: How high; with both sides, the picture is as large as fits between them.
            dpi: The dots per inch of a .png; 300 if a size is given. Other forms have no dots.
            font_size: The points of the letters of legends and notes. With a width, the picture is
                laid out anew for such letters; without, it is as wide as they make it.

        Returns:
            The path.

        Raises:
            BadParameter: The suffix is none of these, the folder is not there, a size is none, or
                the picture does not fit into it with such letters.

        Example:
            >>> kg.map("permits", area="dysmeli").save("map.pdf", width=85)  # doctest: +SKIP
        """
        asked = wanted(width, height, dpi, font_size)
        target = as_path(path)
        suffix = target.suffix.lower()
        if suffix not in FORMS:
            one_of("the suffix of a picture", suffix or target.name, FORMS)
        need_folder(target)
        if suffix == ".html":
            if any(asked):
                raise BadParameter(
                    "a page fits its window and has no size; give one to a .svg, .png or .pdf"
                )
            write(target, self.html().encode("utf-8"))
            return target
        sheet, page = paged(self.sheet_at, asked)
        if suffix == ".svg":
            words = {"title": self.title, "described": self.described, "lang": self.lang}
            data = svg(sheet, page if asked.is_sized else None, **words).encode("utf-8")
        else:
            dots = page.dots(asked) if suffix == ".png" else 72.0
            data = painted(sheet, page, suffix[1:], dots, self.title)
        write(target, data)
        return target


def need_folder(target: Path) -> None:
    """Refuse to draw for a file whose folder is not there."""
    if not target.parent.is_dir():
        raise BadParameter(f"there is no folder {target.parent}; make it first")


def framed(page: str, title: str, lang: str, height: int, may: str = "") -> str:
    """A page in a frame of its own, for notebooks: neither side can disturb the other."""
    return (
        f'<iframe title="{escape(title)}" lang="{lang}" sandbox="{may}" '
        f'style="width:100%;height:{height}px;border:0;" srcdoc="{escape(page)}"></iframe>'
    )


def filled(template: str, **values: object) -> str:
    """A template, by its path in ``graph``, with its values in it; texts are escaped."""
    return _templates().get_template(template).render(values)


@cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(Path(__file__).parents[2])
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined)


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
