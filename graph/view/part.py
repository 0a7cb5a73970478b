"""A part of the graph: the statements about a thing and what is tied to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from graph.base.problems import BadParameter, QueryError, as_text
from graph.engines.sparql import form
from graph.questions.parameter import plain, several
from graph.view.answering import empty_query
from graph.view.view import View
from ontology.terms import BASE, DCTERMS, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.engines.rdf import Part

NAMES = (SKOS.prefLabel, RDFS.label, DCTERMS.title)


def constructed(view: View, sparql: str, params: Mapping[str, object]) -> Part:
    """The statements that a CONSTRUCT or DESCRIBE query makes; raises QueryError for others."""
    from graph.engines.rdf import part_of

    asked = form(as_text("a query", sparql))
    if asked in ("SELECT", "ASK"):
        raise QueryError(f"{asked} gives rows and no statements; ask it with kg.query")
    triples = view.triples(sparql, **params)
    return part_of(triples, "" if triples else empty_query(view, sparql, params))


def part(view: View, thing: object, depth: int = 1) -> Part:
    """What is said of a thing and what is tied to it; see :meth:`KnowledgeGraph.part`."""
    from graph.engines.rdf import part_of

    steps = plain("depth", depth)
    if isinstance(steps, bool) or not isinstance(steps, int) or steps < 0:
        raise BadParameter(f"depth is a whole number from 0, not “{depth}”; write depth=1")
    named = several(thing)
    names = [plain("thing", one) for one in (named if named is not None else [thing])]
    if not names:
        raise BadParameter("thing is an empty list; name one, such as region:region-skane")
    about = {view.names.find(one.value if isinstance(one, NamedNode) else one) for one in names}
    found = _said_of(view, about)
    if steps:
        facts = {quad.subject for quad in view.engine.find(objects=about)}
        new = {fact for fact in facts if isinstance(fact, NamedNode)} - about
        for step in range(steps):
            new = new if step == 0 else _named_in(found) - about
            if not new:
                break
            found |= _said_of(view, new)
            about |= new
    return part_of(sorted(found | _named(view, found), key=str))


def _said_of(view: View, things: Iterable[NamedNode]) -> set[Triple]:
    wanted = list(things)
    return {quad.triple for quad in view.engine.find(wanted)} if wanted else set()


def _named_in(triples: Iterable[Triple]) -> set[NamedNode]:
    """The things of the graph that statements name; words of vocabularies are none."""
    terms = (triple.object for triple in triples)
    return {term for term in terms if isinstance(term, NamedNode) and _is_thing(term)}


def _is_thing(term: NamedNode) -> bool:
    return term.value.startswith(f"{BASE}id/")


def _named(view: View, triples: Iterable[Triple]) -> set[Triple]:
    """The names of everything that statements name."""
    every = {term for triple in triples for term in (triple.predicate, triple.object)}
    iris = [term for term in every if isinstance(term, NamedNode)]
    return {quad.triple for quad in view.engine.find(iris, NAMES)} if iris else set()
