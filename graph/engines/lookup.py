"""Finding statements by lists of terms: the one thing besides SPARQL that an engine is asked.

Names, labels and citations are looked up many at a time.  In a store beside us that is a
loop; over a service it is one request for some hundred terms (see
:mod:`graph.engines.endpoint`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, product, starmap
from typing import TypeVar

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

Subjects = Iterable[NamedNode] | None
Predicates = Iterable[NamedNode] | None
Objects = Iterable[NamedNode | Literal] | None
Home = DefaultGraph | NamedNode | None
"""The resolved graph, the graph of a source, or (``None``) any."""
RESOLVED = DefaultGraph()
_T = TypeVar("_T")


def found(
    store: Store,
    subjects: Subjects = None,
    predicates: Predicates = None,
    objects: Objects = None,
    graph: Home = RESOLVED,
) -> Iterator[Quad]:
    """The statements of a store whose terms are among those given.

    Args:
        store: The store.
        subjects: Their subjects; ``None`` for any.
        predicates: Their properties; ``None`` for any.
        objects: Their values; ``None`` for any.
        graph: The resolved graph, or that of a source; ``None`` for all of them.

    Returns:
        Each once.
    """
    patterns = product(_each(subjects), _each(predicates), _each(objects), (graph,))
    return chain.from_iterable(starmap(store.quads_for_pattern, patterns))


def _each(terms: Iterable[_T] | None) -> Sequence[_T | None]:
    return [None] if terms is None else list(dict.fromkeys(terms))
