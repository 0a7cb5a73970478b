"""What several tests share: the repository's root, a built graph, and how to ask for a tool."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, Quad

from loaders.build import Stages, tried
from loaders.checking.check import CheckReport
from loaders.curation.reconcile import Curated
from loaders.publishing.publish import Published, prepared
from loaders.publishing.recipe import CURATED, Recipe
from loaders.statements import Resolved, Statement, by_graph, quads_of

ROOT = Path(__file__).resolve().parent.parent


def need(tool: str, *others: str) -> str:
    """Find a program that a test needs, or leave the test out, saying why.

    On a desk a missing program skips the test. In continuous integration, where `.ci/run` installs
    it, a missing program is a fault of the set-up and fails the test: a skip would hide it.

    Args:
        tool: the program's name, e.g. ``"chromium"``.
        others: names under which other systems have the same program.

    Returns:
        The path of the first program found.

    Example:
        >>> need("python3", "python").endswith(("python3", "python"))
        True
    """
    for name in (tool, *others):
        if path := shutil.which(name):
            return path
    reason = f"{tool} is not installed"
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(f"{reason}; add it to .ci/run")
    pytest.skip(reason)


# Two permits for one area, in one dated source: enough for whatever tests the faces of the graph
# and not its content.
SMALL_GRAPH = """
PREFIX area: <https://w3id.org/nhv/id/area/>
PREFIX held: <https://w3id.org/nhv/id/held/>
PREFIX nhv: <https://w3id.org/nhv/ontology#>
PREFIX period: <https://w3id.org/nhv/id/period/>
PREFIX permit: <https://w3id.org/nhv/id/permit/>
PREFIX programme: <https://w3id.org/nhv/id/programme/>
PREFIX region: <https://w3id.org/nhv/id/region/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX source: <https://w3id.org/nhv/id/source/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

area:dysmeli a nhv:CareArea ; skos:prefLabel "Dysmeli"@sv , "Limb deficiency"@en .
region:region-skane a nhv:Region ; skos:prefLabel "Region Skåne"@sv , "Region Skåne"@en .
region:region-uppsala a nhv:Region ; skos:prefLabel "Region Uppsala"@sv , "Region Uppsala"@en .
permit:dysmeli-region-skane a nhv:Permit ; nhv:area area:dysmeli ; nhv:holder region:region-skane ;
    nhv:period period:always .
permit:dysmeli-region-uppsala a nhv:Permit ; nhv:period period:always ;
    nhv:area area:dysmeli ; nhv:holder region:region-uppsala .
held:dysmeli.region-skane a nhv:HeldArea ; nhv:heldArea area:dysmeli ;
    nhv:heldBy region:region-skane ; nhv:heldUnder programme:nhv ; nhv:level nhv:HolderLevel ;
    nhv:period period:always ;
    nhv:countsPermit permit:dysmeli-region-skane .
held:dysmeli.region-uppsala a nhv:HeldArea ; nhv:heldArea area:dysmeli ;
    nhv:heldBy region:region-uppsala ; nhv:heldUnder programme:nhv ; nhv:level nhv:HolderLevel ;
    nhv:countsPermit permit:dysmeli-region-uppsala ; nhv:period period:always .
period:always a nhv:StatusPeriod ; nhv:status nhv:InForce ; nhv:countsAs nhv:InForce .
programme:nhv a nhv:Programme ; skos:prefLabel "NHV"@sv .
source:demo-2024 a nhv:Source ;
    nhv:firstDay "2024-06-12"^^xsd:date ; nhv:lastDay "2024-06-12"^^xsd:date .
