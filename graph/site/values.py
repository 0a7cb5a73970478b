"""Cells, badges and links as HTML: what stands in every page hundreds of times.

Written in Python, where a template takes three times as long; ``_macros.html`` hands them on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup, escape
from pyoxigraph import NamedNode

from graph.site.parts import Badge, Cell, Cells


class Values:
    """The values of a page in a language.

    ``href`` says how the page refers to where a term stands; None if it stands nowhere.
    """

    def __init__(self, lang: str, href: Callable[[NamedNode], str | None]) -> None:
        self._lang, self._href = lang, href
        self._known: dict[NamedNode, str | None] = {}

    def href(self, term: NamedNode) -> str | None:
        """How the page refers to a term, looked up once."""
        if term not in self._known:
            self._known[term] = self._href(term)
        return self._known[term]

    def lang(self, code: str) -> Markup:
        """`` lang="…"``, where a text is not in the language of its page."""
        return Markup(f' lang="{escape(code)}"' if code and code != self._lang else "")

    def date(self, text: str) -> Markup:
        """A date in any precision, as it is stated."""
        return Markup(f'<span class="date">{escape(text)}</span>')

    def badge(self, one: Badge) -> Markup:
        """A badge, linked to what explains it."""
        look, place = f'class="badge {one.mood}"', self.href(one.term) if one.term else None
        if place:
            return Markup(f'<a {look} href="{escape(place)}">{escape(one.text)}</a>')
        return Markup(f"<span {look}>{escape(one.text)}</span>")

    def link(self, term: NamedNode | None, text: str, code: str = "") -> Markup:
        """A thing or term by its name, linked where it has a page."""
        place, said = self.href(term) if term else None, self.lang(code)
        if place:
            return Markup(f'<a href="{escape(place)}"{said}>{escape(text)}</a>')
        return Markup(f"<span{said}>{escape(text)}</span>")

    def cell(self, one: Cell) -> Markup:
        """A value."""
        if one.href:
            made: str = f'<a href="{escape(one.href)}"{self.lang(one.lang)}>{escape(one.text)}</a>'
        elif one.term:
            made = self.link(one.term, one.text, one.lang)
        elif one.lang or one.form == "date":
            dated = ' class="date"' if one.form == "date" else ""
            made = f"<span{self.lang(one.lang)}{dated}>{escape(one.text)}</span>"
        else:
            made = escape(one.text)
        if one.form == "code":
            made = f"<code>{made}</code>"
        marks = "".join(f" {self.badge(mark)}" for mark in one.badges)
        return Markup(f"{made}{marks}")

    def cells(self, one: Cells) -> Markup:
        """A value, or several below one another."""
        listed: Sequence[Cell] = (one,) if isinstance(one, Cell) else one
        if len(listed) < 2:
            return Markup("".join(map(self.cell, listed)))
        items = "".join(f"<li>{self.cell(each)}</li>" for each in listed)
        return Markup(f'<ul class="values">{items}</ul>')
