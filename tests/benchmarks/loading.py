"""Loading a file, and opening a store again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from graph import open_graph
from tests.benchmarks.findings import FLOOR, OURS, PROCESSOR, Comparison
from tests.benchmarks.graphs import REAL, Subject, say
from tests.benchmarks.measure import Pace, Run, apart, interleaved

_ONE = "SELECT ?s { ?s ?p ?o } LIMIT 1"
_LARGE = 1000
_BYTES_A_TRIPLE = 420
"""What a store in memory takes; measured at scale 100."""


def run(subject: Subject, pace: Pace) -> Iterator[Comparison]:
    """Compare with pyoxigraph alone; opening must not take longer where there is more to open."""
    if subject.scale != REAL:
        yield _load(subject, pace)
    folder, store = subject.folder, subject.store
    yield Comparison(
        "open: the store again, to the first row",
        subject.scale,
        interleaved({OURS: lambda: _reopened(folder), FLOOR: lambda: _read(store)}, pace),
        peer="pyoxigraph's open",
    )


def _load(subject: Subject, pace: Pace) -> Comparison:
    ways = {OURS: partial(_opening, subject.turtle), FLOOR: partial(_loading, subject.turtle)}
    note = ""
    if subject.scale < _LARGE:
        seconds = interleaved({name: way() for name, way in ways.items()}, pace)
    else:
        seconds, note = _load_apart(subject, ways, pace.limit * 4)
    return Comparison(
        "load: Turtle into the graph",
        subject.scale,
        seconds,
        peer="pyoxigraph's load",
        target=1.2 if subject.scale in (1, 100) else None,
        note=note,
        size=subject.triples,
        unit="triples",
    )


def _load_apart(
    subject: Subject, ways: Mapping[str, Callable[[], Run]], limit: float
) -> tuple[dict[str, list[float]], str]:
    """One after the other, each once, in a process of its own: no two fit into the memory."""
    needed, free = subject.triples * _BYTES_A_TRIPLE, _free_memory()
    if needed > free:
        return {}, f"not done: needs {needed / 1e9:.0f} GB of memory, {free / 1e9:.0f} GB are free"
    seconds = {}
    for name, way in ways.items():
        say(f"  loading {subject.triples:,} triples, {name} ...")
        found = apart(way, limit)
        if found is None:
            return {}, f"stopped after {limit:,.0f} s ({name})"
        seconds[name] = [found.seconds]
        if name == OURS:
            seconds[PROCESSOR] = [found.processor]
    return seconds, "once"


def _free_memory() -> int:
    """Bytes that can be had; where the system does not say, more than is ever needed."""
    try:
        told = Path("/proc/meminfo").read_text(encoding="ascii")
        return next(int(s.split()[1]) for s in told.splitlines() if "MemAvailable" in s) * 1024
    except (OSError, StopIteration):
        return 1 << 62


def _opening(path: Path) -> Run:
    return lambda: open_graph(path)


def _loading(path: Path) -> Run:
    return lambda: Store().bulk_load(path=os.fspath(path), format=RdfFormat.TURTLE)


def _reopened(folder: Path) -> object:
    return open_graph(folder).select(_ONE)


def _read(store: Path) -> object:
    return list(Store.read_only(str(store)).query(_ONE))  # type: ignore[arg-type]
