"""The pipeline, from curated files to a published graph.  The only orchestrator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from pyoxigraph import Quad

from loaders import dates
from loaders.assertions import assert_all
from loaders.check import CheckReport, check
from loaders.problems import CuratedDataError, Problem, Problems
from loaders.publish import Published, publish
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
    dataset, _ = _load(curated, known_at, people, progress)
    return dataset


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
    dataset, seconds = _load(curated, known_at, people, progress)
    started = perf_counter()
    progress(f"publishing {len(dataset.quads):,} quads")
    published = publish(dataset.quads, out, fingerprint, recipe.options())
    seconds["publish"] = perf_counter() - started
    facts: dict[str, int] = {}
    for source in dataset.curated.sources:
        for fact in source.facts:
            facts[fact.record.kind] = facts.get(fact.record.kind, 0) + 1
    return BuildReport(
        published=published,
        sources=len(dataset.curated.sources),
        facts=dict(sorted(facts.items())),
        quads=len(dataset.quads),
        triples=sum(1 for quad in dataset.quads if str(quad.graph_name) == "DEFAULT"),
        warnings=tuple(dataset.report.warnings),
        seconds=seconds,
    )


def _load(
    curated: Path, known_at: str | None, people: bool, progress: Progress
) -> tuple[Dataset, dict[str, float]]:
    when = dates.parse(known_at) if known_at else None
    seconds: dict[str, float] = {}
    started = perf_counter()

    def stage(name: str) -> None:
        nonlocal started
        seconds[name] = perf_counter() - started
        started = perf_counter()

    problems = Problems()
    progress(f"reading {curated.name}/")
    documents = read(curated, problems)
    stage("read")
    progress(f"reconciling {len(documents)} files")
    records = reconcile(documents, problems)
    problems.raise_if_any()
    stage("reconcile")
    progress(f"asserting {sum(len(s.facts) for s in records.sources):,} facts")
    asserted = assert_all(records)
    stage("assert")
    progress(f"resolving {len(asserted.quads):,} statements")
    schemes = [Quad(t.subject, t.predicate, t.object, ONTOLOGY_GRAPH) for t in scheme_triples()]
    named = visible([*asserted.quads, *schemes], when, people=people)
    quads = [*named, *resolve(named, known_at=when, people=people)]
    stage("resolve")
    progress("checking shapes and rules")
    report = check(quads, asserted.where)
    if report.errors:
        raise CuratedDataError(report.errors)
    stage("check")
    return Dataset(records, quads, report), seconds


__all__ = ["CURATED", "BuildReport", "Dataset", "build", "load", "quiet"]
