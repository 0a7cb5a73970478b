from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from graph import KnowledgeGraph
from graph.base.problems import UnknownName
from graph.engines.frames import Value
from graph.questions.catalogue import catalogue
from graph.questions.question import ENTITY
from graph.view.counting import counted
from tests.support import sampled

EXPECTED = Path(__file__).parent / "expected"
NOT_IN_SEEDS = {"cooperation"}  # of cooperations the seed documents say nothing
# The five documents call nobody a partner without saying who assists whom.
UNANSWERED = {"cooperation"}
# A value for each parameter that a question cannot do without.
NEEDED = {
    "area": "Dysmeli",
    "body": "B2",
    "organisation": "Region Västerbotten",
    "person": "Mikael Köhler",
    "thing": "Dysmeli",
}


def needed(name: str) -> dict[str, Any]:
    return {p.name: NEEDED[p.kind] for p in catalogue()[name].params if not p.optional}


def cell(found: Value) -> str:
    if found is None:
        return ""
    return str(found).lower() if isinstance(found, bool) else str(found)


@pytest.mark.slow
@pytest.mark.parametrize("name", sampled(sorted(catalogue(), reverse=True), 18))
def test_both_engines_give_the_same_rows(
    kg: KnowledgeGraph, kg_memory: KnowledgeGraph, name: str
) -> None:
    """A question's answer does not depend on the engine, its order included."""
    answers = [view.answer(name, **needed(name)) for view in (kg, kg_memory)]
    assert answers[0].values() == answers[1].values(), f"mind engine differences in {name}.rq"
    assert answers[0].rows or name in UNANSWERED, "every question has an answer in the seeds"


@pytest.mark.each
@pytest.mark.parametrize("name", sorted(catalogue()))
def test_columns_are_as_declared(kg: KnowledgeGraph, name: str) -> None:
    """An answer has the declared columns in their order; a language changes values only."""
    declared = [c.name for c in catalogue()[name].columns]
    for lang in ("sv", "en"):
        table = kg.answer(name, lang=lang, **needed(name))
        assert table.columns == declared
        assert table.columns == [name for name in table.headings if name in declared]
        assert set(table.headings) == set(declared) | set(table.frame().columns)


@pytest.mark.parametrize("name", sorted(catalogue()))
def test_no_answer_depends_on_the_language(kg: KnowledgeGraph, name: str) -> None:
    """Swedish and English give equally many rows: no label is missing in either."""
    rows = [len(kg.answer(name, lang=lang, **needed(name)).rows) for lang in ("sv", "en")]
    assert rows[0] == rows[1]


def test_each_question_has_rows_that_it_must_answer() -> None:
    """Somebody has read rows of each answer out of the seed documents, unless they have none."""
    read = {file.stem for file in EXPECTED.glob("*.csv")}
    assert read | NOT_IN_SEEDS == catalogue().keys(), (
        "write rows into tests/graph/expected/NAME.csv, which CONTRIBUTING.md describes"
    )
    assert not read & NOT_IN_SEEDS


@pytest.mark.each
@pytest.mark.parametrize("file", sorted(EXPECTED.glob("*.csv")), ids=lambda f: f.stem)
def test_what_the_documents_say_is_answered(kg: KnowledgeGraph, file: Path) -> None:
    """Rows read out of the seed documents are in the answer; others may be there too."""
    lines = file.read_text(encoding="utf-8").splitlines()
    params: dict[str, Any] = {}
    if lines[0].startswith("# "):
        params = dict(part.split("=", 1) for part in lines.pop(0)[2:].split(" | "))
    rows = list(csv.DictReader(lines))
    assert rows
    answer = kg.answer(file.stem, **params).records()
    found = [{name: cell(record[name]) for name in rows[0]} for record in answer]
    missing = [row for row in rows if row not in found]
    assert not missing, f"{file.stem}.rq does not answer what the documents say, but {found}"


@pytest.mark.parametrize(
    "name", [n for n, q in sorted(catalogue().items()) if f"?{ENTITY}" in q.sparql]
)
def test_evidence_can_be_asked_for_each_row(kg: KnowledgeGraph, name: str) -> None:
    """Where a row is about one thing, its sources, dates, places and certainty can be added."""
    table = kg.answer(name, evidence=True, **needed(name))
    if ENTITY not in table.columns:
        pytest.skip("the rows of this question count")
    added = [c for c in table.columns if c.removeprefix("evidence_") in ("source", "locator")]
    assert len(added) >= 2
    sources = [record.get("evidence_source", record.get("source")) for record in table.records()]
    # Conflicts and registers aside.
    if name not in ("conflicts", "gaps", "topic-fate", "legacy-areas"):
        assert all(sources), "every fact has a citation"


def test_supply_is_no_permit(kg: KnowledgeGraph) -> None:
    """Könsdysfori: Västerbotten supplies VGR, Mellansverige Stockholm; neither holds it."""
    pairs = {(r["supplier"], r["receiver"]) for r in kg.answer("suppliers").records()}
    assert ("Region Västerbotten", "Västra Götalandsregionen") in pairs
    assert ("Sjukvårdsregion Mellansverige", "Region Stockholm") in pairs
    holders = {r["holder"] for r in kg.answer("holders", area="Könsdysfori").records()}
    assert holders.isdisjoint({"Region Västerbotten", "Sjukvårdsregion Mellansverige"})


def test_region_vasternorrland_holds_one_permit(kg: KnowledgeGraph) -> None:
    """The heading of one line governs that line only: eating disorders, nothing else."""
    rows = kg.answer("holders", holder="Region Västernorrland", programme="nhv").records()
    assert [row["area"] for row in rows] == ["Svårbehandlade ätstörningar"]


