"""Where sources contradict one another: the known contradictions appear, with both sides."""

from __future__ import annotations

from typing import Any

import pytest

from graph import KnowledgeGraph


def rows(national: KnowledgeGraph, **params: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in national.answer("conflicts", lang="en", **params).records()]


@pytest.mark.parametrize(
    ("area", "decided", "granted"), [("systemisk-amyloidos", "4", "3"), ("endometrios", "5", "4")]
)
def test_units_decided_and_granted_differ(
    national: KnowledgeGraph, area: str, decided: str, granted: str
) -> None:
    """Four units decided for amyloidosis and three granted, five and four for endometriosis."""
    (row,) = rows(national, area=f"area:{area}", kind="units")
    assert (row["value"], row["other"]) == (decided, granted)
    assert row["source"]
    assert row["other_source"]


def test_region_skane_counts_itself_in(national: KnowledgeGraph) -> None:
    """Gender dysphoria: three permits, and a fourth holder by Region Skåne's own account."""
    (row,) = rows(national, kind="holders")
    assert row["what"] == "Gender dysphoria"
    assert (row["value"], row["other"]) == ("3", "4 (Region Skåne)")
    skane = national.answer("conflicts", kind="holders", evidence=False).records()[0]
    assert "Skåne" in str(skane["other_source"]), "the source that says so must be shown"


def test_one_supplier_by_two_names(national: KnowledgeGraph) -> None:
    """Gender dysphoria: the slides of 2026 call one relation both sub-supplier and partner.

    The pages that say of two regions that they work together name no supplier: by them the
    pairs cooperate, which contradicts no supply.
    """
    (row,) = rows(national, area="area:konsdysfori", kind="supply")
    assert (row["value"], row["other"]) == ("Sub-supplier", "Collaboration partner")
    assert row["source"]
    assert row["other_source"]


def test_three_permits_and_six_regions(national: KnowledgeGraph) -> None:
    """Gender dysphoria: three permits were granted, and six regions take part."""
    (row,) = rows(national, area="area:konsdysfori", kind="regions")
    assert (row["value"], row["other"]) == ("3", "6")


def test_start_of_childrens_heart_surgery(national: KnowledgeGraph) -> None:
    """The start of children's heart surgery differs between sources, in both programmes."""
    found = rows(national, area="area:hjartkirurgi-barn", kind="value")
    starts = [row for row in found if row["property"] == "valid from"]
    assert {"Region Skåne", "Region Västra Götaland"} == {
        str(row["what"]).partition(" – ")[2] for row in starts
    }
    assert {row["value"] for row in starts} == {"2008-07-01"}, "the term begins with the first"


def test_gaps_lists_what_conflicts_lists(national: KnowledgeGraph) -> None:
    """`nhv ask gaps kind=conflict` and `nhv ask conflicts` are about the same things."""
    conflicts = national.answer("conflicts", evidence=True).column("entity")
    gaps = national.answer("gaps", kind="conflict", evidence=True).column("entity")
    assert set(conflicts) == set(gaps), "conflicts.rq and gaps.rq find by the same patterns"


def test_every_conflict_has_two_sides(national: KnowledgeGraph) -> None:
    """A contradiction shows two values that differ, the one with its source."""
    for row in rows(national):
        assert row["value"] != row["other"]
        assert row["source"], f"{row['what']}: no source for {row['value']}"
        assert row["other_source"] or row["kind"] == "more holders than units"


def test_conflicts_are_worded_in_both_languages(national: KnowledgeGraph) -> None:
    """Kinds and properties have words in Swedish and English, none a bare term."""
    for lang in ("sv", "en"):
        for row in national.answer("conflicts", lang=lang).records():
            assert " " in str(row["property"]) or str(row["property"]).islower(), row["property"]
            assert row["what"]


@pytest.mark.slow
def test_the_dated_view_forgets_what_came_later(national: KnowledgeGraph) -> None:
    """Before a contradicting document was published there is no contradiction."""
    early = national.at(known_at="2019-06").answer("conflicts").records()
    assert not [row for row in early if row["what"] == "Könsdysfori"]
