"""`nhv serve` beside the Oxigraph server on the same store, question by question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.serving.command import Settings
from graph.serving.workers import Bounds
from tests.benchmarks.graphs import REAL, Subject, say
from tests.benchmarks.measure import Finding, Mean, Pace
from tests.graph.serving_load import compared, oxigraph, queries, served


def run(subjects: Sequence[Subject], pace: Pace) -> Iterator[Finding]:
    """Answers kept (as it is served) and not kept, each beside Oxigraph's own server."""
    (real,) = (subject for subject in subjects if subject.scale == REAL)
    asked = queries(real.folder)
    nothing_kept = Settings(port=0, bounds=Bounds(remembered=0))
    for settings, words in ((Settings(port=0), "answers kept"), (nothing_kept, "asked each time")):
        say(f"nhv serve, {words} ...")
        with (
            served(real.folder, settings) as serving,
            oxigraph(real.folder, serving.server.port + 1) as theirs,
        ):
            best = compared(serving.endpoint, theirs, asked, pace.seconds / 60)
        yield Mean(
            f"nhv serve, {words}",
            REAL,
            {name: mine / other for name, (mine, other) in best.items()},
            "the Oxigraph server",
            1.2,
        )
