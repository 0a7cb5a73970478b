"""A view read once: its statements grouped as the pages of things ask for them.

Hundreds of pages each need a few hundred statements. All of them together are read in a second;
from then on every page is a matter of dictionaries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from graph.base.statements import Properties, Statements
from graph.base.vocabulary import word
from graph.evidence.rules import derivers
from graph.knowledge_graph import KnowledgeGraph
from graph.view.citations import Citation, citations_among, homes, is_inferred
from graph.view.whole import cut_up, quads
from loaders.statements import uncollected
from ontology.terms import DCTERMS, NHV, ORG, PROV, RDF, SKOS, kind_of

_ALWAYS = "9999-12-31"
_UNTOLD = frozenset({PROV.qualifiedPrimarySource, PROV.hadPrimarySource, SKOS.prefLabel, RDF.type})
# Ties that make no fact of what has them: sources, concepts, shortcuts.
_NOT_FACTS = frozenset({PROV.entity, PROV.hadPrimarySource, DCTERMS.publisher, RDF.type})
_SETTLED = frozenset({"source", "citation", "conflict", "region", "hospital", "body", "county"})


class Label(NamedTuple):
    """A name and the language that it is in."""

    text: str
    lang: str


class SiteStatements(Statements):
    """The statements of a view: those of the resolved graph, and what each source says.

    Attributes:
        stated: What each named graph says.
        citations: What each fact rests on, the weightiest source first.
        places: What each source says, in the order of reading.
        homes: The graph that holds a citation of a source.
        rules: The rule by which each property follows that a rule works out.
    """

    def __init__(self, kg: KnowledgeGraph) -> None:
        super().__init__()
        found = quads(kg)
        graphs: dict[object, list[Quad]] = defaultdict(list)
        for quad in found:
            graphs[quad.graph_name].append(quad)
        self.add(graphs.pop(DefaultGraph(), ()))
        self.stated: Mapping[NamedNode, Statements] = {
            graph: Statements(own) for graph, own in graphs.items() if isinstance(graph, NamedNode)
        }
        for statements in (self, *self.stated.values()):
            statements.sort(_order)
        cited = list(citations_among(self, kg.lang))
        self.citations = _grouped(cited, lambda c: c.fact, Citation.order)
        self.places = _grouped(cited, lambda c: c.source, Citation.place)
        self.homes = homes(quad for quad in found if quad.predicate == PROV.entity)
        self.rules = derivers(kg)
        self._kg = kg

    @cached_property
    def turtle(self) -> Mapping[NamedNode, bytes]:
        """The Turtle of each thing of the resolved graph, without prefixes."""
        return cut_up(self._kg)

    def text(self, thing: NamedNode | None, lang: str, *props: NamedNode) -> Label:
        """The text of the first of some properties in a language, else in Swedish, else in any.

        What is the same in both languages is Swedish.
        """
        said: dict[str, str] = {}
        for term in (term for prop in props for term in self.objects(thing, prop)):
            if isinstance(term, Literal):
                said.setdefault(term.language or "", term.value)
        text = said.get(lang) or said.get("sv") or next(iter(said.values()), "")
        return Label(text, next((code for code in ("sv", "en") if said.get(code) == text), ""))

    def on(self, thing: NamedNode, tie: NamedNode, day: str) -> list[NamedNode]:
        """What a thing has on a day of those with a first and a last day: a status, a place."""
        return [
            node for node in self.nodes(thing, tie)
            if self.value(node, NHV.firstDay) <= day <= (self.value(node, NHV.lastDay) or _ALWAYS)
        ]  # fmt: skip

    def status(self, thing: NamedNode, day: str) -> NamedNode | None:
        """The status that a thing has on a day; None where nothing says any."""
        return next((self.node(p, NHV.status) for p in self.on(thing, NHV.period, day)), None)

    def counts_as(self, thing: NamedNode, day: str) -> set[NamedNode]:
        """What a thing counts as on a day."""
        return {c for p in self.on(thing, NHV.period, day) for c in self.nodes(p, NHV.countsAs)}

    def is_inferred(self, thing: NamedNode, prop: NamedNode | None = None) -> bool:
        """Whether the graph calls a thing, or a property of it, inferred."""
        return is_inferred(self, thing, prop)

    def label(self, thing: NamedNode, lang: str) -> Label:
        """What a thing is called."""
        found = self.text(thing, lang, SKOS.prefLabel, DCTERMS.title)
        return found if found.text else Label(word(thing, lang), lang)

    def facts_of(self, thing: NamedNode) -> list[NamedNode]:
        """The facts that name a thing, with something that they rest on; each once."""
        found = {
            fact
            for prop, facts in self.naming(thing).items()
            if prop not in _NOT_FACTS
            for fact in facts
            if fact != thing and self.citations.get(fact) and kind_of(fact.value) not in _SETTLED
        }
        return sorted(found, key=lambda fact: fact.value)

    def said(self, citation: Citation) -> Properties:
        """What a source says of a fact at a place: the properties that the citation supports."""
        own = self._own(citation)
        told = {p: v for p, v in own.items() if p in citation.states and p not in _UNTOLD}
        if persons := self.objects(citation.fact, ORG.member):
            told[ORG.member] = persons
        return told

    def _own(self, citation: Citation) -> Properties:
        """All that a source says of a fact."""
        home = self.homes.get((citation.node, citation.source), citation.source)
        return self.stated[home].properties(citation.fact) if home in self.stated else {}

    def told(self, fact: NamedNode) -> Properties:
        """What holds of a fact, without names, classes and what ties it to sources."""
        return {p: v for p, v in self.properties(fact).items() if p not in _UNTOLD}

    def own_class(self, fact: NamedNode) -> NamedNode | None:
        """The class that the fact's sources give it, not those above it."""
        return next(
            (
                cls
                for citation in self.citations.get(fact, ())
                for cls in self._own(citation).get(RDF.type, ())
                if isinstance(cls, NamedNode)
            ),
            None,
        )


def read(kg: KnowledgeGraph) -> SiteStatements:
    """The view's statements, read once for both languages."""
    with uncollected():
        return kg.cached(("site", "known"), lambda: SiteStatements(kg))


def _order(term: NamedNode | Literal) -> tuple[int, str, str]:
    """Values stand by number and text."""
    if isinstance(term, NamedNode):
        return 0, term.value, ""
    return int(term.value) if term.value.isdigit() else 0, term.value, term.language or ""


def _grouped(
    found: Iterable[Citation],
    by: Callable[[Citation], NamedNode],
    order: Callable[[Citation], tuple[object, ...]],
) -> dict[NamedNode, list[Citation]]:
    groups: dict[NamedNode, list[Citation]] = defaultdict(list)
    for citation in found:
        groups[by(citation)].append(citation)
    return {key: sorted(own, key=order) for key, own in groups.items()}
