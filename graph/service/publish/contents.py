"""The graphs of a dataset as they are sent, and the record of them that the service keeps.

A graph is sent in parts, and nothing here holds more than one.  The record lies beside the data and
not on the publisher's disk, so that it is true of what the service holds: whoever publishes next,
from whatever machine, and also after the service was emptied or brought back from a copy.

It has one entry for each graph, in Dublin Core and PROV terms::

    <…/graph/published> dcterms:hasPart <…/graph/published#id/source/x> .
    <…/graph/published#id/source/x>
        dcterms:source <…/id/source/x> ;             # the graph
        dcterms:identifier "5f0c…" ;                 # the digest of its statements
        prov:generatedAtTime "2026-05-04T…Z"^^xsd:dateTime .

An entry without a digest is a graph of ours that may be there in part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice
from typing import NamedTuple, Self

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from graph.base.problems import BadParameter
from ontology import terms

# A part is large enough that the way there and back does not count, and small enough that a
# service takes it in seconds.
PART = 4 * 2**20
_BATCH = 1000


@dataclass(frozen=True)
class Content:
    """A graph by its name at the service, how many statements it has, and a digest of them.

    The same statements in any order have the same digest.
    """

    graph: NamedNode
    statements: int
    digest: str


def contents(store: Store) -> Iterator[Content]:
    """Describe every graph of a dataset that holds anything, the resolved one last.

    The digest is the sum, modulo 2²⁵⁶, of the SHA-256 of every statement's line of N-Triples:
    no order is needed, so that nothing has to be sorted or held.  Raises BadParameter if a graph is
    not one of this project's, or holds a blank node.
    """
    names = {graph for graph in store.named_graphs() if isinstance(graph, NamedNode)}
    for graph in (*sorted(names - {terms.RESOLVED_GRAPH}, key=str), terms.RESOLVED_GRAPH):
        if not graph.value.startswith(terms.BASE):
            raise BadParameter(
                f"the graph {graph.value} is outside {terms.BASE}; only graphs of this project "
                "are published, as others at the service could be lost"
            )
        count, total = 0, 0
        for lines, number in _batches(store, graph):
            count += number
            for line in lines.split(b"\n")[:-1]:
                total += int.from_bytes(sha256(line).digest())
        if count:
            yield Content(graph, count, f"{total % 2**256:064x}")


def parts(store: Store, graph: NamedNode, size: int = PART) -> Iterator[tuple[bytes, int]]:
    """Write a graph as N-Triples in UTF-8, in parts of some size or a little more.

    Each comes with how many statements it has.
    """
    held, statements, length = list[bytes](), 0, 0
    for lines, number in _batches(store, graph):
        held.append(lines)
        statements += number
        length += len(lines)
        if length >= size:
            yield b"".join(held), statements
            held, statements, length = [], 0, 0
    if held:
        yield b"".join(held), statements


def _batches(store: Store, graph: NamedNode) -> Iterator[tuple[bytes, int]]:
    source = DefaultGraph() if graph == terms.RESOLVED_GRAPH else graph
    quads = store.quads_for_pattern(None, None, None, source)
    while batch := [quad.triple for quad in islice(quads, _BATCH)]:
        for triple in batch:
            if isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode):
                raise BadParameter(
                    f"{graph.value} holds a blank node, which would be another one in every "
                    "part; give it an IRI"
                )
        yield serialize(batch, format=RdfFormat.N_TRIPLES) or b"", len(batch)


RECORD = terms.PUBLISHED_GRAPH


class Entry(NamedTuple):
    """A graph that is there whole: the digest of its statements, and when it was put."""

    digest: str
    when: str

    @classmethod
    def now(cls, content: Content) -> Self:
        """The entry of a graph that was put just now."""
        return cls(content.digest, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def recorded(triples: Iterable[Triple]) -> dict[NamedNode, Entry | None]:
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


def record_of(entries: Mapping[NamedNode, Entry | None]) -> bytes:
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
