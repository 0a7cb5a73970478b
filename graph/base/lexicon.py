"""The ontology as it is read for people: terms, value lists, shapes, and what ties them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph.base.statements import Statements
from ontology import terms
from ontology.terms import NHV, OWL, RDF, RDFS, SCHEMA, SH, SKOS

_FILES = ("nhv.ttl", "schemes.ttl", "alignments.ttl", "shapes.ttl")
_PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
_FIRST, _REST = (NamedNode(terms.expand(f"rdf:{name}")) for name in ("first", "rest"))
# What may have a property, and what its values are: said at once, or one of several.
_ON, _HAS = (RDFS.domain, SCHEMA.domainIncludes), (RDFS.range, SCHEMA.rangeIncludes)


class Lexicon(Statements):
    """The statements of the ontology, its alignments and its shapes.

    Its classes and properties are those of its own, by name; its steps are in their order; its
    shapes are those of classes first, then those of properties.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        found = list(triples)
        super().__init__(found)
        # Lists are the only blank nodes.
        self._of_blank = {
            (t.subject, t.predicate): t.object for t in found if isinstance(t.subject, BlankNode)
        }
        self._heads = {
            (t.subject, t.predicate): t.object for t in found if isinstance(t.object, BlankNode)
        }
        self.classes = self._own(self.holding(RDF.type, OWL.Class))
        kinds = {p for kind in _PROPERTIES for p in self.holding(RDF.type, kind)}
        self.props = self._own(sorted(kinds, key=_iri))
        self.schemes = tuple(self.holding(RDF.type, SKOS.ConceptScheme))
        self.steps = tuple(self.holding(SKOS.inScheme, NHV.Steps))
        self.shapes = (
            *self.holding(RDF.type, SH.NodeShape),
            *self.holding(RDF.type, SH.PropertyShape),
        )

    def holding(self, prop: NamedNode, value: NamedNode) -> list[NamedNode]:
        """The terms that have a value, by name."""
        return sorted(set(self.subjects(prop, value)), key=_iri)

    def members(self, term: NamedNode, prop: NamedNode) -> list[NamedNode | Literal]:
        """The members of the list that is the value of a property; empty if there is none."""
        head: object = self._heads.get((term, prop))
        found = []
        while isinstance(head, BlankNode):
            member = self._of_blank[head, _FIRST]
            assert isinstance(member, NamedNode | Literal)
            found.append(member)
            head = self._of_blank[head, _REST]
        return found

    def text(self, term: NamedNode, prop: NamedNode, lang: str) -> str:
        """The text of a property in a language, or an empty one."""
        return next(iter(self.literals(term, prop, lang)), "")

    def concepts(self, scheme: NamedNode) -> list[NamedNode]:
        """The values of a list, in the order of the file."""
        return list(dict.fromkeys(self.subjects(SKOS.inScheme, scheme)))

    def properties_of(self, cls: NamedNode) -> list[tuple[NamedNode, NamedNode]]:
        """The properties that things of a class can have, each with the class that brings it."""
        found: dict[NamedNode, NamedNode] = {}
        for above in (cls, *terms.superclasses(cls)):
            for prop in _ON:
                for having in self.subjects(prop, above):
                    found.setdefault(having, above)
        return sorted(found.items(), key=lambda pair: _iri(pair[0]))

    def domain(self, prop: NamedNode) -> list[NamedNode]:
        """The classes that may have a property; none if anything may."""
        return [cls for tie in _ON for cls in self.nodes(prop, tie)]

    def range(self, prop: NamedNode) -> list[NamedNode]:
        """The classes or datatypes of the values of a property."""
        return [cls for tie in _HAS for cls in self.nodes(prop, tie)]

    def _own(self, found: Iterable[NamedNode]) -> tuple[NamedNode, ...]:
        return tuple(term for term in found if term.value.startswith(terms.PREFIXES["nhv"]))


def statements() -> Iterable[Triple]:
    """What the files of the ontology say."""
    return (triple for name in _FILES for triple in terms.triples(name))


@cache
def lexicon() -> Lexicon:
    """The ontology that comes with the program, read once."""
    return Lexicon(statements())


def _iri(term: NamedNode) -> str:
    return term.value
