"""What the rest of the package needs of an engine that answers SPARQL.

Whatever the engine, terms come back as pyoxigraph terms, errors as
:class:`~graph.problems.QueryError`, and no query reaches the network.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from graph.engines import sparql as language
from graph.engines.frames import Table, Term


class Engine(Protocol):
    """What the rest of the package needs of an engine."""

    name: str

    def select(self, sparql: str) -> Table:
        """Answer SELECT or ASK (one column ``ask``) with a table."""
        ...

    def construct(self, sparql: str) -> list[Triple]:
        """Answer CONSTRUCT or DESCRIBE with triples, sorted."""
        ...

    def quads(self) -> Iterator[Quad]:
        """All statements, those of the default graph included."""
        ...

    def has_graph(self, iri: str) -> bool:
        """Whether there is a named graph of this name."""
        ...

    @property
    def store(self) -> Store:
        """The same statements as a pyoxigraph store."""
        ...


def answer(engine: Engine, sparql: str) -> Table:
    """Answer any query with a table; triples get the columns subject, predicate, object.

    Args:
        engine: The engine.
        sparql: SELECT, ASK, CONSTRUCT or DESCRIBE.

    Raises:
        QueryError: If the query cannot be run.
    """
    if language.form(sparql) in ("CONSTRUCT", "DESCRIBE"):
        rows: list[tuple[Term | None, ...]] = [
            (plain(t.subject), t.predicate, plain(t.object)) for t in engine.construct(sparql)
        ]
        return Table(["subject", "predicate", "object"], rows)
    return engine.select(sparql)


def plain(term: object) -> Term | None:
    """A term as it is held in tables; the graph has no triple terms."""
    if term is None or isinstance(term, NamedNode | Literal | BlankNode):
        return term
    return Literal(str(term))
