"""What the rest of the package needs of an engine that answers SPARQL.

Whatever the engine, terms come back as pyoxigraph terms, errors as
:class:`~graph.base.problems.QueryError`, and no query reaches the network.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from graph.base.problems import QueryError
from graph.engines import sparql as language
from graph.engines.frames import Table
from graph.engines.values import Row, table_term

Nodes = Iterable[NamedNode] | None
Objects = Iterable[NamedNode | Literal] | None
Home = DefaultGraph | NamedNode | None
"""The resolved graph, the graph of a source, or (``None``) any."""
RESOLVED = DefaultGraph()


class Engine(Protocol):
    """What the rest of the package needs of an engine."""

    name: str

    def select(self, sparql: str) -> Table:
        """Answer SELECT or ASK (one column ``ask``) with a table."""
        ...

    def construct(self, sparql: str) -> list[Triple]:
        """Answer CONSTRUCT or DESCRIBE with triples, sorted."""
        ...

    def find(
        self,
        subjects: Nodes = None,
        predicates: Nodes = None,
        objects: Objects = None,
        graph: Home = RESOLVED,
    ) -> Iterator[Quad]:
        """The statements whose terms are among those given (``None``: any), each once.

        Names, labels and citations are looked up so, many at a time: beside us that is a loop,
        on a service one request for some hundred terms.
        """
        ...

    def quads(self) -> Iterator[Quad]:
        """All statements, those of the default graph included; a service's are fetched once."""
        ...

    def has_graph(self, iri: str) -> bool:
        """Whether there is a named graph of this name."""
        ...

    @property
    def store(self) -> Store:
        """The same statements as a pyoxigraph store; a service's are fetched once."""
        ...


def answer(engine: Engine, sparql: str) -> Table:
    """Answer any query with a table; triples get the columns subject, predicate, object.

    Raises QueryError if the query cannot be run.
    """
    if language.form(sparql) in language.GRAPH_FORMS:
        rows: list[Row] = [tuple(map(table_term, triple)) for triple in engine.construct(sparql)]
        return Table(["subject", "predicate", "object"], rows, kinds={"object": "term"})
    return engine.select(sparql)


def no_table() -> QueryError:
    """The error of a query that makes triples where rows are wanted."""
    return QueryError("a table needs SELECT or ASK; this query makes triples")


def no_triples() -> QueryError:
    """The error of a query that makes rows where triples are wanted."""
    return QueryError("triples need CONSTRUCT or DESCRIBE; this query makes a table")
