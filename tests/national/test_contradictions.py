"""What doors once answered differently: each contradiction that was found, with its right value."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from graph import KnowledgeGraph
from ontology.terms import NHV
from tests.support import sampled


def rows(national: KnowledgeGraph, question: str, **params: Any) -> pd.DataFrame:
    """An answer in English."""
    return national.ask(question, lang="en", **params)


def in_force(answer: pd.DataFrame) -> pd.DataFrame:
    """The rows that hold for certain."""
    return answer[answer["status"] == "In force"]


# ---- 1. certainty


def test_inferred_and_evidence_agree_for_dysmelia(national: KnowledgeGraph) -> None:
    """A permit that is called stated has a citation that states it."""
    answer = rows(national, "holders", area="dysmeli", evidence=True)
    assert not answer["inferred"].any()
    for certainty in answer["certainty"]:
        assert "Stated" in str(certainty), "a stated permit shows a stated citation"


def test_lineage_says_what_the_register_inferred(national: KnowledgeGraph) -> None:
    """Twelve of the fourteen links of lineage are inferred, as the register says."""
    answer = rows(national, "topic-fate")
    links = answer[answer["relation"] == "came from"]
    assert len(links) == 14
    assert int(links["inferred"].sum()) == 12


def test_procedures_are_inferred_by_what_defines_them(national: KnowledgeGraph) -> None:
    """A row says inferred where the graph says so of the procedure, five times or more."""
    answer = rows(national, "who-consults-whom", evidence=True)
    told = {
        str(row["s"])
        for row in national.select(
            "SELECT ?s WHERE { ?s a nhv:ProcedureRelation ; nhv:certainty nhv:Inferred }"
        ).records()
    }
    assert len(told) >= 5
    assert set(answer[answer["inferred"]]["entity"]) == told


# ---- 2. when a permit holds


@pytest.mark.parametrize(("area", "number"), [("vulvacancer", 4), ("crs-hipec", 4)])
def test_tasks_with_a_successor_have_ended(
    national: KnowledgeGraph, area: str, number: int
) -> None:
    """Where NHV permits are in force, the cancer centres' tasks of the area have ended."""
    answer = in_force(rows(national, "holders", area=area, programme="all"))
    assert len(answer) == number
    assert set(answer["programme"]) == {"National highly specialised care"}


def test_one_stated_start_holds_for_all(national: KnowledgeGraph) -> None:
    """By one decision, the start stated for one holder is that of all four."""
    before = rows(national, "holders", area="tips", as_of="2022-03-01")
    assert list(before["status"]) == ["Granted, not begun"] * 4
    after = rows(national, "holders", area="tips", as_of="2022-10-01")
    assert list(after["status"]) == ["In force"] * 4
    assert set(after["since"].dt.date.map(str)) == {"2022-10-01"}


def test_nothing_of_nhv_before_nhv(national: KnowledgeGraph) -> None:
    """In 2010 nobody held a permit of NHV."""
    assert rows(national, "permits-by-region", as_of="2010-01-01").empty


def test_seventeen_of_uppsala_are_complete(national: KnowledgeGraph) -> None:
    """Region Uppsala's claim of June 2023 counts what was granted, and all of it is there."""
    answer = rows(national, "claims-check")
    claim = answer[(answer["holder"] == "Region Uppsala") & (answer["stated"] == 17)]
    assert list(claim["counted"]) == [17]
    assert list(claim["complete"]) == ["complete"]


def test_a_basis_is_a_rule_of_the_graph(national: KnowledgeGraph) -> None:
    """Each basis that is printed is the label of the permit's own rule."""
    answer = rows(national, "holders", evidence=True, programme="all")
    query = (
        "SELECT ?s ?label WHERE { ?s a nhv:Permit ; nhv:startBasis ?b . "
        "?b skos:prefLabel ?label . FILTER(LANG(?label) = 'en') }"
    )
    told = {str(row["s"]): str(row["label"]) for row in national.select(query).records()}
    for entity, basis in zip(answer["entity"], answer["basis"], strict=True):
        assert told[entity] == basis, entity


