"""On every day no area has more holders in force than units, or a conflict is listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pytest

from graph import KnowledgeGraph

_HELD = """
SELECT ?area ?programme ?holder ?first ?last WHERE {
  ?held a nhv:HeldArea ; nhv:level nhv:HolderLevel ; nhv:heldArea ?area ; nhv:heldUnder ?programme ;
        nhv:heldBy ?holder ; nhv:period ?period .
  ?period nhv:countsAs nhv:InForce .
  OPTIONAL { ?period nhv:firstDay ?first } OPTIONAL { ?period nhv:lastDay ?last }
}"""
_UNITS = """
SELECT ?area ?programme (MAX(?number) AS ?units) WHERE {
  { ?area nhv:mostUnits ?number . BIND(programme:nhv AS ?programme) }
  UNION
  {
    ?decision nhv:programme ?programme ; nhv:unitCount ?count .
    ?count nhv:area ?area ; nhv:number ?number ; nhv:stage ?stage .
    FILTER(?programme != programme:nhv && ?stage IN (nhv:Decided, nhv:Granted))
    FILTER NOT EXISTS { ?count nhv:ageGroup ?group }
  }
} GROUP BY ?area ?programme"""
_DAY = timedelta(days=1)
Rows = Sequence[Mapping[str, object]]
FIRST, LAST = date(2007, 1, 1), date(2027, 12, 31)


@pytest.fixture(scope="module")
def held(national: KnowledgeGraph) -> Rows:
    """Every area held, with the days on which it is for certain in force."""
    return national.select(_HELD).records()


def test_no_area_has_more_holders_than_units(national: KnowledgeGraph, held: Rows) -> None:
    """On every day on which anything changes, holders in force are no more than units."""
    units = {
        (str(row["area"]), str(row["programme"])): row["units"]
        for row in national.select(_UNITS).records()
    }
    listed = {
        str(row["entity"])
        for row in national.ask("conflicts", kind="holders", evidence=True).to_dict("records")
    }
    turns = {day for row in held for day in (row["first"], row["last"]) if isinstance(day, date)}
    days = sorted(day for turn in turns for day in (turn, turn + _DAY) if FIRST <= day <= LAST)
    assert len(days) > 60, "something changes on at least sixty days"
    over, compared = {}, 0
    for day in days:
        on: dict[tuple[str, str], set[str]] = {}
        for row in held:
            if _holds(row["first"], row["last"], day):
                matter = str(row["area"]), str(row["programme"])
                on.setdefault(matter, set()).add(str(row["holder"]))
        for matter, holders in on.items():
            compared += 1
            limit = units.get(matter)
            if isinstance(limit, int) and len(holders) > limit and matter[0] not in listed:
                over[matter] = (day, len(holders), limit)
    assert not over, f"list these as conflicts, or find the permit that has ended: {over}"
    assert compared > 1_500, "areas on days"


def test_no_area_of_nhv_has_more_than_five_holders(held: Rows) -> None:
    """NHV is given at five units at most, on every day."""
    for day in {row["first"] for row in held if isinstance(row["first"], date)}:
        on: dict[str, set[str]] = {}
        for row in held:
            if row["programme"] == "programme:nhv" and _holds(row["first"], row["last"], day):
                on.setdefault(str(row["area"]), set()).add(str(row["holder"]))
        over = {area: holders for area, holders in on.items() if len(holders) > 5}
        assert not over, f"{day}: {over}; look for a permit that has ended"


def test_nothing_of_nhv_is_in_force_before_it_began(held: Rows) -> None:
    """No permit of NHV is in force before 1 July 2018, and every one has a first day."""
    early = [
        row
        for row in held
        if row["programme"] == "programme:nhv"
        and not (isinstance(row["first"], date) and row["first"] >= date(2018, 7, 1))
    ]
    assert not early, f"bound these from below: {early}"


@pytest.mark.parametrize(
    ("question", "who", "day", "granted"),
    [
        ("permits-by-hospital", "Karolinska universitetssjukhuset", "2021-12-15", 16),
        ("permits-by-hospital", "Sahlgrenska universitetssjukhuset", "2021-12-16", 14),
        ("permits-by-region", "Region Uppsala", "2023-06-02", 17),
        ("permits-by-region", "Region Östergötland", "2024-03-27", 8),
        ("permits-by-region", "Region Örebro län", "2023-06-02", 1),
    ],
)
def test_announced_numbers(
    national: KnowledgeGraph, question: str, who: str, day: str, granted: int
) -> None:
    """The graph counts as granted what an announcement of the day counts."""
    answer = national.ask(question, as_of=day)
    name = "hospital" if question.endswith("hospital") else "region"
    rows = answer[answer[name].str.casefold() == who.casefold()]
    assert list(rows["granted"]) == [granted], f"{who} on {day}"


def _holds(first: object, last: object, day: date) -> bool:
    return (not isinstance(first, date) or first <= day) and (
        not isinstance(last, date) or day <= last
    )
