"""How many areas are held, and how many stand where: the numbers that pages of things show.

What is counted are the areas held of the graph (``nhv:HeldArea``), by :mod:`graph.view.counting`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from graph.site.parts import Cell
from graph.site.things.cells import Teller
from graph.site.things.statements import SiteStatements
from ontology.terms import NHV, thing

PROGRAMMES = tuple(thing("programme", name) for name in ("nhv", "rikssjukvard", "rcc"))
"""The programmes in the order in which pages have them."""


def held_by(statements: SiteStatements, holders: Iterable[NamedNode]) -> list[NamedNode]:
    """The areas held by some regions, hospitals or units."""
    return _held(statements, NHV.heldBy, holders)


def held_of(statements: SiteStatements, area: NamedNode) -> list[NamedNode]:
    """The areas held that are one area, at the level of holders."""
    found = _held(statements, NHV.heldArea, [area])
    return [node for node in found if NHV.HolderLevel in statements.objects(node, NHV.level)]


def _held(statements: SiteStatements, prop: NamedNode, of: Iterable[NamedNode]) -> list[NamedNode]:
    found = dict.fromkeys(node for one in of for node in statements.subjects(prop, one))
    return [node for node in found if statements.is_a(node, NHV.HeldArea)]


def told(tell: Teller, held: Iterable[NamedNode]) -> tuple[str, ...]:
    """Areas held in words, programme by programme: in force, perhaps in force, granted.

    Args:
        tell: The teller.
        held: The areas held.

    Returns:
        A text for each programme that has any on the day; none where none is known.
    """
    statements = tell.statements
    by_programme: dict[NamedNode | None, list[set[NamedNode]]] = {}
    for node in held:
        counts = statements.counts_as(node, tell.day)
        by_programme.setdefault(statements.node(node, NHV.heldUnder), []).append(counts)
    said = []
    for programme in sorted(by_programme, key=_rank):
        parts = []
        for count in (NHV.InForce, NHV.PossiblyInForce, NHV.Granted):
            if number := sum(count in counts for counts in by_programme[programme]):
                parts.append(tell.t(_WORDS[count], number))
        if parts:
            name = tell.name(programme) if programme else tell.t("unknown")
            said.append(f"{name}: {', '.join(parts)}")
    return tuple(said)


_WORDS: Mapping[NamedNode, str] = {
    NHV.InForce: "n_in_force", NHV.PossiblyInForce: "n_possible", NHV.Granted: "n_granted",
}  # fmt: skip


def _rank(programme: NamedNode | None) -> tuple[int, str]:
    if programme in PROGRAMMES:
        return PROGRAMMES.index(programme), ""
    return len(PROGRAMMES), programme.value if programme else ""


def cells(tell: Teller, held: Iterable[NamedNode]) -> tuple[Cell, ...]:
    """The same as cells that name the rule; that none is known, where none is."""
    rule = tell.by_rule(NHV.CountingRule)
    found = tuple(Cell(text, badges=rule) for text in told(tell, held))
    return found or (Cell(tell.t("has_none_known")),)


@dataclass(frozen=True)
class Areas:
    """How many whole areas of NHV there are on a day, by how far they came.

    Attributes:
        in_force: Those with a permit in force.
        possible: Those that may have one, beside them.
        decided: Those decided on, in force or not.
        on_the_way: Those that stand in the process before a decision.
    """

    in_force: int
    possible: int
    decided: int
    on_the_way: int


def areas(statements: SiteStatements, day: str) -> Areas:
    """Count the whole areas of NHV; parts count with them, and topics are not areas yet.

    Args:
        statements: The statements.
        day: The day.
    """
    whole = [
        node for node in statements.of_class(NHV.CareArea)
        if PROGRAMMES[0] in statements.nodes(node, NHV.programme)
        and not statements.is_a(node, NHV.AreaPart) and not statements.is_a(node, NHV.Topic)
    ]  # fmt: skip
    found = [of_area(statements, node, day) for node in whole]
    return Areas(
        found.count("held_now"),
        found.count("held_maybe"),
        sum(_is_decided(statements, node, day) for node in whole),
        found.count("on_the_way"),
    )


def of_area(statements: SiteStatements, area: NamedNode, day: str) -> str:
    """How far an area came: the key of a word of these pages.

    Args:
        statements: The statements.
        area: The area.
        day: The day.
    """
    counts = {c for node in held_of(statements, area) if _is_nhv(statements, node)
              for c in statements.counts_as(node, day)}  # fmt: skip
    if NHV.InForce in counts:
        return "held_now"
    if NHV.PossiblyInForce in counts:
        return "held_maybe"
    standings = statements.on(area, NHV.standing, day)
    if not standings:
        return "other_areas"
    return "decided_areas" if _is_decided(statements, area, day) else "on_the_way"


def _is_nhv(statements: SiteStatements, held: NamedNode) -> bool:
    return PROGRAMMES[0] in statements.nodes(held, NHV.heldUnder)


def _is_decided(statements: SiteStatements, area: NamedNode, day: str) -> bool:
    """Whether an area stands behind its decision: in a later step, or decided in that one."""
    return any(
        statements.value(statements.node(standing, NHV.step), NHV.number) > "4"
        or NHV.Decided in statements.nodes(standing, NHV.substate)
        for standing in statements.on(area, NHV.standing, day)
    )
