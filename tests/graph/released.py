"""Releases for the tests to look into, each made once per process."""

from __future__ import annotations

import atexit
import csv
import importlib.util
import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from graph import KnowledgeGraph, open_graph
from graph.release import making
from graph.site.things.places import places
from tests.support import built_graph, whole_graph

RDF = (".ttl", ".trig", ".nq", ".rdf", ".jsonld")
PACKAGES = "tests/data/standards/packages.txt"


def release(kg: KnowledgeGraph, *args: Any, **options: Any) -> Path:
    """A release of a view, as ``nhv release`` makes it."""
    return making.release(kg, *args, places=places(kg), **options)


@cache
def released() -> KnowledgeGraph:
    """The whole graph, of which :func:`whole` is the release."""
    return open_graph(whole_graph())


@cache
def whole() -> Path:
    """The release of the whole graph, with names of persons."""
    return release(released(), folder())


@cache
def nameless() -> Path:
    """The release of the seeds, without names of persons."""
    return release(open_graph(built_graph(), people=False), folder())


@cache
def small() -> Path:
    """The release of the seeds as they stood in 2019: quickly made, for what is repeated."""
    return release(little(), folder())


@cache
def little() -> KnowledgeGraph:
    """The seeds as they stood in 2019, without persons."""
    return open_graph(built_graph()).at(known_at="2019-12-31", people=False)


def folder() -> Path:
    """A folder that goes when the process ends."""
    made = TemporaryDirectory(prefix="nhv-release-")
    atexit.register(made.cleanup)
    return Path(made.name)


def paths(place: Path) -> dict[str, Path]:
    """All files of a release by their path in it."""
    found = sorted(path for path in place.rglob("*") if path.is_file())
    return {path.relative_to(place).as_posix(): path for path in found}


def rows(place: Path, table: str) -> list[dict[str, str]]:
    """The rows of a table of a release."""
    with (place / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shipped(package: str, path: str) -> Path:
    """A file of someone else's package, without running it; or leave the test out, saying why."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.origin:
        reason = f"{package} is not installed; pip install --no-deps -r {PACKAGES}"
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail(reason)
        pytest.skip(reason)
    return Path(spec.origin).parent / path
