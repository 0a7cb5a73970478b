"""The command line: what goes where, which status, and errors in one sentence."""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from graph.base.problems import UnknownName
from graph.cli import main as cli
from graph.cli import making
from graph.cli.arguments import parser
from loaders.problems import CuratedDataError, Place, Problem
from tests.support import ROOT, built_graph, small_graph

HOLDERS = (
    "SELECT ?holder ?permit { ?permit a nhv:Permit ; nhv:area $area ; nhv:holder ?holder } "
    "ORDER BY ?holder"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The small graph, as the value of --build-dir."""
    return str(small_graph(tmp_path_factory.mktemp("cli")))


def query(built: str, *arguments: str) -> int:
    """Run `nhv query` on the small graph."""
    return cli.main(["query", "--build-dir", built, *arguments])


def command_names() -> list[str]:
    """The names of all commands."""
    actions = parser()._actions
    found = [a.choices for a in actions if isinstance(a, argparse._SubParsersAction)]
    return list(found[0])


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    """Without arguments the command line explains itself and succeeds."""
    assert cli.main([]) == 0
    shown = capsys.readouterr().out
    assert "nhv ask holders" in shown
    assert "tillstånd" in shown


# What a command must be given before its words can be read.
_FEWEST = {
    "explain": ["x"],
    "compare": ["2023", "2024"],
    "export": ["x.ttl"],
    "publish": ["x"],
    "draft": ["x.txt"],
    "name": ["x", "--is", "area:dysmeli", "--document", "x", "--line", "1"],
}


@pytest.mark.parametrize("name", command_names())
def test_every_command_teaches_by_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`nhv COMMAND --help` shows how the command is used, and the command exists."""
    assert cli.main([name, "--help"]) == 0
    assert f"\n  nhv {name}" in capsys.readouterr().out, "add an example to the command's epilog"
    module = parser().parse_known_args([name, *_FEWEST.get(name, [])])[0].module
    assert callable(getattr(import_module(module), name))


@pytest.mark.parametrize("name", command_names())
def test_examples_in_the_help_can_be_parsed(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The examples of the help are right usage."""
    import shlex

    cli.main([name, "--help"])
    for line in capsys.readouterr().out.splitlines():
        if line.startswith("  nhv ") or "| nhv " in line:
            example = line.partition("nhv ")[2].partition("   ")[0].partition(" > ")[0]
            assert parser().parse_known_args(shlex.split(example))[0].command == name


@pytest.mark.parametrize(
    "wrong",
    [
        ["dance"],
        ["ask", "holders", "--lang", "de"],
        ["ask", "holders", "--as-of", "yesterday"],
        ["ask", "holders", "--colour"],
        ["ask", "holders", "dysmeli"],
        ["export"],
        ["check", "area=dysmeli"],
        ["query"],
    ],
)
def test_wrong_usage_is_status_2(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A command line that is wrong in itself ends with 2 and says so on standard error."""
    assert cli.main(wrong) == 2
    shown = capsys.readouterr()
    assert not shown.out
    assert "nhv" in shown.err


def test_a_wrong_date_says_what_to_write(capsys: pytest.CaptureFixture[str]) -> None:
    """A date that is none is answered with the forms that dates have."""
    cli.main(["ask", "holders", "--as-of", "12/6 2024"])
    assert "2026-06-02" in capsys.readouterr().err


def test_parameters_may_stand_behind_options(
    built: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`name=value` is understood wherever it stands."""
    status = query(built, "--text", HOLDERS, "--format", "csv", "area=dysmeli")
    assert status == 0
    assert "region:region-skane" in capsys.readouterr().out


def test_table_is_for_reading(built: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The default form is an aligned table with short names."""
    assert query(built, "--text", HOLDERS, "area=Limb deficiency") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["holder", "permit"]
    assert lines[2].split() == ["region:region-skane", "permit:dysmeli-region-skane"]


def test_csv_can_be_read_back(built: str, capsys: pytest.CaptureFixture[str]) -> None:
    """CSV has a line of column names and a line per row."""
    assert query(built, "--text", HOLDERS, "area=dysmeli", "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["holder"] for row in rows] == ["region:region-skane", "region:region-uppsala"]


def test_json_can_be_read_back(built: str, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON is a list of objects."""
    assert query(built, "--text", HOLDERS, "area=dysmeli", "--format", "json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["holder"] for row in rows] == ["region:region-skane", "region:region-uppsala"]


def test_turtle_of_a_description(built: str, capsys: pytest.CaptureFixture[str]) -> None:
    """CONSTRUCT and DESCRIBE can be had as Turtle."""
    assert query(built, "--text", "DESCRIBE region:region-skane", "--format", "ttl") == 0
    assert '"Region Skåne"@sv' in capsys.readouterr().out


def test_turtle_of_a_table_is_refused(built: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A table is no Turtle, and the refusal says what to take."""
    assert query(built, "--text", "SELECT * { ?s ?p ?o }", "--format", "ttl") == 1
    assert "take csv or json" in capsys.readouterr().err


def test_query_from_a_file(built: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A query can lie in a file."""
    file = tmp_path / "my.rq"
    file.write_text(HOLDERS, encoding="utf-8")
    assert query(built, str(file), "area=area:dysmeli") == 0
    assert "region:region-uppsala" in capsys.readouterr().out


def test_query_from_standard_input(
    built: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A query can come from another program."""
    monkeypatch.setattr("sys.stdin", io.StringIO("ASK { area:dysmeli a nhv:CareArea }"))
    assert query(built, "-") == 0
    assert "true" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--text", "SELECT ?x { ?x a nhv:Permitt }"], "did you mean"),
        (["--text", "SELECT ?x { ?x a }"], "line 1"),
        (["--text", HOLDERS, "area=dysmelli"], "did you mean"),
        (["no-such-file.rq"], "no-such-file.rq: No such file or directory"),
    ],
)
def test_what_fails_is_status_1_and_one_message(
    arguments: list[str], says: str, built: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was asked can fail; then one message says why, and nothing is printed as a result."""
    assert query(built, *arguments) == 1
    shown = capsys.readouterr()
    assert not shown.out
    assert says in shown.err
    assert "Traceback" not in shown.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--text", "ASK {}", "area=dysmeli"], "$area"),
        (["--text", HOLDERS, "area=dysmeli", "area=dysmeli"], "given twice"),
        (["my.rq", "--text", "ASK {}"], "not both"),
    ],
)
def test_wrong_parameters_are_status_2(
    arguments: list[str], says: str, built: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A parameter that is missing, superfluous or doubled is wrong usage."""
    assert query(built, *arguments) == 2
    assert says in capsys.readouterr().err


def test_unknown_question_is_status_1(built: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A question that does not exist is answered with its neighbours."""
    assert cli.main(["ask", "holder", "area=dysmeli", "--build-dir", built]) == 1
    assert "did you mean" in capsys.readouterr().err


def test_ask_without_a_name_lists_the_questions(
    built: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`nhv ask` alone says what can be asked, in the language wanted."""
    assert cli.main(["ask", "--build-dir", built, "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "holders" in shown
    assert "Who holds a permit" in shown


def test_network_without_a_name_lists_the_networks(capsys: pytest.CaptureFixture[str]) -> None:
    """`nhv network` alone says what can be drawn."""
    assert cli.main(["network", "--lang", "en"]) == 0
    assert "Who supplies whom" in capsys.readouterr().out


def test_problems_are_listed_and_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`nhv check` prints every problem with file, line, column and remedy, and counts them."""
    problems = [
        Problem(Place("sources/x.yaml", 3, 5), "date", "'2020-13' is no date", "write 2020-12"),
        Problem(Place("sources/x.yaml", 9, 5), "permit", "'Dysmelli' is unknown", "add it"),
    ]

    def fail(*_: object, **__: object) -> None:
        raise CuratedDataError(problems)

    monkeypatch.setattr("loaders.build.trial", fail)
    assert cli.main(["check"]) == 1
    shown = capsys.readouterr()
    assert shown.out.splitlines() == [
        "sources/x.yaml:3:5 date: '2020-13' is no date; write 2020-12",
        "sources/x.yaml:9:5 permit: 'Dysmelli' is unknown; add it",
    ]
    assert "2 problems in 1 file" in shown.err


def test_check_watches_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`nhv check --watch` checks at once and after each file that is saved, until Ctrl-C."""
    file, checked = tmp_path / "x.yaml", []
    file.write_text("old")

    def trial(curated: Path, **_: object) -> None:
        checked.append(file.read_text())
        raise CuratedDataError([])

    waits = iter(range(9))

    def wait(_: float) -> None:
        if len(checked) == 2 or next(waits, None) is None:
            raise KeyboardInterrupt
        file.write_text("new")
        os.utime(file, ns=(0, 0))

    monkeypatch.setattr("loaders.publishing.recipe.CURATED", tmp_path)
    monkeypatch.setattr("loaders.build.trial", trial)
    monkeypatch.setattr("time.sleep", wait)
    assert cli.main(["check", "--watch"]) == 130
    assert checked == ["old", "new"], "look again after each wait, and only then"


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (UnknownName("there is no area “x”"), 1, "nhv: there is no area “x”\n"),
        (KeyboardInterrupt(), 130, "nhv: interrupted\n"),
        (BrokenPipeError(), 0, ""),
        (PermissionError(13, "Permission denied", "build"), 1, "nhv: build: Permission denied\n"),
        (RuntimeError("surprise"), 1, "NHV_DEBUG"),
    ],
)
def test_no_error_ends_in_a_traceback(
    error: BaseException,
    status: int,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Whatever happens, a user reads one sentence."""

    def fail(_: argparse.Namespace) -> int:
        raise error

    monkeypatch.setattr(making, "export", fail)
    monkeypatch.setattr("os.dup2", lambda *_: None)
    assert cli.main(["export", "x.ttl"]) == status
    shown = capfd.readouterr().err
    assert says in shown
    assert "Traceback" not in shown


@pytest.mark.slow
def test_the_reader_may_leave_early(built: str) -> None:
    """`nhv ... | head -1` ends quietly."""
    command = [sys.executable, "-m", "graph", "query", "--build-dir", built, "--text"]
    many = "SELECT ?a ?b ?c { ?a ?b ?c }"
    with subprocess.Popen(
        [*command, many], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read().decode()
        assert process.wait() == 0, errors
    assert not errors


def test_python_m_graph_is_the_same_command(built: str) -> None:
    """`python -m graph` works where scripts are not on the path; messages keep out of results."""
    labels = "SELECT ?label { area:dysmeli skos:prefLabel ?label } ORDER BY ?label"
    command = [sys.executable, "-m", "graph", "query", "--build-dir", built, "--format", "csv"]
    result = subprocess.run(
        [*command, "--text", labels],
        capture_output=True,
        check=True,
        cwd=ROOT,
    )
    assert result.stdout.decode("utf-8").split() == ["label", "Dysmeli", "Limb", "deficiency"]
    assert not result.stderr


def test_pipes_carry_utf8_whatever_the_locale(built: str) -> None:
    """Swedish letters survive a machine whose locale knows ASCII only."""
    command = [sys.executable, "-m", "graph", "query", "--build-dir", built, "--format", "json"]
    result = subprocess.run(
        [*command, "--text", "DESCRIBE region:region-skane"],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    )
    assert "Region Skåne" in result.stdout.decode("utf-8")


def real(*arguments: str) -> int:
    """Run a command on the real graph, in English."""
    return cli.main([*arguments, "--build-dir", str(built_graph()), "--lang", "en"])


def test_a_question_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    """`nhv ask` prints the answer on standard output and what it leaves out on standard error."""
    assert real("ask", "suppliers", "area=könsdysfori", "--format", "csv") == 0
    shown = capsys.readouterr()
    assert "Region Västerbotten,region:region-vasterbotten,Region Västra Götaland" in shown.out
    assert shown.err.startswith("note: ")


@pytest.mark.slow
def test_dates_and_names_choose_the_view(capsys: pytest.CaptureFixture[str]) -> None:
    """--known-at keeps the documents of a day; --without-people leaves names out."""
    dated = "SELECT ?s { ?s a nhv:Source ; nhv:lastDay ?day } ORDER BY ?s"
    assert real("query", "--text", dated, "--format", "csv", "--known-at", "2023-03-31") == 0
    assert capsys.readouterr().out.split() == ["s", "source:sos-nhv-2019", "source:sos-nhv-2023-03"]
    persons = ["query", "--text", "SELECT ?p { ?p a nhv:Person } LIMIT 1", "--format", "csv"]
    assert real(*persons) == 0
    assert len(capsys.readouterr().out.split()) == 2
    assert real(*persons, "--without-people") == 0
    assert len(capsys.readouterr().out.split()) == 1


def test_explain_names_the_document_and_the_place(capsys: pytest.CaptureFixture[str]) -> None:
    """`nhv explain` says where a thing is known from, by a name as printed."""
    assert real("explain", "permit:vingskapula-region-vasterbotten") == 0
    shown = capsys.readouterr().out
    assert "source:rv-hsn-2026-06" in shown
    assert "Inferred" in shown


def test_explain_an_unknown_thing(capsys: pytest.CaptureFixture[str]) -> None:
    """A thing that is not known is answered with its neighbours."""
    assert real("explain", "Region Skanne") == 1
    assert "Region Skåne" in capsys.readouterr().err


def test_compare_in_words_and_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    """`nhv compare` says what changed; other formats give rows."""
    assert real("compare", "2023-12-31", "2024-12-31", "--by", "as-of") == 0
    assert "Permit may be in force: Dysmelia – Region Stockholm" in capsys.readouterr().out
    assert real("compare", "2023-12-31", "2024-12-31", "--by", "as-of", "--format", "json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert len([row for row in rows if row["kind"] == "permit"]) == 11


def test_status_in_words_and_as_rows(capsys: pytest.CaptureFixture[str]) -> None:
    """`nhv status` prints its parts; other formats give every line as a row."""
    assert real("status") == 0
    assert "To look for, the most needed first" in capsys.readouterr().out
    assert real("status", "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {"section": "sources", "item": "all", "number": "5", "of": "", "detail": ""} in rows
    assert {row["section"] for row in rows} >= {"sources", "facts", "areas", "worklist"}


def test_rules_in_words_and_as_rows(capsys: pytest.CaptureFixture[str]) -> None:
    """`nhv rules` says each rule with its uses; other formats give a row for each."""
    assert real("rules") == 0
    assert "succession (succession-end)" in capsys.readouterr().out
    assert real("rules", "--format", "csv", "--known-at", "2023-06") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    (newest,) = [row for row in rows if row["rule"] == "newest-event"]
    assert newest["sentence"].startswith("An area stands where the newest dated event puts it")
    assert int(newest["uses"]) > 0


@pytest.mark.parametrize("suffix", ["html", "svg", "png", "graphml", "gexf", "csv"])
def test_a_network_is_written_by_suffix(
    suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`nhv network --out` draws or exports, makes folders, and prints where the file lies."""
    file = tmp_path / "new" / f"suppliers.{suffix}"
    assert real("network", "suppliers", "--out", str(file)) == 0
    assert file.stat().st_size > 100
    shown = capsys.readouterr()
    assert shown.out.strip() == str(file)
    assert "4 nodes, 2 edges" in shown.err


def test_export_writes_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`nhv export` writes the graph, and refuses a form that it does not know as wrong usage."""
    assert real("export", str(tmp_path / "nhv.ttl")) == 0
    assert (tmp_path / "nhv.ttl").read_text(encoding="utf-8").startswith(("@prefix", "PREFIX"))
    assert real("export", str(tmp_path / "nhv.docx")) == 2
    assert ".ttl" in capsys.readouterr().err


@pytest.mark.slow
def test_build_and_check_say_what_they_did(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`nhv build` prints the files it made; it and `nhv check` say on standard error how much."""
    assert cli.main(["build", "--out", str(tmp_path), "--known-at", "2019"]) == 0
    shown = capsys.readouterr()
    assert [Path(line).name for line in shown.out.split()] == ["nhv.ttl", "nhv.trig"]
    assert "triples" in shown.err
    assert cli.main(["check"]) == 0
    assert "no errors" in capsys.readouterr().err


def test_lab_opens_the_notebooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """`nhv lab` starts this Python's JupyterLab on the notebooks and ends as it ends."""
    started: list[list[str]] = []

    def call(command: list[str], env: dict[str, str]) -> int:
        assert env["JUPYTER_CONFIG_PATH"], "hand over graph.cli.making.lab_environment()"
        started.append(command)
        return 3

    monkeypatch.setattr(subprocess, "call", call)
    assert cli.main(["lab"]) == 3
    assert started == [[sys.executable, "-m", "jupyterlab", str(ROOT / "notebooks")]]
