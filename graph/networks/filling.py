"""Straight into networkx: sorted nodes and edges as the dictionaries that its graphs are made of.

``add_edge`` looks up both ends and copies the attributes for every edge. Here all of it is known
before: ends are nodes, edges are sorted and no key comes twice, so that the dictionaries are put
in place as they are. It is what ``add_node`` and ``add_edge`` would have made, in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from graph.networks.draft import Edge

if TYPE_CHECKING:
    import networkx as nx


def filled(
    nodes: Iterable[tuple[str, dict[str, Any]]], edges: Iterable[Edge], *, made: nx.Graph[str]
) -> nx.Graph[str]:
    """Fill an empty graph.

    Args:
        nodes: Names and attributes, each once. The dictionaries become the graph's own.
        edges: Edges between these nodes. Where the graph is none with several edges between two
            nodes, each pair once. The attributes become the graph's own.
        made: An empty ``networkx.MultiDiGraph`` or ``networkx.Graph``.

    Returns:
        The graph that was given.

    Raises:
        KeyError: An edge has an end that is no node.
    """
    neighbours: Mapping[str, dict[str, Any]] = made._adj
    within: Mapping[str, dict[str, Any]] = made._pred if made.is_directed() else made._adj
    for node, attributes in nodes:
        made._node[node] = attributes
        made._adj[node] = {}
        if made.is_directed():
            made._pred[node] = {}
    if made.is_multigraph():
        for tail, head, key, attributes in edges:
            between = neighbours[tail].get(head)
            if between is None:
                neighbours[tail][head] = within[head][tail] = {key: attributes}
            else:
                between[key] = attributes
    else:
        for tail, head, _, attributes in edges:
            neighbours[tail][head] = within[head][tail] = attributes
    return made
