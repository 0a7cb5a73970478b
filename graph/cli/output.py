"""What commands share: opening the graph, reading parameters, printing tables and messages."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.base.problems import BadParameter, readable

if TYPE_CHECKING:
    from graph.engines.frames import Table
    from graph.knowledge_graph import KnowledgeGraph
    from loaders.build import Tally

# Words of the Python calls that are no parameters of a question or a network.
_RESERVED = {
    "evidence": "--evidence",
    "ids": "--ids",
    "long": "--long",
    "name": "NAME",
    "sparql": "FILE",
    "net": "NAME",
}


def say(message: str) -> None:
    """Tell of progress on standard error, where it does not mix with results."""
    print(readable(message), file=sys.stderr, flush=True)


def opened(arguments: Namespace) -> KnowledgeGraph:
    """Open the graph in the view that the common options ask for."""
    from graph.knowledge_graph import open_graph

    given = vars(arguments)
    if given.get("endpoint") and arguments.build_dir:
        raise BadParameter("--endpoint is a service, --build-dir a built graph; name one of them")
    view = {name: given[name] for name in ("engine", "as_of", "lang", "overlay") if name in given}
    return open_graph(
        given.get("endpoint") or arguments.build_dir,
        known_at=arguments.known_at,
        people=not arguments.without_people,
        **view,
    )


def build_dir(arguments: Namespace) -> Path:
    """Return the folder that the build goes to."""
    return Path(arguments.build_dir or os.environ.get("NHV_BUILD") or "build")


def named(parameters: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Parameters by name; BadParameter if one is given twice, or is no parameter but an option."""
    values: dict[str, Any] = {}
    for written, value in parameters:
        name = written.replace("-", "_")
        if name in _RESERVED or not name.isidentifier():
            hint = f"; did you mean {_RESERVED[name]}?" if name in _RESERVED else ""
            raise BadParameter(f"“{written}” is no parameter{hint}")
        if name in values:
            raise BadParameter(f"{written} is given twice")
        values[name] = value
    return values


def listing(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Make a table of plain texts and numbers."""
    from pyoxigraph import Literal

    from graph.engines.frames import Table

    cells = [
        tuple(Literal(c if isinstance(c, int | float | str) else str(c)) for c in row)
        for row in rows
    ]
    return Table(list(columns), cells)


def show(table: Table, arguments: Namespace) -> None:
    """Write a table to standard output in the form that was asked for."""
    form = arguments.format
    if form == "ttl":
        sys.stdout.write(table.to_turtle())
    elif form == "json":
        sys.stdout.write(table.to_json())
    elif form == "csv":
        # The text layer of standard output makes its own line ends of these.
        sys.stdout.write(table.to_csv().replace("\r\n", "\n"))
    else:
        sys.stdout.write(table.to_text(60 if sys.stdout.isatty() else 0))
        if not table.rows and not table.note:
            say("no rows")
    if table.note:
        say(f"note: {table.note}")


def summary(report: Tally) -> str:
    """Say what curated files come to, in one line."""
    facts = sum(report.facts.values())
    return (
        f"{count(report.sources, 'source')}, {count(facts, 'fact')} source by source, "
        f"{count(report.triples, 'triple')} ({report.quads:,} with each source's own graph) "
        f"in {sum(report.seconds.values()):.1f} s"
    )


def count(number: int, noun: str) -> str:
    """Say how many: ``1 edge``, ``2 edges``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
