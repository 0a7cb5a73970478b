"""How many areas are held, and where areas stand: what pages of things count and place.

What is counted are the areas held of the graph (``nhv:HeldArea``), by :mod:`graph.view.counting`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pyoxigraph import NamedNode

from graph.site.parts import Cell
from graph.site.things.cells import Teller
from graph.site.things.statements import SiteStatements
from graph.view.citations import date_text
from ontology.terms import NHV, thing

PROGRAMMES = tuple(thing("programme", name) for name in ("nhv", "rikssjukvard", "rcc"))
"""The programmes in the order in which pages have them."""
_WORDS = {
    NHV.InForce: "n_in_force", NHV.PossiblyInForce: "n_possible", NHV.Granted: "n_granted",
}  # fmt: skip


def held_by(statements: SiteStatements, holders: Iterable[NamedNode]) -> list[NamedNode]:
    """The areas held by some regions, hospitals or units."""
    found = dict.fromkeys(node for one in holders for node in statements.subjects(NHV.heldBy, one))
    return [node for node in found if statements.is_a(node, NHV.HeldArea)]


def held_of(statements: SiteStatements, area: NamedNode) -> list[NamedNode]:
    """The areas held that are one area, at the level of holders."""
    return [
        node for node in statements.subjects(NHV.heldArea, area)
        if statements.is_a(node, NHV.HeldArea)
        and NHV.HolderLevel in statements.objects(node, NHV.level)
    ]  # fmt: skip


def told(tell: Teller, held: Iterable[NamedNode]) -> tuple[str, ...]:
    """Areas held in words, a text for each programme that has any on the day."""
    statements = tell.statements
    by_programme: dict[NamedNode | None, list[set[NamedNode]]] = {}
    for node in held:
        counts = statements.counts_as(node, tell.day)
        by_programme.setdefault(statements.node(node, NHV.heldUnder), []).append(counts)
    said = []
    for programme in sorted(by_programme, key=_rank):
        numbers = {c: sum(c in one for one in by_programme[programme]) for c in _WORDS}
        if parts := [tell.t(_WORDS[count], number) for count, number in numbers.items() if number]:
            said.append(f"{tell.name(programme)}: {', '.join(parts)}")
    return tuple(said)


def _rank(programme: NamedNode | None) -> tuple[int, str]:
    if programme in PROGRAMMES:
        return PROGRAMMES.index(programme), ""
    return len(PROGRAMMES), programme.value if programme else ""


def cells(tell: Teller, held: Iterable[NamedNode]) -> tuple[Cell, ...]:
    """The same as cells that name the rule; that none is known, where none is."""
    rule = tell.by_rule(NHV.CountingRule)
    found = tuple(Cell(text, badges=rule) for text in told(tell, held))
    return found or (Cell(tell.t("has_none_known")),)


def areas(statements: SiteStatements, day: str) -> Counter[str]:
    """Count the whole areas of NHV by how far they came; ``all_decided`` are in force or not.

    Parts count with them, and topics are not areas yet.
    """
    whole = [
        node for node in statements.of_class(NHV.CareArea)
        if PROGRAMMES[0] in statements.nodes(node, NHV.programme)
        and not statements.is_a(node, NHV.AreaPart) and not statements.is_a(node, NHV.Topic)
    ]  # fmt: skip
    found = Counter(of_area(statements, node, day) for node in whole)
    found["all_decided"] = sum(_is_decided(statements, node, day) for node in whole)
    return found


def of_area(statements: SiteStatements, area: NamedNode, day: str) -> str:
    """How far an area came on a day: the key of a word of these pages."""
    counts = {
        c for node in held_of(statements, area)
        if PROGRAMMES[0] in statements.nodes(node, NHV.heldUnder)
        for c in statements.counts_as(node, day)
    }  # fmt: skip
    if NHV.InForce in counts:
        return "held_now"
    if NHV.PossiblyInForce in counts:
        return "held_maybe"
    if not statements.on(area, NHV.standing, day):
        return "other_areas"
    return "decided_areas" if _is_decided(statements, area, day) else "on_the_way"


def _is_decided(statements: SiteStatements, area: NamedNode, day: str) -> bool:
    """Whether an area stands behind its decision: in a later step, or decided in that one."""
    return any(
        statements.value(statements.node(standing, NHV.step), NHV.number) > "4"
        or NHV.Decided in statements.nodes(standing, NHV.substate)
        for standing in statements.on(area, NHV.standing, day)
    )


def place(tell: Teller, area: NamedNode) -> tuple[Cell, ...]:
    """Where an area stands, with the event that says so, its date and the rule.

    A topic that stands nowhere by itself has one cell: until when it did, as what it continued, by
    which rule, and whether that is inferred.  What nothing places has none.
    """
    statements, cells = tell.statements, []
    for standing in statements.on(area, NHV.standing, tell.day):
        step, state = statements.node(standing, NHV.step), statements.node(standing, NHV.substate)
        if step is not None:
            number = statements.value(step, NHV.number)
            said = tell.t("step_text", number, tell.name(step))
            said += f" – {tell.name(state).lower()}" if state is not None else ""
            cells.append((number, (Cell(said, step), *shown_by(tell, standing))))
    if cells:
        return tuple(cell for _, own in sorted(cells, key=lambda c: c[0]) for cell in own)
    ended = _ended(tell, area)
    if ended is None or (heir := statements.node(ended, NHV.endPremise)) is None:
        return ()
    last = date_text(statements.value(ended, NHV.lastDay), tell.lang)
    marks = tell.by_rule(statements.node(ended, NHV.endBasis))
    said = tell.t("step_continued", last, tell.name(heir))
    return (Cell(said, heir, badges=(*marks, *tell.doubts(heir, NHV.cameFrom))),)


def shown_by(tell: Teller, standing: NamedNode) -> tuple[Cell, ...]:
    """The event that says where an area stands, with its date, certainty and the rule."""
    statements = tell.statements
    marks = tell.by_rule(statements.node(standing, NHV.standingBasis))
    day = statements.value(standing, NHV.date)
    when = date_text(day, tell.lang) if day else tell.t("undated")
    # The label of an event ends in its date, as it is stated.
    return tuple(
        Cell(tell.t("shown_by", tell.name(event).removesuffix(f" ({day})"), when), event,
             badges=(*marks, *tell.sure(event)))
        for event in statements.nodes(standing, NHV.event)
    )  # fmt: skip


def heir_of(tell: Teller, topic: NamedNode) -> NamedNode | None:
    """The area as which a topic had continued by the page's day, if it had."""
    return tell.statements.node(_ended(tell, topic), NHV.endPremise)


def _ended(tell: Teller, topic: NamedNode) -> NamedNode | None:
    """The newest standing of a topic that ended, by the page's day, as it continued as an area."""
    statements = tell.statements
    over = [
        standing for standing in statements.nodes(topic, NHV.standing)
        if statements.node(standing, NHV.endPremise) is not None
        and statements.value(standing, NHV.lastDay) < tell.day
    ]  # fmt: skip
    return max(over, key=lambda standing: statements.value(standing, NHV.lastDay), default=None)
