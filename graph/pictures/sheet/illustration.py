"""Maps and charts as a user meets them: shown in a notebook, saved, told in words and a table."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.base.words import words_of
from graph.pictures.sheet import style
from graph.pictures.sheet.png import png
from graph.pictures.sheet.saving import save
from graph.pictures.sheet.sheet import Sheet
from graph.pictures.sheet.svg import svg
from graph.questions.parameter import Parameter, member, values_of

if TYPE_CHECKING:
    from graph.view.view import View

Cells = tuple[str, ...]
_LONGEST_FRAME = 420

AREA = Parameter("area", "area", optional=False)
PROGRAMME = Parameter("programme", "programme")
"""What several kinds take; of the programmes, NHV if none is named."""

_CSS = """
.sheet { background: #ffffff; border: 1px solid var(--rule); border-radius: 6px; overflow: hidden;
  max-width: 980px; }
.sheet svg { display: block; width: 100%; height: auto; }
.table { max-width: 980px; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
"""

_WORDS = words_of("graph.pictures")


@dataclass(frozen=True)
class Illustration:
    """A map or a chart. In a notebook it shows itself; elsewhere, save it.

    Attributes:
        name: The kind of picture, e.g. ``"permits"``.
        title: Its title.
        told: What it shows in a sentence, for those who cannot see it.
        notes: What it leaves out, and where it comes from.
        headings: The headings of the table of the same data.
        rows: The rows of that table, as texts.
        lang: The language of all this.
        sheet: What is drawn.
    """

    name: str
    title: str
    told: str
    notes: tuple[str, ...]
    headings: Cells
    rows: tuple[Cells, ...]
    lang: str
    sheet: Sheet = field(repr=False)

    def __repr__(self) -> str:
        return f"<Illustration {self.name}: {self.title}>"

    @property
    def described(self) -> str:
        """The alternative text: the sentence and the notes."""
        return " ".join((self.told, *self.notes))

    def svg(self) -> str:
        """The picture as SVG; its text stays text."""
        return svg(self.sheet, title=self.title, described=self.described, lang=self.lang)

    def html(self) -> str:
        """The picture and its table as one page that needs no network and runs no script."""
        policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"
        return (
            f'<!DOCTYPE html>\n<html lang="{self.lang}"><head><meta charset="utf-8">'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{escape(self.title)}</title><style>{style.CSS}{_CSS}</style></head>\n"
            f'<body><main><div class="sheet">{self.svg()}</div>\n{self._table()}\n'
            "</main></body></html>\n"
        )

    def _repr_html_(self) -> str:
        """The page in a frame of its own, for JupyterLab, VS Code and exported notebooks."""
        below = min(90 + 31 * len(self.rows), _LONGEST_FRAME)
        return (
            f'<iframe title="{escape(self.title)}" lang="{self.lang}" sandbox="" '
            f'style="width:100%;height:{int(self.sheet.height * 980 / self.sheet.width) + below}px;'
            f'border:0;" srcdoc="{escape(self.html())}"></iframe>'
        )

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the picture to a file, whole or not at all.

        Args:
            path: The file; its suffix decides: .html (with the table), .svg or .png.

        Returns:
            The path.

        Raises:
            BadParameter: The suffix is none of these, or the folder is not there.

        Example:
            >>> kg.map("permits", area="dysmeli").save("map.svg")  # doctest: +SKIP
        """
        return save(
            path,
            {
                ".html": lambda: self.html().encode("utf-8"),
                ".svg": lambda: self.svg().encode("utf-8"),
                ".png": self._png,
            },
        )

    def _png(self) -> bytes:
        return png(self.sheet)

    def _table(self) -> str:
        same = _WORDS.say("same_data", self.lang)
        heads = "".join(f'<th scope="col">{escape(h)}</th>' for h in self.headings)
        body = "\n".join(_row(cells) for cells in self.rows)
        return (
            f'<div class="table" role="region" tabindex="0" aria-label="{same}"><table>'
            f"<caption>{escape(self.title)}. {same}.</caption><thead><tr>{heads}</tr></thead>\n"
            f"<tbody>\n{body}\n</tbody></table></div>"
        )


def _row(cells: Cells) -> str:
    first, *rest = cells
    told = "".join(f"<td{_kind(cell)}>{escape(cell)}</td>" for cell in rest)
    return f'<tr><th scope="row">{escape(first)}</th>{told}</tr>'


def _kind(cell: str) -> str:
    """The class of a cell: numbers stand to the right, dates on one line."""
    if cell.isdigit():
        return ' class="number"'
    return ' class="fixed"' if len(cell) < 11 and cell[:4].isdigit() else ""


@dataclass(frozen=True)
class Kind:
    """A kind of map or chart: its names, its parameters and what makes it.

    Attributes:
        name: What it is asked for by.
        sv: What it shows, in Swedish.
        en: The same in English.
        build: Makes the picture of a view, with the parameters by name.
        params: Its parameters.
    """

    name: str
    sv: str
    en: str
    build: Callable[..., Illustration]
    params: tuple[Parameter, ...] = ()


def drawn(
    kg: View, kinds: Mapping[str, Kind], noun: str, name: str, params: Mapping[str, Any]
) -> Illustration:
    """Make a picture of a catalogue of kinds.

    Args:
        kg: The view.
        kinds: The catalogue.
        noun: What its members are called, for messages: ``"map"``.
        name: The member; an underscore counts as a hyphen.
        params: Its parameters; ``None`` counts as not given.

    Raises:
        UnknownName: If there is no such member, or a named thing is unknown.
        BadParameter: If a parameter is unknown, missing or of the wrong form.
        NothingFound: If the picture would be empty.
    """
    kind = member(noun, kinds, name)
    return kind.build(kg, **values_of(f"{noun} {kind.name}", kind.params, params))
