"""The headings of columns of evidence, in the two languages, and tables of it as HTML."""

from __future__ import annotations

from html import escape

from graph.base.words import words_of
from graph.engines.frames import Table


def headings(lang: str) -> dict[str, str]:
    """The headings of columns of evidence."""
    return words_of("graph.evidence").section("heading", lang)


def html_table(table: Table) -> str:
    """A table as HTML; all text is escaped."""
    heads = "".join(f"<th>{escape(table.headings.get(n, n))}</th>" for n in table.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{'' if c is None else escape(str(c))}</td>" for c in row) + "</tr>"
        for row in table.values()
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
