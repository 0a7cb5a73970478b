"""The headings of columns of evidence, in the two languages, and tables of it as HTML."""

from __future__ import annotations

from html import escape

from graph.base.languages import in_lang
from graph.engines.frames import Table


def headings(lang: str) -> dict[str, str]:
    """The headings of columns of evidence."""
    pairs = {
        "fact": ("Uppgift", "Fact"), "property": ("Egenskap", "Property"),
        "value": ("Värde", "Value"),
        "source": ("Källa", "Source"), "date": ("Källans datum", "Date of source"),
        "locator": ("Ställe", "Place"), "certainty": ("Säkerhet", "Certainty"),
        "reading": ("Läsning", "Reading"), "note": ("Anmärkning", "Note"),
        "first_line": ("Rad", "Line"), "last_line": ("till", "to"), "kind": ("Slag", "Kind"),
        "label": ("Namn", "Label"), "says": ("Säger", "Says"), "inferred": ("Tolkat", "Inferred"),
        "entity": ("Sak", "Thing"),
    }  # fmt: skip
    return {name: in_lang(lang, *pair) for name, pair in pairs.items()}


def html_table(table: Table) -> str:
    """A table as HTML; all text is escaped."""
    heads = "".join(f"<th>{escape(table.headings.get(n, n))}</th>" for n in table.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{'' if c is None else escape(str(c))}</td>" for c in row) + "</tr>"
        for row in table.values()
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
