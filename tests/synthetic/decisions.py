"""The decisions of a block: what was defined, recommended, allotted, tabled or else decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pyoxigraph import Literal, NamedNode

from ontology.terms import NHV, thing
from tests.synthetic.block import Document, Named, Value
from tests.synthetic.common import NHV_PROGRAMME, RCC, RIKSSJUKVARD
from tests.synthetic.desk import Desk, Matched
from tests.synthetic.matters import Areas, Matter, allotments
from tests.synthetic.stated import day_in, later, roughly, stated, weekday

_OTHER_RCC, _RECOMMENDED = 14, 13
_DEFINED_RIKS, _RENEWED, _OTHER_RIKS = 12, 4, 2
_DEFINED, _DEFINED_BY_AGE, _ALLOTTED, _TABLED = 29, 4, 42, 2
_TWINS = 32
"""Decisions that a second document states without a date; they are joined to the first."""


def assert_decisions(
    desk: Desk, areas: Areas, matters: Mapping[NamedNode, Sequence[Matter]]
) -> None:
    """Write the decisions of a block.

    Args:
        desk: Where they are written.
        areas: The areas of the block.
        matters: Its matters, by programme.
    """
    twins = iter(range(_TWINS))
    plain = matters[NHV_PROGRAMME]
    _of_rikssjukvard(desk, matters[RIKSSJUKVARD], twins)
    _of_cancer_centres(desk, matters[RCC])
    _definitions(desk, areas, allotments(plain), twins)
    _allotments(desk, [matter for matter in plain if matter.allotted][:_ALLOTTED], twins)
    for area in areas.plain[-_TABLED:]:
        day = day_in(desk.chance, 2022, 2025)
        matched = _matched(area, NHV_PROGRAMME, NHV.TablingDecision)
        _decide(desk, area, matched, day, stated(day), 0, (NHV.afterStep, thing("step", "3")))
    other, day = areas.plain[-_TABLED - 1], date(2024, 5, 6)
    matched = _matched(other, NHV_PROGRAMME, NHV.OtherDecision)
    _decide(desk, other, matched, day, stated(day), 0)


def _of_rikssjukvard(desk: Desk, matters: Sequence[Matter], twins: Iterator[int]) -> None:
    """Defined, allotted, and some allotted again three years later."""
    for index, matter in enumerate(matters):
        area, day, count = matter.area, matter.allotted, len(matter.holders)
        assert day
        if index < _DEFINED_RIKS:
            defined = _matched(area, RIKSSJUKVARD, NHV.DefinitionDecision)
            before = weekday(later(day, -12))
            decision = _decide(desk, area, defined, before, _date(desk, before), 0)
            desk.units(*decision, area, NHV.Decided, count)
        allotted = _matched(area, RIKSSJUKVARD, NHV.AllotmentDecision)
        rounds = [day, weekday(later(day, 36))] if index < _RENEWED else [day]
        for held in rounds:
            # Of two rounds, only their dates tell which is which.
            dated = roughly(desk.chance, held, days=58, months=42)
            decision = _decide(desk, area, allotted, held, dated, 0)
            desk.units(*decision, area, NHV.Granted, count)
            if len(rounds) == 1:
                _twin(desk, decision[0], allotted, twins)
        if index < _OTHER_RIKS:
            after = weekday(later(day, 20))
            other = _matched(area, RIKSSJUKVARD, NHV.OtherDecision)
            _decide(desk, area, other, after, _date(desk, after), 0)


def _of_cancer_centres(desk: Desk, matters: Sequence[Matter]) -> None:
    """Recommended by one body, and followed by another."""
    for index, matter in enumerate(matters):
        day = weekday(later(matter.starts, -10))
        for kind, count, board in (
            (NHV.Recommendation, _RECOMMENDED, 1),
            (NHV.OtherDecision, _OTHER_RCC, 2),
        ):
            if index < count:
                matched = _matched(matter.area, RCC, kind)
                _decide(desk, matter.area, matched, day, _date(desk, day), board)


def _definitions(
    desk: Desk, areas: Areas, allotted: Mapping[NamedNode, date], twins: Iterator[int]
) -> None:
    """What is to be national, and at how many units: not always as many as are granted."""
    for index, area in enumerate(areas.plain[:_DEFINED]):
        day = weekday(later(allotted.get(area.iri, date(2025, 6, 1)), -14))
        matched = _matched(area, NHV_PROGRAMME, NHV.DefinitionDecision)
        joined = index % 5 != 0
        dated = stated(day) if joined else _date(desk, day)
        decision = _decide(desk, area, matched, day, dated, 0)
        desk.units(*decision, area, NHV.Decided, 1 + desk.chance.randrange(5))
        if index < _DEFINED_BY_AGE:
            for group in (NHV.Adults, NHV.Children):
                desk.units(*decision, area, NHV.Decided, 2, (NHV.ageGroup, group))
        if joined:
            _twin(desk, decision[0], matched, twins)


def _allotments(desk: Desk, matters: Sequence[Matter], twins: Iterator[int]) -> None:
    """Who got it: some decisions are known by their month only, some by no date at all."""
    for index, matter in enumerate(matters):
        area, day, count = matter.area, matter.allotted, len(matter.holders)
        assert day
        matched = _matched(area, NHV_PROGRAMME, NHV.AllotmentDecision)
        joined = index % 2 == 1
        dated = stated(day) if joined else _date(desk, day)
        decision = _decide(desk, area, matched, day, dated, 0)
        nested = index % 6 == 0 and count > 1
        part = desk.part(decision[1], area, NHV.Granted, 1) if nested else None
        desk.units(*decision, area, NHV.Granted, count, (NHV.ofWhich, part))
        if joined:
            _twin(desk, decision[0], matched, twins)


def _decide(
    desk: Desk,
    area: Named,
    matched: Matched,
    day: date,
    dated: Literal | None,
    board: int,
    *values: Value,
) -> tuple[Named, Document]:
    return desk.event(
        matched,
        (f"Beslut: {area.sv}", f"Decision: {area.en}"),
        day,
        (NHV.decidedBy, desk.actors.bodies[board].iri),
        (NHV.date, dated),
        *values,
    )


def _twin(desk: Desk, decision: Named, matched: Matched, twins: Iterator[int]) -> None:
    if next(twins, None) is not None:
        desk.twin(decision, matched)


def _matched(area: Named, programme: NamedNode, kind: NamedNode) -> Matched:
    values = ((NHV.area, area.iri), (NHV.programme, programme), (NHV.decisionKind, kind))
    return Matched("decision", NHV.Decision, values)


def _date(desk: Desk, day: date) -> Literal | None:
    """The date of a decision as stated; one of seven has none."""
    known = desk.chance.randrange(7)
    return roughly(desk.chance, day, days=57, months=40, years=3) if known else None
