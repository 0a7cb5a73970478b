"""``python -m tests.benchmarks [quick|full|results]``: what is to be fast, beside its peers.

A run can be made in pieces, one part at one scale each (``--only asking --scales 100``). As soon as
a piece is done, ``build/bench.json``, ``build/bench.md`` and ``build/bench.svg`` are written again,
with the other pieces as they were taken before. ``results`` measures nothing: it writes
``tests/benchmarks/RESULTS.md`` from what was found, with ``tests/benchmarks/notes.md`` on what
holds the targets that were missed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from tests.benchmarks import record, report
from tests.benchmarks.graphs import REAL, Subject, say
from tests.benchmarks.measure import Pace
from tests.benchmarks.sections import SCALES, SECTIONS, Section
from tests.support import ROOT

_FOUND = ROOT / "build" / "bench.json"
_HERE = Path(__file__).parent
_PACES = {"quick": Pace(5, 1.0, patience=0.5), "full": Pace()}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, or write the results; the exit status is 0 whatever the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("mode", nargs="?", choices=(*SCALES, "results"), default="full")
    parser.add_argument(
        "--only", choices=[s.name for s in SECTIONS], action="append", help="measure just this"
    )
    parser.add_argument(
        "--scales",
        type=_scale,
        nargs="+",
        metavar="K",
        help="other scales than usual: “real”, or how many times the real size",
    )
    given = parser.parse_args(argv)
    if given.mode == "results":
        (_HERE / "RESULTS.md").write_text(_told(record.read(_FOUND)), encoding="utf-8")
        return 0
    subjects = [Subject(scale) for scale in given.scales or SCALES[given.mode]]
    for section in SECTIONS:
        if section.name not in (given.only or [section.name]):
            continue
        is_asked = given.mode == "full" or given.scales or given.only
        largest = section.largest if is_asked else section.quick
        for subject in subjects:
            if largest is not None and subject.scale <= largest:
                _keep(_measured(section, subject, given.mode))
    print(_told(record.read(_FOUND)))
    return 0


def _scale(text: str) -> int:
    return REAL if text == "real" else int(text)


def _measured(section: Section, subject: Subject, mode: str) -> record.Piece:
    say(f"{section.name}, {f'k = {subject.scale}' if subject.scale else 'the real graph'} ...")
    began = perf_counter()
    findings = []
    for finding in section.run(subject, _PACES[mode]):
        findings.append(finding)
        say(f"  {report.line(finding)}")
    say(f"  done in {perf_counter() - began:.0f} s")
    return record.Piece(
        section=section.name,
        scale=subject.scale,
        taken=f"{datetime.now(UTC):%Y-%m-%d %H:%M}",
        mode=mode,
        machine=report.machine(),
        findings=tuple(findings),
    )


def _keep(piece: record.Piece) -> None:
    """Put a piece into the record, which others may have added to meanwhile."""
    found = record.read(_FOUND).with_(piece)
    record.write(found, _FOUND)
    _FOUND.with_suffix(".md").write_text(_told(found), encoding="utf-8")
    report.picture(found, _FOUND.with_suffix(".svg"))


def _told(found: record.Record) -> str:
    said = (_HERE / "notes.md").read_text(encoding="utf-8")
    return report.as_markdown(found, report.notes(said))


if __name__ == "__main__":
    sys.exit(main())
