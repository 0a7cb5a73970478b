"""The whole build from the curated files, what of it is writing, and the checks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import pyoxigraph as ox

from loaders.checking.check import check
from loaders.publishing.canonical_turtle import turtle
from ontology.terms import PREFIXES
from tests.benchmarks.findings import FLOOR, OURS, Comparison
from tests.benchmarks.graphs import REAL, Subject
from tests.benchmarks.measure import Pace, interleaved
from tests.support import ROOT, load, parted

_SHAPES = ROOT / "ontology" / "shapes.ttl"


def run(subject: Subject, pace: Pace) -> Iterator[Comparison]:
    """The build and the writer on the real graph, the checks on graphs that grow."""
    yield from _building(pace) if subject.scale == REAL else _checks(subject, pace)


def _building(pace: Pace) -> Iterator[Comparison]:
    yield Comparison(
        "build: all curated files to the published graph",
        REAL,
        interleaved({OURS: _build}, pace),
        limit=2.5,
        note="a new process",
    )
    quads = load().quads
    resolved = [quad for quad in quads if isinstance(quad.graph_name, ox.DefaultGraph)]
    triples = [quad.triple for quad in resolved]
    prefixes = dict(PREFIXES)
    yield Comparison(
        "build: canonical Turtle",
        REAL,
        interleaved(
            {
                OURS: lambda: turtle(triples, prefixes),
                FLOOR: lambda: ox.serialize(
                    sorted(triples, key=_by_terms), format=ox.RdfFormat.TURTLE, prefixes=prefixes
                ),
            },
            pace,
        ),
        peer="sorted pyoxigraph",
        target=1.5,
        size=len(triples),
        unit="triples",
    )


def _by_terms(triple: ox.Triple) -> tuple[str, str, str]:
    return str(triple.subject), str(triple.predicate), str(triple.object)


def _checks(subject: Subject, pace: Pace) -> Iterator[Comparison]:
    quads = list(subject.kg.engine.quads())
    seconds = interleaved({OURS: partial(check, *parted(quads), {})}, pace)
    # The peer takes minutes: once is enough to see which is the slower.
    seconds[FLOOR] = [_pyshacl(subject)]
    yield Comparison(
        "checks: shapes and rules",
        subject.scale,
        seconds,
        peer="pySHACL, shapes alone, once",
        target=0.3 if subject.scale == 10 else None,
        size=len(quads),
        unit="statements",
    )


def _pyshacl(subject: Subject) -> float:
    """The seconds of pySHACL on the same shapes, the data parsed before."""
    import pyshacl
    import rdflib

    data = rdflib.Graph().parse(subject.turtle, format="turtle")
    shapes = rdflib.Graph().parse(_SHAPES, format="turtle")
    began = perf_counter()
    conforms, _, said = pyshacl.validate(data, shacl_graph=shapes)
    assert conforms, said
    return perf_counter() - began


def _build() -> None:
    with TemporaryDirectory(prefix="nhv-bench-") as folder:
        subprocess.run(
            [sys.executable, "-m", "graph", "build", "--out", str(Path(folder))],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
