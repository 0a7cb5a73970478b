"""The command ``nhv``: the same words as Python's ``open_graph()``, on the command line.

Results go to standard output, progress and messages to standard error. The exit status is 0, or 1
when what was asked fails (a violation in the curated files, an unknown name, a query that cannot be
run), or 2 when the command line itself is wrong.

This module knows the words only; what they do is in :mod:`graph.commands`, loaded when a command
runs, so that ``nhv --help`` answers at once.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence

FORMATS = ("table", "csv", "json", "ttl")
ENGINES = ("oxigraph", "memory")

_ABOUT = """\
NHV Graph: Sweden's national highly specialised care (nationell högspecialiserad vård),
asked from the command line."""

_TOUR = """\
a first tour:
  nhv build                                  make the graph, in build/
  nhv questions                              what can be asked
  nhv ask holders area=könsdysfori           who holds a permit (tillstånd) for this area
  nhv ask areas-by-step step=3 --lang en     which areas are out for consultation (remiss)
  nhv explain "Region Västerbotten"          how do we know
  nhv network suppliers --out suppliers.html draw who supplies whom (underleverantörer)
  nhv lab                                    go on in JupyterLab

Dates are written 2024, 2024-06 or 2024-06-12. Things are named by what is printed in a source, in
Swedish or English, or by a short name such as area:dysmeli.
`nhv COMMAND --help` teaches each command by example."""

_BUILD = """\
examples:
  nhv build                                  everything, into build/
  nhv build --known-at 2023-06               only what sources up to June 2023 say
  nhv build --without-people --out public/   without names of persons

makes nhv.ttl (the resolved graph), nhv.trig (every source in its own graph) and store/."""

_CHECK = """\
example:
  nhv check                                  each problem as file:line:column, with a remedy"""

_QUESTIONS = """\
examples:
  nhv questions                              the whole catalogue
  nhv questions --search tillstånd           those about permits; English words find them too
  nhv questions --format json                with parameters and keywords"""

_ASK = """\
examples:
  nhv ask                                    lists the questions
  nhv ask holders area=dysmeli               who holds a permit for the area
  nhv ask holders "area=Svåra brännskador"   the same, named as printed
  nhv ask members body=beredningsgrupp-b2 --as-of 2023-06-02 --lang en
  nhv ask suppliers --format csv > suppliers.csv

--as-of asks what held at a date; --known-at asks what the documents published by then said."""

_QUERY = """\
examples:
  nhv query my.rq                            a SPARQL query from a file
  nhv query my.rq area=area:dysmeli          with $area in the query bound to that area
  nhv query --text "SELECT ?r { ?r a nhv:Region }"
  nhv query --overlay my.csv --text "SELECT ?r ?n { ?r overlay:population ?n }"
  echo "DESCRIBE region:region-skane" | nhv query - --format ttl

All prefixes of the project are declared for you (nhv: area: region: skos: ...)."""

_NETWORK = """\
examples:
  nhv network                                lists the networks
  nhv network suppliers                      its edges as a table
  nhv network co-holders --out co.html       an interactive picture that works offline
  nhv network co-holders --out co.svg        a picture for print
  nhv network lineage --out lineage.graphml  for Gephi, yEd or Cytoscape (also .gexf, .csv)"""

_MAP = """\
examples:
  nhv map                                    lists the maps
  nhv map permits area=dysmeli --out map.svg holders of an area (.html adds the table; .png)"""

_CHART = """\
examples:
  nhv chart timeline area=dysmeli            without --out: the data as a table
  nhv chart pipeline --out pipeline.html     areas by step, snapshot by snapshot"""

_EXPLAIN = """\
examples:
  nhv explain area:dysmeli                   every source, place and date that speaks of it
  nhv explain "Region Skåne" --lang en       by its label
  nhv explain permit:dysmeli-region-vasterbotten"""

_COMPARE = """\
examples:
  nhv compare 2023-06-02 2025-03-12          what changed between the two dates
  nhv compare 2023 2026 --lang en --format csv"""

_STATUS = """\
examples:
  nhv status                                 what the graph holds, and what is missing most
  nhv status --lang en --format csv          the same as rows, with the whole worklist
  nhv status --known-at 2023-06              as the documents stood in June 2023"""

_EXPORT = """\
examples:
  nhv export nhv.ttl                         the resolved graph as Turtle
  nhv export nhv.trig                        every source in its own graph
  nhv export nhv.jsonld --known-at 2023-06   as the documents stood in June 2023
  nhv export nhv.ttl --without-people        without names of persons

