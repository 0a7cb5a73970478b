"""The ontology as it is read for its pages: terms, value lists, shapes, and what ties them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from graph.base.statements import Statements
from graph.base.vocabulary import word
from graph.engines.differences import swedish
from ontology import terms
from ontology.terms import NHV, OWL, RDF, RDFS, SCHEMA, SH, SKOS, curie

SHAPES = "https://w3id.org/nhv/shapes#"
REUSED = "reused.html"
_FILES = ("nhv.ttl", "schemes.ttl", "alignments.ttl", "shapes.ttl")
_PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
_FIRST, _REST = (NamedNode(terms.expand(f"rdf:{name}")) for name in ("first", "rest"))
_BLOCK = re.compile(r"(?ms)^shapes:([\w-]+) a .*?\.$(?=\n(?:\n|#|shapes:|\Z)|\Z)")
_PREFIX = re.compile(r"(?m)^@prefix ([\w-]*): .*$")
_NAME = re.compile(r"(?<![\w:/<])([\w-]+):\w")


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
            for prop in (RDFS.domain, SCHEMA.domainIncludes):
                for having in self.subjects(prop, above):
                    found.setdefault(having, above)
        return sorted(found.items(), key=lambda pair: _iri(pair[0]))

    def used(self) -> Mapping[NamedNode, Sequence[NamedNode]]:
        """Terms of other vocabularies that are in use, each with the terms that mention them."""
        found: dict[NamedNode, set[NamedNode]] = {}
        for term in {*self.classes, *self.props, *self.shapes}:
            for prop in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.range, SH.path, SH.targetClass):
                for value in self.nodes(term, prop):
                    found.setdefault(value, set()).add(term)
        for kind in _PROPERTIES:
            for term in self.subjects(RDF.type, kind):
                found.setdefault(term, set())
        foreign = [term for term in found if not term.value.startswith(terms.BASE)]
        return {
            t: sorted(found[t], key=_iri) for t in sorted(foreign, key=lambda t: curie(t.value))
        }

    @cached_property
    def paths(self) -> Mapping[NamedNode, str]:
        """The path of the page of every term; a concept's ends in its place on its list's page."""
        found = {term: f"{REUSED}#{anchor(term)}" for term in self.used()}
        found |= {term: f"class/{local(term)}.html" for term in self.classes}
        found |= {term: f"property/{local(term)}.html" for term in self.props}
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

    def by_label(self, found: Iterable[NamedNode], lang: str) -> list[NamedNode]:
        """Terms by what they are called, in the order of the Swedish alphabet."""
        return sorted(set(found), key=lambda t: (swedish(word(t, lang)), t.value))

    def _own(self, found: Iterable[NamedNode]) -> tuple[NamedNode, ...]:
        return tuple(term for term in found if term.value.startswith(terms.PREFIXES["nhv"]))


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


@cache
def _shapes() -> tuple[dict[str, str], dict[str, str]]:
    """The prefixes of the file of shapes, and its shapes, by name and as they are written."""
    text = (files("ontology") / "shapes.ttl").read_text(encoding="utf-8")
    prefixes = {match[1]: match[0] for match in _PREFIX.finditer(text)}
    return prefixes, {match[1]: match[0] for match in _BLOCK.finditer(text)}


def shape_text(name: str) -> str:
    """A shape as it is written in the file of shapes, where its lists need no names."""
    return _shapes()[1][name]


def shape_turtle(name: str) -> bytes:
    """The same as a file of its own, with the prefixes that it uses."""
    prefixes, text = _shapes()[0], shape_text(name)
    used = sorted(set(_NAME.findall(text)) & set(prefixes))
    return ("\n".join(prefixes[prefix] for prefix in used) + f"\n\n{text}\n").encode()


def _iri(term: NamedNode) -> str:
    return term.value