def test_a_day_moves_permits(kg: KnowledgeGraph) -> None:
    """Analcancer is held by Västerbotten from 2027-01-01 and not the day before."""
    asked: dict[str, Any] = {"area": "Analcancer", "holder": "Region Västerbotten"}
    (before,) = kg.answer("holders", as_of="2026-12-31", **asked).records()
    (row,) = kg.answer("holders", as_of="2027-01-01", **asked).records()
    assert (before["status"], row["status"]) == ("Beviljat, inte börjat", "I kraft")
    assert str(row["since"]) == "2027-01-01"
    assert row["basis"] == "angiven början"


@pytest.mark.parametrize("name", [n for n, q in sorted(catalogue().items()) if q.counts])
def test_a_programme_is_nhv_unless_another_is_named(kg: KnowledgeGraph, name: str) -> None:
    """Left out, the programme is NHV; `all` and `alla` take in every one, and the line says so."""
    params = {p.name for p in catalogue()[name].params if p.kind == "programme"}
    if not params:
        pytest.skip("the question is about NHV alone")
    plain = kg.answer(name)
    assert plain.values() == kg.answer(name, programme="nhv").values()
    every = [kg.answer(name, programme=word) for word in ("all", "alla")]
    assert every[0].values() == every[1].values()
    assert plain.note.count("Räknat i") == 1
    assert every[0].note.count("Räknat i") == 3, "say what was counted of each programme"


@pytest.mark.parametrize("day", ["2024-06-12", "2026-06-30", "2027-01-01"])
def test_rows_in_force_are_what_is_counted(kg: KnowledgeGraph, day: str) -> None:
    """Areas and holders of `holders` that are in force, and regions added up, are the one count."""
    view = kg.at(as_of=day)
    sums = [int(str(row["in_force"])) for row in view.answer("permits-by-region").records()]
    shown = view.answer("holders", evidence=True, lang="en").records()
    ids = [row["entity"] for row in shown if row["status"] == "In force"]
    held = view.select(
        "SELECT DISTINCT ?permit ?held { ?held nhv:level nhv:HolderLevel ; "
        "nhv:countsPermit ?permit }"
    ).records()
    rolled = {row["held"] for row in held if row["permit"] in ids}
    assert sum(sums) == len(rolled) == counted(view).in_force


def test_b2_has_twelve_seats_for_six_regions_and_a_chair(kg: KnowledgeGraph) -> None:
    """The rule of twelve is met by the seats known; the chair comes in addition."""
    rows = [r for r in kg.answer("rules", body="B2", as_of="2023-03-31").records() if r["minimum"]]
    assert rows
    for row in rows:
        assert (row["seats"], row["regional_seats"], row["regions"]) == (13, 12, 6)
        assert row["agrees"] == "ja"


def test_seats_stand_without_names(kg: KnowledgeGraph) -> None:
    """Without persons the same seats are there, and no name is."""
    seats = kg.answer("members", body="B2", as_of="2023-03-20")
    nameless = kg.answer("members", body="B2", as_of="2023-03-20", people=False)
    assert len(nameless.rows) == len(seats.rows) == 13
    assert set(nameless.column("holder")) == {None}


def test_inferred_members_are_not_shown_unasked(kg: KnowledgeGraph) -> None:
    """Names that stand beside a step without a role are a reading; they must be asked for."""
    shown = kg.answer("members", body="B2", as_of="2023-06-02").column("holder")
    asked = kg.answer("members", body="B2", as_of="2023-06-02", with_inferred="yes")
    assert "Jonas Claesson" not in shown
    assert "Jonas Claesson" in asked.column("holder")


def test_huntington_has_two_rounds(kg: KnowledgeGraph) -> None:
    """One consultation was answered in March 2025, another is open until October 2026."""
    (row,) = kg.answer("repeated-steps", area="Huntingtons sjukdom").records()
    assert "2025-03-05" in str(row["earlier"])
    assert "2026-10-07" in str(row["later"])


def test_a_result_that_nobody_knows_is_no_refusal(kg: KnowledgeGraph) -> None:
    """Pending applications without a result have none, and nobody is said not to hold a permit."""
    rows = kg.answer("co-applicants-of", region="Region Västerbotten").records()
    assert rows
    for row in rows:
        assert row["outcome"], "what the source said on its day stays"
        assert (row["result"], row["holds"], row["own_holds"]) == (None, None, None)


def test_a_lost_list_is_unknown_and_not_empty(kg: KnowledgeGraph) -> None:
    """The list of calls of 2026 was a picture: it is a gap."""
    rows = kg.answer("gaps", kind="gap", source="000").records()
    assert any(row["locator"] == "44–45" and row["detail"] == "Lista" for row in rows)


@pytest.mark.slow
def test_what_was_not_yet_known_is_not_answered(kg: KnowledgeGraph) -> None:
    """On 1 April 2023 nothing of June 2023 or later is known."""
    then = kg.at(known_at="2023-04-01")
    assert str(then.as_of) <= "2023-04-01"
    dates = then.select("SELECT ?d { ?s a nhv:Source ; nhv:lastDay ?d }").column("d")
    assert dates
    assert all(str(day) <= "2023-04-01" for day in dates)
    with pytest.raises(UnknownName, match="later known_at"):
        then.answer("holders", area="Dysmeli", as_of="2027-01-01")
    assert then.answer("holders", holder="Region Örebro län").rows == []
    claims = then.answer("claims-check").column("holder")
    assert "Region Uppsala" not in claims