The suffix decides: ttl, nt, rdf, jsonld (the resolved graph); trig, nq (each source in its own
graph); csv (every statement as a row); graphml, gexf (things and what ties them)."""

_LAB = """\
examples:
  nhv lab                                    opens the notebooks in JupyterLab
  nhv lab my-analysis/                       opens a folder of your own
  nhv lab --no-browser --port 8890           prints the address, for a machine far away

Works without internet: JupyterLab is told to fetch no news, updates or lists of extensions."""


def _date(text: str) -> str:
    """Accept a date in any precision that a source may have."""
    from loaders.dates import parse

    try:
        parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text


def _parameter(text: str) -> tuple[str, str]:
    """Read ``name=value``."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise argparse.ArgumentTypeError(f"'{text}' is not a parameter; write name=value")
    return name.strip(), value.strip()


def _options() -> dict[str, argparse.ArgumentParser]:
    """Make the groups of options that several commands share."""
    place = argparse.ArgumentParser(add_help=False)
    place.add_argument(
        "--build-dir",
        metavar="DIR",
        help="where the built graph lies (default: $NHV_BUILD, else build)",
    )

    sources = argparse.ArgumentParser(add_help=False)
    sources.add_argument(
        "--known-at", type=_date, metavar="DATE", help="keep only sources up to this date"
    )
    sources.add_argument(
        "--without-people", action="store_true", help="leave out all names of persons"
    )

    view = argparse.ArgumentParser(add_help=False, parents=[place, sources])
    view.add_argument(
        "--as-of",
        type=_date,
        metavar="DATE",
        help="what held at this date (default: as far as the sources reach)",
    )
    view.add_argument(
        "--lang", choices=("sv", "en"), default="sv", help="language of labels (default: sv)"
    )
    view.add_argument(
        "--engine",
        choices=ENGINES,
        default="oxigraph",
        help="what answers the queries; memory is rdflib's own, slow, for comparison",
    )
    view.add_argument(
        "--overlay",
        action="append",
        metavar="FILE",
        help="join a file of your own (.csv .xlsx .ttl), in memory only; may be repeated",
    )

    table = argparse.ArgumentParser(add_help=False)
    table.add_argument(
        "--format",
        choices=FORMATS,
        default="table",
        help="how to print the result (default: table; ttl for CONSTRUCT and DESCRIBE)",
    )
    return {"place": place, "sources": sources, "view": view, "table": table}


