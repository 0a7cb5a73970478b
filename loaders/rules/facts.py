"""The resolved facts as rules read them: things of a class, values, and what an area is part of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from itertools import product
from typing import TypeAlias

from pyoxigraph import NamedNode

from loaders.rules.days import Span, span_of
from loaders.statements import Resolved, Statements, Term, nodes
from ontology.terms import NHV, RDF, SKOS, thing

NHV_PROGRAMME = thing("programme", "nhv")
RIKSSJUKVARD = thing("programme", "rikssjukvard")
Properties: TypeAlias = dict[NamedNode, set[Term]]
MATTER = (NHV.area, NHV.programme)
Matter: TypeAlias = tuple[NamedNode, ...]
"""An area under a programme: what a fact says by :data:`MATTER`."""
_NONE: frozenset[Term] = frozenset()


class Facts:
    """The resolved facts, to which each rule adds what follows from them; and what sources say."""

    def __init__(self, resolved: Resolved, statements: Statements) -> None:
        self.resolved, self.statements = resolved, statements
        self._by_class: dict[NamedNode, list[NamedNode]] = defaultdict(list)
        for subject in sorted(resolved, key=lambda node: node.value):
            for rdf_class in nodes(resolved[subject], RDF.type):
                self._by_class[rdf_class].append(subject)

    def of(self, rdf_class: NamedNode) -> list[NamedNode]:
        """The things of a class that sources tell of, in the order of their names."""
        return self._by_class[rdf_class]

    def __getitem__(self, node: NamedNode) -> Properties:
        return self.resolved[node]

    def values(self, node: NamedNode, name: NamedNode) -> Set[Term]:
        """The values of a property; none where there is no such thing."""
        return self.resolved.get(node, {}).get(name, _NONE)

    def nodes(self, node: NamedNode, name: NamedNode) -> set[NamedNode]:
        """The things that a property names."""
        return {value for value in self.values(node, name) if isinstance(value, NamedNode)}

    def has(self, node: NamedNode, name: NamedNode, *any_of: Term) -> bool:
        """Whether a property has one of some values."""
        values = self.values(node, name)
        return any(value in values for value in any_of)

    def is_a(self, node: NamedNode, rdf_class: NamedNode) -> bool:
        """Whether a thing is of a class."""
        return rdf_class in self.values(node, RDF.type)

    def span(self, node: NamedNode, *names: NamedNode) -> Span:
        """The first and the last day that the first property present can mean."""
        return span_of(self.resolved.get(node, {}), *names)

    def matters(self, node: NamedNode) -> set[Matter]:
        """The areas that a fact is about, each under its programme."""
        return {*product(*(self.nodes(node, name) for name in MATTER))}

    def by(
        self, things: Iterable[NamedNode], *names: NamedNode
    ) -> dict[tuple[NamedNode, ...], list[NamedNode]]:
        """Things by what each of some properties of theirs names."""
        found: dict[tuple[NamedNode, ...], list[NamedNode]] = defaultdict(list)
        for node in things:
            for key in product(*(self.nodes(node, name) for name in names)):
                found[key].append(node)
        return found

    def is_nhv(self, node: NamedNode) -> bool:
        """Whether a fact is about NHV."""
        return self.has(node, NHV.programme, NHV_PROGRAMME)

    def whole(self, area: NamedNode) -> NamedNode:
        """The area that a part belongs to; any other area is itself."""
        wholes = self.nodes(area, SKOS.broader) if self.is_a(area, NHV.AreaPart) else ()
        return min(wholes, key=str, default=area)

    def wholes(self, node: NamedNode) -> set[NamedNode]:
        """The whole areas that a fact is about."""
        return {self.whole(area) for area in self.nodes(node, NHV.area)}

    def operators(self, node: NamedNode, name: NamedNode) -> set[NamedNode]:
        """The holders that a property names; for a hospital the regions that run it."""
        holders = self.nodes(node, name)
        return {one for held in holders for one in self.nodes(held, NHV.operator) or {held}}
