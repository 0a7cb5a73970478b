"""Consultations, calls and applications of a block, before and after its decisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from ontology.terms import NHV
from tests.synthetic.actors import Actors
from tests.synthetic.block import Block, shuffled
from tests.synthetic.common import NHV_PROGRAMME, RCC, RIKSSJUKVARD
from tests.synthetic.decisions import assert_decisions
from tests.synthetic.desk import Desk, Matched
from tests.synthetic.library import Library
from tests.synthetic.matters import Areas, Matter, allotments
from tests.synthetic.stated import MONTH, YEAR, later, roughly, stated, weekday

_ROUNDS, _SECOND_ROUNDS, _STILL_OPEN = 26, 2, 2
_CALLS, _CALLS_CLOSED = 22, 12
# Records of the same matter, stated without a date: they are joined to the full one.
_TWIN_CONSULTATIONS, _TWIN_APPLICATIONS = 13, 16
# How many applied for an area, and of how many areas; the areas of rikssjukvård come first.
_APPLICANTS = ((1, 17), (2, 3), (3, 3), (4, 8), (5, 4), (6, 1))
_APPLIED_RIKS, _APPLIED_RCC = 9, 6
_OUTCOMES = ((NHV.Pending, 37), (NHV.Refused, 8), (NHV.Withdrawn, 1), (None, 44))
# Around the newest document, so that some consultation is always open.
_OPENED, _OPEN_UNTIL = date(2026, 5, 4), date(2026, 12, 15)


def assert_process(
    block: Block, areas: Areas, matters: Sequence[Matter], actors: Actors, library: Library
) -> None:
    """Write the process of all matters of a block."""
    desk = Desk(block, block.random("process"), actors, library)
    by_programme = {
        programme: [matter for matter in matters if matter.programme == programme]
        for programme in (RIKSSJUKVARD, RCC, NHV_PROGRAMME)
    }
    plain = by_programme[NHV_PROGRAMME]
    _consultations(desk, areas, plain)
    assert_decisions(desk, areas, by_programme)
    called = [matter for matter in plain if matter.area in areas.plain]
    _calls(desk, called[:_CALLS])
    earlier = by_programme[RIKSSJUKVARD][:_APPLIED_RIKS], by_programme[RCC][:_APPLIED_RCC]
    _applications(desk, [*earlier[0], *earlier[1], *called])


def _consultations(desk: Desk, areas: Areas, matters: Sequence[Matter]) -> None:
    """Each area was out for consultation well before its allotment; the first two twice."""
    allotted, twins = allotments(matters), _TWIN_CONSULTATIONS
    rounds = [*areas.plain[:_ROUNDS], *areas.plain[:_SECOND_ROUNDS]]
    for index, area in enumerate(rounds):
        again = index >= _ROUNDS
        still_open = _ROUNDS - _STILL_OPEN <= index < _ROUNDS
        end = weekday(later(allotted.get(area.iri, date(2025, 6, 1)), -9 if again else -20))
        closes = _OPEN_UNTIL if still_open else end
        opens = _OPENED if still_open else closes - timedelta(days=75)
        # Of the others, the last day is told of two of three; of some it is the day of an answer.
        known = index < _SECOND_ROUNDS or again or still_open or index % 3 != 2
        answered = known and not still_open and index % 5 == 4
        last = stated(closes) if known else None
        matched = Matched(
            "consultation",
            NHV.Consultation,
            ((NHV.area, area.iri), (NHV.programme, NHV_PROGRAMME)),
        )
        number = 2 if again else 1
        named, document = desk.event(
            matched,
            (f"Remiss {number}: {area.sv}", f"Consultation {number}: {area.en}"),
            opens,
            (
                NHV.opens,
                roughly(desk.chance, opens, days=1, months=1) if still_open or index % 2 else None,
            ),
            (NHV.answeredOn if answered else NHV.closes, last),
        )
        if index % 3 == 0:
            desk.units(named, document, area, NHV.Proposed, 1 + desk.chance.randrange(5))
        if known and index >= _SECOND_ROUNDS and not again and twins:
            twins -= 1
            desk.twin(named, matched)


def _calls(desk: Desk, matters: Sequence[Matter]) -> None:
    """Calls close some months before the allotment."""
    for index, matter in enumerate(matters):
        area = matter.area
        assert matter.allotted
        closes = weekday(later(matter.allotted, -6))
        named, document = desk.event(
            Matched("call", NHV.Call, ((NHV.area, area.iri), (NHV.programme, matter.programme))),
            (f"Utlysning: {area.sv}", f"Call: {area.en}"),
            closes,
            (NHV.closes, stated(closes) if index < _CALLS_CLOSED else None),
            (NHV.decisionExpected, stated(matter.allotted, MONTH) if index % 7 == 0 else None),
        )
        if index % 2 == 0:
            desk.units(named, document, area, NHV.Advertised, len(matter.holders))


def _applications(desk: Desk, matters: Sequence[Matter]) -> None:
    """Holders applied, and others with them."""
    chance, twins = desk.chance, _TWIN_APPLICATIONS
    outcomes = shuffled(chance, _OUTCOMES)
    for matter, size in zip(matters, shuffled(chance, _APPLICANTS), strict=False):
        others = [region for region in desk.actors.regions[:12] if region not in matter.holders]
        chance.shuffle(others)
        area = matter.area
        for index, region in enumerate([*matter.holders, *others][:size]):
            applicant = matter.party(region, desk.actors)
            told = chance.randrange(100)
            decided = matter.allotted if told < 32 else None
            applied = None if decided or told > 62 else later(matter.starts, -15)
            held = matter.programme == NHV_PROGRAMME and index < len(matter.holders)
            hospital = desk.actors.main_hospital(region) if told % 2 else None
            matched = Matched(
                "application",
                NHV.Application,
                (
                    (NHV.area, area.iri),
                    (NHV.programme, matter.programme),
                    (NHV.applicant, applicant.iri),
                ),
            )
            named, _ = desk.event(
                matched,
                (
                    f"Ansökan: {area.sv} – {applicant.sv}",
                    f"Application: {area.en} – {applicant.en}",
                ),
                decided or later(matter.starts, -12),
                (NHV.throughHospital, hospital.iri if hospital else None),
                (NHV.appliedOn, stated(applied, YEAR) if applied else None),
                (NHV.decidedAt, roughly(chance, decided, days=22, months=3) if decided else None),
                (NHV.outcome, NHV.Granted if held and not chance.randrange(5) else outcomes.pop()),
            )
            if twins and (decided or applied):
                twins -= 1
                desk.twin(named, matched)
