"""How often the words of the ontology are used in a view of the graph."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from graph.engines.values import value

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

_QUERIES = (
    "SELECT ?term (COUNT(?s) AS ?n) { ?s a ?term } GROUP BY ?term",
    "SELECT ?term (COUNT(*) AS ?n) { ?s ?term ?o } GROUP BY ?term",
    """SELECT ?term (COUNT(*) AS ?n) {
         ?s ?p ?term . ?term skos:inScheme ?scheme FILTER NOT EXISTS { ?s skos:inScheme ?other }
       } GROUP BY ?term""",
)


def counts(kg: KnowledgeGraph) -> Counter[NamedNode]:
    """Count things by class, statements by property, and facts by value of a list.

    Args:
        kg: The view; the resolved graph is counted.

    Returns:
        A number for each term that is used at all.
    """
    found: Counter[NamedNode] = Counter()
    for query in _QUERIES:
        for term, number in kg.select(query).rows:
            if isinstance(term, NamedNode):
                found[term] += int(str(value(number)))
    return found
