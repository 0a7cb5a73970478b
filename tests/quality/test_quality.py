"""The checks of the ontology: each finds its fault and no other, and the ontology has none."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.release.ontology_changes import PARTS, read
from tests.ontology.breakages import BREAKS
from tests.ontology.sound import PREAMBLE, SOUND
from tests.ontology.words import DCTERMS, FOLDER, HOME, OWL, Words
from tests.quality.__main__ import main
from tests.quality.catalogue import CHECKS, catalogue
from tests.quality.checking import Report, check_ontology, check_parts
from tests.quality.telling import told
from tests.support import ROOT

README = (CHECKS / "README.md").read_text(encoding="utf-8")
NAMES = [check.name for check in catalogue()]

# How many entries each catalogue has.
ENTRIES = {"OOPS!": 41, "ROBOT": 32, "FOOPS!": 24}


def check(files: Mapping[str, str]) -> Report:
    """Check an ontology that is given as text."""
    return check_parts({name: read((PREAMBLE + text).encode()) for name, text in files.items()})


@pytest.fixture(scope="module")
def real() -> Report:
    """What the checks find in the ontology of this project."""
    return check_ontology()


@pytest.mark.parametrize("name", NAMES)
def test_each_check_finds_its_fault_and_no_other(name: str) -> None:
    """A check finds the fault made for it; others only if they are said to see the same one."""
    fault = BREAKS[name]
    found = {finding.check.name for finding in check(fault.files()).findings}
    assert found == {name, *fault.also}, (
        f"{name}: found by {sorted(found)}; mend the query, or the break in breakages.py"
    )


def test_a_sound_ontology_is_clean() -> None:
    """No check finds anything in the small ontology that the breaks begin with."""
    findings = [(finding.check.name, finding.entity) for finding in check(SOUND).findings]
    assert not findings, f"mend sound.py, or a query that finds too much: {findings}"


def test_every_fault_belongs_to_a_check() -> None:
    """There is one break for each check, and none for a check that is gone."""
    assert set(BREAKS) == set(NAMES), f"add or take out {sorted(set(BREAKS) ^ set(NAMES))}"


def test_the_ontology_is_clean(real: Report) -> None:
    """No check finds anything in the ontology of this project."""
    assert not [name for name in NAMES if real.counts[name]], told(real, "en")


def test_the_whole_ontology_is_checked(real: Report) -> None:
    """The checks read all of the four files."""
    statements = sum(len(set(Words(FOLDER / name).quads)) for name in PARTS)
    # The links of lists are blank nodes, whose names differ at every reading.
    assert real.statements == statements, "some file of the ontology is not read, or read twice"


def test_queries_have_the_form_of_reports() -> None:
    """A query selects entity, property and value, and declares all its prefixes itself."""
    for path in sorted(CHECKS.glob("*.rq")):
        solutions = ox.Store().query(path.read_text(encoding="utf-8"))
        assert isinstance(solutions, ox.QuerySolutions), f"{path.name} must be a SELECT"
        names = [variable.value for variable in solutions.variables]
        assert names == ["entity", "property", "value"], f"{path.name} selects {names}"


def test_texts_are_told_in_both_languages() -> None:
    """Problem, Why and Fix say something of their own in Swedish and in English."""
    for one in catalogue():
        for field in ("problem", "why", "fix"):
            sv, en = (getattr(one.texts[lang], field) for lang in ("sv", "en"))
            assert sv != en, f"{one.name}: {field} is not translated"
            stops = [text.endswith(".") for text in (sv, en)]
            assert all(stops) == (field == "why") == any(stops), (
                f"{one.name}: full stop after 'Why' only"
            )


@pytest.mark.parametrize(("source", "count"), ENTRIES.items())
def test_every_entry_of_a_catalogue_has_its_place(source: str, count: int) -> None:
    """README.md lists every entry: with the check that is made of it, or why there is none."""
    (section,) = (text for text in README.split("\n## ") if text.startswith(source + ","))
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line[:2] == "| "]
    listed = {row[0]: row[-1] for row in rows[2:]}
    assert len(listed) == count, f"README.md must list the {count} entries of {source}"
    with (CHECKS / "severity.csv").open(encoding="utf-8", newline="") as file:
        checks = {
            row["id"]: row["check"] for row in csv.DictReader(file) if row["catalogue"] == source
        }
    for entry, here in listed.items():
        named = re.match(r"`([a-z0-9-]+)`", here)
        assert (named[1] if named else None) == checks.get(entry), f"README.md: correct {entry}"
        reasons = ("not decidable", "not applicable", "online only")
        assert named or here.startswith(reasons), f"README.md: say why {entry} is not checked"
    assert f"{len(checks)} checked" in section.splitlines()[0], f"README.md: count {source} anew"


def test_the_maker_is_named_alike() -> None:
    """Every file of the ontology names the authors of CITATION.cff as its creators."""
    (author,) = re.findall(r'- name: "(.+)"', (ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    for file, graph in PARTS.items():
        words = Words(FOLDER / file)
        makers = [text.value for text in words.literals(graph.value, f"{DCTERMS}creator")]
        assert makers == [author], f'{file}: write dcterms:creator "{author}"'
    publishers = Words(FOLDER / "nhv.ttl").literals(HOME, f"{DCTERMS}publisher")
    assert [text.value for text in publishers] == [author], "nhv.ttl: correct dcterms:publisher"


@pytest.mark.parametrize("file", PARTS)
def test_every_part_names_the_version(file: str) -> None:
    """The version IRI of every file names the version of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    version = project["project"]["version"]
    (iri,) = Words(FOLDER / file).iris(PARTS[file].value, f"{OWL}versionIRI")
    assert version in iri.split("/"), f"{file}: name {version} in owl:versionIRI"


