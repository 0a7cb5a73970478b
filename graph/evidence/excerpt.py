"""The statements around a thing, read from the graph once, and labels of their terms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from graph.base.statements import Statements, Term
from graph.base.vocabulary import word
from graph.engines.frames import value
from graph.engines.values import short_name
from ontology.terms import RDF, curie, kind_of, superclasses

if TYPE_CHECKING:
    from graph.view.view import View


class Excerpt(Statements):
    """Some statements of the resolved graph and, beside them, of the graphs of sources.

    All things that are spoken of are ``spoken_of``.
    """

    def __init__(self) -> None:
        super().__init__()
        self._quads: dict[NamedNode, dict[Quad, None]] = {}
        self.spoken_of: set[NamedNode] = set()

    def read(self, quads: Iterable[Quad]) -> None:
        """Take in statements of whatever graph; what is read twice still counts once."""
        for quad in quads:
            self.spoken_of |= {n for n in (quad.subject, quad.object) if isinstance(n, NamedNode)}
            if not isinstance(quad.subject, NamedNode):
                continue
            own = self._quads.setdefault(quad.subject, {})
            if quad not in own:
                own[quad] = None
                if isinstance(quad.graph_name, DefaultGraph):
                    self.add([quad])

    def of(self, thing: NamedNode) -> list[Quad]:
        """The statements on a thing, in whatever graph."""
        return list(self._quads.get(thing, ()))

    def one(self, thing: object, prop: NamedNode) -> Term | None:
        """The first value of a property in the resolved graph, if there is one."""
        return min(self.objects(thing, prop), key=str, default=None)


class Labels:
    """Labels of terms in one language; those of an excerpt are looked up together."""

    def __init__(self, kg: View, known: Excerpt) -> None:
        self.lang, self._view = kg.lang, kg
        self._excerpt = known
        self._known: dict[str, str] = {}
        self._look_up(known.spoken_of)

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
        for iri, label in self._view.labels(n.value for n in nodes).items():
            bare = label == curie(iri)  # no label in the graph, but perhaps in the vocabulary
            known = word(NamedNode(iri), self.lang) if bare else label
            self._known[iri] = short_name(iri) if known == iri else known

    def kind(self, fact: NamedNode) -> str:
        """The label of a thing's own class: the one that its source gives, else its narrowest.

        A record that several documents share may have a name that none of them gives.
        """
        of_type = [quad for quad in self._excerpt.of(fact) if quad.predicate == RDF.type]
        given = [q for q in of_type if isinstance(q.graph_name, NamedNode)]
        classes = {q.object for q in given or of_type if isinstance(q.object, NamedNode)}
        classes = classes.difference(*map(superclasses, classes))
        return ", ".join(sorted(word(c, self.lang) for c in classes)) or kind_of(fact.value)
