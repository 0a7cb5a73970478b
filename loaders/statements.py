"""The forms in which statements are held while they are asserted and resolved."""

from __future__ import annotations

import contextlib
import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias, TypeVar

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

Term: TypeAlias = NamedNode | Literal
"""What can be said of a thing; there are no blank nodes."""


class Statement(NamedTuple):
    """What a named graph says; like pyoxigraph's quad, whose terms are made anew for each look."""

    subject: NamedNode
    predicate: NamedNode
    object: Term
    graph_name: NamedNode


AnyStatement = TypeVar("AnyStatement", Statement, Quad)

Statements: TypeAlias = dict[NamedNode, dict[NamedNode, dict[Term, set[NamedNode]]]]
"""What the sources say: subject, property, value, and the graphs that say so."""

Resolved: TypeAlias = dict[NamedNode, dict[NamedNode, set[Term]]]
"""What follows from it: subject, property and values of the default graph."""

Graphs: TypeAlias = dict[NamedNode | DefaultGraph, Resolved]
"""What each graph says, the default graph being what follows from the others."""


def indexed(said: Iterable[Statement | Quad]) -> Statements:
    """Statements by subject, property and value, with the graphs that say so."""
    statements: Statements = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    for subject, predicate, value, graph in said:
        statements[subject][predicate][value].add(graph)
    return statements


def by_graph(said: Iterable[Statement | Quad]) -> Graphs:
    """Statements by graph, subject and property."""
    graphs: Graphs = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    for subject, predicate, value, graph in said:
        graphs[graph][subject][predicate].add(value)
    return graphs


def quads_of(resolved: Resolved) -> list[Quad]:
    """Resolved statements as quads of the default graph, in no order."""
    return [
        Quad(subject, predicate, value)
        for subject, properties in resolved.items()
        for predicate, values in properties.items()
        for value in values
    ]


def as_turtle(resolved: Resolved) -> str:
    """Resolved statements as Turtle, in no order: each subject once, and no prefixes."""
    text = []
    for subject, properties in resolved.items():
        said = [f"{name} {' ,'.join(map(str, values))}" for name, values in properties.items()]
        text.append(f"{subject} {' ;'.join(said)} .\n")
    return "".join(text)


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Suspend the garbage collector while many statements are held.

    A build or a view makes a million terms and tuples that it needs until the end and that form no
    circles; looking through them again and again took up to half of its time.
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