def test_a_start_is_printed_as_its_source_has_it(national: KnowledgeGraph) -> None:
    """A month stays a month and a year a year."""
    answer = rows(national, "holders", area="neuromuskulara-sjukdomar")
    east = answer[answer["holder"] == "Region Östergötland"]
    assert east[["since_last", "since_precision"]].values.tolist() == [
        [pd.Timestamp("2023-12-31"), "year"]
    ]
    month = rows(national, "holders", area="trofoblastsjukdomar")
    assert month[["since", "since_precision"]].values.tolist() == [
        [pd.Timestamp("2020-07-01"), "month"]
    ]
    plain = national.answer("holders", area="trofoblastsjukdomar")
    assert plain.column("since") == ["2020-07"], "a plain table has the source's own words"


# ---- 3. where an area stands


def test_areas_with_permits_in_force_are_in_follow_up(national: KnowledgeGraph) -> None:
    """No area with a permit in force stands elsewhere than in step 8, on any of five days."""
    for day in ("2019-06-30", "2021-12-15", "2023-06-02", "2024-06-12", "2026-06-30"):
        held = {
            str(row["area"])
            for row in national.at(as_of=day)
            .select(
                """SELECT DISTINCT ?area WHERE {
                ?held a nhv:HeldArea ; nhv:level nhv:HolderLevel ; nhv:heldArea ?area ;
                      nhv:heldUnder programme:nhv ; nhv:period ?p . ?p nhv:countsAs nhv:InForce .
                OPTIONAL { ?p nhv:firstDay ?f } OPTIONAL { ?p nhv:lastDay ?l }
                FILTER(COALESCE(?f <= $as_of, true) && COALESCE(?l >= $as_of, true)) }"""
            )
            .records()
        }
        shown = rows(national, "areas-by-step", as_of=day)
        names = {national.at(lang="en").label(area) for area in held}
        elsewhere = shown[shown["area"].isin(names) & (shown["step"] != 8)]
        assert elsewhere.empty, f"{day}: {list(elsewhere['area'])}"
        assert names <= set(shown["area"]), f"{day}: an area with a permit stands nowhere"


def test_spinal_cord_injuries_are_not_awaiting_a_decision(national: KnowledgeGraph) -> None:
    """Spinal cord injuries are in follow-up since their permits began."""
    answer = rows(national, "areas-by-step", area="ryggmargsskador")
    assert list(answer["step"]) == [8]


# ---- 4. outcomes


def test_a_pending_application_with_a_permit_was_granted(national: KnowledgeGraph) -> None:
    """Whoever holds a permit decided after the application had it granted."""
    query = """SELECT ?s ?result WHERE {
      ?s a nhv:Application ; nhv:outcome nhv:Pending . OPTIONAL { ?s nhv:result ?result } }"""
    pending = national.select(query).records()
    granted = [row for row in pending if row["result"] == "nhv:Granted"]
    assert len(pending) >= 37
    assert len(granted) >= 15
    assert national.label(NHV.Granted)


def test_meetings_that_have_passed_are_not_planned(national: KnowledgeGraph) -> None:
    """A meeting behind the newest source is no longer planned."""
    query = """SELECT ?m WHERE {
      ?m a nhv:Meeting ; nhv:planned true ; nhv:lastDay ?d . FILTER(?d < $as_of) }"""
    assert not national.select(query).rows


# ---- 5. counts


def test_the_question_and_the_network_count_the_same_pairs(national: KnowledgeGraph) -> None:
    """co-holders has as many pairs as a question as it has as a network."""
    answer = rows(national, "co-holders")
    net = national.network("co-holders")
    pairs = answer[answer["areas"] > 0]
    assert len(pairs) == net.number_of_edges()
    assert sorted(pairs["areas"]) == sorted(w for *_, w in net.edges(data="weight"))


