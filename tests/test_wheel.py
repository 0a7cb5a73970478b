"""What is handed out as a package: nothing is left behind, and it runs away from this folder."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support import ROOT

PACKAGES = ("graph", "loaders", "ontology")
PAPERS = (
    "CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "LICENSE", "LICENSE-DATA", "Makefile",
    "PRIVACY.md",
)  # fmt: skip

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Run a program to its end and return what it printed; a failure shows what it complained."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{Path(command[0]).name} failed: {done.stderr[-2000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and the source archive, with the back end of this environment."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-d", folder, cwd=ROOT)
    return folder


def sources(*folders: str) -> Iterator[str]:
    """Yield the files of top-level folders as they are named in an archive."""
    for folder in folders:
        for path in (ROOT / folder).rglob("*"):
            inside = path.relative_to(ROOT)
            if path.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(inside.parts):
                yield inside.as_posix()


def test_wheel_holds_every_file_of_the_packages(packed: Path) -> None:
    """Facts, terms, checks, questions, maps and settings travel with the code that reads them."""
    (wheel,) = packed.glob("*.whl")
    missing = set(sources(*PACKAGES)) - set(ZipFile(wheel).namelist())
    assert not missing, f"the wheel lacks {sorted(missing)[:5]}; see [tool.hatch] in pyproject.toml"


def test_source_archive_holds_the_project(packed: Path) -> None:
    """Whoever gets the source archive can run both commands."""
    (archive,) = packed.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        held = {name.split("/", 1)[-1] for name in tar.getnames()}
    papers = {"README.md", "pyproject.toml", "requirements.txt", *PAPERS}
    missing = (papers | set(sources(*PACKAGES, "notebooks", "tests"))) - held
    assert not missing, f"the source archive lacks {sorted(missing)[:5]}"


def test_wheel_runs_in_an_empty_folder(packed: Path, tmp_path: Path) -> None:
    """The installed package builds the graph and answers without anything of this folder."""
    (wheel,) = packed.glob("*.whl")
    run(sys.executable, "-m", "venv", "--without-pip", "venv", cwd=tmp_path)
    scripts = tmp_path / "venv" / Path(sysconfig.get_path("scripts")).name
    python, empty = scripts / Path(sys.executable).name, tmp_path / "empty"
    empty.mkdir()
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-index")
    run(*pip, "--no-deps", wheel, cwd=empty)
    # The libraries are lent by this environment. A path given so runs no .pth file, and those are
    # what would lead back to the project's folder.
    lent = os.pathsep.join({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    where = "import graph, loaders, ontology; print(graph.__file__, loaders.__file__)"
    assert str(ROOT) not in run(python, "-c", where, cwd=empty, PYTHONPATH=lent)
    run(scripts / "nhv", "build", cwd=empty, PYTHONPATH=lent)
    answer = run(scripts / "nhv", "ask", "holders", "area=dysmeli", cwd=empty, PYTHONPATH=lent)
    assert "Region Stockholm" in answer, f"the package answers otherwise: {answer[:300]}"
