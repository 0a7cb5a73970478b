"""An answer in another form than a table: a network, a picture of triples, a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.base.problems import BadParameter
from graph.base.words import words_of
from graph.pictures.sheet.palette import KINDS

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from graph.knowledge_graph import KnowledgeGraph
    from graph.pictures.sheet.illustration import Illustration

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


def triples(answer: pd.DataFrame, kg: KnowledgeGraph) -> nx.MultiDiGraph:
    """The answer to a CONSTRUCT or DESCRIBE as a network of its triples.

    Things are nodes under their labels, each value is a node of its own; there is an edge per
    triple, named by its property.

    Raises:
        BadParameter: If the answer holds no triples, or more than can be read in a picture.
    """
    import networkx as nx
    from pyoxigraph import NamedNode

    from graph.base.vocabulary import word
    from ontology import terms

    if list(answer.columns) != _TRIPLE:
        raise BadParameter(
            "--as graph draws the triples of CONSTRUCT and DESCRIBE; --as network draws rows"
        )
    if len(answer) > MOST_TRIPLES:
        raise BadParameter(
            f"{len(answer):,} triples are too many for a picture; LIMIT {MOST_TRIPLES} at most"
        )

    def iri(short: object) -> str | None:
        text = str(short)
        try:
            whole = terms.expand(text)
        except ValueError:
            return None
        return whole if terms.curie(whole) == text else None

    rows = [tuple(row) for row in answer.itertuples(index=False, name=None)]
    named = {text: whole for row in rows for text in map(str, row) if (whole := iri(text))}
    labels = kg.labels(named.values())
    title = words_of("graph.jupyter").say("triples", kg.lang)
    net = nx.MultiDiGraph(name="triples", title=f"{len(rows)} {title}", lang=kg.lang)
    for subject, predicate, value in rows:
        tail, head = str(subject), str(value)
        prop = NamedNode(named[str(predicate)])
        if head not in named:
            # The same text said of two things is no tie between them.
            head, shown = f"{tail} {predicate} {value}", str(value)
            net.add_node(head, label=shown if len(shown) <= 60 else f"{shown[:59]}…", kind=_PLAIN)
        for node in (tail, head):
            if node not in net:
                whole = named.get(node, node)
                label = labels.get(whole, node)
                label = word(NamedNode(whole), kg.lang) if label == node else label
                kind = node.partition(":")[0]
                net.add_node(node, label=label, kind=kind if kind in KINDS else _PLAIN)
        own = labels.get(prop.value, str(predicate))
        known = word(prop, kg.lang) if own == str(predicate) else own
        # Named by its label, not by its kind: there are too many properties for a legend.
        net.add_edge(tail, head, key=str(predicate), label=known)
    return net


def on_map(answer: pd.DataFrame, kg: KnowledgeGraph) -> Illustration:
    """The rows of an answer on the map of counties, by its first column of places.

    Raises:
        BadParameter: If no column has places, or a place has several numbers.
    """
    from graph.pictures.map.regions import of_table

    for kind in _PLACED:
        for name in answer.columns:
            cells = [cell for cell in answer[name] if cell is not None]
            if cells and all(str(cell).startswith(f"{kind}:") for cell in cells):
                return of_table(kg, answer, str(name))
    raise BadParameter(
        "--as map needs a column of counties, regions or hospitals as things; "
        "SELECT ?region ?number, not their labels"
    )
