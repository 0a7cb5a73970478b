"""What a user waits for before anything is answered: views, files of one's own, checks, imports.

A view's floor is to load the same statements from TriG into pyoxigraph's store in memory; that of a
first data frame is to import what makes one. All are told in seconds of the processor.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import RdfFormat, Store

from graph import KnowledgeGraph
from graph.engines.oxigraph import OxigraphEngine
from graph.view.opening import OpenStore
from loaders.build import CURATED, Kept, trial
from tests.benchmarks.findings import FLOOR, OURS, Comparison
from tests.benchmarks.graphs import REAL, WORKSHOP, Subject, say
from tests.benchmarks.measure import Pace, interleaved, worked
from tests.support import ROOT
from tests.synthetic.generate import asserted, quads

_FRAME = "import sys, graph; graph.open_graph(sys.argv[1]).ask('suppliers')"
_IMPORTS = "import pandas, pyoxigraph"


def run(subject: Subject, pace: Pace) -> Iterator[Comparison]:
    """The first answer of each view; of the real graph the checks and the first frame, too."""
    WORKSHOP.mkdir(parents=True, exist_ok=True)
    store, text = _store(subject), _text(subject)
    own = WORKSHOP / "inhabitants.csv"
    own.write_text(f"region,inhabitants\n{_region(store)},1400000\n", encoding="utf-8")
    for wait, (look, target) in WAITS.items():
        ours, floor = partial(_looked, store, look, own), partial(_loaded, text)
        yield Comparison(
            f"wait: {wait}",
            subject.scale,
            interleaved({OURS: ours, FLOOR: floor}, pace, worked),
            peer="loading it from TriG",
            target=target if subject.scale == REAL else None,
        )
    if subject.scale == REAL:
        yield from _whole_processes(subject, pace)


def _whole_processes(subject: Subject, pace: Pace) -> Iterator[Comparison]:
    check = {OURS: partial(_run, "-m", "graph", "check")}
    yield Comparison(
        "wait: nhv check", REAL, interleaved(check, pace, worked), limit=2.0, note="a new process"
    )
    edits = [*_edited(min(3, pace.rounds))]
    yield Comparison("wait: one edited file, checked again", REAL, {OURS: edits}, limit=1.0)
    frame = partial(_run, "-c", _FRAME, str(subject.folder))
    yield Comparison(
        "wait: Python to the first frame",
        REAL,
        interleaved({OURS: frame, FLOOR: partial(_run, "-c", _IMPORTS)}, pace, worked),
        peer="importing pandas and pyoxigraph",
        target=1.6,
    )


Look = Callable[[KnowledgeGraph, Path], object]
WAITS: Mapping[str, tuple[Look, float]] = {
    "a view of the past": (lambda kg, _: kg.at(known_at="2024-06").ask("holders"), 1.5),
    "a view without persons": (lambda kg, _: kg.at(people=False).ask("holders"), 1.5),
    "a file of one's own": (lambda kg, own: kg.at(overlay=own).ask("holders"), 1.5),
    "two dates compared": (lambda kg, _: kg.compare("2022", "2025", by="known_at"), 3.0),
}
"""What is looked at, and how many times its floor it may take."""


def _looked(store: Path, look: Look, own: Path) -> object:
    opened = OpenStore(OxigraphEngine(Store.read_only(str(store))), store, published=store)
    return look(KnowledgeGraph(opened, lang="en"), own)


def _loaded(text: Path) -> None:
    Store().bulk_load(path=str(text), format=RdfFormat.TRIG)


def _run(*words: str) -> None:
    subprocess.run([sys.executable, *words], cwd=ROOT, check=True, capture_output=True)


def _edited(rounds: int) -> Iterator[float]:
    """The seconds that the processor works for each check after one of the files was saved."""
    with TemporaryDirectory(prefix="nhv-bench-") as folder:
        curated, kept = Path(folder, "curated"), Kept()
        shutil.copytree(CURATED, curated)
        sources = sorted(curated.glob("sources/*.yaml"))
        trial(curated, kept=kept)
        for turn in range(rounds):
            with sources[turn * len(sources) // rounds].open("a", encoding="utf-8") as file:
                file.write("# looked at\n")
            before = worked()
            trial(curated, kept=kept)
            yield worked() - before


def _store(subject: Subject) -> Path:
    """A store with what each source says, too, which invented builds leave out."""
    if subject.scale == REAL:
        return subject.store
    place = WORKSHOP / f"told-{subject.scale}"
    if not place.is_dir():
        say("writing what each invented source says (once) ...")
        store = Store(str(place))
        for block in asserted(subject.scale):
            store.bulk_extend(block.quads)
        store.bulk_extend(quads(subject.scale))
        store.optimize()
    return place


def _text(subject: Subject) -> Path:
    if subject.scale == REAL:
        return subject.folder / "nhv.trig"
    text = WORKSHOP / f"told-{subject.scale}.trig"
    if not text.is_file():
        Store.read_only(str(_store(subject))).dump(str(text), format=RdfFormat.TRIG)
    return text


def _region(store: Path) -> str:
    """A region of the graph, by its short name."""
    query = "SELECT ?r { ?r a <https://w3id.org/nhv/ontology#Region> } ORDER BY ?r LIMIT 1"
    (row,) = Store.read_only(str(store)).query(query)  # type: ignore[misc]
    return str(row["r"].value.rpartition("/")[2])
