"""What the repository promises about itself: its floor plan, its dependencies, its documents."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support import ROOT

TOP_LEVEL = {
    ".ci",
    ".gitattributes",
    ".github",
    ".gitignore",
    ".pre-commit-config.yaml",
    "CHANGELOG.md",
    "CITATION.cff",
    "CONTRIBUTING.md",
    "LICENSE",
    "LICENSE-DATA",
    "Makefile",
    "PRIVACY.md",
    "README.md",
    "README.sv.md",
    "graph",
    "loaders",
    "notebooks",
    "ontology",
    "pyproject.toml",
    "requirements.txt",
    "tests",
}

LONGEST_FILE = 400

# Used without being imported: `nhv lab` starts the one, pages hold the vis-network of the other.
NOT_IMPORTED = {"jupyterlab", "pyvis"}


@pytest.mark.xdist_group("one")
def test_groups_of_tests_hold(request: pytest.FixtureRequest) -> None:
    """Tests of a group run in one process: pytest-xdist marks them, and pytest takes the mark."""
    if "PYTEST_XDIST_WORKER" in os.environ and request.config.getoption("loadgroup"):
        assert request.node.nodeid.endswith("@one"), "pin a pytest that pytest-xdist can group"


@cache
def tracked() -> tuple[Path, ...]:
    """Return every file that is, or is about to be, under version control."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode:
        pytest.skip("not a git working tree")
    names = sorted(set(listing.stdout.split("\0")) - {""})
    return tuple(ROOT / name for name in names if (ROOT / name).is_file())


@cache
def project() -> dict[str, Any]:
    """Return the [project] table of pyproject.toml."""
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert isinstance(table, dict)
    return table


def text(name: str) -> str:
    """Return a document of the top level."""
    return (ROOT / name).read_text(encoding="utf-8")


def normal(name: str) -> str:
    """Return a distribution's name as packaging compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(extra: str | None = None) -> set[str]:
    """Return the names of the run-time dependencies, or of an extra's."""
    table = project()
    lines = table["dependencies"] if extra is None else table["optional-dependencies"][extra]
    return {normal(re.split(r"[<>=!~\[; ]", line, maxsplit=1)[0]) for line in lines}


def test_top_level_is_the_floor_plan() -> None:
    """The top level holds the four layers, the tests and the project's papers, nothing else."""
    found = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert found == TOP_LEVEL, (
        f"unexpected: {sorted(found - TOP_LEVEL)}, missing: {sorted(TOP_LEVEL - found)}; "
        "a new room belongs on one of the floors"
    )


def test_no_file_grows_out_of_one_purpose() -> None:
    """A module is read in one sitting."""
    for path in tracked():
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] != "tests":
            lines = len(path.read_text(encoding="utf-8").splitlines())
            assert lines <= LONGEST_FILE, (
                f"{path.relative_to(ROOT)} has {lines} lines; split it by purpose, "
                f"{LONGEST_FILE} at most"
            )


def test_no_file_names_a_machine_or_a_registry() -> None:
    """Nothing that is shared depends on where it was made or fetched from."""
    machine = re.compile(r"(?<![\w.:/~$}*-])/(?:work|root|home|Users|opt|mnt)/\w")
    registry = re.compile(
        r"pypi[.]org|pythonhosted[.]org|registry[.]npmjs|deb[.]debian[.]|anaconda[.]org|crates[.]io"
    )
    for path in tracked():
        try:
            content = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(content.splitlines(), start=1):
            hit = machine.search(line) or registry.search(line)
            assert hit is None, f"{path.relative_to(ROOT)}:{number} names {hit[0]!r}; leave it out"


