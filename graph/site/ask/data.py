"""All that the page asks with, as the scripts that it loads."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import TYPE_CHECKING

from graph.base.words import words_of
from graph.site.ask import scripts
from graph.site.ask.language import language
from graph.site.ask.names import Data, names, pages
from graph.site.ask.questions import cut, looked_into, questions
from graph.site.words import WORDS
from graph.view.answering import NAMES
from graph.view.citations import citations_query
from graph.view.counting import PROGRAMMES, count_query, knowledge_line
from graph.view.whole import texts
from loaders.publishing.canonical_turtle import named
from ontology.terms import PREFIXES

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

SCRIPTS = (
    "parts", "dates", "values", "spelling", "names", "sparql", "tables", "engine", "doubts",
    "answers", "evidence", "suggestions", "editor", "shown", "page",
)  # fmt: skip
"""The scripts of the page, in the order in which they build on each other."""
_FACTS = "VALUES ?fact { $facts }"
# All that is said of facts, with the names of what it names (:mod:`graph.view.answering`).
_STATEMENTS = f"""CONSTRUCT {{ ?fact ?p ?o . ?o ?is ?name }} WHERE {{
  {_FACTS} ?fact ?p ?o
  OPTIONAL {{ ?o ?is ?name FILTER(?is IN ({", ".join(map(str, NAMES))})) }} }}"""


def shared(kg: KnowledgeGraph) -> Iterator[tuple[str, bytes]]:
    """The scripts and data that the page has in both languages, for any view.

    Yields:
        Paths below the folder of the site, and what stands there.
    """
    for name in SCRIPTS:
        path = f"ask/{name}.js"
        yield f"assets/{path}", (files("graph.site") / "assets" / path).read_bytes()
    yield "assets/ask.css", (files("graph.site") / "assets" / "ask.css").read_bytes()
    yield file(scripts.ENGINE), scripts.engine()
    yield file("names"), scripts.script("names", names(kg))


def packed(kg: KnowledgeGraph) -> Iterator[tuple[str, bytes]]:
    """The statements of a view; likewise."""
    said = {
        scripts.GRAPH: texts(kg).turtle,
        scripts.LOOKED: looked_into(kg),
        scripts.DOCUMENTS: named(texts(kg), PREFIXES),
    }
    yield from ((file(part), scripts.packed(part, text)) for part, text in said.items())


def sayings(kg: KnowledgeGraph, past: Data) -> tuple[str, bytes]:
    """What the page says in the language of a view.

    Args:
        kg: The view.
        past: What it has to know of what was known before (:mod:`graph.site.ask.past`).
    """
    name = f"ask-{kg.lang}"
    return file(name), scripts.script(name, data(kg, past))


def file(part: str) -> str:
    """Where a part stands, below the folder of the site."""
    return f"assets/data/{part}.js"


def data(kg: KnowledgeGraph, past: Data) -> Data:
    """Questions, sentences and what else the page needs in the language of a view."""
    lang, says = kg.lang, words_of("graph.view")
    return {
        "lang": lang,
        "view": {
            "knownAt": kg.known_at or "",
            "asOf": kg.as_of.isoformat(),
            "line": knowledge_line(kg),
            "at": 0,
        },
        "past": past,
        "questions": questions(kg),
        "counting": cut(count_query("$programme")),
        "programmes": PROGRAMMES,
        "citations": cut(citations_query(_FACTS)),
        "statements": cut(_STATEMENTS),
        "words": WORDS.section("asking", lang),
        "says": {key: says.say(key, lang) for key in says},
        "language": language(lang),
        "pages": pages(kg),
    }
