"""A new process to its first table on the command line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial

from graph.engines.differences import spelled_out
from graph.engines.sparql import prefixed
from graph.questions.catalogue import question
from tests.benchmarks.findings import FLOOR, OURS, Comparison
from tests.benchmarks.graphs import Subject
from tests.benchmarks.measure import Pace, interleaved
from tests.support import ROOT

_PLAIN = """
import sys
from pyoxigraph import Store
for row in Store.read_only(sys.argv[1]).query(sys.argv[2]):
    print(*(term.value if term else "" for term in row), sep="\\t")
"""


def run(subject: Subject, pace: Pace) -> Iterator[Comparison]:
    """`nhv ask suppliers`, beside a script that has pyoxigraph print the same rows."""
    kg = subject.kg
    query = question("suppliers").bound({}, kg.names, kg.as_of, kg.lang)
    text = prefixed(spelled_out(query))
    ask = ["-m", "graph", "ask", "suppliers", "--build-dir", str(subject.folder)]
    plain = ["-c", _PLAIN, str(subject.store), text]
    yield Comparison(
        "start: new process to the first table",
        subject.scale,
        interleaved({OURS: partial(_run, ask), FLOOR: partial(_run, plain)}, pace),
        peer="pyoxigraph printing the rows",
        target=3.5,
    )


def _run(words: list[str]) -> None:
    subprocess.run([sys.executable, *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