def test_text_files_are_clean() -> None:
    """Text is UTF-8 with Unix line ends, no trailing blanks and a newline at its end."""
    suffixes = {
        ".py", ".md", ".yaml", ".ttl", ".rq", ".toml", ".txt", ".cff", ".ipynb", ".csv", ".tsv",
    }  # fmt: skip
    for path in tracked():
        if path.suffix not in suffixes and path.name not in {"Makefile", "run", ".gitignore"}:
            continue
        content = path.read_bytes()
        content.decode("utf-8")
        name = path.relative_to(ROOT)
        assert b"\r" not in content, f"{name} has Windows line ends; save it with Unix line ends"
        assert not content or content.endswith(b"\n"), f"{name} lacks a newline at its end"
        trailing = re.search(rb"[ \t]\n", content)
        assert trailing is None or path.suffix in {".md", ".ipynb"}, f"{name} has trailing blanks"


def test_text_is_checked_out_with_lf() -> None:
    """Also where git is told to write Windows line ends, a clone has LF: .gitattributes says so."""
    listing = subprocess.run(
        ["git", "ls-files", "--eol"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    for line in listing.splitlines():
        said, _, name = line.partition("\t")
        held, *_, ends = said.split()
        assert held in ("i/lf", "i/none", "i/-text"), f"git add --renormalize {name}"
        told = ends == "eol=lf" or "attr/-text" in said
        assert told, f"say in .gitattributes which line ends {name} has"


def test_every_run_time_dependency_is_explained_once() -> None:
    """CONTRIBUTING says in one line what each run-time dependency is for, and names no other."""
    section = text("CONTRIBUTING.md").split("## Dependencies", 1)[1].split("\n## ", 1)[0]
    explained = [normal(name) for name in re.findall(r"^\| `([^`]+)` \|", section, flags=re.M)]
    assert sorted(explained) == sorted(declared()), (
        "the table under 'Dependencies' in CONTRIBUTING.md and [project.dependencies] differ"
    )


@pytest.mark.slow
def test_imports_and_dependencies_agree() -> None:
    """What the packages import is declared, and what is declared is used."""
    providers = packages_distributions()
    used: set[str] = set()
    for path in tracked():
        if path.suffix != ".py" or path.relative_to(ROOT).parts[0] not in {
            "ontology",
            "loaders",
            "graph",
        }:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for top in {name.split(".")[0] for name in names} - set(sys.stdlib_module_names):
                used |= {normal(name) for name in providers.get(top, [])}
    used -= {"nhv-graph"}
    undeclared = used - declared() - declared("dev")
    assert not undeclared, f"{sorted(undeclared)} are imported; declare them in pyproject.toml"
    unused = declared() - used - NOT_IMPORTED
    assert not unused, f"{sorted(unused)} are declared but not imported; remove them"


def test_versions_agree() -> None:
    """pyproject.toml, CITATION.cff, the changelog and the package name one version."""
    version = str(project()["version"])
    assert re.search(rf"^version: {re.escape(version)}$", text("CITATION.cff"), flags=re.M)
    assert f"## {version}" in text("CHANGELOG.md")


def test_continuous_integration_runs_make_test() -> None:
    """`.ci/run` is a strict bash script that can be executed and passes by way of `make test`."""
    script = ROOT / ".ci" / "run"
    content = script.read_text(encoding="utf-8")
    assert os.access(script, os.X_OK), "make .ci/run executable"
    assert "set -euo pipefail" in content
    assert "\nmake test\n" in content


def test_hosted_integration_runs_the_same() -> None:
    """The hosted service runs `.ci/run` and no test of its own; hooks call the Makefile."""
    workflow = yaml.safe_load(text(".github/workflows/ci.yml"))
    runs = [s["run"] for j in workflow["jobs"].values() for s in j["steps"] if "run" in s]
    assert runs[-1] == ".ci/run", "let the workflow end with .ci/run"
    assert not [run for run in runs if "pytest" in run or "make" in run], "say in .ci/run what runs"
    hooks = [
        h for r in yaml.safe_load(text(".pre-commit-config.yaml"))["repos"] for h in r["hooks"]
    ]
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), flags=re.M))
    for hook in hooks:
        tool, target = hook["entry"].split()
        assert tool == "make", f"{hook['id']}: call a target of the Makefile"
        assert target in targets, f"{hook['id']}: the Makefile has no target {target}"
