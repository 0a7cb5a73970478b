"""The ontology as it is read for its pages: where each term stands, and shapes as written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files

from pyoxigraph import NamedNode

from graph.base import lexicon as base
from graph.base.vocabulary import word
from graph.engines.differences import swedish
from ontology import terms
from ontology.terms import OWL, RDF, RDFS, SH, curie

SHAPES = "https://w3id.org/nhv/shapes#"
REUSED = "reused.html"
_PROPERTIES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
_BLOCK = re.compile(r"(?ms)^shapes:([\w-]+) a .*?\.$(?=\n(?:\n|#|shapes:|\Z)|\Z)")
_PREFIX = re.compile(r"(?m)^@prefix ([\w-]*): .*$")
_NAME = re.compile(r"(?<![\w:/<])([\w-]+):\w")


class Lexicon(base.Lexicon):
    """The statements of the ontology, its alignments and its shapes, with the page of each term."""

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
            t: sorted(found[t], key=lambda user: user.value)
            for t in sorted(foreign, key=lambda t: curie(t.value))
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


@cache
def lexicon() -> Lexicon:
    """The ontology that comes with the program, read once."""
    return Lexicon(base.statements())


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
