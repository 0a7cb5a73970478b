"""All that the page asks with, as the scripts that it loads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from graph.base.words import words_of
from graph.site.ask import scripts
from graph.site.ask.language import language
from graph.site.ask.names import names, pages
from graph.site.ask.questions import cut, questions
from graph.site.ask.views import PastView
from graph.site.words import WORDS
from graph.view.citations import citations_query
from graph.view.counting import count_query
from graph.view.part import NAMES
from graph.view.whole import is_resolved, quads, texts
from loaders.publishing.canonical_turtle import trig
from ontology.terms import PREFIXES

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

SCRIPTS = (
    "parts", "dates", "values", "spelling", "names", "sparql", "tables", "engine", "answers",
    "evidence", "suggestions", "editor", "shown", "page",
)  # fmt: skip
"""The scripts of the page, in the order in which they build on each other."""
_FACTS = "VALUES ?fact { $facts }"
# All that is said of facts, with the names of what it names (:mod:`graph.view.part`).
_STATEMENTS = f"""CONSTRUCT {{ ?fact ?p ?o . ?o ?is ?name }} WHERE {{
  {_FACTS} ?fact ?p ?o
  OPTIONAL {{ ?o ?is ?name FILTER(?is IN ({", ".join(map(str, NAMES))})) }} }}"""


def assets(kg: KnowledgeGraph, asked: Sequence[PastView]) -> Iterator[tuple[str, bytes]]:
    """The scripts and the data of the page.

    Args:
        kg: The view that the site is of.
        asked: The views that can be asked, that one first.

    Yields:
        Paths below the folder of the site, and what stands there.
    """
    for name in SCRIPTS:
        path = f"ask/{name}.js"
        yield f"assets/{path}", (files("graph.site") / "assets" / path).read_bytes()
    yield "assets/ask.css", (files("graph.site") / "assets" / "ask.css").read_bytes()
    for name, content in _parts(kg, asked):
        yield f"assets/data/{name}.js", content


def _parts(kg: KnowledgeGraph, asked: Sequence[PastView]) -> Iterator[tuple[str, bytes]]:
    yield scripts.ENGINE, scripts.engine()
    yield "names", scripts.script("names", names(kg))
    for lang in ("sv", "en"):
        yield f"ask-{lang}", scripts.script(f"ask-{lang}", data(kg.at(lang=lang), asked))
    for view in asked:
        yield view.graph, scripts.packed(view.graph, texts(view.kg).turtle)
        named = trig((quad for quad in quads(view.kg) if not is_resolved(quad)), PREFIXES)
        yield view.documents, scripts.packed(view.documents, named)


def data(kg: KnowledgeGraph, asked: Sequence[PastView]) -> dict[str, Any]:
    """Questions, sentences and what else the page needs in the language of a view."""
    lang, says = kg.lang, words_of("graph.view")
    return {
        "lang": lang,
        "views": [PastView(v.kg.at(lang=lang), v.graph, v.documents).data() for v in asked],
        "questions": questions(kg),
        "counting": cut(count_query("$programme")),
        "citations": cut(citations_query(_FACTS)),
        "statements": cut(_STATEMENTS),
        "words": WORDS.section("asking", lang),
        "says": {key: says.say(key, lang) for key in says},
        "language": language(lang),
        "pages": pages(kg),
    }
