"""Citations: what a fact rests on, and the same for each row of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from graph.engines.frames import Table, Term
from graph.problems import BadParameter
from graph.questions.question import ENTITY
from graph.vocabulary import word
from ontology.terms import BIBO, NHV, PROV, curie

if TYPE_CHECKING:
    from graph.nhv import KnowledgeGraph

_DEFAULT = DefaultGraph()
_ADDED = ["source", "date", "locator", "certainty"]


@dataclass(frozen=True)
class Cited:
    """A citation, read from the graph.

    Attributes:
        fact: What is cited.
        source: The document.
        graph: The named graph that holds the citation; the source's own but for registers.
        date: The document's date as stated, or an empty text.
        locator: The place in it.
        lines: First and last line; zeros where it has none.
        inferred: Whether the whole fact was inferred.
        states: The properties that the place supports.
        infers: Those of them that were inferred.
        reading: Why it was read so.
        rank: The weight of the source, 1 the highest.
    """

    fact: NamedNode
    source: NamedNode
    graph: NamedNode
    date: str
    locator: str
    lines: tuple[int, int]
    inferred: bool
    states: frozenset[NamedNode]
    infers: frozenset[NamedNode]
    reading: str
    rank: int

    def order(self) -> tuple[int, str, str, tuple[int, int], str]:
        """The order in which citations are shown: weight, date, place."""
        return self.rank, self.date, self.source.value, self.lines, self.locator

    def certainty(self, prop: NamedNode | None = None) -> NamedNode:
        """How certain a property is by this citation; without one, the least certain of all."""
        unsure = prop in self.infers if prop is not None else bool(self.infers)
        return NHV.Inferred if self.inferred or unsure else NHV.Stated


def citations(store: Store, fact: NamedNode) -> list[Cited]:
    """The citations of a fact in the resolved graph, the weightiest source first."""
    found = [
        cited(store, fact, quad.object)
        for quad in store.quads_for_pattern(fact, PROV.qualifiedPrimarySource, None, _DEFAULT)
        if isinstance(quad.object, NamedNode)
    ]
    return sorted(found, key=Cited.order)


def with_evidence(kg: KnowledgeGraph, table: Table) -> Table:
    """Add to each row of an answer what it rests on.

    Args:
        kg: The view that was asked.
        table: An answer with the column ``entity``.

    Returns:
        The table with the columns ``source``, ``date``, ``locator`` and ``certainty``;
        several citations stand in the same order in each, with semicolons between.

    Raises:
        BadParameter: If the answer counts, so that a row is no single thing.
    """
    if ENTITY not in table.columns:
        raise BadParameter(
            "each row of this answer counts many facts; ask a question that lists them"
        )
    store = kg.engine.store
    index = table.columns.index(ENTITY)
    cells: list[tuple[str, str, str, str]] = []
    for row in table.rows:
        entity = row[index]
        found = citations(store, entity) if isinstance(entity, NamedNode) else []
        cells.append(
            (
                "; ".join(curie(c.source.value) for c in found),
                "; ".join(c.date or "–" for c in found),
                "; ".join(c.locator for c in found),
                "; ".join(word(c.certainty(), kg.lang) for c in found),
            )
        )
    described = {**headings(kg.lang), **table.headings}
    for position, name in enumerate(_ADDED):
        # A question may have a column "source" or "date" of its own.
        free = name if name not in table.columns else f"evidence_{name}"
        table = table.with_column(free, [Literal(cell[position]) for cell in cells])
    return table.described(described, table.note)


def cited(store: Store, fact: NamedNode, citation: NamedNode) -> Cited:
    """Read a citation of a fact from the resolved graph."""
    props: dict[NamedNode, list[Term]] = {}
    for quad in store.quads_for_pattern(citation, None, None, _DEFAULT):
        if isinstance(quad.object, NamedNode | Literal):
            props.setdefault(quad.predicate, []).append(quad.object)
    source = next((t for t in props.get(PROV.entity, []) if isinstance(t, NamedNode)), citation)
    readings = sorted(_texts(props.get(NHV.reading, [])))
    return Cited(
        fact=fact,
        source=source,
        graph=next(
            (
                quad.graph_name
                for quad in store.quads_for_pattern(citation, PROV.entity, source, None)
                if isinstance(quad.graph_name, NamedNode)
            ),
            source,
        ),
        date=_text(one(store, source, NHV.date)),
        locator=", ".join(sorted(_texts(props.get(BIBO.locator, [])))),
        lines=(_number(props.get(NHV.firstLine, [])), _number(props.get(NHV.lastLine, []))),
        inferred=NHV.Inferred in props.get(NHV.certainty, []),
        states=frozenset(t for t in props.get(NHV.states, []) if isinstance(t, NamedNode)),
        infers=frozenset(t for t in props.get(NHV.infers, []) if isinstance(t, NamedNode)),
        reading="; ".join(readings),
        rank=_number([t] if (t := one(store, source, NHV.rank)) else []) or 9,
    )


def one(store: Store, subject: object, prop: NamedNode) -> Term | None:
    """The first value of a property in the resolved graph, if there is one."""
    if not isinstance(subject, NamedNode):
        return None
    found = store.quads_for_pattern(subject, prop, None, _DEFAULT)
    values = (quad.object for quad in found if isinstance(quad.object, NamedNode | Literal))
    return min(values, key=str, default=None)


def _texts(found: Iterable[Term]) -> list[str]:
    return [term.value for term in found if isinstance(term, Literal)]


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, Literal) else ""


def _number(found: Sequence[Term]) -> int:
    texts = [text for text in _texts(found) if text.isdigit()]
    return int(texts[0]) if texts else 0


def words(lang: str, swedish: str, english: str) -> str:
    """A text in one of the two languages."""
    return swedish if lang == "sv" else english


def headings(lang: str) -> dict[str, str]:
    """The headings of columns of evidence."""
    pairs = {
        "fact": ("Uppgift", "Fact"), "property": ("Egenskap", "Property"),
        "value": ("Värde", "Value"),
        "source": ("Källa", "Source"), "date": ("Källans datum", "Date of source"),
        "locator": ("Ställe", "Place"), "certainty": ("Säkerhet", "Certainty"),
        "reading": ("Läsning", "Reading"), "note": ("Anmärkning", "Note"),
        "first_line": ("Rad", "Line"), "last_line": ("till", "to"), "kind": ("Slag", "Kind"),
        "label": ("Namn", "Label"), "says": ("Säger", "Says"), "inferred": ("Tolkat", "Inferred"),
        "entity": ("Sak", "Thing"),
    }  # fmt: skip
    return {name: words(lang, *pair) for name, pair in pairs.items()}
