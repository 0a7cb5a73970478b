"""``python -m tests.trust``: try everything that could break the graph, and report what held.

Where the tests try a choice of cases, this tries many more, or all of them (``--share 1``). Writes
``build/trust.md``; the exit status is 1 where something did not hold.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar

from graph.service.serve.endpoint import Settings
from loaders.build import build
from tests.benchmarks.report import machine
from tests.graph.serving_load import load, queries, served
from tests.licences import licences
from tests.support import ROOT
from tests.trust import breakage, test_bad_input, test_bad_overlays, test_bad_queries
from tests.trust.joining import File, tried, unplugged

Told = TypeVar("Told")
_COUNT = re.compile(r"(\d+) (passed|failed|skipped|errors?)")


@dataclass
class Finding:
    """What was tried, and what came of it."""

    what: str
    tried: int
    result: str
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0


def main() -> int:
    """Try everything and write the report."""
    parser = argparse.ArgumentParser(prog="python -m tests.trust", description=__doc__)
    parser.add_argument(
        "--share", type=int, default=8, metavar="N", help="every Nth broken file; 1 for all"
    )
    parser.add_argument("--seconds", type=float, default=60.0, help="how long 64 clients ask")
    given = parser.parse_args()
    found: list[Finding] = []
    trials: list[Callable[[], Finding]] = [
        lambda: curated(given.share),
        lambda: overlays(given.share),
        hostile_queries,
        *(
            lambda about=about, words=words: ran(sys.executable, about, *words)
            for about, words in _TESTS.items()
        ),
        lambda: clients(given.seconds),
        permissive,
        *(lambda v=version, p=python: on(v, p) for version, python in others()),
    ]
    for trial in trials:
        began = perf_counter()
        finding = trial()
        finding.seconds = perf_counter() - began
        found.append(finding)
        sys.stderr.write(f"{finding.what}: {finding.result}, {len(finding.wrong)} wrong\n")
    text = written(found)
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "trust.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return int(any(finding.wrong for finding in found))


def curated(share: int) -> Finding:
    """Every field of every kind of record with every fault, and every file broken as bytes."""
    chosen = range(len(_all_curated()))[::share]
    wrong = [said for said in _in_processes(_curated, chosen) if said]
    return Finding("broken curated files", len(chosen), "a precise error or a right graph", wrong)


def _curated(index: int) -> str:
    return test_bad_input.tried(_all_curated()[index])


@cache
def _all_curated() -> tuple[breakage.Case, ...]:
    return (*breakage.file_cases(), *breakage.field_cases())


def overlays(share: int) -> Finding:
    """Every broken table, workbook and Turtle file that somebody could join."""
    chosen = range(len(_all_overlays()))[::share]
    verdicts: Counter[str] = Counter()
    wrong: list[str] = []
    for verdict, said, asked in _in_processes(_overlay, chosen):
        verdicts[verdict] += 1
        wrong += [said] if said else []
        wrong += [f"a request was sent: {one}" for one in asked]
    told = ", ".join(f"{count:,} {verdict}" for verdict, count in sorted(verdicts.items()))
    return Finding("broken overlays", sum(verdicts.values()), f"{told}", wrong)


def _overlay(index: int) -> tuple[str, str, list[str]]:
    with TemporaryDirectory(prefix="nhv-trust-") as folder, unplugged() as asked:
        verdict, said = tried(_all_overlays()[index], Path(folder))
    return verdict, said, list(map(str, asked))


@cache
def _all_overlays() -> tuple[File, ...]:
    return tuple(test_bad_overlays.all_cases())


def hostile_queries() -> Finding:
    """Hostile texts, parameters and cells, on both engines, while a port listens for requests."""
    wrong: list[str] = []
    calls = number = 0
    for engine, which, limit in (
        ("oxigraph", "broad", 10**6),
        ("oxigraph", "deep", 0),
        ("memory", "broad", test_bad_queries.MEMORY),
    ):
        bad, counts, called = test_bad_queries.run(engine, which, limit)
        wrong += bad
        calls += called
        number += sum(counts.values())
    wrong += ["a query reached another machine"] * calls
    result = f"an answer or one sentence; {calls} requests seen by the listening probe"
    return Finding("hostile queries", number, result, wrong)


# How much the tests try that take a part only: of kills, words and queries a number, of others
# every Nth; and sites and releases are of all curated files, not of the seeds.
_WHOLE = {
    "NHV_KILLS": "50",
    "NHV_WORDS": "600",
    "NHV_QUERIES": "900",
    "NHV_ALL": "yes",
    "NHV_FACES": "1",
    "NHV_KEPT": "1",
    "NHV_PAGES": "1",
    "NHV_PERSONS": "1",
}
_TESTS = {
    "kills (50 at random moments), full disk, read-only folder, damaged stores": (
        "tests/trust/test_faults.py", "--trust",
    ),
    "hostile words on the command line": ("tests/trust/test_bad_words.py",),
    "pages with hostile labels, opened in Chromium": ("tests/trust/test_hostile_labels.py",),
    "every artefact searched for every name of a person": ("tests/trust/test_privacy.py",),
    "every face held to the graph, fact by fact": ("tests/national/test_one_answer.py", "--trust"),
    "the site and a release of all curated files": (
        "tests/graph/test_site.py", "tests/graph/test_site_things.py", "--trust",
        "tests/graph/test_site_browser.py", "tests/graph/test_site_phrases.py",
        "tests/graph/test_ask_page.py", "tests/graph/test_release.py",
        "tests/graph/test_release_addresses.py", "tests/graph/test_release_outside.py",
        "tests/graph/test_release_packages.py", "tests/graph/test_release_tables.py",
        "tests/national/test_one_number.py",
    ),
    "every answer of the seeds, as it is kept": ("tests/kept", "--trust"),
    "the rules of nhv serve": ("tests/graph/test_serving.py",),
    "further examples of what make test holds, and the W3C's suites": (
        "tests", "--trust", "-m", "trust or hypothesis",
    ),
}  # fmt: skip


def ran(python: str, about: str, *words: str) -> Finding:
    """Run tests on a Python, and count them.

    Args:
        python: The program.
        about: What they try.
        words: Which they are, as pytest is told.
    """
    done = subprocess.run(
        [python, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **_WHOLE},
    )
    counts = {kind: int(number) for number, kind in _COUNT.findall(done.stdout)}
    failed = re.findall(r"^(?:FAILED|ERROR) (.+)$", done.stdout, flags=re.MULTILINE)
    told = ", ".join(f"{number} {kind}" for kind, number in counts.items())
    return Finding(about, sum(counts.values()), told, failed)


def others() -> list[tuple[str, str]]:
    """The other Pythons of this machine: the version and the program of each."""
    found = subprocess.run([ROOT / ".ci" / "pythons"], capture_output=True, text=True, check=True)
    own = "{}.{}".format(*sys.version_info)
    pairs = (line.split(maxsplit=1) for line in found.stdout.splitlines())
    return [(version, python) for version, python in pairs if version != own]


def on(version: str, python: str) -> Finding:
    """All that ``make test`` tests, on another Python, in an environment of its own."""
    place = ROOT / f".venv{version}"
    made = ["make", f"VENV={place.name}", f"PYTHON={python}", "env"]
    subprocess.run(made, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return ran(str(place / "bin" / "python"), f"all tests on Python {version}", "tests")


def clients(seconds: float) -> Finding:
    """64 clients that ask `nhv serve` the catalogue's questions, all at once."""
    with TemporaryDirectory(prefix="nhv-trust-") as folder:
        build(Path(folder))
        asked = queries(Path(folder))
        with served(Path(folder), Settings(port=0)) as serving:
            result = load(serving.endpoint, asked, 64, seconds)
    return Finding("64 clients of nhv serve", result.answers, str(result), list(result.errors))


def permissive() -> Finding:
    """The licences of everything that is needed to run; a test holds each to the list."""
    found = licences()
    kinds = Counter(licence.licence for licence in found)
    told = ", ".join(f"{name} {count}" for name, count in kinds.most_common(6))
    return Finding("licences of run-time packages", len(found), told)


def _in_processes(run: Callable[[int], Told], numbers: Iterable[int]) -> Iterator[Told]:
    with ProcessPoolExecutor() as pool:
        yield from pool.map(run, numbers, chunksize=50)


def written(found: list[Finding]) -> str:
    """The report as Markdown."""
    facts = machine()
    lines = [
        "# What was tried, and what held",
        "",
        "{processor}, {cores} cores, {system}, Python {python}.".format(**facts),
        "",
        "| what | tried | result | wrong | seconds |",
        "| --- | ---: | --- | ---: | ---: |",
    ]
    lines += [
        f"| {one.what} | {one.tried:,} | {one.result} | {len(one.wrong)} | {one.seconds:.0f} |"
        for one in found
    ]
    for one in found:
        if one.wrong:
            lines += ["", f"## Wrong: {one.what}", "", *(f"- {said}" for said in one.wrong[:50])]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
