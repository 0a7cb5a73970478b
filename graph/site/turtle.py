"""The Turtle of single things and terms: what the graph says of each, ready to take home.

A thing's file has what is said of it, the facts that name it, and of both the citations and what
follows by a rule (statuses, standings, terms); that of a document what the document itself says. A
term's has what the ontology says of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from pyoxigraph import NamedNode, Triple

from graph.lookup.names import kind_of
from graph.site.lexicon import SHAPES, lexicon
from graph.site.things.statements import SiteStatements
from loaders.publishing.canonical_turtle import turtle
from ontology import terms
from ontology.terms import NHV, PROV

# A fact belongs to the things that it names; these are things of their own, whatever they name.
_THINGS = {
    "area", "region", "healthcare-region", "hospital", "organisation", "body", "county",
    "municipality", "person", "legal", "source", "step", "programme", "citation",
}  # fmt: skip
# What has no names and no Turtle of its own stands with what it belongs to.
_OWN = frozenset({PROV.qualifiedPrimarySource, NHV.period, NHV.standing, NHV.term})
_BLOCK = re.compile(r"(?ms)^shapes:([\w-]+) a .*?\.$(?=\n(?:\n|#|shapes:|\Z)|\Z)")
_PREFIX = re.compile(r"(?m)^@prefix ([\w-]*): .*$")
_NAME = re.compile(r"(?<![\w:/<])([\w-]+):\w")


class Turtle:
    """The statements of a view, for cutting a file of each thing out of them.

    Args:
        statements: The statements; names of persons are in them or not, as their view has it.
    """

    def __init__(self, statements: SiteStatements) -> None:
        self._known = statements

    def of(self, thing: NamedNode) -> bytes:
        """The Turtle of a thing of the graph, or of a term of the ontology.

        Args:
            thing: A thing that has a page.

        Returns:
            Turtle 1.1 in one order: the same statements give the same bytes.
        """
        if thing.value.startswith(SHAPES):
            return _shape(thing.value.removeprefix(SHAPES))
        if thing in lexicon().paths():
            return _written(lexicon().statements(thing))
        is_document = kind_of(thing.value) == "source"
        return _written(self._document(thing) if is_document else self._thing(thing))

    def _thing(self, thing: NamedNode) -> Iterator[Triple]:
        statements = self._known
        naming = {fact for found in statements.naming(thing).values() for fact in found}
        for subject in (thing, *(f for f in naming if kind_of(f.value) not in _THINGS)):
            yield from statements.about(subject)
            for prop in _OWN:
                for own in statements.nodes(subject, prop):
                    yield from statements.about(own)

    def _document(self, source: NamedNode) -> Iterator[Triple]:
        yield from self._known.about(source)
        for subject, prop, value in self._known.stated.get(source, ()):
            yield Triple(subject, prop, value)


def _written(triples: Iterable[Triple]) -> bytes:
    return turtle(triples, terms.PREFIXES)


@cache
def _shapes() -> tuple[str, dict[str, str], dict[str, str]]:
    """The file of the shapes: its text, its prefixes and its shapes by name."""
    text = (files("ontology") / "shapes.ttl").read_text(encoding="utf-8")
    prefixes = {match[1]: match[0] for match in _PREFIX.finditer(text)}
    return text, prefixes, {match[1]: match[0] for match in _BLOCK.finditer(text)}


def shape_text(name: str) -> str:
    """A shape as it is written in the file of shapes, where its lists need no names."""
    return _shapes()[2][name]


def _shape(name: str) -> bytes:
    _, prefixes, _ = _shapes()
    text = shape_text(name)
    used = sorted(set(_NAME.findall(text)) & set(prefixes))
    return ("\n".join(prefixes[prefix] for prefix in used) + f"\n\n{text}\n").encode()
