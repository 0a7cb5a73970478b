"""`nhv serve` beside the Oxigraph server on the same store, question by question."""

from __future__ import annotations

from collections.abc import Iterator

from graph.service.serve.endpoint import Settings
from graph.service.serve.workers import Bounds
from tests.benchmarks.findings import Mean
from tests.benchmarks.graphs import Subject, say
from tests.benchmarks.measure import Pace
from tests.graph.serving_load import compared, oxigraph, queries, served


def run(subject: Subject, pace: Pace) -> Iterator[Mean]:
    """Answers kept (as it is served) and not kept, each beside Oxigraph's own server."""
    asked = queries(subject.folder)
    nothing_kept = Settings(port=0, bounds=Bounds(remembered=0))
    for settings, words in ((Settings(port=0), "answers kept"), (nothing_kept, "asked each time")):
        say(f"  {words} ...")
        with (
            served(subject.folder, settings) as serving,
            oxigraph(subject.folder, serving.server.port + 1) as theirs,
        ):
            best = compared(serving.endpoint, theirs, asked, pace.seconds / 60)
        yield Mean(
            f"nhv serve, {words}",
            subject.scale,
            {name: mine / other for name, (mine, other) in best.items()},
            "the Oxigraph server",
            1.2,
        )
