"""What was published, as the service itself remembers it, in a graph of its own.

The record lies beside the data and not on the publisher's disk, so that it is true of what the
service holds: whoever publishes next, from whatever machine, and also after the service was
emptied or brought back from a copy.

One entry for each graph, in Dublin Core and PROV terms::

    <…/graph/published> dcterms:hasPart <…/graph/published#id/source/x> .
    <…/graph/published#id/source/x>
        dcterms:source <…/id/source/x> ;             # the graph
        dcterms:identifier "5f0c…" ;                 # the digest of its statements
        prov:generatedAtTime "2026-05-04T…Z"^^xsd:dateTime .

An entry without a digest is a graph of ours that may be there in part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from graph.service.publish.contents import Content
from ontology import terms

RECORD = terms.PUBLISHED_GRAPH


class Entry(NamedTuple):
    """A graph that is there whole: the digest of its statements, and when it was put."""

    digest: str
    when: str


def now(content: Content) -> Entry:
    """The entry of a graph that was put just now."""
    return Entry(content.digest, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def read(triples: Iterable[Triple]) -> dict[NamedNode, Entry | None]:
    """Read a record from the statements of its graph: the entry of each graph that was published.

    It is ``None`` for one that may be there in part.  Only graphs of this project count.
    """
    every = list(triples)
    texts = {
        (t.subject, t.predicate): t.object.value for t in every if isinstance(t.object, Literal)
    }
    found: dict[NamedNode, Entry | None] = {}
    for triple in every:
        graph = triple.object
        if triple.predicate != terms.DCTERMS.source or not isinstance(graph, NamedNode):
            continue
        digest = texts.get((triple.subject, terms.DCTERMS.identifier))
        when = texts.get((triple.subject, terms.PROV.generatedAtTime))
        if graph.value.startswith(terms.BASE) and graph != RECORD:
            found[graph] = Entry(digest, when) if digest and when else None
    return found


def written(entries: Mapping[NamedNode, Entry | None]) -> bytes:
    """Write entries of a record as N-Triples in UTF-8, sorted by graph."""
    triples = [Triple(RECORD, terms.RDF.type, terms.PROV.Entity)]
    for graph, known in sorted(entries.items(), key=lambda item: item[0].value):
        subject = NamedNode(f"{RECORD.value}#{graph.value.removeprefix(terms.BASE)}")
        triples.append(Triple(RECORD, terms.DCTERMS.hasPart, subject))
        triples.append(Triple(subject, terms.DCTERMS.source, graph))
        if known is not None:
            when = Literal(known.when, datatype=terms.XSD.dateTime)
            triples.append(Triple(subject, terms.DCTERMS.identifier, Literal(known.digest)))
            triples.append(Triple(subject, terms.PROV.generatedAtTime, when))
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""
