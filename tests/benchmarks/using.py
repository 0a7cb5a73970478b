"""What else a user does with a graph, each thing once in a new process; it has no peer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx

from graph import KnowledgeGraph, open_graph
from tests.benchmarks.asking import largest
from tests.benchmarks.findings import OURS, PROCESSOR, Comparison
from tests.benchmarks.graphs import Subject
from tests.benchmarks.measure import Pace, Run, apart


def run(subject: Subject, pace: Pace) -> Iterator[Comparison]:
    """Everything in :data:`DEEDS`, stopped when it takes too long."""
    limit = pace.limit
    for deed in DEEDS:
        done = apart(partial(_ready, subject.folder, deed), limit)
        yield Comparison(
            f"use: {deed}",
            subject.scale,
            {OURS: [done.seconds], PROCESSOR: [done.processor]} if done else {},
            note="" if done else f"stopped after {limit:g} s",
        )


def _ready(folder: Path, deed: str) -> Run:
    kg = open_graph(folder, lang="en")
    area = largest(kg, "area")
    kg.find(area, "area")  # the names are read once, untimed
    return partial(DEEDS[deed], kg, area)


def _holders(kg: KnowledgeGraph, area: str) -> nx.MultiDiGraph[str]:
    return kg.network("area-holder", area=area)


def _exported(kg: KnowledgeGraph, _: str, *, suffix: str) -> None:
    with TemporaryDirectory(prefix="nhv-bench-") as folder:
        kg.export(Path(folder) / f"nhv{suffix}")


DEEDS: Mapping[str, Callable[[KnowledgeGraph, str], object]] = {
    "an area explained": lambda kg, area: str(kg.explain(area)),
    "an area's time line": lambda kg, area: kg.chart("timeline", area=area).svg(),
    "a map of holders": lambda kg, _: kg.map("holders").svg(),
    "an area's holders drawn": lambda kg, area: kg.draw(_holders(kg, area)).html(),
    "how far the graph reaches": lambda kg, _: str(kg.status()),
    "two years compared": lambda kg, _: str(kg.compare("2022-01-01", "2025-01-01", by="as_of")),
    "a view of the past": lambda kg, _: kg.at(known_at="2024-06").ask("holders"),
    "exported as Turtle": partial(_exported, suffix=".ttl"),
    "exported as N-Quads": partial(_exported, suffix=".nq"),
    "exported as a table": partial(_exported, suffix=".csv"),
}
"""What is done, by what it is called."""
