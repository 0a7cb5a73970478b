"""The graphs of a dataset as they are sent: their digests, and their statements in parts.

Nothing here holds more than one part of a graph.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, RdfFormat, Store, serialize

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
