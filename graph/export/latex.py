"""Tables for a paper in LaTeX: ruled by the package booktabs, with footnotes for the sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from graph.base.problems import BadParameter
from graph.engines.answer import LAST, PRECISION
from graph.engines.cells import headings_of, plain, rows_of, text
from graph.evidence.references import latex
from graph.export.latex_page import WORD, Column, pages
from graph.export.notes import WORDS, About
from graph.export.table_files import swedish

if TYPE_CHECKING:
    import pandas as pd
    from jinja2 import Template

# What footnotes say of a row, and the digits of a day that a source states.
_EVIDENCE = ("fact", "source", "date", "locator", "certainty")
_STATED = {"year": 4, "month": 7, "day": 10}
_LONG_WORD = re.compile(r"(?=\S{9})\S*[^\W\d_]\S*")
_BREAK = re.compile(r"(?<=[-–:/_.,;=&?)|])(?=.)")


def booktabs(table: pd.DataFrame, said: About, lang: str) -> bytes:
    r"""A table as LaTeX for ``\input``, every sign escaped, with its caption, label and notes.

    A date stands as its source states it, the evidence of an answer as footnotes; the first line
    names the packages that it needs. What is longer than a page goes on over several, with its
    header on each; what is wider has lines in its cells, smaller letters, or lies across the page;
    what is wider still is parted (see :mod:`graph.export.latex_page`).
    """
    marks = said.cited.marks if said.cited else ()
    marks = marks if len(marks) == len(table) else ()
    names = headings_of(table)
    hidden = {name for name in names if _is_part(name, names)}
    if marks:
        hidden |= {"entity", *(_free(name, names) for name in _EVIDENCE)}
    shown = [name for name in names if name not in hidden]
    numeric = {n for n, dtype in zip(names, table.dtypes, strict=True) if dtype.kind in "iuf"}
    headings = table.attrs.get("headings", {})
    rows = [dict(zip(names, row, strict=True)) for row in rows_of(table)]
    columns = [
        Column(headings.get(n, n), [_cell(n, row, lang) for row in rows], n in numeric)
        for n in shown
    ]
    if not columns:
        raise BadParameter("the table has no columns, which LaTeX cannot set; choose some")
    told = [",".join(map(str, numbers)) for numbers in marks]
    marked = [rf"\textsuperscript{{{numbers}}}" if numbers else "" for numbers in told]
    marked = marked or [""] * len(table)
    notes = [*_notes(str(table.attrs.get("note", "")), said, numbered=bool(marks))]
    found = pages(columns, len("".join(notes)))
    needed = {
        "booktabs": True,
        "array": any(page.widths for page in found),
        "longtable": any(page.long for page in found),
        "pdflscape": any(page.across for page in found),
    }
    packages = [rf"\usepackage{{{name}}}" for name, is_needed in needed.items() if is_needed]
    values = {"said": said, "lang": lang, "pages": found, "notes": notes, "marks": marked}
    return _template().render(values, packages=", ".join(packages)).encode()


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("graph.export"),
        autoescape=False,
        undefined=StrictUndefined,
        # Braces and percent signs are LaTeX's own.
        block_start_string="<%", block_end_string="%>",
        variable_start_string="<<", variable_end_string=">>",
        comment_start_string="<#", comment_end_string="#>",
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.globals |= {"say": WORDS.say}
    environment.filters |= {"latex": latex, "cell": _set}
    return environment.get_template("table.tex")


def _is_part(name: str, names: list[str]) -> bool:
    """Whether a column is the last day or the precision of the date in another."""
    return any(name.endswith(end) and name[: -len(end)] in names for end in (LAST, PRECISION))


def _free(name: str, names: list[str]) -> str:
    """What the column of evidence is called beside one of the answer with that name."""
    return f"evidence_{name}" if f"evidence_{name}" in names else name


def _cell(name: str, cells: Mapping[str, Any], lang: str) -> str:
    """A cell as plain text."""
    value = plain(cells[name])
    if isinstance(value, bool):
        return WORDS.say(f"truth.{text(value)}", lang)
    precision, last = plain(cells.get(name + PRECISION)), text(cells.get(name + LAST))
    if value is not None and isinstance(precision, str):
        if digits := _STATED.get(precision):
            return text(value)[:digits]
        if last:
            return f"{text(value)}–{last}"
    return (swedish if lang == "sv" else text)(value)


def _set(text_: str) -> str:
    """A text in LaTeX; long words without blanks, such as addresses, may be broken."""
    pieces, at = [], 0
    for word in _LONG_WORD.finditer(text_):
        pieces.append(latex(text_[at : word.start()]))
        pieces.append(r"\hspace{0pt}".join(map(_hyphenated, _BREAK.split(word[0]))))
        at = word.end()
    return "".join([*pieces, latex(text_[at:])])


def _hyphenated(piece: str) -> str:
    """A piece of a word before a hyphen, which LaTeX would else not hyphenate, in LaTeX."""
    bare = piece.removesuffix("-")
    is_long = len(bare) > WORD and bare != piece
    return rf"{latex(bare)}\nobreak\hspace{{0pt}}-" if is_long else latex(piece)


def _notes(note: str, said: About, *, numbered: bool) -> Iterator[str]:
    """The note, and the documents by their numbers; without numbers only this graph."""
    if note:
        yield _set(note) + r"\\"
    footnotes = said.cited.footnotes if said.cited else []
    for line in footnotes if numbered else footnotes[-1:]:
        number, _, told = line.partition(". ")
        mark = rf"\textsuperscript{{{number}}} " if numbered else ""
        yield mark + _set(told) + r"\\"
