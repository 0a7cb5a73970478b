"""What each command of ``nhv`` does: a few lines around the same call in Python.

A command takes the parsed arguments, writes its result to standard output and returns the exit
status. Failures are exceptions; :mod:`graph.cli` turns them into one sentence.
"""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from graph.problems import BadParameter, NotSupported

if TYPE_CHECKING:
    from graph.frames import Table
    from graph.illustration import Kind
    from graph.nhv import KnowledgeGraph
    from loaders.build import BuildReport

# Words of the Python calls that are no parameters of a question or a network.
_RESERVED = {"evidence": "--evidence", "name": "NAME", "sparql": "FILE", "net": "NAME"}


def say(message: str) -> None:
    """Tell of progress on standard error, where it does not mix with results."""
    print(message, file=sys.stderr, flush=True)


def build(arguments: Namespace) -> int:
    """Build the graph and say what was made."""
    from loaders import build as building

    out = build_dir(arguments)
    report = building.build(
        out, known_at=arguments.known_at, people=not arguments.without_people, progress=say
    )
    for warning in report.warnings:
        say(f"warning: {warning}")
    say(summary(report))
    print(out / "nhv.ttl", out / "nhv.trig", sep="\n")
    return 0


def check(_: Namespace) -> int:
    """Build in a folder that is thrown away; the build reports every problem that there is."""
    from loaders import build as building
    from loaders.problems import CuratedDataError

    with TemporaryDirectory(prefix="nhv-check-") as folder:
        try:
            report = building.build(Path(folder), progress=say)
        except CuratedDataError as error:
            for problem in error.problems:
                print(problem)
            files = len({problem.place.file for problem in error.problems})
            say(f"{count(len(error.problems), 'problem')} in {count(files, 'file')}")
            return 1
    for warning in report.warnings:
        print(warning)
    say(f"{count(len(report.warnings), 'warning')}, no errors: {summary(report)}")
    return 0


def questions(arguments: Namespace) -> int:
    """List the questions of the catalogue."""
    found = opened(arguments).questions(arguments.search)
    if not found:
        say(f"no question has to do with “{arguments.search}”; nhv questions lists them all")
        return 1
    lang = arguments.lang
    rows = [
        (question.name, question.text(lang), " ".join(str(p) for p in question.params))
        for question in found
    ]
    show(listing(("name", "question", "parameters"), rows), arguments)
    return 0


def ask(arguments: Namespace) -> int:
    """Ask a question of the catalogue; without a name list them."""
    if arguments.name is None:
        arguments.search = None
        return questions(arguments)
    table = opened(arguments).answer(
        arguments.name, evidence=arguments.evidence, **named(arguments.parameters)
    )
    show(table, arguments)
    return 0


def query(arguments: Namespace) -> int:
    """Run a SPARQL query from a file, standard input or the command line."""
    from graph.emptiness import of_query

    given = list(arguments.parameters)
    text = arguments.text
    if text is None and arguments.file is None:
        raise BadParameter("query needs a FILE, - for standard input, or --text")
    if text is not None and arguments.file is not None:
        # With --text the first word behind it is already a parameter.
        name, equals, value = arguments.file.partition("=")
        if not equals:
            raise BadParameter("query takes a FILE or --text, not both")
        given.insert(0, (name.strip(), value.strip()))
    if text is None:
        text = (
            sys.stdin.read()
            if arguments.file == "-"
            else Path(arguments.file).read_text(encoding="utf-8")
        )
    kg, values = opened(arguments), named(given)
    show(of_query(kg, text, values, kg.select(text, **values)), arguments)
    return 0


def network(arguments: Namespace) -> int:
    """Project a network: list its edges, or write it as a picture or for another program."""
    from graph.networks import NETWORKS

    if arguments.name is None:
        swedish = arguments.lang == "sv"
        rows = [
            (kind.name, kind.sv if swedish else kind.en, " ".join(f"[{p}=]" for p in kind.params))
            for kind in NETWORKS.values()
        ]
        show(listing(("name", "network", "parameters"), rows), arguments)
        return 0
    kg = opened(arguments)
    net = kg.network(arguments.name, **named(arguments.parameters))
    for left in net.graph.get("left_out", ()):
        say(f"not in the network: {left['count']} {left[arguments.lang]}")
    if net.graph.get("note"):
        say(f"note: {net.graph['note']}")
    label = dict(net.nodes(data="label"))
    heads = ("from", "to", "label", "weight", "since", "certainty")
    edges = listing(
        heads,
        [
            (label[tail], label[head], *(attributes.get(name, "") for name in heads[2:]))
            for tail, head, attributes in net.edges(data=True)
        ],
    )
    if arguments.out is None:
        show(edges, arguments)
        return 0
    out = Path(arguments.out)
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.suffix.lower() in {".html", ".svg", ".png"}:
        kg.draw(net).save(out)
    else:
        kg.export(out, net)
    say(f"{count(net.number_of_nodes(), 'node')}, {count(net.number_of_edges(), 'edge')}")
    print(out)
    return 0


