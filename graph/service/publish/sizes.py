"""Counting what a service holds, by SPARQL, as those see it who will ask it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from pyoxigraph import NamedNode

from graph.base.problems import ServiceError
from graph.engines.service.service import Service

_RESULTS = "application/sparql-results+json"
_AT_ONCE = 200
# Where services have their queries, seen from where they have their graphs.
_BESIDE = (
    (r"/sparql-graph-crud(-auth)?$", "/sparql"),  # Virtuoso
    (r"/rdf-graphs/service$", ""),  # GraphDB, RDF4J
    (r"/store$", "/query"),  # Oxigraph
    (r"/data$", "/query"),  # Fuseki
)


def query_address(graph_store_url: str) -> str | None:
    """Guess where a service takes queries.

    Args:
        graph_store_url: Its Graph Store address.

    Returns:
        Its query address, or ``None`` if the address is of no known form.

    Example:
        >>> query_address("http://localhost:7878/store")
        'http://localhost:7878/query'
    """
    for ending, query in _BESIDE:
        address, found = re.subn(ending, query, graph_store_url.rstrip("/"))
        if found:
            return address
    return None


def counted(service: Service, graphs: Sequence[NamedNode]) -> dict[NamedNode, int]:
    """Count the statements of graphs.

    Args:
        service: The service at its query address.
        graphs: Which graphs; others of the service are not looked at.

    Returns:
        How many statements each graph has, 0 for one that is not there.

    Raises:
        ServiceError: If the service gives no answer to the query.
    """
    counts = dict.fromkeys(graphs, 0)
    for start in range(0, len(graphs), _AT_ONCE):
        names = " ".join(str(graph) for graph in graphs[start : start + _AT_ONCE])
        query = (
            "SELECT ?g (COUNT(*) AS ?n) "
            f"WHERE {{ VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
        )
        answer = service.ask([("query", query)], _RESULTS)
        if answer.status != 200 or answer.media_type != _RESULTS:
            raise ServiceError(
                f"{service.url} gives no answer to a query (HTTP {answer.status}, "
                f"{answer.media_type}); give its query address with --query-url"
            )
        for row in json.loads(answer.body)["results"]["bindings"]:
            if "g" in row:
                counts[NamedNode(row["g"]["value"])] = int(row["n"]["value"])
    return counts
