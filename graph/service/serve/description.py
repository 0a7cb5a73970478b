"""What the endpoint says of itself, in the words of SPARQL 1.1 Service Description."""

from __future__ import annotations

from pyoxigraph import NamedNode, QueryResultsFormat, RdfFormat, Triple, serialize

from graph.service.serve.dataset import RESOLVED
from graph.service.serve.negotiation import GRAPHS, RESULTS, Chosen
from ontology import terms

_SD = "http://www.w3.org/ns/sparql-service-description#"


def description(endpoint: str, written: Chosen) -> bytes:
    """Describe the endpoint.

    Args:
        endpoint: Its address.
        written: The form of RDF that was asked for.

    Returns:
        Its language, its formats and its default graph, as RDF.

    Example:
        >>> form = Chosen(RdfFormat.TURTLE, "text/turtle")
        >>> b"SPARQL11Query" in description("http://localhost:7878/sparql", form)
        True
    """
    service, dataset = NamedNode(f"{endpoint}#service"), NamedNode(f"{endpoint}#dataset")
    resolved = NamedNode(RESOLVED)

    def sd(name: str) -> NamedNode:
        return NamedNode(_SD + name)

    told = [
        Triple(service, terms.RDF.type, sd("Service")),
        Triple(service, sd("endpoint"), NamedNode(endpoint)),
        Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        Triple(service, sd("defaultDataset"), dataset),
        Triple(dataset, terms.RDF.type, sd("Dataset")),
        Triple(dataset, sd("defaultGraph"), resolved),
        Triple(resolved, terms.RDF.type, sd("Graph")),
    ]
    for offer in (*RESULTS, *GRAPHS):
        told.append(Triple(service, sd("resultFormat"), NamedNode(offer.format.iri)))
    form = written.format
    assert not isinstance(form, QueryResultsFormat)
    prefixes = {"sd": _SD} if form == RdfFormat.TURTLE else None
    made = serialize(told, format=form, prefixes=prefixes)
    assert made is not None
    return made
