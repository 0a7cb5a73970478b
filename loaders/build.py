"""The pipeline, from curated files to a published graph.  The only orchestrator."""

from __future__ import annotations

import contextlib
import gc
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from pyoxigraph import Quad

from loaders import dates
from loaders.assertions import assert_all
from loaders.check import CheckReport, check
from loaders.problems import CuratedDataError, Place, Problem, Problems
from loaders.publish import Published, prepared
from loaders.read import read
from loaders.recipe import CURATED, Recipe
from loaders.reconcile import Curated, reconcile
from loaders.resolve import resolve
from loaders.schemes import scheme_triples
from loaders.views import ONTOLOGY_GRAPH, visible

Progress = Callable[[str], None]


@dataclass(frozen=True)
class BuildReport:
    """What a build made.

    Attributes:
        published: Where it lies.
        sources: Number of source documents.
        facts: Number of facts, by kind.
        quads: Number of quads in all graphs.
        triples: Number of triples in the default graph.
        warnings: Findings that do not stop a build.
        seconds: Time of each stage.
    """

    published: Published
    sources: int
    facts: Mapping[str, int]
    quads: int
    triples: int
    warnings: tuple[Problem, ...]
    seconds: Mapping[str, float]


@dataclass(frozen=True)
class Dataset:
    """Curated data as quads, checked.

    Attributes:
        curated: The typed records.
        quads: Named graphs and default graph.
        report: What the checks found; no errors.
    """

    curated: Curated
    quads: list[Quad]
    report: CheckReport


def quiet(message: str) -> None:
    """Progress that nobody wants to see."""


def load(
    curated: Path = CURATED,
    *,
    known_at: str | None = None,
    people: bool = True,
    progress: Progress = quiet,
) -> Dataset:
    """Read, reconcile, assert, resolve and check, without publishing.

    Args:
        curated: The curated folder.
        known_at: Keep only sources up to this date.
        people: Keep the names of persons.
        progress: Told what is being done.

    Returns:
        The dataset.

    Raises:
        CuratedDataError: With every problem of every file.
        ValueError: If ``known_at`` is no date.
    """
    with _without_collector():
        stages = _Stages(progress)
        records, quads, where = _assemble(curated, known_at, people, stages)
        return Dataset(records, quads, _check(quads, where, stages))


def build(
    out: Path,
    *,
    curated: Path = CURATED,
    known_at: str | None = None,
    people: bool = True,
    progress: Progress = quiet,
) -> BuildReport:
    """Build the graph and publish it atomically.

    Args:
        out: Folder for ``nhv.ttl``, ``nhv.trig`` and ``store/``.
        curated: The curated folder.
        known_at: Keep only sources up to this date.
        people: Keep the names of persons.
        progress: Told what is being done.

    Returns:
        What was made.

    Raises:
        CuratedDataError: With every problem of every file; the last build stays as it was.
        PublishError: If it cannot be written; the last build stays as it was.
        ValueError: If ``known_at`` is no date.

    Example:
        >>> build(Path("build")).sources  # doctest: +SKIP
        5
    """
    recipe = Recipe(curated, known_at, people)
    # Taken before anything is read: a file that changes meanwhile makes the build stale.
    fingerprint = recipe.digest()
    with _without_collector():
        stages = _Stages(progress)
        records, quads, where = _assemble(curated, known_at, people, stages)
        with contextlib.ExitStack() as unpublished:
            with stages.stage("write", f"writing {len(quads):,} quads"):
                writing = prepared(quads, out, fingerprint, recipe.options())
                publish = unpublished.enter_context(writing)
            # The store is loaded while the checks run; nothing is published before they pass.
            report = _check(quads, where, stages)
            with stages.stage("publish", "publishing"):
                published = publish()
    facts = Counter(fact.record.kind for source in records.sources for fact in source.facts)
    return BuildReport(
        published=published,
        sources=len(records.sources),
        facts=dict(sorted(facts.items())),
        quads=published.manifest.quads,
        triples=published.manifest.triples,
        warnings=report.warnings,
        seconds=stages.seconds,
    )


class _Stages:
    """Tells of each stage and keeps its time."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.seconds: dict[str, float] = {}

    @contextlib.contextmanager
    def stage(self, name: str, message: str) -> Iterator[None]:
        self._progress(message)
        started = perf_counter()
        yield
        self.seconds[name] = perf_counter() - started


def _assemble(
    curated: Path, known_at: str | None, people: bool, stages: _Stages
) -> tuple[Curated, list[Quad], Mapping[str, Place]]:
    """From files to the quads of all graphs, and where each thing was curated."""
    when = dates.parse(known_at) if known_at else None
    problems = Problems()
    with stages.stage("read", f"reading {curated.name}/"):
        documents = read(curated, problems)
    with stages.stage("reconcile", f"reconciling {len(documents)} files"):
        records = reconcile(documents, problems)
        problems.raise_if_any()
    with stages.stage("assert", f"asserting {sum(len(s.facts) for s in records.sources):,} facts"):
        asserted = assert_all(records)
    with stages.stage("resolve", f"resolving {len(asserted.quads):,} statements"):
        schemes = [Quad(t.subject, t.predicate, t.object, ONTOLOGY_GRAPH) for t in scheme_triples()]
        named = visible([*asserted.quads, *schemes], when, people=people)
        return records, [*named, *resolve(named, known_at=when)], asserted.where


def _check(quads: Sequence[Quad], where: Mapping[str, Place], stages: _Stages) -> CheckReport:
    with stages.stage("check", "checking shapes and rules"):
        report = check(quads, where)
        if report.errors:
            raise CuratedDataError(report.errors)
        return report


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Suspend the garbage collector.

    A build makes a million terms and tuples that it needs until the end and that form no
    circles; looking through them again and again took a tenth of its time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


__all__ = ["CURATED", "BuildReport", "Dataset", "build", "load", "quiet"]