"""


def small_graph(folder: Path) -> Path:
    """Write the small graph to a file that `open_graph` and `--build-dir` accept."""
    file = folder / "small.trig"
    file.write_text(SMALL_GRAPH, encoding="utf-8")
    return file


# The five documents that the project began with. What they say is known line by line, so tests
# of meaning ask the graph of these alone.
SEEDS = (
    "rv-hsn-2026-06",
    "sos-nhv-2023-03",
    "mellansverige-arbetsprocess-2025-03",
    "mellansverige-svn-2023-06-02",
    "sos-nhv-2019",
)


@cache
def seeds(*chosen: str) -> Path:
    """A curated folder with all registers and the seed documents only.

    Args:
        *chosen: Those of them that are wanted, if not all five.
    """
    from loaders.publishing.recipe import CURATED

    folder = _temporary() / "curated"
    shutil.copytree(CURATED / "registers", folder / "registers")
    (folder / "sources").mkdir()
    for seed in chosen or SEEDS:
        shutil.copy(CURATED / "sources" / f"{seed}.yaml", folder / "sources")
    return folder


@cache
def built_graph() -> Path:
    """The graph of the seeds, built once for all test processes."""
    from loaders.build import build

    return made_once("seeds", lambda folder: build(folder, curated=seeds()))


@cache
def few_graph() -> Path:
    """The graph of two seeds and all registers: to join files with, which resolves it anew."""
    from loaders.build import build

    few = seeds("rv-hsn-2026-06", "sos-nhv-2019")
    return made_once("few", lambda folder: build(folder, curated=few))


@cache
def national_graph() -> Path:
    """The graph of all curated files, built once for all test processes."""
    from loaders.build import build

    return made_once("national", build)


@cache
def whole_graph() -> Path:
    """The graph that tests make a site and a release of.

    It is that of the seeds; of all curated files where ``NHV_ALL`` is set, as `make trust` does.
    """
    return national_graph() if whole_is_national() else built_graph()


def whole_is_national() -> bool:
    """Whether the whole graph is that of all curated files."""
    return bool(os.environ.get("NHV_ALL"))


def whole_curated() -> Path:
    """The curated folder of which :func:`whole_graph` is built."""
    from loaders.publishing.recipe import CURATED

    return CURATED if whole_is_national() else seeds()


@cache
def nameless_graph() -> Path:
    """The whole graph built without persons, once for all test processes."""
    from loaders.build import build

    curated = whole_curated()
    return made_once("nameless", lambda folder: build(folder, curated=curated, people=False))


def printed(code: str, *words: object) -> bytes:
    """What some code prints in a process of its own, the same whatever the seed of hashes.

    Args:
        code: Python, which finds the modules of the project and of the tests.
        *words: What it finds in ``sys.argv[1:]``.

    Raises:
        AssertionError: Two processes with other seeds print something else.
    """
    found = {
        subprocess.run(
            [sys.executable, "-c", code, *map(str, words)],
            stdout=subprocess.PIPE,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "99")
    }
    assert len(found) == 1, "sort what comes from sets and from the engine"
    return found.pop()


def sampled(examples: Iterable[object], every: int) -> list[Any]:
    """Examples of one rule for ``parametrize``: some always, the others in `make trust`.

    Args:
        examples: All of them.
        every: Of how many one is tried always, beginning with the first.

    Example:
        >>> [len(example.marks) for example in sampled("abcd", 3)]
        [0, 1, 1, 0]
    """
    return [
        pytest.param(example, marks=[pytest.mark.trust] if number % every else [])
        for number, example in enumerate(examples)
    ]


SHARED = "NHV_TESTS_SHARED"
"""The variable that names the folder of what the test processes of a run share."""


def publish(quads: Iterable[Quad], out: Path, digest: str) -> Published:
    """Write quads into a folder as its current build."""
    named = by_graph(quads)
    resolved = named.pop(DefaultGraph(), {})
    with prepared(named, out, digest) as write:
        return write(resolved)()


@dataclass(frozen=True)
class Dataset:
    """Curated data as typed records and as the quads of all graphs, checked without errors."""

    curated: Curated
    quads: list[Quad]
    report: CheckReport


def load(curated: Path = CURATED, *, known_at: str | None = None, people: bool = True) -> Dataset:
    """Read, reconcile, assert, resolve and check a curated folder, without publishing."""
    said, resolved, report = tried(Recipe(curated, known_at, people), Stages())
    named = (Quad(*statement) for statement in said.named)
    return Dataset(said.records, [*named, *quads_of(resolved)], report)


def parted(quads: Iterable[Quad]) -> tuple[Resolved, list[Statement]]:
    """What the default graph of a dataset says, and what its named graphs say."""
    resolved: Resolved = {}
    named: list[Statement] = []
    for quad in quads:
        if isinstance(quad.graph_name, DefaultGraph):
            subject, predicate, value, _ = quad
            resolved.setdefault(subject, {}).setdefault(predicate, set()).add(value)
        else:
            named.append(Statement(*quad))
    return resolved, named


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """Make a folder that no test changes, in the first test process that needs it.

    Args:
        name: What the folder is called.
        make: Makes it and what is in it; if it fails, the next one that needs it tries again.

    Returns:
        The folder; it goes when the run ends.
    """
    from loaders.publishing.files import locked

    shared = Path(os.environ[SHARED]) if SHARED in os.environ else _temporary()
    folder, made = shared / name, shared / f"{name}.made"
    with locked(shared / f"{name}.lock"):
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
            made.touch()
    return folder


def _temporary() -> Path:
    """A folder that goes when the process ends."""
    folder = TemporaryDirectory(prefix="nhv-tests-")
    atexit.register(folder.cleanup)
    return Path(folder.name)
