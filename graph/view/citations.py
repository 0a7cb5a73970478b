"""Citations: which place of which document a fact rests on, and how certain it is by that place.

This is the one model of a citation. Answers, networks, explanations, pictures and pages read it
here and show of it what they need.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, Triple

from graph.base.problems import BadParameter
from graph.base.statements import Statements
from graph.base.vocabulary import word
from graph.base.words import words_of
from graph.engines.frames import Table, Term
from graph.questions.question import ENTITY
from graph.view.view import View
from ontology.terms import BIBO, DCTERMS, NHV, PROV, RDF, SKOS, curie, expand, kind_of

Entry = dict[str, str]
"""A citation as edges have it: fact, source, title, date, locator, certainty and reading."""

_WORDS = words_of("graph.view")

_PLACES = ("whole page", "slide", "document")  # as locators say them, in English
_TIES = (PROV.qualifiedPrimarySource, NHV.statedBy)
_OF_DOCUMENTS = (NHV.date, NHV.readOn, NHV.rank, DCTERMS.title, SKOS.prefLabel)
_TIED = ", ".join(map(str, _TIES))
# What is said of the ties, the citations and the documents of the facts that a pattern finds.
_READ = f"""SELECT ?s ?p ?o {{
  {{ SELECT (?fact AS ?s) ?p ?o {{ PATTERN ?fact ?p ?o FILTER(?p IN ({_TIED})) }} }} UNION
  {{ {{ SELECT DISTINCT ?s {{ PATTERN ?fact {_TIES[0]} ?s }} }} ?s ?p ?o
     FILTER(?p != {RDF.type}) }} UNION
  {{ {{ SELECT DISTINCT ?s {{ PATTERN ?fact {_TIES[0]} ?c . ?c {PROV.entity} ?s }} }} ?s ?p ?o
     FILTER(?p IN ({", ".join(map(str, _OF_DOCUMENTS))})) }} }}"""


@dataclass(frozen=True, slots=True)
class Citation:
    """That a place in a document tells of a fact."""

    fact: NamedNode  # what is cited
    node: NamedNode  # the citation itself
    source: NamedNode  # the document
    title: str  # the document's title in the view's language, else in another, else its short name
    date: str  # the document's date as stated, or an empty text
    read_on: str  # the day on which it was read, or an empty text
    locator: str  # the place in it
    lines: tuple[int, int]  # first and last line; zeros where it has none
    inferred: bool  # whether the whole fact was inferred
    stating: bool  # whether it says all that defines the fact, without interpretation
    states: frozenset[NamedNode]  # the properties that the place supports
    infers: frozenset[NamedNode]  # those of them that were inferred
    printed: tuple[str, ...]  # the words as they stand there, where they were interpreted
    reading: str  # why it was read so
    rank: int  # the weight of the source, 1 the highest

    def order(self) -> tuple[int, str, str, tuple[int, int], str, str]:
        """The order in which citations are shown: weight, date, place; the same on any engine."""
        return self.rank, self.date, self.source.value, self.lines, self.locator, self.node.value

    def place(self) -> tuple[bool, tuple[int, int], str, str, str]:
        """The order in which a document is read; what has no lines comes last."""
        return (
            self.lines == (0, 0), self.lines, self.locator, self.fact.value, self.node.value,
        )  # fmt: skip

    def certainty(self, *props: NamedNode) -> NamedNode:
        """How certain the fact is by this citation: ``nhv:Stated`` or ``nhv:Inferred``.

        Of some properties, how certain these are: inferred as soon as one is.
        """
        if props:
            inferred = self.inferred or bool(self.infers.intersection(props))
        else:
            inferred = not self.stating
        return NHV.Inferred if inferred else NHV.Stated

    def entry(self, certainty: str) -> Entry:
        """What an edge has of it, with its certainty, "stated" or "inferred"."""
        return {
            "fact": curie(self.fact.value),
            "source": curie(self.source.value),
            "title": self.title,
            "date": self.date,
            "locator": self.locator,
            "certainty": certainty,
            "reading": self.reading,
        }


def citations(kg: View, facts: Iterable[NamedNode]) -> dict[NamedNode, list[Citation]]:
    """The citations of each fact in the resolved graph, if any, the weightiest source first."""
    found: dict[NamedNode, list[Citation]] = {fact: [] for fact in facts}
    for citation in _looked_up(kg, kg.engine.find(found, _TIES)):
        found[citation.fact].append(citation)
    return {fact: sorted(own, key=Citation.order) for fact, own in found.items()}


def citations_in(kg: View, source: NamedNode) -> list[Citation]:
    """The citations of one document, in the order in which it is read."""
    nodes = [quad.subject for quad in kg.engine.find(None, [PROV.entity], [source])]
    ties = kg.engine.find(None, _TIES, [node for node in nodes if isinstance(node, NamedNode)])
    return sorted(_looked_up(kg, ties), key=Citation.place)


def citations_of(kg: View, classes: Collection[NamedNode]) -> Mapping[str, list[Citation]]:
    """The citations of the facts of some classes, by the short names of the facts.

    The view is asked by one query for some classes, and keeps what it said; no fact is of two.
    """

    def read() -> Mapping[str, list[Citation]]:
        pattern = " UNION ".join(f"{{ ?fact a {cls} }}" for cls in classes)
        rows = kg.engine.select(citations_query(pattern)).rows
        found: dict[str, list[Citation]] = defaultdict(list)
        for citation in citations_among(Statements(Triple(s, p, o) for s, p, o in rows), kg.lang):  # type: ignore[arg-type]
            found[curie(citation.fact.value)].append(citation)
        return found

    return kg.cached(("citations", kg.lang, *classes), read)


def citations_query(pattern: str) -> str:
    """The query of what is said of the citations of the facts that a pattern finds as ``?fact``."""
    return _READ.replace("PATTERN", pattern)


def homes(entities: Iterable[Quad]) -> dict[tuple[NamedNode, NamedNode], NamedNode]:
    """The named graph that holds each citation of a source: the source's own but for registers.

    ``entities`` are statements of ``prov:entity``, of all graphs.
    """
    found: dict[tuple[NamedNode, NamedNode], NamedNode] = {}
    for quad in entities:
        node, source, graph = quad.subject, quad.object, quad.graph_name
        if (
            isinstance(node, NamedNode)
            and isinstance(source, NamedNode)
            and isinstance(graph, NamedNode)
        ):
            found[node, source] = min(graph, found.get((node, source), graph), key=str)
    return found


def _looked_up(kg: View, ties: Iterable[Quad]) -> Iterator[Citation]:
    """The citations that tie facts to their sources, with what is said of both."""
    known = Statements(ties)
    nodes = {term for _, prop, term in known if prop == PROV.qualifiedPrimarySource}
    known.add(kg.engine.find(nodes))  # type: ignore[arg-type]
    sources = {source for node in nodes for source in known.nodes(node, PROV.entity)}
    known.add(kg.engine.find(sources, _OF_DOCUMENTS))
    return citations_among(known, kg.lang)


def citations_among(known: Statements, lang: str) -> Iterator[Citation]:
    """The citations that some statements tell of, fact by fact, with titles in a language."""
    documents: dict[NamedNode, tuple[str, str, str, int]] = {}
    for fact in known.having(PROV.qualifiedPrimarySource):
        stating = known.objects(fact, NHV.statedBy)
        for node in known.nodes(fact, PROV.qualifiedPrimarySource):
            source = min(known.nodes(node, PROV.entity), key=str, default=node)
            if source not in documents:
                documents[source] = _document(known, source, lang)
            title, date, read_on, rank = documents[source]
            inferred = NHV.Inferred in known.objects(node, NHV.certainty)
            yield Citation(
                fact=fact,
                node=node,
                source=source,
                title=title,
                date=date,
                read_on=read_on,
                locator=", ".join(sorted(known.literals(node, BIBO.locator))),
                lines=(_number(known, node, NHV.firstLine), _number(known, node, NHV.lastLine)),
                inferred=inferred,
                # Of a person only the name is said, so that no rule says how certain it is.
                stating=node in stating or (kind_of(fact.value) == "person" and not inferred),
                states=frozenset(known.nodes(node, NHV.states)),
                infers=frozenset(known.nodes(node, NHV.infers)),
                printed=tuple(sorted(known.literals(node, NHV.printed))),
                reading="; ".join(sorted(known.literals(node, NHV.reading))),
                rank=rank,
            )


def _document(known: Statements, source: NamedNode, lang: str) -> tuple[str, str, str, int]:
    """Title, date, day of reading and rank of a document."""
    titles = [
        (prop != DCTERMS.title, term.language not in (None, lang), term.value)
        for prop in (DCTERMS.title, SKOS.prefLabel)
        for term in known.objects(source, prop)
        if isinstance(term, Literal)
    ]
    *_, title = min(titles, default=(curie(source.value),))
    date = min(known.literals(source, NHV.date), default="")
    return title, date, known.value(source, NHV.readOn), _number(known, source, NHV.rank) or 9


def _number(known: Statements, subject: NamedNode, prop: NamedNode) -> int:
    text = known.value(subject, prop)
    return int(text) if text.isdigit() else 0


def is_inferred(known: Statements, thing: NamedNode, prop: NamedNode | None = None) -> bool:
    """Whether the rule of certainty calls a thing, or a property of it, inferred."""
    if prop in known.objects(thing, NHV.inferredProperty):
        return True
    stated = prop in known.objects(thing, NHV.statedProperty)
    return not stated and NHV.Inferred in known.objects(thing, NHV.certainty)


def date_text(date: str, lang: str) -> str:
    """A date as its source states it, in words where it is a season: ``hösten 2026``."""
    year, _, part = date.partition("-")
    if f"season.{part}" in _WORDS:
        return f"{_WORDS.say(f'season.{part}', lang)} {year}"
    return date.replace("/", "–")


def cited(evidence: Mapping[str, Any], lang: str) -> str:
    """One piece of evidence in a line: title, date, place, certainty, reading."""
    told = {key: str(evidence.get(key) or "") for key in ("title", "source", "date", "locator")}
    dated, place = date_text(told["date"], lang), place_text(told["locator"], lang)
    name = told["title"] or told["source"]
    known = certainty_text(evidence, lang)
    rest = (part for part in (dated, place, known) if part)
    reading = str(evidence.get("reading") or "")
    return ", ".join((name, *rest)) + (f": {reading}" if reading else "")


def place_text(locator: str, lang: str) -> str:
    """Where in a source something stands: ``slide 3``, and of a bare number ``line 70``."""
    if locator[:1].isdigit():
        lines = "range" if "–" in locator or "," in locator else "line"
        return f"{_WORDS.say(lines, lang)} {locator}"
    for english in _PLACES:
        if locator.startswith(english):
            said = _WORDS.say(f"where.{english.replace(' ', '_')}", lang)
            return said + locator[len(english) :]
    return locator


def sure(attributes: Mapping[str, Any]) -> str:
    """Whether something is stated by a source, inferred from it, or nobody says."""
    told = attributes.get("certainty")
    return str(told) if told in ("stated", "inferred") else "unknown"


def certainty_text(attributes: Mapping[str, Any], lang: str) -> str:
    """The same in words."""
    return _WORDS.say(f"sure.{sure(attributes)}", lang)


ADDED = ("fact", "source", "date", "locator", "certainty")
"""The columns that evidence adds to an answer."""
BETWEEN = "; "
"""What stands between citations in a cell."""


def with_evidence(kg: View, table: Table, cites: Sequence[str] = (ENTITY,)) -> Table:
    """Add to each row of an answer what it rests on.

    The facts in the columns ``cites`` are cited in this order; of these columns ``entity`` stays.
    Added are :data:`ADDED`; several citations stand in the same order in each, with semicolons
    between.  A citation that says only part of what defines its fact, or interprets it, is
    inferred. Raises BadParameter if the answer counts, so that a row is no single thing.
    """
    if ENTITY not in table.columns:
        raise BadParameter(
            "each row of this answer counts many facts; ask a question that lists them"
        )
    places = [table.columns.index(name) for name in cites]
    facts = [list(dict.fromkeys(f for i in places for f in _facts(row[i]))) for row in table.rows]
    known = citations(kg, (fact for row in facts for fact in row))
    cells: list[tuple[str, ...]] = []
    for row in facts:
        found = [citation for fact in row for citation in known[fact]]
        cells.append(
            (
                BETWEEN.join(curie(c.fact.value) for c in found),
                BETWEEN.join(curie(c.source.value) for c in found),
                BETWEEN.join(c.date or "–" for c in found),
                BETWEEN.join(c.locator for c in found),
                BETWEEN.join(word(c.certainty(), kg.lang) for c in found),
            )
        )
    described = {**headings(kg.lang), **table.headings}
    table = table.without(name for name in cites if name != ENTITY)
    for position, name in enumerate(ADDED):
        # A question may have a column "source" or "date" of its own.
        free = name if name not in table.columns else f"evidence_{name}"
        table = table.with_column(free, [Literal(cell[position]) for cell in cells])
    return table.described(described, table.note)


def headings(lang: str) -> dict[str, str]:
    """The headings of columns of evidence."""
    return words_of("graph.view").section("heading", lang)


def _facts(cell: Term | None) -> list[NamedNode]:
    """The facts that a cell names: one, or the short names of several with commas between."""
    if isinstance(cell, NamedNode):
        return [cell]
    named = cell.value.split(", ") if isinstance(cell, Literal) else []
    return [NamedNode(expand(name)) for name in named]
