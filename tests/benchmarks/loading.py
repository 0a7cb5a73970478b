"""Loading a file, and opening a store again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyoxigraph import RdfFormat, Store

from graph import open_graph
from tests.benchmarks.graphs import Subject
from tests.benchmarks.measure import (
    FLOOR,
    OURS,
    Comparison,
    Finding,
    Growth,
    Pace,
    Run,
    interleaved,
)

_ONE = "SELECT ?s { ?s ?p ?o } LIMIT 1"


def run(subjects: Sequence[Subject], pace: Pace) -> Iterator[Finding]:
    """Compare with pyoxigraph alone; opening must not take longer where there is more to open."""
    for subject in subjects:
        if subject.scale in (1, 100):
            yield Comparison(
                "load: Turtle into the graph",
                subject.scale,
                interleaved({OURS: _opening(subject), FLOOR: _loading(subject)}, pace),
                peer="pyoxigraph's load",
                target=1.2,
                note=f"{subject.triples:,} triples",
            )
    opened: dict[int, float] = {}
    for subject in subjects:
        found = Comparison(
            "open: the store again, to the first row",
            subject.scale,
            interleaved({OURS: _reopening(subject), FLOOR: _reading(subject)}, pace),
            peer="pyoxigraph's open",
        )
        opened[subject.scale] = found.ours
        yield found
    flat = {k: seconds for k, seconds in opened.items() if k}
    if len(flat) > 1:
        yield Growth("open: the store again, to the first row", flat, 0.1)


def _opening(subject: Subject) -> Run:
    path = subject.turtle
    return lambda: open_graph(path)


def _loading(subject: Subject) -> Run:
    path = str(subject.turtle)
    return lambda: Store().bulk_load(path=path, format=RdfFormat.TURTLE)


def _reopening(subject: Subject) -> Run:
    folder = subject.folder
    return lambda: open_graph(folder).select(_ONE)


def _reading(subject: Subject) -> Run:
    store = str(subject.store)
    return lambda: str(Store.read_only(store).query(_ONE))