def map(arguments: Namespace) -> int:  # noqa: A001 - the command's name
    """Draw on the map of Sweden; without a name list the maps."""
    from graph.maps import MAPS

    return _picture(arguments, MAPS, "map")


def chart(arguments: Namespace) -> int:
    """Draw over time; without a name list the charts."""
    from graph.timelines import CHARTS

    return _picture(arguments, CHARTS, "chart")


def _picture(arguments: Namespace, kinds: Mapping[str, Kind], noun: str) -> int:
    """Write a picture, or print its data where no file is named."""
    if arguments.name is None:
        swedish = arguments.lang == "sv"
        rows = [(k.name, k.sv if swedish else k.en, k.parameters) for k in kinds.values()]
        show(listing(("name", noun, "parameters"), rows), arguments)
        return 0
    kg = opened(arguments)
    draw = kg.map if noun == "map" else kg.chart
    picture = draw(arguments.name, **named(arguments.parameters))
    if arguments.out is None:
        show(listing(picture.headings, picture.rows), arguments)
        return 0
    out = Path(arguments.out)
    out.parent.mkdir(parents=True, exist_ok=True)
    print(picture.save(out))
    return 0


def explain(arguments: Namespace) -> int:
    """Say how a thing is known."""
    explanation = opened(arguments).explain(arguments.thing)
    if arguments.format == "table":
        print(str(explanation).rstrip())
    else:
        show(explanation.table, arguments)
    return 0


def compare(arguments: Namespace) -> int:
    """Say what changed between two dates."""
    by = arguments.by.replace("-", "_")
    comparison = opened(arguments).compare(arguments.first, arguments.second, by=by)
    if arguments.format == "table":
        print(str(comparison).rstrip())
    else:
        show(comparison.table, arguments)
    return 0


def status(arguments: Namespace) -> int:
    """Say how far the graph reaches, and what the next curator should look for."""
    found = opened(arguments).status()
    if arguments.format == "table":
        print(str(found).rstrip())
    else:
        show(found.table, arguments)
    return 0


def export(arguments: Namespace) -> int:
    """Write the graph to a file."""
    out = Path(arguments.file)
    out.parent.mkdir(parents=True, exist_ok=True)
    print(opened(arguments).export(out))
    return 0


def lab(arguments: Namespace) -> int:
    """Open JupyterLab on the notebooks, or in this folder where there are none."""
    from graph.lab import command, environment

    words = command(arguments.folder, port=arguments.port, browser=not arguments.no_browser)
    say(f"opening JupyterLab on {words[3]}; Ctrl-C ends it")
    return subprocess.call(words, env=environment())


def opened(arguments: Namespace) -> KnowledgeGraph:
    """Open the graph in the view that the common options ask for."""
    from graph.nhv import open_graph

    return open_graph(
        arguments.build_dir,
        engine=arguments.engine,
        as_of=arguments.as_of,
        known_at=arguments.known_at,
        lang=arguments.lang,
        people=not arguments.without_people,
        overlay=arguments.overlay,
    )


def build_dir(arguments: Namespace) -> Path:
    """Return the folder that the build goes to."""
    return Path(arguments.build_dir or os.environ.get("NHV_BUILD") or "build")


def named(parameters: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return parameters by name, as keyword arguments.

    Raises:
        BadParameter: If one is given twice, or is no parameter but an option.
    """
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

    from graph.frames import Table

    return Table(
        list(columns),
        [
            tuple(Literal(c if isinstance(c, int | float | str) else str(c)) for c in row)
            for row in rows
        ],
    )


def show(table: Table, arguments: Namespace) -> None:
    """Write a table to standard output in the form that was asked for."""
    form = arguments.format
    if form == "ttl":
        sys.stdout.write(turtle_of(table))
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


def turtle_of(table: Table) -> str:
    """Write the triples of a CONSTRUCT or DESCRIBE as Turtle.

    Raises:
        NotSupported: If the table does not hold triples.
    """
    from pyoxigraph import Literal, NamedNode, Triple

    from loaders.publish import turtle
    from ontology.terms import PREFIXES

    triples: list[Triple] = []
    for row in table.rows if table.columns == ["subject", "predicate", "object"] else [()]:
        match row:
            case (NamedNode() as s, NamedNode() as p, NamedNode() | Literal() as o):
                triples.append(Triple(s, p, o))
            case _:
                raise NotSupported(
                    "--format ttl is for CONSTRUCT and DESCRIBE queries; take csv or json"
                )
    return turtle(triples, PREFIXES).decode("utf-8")


def summary(report: BuildReport) -> str:
    """Say what a build made, in one line."""
    facts = sum(report.facts.values())
    return (
        f"{count(report.sources, 'source')}, {count(facts, 'fact')}, "
        f"{count(report.triples, 'triple')} ({report.quads:,} with each source's own graph) "
        f"in {sum(report.seconds.values()):.1f} s"
    )


def count(number: int, noun: str) -> str:
    """Say how many: ``1 edge``, ``2 edges``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
