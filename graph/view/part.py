"""A part of the graph: the statements about a thing and what is tied to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

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
    things = [plain("thing", one) for one in (named if named is not None else [thing])]
    if not things:
        raise BadParameter("thing is an empty list; name one, such as region:region-skane")
    about = {view.names.find(one.value if isinstance(one, NamedNode) else one) for one in things}
    engine = view.engine
    found = {quad.triple for quad in engine.find(about)}
    new: set[Any] = {quad.subject for quad in engine.find(objects=about)} if steps else set()
    for _ in range(steps):
        if not (new := {node for node in new if isinstance(node, NamedNode)} - about):
            break
        found |= {quad.triple for quad in engine.find(new)}
        about |= new
        # What facts name is next; words of vocabularies are no things.
        new = {triple.object for triple in found if str(triple.object).startswith(f"<{BASE}id/")}
    said = {term for triple in found for term in (triple.predicate, triple.object)}
    iris = [term for term in said if isinstance(term, NamedNode)]
    return part_of(sorted(found.union(q.triple for q in engine.find(iris, NAMES)), key=str))
