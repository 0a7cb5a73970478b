"""The one index of statements: looked up by subject and property, and backwards by value.

The names of its methods are those of :class:`rdflib.Graph`, on pyoxigraph's terms.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from pyoxigraph import Literal, NamedNode, Quad, Triple

from ontology.terms import RDF

Term: TypeAlias = NamedNode | Literal
Properties: TypeAlias = Mapping[NamedNode, list[Term]]


class Statements:
    """Statements that are read once and looked up often.

    They are given once each, in the order in which values are to be given; those with a blank node,
    and those about statements, are left out.

    Example:
        >>> one = Triple(RDF.type, RDF.type, Literal("x"))
        >>> Statements([one]).value(RDF.type, RDF.type)
        'x'
    """

    def __init__(self, found: Iterable[Triple | Quad] = ()) -> None:
        self._of: dict[NamedNode, dict[NamedNode, list[Term]]] = defaultdict(dict)
        self._into: dict[NamedNode, dict[NamedNode, list[NamedNode]]] = defaultdict(dict)
        self.add(found)

    def add(self, found: Iterable[Triple | Quad]) -> None:
        """Take in more statements, none of which is there already."""
        for statement in found:
            subject, prop, term = statement.subject, statement.predicate, statement.object
            if not isinstance(subject, NamedNode):
                continue
            if isinstance(term, NamedNode):
                self._into[term].setdefault(prop, []).append(subject)
            elif not isinstance(term, Literal):
                continue
            self._of[subject].setdefault(prop, []).append(term)

    def sort(self, key: Callable[[Term], Any]) -> None:
        """Have values, and the things that name a thing, given in an order from now on."""
        for index in (self._of, self._into):
            for properties in index.values():
                for terms in properties.values():
                    if len(terms) > 1:
                        terms.sort(key=key)

    def __iter__(self) -> Iterator[tuple[NamedNode, NamedNode, Term]]:
        for subject, properties in self._of.items():
            for prop, terms in properties.items():
                for term in terms:
                    yield subject, prop, term

    def __len__(self) -> int:
        return sum(len(terms) for props in self._of.values() for terms in props.values())

    def about(self, subject: NamedNode) -> Iterator[Triple]:
        """The statements about a thing."""
        for prop, terms in self.properties(subject).items():
            for term in terms:
                yield Triple(subject, prop, term)

    def things(self) -> Iterable[NamedNode]:
        """Everything that something is said about."""
        return self._of.keys()

    def properties(self, subject: NamedNode) -> Properties:
        """All that is said about a thing, property by property."""
        return self._of.get(subject, {})

    def naming(self, term: NamedNode) -> Mapping[NamedNode, list[NamedNode]]:
        """The things that name a thing, property by property."""
        return self._into.get(term, {})

    def objects(self, subject: object, prop: NamedNode) -> list[Term]:
        """The values of a property; none for a literal or no thing."""
        return self._of.get(subject, {}).get(prop, []) if isinstance(subject, NamedNode) else []

    def nodes(self, subject: object, prop: NamedNode) -> list[NamedNode]:
        """The things that are values of a property."""
        return [term for term in self.objects(subject, prop) if isinstance(term, NamedNode)]

    def node(self, subject: object, prop: NamedNode) -> NamedNode | None:
        """The first thing that is a value of a property."""
        return next(iter(self.nodes(subject, prop)), None)

    def value(self, subject: object, prop: NamedNode) -> str:
        """The first value of a property as text; an empty text where there is none."""
        found = self.objects(subject, prop)
        return found[0].value if found else ""

    def literals(self, subject: NamedNode, prop: NamedNode, lang: str = "") -> list[str]:
        """The texts of a property: with a language those in it or in none, else all."""
        return [
            term.value
            for term in self.objects(subject, prop)
            if isinstance(term, Literal) and (not lang or (term.language or lang) == lang)
        ]

    def subjects(self, prop: NamedNode, term: NamedNode) -> list[NamedNode]:
        """The things that have a thing as a value of a property."""
        return self._into.get(term, {}).get(prop, [])

    def having(self, prop: NamedNode) -> list[NamedNode]:
        """The things that have a property, in the order of their names."""
        return sorted((s for s, props in self._of.items() if prop in props), key=lambda s: s.value)

    def of_class(self, cls: NamedNode) -> list[NamedNode]:
        """The things of a class."""
        return self.subjects(RDF.type, cls)

    def is_a(self, subject: NamedNode, cls: NamedNode) -> bool:
        """Whether a thing is said to be of a class."""
        return cls in self.objects(subject, RDF.type)
