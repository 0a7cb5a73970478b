from __future__ import annotations

import pytest

from graph import KnowledgeGraph, open_graph
from graph.base.problems import BadParameter
from tests.support import national_graph


@pytest.mark.slow
def test_knowledge_grows_with_sources(kg: KnowledgeGraph) -> None:
    """Between two dates of knowledge, the new documents and what they made known are told."""
    told = kg.at(lang="en").compare("2023-06-02", "2025-03-19")
    texts = [change.text for change in told.changes]
    assert "New source: Work process" in texts
    assert any(t.startswith("Permit becomes known (may be in force): Dysmelia") for t in texts), (
        "what is known by the later day only as granted is told as such"
    )
    assert not any("2026" in text for text in texts), "the later day knows nothing later"


@pytest.mark.slow
def test_what_is_known_more_closely_has_neither_ended_nor_come() -> None:
    """A record that later sources show to be that of another is told as one with it."""
    kg = open_graph(national_graph())
    told = kg.compare("2026-06", "2026-11").changes
    texts = {c.text for c in told}
    somewhere, known = "Gendermatoser – någonstans i", "permit:gendermatoser-region-uppsala"
    (text,) = [t for t in texts if somewhere in t]
    assert text.startswith("Känt närmare: "), "it has not ended; see joined in differences"
    assert [c.change for c in told if c.thing == known] == ["changed"], "nor is it new"
    assert not any(t.startswith("Inte längre känt: ") for t in texts), "no document is taken back"


def test_time_passes_in_the_system(kg: KnowledgeGraph) -> None:
    """Between two valid days, permits begin and consultations close."""
    told = kg.compare("2026-06-30", "2027-06-30", by="as_of")
    kinds = {(c.kind, c.change, c.thing) for c in told.changes}
    assert ("permit", "changed", "permit:analcancer-region-vasterbotten") in kinds
    assert ("consultation", "gone", "consultation:acetabular-dysplasi-2026-10-07") in kinds


def test_what_is_only_possible_is_told_as_such(kg: KnowledgeGraph) -> None:
    """A permit whose start lies between two days may be in force before it certainly is."""
    told = kg.at(lang="en").compare("2024-12-31", "2025-03-10", by="as_of")
    (text,) = [c.text for c in told.changes if "Dysmelia – Region Örebro" in c.text]
    assert text.startswith("Permit ")
    assert "may" in text, "tell a status of PossiblyInForce as possible (_UNSURE, _TOLD)"


def test_a_change_of_status_is_told(kg: KnowledgeGraph) -> None:
    """Granted, begun and ended are three changes of one permit, each told as what it is."""
    english = kg.at(lang="en")
    permit = "permit:analcancer-region-vasterbotten"
    told = {
        change.text.partition(":")[0]
        for change in english.compare("2026-12-31", "2027-01-01", by="as_of").changes
        if change.thing == permit
    }
    assert told == {"Permit begins"}


@pytest.mark.slow
def test_nothing_changes_between_a_day_and_itself(kg: KnowledgeGraph) -> None:
    """The same day twice gives no change, and still a sentence."""
    told = kg.compare("2025-03-19", "2025-03-19")
    assert told.changes == ()
    assert "0 förändringar" in str(told)
    assert "<ul>" in told._repr_html_()


def test_days_in_the_wrong_order_are_refused(kg: KnowledgeGraph) -> None:
    """Later before earlier is a slip; so is another word for by."""
    with pytest.raises(BadParameter, match="swap"):
        kg.compare("2025", "2023")
    with pytest.raises(BadParameter, match="known_at or as_of"):
        kg.compare("2023", "2025", by="today")
