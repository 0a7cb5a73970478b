"""All statements of a view, read once, and the texts in which it is published."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse

from graph.view.view import View
from loaders.publishing.canonical_turtle import Texts, both, cut
from loaders.publishing.manifest import texts_of
from loaders.statements import uncollected
from ontology.terms import PREFIXES


def quads(kg: View) -> list[Quad]:
    """All statements of a view, in no order that may leave a trace."""
    return kg.cached("quads", lambda: _read(kg))


def is_resolved(quad: Quad) -> bool:
    """Whether a statement is of the resolved graph, and not of a source's own."""
    return isinstance(quad.graph_name, DefaultGraph)


def resolved(kg: View) -> list[Triple]:
    """The statements of the resolved graph, in one order."""
    return sorted((quad.triple for quad in quads(kg) if is_resolved(quad)), key=str)


def texts(kg: View) -> Texts:
    """A view as Turtle and TriG: those of its build, if it is all of that, else written now."""
    return kg.cached("texts", lambda: _published(kg) or _written(kg))


def cut_up(kg: View) -> Mapping[NamedNode, bytes]:
    """The same Turtle thing by thing, without prefixes, for :func:`canonical_turtle.joined`."""

    def made() -> Mapping[NamedNode, bytes]:
        said = (quad.subject for quad in quads(kg) if is_resolved(quad))
        return cut(texts(kg).turtle, {thing for thing in said if isinstance(thing, NamedNode)})

    return kg.cached("cut up", made)


def _published(kg: View) -> Texts | None:
    return texts_of(kg.published) if kg.published is not None else None


@uncollected()
def _read(kg: View) -> list[Quad]:
    # To parse what was published takes a third of reading it out of the store.
    published = _published(kg)
    return list(parse(published.trig, RdfFormat.TRIG) if published else kg.engine.quads())


@uncollected()
def _written(kg: View) -> Texts:
    return both(quads(kg), PREFIXES)
