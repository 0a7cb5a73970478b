"""The statements around a thing, read from the graph once, and labels of their terms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from graph.engines.frames import Term, value
from graph.names import kind_of, labels_of
from graph.vocabulary import word
from ontology.terms import RDF, curie

if TYPE_CHECKING:
    from graph.view.view import View


class Excerpt:
    """Some statements of the resolved graph and of the graphs of sources, for looking up."""

    def __init__(self) -> None:
        self._of: dict[NamedNode, list[Quad]] = {}
        self._to: dict[NamedNode, list[Quad]] = {}

    def add(self, quads: Iterable[Quad]) -> None:
        """Take in statements; what is added twice still counts once in what is asked."""
        for quad in quads:
            thing, stated = quad.subject, quad.object
            if isinstance(thing, NamedNode):
                self._of.setdefault(thing, []).append(quad)
                if isinstance(stated, NamedNode):
                    self._to.setdefault(stated, []).append(quad)

    def of(self, thing: NamedNode) -> list[Quad]:
        """The statements on a thing, in whatever graph."""
        return self._of.get(thing, [])

    def objects(self, thing: Term, prop: NamedNode) -> list[Term]:
        """The values of a property in the resolved graph."""
        own = self._of.get(thing, []) if isinstance(thing, NamedNode) else []
        found = (
            quad.object
            for quad in own
            if quad.predicate == prop and not isinstance(quad.graph_name, NamedNode)
        )
        return [v for v in dict.fromkeys(found) if isinstance(v, NamedNode | Literal)]

    def one(self, thing: Term, prop: NamedNode) -> Term | None:
        """The first value of a property in the resolved graph, if there is one."""
        return min(self.objects(thing, prop), key=str, default=None)

    def subjects(self, prop: NamedNode, thing: NamedNode) -> list[NamedNode]:
        """The things that have a thing as the value of a property in the resolved graph."""
        found = (
            quad.subject
            for quad in self._to.get(thing, [])
            if quad.predicate == prop and not isinstance(quad.graph_name, NamedNode)
        )
        return [node for node in dict.fromkeys(found) if isinstance(node, NamedNode)]

    def subjects_of(self, thing: NamedNode) -> list[NamedNode]:
        """The things that have a thing as a value, whatever the property."""
        found = (quad.subject for quad in self._to.get(thing, []))
        return list(dict.fromkeys(node for node in found if isinstance(node, NamedNode)))

    def nodes(self) -> set[NamedNode]:
        """All things that are spoken of."""
        return {*self._of, *self._to}


class Labels:
    """Labels of terms in one language; those of an excerpt are looked up together.

    Attributes:
        lang: The language.
    """

    def __init__(self, kg: View, known: Excerpt) -> None:
        self.lang = kg.lang
        self._engine = kg.engine
        self._excerpt = known
        self._known: dict[str, str] = {}
        self._look_up(known.nodes())

    def __call__(self, term: object) -> str:
        """The label of a term; nothing has an empty one, and a value is its text."""
        if term is None:
            return ""
        if not isinstance(term, NamedNode):
            return str(value(term)) if isinstance(term, Literal) else str(term)
        if term.value not in self._known:
            self._look_up([term])
        return self._known[term.value]

    def _look_up(self, nodes: Iterable[NamedNode]) -> None:
        for iri, label in labels_of(self._engine, (n.value for n in nodes), self.lang).items():
            bare = label == curie(iri)  # no label in the graph, but perhaps in the vocabulary
            self._known[iri] = word(NamedNode(iri), self.lang) if bare else label

    def kind(self, fact: NamedNode) -> str:
        """The label of a thing's own class: the one that its source gives, else its kind."""
        classes = {
            quad.object
            for quad in self._excerpt.of(fact)
            if quad.predicate == RDF.type
            and isinstance(quad.graph_name, NamedNode)
            and isinstance(quad.object, NamedNode)
        }
        return ", ".join(sorted(word(c, self.lang) for c in classes)) or kind_of(fact.value)
