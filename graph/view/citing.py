"""What each row of an answer rests on."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode

from graph.base.problems import BadParameter
from graph.base.vocabulary import word
from graph.base.words import words_of
from graph.engines.frames import Table, Term
from graph.questions.question import ENTITY
from graph.view.citations import citations
from graph.view.view import View
from ontology.terms import curie, expand

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