def test_karolinska_is_one_row(national: KnowledgeGraph) -> None:
    """Units of a hospital count with their hospital, and are shown on request."""
    answer = rows(national, "permits-by-hospital")
    assert sum("Karolinska" in str(name) for name in answer["hospital"]) == 1
    units = rows(national, "permits-by-hospital", level="unit")
    assert len(units) > len(answer)


# ---- 6. the same thing once


def test_osteogenesis_imperfecta_counts_once_for_uppsala(national: KnowledgeGraph) -> None:
    """Region Uppsala holds the area once, whatever its parts and Mellansverige's line."""
    query = """SELECT ?held WHERE {
      ?held a nhv:HeldArea ; nhv:level nhv:HolderLevel ; nhv:heldUnder programme:nhv ;
            nhv:heldArea area:osteogenesis-imperfecta ; nhv:heldBy ?h .
      FILTER(?h IN (region:region-uppsala, healthcare-region:sjukvardsregion-mellansverige)) }"""
    assert len(national.select(query).rows) == 1


@pytest.mark.parametrize("area", ["dysmeli", "perifer-facialispares", "skelettdysplasier"])
def test_one_decision_with_a_conflict(national: KnowledgeGraph, area: str) -> None:
    """The decisions told with two days are one, of September, and the other day is a conflict."""
    query = f"""SELECT ?d ?date WHERE {{
      ?d a nhv:Decision ; nhv:area area:{area} ; nhv:decisionKind nhv:AllotmentDecision ;
         nhv:date ?date }}"""
    (found,) = national.select(query).records()
    assert str(found["date"]).startswith("2024-09")
    conflicts = rows(national, "conflicts", area=area, kind="value")
    assert "2024-06-12" in set(map(str, conflicts["other"]))


def test_terms_of_rikssjukvard_are_no_contradictions(national: KnowledgeGraph) -> None:
    """No conflict is listed on the days of a permit for rikssjukvård that was renewed."""
    query = """SELECT ?c WHERE {
      ?c a nhv:Conflict ; nhv:about ?p ; nhv:onProperty ?on .
      ?p nhv:programme programme:rikssjukvard ; nhv:term ?t .
      FILTER(?on IN (nhv:validFrom, nhv:validUntil, nhv:decidedOn)) }"""
    assert not national.select(query).rows


# ---- 7. cooperation


def test_only_stated_directions_are_supply(national: KnowledgeGraph) -> None:
    """Three pairs of gender dysphoria have a direction; every other relation has none."""
    supply = rows(national, "suppliers")
    assert len(supply) == 3
    assert set(supply["area"]) == {"Gender dysphoria"}
    net = national.network("cooperation", possible=True)
    assert not net.is_directed()
    assert net.number_of_edges() >= 11


# ---- 8. knowledge at a date


@pytest.mark.slow
@pytest.mark.parametrize("nth", sampled(range(3), 3))
def test_a_view_at_the_day_of_reading_has_everything(national: KnowledgeGraph, nth: int) -> None:
    """known_at equal to the day of reading gives every answer of the whole graph."""
    then = national.at(known_at="2026-11-22")
    for question in list(national.questions())[nth::3]:
        if any(not param.optional for param in question.params):
            continue
        whole, view = national.answer(question.name), then.answer(question.name)
        assert view.values() == whole.values(), question.name
        assert ": 432" in view.note or "432" in view.note, question.name


@pytest.mark.slow
def test_a_view_of_the_past_says_what_it_leaves_out(national: KnowledgeGraph) -> None:
    """Every answer of a view at a source date names the sources it has and those it may lack."""
    then = national.at(known_at="2023-06-02", lang="en")
    for question in national.questions():
        if any(not param.optional for param in question.params):
            continue
        note = then.answer(question.name).note
        assert "Sources that certainly existed by 2023-06-02" in note, question.name
        assert "that may have existed are left out" in note, question.name
