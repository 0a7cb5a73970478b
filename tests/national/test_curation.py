"""The curated files as a whole: what was left out and why, one more page, shapes and rules."""

from __future__ import annotations

import csv
import re
import shutil
from collections import Counter
from functools import cache

import pytest

from loaders.curation.records import Decision, Member
from loaders.publishing.recipe import CURATED
from ontology.terms import NHV
from tests.support import Dataset, load

PAGE = "sos-oversikt-moyamoya"
COPY = "sos-oversikt-moyamoya-again"
BOARD = "namnden-for-nationell-hogspecialiserad-vard"


@cache
def exclusions() -> tuple[dict[str, str], ...]:
    with (CURATED / "exclusions.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


@pytest.fixture(scope="module")
def with_one_more(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """Everything curated and one page more: a copy under another id."""
    folder = tmp_path_factory.mktemp("curated") / "curated"
    shutil.copytree(CURATED, folder)
    text = (folder / "sources" / f"{PAGE}.yaml").read_text(encoding="utf-8")
    text = re.sub(rf"(?m)^id: {PAGE}$", f"id: {COPY}", text)
    text = re.sub(r"(?m)^also: .*\n", "", text)
    (folder / "sources" / f"{COPY}.yaml").write_text(text, encoding="utf-8")
    return load(folder)


def test_every_exclusion_has_a_reason() -> None:
    """What was left out says why, and names its page and the kind of fact."""
    for row in exclusions():
        assert len(row["reason"]) > 10, f"{row['source']} {row['index']}: say why it was left out"
        assert row["index"].isdigit()
        assert row["source"]
        assert row["kind"]


def test_nothing_is_excluded_twice() -> None:
    """A fact is left out once: page and place name it."""
    places = Counter((row["source"], row["index"]) for row in exclusions())
    assert not [place for place, times in places.items() if times > 1]


def test_no_fact_that_must_be_in_is_left_out() -> None:
    """Permits, decisions, calls, applications, consultations and laws are all in the graph."""
    kinds = Counter(row["kind"] for row in exclusions())
    assert not {"permit", "decision", "call", "application", "consultation", "law"} & set(kinds)


def test_exclusions_are_as_the_readme_says() -> None:
    """The README of the curated files gives the numbers by kind."""
    kinds = Counter(row["kind"] for row in exclusions())
    said = re.search(
        r"left out: (\d+) in all, ([^.]+)\.", (CURATED / "README.md").read_text(encoding="utf-8")
    )
    assert said, "say under 'What was left out' how many: “left out: 71 in all, 21 county, …”"
    listed = {kind: int(number) for number, kind in re.findall(r"(\d+) `(\w+)`", said[2])}
    assert int(said[1]) == kinds.total()
    assert listed == dict(kinds)


@pytest.mark.slow
@pytest.mark.xdist_group("one more page")
def test_adding_a_page_is_one_file(with_one_more: Dataset) -> None:
    """A page more is a source more, and nothing else has to be edited."""
    sources = {source.head.id for source in with_one_more.curated.sources}
    assert {PAGE, COPY} <= sources
    assert len(sources) == len(list((CURATED / "sources").glob("*.yaml"))) + 1


@pytest.mark.slow
@pytest.mark.xdist_group("one more page")
def test_the_same_page_twice_makes_no_new_permit(with_one_more: Dataset) -> None:
    """What a second page says again becomes a second citation of the same permit."""
    permits = {
        str(quad.subject)
        for quad in with_one_more.quads
        if "/id/permit/moyamoya-region-" in str(quad.subject)
    }
    assert len(permits) == 2
    for permit in permits:
        citing = {
            str(quad.object)
            for quad in with_one_more.quads
            if str(quad.subject) == permit and str(quad.predicate).endswith("#hadPrimarySource>")
        }
        assert {name.rpartition("/")[2].rstrip(">") for name in citing} >= {PAGE, COPY}


@pytest.mark.slow
@pytest.mark.xdist_group("one more page")
def test_whoever_a_page_of_a_known_time_names_has_a_day(with_one_more: Dataset) -> None:
    """A page without a date whose time is known all the same says when a seat was held."""
    for source in with_one_more.curated.sources:
        for fact in source.facts if source.head.date_note and not source.head.date else ():
            record = fact.record
            if isinstance(record, Member):
                assert record.from_ or record.until or record.attested_on, (
                    f"{fact.place}: write attested_on from what date_note says, infer it, say why"
                )


@pytest.mark.slow
@pytest.mark.xdist_group("one more page")
def test_permits_of_nhv_are_given_by_its_board(with_one_more: Dataset) -> None:
    """A page that credits the authority means its board: what it decides is read so, and marked."""
    for source in with_one_more.curated.sources:
        for fact in source.facts:
            record = fact.record
            if isinstance(record, Decision) and record.decision_kind == NHV.AllotmentDecision:
                programme = record.programme.entity.id if record.programme else "nhv"
                decider = record.decided_by.entity.id if record.decided_by else BOARD
                assert programme != "nhv" or decider == BOARD, (
                    f"{fact.place}: write {BOARD} as decided_by, infer it, and say who is printed"
                )


@pytest.mark.slow
@pytest.mark.xdist_group("one more page")
def test_shapes_and_rules_hold(with_one_more: Dataset) -> None:
    """All curated data pass the shapes and rules, warnings included."""
    assert not with_one_more.report.errors
    found = [str(warning) for warning in with_one_more.report.warnings]
    assert not found, "mend the curated file that the finding names"
