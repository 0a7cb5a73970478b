"""Graphs to publish, and what of them is at a service."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from graph import KnowledgeGraph, open_graph
from graph.engines.service.credentials import Credentials
from graph.engines.service.service import WRITING, Service
from graph.service.publish.graph_store import GraphStore
from graph.service.publish.publishing import Published, publish
from ontology import terms
from tests.servers import Server

SOON = replace(WRITING, waits=(0.0, 0.0, 0.0))
SOURCES = terms.BASE + "id/source/"


def who(server: Server) -> Credentials | None:
    return None if server.user is None else Credentials(server.user, server.password or "")


def sent(kg: KnowledgeGraph, server: Server, part: int = 2**22) -> Published:
    return publish(
        kg,
        server.graph_store_url,
        query_url=server.query_url,
        who=who(server),
        retries=SOON,
        part=part,
    )


def held(server: Server, graph: NamedNode) -> set[Triple]:
    with closing(Service(server.graph_store_url, who(server))) as connection:
        return as_values(GraphStore(connection).get(graph))


def as_values(triples: list[Triple]) -> set[Triple]:
    """Statements with decimals in one form: Virtuoso keeps the number and not how it is written."""

    def value(triple: Triple) -> Triple:
        match triple.object:
            case Literal(value=text, datatype=terms.XSD.decimal):
                number = Literal(f"{Decimal(text).normalize():f}", datatype=terms.XSD.decimal)
                return Triple(triple.subject, triple.predicate, number)
        return triple

    return {value(triple) for triple in triples}


def own(kg: KnowledgeGraph) -> dict[NamedNode, set[Triple]]:
    """What each graph of a dataset holds, by its name at a service."""
    found: dict[NamedNode, list[Triple]] = {}
    for quad in kg.engine.store:
        name = quad.graph_name
        graph = name if isinstance(name, NamedNode) else terms.RESOLVED_GRAPH
        found.setdefault(graph, []).append(quad.triple)
    return {graph: as_values(triples) for graph, triples in found.items()}


def small(folder: Path, *sources: str, areas: int = 1) -> KnowledgeGraph:
    """A graph of a few sources, each of which says something of some areas."""
    area, label = f"{terms.BASE}id/area/a", terms.RDFS.label.value
    lines = [
        f'<{area}{number}> <{label}> "{source} {number}"@sv {graph} .'
        for source in sources
        for number in range(areas)
        for graph in ("", f"<{SOURCES}{source}>")
    ]
    file = folder / f"{'-'.join(sources)}-{areas}.nq"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return open_graph(file)
