"""The forms in which statements are held while they are asserted and resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

Term: TypeAlias = NamedNode | Literal
"""What can be said of a thing; there are no blank nodes."""

Statements: TypeAlias = dict[NamedNode, dict[NamedNode, dict[Term, set[NamedNode]]]]
"""What the sources say: subject, property, value, and the graphs that say so."""

Resolved: TypeAlias = dict[NamedNode, dict[NamedNode, set[Term]]]
"""What follows from it: subject, property and values of the default graph."""

ByClass: TypeAlias = Mapping[NamedNode, list[NamedNode]]
"""The things of each class, in the order of their names."""


def nodes(properties: Mapping[NamedNode, Iterable[Term]], name: NamedNode) -> list[NamedNode]:
    """The things that a property names, in no order."""
    return [value for value in properties.get(name, ()) if isinstance(value, NamedNode)]
