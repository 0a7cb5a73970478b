"""The site, made from nothing and made again where one source says something else.

Its floor is to write the same files. What the clock tells is held to the limits; the seconds of the
processor beside it say more on a busy machine.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from loaders.build import CURATED, build
from tests.benchmarks.findings import FLOOR, OURS, PROCESSOR, Comparison
from tests.benchmarks.graphs import REAL, Subject
from tests.benchmarks.measure import Pace, worked
from tests.support import ROOT

_DAY = re.compile(r"(?m)^(?:date|read_on): (\S+)$")


def run(subject: Subject, _: Pace) -> Iterator[Comparison]:
    """Each is made once: a site takes long enough to be told apart from chance."""
    with TemporaryDirectory(prefix="nhv-bench-") as folder:
        site, other = Path(folder, "site"), Path(folder, "other")
        build(other, curated=_edited(Path(folder, "curated")))
        for what, graph, limit in (
            ("from nothing", subject.folder, 12.0),
            ("again, one source changed", other, 3.0),
        ):
            ours = _taken(partial(_made, graph, site))
            files = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
            floor = _taken(partial(_written, files, folder))
            yield Comparison(
                f"site: {what}",
                REAL,
                {OURS: ours[:1], PROCESSOR: ours[1:], FLOOR: floor[:1]},
                peer="writing its files",
                limit=limit,
                note=f"{ours[1]:.1f} s of the processor",
                size=len(files),
                unit="files",
            )


def _made(graph: Path, site: Path) -> None:
    words = ("docs", "--build-dir", str(graph), "--out", str(site))
    subprocess.run(
        [sys.executable, "-m", "graph", *words], cwd=ROOT, check=True, capture_output=True
    )


def _edited(curated: Path) -> Path:
    """The curated files, where that in the middle, by their first days, has another title."""
    shutil.copytree(CURATED, curated)
    texts = {path: path.read_text(encoding="utf-8") for path in curated.glob("sources/*.yaml")}
    by_day = sorted((min(_DAY.findall(text), default=""), path) for path, text in texts.items())
    _, middle = by_day[len(by_day) // 2]
    told = re.sub(r"(?m)^title: \"", 'title: "Ny: ', texts[middle], count=1)
    assert told != texts[middle], f"{middle} has no title in quotes"
    middle.write_text(told, encoding="utf-8")
    return curated


def _written(files: Mapping[Path, bytes], folder: str) -> None:
    with TemporaryDirectory(dir=folder) as place:
        for nr, data in enumerate(files.values()):
            Path(place, f"{nr}").write_bytes(data)


def _taken(work: Callable[[], object]) -> Sequence[float]:
    """The seconds that something takes by the clock, and those of the processor."""
    began, before = perf_counter(), worked()
    work()
    return perf_counter() - began, worked() - before
