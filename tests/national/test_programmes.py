"""One care area through rikssjukvård, the cancer centres' structuring and NHV; two times."""

from __future__ import annotations

import pytest

from graph import KnowledgeGraph

TRANSFER = "2018-07-01"


def test_rikssjukvard_ends_with_the_transfer(national: KnowledgeGraph) -> None:
    """Every permit for rikssjukvård has an end, on 30 June 2018 at the latest."""
    rows = national.select(
        "SELECT ?permit ?last { ?permit a nhv:Permit ; nhv:programme programme:rikssjukvard . "
        "OPTIONAL { ?permit nhv:latestEnd ?last } }"
    ).records()
    assert len(rows) == 27, "27 permits by mellansverige-svn-2023-06-02"
    for row in rows:
        assert row["last"] is not None
        assert str(row["last"]) < TRANSFER, f"{row['permit']} outlives its programme"


def test_nhv_begins_with_the_transfer(national: KnowledgeGraph) -> None:
    """No permit for NHV begins before 1 July 2018."""
    days = national.select(
        "SELECT ?first { ?permit a nhv:Permit ; nhv:programme programme:nhv ; "
        "nhv:earliestStart ?first }"
    ).column("first")
    assert len(days) > 100
    assert min(map(str, days)) == TRANSFER


def test_no_permit_ends_before_it_begins(national: KnowledgeGraph) -> None:
    """A permit's last day is not before its first."""
    wrong = national.select(
        "SELECT ?permit { ?permit a nhv:Permit ; nhv:earliestStart ?f ; nhv:latestEnd ?l . "
        "FILTER(?l < ?f) }"
    )
    assert not wrong.rows, f"{wrong.column('permit')}: read the dates of their pages again"


def test_what_went_over_is_continued(national: KnowledgeGraph) -> None:
    """All 27 permits for rikssjukvård are continued by their region's permit for NHV."""
    went_over = national.select(
        "SELECT DISTINCT ?old ?new { ?new nhv:continues ?old ; nhv:programme programme:nhv ; "
        "nhv:area ?a . ?old nhv:programme programme:rikssjukvard ; nhv:area ?a }"
    )
    assert len(set(went_over.column("old"))) == 27


def test_some_of_cancer_care_went_over(national: KnowledgeGraph) -> None:
    """Of the cancer centres' 28 permits 13 are continued as NHV; no other is said to have ended.

    Every task that is continued has an end by then: none stands beside the permit that follows it.
    """
    rows = national.select(
        "SELECT ?old ?new ?start ?last { ?old a nhv:Permit ; nhv:programme programme:rcc . "
        "OPTIONAL { ?new nhv:continues ?old OPTIONAL { ?new nhv:latestStart ?start } } "
        "OPTIONAL { ?old nhv:latestEnd ?last } }"
    ).records()
    assert len(rows) == 28
    assert sum(row["new"] is not None for row in rows) == 13
    begun = [row for row in rows if row["start"] is not None]
    beside = [
        row["old"] for row in begun if row["last"] is None or str(row["last"]) >= str(row["start"])
    ]
    assert not beside, f"{beside} outlive what continues them"


def test_a_permit_continues_one_of_its_own_region(national: KnowledgeGraph) -> None:
    """What is continued was held by the same region, itself or through its hospital."""
    strangers = national.select(
        "SELECT ?new ?old { ?new nhv:continues ?old ; nhv:holder ?h . ?old nhv:holder ?k . "
        "OPTIONAL { ?k nhv:operator ?o } FILTER(COALESCE(?o, ?k) != ?h) }"
    )
    assert not strangers.rows


def test_legacy_areas_show_who_kept(national: KnowledgeGraph) -> None:
    """`legacy-areas` says of each holder of rikssjukvård that it kept the area."""
    rows = national.answer("legacy-areas", programme="rikssjukvard", as_of="2030").records()
    kept = [row for row in rows if row["before"] and row["now"]]
    assert len({(row["legacy_area"], row["holder"]) for row in kept}) == 27


def test_undated_pages_count_now(national: KnowledgeGraph) -> None:
    """A permit that only undated pages show is answered by the day on which they were read."""
    alone = national.select(
        "SELECT DISTINCT ?permit { ?permit a nhv:Permit ; nhv:programme programme:nhv ; "
        "nhv:startBasis nhv:AttestedStart ; prov:hadPrimarySource ?s . "
        "FILTER NOT EXISTS { ?permit prov:hadPrimarySource ?d . ?d nhv:firstDay ?day } }"
    ).column("permit")
    assert alone
    shown = national.answer("holders", evidence=True, lang="en", as_of="2030").records()
    basis = {row["entity"]: row["basis"] for row in shown}
    assert {basis[permit] for permit in alone} == {"first attested"}


@pytest.mark.slow
@pytest.mark.parametrize("day", ["2018-07-01", "2023-06-02"])
def test_undated_pages_are_out_of_every_dated_view(national: KnowledgeGraph, day: str) -> None:
    """Nobody can say that an undated page was there to be read on a day."""
    view = national.at(known_at=day)
    kept = view.select(
        "SELECT ?s ?last { ?s a nhv:Source . FILTER EXISTS { ?c prov:entity ?s } "
        "OPTIONAL { ?s nhv:lastDay ?last } FILTER(!CONTAINS(STR(?s), '/register-')) }"
    ).records()
    assert kept
    assert all(row["last"] is not None and str(row["last"]) <= day for row in kept)
    undated = {row["item"]: row["number"] for row in view.status().section("sources").records()}
    assert undated["odaterade"] == 0
