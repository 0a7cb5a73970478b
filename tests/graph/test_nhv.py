from __future__ import annotations

import shutil
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from pyoxigraph import Literal

from graph import KnowledgeGraph, open_graph
from graph.base.problems import BadParameter, QueryError, UnknownName
from loaders.build import build
from tests.support import national_graph, seeds


def test_views_do_not_change_the_graph(kg: KnowledgeGraph) -> None:
    """A view is another graph; the first stays as it was."""
    view = kg.at(lang="en", as_of="2024-06-12")
    assert (kg.lang, view.lang) == ("sv", "en")
    assert str(view.as_of) == "2024-06-12"
    assert view.at(as_of=None).as_of == kg.as_of
    with pytest.raises(FrozenInstanceError):
        kg.lang = "en"  # type: ignore[misc]


def test_the_day_is_that_of_the_newest_source(kg: KnowledgeGraph) -> None:
    """Without as_of an answer is for the last day that the sources reach, not for today."""
    days = kg.select("SELECT ?d { ?s a nhv:Source ; nhv:lastDay ?d }").column("d")
    assert str(kg.as_of) == max(map(str, days))


def test_a_coarse_as_of_means_its_last_day(kg: KnowledgeGraph) -> None:
    """2024-06 is asked as the end of June 2024."""
    assert str(kg.at(as_of="2024-06").as_of) == "2024-06-30"


def test_wrong_choices_are_refused(kg: KnowledgeGraph) -> None:
    """A language or engine that is not there is named with those that are."""
    with pytest.raises(BadParameter, match="sv or en"):
        kg.at(lang="de")
    with pytest.raises(BadParameter, match="oxigraph or memory"):
        kg.at(engine="jena")


def test_query_takes_names_for_things(kg: KnowledgeGraph) -> None:
    """$area is bound to a care area by any of its names; other names to plain values."""
    asked = (
        "SELECT ?p { ?p a nhv:Permit ; nhv:area $area ; nhv:earliestStart ?d FILTER(?d <= $day) }"
    )
    found = kg.query(asked, area="Dysmelia", day="2025-12-31")
    assert len(found) >= 4
    with pytest.raises(UnknownName):
        kg.query(asked, area="Dysmelli", day="2025-12-31")
    with pytest.raises(BadParameter, match="no parameter"):
        kg.query(asked, areas="Dysmelia")


@pytest.mark.slow
def test_people_can_be_left_out(kg: KnowledgeGraph) -> None:
    """Without people no name of a person is anywhere in the view."""
    names = set(kg.select("SELECT ?n { ?p a nhv:Person ; skos:prefLabel ?n }").column("n"))
    view = kg.at(people=False)
    texts = {q.object.value for q in view.engine.quads() if isinstance(q.object, Literal)}
    assert names
    assert names.isdisjoint(texts)


def test_rdf_is_the_same_graph_and_read_only(kg: KnowledgeGraph) -> None:
    """kg.rdf answers as rdflib, knows the sources' graphs and refuses to be changed."""
    dataset = kg.rdf
    rows = list(dataset.query("SELECT ?p { ?p a nhv:Permit }"))
    assert len(rows) == len(kg.query("SELECT ?p { ?p a nhv:Permit }"))
    first = next(iter(dataset.default_graph))
    with pytest.raises(TypeError, match="read only"):
        dataset.default_graph.add(first)
    assert any("source/rv-hsn-2026-06" in str(g.identifier) for g in dataset.graphs())


def test_an_answer_says_what_it_leaves_out(kg: KnowledgeGraph) -> None:
    """The note and the headings travel with the data frame."""
    frame = kg.ask("holders", area="Dysmeli", lang="en")
    assert "possible beside them are not counted" in frame.attrs["note"]
    assert frame.attrs["headings"]["since"] == "Since"


@pytest.mark.slow
def test_a_missing_graph_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening where nothing was built builds there; opening again does not."""
    from loaders import build as building

    calls: list[Path] = []
    built = national_graph()  # made before the build is another

    def counted(out: Path, **options: object) -> None:
        calls.append(out)
        shutil.copytree(built, out)

    monkeypatch.setattr(building, "build", counted)
    monkeypatch.setenv("NHV_BUILD", str(tmp_path / "made"))
    open_graph()
    open_graph()
    assert calls == [tmp_path / "made"]


def test_errors_keep_their_type(kg: KnowledgeGraph) -> None:
    """A wrong query is a QueryError through query() as through select()."""
    with pytest.raises(QueryError):
        kg.query("SELECT")


@pytest.mark.slow
def test_a_build_without_people_stays_without(tmp_path: Path) -> None:
    """A stale build is made again as it was made: no name comes back by opening it."""
    curated = tmp_path / "curated"
    shutil.copytree(seeds(), curated)
    build(tmp_path / "build", curated=curated, people=False)
    source = curated / "sources" / "rv-hsn-2026-06.yaml"
    source.write_text(source.read_text(encoding="utf-8") + "# stale\n", encoding="utf-8")
    kg = open_graph(tmp_path / "build")
    assert kg.select("SELECT ?p WHERE { ?p a nhv:Person }").rows == []
    assert kg.select("SELECT ?p WHERE { ?p a nhv:Post }").rows, "seats stay"


def test_none_is_not_given(kg: KnowledgeGraph) -> None:
    """A parameter that is None leaves the view's own value in place."""
    query = "SELECT ?s WHERE { ?s nhv:firstDay ?d . FILTER(?d <= $as_of) } ORDER BY ?s"
    assert kg.select(query, as_of=None).rows == kg.select(query).rows != []
