"""Which graphs a query is asked of, and the name of the resolved graph.

In the store the resolved graph is the default graph and has no name; the world knows it as
``https://w3id.org/nhv/graph/resolved``.  Here that name is put in the place it means:

* ``FROM <…/resolved>`` and ``default-graph-uri`` choose the store's default graph;
* ``GRAPH <…/resolved> { … }`` becomes ``{ … }`` wherever that is the same, that is where the
  default graph is the resolved graph alone and no other ``GRAPH`` stands around it.

What cannot be put so is refused, never answered with something else.  ``GRAPH ?g`` ranges over
the sources and registers, as it does for :meth:`graph.knowledge_graph.KnowledgeGraph.query`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, NamedNode

from graph.base.problems import QueryError
from graph.engines import sparql as language
from ontology import terms

RESOLVED = terms.RESOLVED_GRAPH.value


class Graphs(NamedTuple):
    """The graphs that a dataset is described by, as in SPARQL 1.1 Protocol, 2.1.4."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


class Arranged(NamedTuple):
    """A query ready for the store, of which ``None`` stands for the default graph or all others.

    Every token of the text stands at the line and column where it stood.
    """

    text: str
    default: list[NamedNode | BlankNode | DefaultGraph] | None
    named: list[NamedNode | BlankNode] | None


def arranged(sparql: str, asked: Graphs, held: frozenset[str]) -> Arranged:
    """Review a query and put the resolved graph's name in its place.

    Graphs that the request names (``asked``) go before those of the query; ``held`` are all named
    graphs of the store.  Raises QueryError if it reaches outside, changes something, or names a
    graph that is not held.
    """
    language.review(sparql, lambda iri: iri == RESOLVED or iri in held)
    for iri in (*asked.default, *asked.named):
        if iri != RESOLVED and iri not in held:
            raise QueryError(
                f"{iri} is no graph of this dataset; ask for {RESOLVED} or for a graph that "
                "SELECT DISTINCT ?g { GRAPH ?g {} } lists"
            )
    graphs = asked
    if not any(asked):
        own = language.graphs_from(sparql)
        graphs = Graphs(
            tuple(graph.iri for graph in own if not graph.named),
            tuple(graph.iri for graph in own if graph.named),
        )
    if not any(graphs):
        return Arranged(_without_name(sparql, Graphs((RESOLVED,), ())), None, None)
    text = _without_name(sparql, graphs) if RESOLVED in graphs.named else sparql
    named = set(graphs.named) - {RESOLVED}
    return Arranged(
        text,
        [DefaultGraph() if iri == RESOLVED else NamedNode(iri) for iri in graphs.default],
        None if named == held else [NamedNode(iri) for iri in sorted(named)],
    )


def _without_name(sparql: str, graphs: Graphs) -> str:
    """The query with ``GRAPH <…/resolved>`` blanked out where ``{ … }`` alone means the same."""
    out = list(sparql)
    words, namespaces = language.words(sparql), language.declared(sparql)
    around: list[bool] = []  # for each open brace, whether it opens the pattern of another graph
    other = False
    for token, following in pairwise(words):
        if token.text == "{":
            around.append(other)
            other = False
        elif token.text == "}" and around:
            around.pop()
        elif language.is_word(token, "GRAPH"):
            if language.iri_of(following, namespaces) != RESOLVED:
                if following.kind == "variable" and RESOLVED in graphs.named:
                    raise language.complain(
                        sparql,
                        token.start,
                        f"GRAPH ?variable does not range over the resolved graph; write "
                        f"GRAPH <{RESOLVED}>, or leave that FROM NAMED out",
                    )
                other = True
                continue
            if set(graphs.default) != {RESOLVED} or any(around):
                raise language.complain(
                    sparql,
                    token.start,
                    "the resolved graph is the default graph here; ask it beside other GRAPH "
                    f"patterns, not within them, and with FROM <{RESOLVED}> if there is any FROM",
                )
            for part in (token, following):
                end = part.start + len(part.text)
                out[part.start : end] = " " * len(part.text)
    return "".join(out)
