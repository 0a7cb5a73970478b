"""What engines share that have the statements beside them, in a store of this process."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad, Store

from graph.engines.lookup import RESOLVED, Home, Objects, Predicates, Subjects, found


class Embedded:
    """Statements in a store that is only read.

    Args:
        store: For instance ``Store.read_only(path)``, or one in memory.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def store(self) -> Store:
        """The store itself."""
        return self._store

    def find(
        self,
        subjects: Subjects = None,
        predicates: Predicates = None,
        objects: Objects = None,
        graph: Home = RESOLVED,
    ) -> Iterator[Quad]:
        """The statements whose terms are among those given."""
        return found(self._store, subjects, predicates, objects, graph)

    def quads(self) -> Iterator[Quad]:
        """All statements."""
        return iter(self._store)

    def has_graph(self, iri: str) -> bool:
        """Whether there is a named graph of this name."""
        return self._store.contains_named_graph(NamedNode(iri))