@pytest.mark.parametrize(("lang", "line"), [("sv", "fel: 1"), ("en", "error: 1")])
def test_findings_are_told_with_their_remedy(lang: str, line: str) -> None:
    """A report begins with the counts; a finding has its term, why it matters and what to do."""
    report = check(BREAKS["robot-multiple-labels"].files())
    lines = told(report, lang).splitlines()
    texts = report.findings[0].check.texts[lang]
    assert line in lines[0], "begin with the number of findings"
    assert any(texts.why in text for text in lines), "say why it matters"
    assert any(texts.fix in text for text in lines), "say what to do"
    assert lines[-1].strip() == "- nhv:Permit rdfs:label 'Licence'@en", "name term and value"


@pytest.mark.parametrize(
    ("name", "failed"),
    [
        ("robot-multiple-labels", True),
        ("robot-invalid-xref", False),
        ("robot-lowercase-definition", False),
    ],
)
def test_only_errors_fail(name: str, failed: bool) -> None:
    """A check of the ontology fails by an ERROR, not by a WARN or an INFO."""
    report = check(BREAKS[name].files())
    assert report.failed is failed, f"{name}: correct severity.csv or Report.failed"


def test_the_worst_is_told_first() -> None:
    """Errors stand before warnings, and warnings before remarks."""
    text = told(check(BREAKS["foops-voc1-reuse-for-metadata"].files()), "en")
    found = re.findall(r"^(error|warning|remark) ", text, re.MULTILINE)
    ranks = [("error", "warning", "remark").index(word) for word in found]
    assert len(set(ranks)) > 1, "the break must trip checks of several severities"
    assert ranks == sorted(ranks), "sort the findings by severity"


def test_a_file_that_is_no_turtle_is_named(tmp_path: Path) -> None:
    """What cannot be read is said in one sentence that names the file."""
    (tmp_path / "nhv.ttl").write_text("nhv:Permit a", encoding="utf-8")
    with pytest.raises(ValueError, match=r"^nhv\.ttl cannot be read as Turtle: .*correct it"):
        check_ontology(tmp_path)


def test_a_folder_without_ontology_is_refused(tmp_path: Path) -> None:
    """A folder without nhv.ttl is no ontology."""
    with pytest.raises(ValueError, match=r"has no nhv\.ttl; name the folder"):
        check_ontology(tmp_path)


@pytest.mark.parametrize("name", ["robot-multiple-labels", "robot-lowercase-definition"])
def test_the_command_fails_by_an_error_only(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`make ontology-check` prints the counts first and ends with 1 where there is an error."""
    folder = tmp_path / "broken"
    folder.mkdir()
    for file, text in BREAKS[name].files().items():
        (folder / file).write_text(PREAMBLE + text, encoding="utf-8")
    status = main([str(folder)])
    shown = capsys.readouterr().out
    assert status == (1 if name == "robot-multiple-labels" else 0), shown
    assert re.match(r"\d+ checks of \d+ statements: (error|remark): 1", shown), "counts come first"
    assert name in shown, "name the check"
