"""Persons who are to be left out: no build names them, the list does not, and seats stay."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from loaders.build import BuildReport, build
from loaders.curation.read import read
from loaders.curation.removals import COLUMNS, NOBODY, WHY, Removals, digest, read_removals
from loaders.problems import CuratedDataError, Problems
from loaders.publishing.recipe import CURATED, REMOVALS, Recipe
from ontology.terms import NHV, ORG, PEOPLE_GRAPH, PREFIXES, RDF, RDFS, SKOS, thing
from tests.support import load
from tests.trust.naming import Names

ADA = Names(whole=frozenset({"adaexempel", "exempelada", "adaexampel"}), last=frozenset())
LISTED = Removals(frozenset({digest("Ada Exempel")}))


def leave_out(folder: Path, name: str = "Ada Exempel") -> None:
    """List a person in a curated folder."""
    line = f"{digest(name)},2026-11-22,{WHY[0]}"
    (folder / REMOVALS).write_text(f"{','.join(COLUMNS)}\n{line}\n", encoding="utf-8")


def change(folder: Path, old: str, new: str) -> None:
    """Change a text in the source."""
    file = folder / "sources" / "sida-2024.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def told(small: Path, tmp_path: Path) -> tuple[BuildReport, Path]:
    """A build of the small folder, in which a text names the person who is left out."""
    leave_out(small)
    change(small, 'sv: "bättre vård"', 'sv: "Ada Exempels mål: bättre vård"')
    return build(tmp_path / "build", curated=small), tmp_path / "build"


@pytest.mark.parametrize(
    "spelling",
    ["Åsa Öhrn-Exempel", "åsa öhrn exempel", "Öhrn-Exempel, Åsa", "A\u030asa O\u0308hrn Exempel",
     "asa-ohrn-exempel", "asa-ohrn-exempel-2", "%C3%85sa_%C3%96hrn-Exempel"],
)  # fmt: skip
def test_one_line_covers_every_spelling(spelling: str) -> None:
    """Case, accents, Unicode form, order, slug and escapes make no other name."""
    assert Removals(frozenset({digest("Åsa Öhrn-Exempel")})).lists(spelling)


def test_the_list_does_not_tell_the_name() -> None:
    """The line to add has the digest, the day and a reason, and none of the name."""
    command = [sys.executable, "-m", "loaders.curation.removals", "Ada Exempel", "deceased"]
    line = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    given, day, why = line.strip().split(",")
    assert given == digest("Ada Exempel")
    assert len(day) == 10
    assert why == "deceased"
    assert not ADA.found(line)


def test_a_single_word_is_no_name() -> None:
    """A last name alone would take other things out; the message says what to give."""
    with pytest.raises(ValueError, match="first and last name"):
        digest("Exempel")


def test_no_file_of_a_build_names_the_person(told: tuple[BuildReport, Path]) -> None:
    """Register, printed names, texts, addresses and citations: none is left in what is built."""
    report, folder = told
    texts = {p.name: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    named = {name for name, data in texts.items() if ADA.found_raw(data)}
    assert not named, f"the person is named in {sorted(named)}"
    assert report.published.manifest.options["removals"]


def test_the_seat_stays(small: Path) -> None:
    """What is said of the seat and its holding stays, without the holder; others keep theirs."""
    before = load(small).quads
    leave_out(small)
    after = load(small).quads
    for kind in (NHV.Post, NHV.Membership):
        held = {q.subject for q in before if q.predicate == RDF.type and q.object == kind}
        assert held
        assert held == {q.subject for q in after if q.predicate == RDF.type and q.object == kind}
    assert not [q for q in after if q.predicate == ORG.member]
    assert [q for q in after if q.object == Literal("Bo Prov", language="sv")]
    lost = {q.graph_name for q in set(before) - set(after)}
    assert lost <= {PEOPLE_GRAPH, *(q.graph_name for q in after if str(q.graph_name) == "DEFAULT")}


def test_somebody_stands_for_the_name_in_a_text(told: tuple[BuildReport, Path]) -> None:
    """A text keeps what else it says."""
    text = (told[1] / "nhv.ttl").read_text(encoding="utf-8")
    assert f"{NOBODY} mål: bättre vård" in text


def test_the_curator_is_told_where_without_the_name(told: tuple[BuildReport, Path]) -> None:
    """Each place is told by file and line with what to do, and the messages tell no name."""
    report, _ = told
    places = {(p.place.file, p.field) for p in report.removed}
    source = "sources/sida-2024.yaml"
    assert places == {
        ("registers/people.yaml", "people"), (source, "member"), (source, "sv"),
    }  # fmt: skip
    assert len([p for p in report.removed if p.field == "member"]) == 2, "name and printed name"
    assert set(report.removed) <= set(report.warnings)
    assert not ADA.found(*map(str, report.removed))


def test_the_project_names_nobody_whom_it_leaves_out() -> None:
    """A contribution that brings a person back is stopped here, with file and line."""
    problems = Problems()
    removals = read_removals(Recipe().removal_lists(), problems)
    found = removals.found(read(CURATED, problems))
    problems.raise_if_any()
    assert (CURATED / REMOVALS).is_file(), "the list ships with the data, also while it is empty"
    assert not found, "\n".join(map(str, found))


def test_a_changed_list_makes_a_build_stale(small: Path) -> None:
    """A build made before a person was listed is made again."""
    before = Recipe(small)
    digest_before, options_before = before.digest(), before.options()
    leave_out(small)
    assert before.digest() != digest_before
    assert before.options() != options_before


def test_the_projects_list_holds_for_other_folders(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever builds a folder of their own leaves out whom the project leaves out."""
    leave_out(tmp_path)
    monkeypatch.setattr("loaders.publishing.recipe.CURATED", tmp_path)
    assert not [q for q in load(small).quads if q.predicate == ORG.member]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("abc,2026-11-22,request", "sha256: no digest"),
        (f"{'a' * 64},22/11,request", "date: '22/11' is no day"),
        (f"{'a' * 64},2026-11-22,reqest", "did you mean request"),
        (f"{'a' * 64},2026-11-22", "2 fields"),
    ],
)
def test_a_list_that_cannot_be_read_stops_the_build(small: Path, line: str, says: str) -> None:
    """What cannot be read cannot be honoured; the message has the line."""
    (small / REMOVALS).write_text(f"{','.join(COLUMNS)}\n{line}\n", encoding="utf-8")
    with pytest.raises(CuratedDataError, match=rf"removals\.csv:2.*{says}"):
        load(small)


