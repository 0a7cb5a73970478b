"""A view read once: its statements grouped as the pages of things ask for them.

Hundreds of pages each need a few hundred statements. All of them together are read in a second;
from then on every page is a matter of dictionaries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import Literal, NamedNode

from graph.evidence.citing import Cited, cited, homes
from graph.evidence.rules import derivers
from graph.names import kind_of
from graph.vocabulary import word
from ontology.terms import DCTERMS, NHV, ORG, PROV, RDF, SKOS

if TYPE_CHECKING:
    from graph.nhv import KnowledgeGraph

Term: TypeAlias = "NamedNode | Literal"
Props: TypeAlias = "dict[NamedNode, list[Term]]"

_ALWAYS = "9999-12-31"
_UNTOLD = frozenset({PROV.qualifiedPrimarySource, PROV.hadPrimarySource, SKOS.prefLabel, RDF.type})


@dataclass(frozen=True)
class Label:
    """A name and the language that it is in."""

    text: str
    lang: str


@dataclass(frozen=True)
class Known:
    """The statements of a view, grouped.

    Attributes:
        resolved: What holds of each thing, property by property.
        into: The things that name a thing as a value, property by property.
        stated: What each named graph says of a thing.
        citations: What each fact rests on, the weightiest source first.
        places: What each source says, in the order of reading.
        homes: The graph that holds a citation of a source.
        rules: The rule by which each property follows that a rule works out.
    """

    resolved: Mapping[NamedNode, Props]
    into: Mapping[NamedNode, Mapping[NamedNode, list[NamedNode]]]
    stated: Mapping[tuple[NamedNode, NamedNode], Props]
    citations: Mapping[NamedNode, Sequence[Cited]]
    places: Mapping[NamedNode, Sequence[Cited]]
    homes: Mapping[tuple[NamedNode, NamedNode], NamedNode]
    rules: Mapping[NamedNode, NamedNode]

    def objects(self, thing: NamedNode | None, prop: NamedNode) -> list[Term]:
        """The values of a property, in the order of their text."""
        if thing is None:
            return []
        return self.resolved.get(thing, {}).get(prop, [])

    def nodes(self, thing: NamedNode | None, prop: NamedNode) -> list[NamedNode]:
        """The things that are values of a property."""
        return [term for term in self.objects(thing, prop) if isinstance(term, NamedNode)]

    def node(self, thing: NamedNode | None, prop: NamedNode) -> NamedNode | None:
        """The first thing that is a value of a property."""
        return next(iter(self.nodes(thing, prop)), None)

    def value(self, thing: NamedNode | None, prop: NamedNode) -> str:
        """The first value of a property as text; nothing is an empty text."""
        found = self.objects(thing, prop)
        return found[0].value if found else ""

    def text(self, thing: NamedNode, prop: NamedNode, lang: str) -> Label:
        """The text of a property in a language, else in another, else an empty one."""
        found = [t for t in self.objects(thing, prop) if isinstance(t, Literal)]
        best = min(
            found, key=lambda t: (t.language != lang, t.language or "", t.value), default=None
        )
        return Label(best.value, best.language or "") if best else Label("", "")

    def subjects(self, prop: NamedNode, thing: NamedNode) -> list[NamedNode]:
        """The things that have a thing as a value of a property."""
        return self.into.get(thing, {}).get(prop, [])

    def having(self, prop: NamedNode) -> list[NamedNode]:
        """The things that have a property, in the order of their names."""
        return sorted((t for t, p in self.resolved.items() if prop in p), key=lambda t: t.value)

    def of_class(self, cls: NamedNode) -> list[NamedNode]:
        """The things of a class, in the order of their names."""
        return self.subjects(RDF.type, cls)

    def is_a(self, thing: NamedNode, cls: NamedNode) -> bool:
        """Whether a thing is of a class."""
        return cls in self.resolved.get(thing, {}).get(RDF.type, ())

    def on(self, thing: NamedNode, tie: NamedNode, day: str) -> list[NamedNode]:
        """What a thing has on a day of those with a first and a last day: a status, a place.

        Args:
            thing: The thing.
            tie: ``nhv:period`` or ``nhv:standing``.
            day: The day; a first or last day that is lacking leaves that side open.
        """
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
        if prop is not None and prop in self.objects(thing, NHV.inferredProperty):
            return True
        if prop is not None and prop in self.objects(thing, NHV.statedProperty):
            return False
        return self.node(thing, NHV.certainty) == NHV.Inferred

    def label(self, thing: NamedNode, lang: str) -> Label:
        """What a thing is called in a language.

        A name that is the same in both languages is Swedish: the names of regions and sources.
        """
        said = {
            term.language: term.value
            for prop in (DCTERMS.title, SKOS.prefLabel)
            for term in self.objects(thing, prop)
            if isinstance(term, Literal)
        }
        if said:
            swedish = said.get("sv", "")
            text = said.get(lang) or swedish or next(iter(said.values()))
            return Label(text, "sv" if text == swedish else "en" if text == said.get("en") else "")
        return Label(word(thing, lang), lang)

    def facts_of(self, thing: NamedNode) -> list[NamedNode]:
        """The facts that name a thing, with something that they rest on; each once."""
        found = {
            fact: None
            for prop, facts in self.into.get(thing, {}).items()
            if prop not in _NOT_FACTS
            for fact in facts
            if fact != thing and self.citations.get(fact) and kind_of(fact.value) not in _SETTLED
        }
        return sorted(found, key=lambda fact: fact.value)

    def said(self, citation: Cited) -> Props:
        """What a source says of a fact at a place: the properties that the citation supports."""
        home = self.homes.get((citation.node, citation.source), citation.source)
        own = self.stated.get((home, citation.fact), {})
        told = {p: v for p, v in own.items() if p in citation.states and p not in _UNTOLD}
        if persons := self.objects(citation.fact, ORG.member):
            told[ORG.member] = persons
        return told

    def told(self, fact: NamedNode) -> Props:
        """What holds of a fact, without names, classes and what ties it to sources."""
        return {p: v for p, v in self.resolved.get(fact, {}).items() if p not in _UNTOLD}

    def own_class(self, fact: NamedNode) -> NamedNode | None:
        """The class that the fact's sources give it, not those above it."""
        for citation in self.citations.get(fact, ()):
            home = self.homes.get((citation.node, citation.source), citation.source)
            for cls in self.stated.get((home, fact), {}).get(RDF.type, ()):
                if isinstance(cls, NamedNode):
                    return cls
        return None


