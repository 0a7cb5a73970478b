"""``python -m graph.demo.run``: everything that NHV Graph does, once, into the build folder.

Builds the graph, answers every question of the catalogue, draws every network, map and chart into
a gallery, exports the graph and executes the notebooks; then says in plain words what lies where
and how long each took.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from graph.base.files import write
from graph.cli.main import guarded
from graph.cli.output import count, say, summary
from graph.demo.gallery import write_gallery
from graph.jupyter.pages import publish
from graph.knowledge_graph import KnowledgeGraph, catalogues, open_graph
from graph.questions import catalogue
from loaders import build as building

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"

_NETWORK_FILES = (".graphml", ".gexf", ".csv")

# What a question that needs a parameter is asked about, by the kind of the parameter.
EXAMPLES = {kind: first for kind, (first, *_) in catalogue.examples().items()}
EXAMPLES |= {"person": "person:mikael-kohler", "step": "step:3"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the demonstration, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m graph.demo.run", description=__doc__)
    parser.add_argument("--build-dir", type=Path, default=Path("build"), metavar="DIR")
    out: Path = parser.parse_args(argv).build_dir
    return guarded(lambda: demonstrate(out))


def demonstrate(out: Path) -> int:
    """Go through all stages, each in its folder, and say what was made."""
    stages = (
        ("building the graph", "", _built),
        ("answering every question", "answers", answers),
        ("drawing every network, map and chart", "gallery", _drawn),
        ("exporting the graph for other programs", "exports", _exported),
        ("executing the notebooks", "notebooks", _executed),
    )
    told, whole = [], 0.0
    for number, (doing, folder, do) in enumerate(stages, 1):
        say(f"{number}/{len(stages)} {doing} ...")
        begun = time.perf_counter()
        where = out / folder
        what = do(out, where)
        seconds = time.perf_counter() - begun
        say(f"    {what} ({seconds:.1f} s)")
        told.append(f"  {seconds:6.1f} s  {where}\n            {what}")
        whole += seconds
    print(f"\nNHV Graph, as far as its sources reach: {open_graph(out).as_of.isoformat()}\n")
    print(*told, f"  {whole:6.1f} s  in all", sep="\n")
    print(
        f"\nStart with {out / 'notebooks' / '01_start.html'} in a browser, or say `make lab`."
        f"\nAll pictures: {out / 'gallery' / 'index.html'}"
        f"\nTo take home: {out / 'nhv.ttl'} (one value per fact) and {out / 'nhv.trig'}"
        " (each source in its own graph)."
    )
    return 0


def _built(out: Path, _: Path) -> str:
    return summary(building.build(out, progress=say)).rpartition(" in ")[0]


def answers(built: Path, out: Path) -> str:
    """Answer every question of a built graph, one CSV file each, and say what was made."""
    kg = open_graph(built)
    rows = 0
    names = catalogues()["question"]
    for name in names:
        table = kg.answer(name, **examples(name, kg))
        write(out / f"{name}.csv", table.to_csv().encode())
        rows += len(table.rows)
    return f"{count(len(names), 'question')} answered, {count(rows, 'row')}"


def examples(question: str, kg: KnowledgeGraph) -> dict[str, Any]:
    """Values for the parameters that a question cannot do without, on the day of the graph."""
    params = catalogues()["question"][question].params
    known = {**EXAMPLES, "date": kg.as_of.isoformat(), "text": "dysmeli", "integer": "1"}
    return {param.name: known[param.kind] for param in params if not param.optional}


def _drawn(built: Path, out: Path) -> str:
    made = write_gallery(open_graph(built), out)
    return f"{count(len(made), 'picture')} on one page, each with a full page of its own"


def _exported(built: Path, out: Path) -> str:
    """The graph as JSON-LD, every network for Gephi and others."""
    kg = open_graph(built)
    made = [kg.export(out / "nhv.jsonld")]
    for name in catalogues()["network"]:
        net = kg.network(name)
        made += [kg.export(out / f"{name}{suffix}", net) for suffix in _NETWORK_FILES]
    return f"{count(len(made), 'file')} for other programs"


def _executed(built: Path, out: Path) -> str:
    os.environ["NHV_BUILD"] = str(built.resolve())
    # Each has a kernel of its own, so that as many run side by side as there are processors.
    with ThreadPoolExecutor(os.cpu_count()) as beside:
        pages = list(beside.map(partial(publish, out=out), sorted(NOTEBOOKS.glob("*.ipynb"))))
    return f"{count(len(pages), 'notebook')} as pages"
