"""How the graph knows: every value with its sources, and every fact of a source.

:func:`explain` reads the citations (``prov:qualifiedPrimarySource``) of the resolved graph and the
named graphs of the sources, so that it shows disagreement as it is.  All that is needed is read in
a few steps, each for many things at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from pyoxigraph import Literal, NamedNode, Quad

from graph.base.vocabulary import word
from graph.base.words import words_of
from graph.engines.frames import Table, Term
from graph.engines.protocol import Engine
from graph.evidence.excerpt import (
    CERTAINTY,
    SPAN_SAYS,
    Excerpt,
    Labels,
    follows,
    leads,
    spans,
    told,
)
from graph.evidence.rules import derivers
from graph.evidence.tabled import Tabled, cells, html_table
from graph.view.citations import Citation, citations, citations_in, headings, homes, is_inferred
from graph.view.view import View
from ontology.terms import DCTERMS, FOAF, NHV, ORG, PROV, RDF, SKOS, curie, kind_of

_WORDS = words_of("graph.evidence")

# What ties a fact to its sources is shown beside the facts, not as facts.
_TIES = frozenset({PROV.qualifiedPrimarySource, PROV.hadPrimarySource, NHV.statedBy})
COLUMNS = [
    "fact", "property", "value", "source", "date", "locator", "certainty", "reading", "note",
]  # fmt: skip
SOURCE_COLUMNS = [
    "first_line", "last_line", "locator", "fact", "kind", "label", "says", "certainty",
    "inferred", "reading",
]  # fmt: skip
_UNSHOWN = _TIES | CERTAINTY | {SKOS.prefLabel}
_ABOUT_SOURCE = (DCTERMS.title, DCTERMS.publisher, NHV.date, FOAF.page)


@dataclass(frozen=True, repr=False)
class Explanation(Tabled):
    """What is known of a thing and how.  Shown as text by ``str()``, as a table in a notebook.

    Attributes:
        table: A row per value and source, or per fact of a source.
        title: The thing's label and short name.
        lead: Sentences about it.
    """

    title: str
    lead: tuple[str, ...]

    def __str__(self) -> str:
        lead = "".join(f"{sentence}\n" for sentence in self.lead)
        return f"{self.title}\n{lead}\n{self.table.to_text(width=72)}"

    def _repr_html_(self) -> str:
        lead = "".join(f"<p>{escape(sentence)}</p>" for sentence in self.lead)
        return f"<h4>{escape(self.title)}</h4>{lead}{html_table(self.table)}"


def explain(kg: View, thing: str | NamedNode) -> Explanation:
    """How a thing is known; see :meth:`graph.knowledge_graph.KnowledgeGraph.explain`."""
    name = thing.value if isinstance(thing, NamedNode) else thing
    node = kg.names.find(name)
    if kind_of(node.value) == "source":
        return _of_source(kg, node)
    return _of_thing(kg, node)


def _of_source(kg: View, source: NamedNode) -> Explanation:
    facts = citations_in(kg, source)
    held = homes(kg.engine.find(None, [PROV.entity], [source], graph=None))
    known = Excerpt()
    known.read(kg.engine.find([source], _ABOUT_SOURCE))
    known.read(_told(kg.engine, source, facts, held))
    shown = Labels(kg, known)
    rows: list[tuple[Term | None, ...]] = []
    stated = {
        states: sorted(states - {SKOS.prefLabel}, key=lambda prop: curie(prop.value))
        for states in {citation.states for citation in facts}
    }
    for citation in facts:
        first, last = citation.lines
        home = held.get((citation.node, source), source)
        said = _said(known, shown, citation.fact, stated[citation.states], home)
        row = cells(
            first or None, last or None, citation.locator, citation.fact,
            shown.kind(citation.fact), shown(citation.fact), "; ".join(said),
            word(citation.certainty(), kg.lang),
            ", ".join(sorted(word(p, kg.lang) for p in citation.infers)), citation.reading or None,
        )  # fmt: skip
        rows.append(row)
    lead = [
        f"{word(prop, kg.lang).capitalize()}: {shown(found)}"
        for prop in _ABOUT_SOURCE
        if (found := known.one(source, prop)) is not None
    ]
    lead.append(_WORDS.say("facts_in_order", kg.lang, len(rows)))
    title = f"{shown(source)} ({curie(source.value)})"
    table = Table(SOURCE_COLUMNS, rows, headings(kg.lang))
    return Explanation(table, kg.lang, title, tuple(lead))


def _told(
    engine: Engine,
    source: NamedNode,
    facts: Sequence[Citation],
    held: Mapping[tuple[NamedNode, NamedNode], NamedNode],
) -> Iterator[Quad]:
    """What is shown of the facts of a document: what it says, of what kind each is, and who."""
    stated: dict[NamedNode, dict[NamedNode, set[NamedNode]]] = {}
    for citation in facts:
        home = stated.setdefault(held.get((citation.node, source), source), {})
        home.setdefault(citation.fact, set()).update(citation.states - {SKOS.prefLabel})
    for graph, props in stated.items():
        # A document's own graph has little else; that of the registers has what all of them say.
        for quad in engine.find(None if graph == source else props, graph=graph):
            thing = quad.subject
            if isinstance(thing, NamedNode) and quad.predicate in props.get(thing, ()):
                yield quad
    things = [citation.fact for citation in facts]
    for quad in engine.find(things, [RDF.type, ORG.member], graph=None):
        if isinstance(quad.graph_name, NamedNode) == (quad.predicate == RDF.type):
            yield quad


def _of_thing(kg: View, node: NamedNode) -> Explanation:
    """Every value of a thing with its sources, and the facts that it is part of."""
    known, backing = _around(kg, node)
    shown = Labels(kg, known)
    given = derivers(kg)
    own = backing.pop(node)
    held = homes(kg.engine.find([c.node for c in own], [PROV.entity], graph=None)) if own else {}
    rows: list[tuple[Term | None, ...]] = []
    for prop, stated, graphs, chosen in _values(known, node):
        note = "" if chosen else _WORDS.say("not_chosen", kg.lang)
        stating = [c for c in own if held.get((c.node, c.source), c.source) in graphs]
        supporting = [c for c in stating if prop in c.states]
        supporting = supporting or (stating if prop == RDF.type else [])
        named = (node, word(prop, kg.lang), told(known, shown, stated))
        if not supporting:
            origin = ", ".join(sorted(curie(graph.value) for graph in graphs))
            note = note or origin or follows(known, shown, given, node, prop, stated)
            rows.append(_row(named, None, NHV.Inferred, note, kg.lang))
        for c in supporting:
            inferred = chosen and is_inferred(known, node, prop)
            certainty = NHV.Inferred if inferred else c.certainty(prop)
            rows.append(_row(named, c, certainty, note, kg.lang))
    about = sorted(
        (shown.kind(fact), shown(fact), fact.value, fact) for fact, cs in backing.items() if cs
    )
    for kind, label, _, fact in about:
        for c in backing[fact]:
            rows.append(_row((fact, kind, label), c, c.certainty(), "", kg.lang))
    title = f"{shown(node)} ({curie(node.value)})"
    lead = (
        *leads(known, shown, node, kg.as_of),
        *_disagreements(known, shown, (node, *(fact for *_, fact in about)), kg.lang),
        *(
            _WORDS.say("gap", kg.lang, shown(gap))
            for gap in sorted(known.subjects(NHV.about, node), key=str)
            if known.is_a(gap, NHV.Gap)
        ),
    )
    return Explanation(Table(COLUMNS, rows, headings(kg.lang)), kg.lang, title, lead)


def _around(kg: View, node: NamedNode) -> tuple[Excerpt, dict[NamedNode, list[Citation]]]:
    """What has to be read to explain a thing, and the citations of it and of facts about it."""
    known, engine = Excerpt(), kg.engine
    own = engine.find([node], graph=None)
    known.read(quad for quad in own if quad.predicate not in _UNSHOWN - CERTAINTY)
    known.read(quad for quad in engine.find(None, None, [node]) if quad.predicate not in _TIES)
    backing = citations(kg, [node, *(s for found in known.naming(node).values() for s in found)])
    about = [fact for fact, found in backing.items() if found and fact != node]
    known.read(engine.find([*about, *spans(known, node)], [RDF.type, *SPAN_SAYS], graph=None))
    known.read(engine.find(None, [NHV.about], [node, *about]))
    notes = {n for fact in (node, *about) for n in known.subjects(NHV.about, fact)}
    known.read(engine.find(notes, [RDF.type], [NHV.Conflict, NHV.Gap]))
    conflicts = [n for n in notes if known.is_a(n, NHV.Conflict)]
    known.read(engine.find(conflicts, [NHV.onProperty, NHV.preferred, NHV.claim]))
    claims = [claim for node in conflicts for claim in known.nodes(node, NHV.claim)]
    known.read(engine.find(claims, [NHV.claimedValue, PROV.hadPrimarySource]))
    return known, backing


def _values(
    known: Excerpt, node: NamedNode
) -> Iterator[tuple[NamedNode, Term, frozenset[NamedNode], bool]]:
    """Every value of a thing: property, value, the graphs that state it, whether it was chosen."""
    graphs: dict[tuple[NamedNode, Term], set[NamedNode]] = {}
    chosen: set[tuple[NamedNode, Term]] = set()
    for quad in known.of(node):
        if quad.predicate in _UNSHOWN or not isinstance(quad.object, NamedNode | Literal):
            continue
        key: tuple[NamedNode, Term] = (quad.predicate, quad.object)
        stating = graphs.setdefault(key, set())
        if isinstance(quad.graph_name, NamedNode):
            stating.add(quad.graph_name)
        else:
            chosen.add(key)
    for key in [k for k, stating in graphs.items() if k[0] == RDF.type and not stating]:
        del graphs[key]  # superclasses say nothing that the class does not
    for key in sorted(graphs, key=lambda k: (curie(k[0].value), str(k[1]))):
        yield key[0], key[1], frozenset(graphs[key]), key in chosen


def _row(
    named: tuple[NamedNode, str, str],
    citation: Citation | None,
    certainty: NamedNode,
    note: str,
    lang: str,
) -> tuple[Term | None, ...]:
    """A row of what a thing is known by: fact, property, value, citation, note."""
    told: tuple[object, ...] = (None,) * 5
    if citation is not None:
        place = citation.source, citation.date, citation.locator
        told = *place, word(certainty, lang), citation.reading or None
    return cells(*named, *told, note or None)


def _disagreements(
    known: Excerpt, shown: Labels, facts: Sequence[NamedNode], lang: str
) -> Iterator[str]:
    for fact in facts:
        for conflict in known.subjects(NHV.about, fact):
            if not known.is_a(conflict, NHV.Conflict):
                continue
            prop = known.one(conflict, NHV.onProperty)
            preferred = known.one(conflict, NHV.preferred)
            claims = [
                f"{shown(known.one(claim, NHV.claimedValue))} "
                f"({shown(known.one(claim, PROV.hadPrimarySource))})"
                for claim in known.objects(conflict, NHV.claim)
            ]
            name = word(prop, lang) if isinstance(prop, NamedNode) else ""
            others = "; ".join(sorted(claims))
            yield _WORDS.say("conflict", lang, name, shown(fact), shown(preferred), others)


def _said(
    known: Excerpt, shown: Labels, fact: NamedNode, props: Iterable[NamedNode], home: NamedNode
) -> Iterator[str]:
    """What a document says of a fact in its own graph, property by property."""
    values: dict[NamedNode, set[str]] = {}
    for quad in known.of(fact):
        if quad.graph_name == home:
            values.setdefault(quad.predicate, set()).add(shown(quad.object))
    for prop in props:
        if prop in values:
            yield f"{word(prop, shown.lang)}: {', '.join(sorted(values[prop]))}"
    persons = {shown(person) for person in known.objects(fact, ORG.member)}
    if persons:
        yield f"{word(ORG.member, shown.lang)}: {', '.join(sorted(persons))}"
