"""The parts of the benchmarks: what each measures, up to which scale, and how it may grow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import NamedTuple

from tests.benchmarks.findings import Measured, Trend
from tests.benchmarks.graphs import REAL, Subject
from tests.benchmarks.measure import Pace


class Section(NamedTuple):
    """A part of the benchmarks, in the module of its name.

    Attributes:
        name: Its name.
        largest: The largest scale that it is taken at; :data:`REAL` for the real graph alone.
        trends: How what it measures may grow.
        quick: The same in the quick mode, at which it has a target; None if it is left to the full.
    """

    name: str
    largest: int
    trends: Sequence[Trend] = ()
    quick: int | None = 1

    def run(self, subject: Subject, pace: Pace) -> Iterator[Measured]:
        """Measure one graph.

        Args:
            subject: The graph.
            pace: How often each thing is done.
        """
        found: Iterator[Measured] = import_module(f"tests.benchmarks.{self.name}").run(
            subject, pace
        )
        return found


SECTIONS = (
    Section(
        "loading",
        1000,
        (
            Trend("open: ", 0.1, (1, 10, 100, 1000)),
            Trend("load: ", 1.15, (10, 100, 1000)),
        ),
    ),
    Section("asking", 1000, (Trend("question: ", 1.15, (10, 100)),)),
    Section("projecting", 100, (Trend("network: ", 1.15, (10, 100)),), REAL),
    Section("using", 100, quick=None),
    Section("waiting", 100, (Trend("wait: ", 1.1, (1, 10, 100)),), REAL),
    Section("building", 10, (Trend("checks: ", 1.15, (1, 10)),), REAL),
    Section("site", REAL, quick=None),
    Section("starting", 1),
    Section("serving", REAL, quick=REAL),
)
"""All parts, in the order in which they are measured and told."""

SCALES = {"quick": (REAL, 1), "full": (REAL, 1, 10, 100, 1000)}
"""The scales of each mode, as far as its parts are taken there."""