# Ties that make no fact of what has them: sources, concepts, shortcuts.
_NOT_FACTS = frozenset({PROV.entity, PROV.hadPrimarySource, DCTERMS.publisher, RDF.type})
_SETTLED = frozenset({"source", "citation", "conflict", "region", "hospital", "body", "county"})


def read(kg: KnowledgeGraph) -> Known:
    """The view's statements, read once for both languages.

    Args:
        kg: The view.

    Example:
        >>> read(kg).of_class(NHV.Region)[0].value  # doctest: +SKIP
        'https://w3id.org/nhv/id/region/region-blekinge'
    """
    return kg.cached(("site", "known"), lambda: _read(kg))


def _read(kg: KnowledgeGraph) -> Known:
    resolved: dict[NamedNode, Props] = defaultdict(lambda: defaultdict(list))
    into: dict[NamedNode, dict[NamedNode, list[NamedNode]]] = defaultdict(lambda: defaultdict(list))
    stated: dict[tuple[NamedNode, NamedNode], Props] = defaultdict(lambda: defaultdict(list))
    for quad in kg.engine.find(None, None, None, graph=None):
        subject, prop, found, graph = quad.subject, quad.predicate, quad.object, quad.graph_name
        if not isinstance(subject, NamedNode) or not isinstance(found, NamedNode | Literal):
            continue
        if isinstance(graph, NamedNode):
            stated[graph, subject][prop].append(found)
        else:
            resolved[subject][prop].append(found)
            if isinstance(found, NamedNode):
                into[found][prop].append(subject)
    for props in (*resolved.values(), *stated.values()):
        for values in props.values():
            values.sort(key=_in_order)
    for backwards in into.values():
        for subjects in backwards.values():
            subjects.sort(key=lambda node: node.value)
    ties = [
        (fact, node)
        for fact, props in resolved.items()
        for node in props.get(PROV.qualifiedPrimarySource, ())
        if isinstance(node, NamedNode)
    ]
    found_in = cited(kg.engine, ties)
    return Known(
        {thing: dict(props) for thing, props in resolved.items()},
        {thing: dict(props) for thing, props in into.items()},
        {key: dict(props) for key, props in stated.items()},
        _grouped(found_in, lambda c: c.fact, Cited.order),
        _grouped(
            found_in,
            lambda c: c.source,
            lambda c: (c.lines == (0, 0), c.lines, c.locator, c.fact.value),
        ),
        homes(kg.engine.find(None, [PROV.entity], graph=None)),
        derivers(kg),
    )


def _in_order(term: Term) -> tuple[int, str, str]:
    number = int(term.value) if isinstance(term, Literal) and term.value.isdigit() else 0
    return number, term.value, (term.language or "") if isinstance(term, Literal) else ""


def _grouped(
    found: Iterable[Cited],
    by: Callable[[Cited], NamedNode],
    order: Callable[[Cited], tuple[object, ...]],
) -> dict[NamedNode, list[Cited]]:
    groups: dict[NamedNode, list[Cited]] = defaultdict(list)
    for citation in found:
        groups[by(citation)].append(citation)
    return {key: sorted(own, key=order) for key, own in groups.items()}
