"""An answer in another form than a table: a network, a picture of triples, a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from graph.base.problems import BadParameter
from graph.base.vocabulary import word
from graph.base.words import words_of
from graph.engines.frames import Table, value
from graph.knowledge_graph import KnowledgeGraph
from graph.pictures.map.regions import of_table
from graph.pictures.sheet.illustration import Illustration
from graph.pictures.sheet.palette import KINDS
from ontology.terms import curie

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

FORMS = ("table", "network", "map", "graph")
MOST_TRIPLES = 300
_TRIPLE = ["subject", "predicate", "object"]
_PLAIN = "other"
_PLACED = ("county", "region", "hospital")


def network(answer: pd.DataFrame) -> nx.MultiDiGraph:
    """An answer as a network: each row is an edge from its first to its second column.

    The other columns become attributes of the edge.

    Raises:
        BadParameter: If the table has fewer than two columns.
    """
    import networkx as nx

    columns = [str(name) for name in answer.columns]
    if len(columns) < 2:
        raise BadParameter(
            "--as network needs two columns, the ends of each edge; SELECT ?from ?to ..."
        )
    ends = columns[:2]
    rows = answer.set_axis(columns, axis="columns").dropna(subset=ends)
    rows = rows.assign(**{end: rows[end].map(str) for end in ends})
    net = nx.from_pandas_edgelist(rows, *ends, columns[2:] or None, nx.MultiDiGraph)
    nx.set_node_attributes(net, {node: node for node in net}, "label")
    return net


def triples(answer: Table, kg: KnowledgeGraph) -> nx.MultiDiGraph:
    """The answer to a CONSTRUCT or DESCRIBE as a network of its triples.

    Things are nodes under their labels, each value is a node of its own; there is an edge per
    triple, named by its property.

    Raises:
        BadParameter: If the answer holds no triples, or more than can be read in a picture.
    """
    import networkx as nx

    if answer.columns != _TRIPLE:
        raise BadParameter(
            "--as graph draws the triples of CONSTRUCT and DESCRIBE; --as network draws rows"
        )
    if len(answer.rows) > MOST_TRIPLES:
        raise BadParameter(
            f"{len(answer.rows):,} triples are too many for a picture; LIMIT {MOST_TRIPLES} at most"
        )
    things = {term for row in answer.rows for term in row if isinstance(term, NamedNode)}
    labels = kg.labels(thing.value for thing in things)
    # What has no label in the graph may have one in the vocabulary.
    called = {
        value(thing): word(thing, kg.lang) if label == curie(thing.value) else label
        for thing in things
        for label in (labels[thing.value],)
    }
    title = words_of("graph.jupyter").say("triples", kg.lang)
    net = nx.MultiDiGraph(name="triples", title=f"{len(answer.rows)} {title}", lang=kg.lang)
    for row, (tail, prop, head) in zip(answer.rows, answer.values(), strict=True):
        if not isinstance(row[2], NamedNode):
            # The same text said of two things is no tie between them.
            head, shown = f"{tail} {prop} {head}", str(head)
            net.add_node(head, label=shown if len(shown) <= 60 else f"{shown[:59]}…", kind=_PLAIN)
        for node in (tail, head):
            if node not in net:
                kind = str(node).partition(":")[0]
                kind = kind if kind in KINDS else _PLAIN
                net.add_node(node, label=called.get(node, node), kind=kind)
        # Named by its label, not by its kind: there are too many properties for a legend.
        net.add_edge(tail, head, key=prop, label=called[prop])
    return net


def on_map(answer: pd.DataFrame, kg: KnowledgeGraph) -> Illustration:
    """The rows of an answer on the map of counties, by its first column of places.

    Raises:
        BadParameter: If no column has places, or a place has several numbers.
    """
    for kind in _PLACED:
        for name in answer.columns:
            cells = [cell for cell in answer[name] if cell is not None]
            if cells and all(str(cell).startswith(f"{kind}:") for cell in cells):
                return of_table(kg, answer, str(name))
    raise BadParameter(
        "--as map needs a column of counties, regions or hospitals as things; "
        "SELECT ?region ?number, not their labels"
    )
