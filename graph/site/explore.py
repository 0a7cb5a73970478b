"""The page on which one moves through time: the explorer, with links to all pages that it names."""

from __future__ import annotations

from collections.abc import Mapping

from graph.base.words import words_of
from graph.knowledge_graph import KnowledgeGraph
from graph.pictures.explorer import bundle
from graph.pictures.explorer.data import explorer_data
from graph.site.parts import Page
from graph.site.things.places import places

_WORDS = words_of("graph.pictures.explorer")


def page(kg: KnowledgeGraph) -> Page:
    """The explorer's page in the language of the view, with its data beside it."""
    data = explorer_data(kg, places(kg))
    return Page(
        path="explore.html",
        title=_WORDS.say("title", kg.lang),
        summary=_WORDS.say("summary", kg.lang),
        template="explore.html",
        content={"no_script": _WORDS.say("no_script", kg.lang)},
        files={"explore-data.js": bundle.data_script(data).encode()},
    )


def shared() -> Mapping[str, bytes]:
    """The files that the page has in both languages, by their paths in the site."""
    return {
        "assets/explorer.js": bundle.script().encode(),
        "assets/explorer.css": bundle.style().encode(),
    }
