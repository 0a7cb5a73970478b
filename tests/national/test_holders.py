"""Who holds what, nationally: holders by area, hospital, region and year."""

from __future__ import annotations

import csv
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from graph import KnowledgeGraph
from graph.view.counting import counted

# Read out of the curated files without the graph, then checked area by area against the pages.
EXPECTED = Path(__file__).parent / "holders.csv"
UNIVERSITY_HOSPITALS = {
    "Karolinska Universitetssjukhuset",
    "Sahlgrenska Universitetssjukhuset",
    "Skånes universitetssjukhus",
    "Akademiska sjukhuset",
    "Norrlands universitetssjukhus",
    "Universitetssjukhuset i Linköping",
}
# More holders than units, and why.
EXPLAINED = {"Könsdysfori": "Region Skåne counts itself in; the authority names three regions"}


@cache
def expected() -> dict[str, set[str]]:
    with EXPECTED.open(encoding="utf-8", newline="") as lines:
        return {row["area"]: set(row["holders"].split()) for row in csv.DictReader(lines)}


def holders(national: KnowledgeGraph, area: str) -> set[str]:
    found = national.select(
        "SELECT DISTINCT ?holder { ?p a nhv:Permit ; nhv:programme programme:nhv ; "
        "nhv:area $area ; nhv:holder ?holder }",
        area=f"area:{area}",
    )
    return {str(name).removeprefix("region:") for name in found.column("holder")}


def test_enough_areas_are_checked() -> None:
    """The holders of at least sixty NHV areas are known for certain."""
    assert len(expected()) >= 60, "read the pages of more areas and add them to holders.csv"


@pytest.mark.each
@pytest.mark.parametrize("area", sorted(expected()))
def test_an_area_has_its_holders(national: KnowledgeGraph, area: str) -> None:
    """An area is held by the regions that its pages name, by all of them and by no other."""
    assert holders(national, area) == expected()[area], (
        f"read the pages of {area} again; if they are right, mend its line in holders.csv"
    )


@pytest.mark.parametrize(
    "area", ["endometrios", "primar-skleroserande-kolangit", "svara-hudsymtom"]
)
def test_the_question_holders_answers_the_same(national: KnowledgeGraph, area: str) -> None:
    """`nhv ask holders` names the holders of an area, each in one row."""
    rows = national.answer("holders", area=f"area:{area}", programme="nhv", as_of="2030").records()
    named = [row["holder"] for row in rows]
    labels = {national.label(f"region:{holder}") for holder in expected()[area]}
    assert set(named) == labels
    assert len(named) == len(labels), "one permit stands under two identifiers; see joins.py"


def test_no_area_has_more_holders_than_units_unexplained(national: KnowledgeGraph) -> None:
    """Where more regions hold an area than units were decided, a conflict says so."""
    rows = national.answer("conflicts", kind="holders").records()
    assert {str(row["what"]) for row in rows} == set(EXPLAINED), (
        "look at who says so: explain it here, or mend the curated permit"
    )
    decided: dict[str, int] = {}
    for row in national.answer("units-by-stage").records():
        if row["stage"] in ("Beslutat", "Beviljat", "Beslutade", "Beviljade") and not (
            row["age_group"] or row["alternative"]
        ):
            area = str(row["area"])
            decided[area] = max(decided.get(area, 0), int(str(row["number"])))
    assert decided
    held: dict[str, set[str]] = {}
    for row in national.answer("holders", programme="nhv", as_of="2030").records():
        held.setdefault(str(row["area"]), set()).add(str(row["holder"]))
    over = {area for area, most in decided.items() if len(held.get(area, ())) > most}
    assert over <= set(EXPLAINED), f"more holders than units: {sorted(over - set(EXPLAINED))}"


@pytest.mark.parametrize("day", ["2021-12-15", "2024-06-12"])
def test_the_university_hospitals_carry_most_permits(national: KnowledgeGraph, day: str) -> None:
    """On the days of the board's decisions of 2021 and 2024, university hospitals come first."""
    rows = national.answer("permits-by-hospital", as_of=day).records()
    first = [str(row["hospital"]) for row in rows[:4]]
    assert set(first) <= UNIVERSITY_HOSPITALS, f"{first} on {day}: a hospital is misread"


@pytest.mark.parametrize("day", ["2021-12-15", "2024-06-12"])
def test_a_hospital_has_no_more_permits_than_its_region(national: KnowledgeGraph, day: str) -> None:
    """What is carried out at a hospital is held by its region; a part counts beside its whole."""
    regions = {
        row["region"]: row for row in national.answer("permits-by-region", as_of=day).records()
    }
    for row in national.answer("permits-by-hospital", as_of=day).records():
        for number in ("granted", "in_force"):
            most = int(str(regions[row["region"]][number]))
            assert int(str(row[number])) <= most, f"{row['hospital']} on {day}"


def test_permits_at_hospitals_grow_between_the_two_decisions(national: KnowledgeGraph) -> None:
    """No permit has ended since 2021: each hospital has as many in 2024 or more."""
    counts = [
        {
            str(row["hospital"]): int(str(row["granted"]))
            for row in national.answer("permits-by-hospital", as_of=day).records()
        }
        for day in ("2021-12-15", "2024-06-12")
    ]
    assert all(counts[1].get(name, 0) >= number for name, number in counts[0].items())
    assert counts[1]["Karolinska Universitetssjukhuset"] >= 30
    assert counts[1]["Akademiska sjukhuset"] >= 15, "Region Uppsala alone is said to have had 17"


def test_concentration_grows_from_what_rikssjukvard_left(national: KnowledgeGraph) -> None:
    """NHV begins in 2018 with the 27 permits in 15 areas of rikssjukvård, and only grows."""
    years = national.answer("concentration-over-time").records()
    start = years[0]
    # The claim: 27 permits in 15 areas went over (mellansverige-svn-2023-06-02, lines 23–27).
    assert (start["year"], start["in_force"], start["areas"]) == (2018, 27, 15)
    for name in ("in_force", "areas", "holders"):
        numbers = [int(str(row[name])) for row in years]
        assert all(later >= earlier for earlier, later in pairwise(numbers))
    assert years[-1]["in_force"] == counted(national).in_force, "the last year is the one count"
