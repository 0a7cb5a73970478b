"""Citations: what a fact rests on, and the same for each row of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from graph.base.problems import BadParameter
from graph.base.vocabulary import word
from graph.engines.frames import Table, Term
from graph.engines.protocol import Engine
from graph.evidence.headings import headings
from graph.lookup.names import kind_of
from graph.questions.question import ENTITY
from ontology.terms import BIBO, NHV, PROV, curie, expand

if TYPE_CHECKING:
    from graph.view.view import View

_ADDED = ["fact", "source", "date", "locator", "certainty"]


@dataclass(frozen=True)
class Cited:
    """A citation, read from the graph.

    Attributes:
        fact: What is cited.
        node: The citation itself.
        source: The document.
        date: The document's date as stated, or an empty text.
        locator: The place in it.
        lines: First and last line; zeros where it has none.
        inferred: Whether the whole fact was inferred.
        stating: Whether it says all that defines the fact, without interpretation.
        states: The properties that the place supports.
        infers: Those of them that were inferred.
        reading: Why it was read so.
        rank: The weight of the source, 1 the highest.
    """

    fact: NamedNode
    node: NamedNode
    source: NamedNode
    date: str
    locator: str
    lines: tuple[int, int]
    inferred: bool
    stating: bool
    states: frozenset[NamedNode]
    infers: frozenset[NamedNode]
    reading: str
    rank: int

    def order(self) -> tuple[int, str, str, tuple[int, int], str, str]:
        """The order in which citations are shown: weight, date, place; the same on any engine."""
        return self.rank, self.date, self.source.value, self.lines, self.locator, self.node.value

    def certainty(self, prop: NamedNode | None = None) -> NamedNode:
        """How certain a property is by this citation; without one, the fact itself."""
        if prop is None:
            return NHV.Stated if self.stating else NHV.Inferred
        return NHV.Inferred if self.inferred or prop in self.infers else NHV.Stated


def citations(engine: Engine, facts: Iterable[NamedNode]) -> dict[NamedNode, list[Cited]]:
    """The citations of facts in the resolved graph, the weightiest source first.

    Args:
        engine: The engine of the view.
        facts: The facts; all of them are looked up together.

    Returns:
        For each fact its citations; an empty list for a fact that has none.
    """
    wanted = list(dict.fromkeys(facts))
    ties = [
        (quad.subject, quad.object)
        for quad in engine.find(wanted, [PROV.qualifiedPrimarySource])
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    ]
    found: dict[NamedNode, list[Cited]] = {fact: [] for fact in wanted}
    for citation in cited(engine, ties):
        found[citation.fact].append(citation)
    return {fact: sorted(own, key=Cited.order) for fact, own in found.items()}


def with_evidence(kg: View, table: Table, cites: Sequence[str] = (ENTITY,)) -> Table:
    """Add to each row of an answer what it rests on.

    Args:
        kg: The view that was asked.
        table: An answer with the column ``entity``.
        cites: The columns whose facts are cited, in this order.

    Returns:
        The table, of what is cited only with ``entity``, and with the columns ``fact``,
        ``source``, ``date``, ``locator`` and ``certainty``; several citations stand in the same
        order in each, with semicolons between.  A citation that says only part of what defines
        its fact, or interprets it, is inferred.

    Raises:
        BadParameter: If the answer counts, so that a row is no single thing.
    """
    if ENTITY not in table.columns:
        raise BadParameter(
            "each row of this answer counts many facts; ask a question that lists them"
        )
    places = [table.columns.index(name) for name in cites]
    facts = [list(dict.fromkeys(f for i in places for f in _facts(row[i]))) for row in table.rows]
    known = citations(kg.engine, (fact for row in facts for fact in row))
    cells: list[tuple[str, ...]] = []
    for row in facts:
        found = [citation for fact in row for citation in known[fact]]
        cells.append(
            (
                "; ".join(curie(c.fact.value) for c in found),
                "; ".join(curie(c.source.value) for c in found),
                "; ".join(c.date or "–" for c in found),
                "; ".join(c.locator for c in found),
                "; ".join(word(c.certainty(), kg.lang) for c in found),
            )
        )
    described = {**headings(kg.lang), **table.headings}
    table = table.without(name for name in cites if name != ENTITY)
    for position, name in enumerate(_ADDED):
        # A question may have a column "source" or "date" of its own.
        free = name if name not in table.columns else f"evidence_{name}"
        table = table.with_column(free, [Literal(cell[position]) for cell in cells])
    return table.described(described, table.note)


def _facts(cell: Term | None) -> list[NamedNode]:
    """The facts that a cell names: one, or the short names of several with commas between."""
    if isinstance(cell, NamedNode):
        return [cell]
    named = cell.value.split(", ") if isinstance(cell, Literal) else []
    return [NamedNode(expand(name)) for name in named]


def cited(engine: Engine, ties: Sequence[tuple[NamedNode, NamedNode]]) -> list[Cited]:
    """Read citations from the resolved graph.

    Args:
        engine: The engine of the view.
        ties: Pairs of a fact and a citation of it.

    Returns:
        The citations in the order given.
    """
    facts = dict.fromkeys(fact for fact, _ in ties)
    stating = {(quad.subject, quad.object) for quad in engine.find(facts, [NHV.statedBy])}
    nodes = dict.fromkeys(citation for _, citation in ties)
    told: dict[object, dict[NamedNode, list[object]]] = {node: {} for node in nodes}
    for quad in engine.find(nodes):
        told[quad.subject].setdefault(quad.predicate, []).append(quad.object)
    sources = {node: _named(told[node].get(PROV.entity, []), node) for node in nodes}
    dates: dict[object, list[object]] = {}
    ranks: dict[object, list[object]] = {}
    for quad in engine.find(sources.values(), [NHV.date, NHV.rank]):
        kept = dates if quad.predicate == NHV.date else ranks
        kept.setdefault(quad.subject, []).append(quad.object)
    read: list[Cited] = []
    for fact, node in ties:
        props, source = told[node], sources[node]
        inferred = NHV.Inferred in props.get(NHV.certainty, [])
        read.append(
            Cited(
                fact=fact,
                node=node,
                source=source,
                date=min(_texts(dates.get(source, [])), default=""),
                locator=", ".join(sorted(_texts(props.get(BIBO.locator, [])))),
                lines=(_number(props.get(NHV.firstLine, [])), _number(props.get(NHV.lastLine, []))),
                inferred=inferred,
                # Of a person only the name is said, so that no rule says how certain it is.
                stating=(fact, node) in stating
                or (kind_of(fact.value) == "person" and not inferred),
                states=frozenset(_nodes(props.get(NHV.states, []))),
                infers=frozenset(_nodes(props.get(NHV.infers, []))),
                reading="; ".join(sorted(_texts(props.get(NHV.reading, [])))),
                rank=_number(ranks.get(source, [])) or 9,
            )
        )
    return read


def homes(entities: Iterable[Quad]) -> dict[tuple[NamedNode, NamedNode], NamedNode]:
    """The named graphs that hold citations: the source's own but for registers.

    Args:
        entities: Statements of ``prov:entity``, of all graphs.

    Returns:
        For each citation and source the graph.
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


def _nodes(found: Iterable[object]) -> list[NamedNode]:
    return [term for term in found if isinstance(term, NamedNode)]


def _named(found: Iterable[object], otherwise: NamedNode) -> NamedNode:
    return min(_nodes(found), key=str, default=otherwise)


def _texts(found: Iterable[object]) -> list[str]:
    return [term.value for term in found if isinstance(term, Literal)]


def _number(found: Iterable[object]) -> int:
    texts = [text for text in _texts(found) if text.isdigit()]
    return int(texts[0]) if texts else 0
