"""The ontology as it is read for its pages: terms, value lists, shapes, and what ties them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from graph.base.vocabulary import word
from graph.engines.differences import swedish
from ontology import terms
from ontology.terms import NHV, OWL, RDF, RDFS, SCHEMA, SH, SKOS, curie

SHAPES = "https://w3id.org/nhv/shapes#"
_FILES = ("nhv.ttl", "schemes.ttl", "alignments.ttl", "shapes.ttl")
_PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
_FIRST, _REST, _NIL = (NamedNode(terms.expand(f"rdf:{name}")) for name in ("first", "rest", "nil"))

Node = NamedNode | Literal | BlankNode


class Lexicon:
    """What the ontology says, looked up by subject and by value.

    Args:
        triples: The statements of the ontology, its alignments and its shapes.

    Attributes:
        classes: The classes of its own, by name.
        properties: The properties of its own, by name.
        schemes: The lists of values, by name.
        steps: The steps of the process, in their order.
        shapes: The shapes: those of classes first, then those of properties.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._of: dict[Node, dict[NamedNode, list[Node]]] = {}
        self._to: dict[tuple[NamedNode, Node], list[Node]] = {}
        for triple in triples:
            s, p, o = triple.subject, triple.predicate, triple.object
            if isinstance(s, Triple) or isinstance(o, Triple):
                continue
            self._of.setdefault(s, {}).setdefault(p, []).append(o)
            self._to.setdefault((p, o), []).append(s)
        self.classes = self._own(self.having(RDF.type, OWL.Class))
        self.properties = self._own(
            sorted({p for kind in _PROPERTIES for p in self.having(RDF.type, kind)}, key=_iri)
        )
        self.schemes = tuple(self.having(RDF.type, SKOS.ConceptScheme))
        self.steps = tuple(self.having(SKOS.inScheme, NHV.Steps))
        self.shapes = (
            *self.having(RDF.type, SH.NodeShape),
            *self.having(RDF.type, SH.PropertyShape),
        )

    def values(self, term: Node, prop: NamedNode) -> list[NamedNode]:
        """The terms that are values of a property, in the order of the files."""
        found = self._of.get(term, {}).get(prop, [])
        return [value for value in found if isinstance(value, NamedNode)]

    def literals(self, term: Node, prop: NamedNode, lang: str = "") -> list[str]:
        """The texts that are values of a property: those in a language, or in none."""
        found = self._of.get(term, {}).get(prop, [])
        return [
            value.value
            for value in found
            if isinstance(value, Literal) and (not lang or (value.language or lang) == lang)
        ]

    def having(self, prop: NamedNode, value: Node) -> list[NamedNode]:
        """The terms that have a value, by name."""
        found = {s for s in self._to.get((prop, value), []) if isinstance(s, NamedNode)}
        return sorted(found, key=_iri)

    def members(self, term: Node, prop: NamedNode) -> list[Node]:
        """The members of the list that is the value of a property; empty if there is none."""
        (head, *_) = self._of.get(term, {}).get(prop, [_NIL])
        found: list[Node] = []
        while head != _NIL and head in self._of:
            found += self._of[head][_FIRST]
            (head,) = self._of[head][_REST]
        return found

    def label(self, term: NamedNode, lang: str) -> str:
        """What a term is called; a shape is called by its short name."""
        return word(term, lang)

    def text(self, term: NamedNode, prop: NamedNode, lang: str) -> str:
        """The text of a property in a language, or an empty one."""
        return next(iter(self.literals(term, prop, lang)), "")

    def statements(self, term: NamedNode) -> list[Triple]:
        """What is said of a term by name, blank nodes left aside."""
        return [
            Triple(term, prop, value)
            for prop, found in self._of.get(term, {}).items()
            for value in found
            if not isinstance(value, BlankNode)
        ]

    def concepts(self, scheme: NamedNode) -> list[NamedNode]:
        """The values of a list, in the order of the file."""
        found = [s for s in self._to.get((SKOS.inScheme, scheme), []) if isinstance(s, NamedNode)]
        return list(dict.fromkeys(found))

    def properties_of(self, cls: NamedNode) -> list[tuple[NamedNode, NamedNode]]:
        """The properties that things of a class can have, each with the class that brings it."""
        found: dict[NamedNode, NamedNode] = {}
        for above in (cls, *terms.superclasses(cls)):
            for prop in (RDFS.domain, SCHEMA.domainIncludes):
                for having in self.having(prop, above):
                    found.setdefault(having, above)
        return sorted(found.items(), key=lambda pair: _iri(pair[0]))

    def used(self) -> Mapping[NamedNode, Sequence[NamedNode]]:
        """Terms of other vocabularies that are in use, each with the terms that mention them."""
        found: dict[NamedNode, set[NamedNode]] = {}
        own = {*self.classes, *self.properties, *self.shapes}
        for term in own:
            for prop in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.range, SH.path, SH.targetClass):
                for value in self.values(term, prop):
                    if not value.value.startswith(terms.BASE):
                        found.setdefault(value, set()).add(term)
        for prop in _PROPERTIES:
            for term in self.having(RDF.type, prop):
                if not term.value.startswith(terms.BASE):
                    found.setdefault(term, set())
        return {t: sorted(found[t], key=_iri) for t in sorted(found, key=lambda t: curie(t.value))}

    def paths(self) -> Mapping[NamedNode, str]:
        """The path of the page of every term; a concept's ends in its place on its list's page."""
        return self._paths

    @cached_property
    def _paths(self) -> Mapping[NamedNode, str]:
        found = {term: f"{REUSED}#{anchor(term)}" for term in self.used()}
        found |= {term: f"class/{local(term)}.html" for term in self.classes}
        found |= {term: f"property/{local(term)}.html" for term in self.properties}
        for shape in self.shapes:
            # Apart, since `Body` and `body` are one name on the disks of Windows and macOS.
            kind = "class" if self.is_a(shape, SH.NodeShape) else "property"
            found[shape] = f"shape/{kind}/{local(shape)}.html"
        for scheme in self.schemes:
            page = f"scheme/{local(scheme)}.html"
            found[scheme] = page
            for concept in self.concepts(scheme):
                found.setdefault(concept, f"{page}#{anchor(concept)}")
        return found | {step: f"step/{local(step)}.html" for step in self.steps}

    def is_a(self, term: NamedNode, cls: NamedNode) -> bool:
        """Whether a term is said to be of a class."""
        return cls in self.values(term, RDF.type)

    def by_label(self, found: Iterable[NamedNode], lang: str) -> list[NamedNode]:
        """Terms by what they are called, in the order of the Swedish alphabet."""
        return sorted(found, key=lambda t: (swedish(self.label(t, lang)), t.value))

    def _own(self, found: Iterable[NamedNode]) -> tuple[NamedNode, ...]:
        return tuple(term for term in found if term.value.startswith(terms.PREFIXES["nhv"]))


REUSED = "reused.html"


@cache
def lexicon() -> Lexicon:
    """The ontology that comes with the program, read once."""
    folder = files("ontology")
    return Lexicon(
        quad.triple
        for name in _FILES
        for quad in parse((folder / name).read_bytes(), format=RdfFormat.TURTLE)
    )


def local(term: NamedNode) -> str:
    """The last part of a term's name: ``Permit`` of ``nhv:Permit``, ``3`` of ``step:3``."""
    return term.value.replace("#", "/").rpartition("/")[2]


def anchor(term: NamedNode) -> str:
    """The name of the place on a page where a term stands."""
    return curie(term.value).replace(":", "-").replace("/", "-").replace("#", "-")


def _iri(term: NamedNode) -> str:
    return term.value
