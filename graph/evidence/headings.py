"""The headings of columns of evidence, in the two languages."""

from __future__ import annotations

from graph.languages import in_lang


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
