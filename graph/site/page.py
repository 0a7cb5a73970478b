"""A page of the site before it is written: what it is about, and what stands on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode


@dataclass(frozen=True)
class Page:
    """One page in one language.

    Attributes:
        path: Where it lies below the folder of its language, e.g. ``"area/dysmeli.html"``; the
            same in both languages.
        title: Its heading, in its language.
        summary: One sentence on what it shows, for lists, search and sharing.
        template: The file in ``graph/site/templates/`` that lays it out, e.g. ``"thing.html"``.
        content: What the template needs beside the fields here: plain values, parts of
            :mod:`graph.site.parts`, and ``Markup`` where it is known to be safe.
        thing: What the page is about, if it is a thing or a term of the graph: its Turtle is
            written for the site, and other pages link to it.
        kind: The heading under which lists and the search have it, in its language, e.g.
            ``"Område"``.
        keywords: Further words by which search finds it (short name, other names).
        files: What lies beside the page, by name, such as a picture or a table; the page
            links it by that name alone.
        title_lang: The language of the title, where it is not that of the page.
    """

    path: str
    title: str
    summary: str
    template: str
    content: Mapping[str, object] = field(default_factory=dict)
    thing: NamedNode | None = None
    kind: str = ""
    keywords: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    title_lang: str = ""
