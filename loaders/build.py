"""The pipeline, from curated files to a published graph.  The only orchestrator."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from loaders import dates
from loaders.checking.check import CheckReport, check
from loaders.curation.mappings import read_mapping_sets
from loaders.curation.read import read
from loaders.curation.reconcile import Curated, reconcile
from loaders.curation.registers import SCHEMES
from loaders.curation.removals import read_removals
from loaders.dates import When
from loaders.facts.assertions import assert_all, notice
from loaders.kept import Kept
from loaders.problems import CuratedDataError, Place, Problem, Problems
from loaders.publishing.publish import Published, prepared
from loaders.publishing.recipe import CURATED, Recipe
from loaders.resolution.resolve import resolve
from loaders.resolution.views import ONTOLOGY_GRAPH, past, visible
from loaders.statements import Resolved, Statement, by_graph, uncollected
from ontology.terms import PEOPLE_GRAPH, triples

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Tally:
    """What the curated files come to: sources, facts by kind, statements, and time by stage.

    ``triples`` are those of the default graph; ``warnings`` do not stop a build.  Part of them is
    ``removed``: where curated files name persons whom ``removals.csv`` leaves out.  The build left
    them out; a curator has to take them out there.
    """

    sources: int
    facts: Mapping[str, int]
    quads: int
    triples: int
    warnings: tuple[Problem, ...]
    removed: tuple[Problem, ...]
    seconds: Mapping[str, float]


@dataclass(frozen=True)
class BuildReport(Tally):
    """What a build made, and where it lies."""

    published: Published


def quiet(message: str) -> None:
    """Progress that nobody wants to see."""


def trial(
    curated: Path = CURATED, *, progress: Progress = quiet, kept: Kept | None = None
) -> Tally:
    """Check what a build would publish, and publish nothing (see :func:`tried`)."""
    stages = Stages(progress)
    said, resolved, report = tried(Recipe(curated), stages, kept)
    triples = sum(len(v) for properties in resolved.values() for v in properties.values())
    quads = triples + len(set(said.named))
    return Tally(**_counted(said, report, stages), quads=quads, triples=triples)


def build(
    out: Path,
    *,
    curated: Path = CURATED,
    known_at: str | None = None,
    people: bool = True,
    progress: Progress = quiet,
) -> BuildReport:
    """Build the graph and publish it atomically in a folder, which is made if it is missing.

    Kept are the sources up to the date ``known_at``, and the names of ``people``.  Raises
    CuratedDataError with every problem of every file, PublishError if it cannot be written,
    ValueError if ``known_at`` is no date.  If the build fails, the last one stays as it was.

    Example:
        >>> build(Path("build"), people=False).published  # doctest: +SKIP
    """
    recipe = Recipe(curated, known_at, people)
    # Taken before anything is read: a file that changes meanwhile makes the build stale.
    seen, fingerprint = recipe.seen(), recipe.digest()
    with uncollected():
        stages = Stages(progress)
        said = _said(recipe, stages)
        # Checks and stores work outside Python for the most part: the store is loaded while the
        # graph is resolved, and then beside the checks, and these beside the writing.
        with contextlib.ExitStack() as unpublished:
            beside = unpublished.enter_context(ThreadPoolExecutor(1, "check"))
            writing = prepared(by_graph(said.named), out, fingerprint, recipe.options(), seen)
            write = unpublished.enter_context(writing)
            resolved = _resolved(said, stages)
            checking = beside.submit(_checked, said, resolved)
            with stages.stage("write", "writing all graphs"):
                publish = write(resolved)
            with stages.stage("check", "checking shapes and rules"):
                report = checking.result()
            with stages.stage("publish", "publishing"):
                published = publish()
    return BuildReport(
        **_counted(said, report, stages),
        published=published,
        quads=published.manifest.quads,
        triples=published.manifest.triples,
    )


def _counted(said: Said, report: CheckReport, stages: Stages) -> dict[str, Any]:
    """What a build and a trial say alike."""
    facts = Counter(fact.record.kind for source in said.records.sources for fact in source.facts)
    return {
        "sources": len(said.records.sources),
        "facts": dict(sorted(facts.items())),
        "warnings": (*said.removed, *report.warnings),
        "removed": said.removed,
        "seconds": stages.seconds,
    }


class Stages:
    """Tells of each stage and keeps its time."""

    def __init__(self, progress: Progress = quiet) -> None:
        self._progress = progress
        self.seconds: dict[str, float] = {}

    @contextlib.contextmanager
    def stage(self, name: str, message: str) -> Iterator[None]:
        """Tell that a stage begins; it ends with the block."""
        self._progress(message)
        started = perf_counter()
        yield
        self.seconds[name] = perf_counter() - started


@dataclass(frozen=True)
class Said:
    """What the files say; the checks need persons that are not kept to find names elsewhere."""

    records: Curated
    named: list[Statement]
    persons: list[Statement]
    where: Mapping[str, Place]
    removed: tuple[Problem, ...]
    known_at: When | None


@uncollected()
def tried(
    recipe: Recipe, stages: Stages, kept: Kept | None = None
) -> tuple[Said, Resolved, CheckReport]:
    """All that a build would publish, checked; CuratedDataError with every problem of every file.

    What ``kept`` has of the trial before is not read and written again.
    """
    said = _said(recipe, stages, kept)
    resolved = _resolved(said, stages)
    with stages.stage("check", "checking shapes and rules"):
        return said, resolved, _checked(said, resolved)


def _said(recipe: Recipe, stages: Stages, kept: Kept | None = None) -> Said:
    """From files to the statements of the named graphs."""
    kept = kept or Kept()
    curated, when = recipe.curated, dates.parse(recipe.known_at) if recipe.known_at else None
    problems = Problems()
    with stages.stage("read", f"reading {curated.name}/"):
        documents = [*read(curated, problems, kept), *read_mapping_sets(curated, problems)]
        removals = read_removals(recipe.removal_lists(), problems)
    with stages.stage("reconcile", f"reconciling {len(documents)} files"):
        removed = removals.found(documents)
        records = reconcile(documents, problems, kept)
        problems.raise_if_any()
    with stages.stage("assert", f"asserting {sum(len(s.facts) for s in records.sources):,} facts"):
        asserted, where = assert_all(records, kept)
        kept.forget()
        said = removals.without(asserted)
        said += notice(said)
        persons = [] if recipe.people else [s for s in said if s.graph_name == PEOPLE_GRAPH]
        when = past(said, when)
        said += (Statement(s, p, o, ONTOLOGY_GRAPH) for s, p, o in triples(SCHEMES))
        named = visible(said, when, people=recipe.people)
    return Said(records, named, persons, where, tuple(removed), when)


def _resolved(said: Said, stages: Stages) -> Resolved:
    """The resolved graph that follows from them."""
    with stages.stage("resolve", f"resolving {len(said.named):,} statements"):
        return resolve(said.named, known_at=said.known_at)


def _checked(said: Said, resolved: Resolved) -> CheckReport:
    """What the checks find, if that does not stop a build."""
    report = check(resolved, [*said.named, *said.persons], said.where)
    if report.errors:
        raise CuratedDataError(report.errors)
    return report


__all__ = ["CURATED", "BuildReport", "Kept", "Stages", "Tally", "build", "quiet", "trial", "tried"]
