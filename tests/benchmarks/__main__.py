"""``python -m tests.benchmarks [quick]``: everything that is to be fast, beside its peers.

Writes ``build/bench.json``, ``build/bench.md`` and ``build/bench.svg``. The quick run takes three
minutes and stops at ten times the real size; the full run goes to a hundred, and for loading and
opening to what ``--largest`` says.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from tests.benchmarks import report
from tests.benchmarks.graphs import REAL, Subject, say
from tests.benchmarks.measure import Pace
from tests.support import ROOT

_SECTIONS = ("loading", "asking", "projecting", "building", "drawing", "starting", "serving")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, and print the table; the exit status is 0 whatever the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("mode", nargs="?", choices=("quick", "full"), default="full")
    parser.add_argument("--only", choices=_SECTIONS, action="append", help="measure just this")
    parser.add_argument(
        "--scales", type=int, nargs="+", metavar="K", help="other scales than usual"
    )
    given = parser.parse_args(argv)
    quick = given.mode == "quick"
    scales = given.scales or ([1, 10] if quick else [1, 10, 100])
    pace = Pace(5, 2.0) if quick else Pace(5, 60.0)
    subjects = [Subject(scale) for scale in (REAL, *scales)]
    found = report.Report(f"{given.mode}, k = {', '.join(map(str, scales))}")
    for name in given.only or _SECTIONS:
        for finding in import_module(f"tests.benchmarks.{name}").run(subjects, pace):
            found.findings.append(finding)
            if finding.met is False:
                say(f"  missed: {finding.what}")
    folder = ROOT / "build"
    text = report.as_markdown(found)
    (folder / "bench.json").write_text(report.as_json(found), encoding="utf-8")
    (folder / "bench.md").write_text(text, encoding="utf-8")
    report.picture(found, folder / "bench.svg")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
