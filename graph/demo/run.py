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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.cli.main import guarded
from graph.cli.output import count, say, summary
from graph.demo.gallery import write_gallery
from graph.jupyter.pages import publish
from graph.knowledge_graph import KnowledgeGraph, open_graph
from graph.networks.catalogue import NETWORKS
from graph.questions.catalogue import Question, catalogue
from loaders import build as building

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"

_NETWORK_FILES = (".graphml", ".gexf", ".csv")

# What a question that needs a parameter is asked about, by the kind of the parameter.
EXAMPLES = {
    "area": "area:konsdysfori",
    "body": "body:beredningsgrupp-b2",
    "healthcare-region": "healthcare-region:sjukvardsregion-mellansverige",
    "hospital": "hospital:akademiska-sjukhuset",
    "organisation": "region:region-vasterbotten",
    "person": "person:mikael-kohler",
    "region": "region:region-vasterbotten",
    "step": "step:3",
    "thing": "area:dysmeli",
}


@dataclass(frozen=True)
class Stage:
    """A part of the demonstration that is done: what was made, where, and in what time."""

    what: str
    where: Path
    seconds: float


def main(argv: Sequence[str] | None = None) -> int:
    """Run the demonstration.

    Args:
        argv: The arguments; those of the process if None.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(prog="python -m graph.demo.run", description=__doc__)
    parser.add_argument("--build-dir", type=Path, default=Path("build"), metavar="DIR")
    out: Path = parser.parse_args(argv).build_dir
    return guarded(lambda: demonstrate(out))


def demonstrate(out: Path) -> int:
    """Go through all stages and say what was made.

    Args:
        out: The folder for everything.

    Returns:
        The exit status.
    """
    stages: list[Stage] = []
    begun = time.perf_counter()

    def done(what: str, where: Path) -> None:
        nonlocal begun
        stages.append(Stage(what, where, time.perf_counter() - begun))
        say(f"    {what} ({stages[-1].seconds:.1f} s)")
        begun = time.perf_counter()

    say("1/5 building the graph ...")
    report = building.build(out, progress=say)
    done(summary(report).rpartition(" in ")[0], out)

    say("2/5 answering every question ...")
    kg = open_graph(out)
    done(answers(kg, out / "answers"), out / "answers")

    say("3/5 drawing every network, map and chart ...")
    done(pictures(kg, out / "gallery"), out / "gallery")

    say("4/5 exporting the graph for other programs ...")
    done(exports(kg, out / "exports"), out / "exports")

    say("5/5 executing the notebooks ...")
    os.environ["NHV_BUILD"] = str(out.resolve())
    pages = [publish(notebook, out / "notebooks") for notebook in sorted(NOTEBOOKS.glob("*.ipynb"))]
    done(f"{count(len(pages), 'notebook')} as pages", out / "notebooks")

    print(f"\nNHV Graph, as far as its sources reach: {kg.as_of.isoformat()}\n")
    for stage in stages:
        print(f"  {stage.seconds:6.1f} s  {stage.where}\n            {stage.what}")
    print(f"  {sum(stage.seconds for stage in stages):6.1f} s  in all")
    print(
        f"\nStart with {out / 'notebooks' / '01_start.html'} in a browser, or say `make lab`."
        f"\nAll pictures: {out / 'gallery' / 'index.html'}"
        f"\nTo take home: {out / 'nhv.ttl'} (one value per fact) and {out / 'nhv.trig'}"
        " (each source in its own graph)."
    )
    return 0


def answers(kg: KnowledgeGraph, out: Path) -> str:
    """Answer every question, one CSV file each.

    Args:
        kg: The graph.
        out: The folder for the files.

    Returns:
        What was made, in words.
    """
    out.mkdir(parents=True, exist_ok=True)
    rows = 0
    for name, question in catalogue().items():
        table = kg.answer(name, **examples(question, kg))
        (out / f"{name}.csv").write_text(table.to_csv(), encoding="utf-8", newline="")
        rows += len(table.rows)
    return f"{count(len(catalogue()), 'question')} answered, {count(rows, 'row')}"


def examples(question: Question, kg: KnowledgeGraph) -> dict[str, Any]:
    """Choose values for the parameters that a question cannot do without.

    Args:
        question: The question.
        kg: The graph, for its day.

    Returns:
        A value for each such parameter.
    """
    known = {**EXAMPLES, "date": kg.as_of.isoformat(), "text": "dysmeli", "integer": "1"}
    return {param.name: known[param.kind] for param in question.params if not param.optional}


def pictures(kg: KnowledgeGraph, out: Path) -> str:
    """Draw every network, map and chart, as full pages and as small images on one page.

    Args:
        kg: The graph.
        out: The folder for the files.

    Returns:
        What was made, in words.
    """
    made = write_gallery(kg, out)
    return f"{count(len(made), 'picture')} on one page, each with a full page of its own"


def exports(kg: KnowledgeGraph, out: Path) -> str:
    """Export what other programs read: the graph as JSON-LD, every network for Gephi and others.

    Args:
        kg: The graph.
        out: The folder for the files.

    Returns:
        What was made, in words.
    """
    out.mkdir(parents=True, exist_ok=True)
    made = [kg.export(out / "nhv.jsonld")]
    for name in NETWORKS:
        net = kg.network(name)
        made += [kg.export(out / f"{name}{suffix}", net) for suffix in _NETWORK_FILES]
    return f"{count(len(made), 'file')} for other programs"
