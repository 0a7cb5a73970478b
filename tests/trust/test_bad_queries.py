"""Whatever is asked: an answer or a precise error; no crash of the process, no other machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.support import ROOT, sampled
from tests.trust.hostile_queries import Text, broad, deep, tried
from tests.trust.joining import fingerprint, listening, small_build, small_graph

pytestmark = pytest.mark.xdist_group("queries")

CHOSEN = int(os.environ.get("NHV_QUERIES", "100"))
MEMORY = 54  # those that reach outside; rdflib is slow


def run(engine: str, which: str, number: int) -> tuple[list[str], dict[str, int], int]:
    """Try cases in a process of its own, while nobody may call a port of this machine.

    Returns:
        What was wrong, how many cases of each kind ended how, and how often the port was called.
    """
    with listening() as port:
        words = (str(small_build()), engine, which, str(number), port.url)
        done = subprocess.run(
            [sys.executable, "-m", "tests.trust.hostile_queries", *words],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=400,
            check=False,
        )
        calls = port.calls
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    bad = [line["wrong"] for line in lines if "wrong" in line]
    if done.returncode:
        last = [line["next"] for line in lines if "next" in line][-1:]
        bad.append(f"the process ended ({done.returncode}) at {last}: {done.stderr[-300:]}")
    counts: dict[str, int] = next((line["counts"] for line in lines if "counts" in line), {})
    return bad, counts, calls


@pytest.mark.slow
@pytest.mark.parametrize("asked", sampled([("oxigraph", CHOSEN), ("memory", MEMORY)], 2))
def test_a_hostile_query_is_answered_or_refused(asked: tuple[str, int]) -> None:
    """Texts, parameters, cells and broken questions: never a traceback, never another machine."""
    engine, number = asked
    before = fingerprint(small_build())
    bad, counts, calls = run(engine, "broad", number)
    assert not bad, "\n".join(bad)
    assert sum(counts.values()) == number
    assert calls == 0, "a query may not reach another machine, however it is escaped"
    assert fingerprint(small_build()) == before, "a query may not change the graph"


@pytest.mark.trust
@pytest.mark.slow
def test_a_deep_query_does_not_end_the_process() -> None:
    """What nests or goes on beyond what a recursive parser can bear is refused before it."""
    bad, counts, _ = run("oxigraph", "deep", 0)
    assert not bad, "refuse deep and long queries in graph/engines/sparql.py\n" + "\n".join(bad)
    assert sum(counts.values()) == len(list(deep()))


@pytest.mark.parametrize("engine", ["oxigraph", "memory"])
@pytest.mark.parametrize(
    "case",
    [case for case in broad("http://127.0.0.1:9/") if "escaped" in case.name],
    ids=lambda case: case.name,
)
def test_an_escape_cannot_bring_in_a_service(engine: str, case: Text) -> None:
    r"""``\u0022`` in a text or a comment ends neither; no engine asks a service."""
    with listening() as port:
        text = case.sparql.replace("http://127.0.0.1:9/", port.url)
        _, said = tried(small_graph().at(engine=engine), Text(case.name, text))
        assert not said, said
        assert port.calls == 0, "undo escapes before rdflib reads the query"
