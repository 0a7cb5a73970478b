"""The catalogue as data: each question with its query cut where terms stand, and how it is read.

A query is cut by :func:`graph.engines.sparql.template`, so that the page binds a parameter as
Python does: a term stands between two texts, and a parameter that is not given becomes a variable
of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from graph.engines.sparql import declared, iri_of, is_word, parameters, partner, template, words
from graph.lookup.gazetteer import towns
from graph.questions.catalogue import catalogue
from graph.questions.computed import Derived, Distance, Nearest, Towned
from graph.questions.parameter import Parameter
from graph.questions.question import ID, Question
from graph.site.vocabulary.query_text import body
from graph.site.vocabulary.questions import example
from graph.view.whole import is_resolved, quads
from loaders.publishing.canonical_turtle import both
from ontology.terms import PREFIXES

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph
    from graph.questions.computed import Step

Data = dict[str, Any]


def questions(kg: KnowledgeGraph) -> list[Data]:
    """Every question in the language of the view, in the order of their names."""
    return [_question(kg, asked) for asked in catalogue().values()]


def cut(query: str) -> Data:
    """A query as the page binds it: the texts between its terms, and what the terms are of."""
    texts, names = template(query)
    return {"texts": texts, "names": names}


def looked_into(kg: KnowledgeGraph) -> bytes:
    """What documents say with the properties that questions look up within ``GRAPH``, as TriG.

    All that documents say takes longer to load than such a question may.
    """
    props = {term for asked in catalogue().values() for term in _within_graphs(asked.sparql)}
    said = [one for one in quads(kg) if not is_resolved(one) and one.predicate.value in props]
    return both(said, PREFIXES).trig


def _within_graphs(query: str) -> Iterator[str]:
    """The terms that stand in the braces after each ``GRAPH`` of a query."""
    every, namespaces = words(query), declared(query)
    for index, token in enumerate(every):
        if is_word(token, "GRAPH"):
            within = every[index : partner(every, index + 2)]
            yield from filter(None, (iri_of(one, namespaces) for one in within))


def _question(kg: KnowledgeGraph, asked: Question) -> Data:
    lang, query = kg.lang, body(asked.sparql)
    return {
        "name": asked.name,
        "text": asked.text(lang),
        "keywords": list(asked.keywords),
        "note": asked.note(lang),
        "params": [_parameter(param, lang) for param in asked.params],
        "example": example(kg, asked),
        "query": cut(query),
        "idColumns": asked.id_columns(),
        "byDay": "as_of" in parameters(query),
        "counts": bool(asked.counts),
        "columns": [{"name": c.name, "kind": c.kind} for c in asked.columns],
        "ids": {name: name + ID for name in asked.labelled()},
        "headings": asked.headings(lang),
        "sort": list(asked.sort),
        "join": list(asked.join),
        "cites": list(asked.cites),
        "derived": [step._asdict() for step in asked.steps if isinstance(step, Derived)],
        "places": [_step(step) for step in asked.steps if not isinstance(step, Derived)],
    }


def _parameter(param: Parameter, lang: str) -> Data:
    return {
        "name": param.name,
        "kind": param.kind,
        "words": param.kind_in_words(lang),
        "optional": param.optional,
        "default": param.default,
    }


def _step(step: Step) -> Data:
    """What is computed of places, by the name of its script, with all that it needs."""
    names = {Towned: "town", Distance: "distance", Nearest: "nearest"}
    points = {name: [town.lat, town.long] for name, town in sorted(towns().items())}
    needed = {"towns": points} if isinstance(step, Towned) else {}
    return {"step": names[type(step)], **step._asdict(), **needed}