def test_a_list_with_another_header_stops_the_build(small: Path) -> None:
    """A list of names in clear is refused, and so is any other table."""
    (small / REMOVALS).write_text("name\nAda Exempel\n", encoding="utf-8")
    with pytest.raises(CuratedDataError, match="sha256,date,why") as caught:
        load(small)
    assert not ADA.found(str(caught.value))


def test_statements_of_any_file_are_cleaned() -> None:
    """In a file of somebody's own the person goes under any address, and under other names."""
    graph = NamedNode(f"{PREFIXES['overlay']}x")
    person, other = thing("person", "p1"), thing("person", "ada-exempel-berg")
    own = NamedNode("https://example.org/people/ada-exempel")
    given = [
        Quad(person, SKOS.prefLabel, Literal("Exempel, Ada"), graph),
        Quad(person, SKOS.altLabel, Literal("Ada Flickman"), graph),
        Quad(thing("membership", "m"), ORG.member, person, graph),
        Quad(own, RDF.type, NHV.Person, graph),
        Quad(thing("body", "b"), RDFS.seeAlso, own, graph),
    ]
    kept = [
        Quad(other, SKOS.prefLabel, Literal("Ada Exempel Berg"), graph),
        Quad(thing("membership", "n"), ORG.member, other, graph),
    ]
    text = Quad(thing("body", "b"), RDFS.comment, Literal("frågor: Ada Flickman"), graph)
    clean = Quad(text.subject, text.predicate, Literal(f"frågor: {NOBODY}"), graph)
    assert LISTED.without([*given, *kept, text]) == [*kept, clean]


def test_an_empty_list_changes_nothing(small: Path) -> None:
    """Nobody is left out by chance."""
    before = load(small).quads
    (small / REMOVALS).write_text(f"{','.join(COLUMNS)}\n", encoding="utf-8")
    assert load(small).quads == before
