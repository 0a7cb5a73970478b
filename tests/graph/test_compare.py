from __future__ import annotations

import pytest

from graph import KnowledgeGraph
from graph.problems import BadParameter


def test_knowledge_grows_with_sources(kg: KnowledgeGraph) -> None:
    """Between two dates of knowledge, the new documents and what they made known are told."""
    told = kg.at(lang="en").compare("2023-06-02", "2025-03-19")
    texts = [change.text for change in told.changes]
    assert "New source: Work process" in texts
    assert any(t.startswith("Permit becomes known: Dysmelia – Region Örebro") for t in texts)
    assert not any("2026" in text for text in texts), "the later day knows nothing later"


def test_time_passes_in_the_system(kg: KnowledgeGraph) -> None:
    """Between two valid days, permits begin and consultations close."""
    told = kg.compare("2026-06-30", "2027-06-30", by="as_of")
    kinds = {(c.kind, c.change, c.thing) for c in told.changes}
    assert ("permit", "new", "permit:analcancer-region-vasterbotten") in kinds
    assert ("consultation", "gone", "consultation:acetabular-dysplasi-2026-10-07") in kinds


def test_what_is_only_attested_does_not_begin(kg: KnowledgeGraph) -> None:
    """A permit whose start no source gives is told as attested, not as beginning."""
    told = kg.compare("2025-01-01", "2025-12-31", by="as_of")
    attested = [c.text for c in told.changes if "Sällsynta njursjukdomar" in c.text]
    assert all("först belagt" in text or "Placerat" in text for text in attested)


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
