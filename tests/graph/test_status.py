"""The status: what the graph holds, and what is missing most, on the seeds."""

from __future__ import annotations

import pytest

from graph import KnowledgeGraph
from graph.evidence.status import SECTIONS
from graph.view.counting import counted
from tests.support import SEEDS


def test_sources_are_the_documents(kg: KnowledgeGraph) -> None:
    """Documents are counted, the registers are not."""
    found = kg.status()
    assert found.number("sources", "alla") == len(SEEDS)
    assert found.number("sources", "daterade") == len(SEEDS)
    assert found.number("sources", "odaterade") == 0


def test_facts_are_counted_before_and_after_merging(kg: KnowledgeGraph) -> None:
    """A thing has one citation or more, so there are never fewer citations than things."""
    for row in kg.status().section("facts").records():
        assert int(str(row["number"])) <= int(str(row["of"])), row["item"]


def test_the_parts_say_the_same_in_both_languages(kg: KnowledgeGraph) -> None:
    """Swedish and English have equally many lines with the same numbers."""
    lines = [kg.at(lang=lang).status().table for lang in ("sv", "en")]
    for name in ("section", "of"):
        assert lines[0].column(name) == lines[1].column(name)
    assert sorted(map(str, lines[0].column("number"))) == sorted(
        map(str, lines[1].column("number"))
    )


@pytest.mark.slow
def test_both_engines_count_the_same(kg: KnowledgeGraph, kg_memory: KnowledgeGraph) -> None:
    """A status does not depend on the engine."""
    assert kg.status().table.values() == kg_memory.status().table.values()


def test_the_worklist_is_counted_by_what_is_missing(kg: KnowledgeGraph) -> None:
    """Each line of the worklist is one of those that the summary counts."""
    found = kg.status()
    counted = sum(int(str(row["number"])) for row in found.section("missing").records())
    assert counted == len(found.section("worklist").rows)


def test_a_status_shows_itself(kg: KnowledgeGraph) -> None:
    """As text, as HTML in a notebook, and as a data frame."""
    found = kg.at(lang="en").status()
    assert str(found).startswith("Sources\n")
    assert found._repr_html_().count("<table>") == len(SECTIONS)
    assert set(found.frame()["section"]) <= set(SECTIONS)


def test_an_unknown_part_is_named_with_the_others(kg: KnowledgeGraph) -> None:
    """A part that does not exist is answered with those that do."""
    with pytest.raises(ValueError, match="worklist"):
        kg.status().section("todo")


def test_the_status_of_a_view_is_that_of_the_view(kg: KnowledgeGraph) -> None:
    """A view at a source date counts only the documents of its day."""
    assert kg.at(known_at="2023-04-01").status().number("sources", "alla") == 2


def test_permits_are_the_one_count(kg: KnowledgeGraph) -> None:
    """The numbers of permits are those of every other answer."""
    number, found = counted(kg), kg.status()
    assert found.number("areas", "tillstånd i kraft") == number.in_force
    assert found.number("areas", "kan vara i kraft därutöver") == number.possible
    assert found.number("areas", "beviljade") == number.granted


def test_joins_are_told_by_the_name_of_their_rule(kg: KnowledgeGraph) -> None:
    """What was joined is counted by rule, in words."""
    told = {str(row["name"]) for row in kg.rules().rows}
    assert set(map(str, kg.status().section("joins").column("item"))) <= told
