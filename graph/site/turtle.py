"""The Turtle of single things and terms: what the graph says of each, ready to take home.

A thing's file has what is said of it, the facts that name it, and of both the citations and what
follows by a rule (statuses, standings, terms); that of a document what the document itself says. A
term's has what the ontology says of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from graph.names import kind_of
from graph.site.lexicon import SHAPES, lexicon
from ontology import terms
from ontology.terms import NHV, PROV

if TYPE_CHECKING:
    from graph.nhv import KnowledgeGraph

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
        kg: The view; names of persons are in it or not, as the view has it.
    """

    def __init__(self, kg: KnowledgeGraph) -> None:
        self._of: dict[NamedNode, list[Triple]] = defaultdict(list)
        self._naming: dict[NamedNode, set[NamedNode]] = defaultdict(set)
        self._stated: dict[NamedNode, list[Quad]] = defaultdict(list)
        for quad in kg.engine.quads():
            s, o, graph = quad.subject, quad.object, quad.graph_name
            if not isinstance(s, NamedNode):
                continue
            if isinstance(graph, DefaultGraph):
                self._of[s].append(quad.triple)
                if isinstance(o, NamedNode):
                    self._naming[o].add(s)
            elif isinstance(graph, NamedNode) and kind_of(graph.value) == "source":
                self._stated[graph].append(quad)

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
        facts = [f for f in self._naming.get(thing, ()) if kind_of(f.value) not in _THINGS]
        for subject in (thing, *facts):
            own = self._of.get(subject, [])
            yield from own
            for triple in own:
                if triple.predicate in _OWN:
                    assert isinstance(triple.object, NamedNode)
                    yield from self._of.get(triple.object, [])

    def _document(self, source: NamedNode) -> Iterator[Triple]:
        yield from self._of.get(source, [])
        for quad in self._stated.get(source, ()):
            yield quad.triple


def _written(triples: Iterable[Triple]) -> bytes:
    from loaders.publish import turtle

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
