"""Cells, badges and links as HTML: what stands in every page hundreds of times.

Written in Python, where a template takes three times as long; ``_macros.html`` hands them on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup, escape
from pyoxigraph import NamedNode

from graph.site.parts import Badge, Cell, Cells


class Values:
    """The values of one page.

    Args:
        lang: The language of the page.
        href: How the page refers to where a term stands; None if it stands nowhere.
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
        return Markup(self._attribute(code))

    def date(self, text: str) -> Markup:
        """A date in any precision, as it is stated."""
        return Markup(f'<span class="date">{escape(text)}</span>')

    def badge(self, one: Badge) -> Markup:
        """A badge, linked to what explains it."""
        return Markup(self._badge(one))

    def link(self, term: NamedNode | None, text: str, code: str = "") -> Markup:
        """A thing or term by its name, linked where it has a page."""
        return Markup(self._link(term, text, code))

    def cell(self, one: Cell) -> Markup:
        """A value."""
        return Markup(self._cell(one))

    def cells(self, one: Cells) -> Markup:
        """A value, or several below one another."""
        listed: Sequence[Cell] = (one,) if isinstance(one, Cell) else one
        if len(listed) < 2:
            return Markup("".join(map(self._cell, listed)))
        items = "".join(f"<li>{self._cell(each)}</li>" for each in listed)
        return Markup(f'<ul class="values">{items}</ul>')

    def _attribute(self, code: str) -> str:
        return f' lang="{escape(code)}"' if code and code != self._lang else ""

    def _badge(self, one: Badge) -> str:
        look, place = f'class="badge {one.mood}"', self.href(one.term) if one.term else None
        if place:
            return f'<a {look} href="{escape(place)}">{escape(one.text)}</a>'
        return f"<span {look}>{escape(one.text)}</span>"

    def _link(self, term: NamedNode | None, text: str, code: str) -> str:
        place, said = self.href(term) if term else None, self._attribute(code)
        if place:
            return f'<a href="{escape(place)}"{said}>{escape(text)}</a>'
        return f"<span{said}>{escape(text)}</span>"

    def _cell(self, one: Cell) -> str:
        if one.href:
            made = f'<a href="{escape(one.href)}"{self._attribute(one.lang)}>{escape(one.text)}</a>'
        elif one.term:
            made = self._link(one.term, one.text, one.lang)
        elif one.lang or one.form == "date":
            dated = ' class="date"' if one.form == "date" else ""
            made = f"<span{self._attribute(one.lang)}{dated}>{escape(one.text)}</span>"
        else:
            made = str(escape(one.text))
        if one.form == "code":
            made = f"<code>{made}</code>"
        return made + "".join(f" {self._badge(mark)}" for mark in one.badges)
