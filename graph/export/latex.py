"""Tables for a paper in LaTeX: ruled by the package booktabs, with footnotes for the sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from graph.engines.answer import LAST, PRECISION
from graph.engines.cells import headings_of, plain, rows_of, text
from graph.evidence.references import latex
from graph.export.cells import swedish
from graph.export.notes import WORDS, About

if TYPE_CHECKING:
    import pandas as pd

# What footnotes say of a row, and the digits of a day that a source states.
_EVIDENCE = ("fact", "source", "date", "locator", "certainty")
_STATED = {"year": 4, "month": 7, "day": 10}


def booktabs(table: pd.DataFrame, said: About, lang: str) -> bytes:
    r"""A table as LaTeX, in UTF-8, every sign escaped.

    Args:
        table: The data; a date stands as its source states it, and the evidence of an answer as
            footnotes.
        said: What is said of it.
        lang: The language.

    Returns:
        The bytes of a file for ``\input``: a ``table`` with caption, label and notes.
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
    lines = []
    for number, row in enumerate(rows_of(table)):
        cells = dict(zip(names, row, strict=True))
        line = " & ".join(_cell(name, cells, lang) for name in shown)
        numbers = ",".join(map(str, marks[number])) if marks else ""
        lines.append(line + (rf"\textsuperscript{{{numbers}}}" if numbers else "") + r" \\")
    return "\n".join(
        [
            f"% {WORDS.say('latex.needs', lang)}",
            r"\begin{table}[htbp]",
            r"\centering",
            rf"\caption{{{latex(said.title)}}}",
            *([rf"\label{{tab:{said.name}}}"] if said.name else []),
            rf"\begin{{tabular}}{{{''.join('r' if name in numeric else 'l' for name in shown)}}}",
            r"\toprule",
            " & ".join(latex(headings.get(name, name)) for name in shown) + r" \\",
            r"\midrule",
            *lines,
            r"\bottomrule",
            r"\end{tabular}",
            r"\par\smallskip\raggedright\footnotesize",
            *_notes(str(table.attrs.get("note", "")), said, numbered=bool(marks)),
            r"\end{table}",
            "",
        ]
    ).encode()


def _is_part(name: str, names: list[str]) -> bool:
    """Whether a column is the last day or the precision of the date in another."""
    return any(name.endswith(end) and name[: -len(end)] in names for end in (LAST, PRECISION))


def _free(name: str, names: list[str]) -> str:
    """What the column of evidence is called beside one of the answer with that name."""
    return f"evidence_{name}" if f"evidence_{name}" in names else name


def _cell(name: str, cells: Mapping[str, Any], lang: str) -> str:
    value = plain(cells[name])
    if isinstance(value, bool):
        return WORDS.say(f"truth.{text(value)}", lang)
    precision = plain(cells.get(name + PRECISION))
    if value is not None and precision:
        last = text(cells.get(name + LAST))
        digits = _STATED.get(precision)
        return text(value)[:digits] if digits else f"{text(value)}--{last}"
    return latex((swedish if lang == "sv" else text)(value))


def _notes(note: str, said: About, *, numbered: bool) -> Iterator[str]:
    """The note, and the documents by their numbers; without numbers only this graph."""
    if note:
        yield latex(note) + r"\\"
    footnotes = said.cited.footnotes if said.cited else []
    for line in footnotes if numbered else footnotes[-1:]:
        number, _, told = line.partition(". ")
        mark = rf"\textsuperscript{{{number}}} " if numbered else ""
        yield mark + latex(told) + r"\\"
