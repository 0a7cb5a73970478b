"""The words of the graph: its classes and properties, what they mean, how much they are used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from graph.base.languages import LANGS
from graph.base.lexicon import lexicon
from graph.base.problems import as_text
from graph.base.vocabulary import word
from graph.base.words import words_of
from graph.engines.frames import Table, Term
from graph.engines.values import value
from graph.view.view import View
from ontology.spelling import fold
from ontology.terms import SKOS, curie

if TYPE_CHECKING:
    from graph.engines.answer import Answer

# Things by class, statements by property, and facts by value of a list.
_COUNTS = (
    "SELECT ?term (COUNT(?s) AS ?n) { ?s a ?term } GROUP BY ?term",
    "SELECT ?term (COUNT(*) AS ?n) { ?s ?term ?o } GROUP BY ?term",
    """SELECT ?term (COUNT(*) AS ?n) {
         ?s ?p ?term . ?term skos:inScheme ?scheme FILTER NOT EXISTS { ?s skos:inScheme ?other }
       } GROUP BY ?term""",
)
# The first thing of each class, and of each property the first value.
_EXAMPLES = (
    "SELECT ?term (MIN(STR(?s)) AS ?one) { ?s a ?term } GROUP BY ?term",
    "SELECT ?term (MIN(STR(?o)) AS ?one) { ?s ?term ?o } GROUP BY ?term",
)
_KINDS = ("class", "property")
_WORDS = words_of("graph.view")
_BETWEEN = ", "


def counts(view: View) -> Counter[NamedNode]:
    """How many things are of a class, statements have a property, or facts a value of a list."""
    found: Counter[NamedNode] = Counter()
    for query in _COUNTS:
        for term, number in view.select(query).rows:
            if isinstance(term, NamedNode):
                found[term] += int(str(value(number)))
    return found


def vocabulary(view: View, search: str | None = None) -> Answer:
    """The classes and properties of the graph as a data frame; see ``kg.vocabulary``.

    There is a row for each of ours and those of others in use, classes first, what is used most
    above: its short name, kind, labels, definition in the view's language, for a property what has
    it and what it holds, how often it is used, and an example.
    """
    lex, used = lexicon(), counts(view)
    wanted = fold(as_text("what to search for", search)) if search is not None else ""
    rows: list[tuple[Term | None, ...]] = []
    for kind, own, query in zip(_KINDS, (lex.classes, lex.props), _EXAMPLES, strict=True):
        examples = _examples(view, query)
        for term in sorted({*own, *examples}, key=lambda term: (-used[term], term.value)):
            told = (curie(term.value), kind, *(word(term, lang) for lang in LANGS))
            meant = (lex.text(term, SKOS.definition, lang) for lang in LANGS)
            if wanted not in fold(" ".join((*told[:1], *told[2:], *meant))):
                continue
            rows.append(
                (
                    *map(Literal, (*told, lex.text(term, SKOS.definition, view.lang))),
                    _listed(lex.domain(term)), _listed(lex.range(term)),
                    Literal(used[term]), examples.get(term),
                )
            )  # fmt: skip
    headings = _WORDS.section("vocabulary.heading", view.lang)
    note = _WORDS.say("vocabulary.note", view.lang, len(rows))
    answer = Table(list(headings), rows, headings, note, {"uses": "number"}).frame()
    answer.attrs["whole"] = True
    return answer


def _listed(found: Iterable[NamedNode]) -> Literal | None:
    """Terms in one cell, by their short names."""
    return Literal(_BETWEEN.join(curie(term.value) for term in found)) if found else None


def _examples(view: View, query: str) -> dict[NamedNode, Literal]:
    """A thing of each class, or a value of each property."""
    return {
        term: Literal(curie(one.value))
        for term, one in view.select(query).rows
        if isinstance(term, NamedNode) and isinstance(one, Literal)
    }
