"""Where an area stands on the page's day, or as what it continued."""

from __future__ import annotations

from pyoxigraph import NamedNode

from graph.pictures.sheet.tooltips import date_text
from graph.site.parts import Cell
from graph.site.things.cells import Teller
from ontology.terms import NHV


def place(tell: Teller, area: NamedNode) -> tuple[Cell, ...]:
    """Where an area stands, with the event that says so, its date and the rule.

    A topic that stands nowhere by itself has one cell: until when it did, as what it continued, by
    which rule, and whether that is inferred.  What nothing places has none.

    Args:
        tell: The teller, with the day.
        area: The area.
    """
    statements, cells = tell.statements, []
    for standing in statements.on(area, NHV.standing, tell.day):
        step, state = statements.node(standing, NHV.step), statements.node(standing, NHV.substate)
        if step is None:
            continue
        said = tell.t("step_text", statements.value(step, NHV.number), tell.name(step))
        if state is not None:
            said += f" – {tell.name(state).lower()}"
        shown = (Cell(said, step), *shown_by(tell, standing))
        cells.append((statements.value(step, NHV.number), shown))
    ended = None if cells else _ended(tell, area)
    if ended is not None and (heir := statements.node(ended, NHV.endPremise)):
        last = date_text(statements.value(ended, NHV.lastDay), tell.lang)
        marks = tell.by_rule(statements.node(ended, NHV.endBasis))
        said = tell.t("step_continued", last, tell.name(heir))
        return (Cell(said, heir, badges=(*marks, *tell.doubts(heir, NHV.cameFrom))),)
    return tuple(cell for _, own in sorted(cells, key=lambda c: c[0]) for cell in own)


def shown_by(tell: Teller, standing: NamedNode) -> tuple[Cell, ...]:
    """The event that says where an area stands, with its date, certainty and the rule."""
    statements = tell.statements
    marks = tell.by_rule(statements.node(standing, NHV.standingBasis))
    day = statements.value(standing, NHV.date)
    when = date_text(day, tell.lang) if day else tell.t("undated")
    return tuple(
        Cell(tell.t("shown_by", tell.name(event), when), event,
             badges=(*marks, *tell.sure(event)))
        for event in statements.nodes(standing, NHV.event)
    )  # fmt: skip


def heir_of(tell: Teller, topic: NamedNode) -> NamedNode | None:
    """The area as which a topic had continued by the page's day, if it had."""
    ended = _ended(tell, topic)
    return None if ended is None else tell.statements.node(ended, NHV.endPremise)


def _ended(tell: Teller, topic: NamedNode) -> NamedNode | None:
    """The newest standing of a topic that ended, by the page's day, as it continued as an area."""
    statements = tell.statements
    over = [
        standing
        for standing in statements.nodes(topic, NHV.standing)
        if statements.node(standing, NHV.endPremise) is not None
        and statements.value(standing, NHV.lastDay) < tell.day
    ]
    return max(over, key=lambda standing: statements.value(standing, NHV.lastDay), default=None)