def parser() -> argparse.ArgumentParser:
    """Make the parser of the whole command line.

    Returns:
        A parser whose result has ``command``, the name of the command, and its options.

    Example:
        >>> parser().parse_args(["ask", "holders", "area=dysmeli"]).parameters
        [('area', 'dysmeli')]
    """
    shared = _options()
    top = argparse.ArgumentParser(
        prog="nhv",
        description=_ABOUT,
        epilog=_TOUR,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="store_true", help="print the version and end")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    def add(name: str, about: str, examples: str, *groups: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=about,
            description=f"{about[0].upper()}{about[1:]}.",
            epilog=examples,
            parents=[shared[group] for group in groups],
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    build = add("build", "build the graph from the curated files", _BUILD, "place", "sources")
    build.add_argument(
        "--out", dest="build_dir", metavar="DIR", help="the same as --build-dir, for this command"
    )

    add("check", "check the curated files, with file and line", _CHECK)

    questions = add(
        "questions", "list the questions that can be asked", _QUESTIONS, "view", "table"
    )
    questions.add_argument("--search", metavar="TEXT", help="only those that have to do with TEXT")

    ask = add("ask", "ask a question of the catalogue", _ASK, "view", "table")
    ask.add_argument("name", nargs="?", metavar="NAME", help="the question's name; none: list them")
    ask.add_argument(
        "--evidence", action="store_true", help="add the sources, places and certainty of each row"
    )
    _takes_parameters(ask)

    query = add("query", "run a SPARQL query", _QUERY, "view", "table")
    query.add_argument("file", nargs="?", metavar="FILE", help="a file, or - for standard input")
    query.add_argument("--text", metavar="SPARQL", help="the query itself, instead of a file")
    _takes_parameters(query)

    network = add("network", "project a network, and draw it", _NETWORK, "view", "table")
    network.add_argument("name", nargs="?", metavar="NAME", help="its name; none: list them")
    network.add_argument("--out", metavar="FILE", help="write it; the suffix decides the form")
    _takes_parameters(network)

    for picture in (
        add("map", "draw on the map of Sweden", _MAP, "view", "table"),
        add("chart", "draw over time", _CHART, "view", "table"),
    ):
        picture.add_argument("name", nargs="?", metavar="NAME", help="its name; none: list them")
        picture.add_argument("--out", metavar="FILE", help="write it: .html, .svg or .png")
        _takes_parameters(picture)

    explain = add("explain", "say how something is known", _EXPLAIN, "view", "table")
    explain.add_argument("thing", metavar="THING", help="an IRI, a short name or a label")

    compare = add("compare", "say what changed between two dates", _COMPARE, "view", "table")
    compare.add_argument("first", type=_date, metavar="DATE1")
    compare.add_argument("second", type=_date, metavar="DATE2")
    compare.add_argument(
        "--by",
        choices=("known-at", "as-of"),
        default="known-at",
        help="what the documents of either day said (default), or what held on either day",
    )

    add("status", "say how far the graph reaches and what it lacks", _STATUS, "view", "table")

    export = add("export", "write the graph to a file", _EXPORT, "view")
    export.add_argument("file", metavar="FILE", help="the suffix decides the form")

    lab = add("lab", "open the notebooks in JupyterLab", _LAB)
    lab.add_argument("folder", nargs="?", metavar="FOLDER", help="another folder than notebooks/")
    lab.add_argument("--port", type=int, metavar="N", help="listen on this port")
    lab.add_argument("--no-browser", action="store_true", help="print the address, open no browser")
    return top


def _takes_parameters(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "parameters",
        nargs="*",
        type=_parameter,
        metavar="NAME=VALUE",
        help="parameters of the question, query or network",
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: the arguments, without the program's name; those of the process if None.

    Returns:
        The exit status: 0, 1 (what was asked fails) or 2 (wrong usage).
    """
    _speak_utf8()
    top = parser()
    try:
        arguments = _parsed(top, argv)
    except SystemExit as done:  # argparse has printed the help or the error
        return int(done.code or 0)
    if arguments.version:
        from importlib.metadata import version

        print(f"nhv {version('nhv-graph')}")
        return 0
    if arguments.command is None:
        top.print_help()
        return 0
    from graph import commands

    run: Callable[[argparse.Namespace], int] = getattr(commands, arguments.command)
    return guarded(lambda: run(arguments))


def _speak_utf8() -> None:
    """Write UTF-8 to files and pipes whatever the locale; a terminal gets what it can show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8")


def _parsed(top: argparse.ArgumentParser, argv: Sequence[str] | None) -> argparse.Namespace:
    """Parse; parameters may also stand behind options, which argparse alone does not allow."""
    arguments, rest = top.parse_known_args(argv)
    late = [text for text in rest if not text.startswith(("-", "=")) and "=" in text]
    if len(late) < len(rest) or (late and not hasattr(arguments, "parameters")):
        wrong = " ".join(text for text in rest if text not in late) or " ".join(rest)
        top.error(f"unrecognized arguments: {wrong} (nhv {arguments.command or 'COMMAND'} --help)")
    if late:
        arguments.parameters += [_parameter(text) for text in late]
    return arguments


def guarded(run: Callable[[], int]) -> int:
    """Carry out a command; turn every failure into one sentence and a status.

    Args:
        run: What to do; returns an exit status.

    Returns:
        The exit status: that of the command, or 1 or 2 when it fails.
    """
    from graph.problems import BadParameter, GraphError
    from loaders.problems import CuratedDataError
    from loaders.publish import PublishError

    try:
        status = run()
        sys.stdout.flush()
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _fail("interrupted", 130)
    except BadParameter as error:
        return _fail(str(error), 2)
    except CuratedDataError as error:
        print(error, file=sys.stderr)
        return _fail(f"{len(error.problems)} problems in the curated files; mend them first", 1)
    except (GraphError, PublishError, ValueError, LookupError) as error:
        return _fail(str(error), 1)
    except OSError as error:
        named = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        return _fail(named, 1)
    except Exception as error:
        if os.environ.get("NHV_DEBUG"):
            raise
        what = f"{type(error).__name__}: {error}"
        return _fail(f"unexpected {what}; set NHV_DEBUG=1 to see where, and please report it", 1)
    return status


def _fail(message: str, status: int) -> int:
    print(f"nhv: {message}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
