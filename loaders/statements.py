"""The forms in which statements are held while they are asserted and resolved."""

from __future__ import annotations

import contextlib
import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Quad

Term: TypeAlias = NamedNode | Literal
"""What can be said of a thing; there are no blank nodes."""

Statements: TypeAlias = dict[NamedNode, dict[NamedNode, dict[Term, set[NamedNode]]]]
"""What the sources say: subject, property, value, and the graphs that say so."""

Resolved: TypeAlias = dict[NamedNode, dict[NamedNode, set[Term]]]
"""What follows from it: subject, property and values of the default graph."""

ByClass: TypeAlias = Mapping[NamedNode, list[NamedNode]]
"""The things of each class, in the order of their names."""


def indexed(quads: Iterable[Quad]) -> Statements:
    """Statements by subject, property and value, with the graphs that say so."""
    statements: Statements = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    for subject, predicate, value, graph in quads:
        statements[subject][predicate][value].add(graph)
    return statements


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Suspend the garbage collector while many statements are held.

    A build or a view makes a million terms and tuples that it needs until the end and that form no
    circles; looking through them again and again took up to half of its time.

    Example:
        >>> with uncollected():
        ...     gc.isenabled()
        False
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def nodes(properties: Mapping[NamedNode, Iterable[Term]], name: NamedNode) -> list[NamedNode]:
    """The things that a property names, in no order."""
    return [value for value in properties.get(name, ()) if isinstance(value, NamedNode)]
