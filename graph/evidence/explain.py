"""How the graph knows: every value with its sources, and every fact of a source.

:func:`explain` answers for one thing, :func:`with_evidence` for each row of an
answer.  Both read the citations (``prov:qualifiedPrimarySource``) of the resolved
graph and the named graphs of the sources, so that they show disagreement as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from graph.engines.frames import Table, Term, value
from graph.evidence.citing import Cited, citations, cited, headings, one, words
from graph.names import kind_of, labels_of
from graph.vocabulary import word
from ontology.terms import DCTERMS, FOAF, NHV, ORG, PROV, RDF, SKOS, curie

if TYPE_CHECKING:
    import pandas as pd

    from graph.nhv import KnowledgeGraph

_DEFAULT = DefaultGraph()
# What ties a fact to its sources is shown beside the facts, not as facts.
_TIES = frozenset({PROV.qualifiedPrimarySource, PROV.hadPrimarySource})
COLUMNS = [
    "fact", "property", "value", "source", "date", "locator", "certainty", "reading", "note",
]  # fmt: skip
SOURCE_COLUMNS = [
    "first_line", "last_line", "locator", "fact", "kind", "label", "says", "certainty",
    "inferred", "reading",
]  # fmt: skip
_UNSHOWN = _TIES | {SKOS.prefLabel}


@dataclass(frozen=True)
class Explanation:
    """What is known of a thing and how.  Shown as text by ``str()``, as a table in a notebook.

    Attributes:
        title: The thing's label and short name.
        lead: Sentences about it.
        table: The evidence; a row per value and source, or per fact of a source.
        lang: The language.
    """

    title: str
    lead: tuple[str, ...]
    table: Table
    lang: str

    @property
    def rows(self) -> list[dict[str, object]]:
        """The evidence as dictionaries."""
        return [dict(record) for record in self.table.records()]

    def frame(self) -> pd.DataFrame:
        """The evidence as a data frame."""
        return self.table.frame()

    def __str__(self) -> str:
        lead = "".join(f"{sentence}\n" for sentence in self.lead)
        return f"{self.title}\n{lead}\n{self.table.to_text(width=72)}"

    def _repr_html_(self) -> str:
        lead = "".join(f"<p>{escape(sentence)}</p>" for sentence in self.lead)
        return f"<h4>{escape(self.title)}</h4>{lead}{html_table(self.table)}"


def html_table(table: Table) -> str:
    """A table as HTML; all text is escaped."""
    heads = "".join(f"<th>{escape(table.headings.get(n, n))}</th>" for n in table.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{'' if c is None else escape(str(c))}</td>" for c in row) + "</tr>"
        for row in table.values()
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def explain(kg: KnowledgeGraph, thing: str | NamedNode) -> Explanation:
    """How a thing is known; see :meth:`graph.nhv.KnowledgeGraph.explain`."""
    name = thing.value if isinstance(thing, NamedNode) else thing
    node = kg.names.find(name)
    store = kg.engine.store
    if kind_of(node.value) == "source":
        return _of_source(kg, store, node)
    return _of_thing(kg, store, node)


def _of_source(kg: KnowledgeGraph, store: Store, source: NamedNode) -> Explanation:
    """Every fact of a document, in the order of its lines."""
    facts = [
        cited(store, fact.subject, quad.subject)
        for quad in store.quads_for_pattern(None, PROV.entity, source, _DEFAULT)
        if isinstance(quad.subject, NamedNode)
        for fact in store.quads_for_pattern(
            None, PROV.qualifiedPrimarySource, quad.subject, _DEFAULT
        )
        if isinstance(fact.subject, NamedNode)
    ]
    facts.sort(key=lambda c: (c.lines == (0, 0), c.lines, c.locator, c.fact.value))
    shown = _Labels(kg, store)
    rows: list[tuple[Term | None, ...]] = []
    for citation in facts:
        first, last = citation.lines
        rows.append(
            (
                Literal(first) if first else None,
                Literal(last) if last else None,
                Literal(citation.locator),
                citation.fact,
                Literal(shown.kind(citation.fact)),
                Literal(shown(citation.fact)),
                Literal("; ".join(_said(store, shown, citation))),
                Literal(word(citation.certainty(), kg.lang)),
                Literal(", ".join(sorted(word(p, kg.lang) for p in citation.infers))),
                Literal(citation.reading) if citation.reading else None,
            )
        )
    said = (DCTERMS.title, DCTERMS.publisher, NHV.date, FOAF.page)
    lead = [s for prop in said if (s := _sentence(store, shown, source, prop))]
    lead.append(
        f"{len(rows)} uppgifter i dokumentets ordning." if kg.lang == "sv"
        else f"{len(rows)} facts in the order of the document."
    )  # fmt: skip
    title = f"{shown(source)} ({curie(source.value)})"
    return Explanation(title, tuple(lead), Table(SOURCE_COLUMNS, rows, headings(kg.lang)), kg.lang)


def _of_thing(kg: KnowledgeGraph, store: Store, node: NamedNode) -> Explanation:
    """Every value of a thing with its sources, and the facts that it is part of."""
    shown = _Labels(kg, store)
    own = citations(store, node)
    rows: list[tuple[Term | None, ...]] = []
    for prop, stated, graphs, chosen in _values(store, node):
        note = "" if chosen else words(kg.lang, "inte vald: en annan källa gick före",
                                        "not chosen: another source went first")  # fmt: skip
        supporting = [c for c in own if c.graph in graphs and prop in c.states]
        supporting = supporting or [c for c in own if c.graph in graphs and prop == RDF.type]
        if not supporting:
            note = note or _origin(kg.lang, graphs)
            rows.append(_row(node, prop, stated, None, note, kg.lang, shown))
        rows += [_row(node, prop, stated, c, note, kg.lang, shown) for c in supporting]
    about = sorted(_facts_about(store, node), key=lambda f: (shown.kind(f), shown(f), f.value))
    for fact in about:
        for citation in citations(store, fact):
            rows.append(
                (
                    fact, Literal(shown.kind(fact)), Literal(shown(fact)), citation.source,
                    Literal(citation.date), Literal(citation.locator),
                    Literal(word(citation.certainty(), kg.lang)),
                    Literal(citation.reading) if citation.reading else None, None,
                )
            )  # fmt: skip
    title = f"{shown(node)} ({curie(node.value)})"
    lead = (
        *_disagreements(store, shown, (node, *about), kg.lang),
        *_missing(store, shown, node, kg.lang),
    )
    return Explanation(title, lead, Table(COLUMNS, rows, headings(kg.lang)), kg.lang)


def _values(
    store: Store, node: NamedNode
) -> Iterator[tuple[NamedNode, Term, frozenset[NamedNode], bool]]:
    """Every value of a thing: property, value, the graphs that state it, whether it was chosen."""
    graphs: dict[tuple[NamedNode, Term], set[NamedNode]] = {}
    chosen: set[tuple[NamedNode, Term]] = set()
    for quad in store.quads_for_pattern(node, None, None, None):
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
    node: NamedNode,
    prop: NamedNode,
    stated: Term,
    citation: Cited | None,
    note: str,
    lang: str,
    shown: _Labels,
) -> tuple[Term | None, ...]:
    told = Literal(shown(stated) if isinstance(stated, NamedNode) else str(value(stated)))
    noted = Literal(note) if note else None
    if citation is None:
        return node, Literal(word(prop, lang)), told, None, None, None, None, None, noted
    return (
        node, Literal(word(prop, lang)), told, citation.source, Literal(citation.date),
        Literal(citation.locator), Literal(word(citation.certainty(prop), lang)),
        Literal(citation.reading) if citation.reading else None, noted,
    )  # fmt: skip


def _facts_about(store: Store, node: NamedNode) -> set[NamedNode]:
    """Facts in which a thing is a value, and the facts that a conflict is about."""
    found: set[NamedNode] = set()
    for quad in store.quads_for_pattern(None, None, node, _DEFAULT):
        if quad.predicate in _TIES or not isinstance(quad.subject, NamedNode):
            continue
        if any(store.quads_for_pattern(quad.subject, PROV.qualifiedPrimarySource, None, _DEFAULT)):
            found.add(quad.subject)
    return found


def _disagreements(
    store: Store, shown: _Labels, facts: Sequence[NamedNode], lang: str
) -> Iterator[str]:
    for fact in facts:
        for quad in store.quads_for_pattern(None, NHV.about, fact, _DEFAULT):
            if Quad(quad.subject, RDF.type, NHV.Conflict, _DEFAULT) not in store:
                continue
            prop = one(store, quad.subject, NHV.onProperty)
            preferred = one(store, quad.subject, NHV.preferred)
            claims = [
                f"{shown(one(store, c.object, NHV.claimedValue))} "
                f"({shown(one(store, c.object, PROV.hadPrimarySource))})"
                for c in store.quads_for_pattern(quad.subject, NHV.claim, None, _DEFAULT)
            ]
            name = word(prop, lang) if isinstance(prop, NamedNode) else ""
            others = "; ".join(sorted(claims))
            yield words(
                lang,
                f"Motsägelse om {name} för {shown(fact)}: vald är {shown(preferred)}; "
                f"annars {others}.",
                f"Contradiction on {name} of {shown(fact)}: {shown(preferred)} was chosen; "
                f"others say {others}.",
            )


def _missing(store: Store, shown: _Labels, node: NamedNode, lang: str) -> Iterator[str]:
    gaps = [
        quad.subject
        for quad in store.quads_for_pattern(None, NHV.about, node, _DEFAULT)
        if Quad(quad.subject, RDF.type, NHV.Gap, _DEFAULT) in store
    ]
    for gap in sorted(gaps, key=str):
        yield words(lang, f"Känd lucka: {shown(gap)}.", f"Known gap: {shown(gap)}.")


def _said(store: Store, shown: _Labels, citation: Cited) -> Iterator[str]:
    """What the cited document says of the fact, property by property."""
    stated = sorted(citation.states - {SKOS.prefLabel}, key=lambda p: curie(p.value))
    for prop in stated:
        values = {
            shown(quad.object)
            for quad in store.quads_for_pattern(citation.fact, prop, None, citation.graph)
        }
        if values:
            yield f"{word(prop, shown.lang)}: {', '.join(sorted(values))}"
    persons = {
        shown(quad.object)
        for quad in store.quads_for_pattern(citation.fact, ORG.member, None, _DEFAULT)
    }
    if persons:
        yield f"{word(ORG.member, shown.lang)}: {', '.join(sorted(persons))}"


class _Labels:
    """Labels of terms in one language, each looked up once."""

    def __init__(self, kg: KnowledgeGraph, store: Store) -> None:
        self.lang = kg.lang
        self._store = store
        self._known: dict[str, str] = {}

    def __call__(self, term: object) -> str:
        if term is None:
            return ""
        if not isinstance(term, NamedNode):
            return str(value(term)) if isinstance(term, Literal) else str(term)
        if term.value not in self._known:
            found = labels_of(self._store, [term.value], self.lang)[term.value]
            self._known[term.value] = word(term, self.lang) if found == curie(term.value) else found
        return self._known[term.value]

    def kind(self, fact: NamedNode) -> str:
        """The label of a thing's own class: the one that its source gives, else its kind."""
        classes = {
            quad.object
            for quad in self._store.quads_for_pattern(fact, RDF.type, None, None)
            if isinstance(quad.graph_name, NamedNode) and isinstance(quad.object, NamedNode)
        }
        return ", ".join(sorted(word(c, self.lang) for c in classes)) or kind_of(fact.value)


def _sentence(store: Store, shown: _Labels, node: NamedNode, prop: NamedNode) -> str:
    found = one(store, node, prop)
    return f"{word(prop, shown.lang).capitalize()}: {shown(found)}" if found is not None else ""


def _origin(lang: str, graphs: frozenset[NamedNode]) -> str:
    if not graphs:
        return words(lang, "härlett", "derived")
    return ", ".join(sorted(curie(graph.value) for graph in graphs))
