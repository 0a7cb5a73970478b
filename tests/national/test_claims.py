"""What sources count, what the graph counts, and how fast it answers."""

from __future__ import annotations

from time import process_time
from typing import Any

import pytest

from graph import KnowledgeGraph
from graph.evidence.status import SECTIONS
from graph.questions.catalogue import catalogue

# Processor time, so that other work on the machine does not count.
SECONDS = 1.0
NEEDED = {
    "area": "area:dysmeli",
    "body": "B2",
    "organisation": "Region Västerbotten",
    "person": "Mikael Köhler",
    "thing": "area:dysmeli",
}


@pytest.fixture(scope="module")
def claims(national: KnowledgeGraph) -> list[dict[str, Any]]:
    return [dict(row) for row in national.answer("claims-check", lang="en").records()]


def claimed(claims: list[dict[str, Any]], **wanted: object) -> dict[str, Any]:
    (found,) = (row for row in claims if all(row[name] == wanted[name] for name in wanted))
    return found


@pytest.mark.trust
@pytest.mark.parametrize("name", sorted(catalogue()))
def test_a_question_is_answered_within_a_second(national: KnowledgeGraph, name: str) -> None:
    """No question of the catalogue keeps a person waiting, with all sources read."""
    given: dict[str, Any] = {
        p.name: NEEDED[p.kind] for p in catalogue()[name].params if not p.optional
    }
    national.answer(name, **given)  # opens the store and reads the names
    taken = []
    for _ in range(2):
        started = process_time()
        national.answer(name, **given)
        taken.append(process_time() - started)
    assert min(taken) < SECONDS, f"{name}.rq takes {min(taken):.1f} s; join less, count in parts"


def test_rikssjukvard_is_complete(claims: list[dict[str, Any]]) -> None:
    """27 permits in 15 areas of rikssjukvård before NHV, by the slides of 2023 and by the graph."""
    for quantity, number in (("Number of permits", 27), ("Number of care areas", 15)):
        row = claimed(
            claims, quantity=quantity, stated=number, claim=_words(claims, quantity, number)
        )
        assert (row["counted"], row["complete"]) == (number, "complete")


def test_cancer_care_is_complete(claims: list[dict[str, Any]]) -> None:
    """28 permits in 10 areas of national cancer care are claimed; all 28 are known.

    The two tasks in anal cancer are two parts of one area, which the claim counts by themselves.
    """
    row = claimed(claims, stated=28, quantity="Number of permits")
    assert (row["counted"], row["with_parts"], row["complete"]) == (26, 28, "complete")
    assert claimed(claims, claim="Claim: Areas with national tasks in cancer care")["counted"] == 10


@pytest.mark.parametrize(
    ("holder", "stated", "least"), [("Region Uppsala", 17, 17), ("Region Örebro County", 1, 1)]
)
def test_regions_hold_no_more_than_they_claim(
    claims: list[dict[str, Any]], holder: str, stated: int, least: int
) -> None:
    """In June 2023 Region Uppsala claims 17 NHV permits and Region Örebro län one."""
    row = claimed(claims, holder=holder, stated=stated)
    assert least <= row["counted"] <= stated, f"{holder}: a permit too many, or pages lost"


def test_numbers_of_patients_are_not_compared(national: KnowledgeGraph) -> None:
    """Other numbers than those of the system are shown only when asked for."""
    some = national.answer("claims-check").rows
    every = national.answer("claims-check", all="yes").rows
    assert len(every) > len(some)
    others = national.answer("claims-check", all="yes", lang="en").records()
    uncounted = [row for row in others if str(row["quantity"]).startswith("Other")]
    assert uncounted
    assert all(row["counted"] is None and row["complete"] is None for row in uncounted)


def test_narrower_numbers_are_not_counted(claims: list[dict[str, Any]]) -> None:
    """New permits, proposed areas and areas of one meeting are not set beside all permits."""
    for row in claims:
        if "New NHV" in row["claim"] or "at the meeting" in row["claim"]:
            assert row["counted"] is None, f"{row['claim']} counts something narrower"


def test_completeness_says_what_the_numbers_say(claims: list[dict[str, Any]]) -> None:
    """In words: partial, complete or more than stated, parts with their area or by themselves.

    What the graph knows nothing of is neither none nor empty.
    """
    for row in claims:
        counted, stated = row["counted"], row["stated"]
        if counted is None:
            assert row["complete"] is None
            continue
        assert counted > 0
        whole = stated in (counted, row["with_parts"])
        assert row["complete"] == (
            "complete" if whole else "more than stated" if counted > stated else "partial"
        )


def test_more_than_stated_is_known(claims: list[dict[str, Any]]) -> None:
    """The graph counts more than a source states in few cases, each with its reason."""
    reasons = {
        "Claim: Assignments of rikssjukvård that the region already had": "before three new ones",
        "Claim: Rikssjukvård assignments in Region Skåne": "surgery of children is three areas",
    }
    more = {row["claim"] for row in claims if row["complete"] == "more than stated"}
    assert more <= set(reasons), f"explain or mend: {sorted(more - set(reasons))}"


def test_units_of_an_area_stand_beside_its_holders(claims: list[dict[str, Any]]) -> None:
    """A claim of units is compared with the area's holders and with the board's decision."""
    rows = [row for row in claims if row["claim"].endswith(": Systemic amyloidosis")]
    rows += [row for row in claims if "permit for systemic amyloidosis" in row["claim"]]
    assert rows
    for row in rows:
        assert (row["stated"], row["counted"], row["decided"]) == (3, 3, 4)


def test_status_counts_all_sources(national: KnowledgeGraph) -> None:
    """Dated and undated, and each kind and rank, add up to all sources."""
    found = national.status()
    every = found.number("sources", "alla")
    assert every == found.number("sources", "daterade") + found.number("sources", "odaterade")
    for detail in ("slag", "rang"):
        parts = [
            int(str(row["number"]))
            for row in found.section("sources").records()
            if str(row["detail"]).startswith(detail)
        ]
        assert sum(parts) == every


def test_status_ranks_what_is_missing(national: KnowledgeGraph) -> None:
    """The worklist begins with areas whose holders are not all known, the most missing first."""
    lines = national.status().section("worklist").records()
    short = [int(str(r["number"])) for r in lines if "färre kända innehavare" in str(r["detail"])]
    assert short
    assert short == sorted(short, reverse=True)
    assert "färre kända innehavare" in str(lines[0]["detail"])


def test_status_has_every_part(national: KnowledgeGraph) -> None:
    """Sources, facts, joins, areas, what is missing and the worklist are all there."""
    found = national.status()
    assert all(found.section(name).rows for name in SECTIONS)


def _words(claims: list[dict[str, Any]], quantity: str, number: int) -> str:
    """The claim on the day before NHV began, among others with the same number."""
    named = [
        str(row["claim"])
        for row in claims
        if row["quantity"] == quantity and row["stated"] == number
        and str(row["as_of"]) == "2018-06-30"
    ]  # fmt: skip
    return named[0]
