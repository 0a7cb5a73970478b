"""The words and options of ``nhv``, without what they do.

A command names the module of this folder that carries it out, in a function of the command's name.
"""

from __future__ import annotations

import argparse
from typing import NoReturn

from graph.cli import words

FORMATS = ("table", "csv", "json", "ttl")
ENGINES = ("oxigraph", "memory")


class _Parser(argparse.ArgumentParser):
    """A parser whose errors quote what was written so that it can be read."""

    def error(self, message: str) -> NoReturn:
        from graph.problems import readable

        super().error(readable(message))


def _date(text: str) -> str:
    """Accept a date in any precision that a source may have."""
    from loaders.dates import parse

    try:
        parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text


def parameter(text: str) -> tuple[str, str]:
    """Read ``name=value``."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise argparse.ArgumentTypeError(f"'{text}' is not a parameter; write name=value")
    return name.strip(), value.strip()


def _options() -> dict[str, _Parser]:
    """Make the groups of options that several commands share."""
    place = _Parser(add_help=False)
    place.add_argument(
        "--build-dir",
        metavar="DIR",
        help="where the built graph lies (default: $NHV_BUILD, else build)",
    )

    sources = _Parser(add_help=False)
    sources.add_argument(
        "--known-at", type=_date, metavar="DATE", help="keep only sources up to this date"
    )
    sources.add_argument(
        "--without-people", action="store_true", help="leave out all names of persons"
    )

    view = _Parser(add_help=False, parents=[place, sources])
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
        "--endpoint", metavar="URL", help="ask a SPARQL service instead of a built graph"
    )
    view.add_argument(
        "--engine",
        choices=ENGINES,
        help="what answers the queries; memory is rdflib's own, slow, for comparison",
    )
    view.add_argument(
        "--overlay",
        action="append",
        metavar="FILE",
        help="join a file of your own (.csv .xlsx .ttl), in memory only; may be repeated",
    )

    table = _Parser(add_help=False)
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
    top = _Parser(
        prog="nhv",
        description=words.ABOUT,
        epilog=words.TOUR,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="store_true", help="print the version and end")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    def add(
        room: str, name: str, about: str, examples: str, *groups: str
    ) -> argparse.ArgumentParser:
        command: argparse.ArgumentParser = commands.add_parser(
            name,
            help=about,
            description=f"{about[0].upper()}{about[1:]}.",
            epilog=examples,
            parents=[shared[group] for group in groups],
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.set_defaults(room=room)
        return command

    build = add(
        "making", "build", "build the graph from the curated files", words.BUILD, "place", "sources"
    )
    build.add_argument(
        "--out", dest="build_dir", metavar="DIR", help="the same as --build-dir, for this command"
    )

    add("making", "check", "check the curated files, with file and line", words.CHECK)

    questions = add(
        "asking",
        "questions",
        "list the questions that can be asked",
        words.QUESTIONS,
        "view",
        "table",
    )
    questions.add_argument("--search", metavar="TEXT", help="only those that have to do with TEXT")

    ask = add("asking", "ask", "ask a question of the catalogue", words.ASK, "view", "table")
    ask.add_argument("name", nargs="?", metavar="NAME", help="the question's name; none: list them")
    ask.add_argument(
        "--evidence", action="store_true", help="add the sources, places and certainty of each row"
    )
    _takes_parameters(ask)

    query = add("asking", "query", "run a SPARQL query", words.QUERY, "view", "table")
    query.add_argument("file", nargs="?", metavar="FILE", help="a file, or - for standard input")
    query.add_argument("--text", metavar="SPARQL", help="the query itself, instead of a file")
    _takes_parameters(query)

    network = add(
        "asking", "network", "project a network, and draw it", words.NETWORK, "view", "table"
    )
    network.add_argument("name", nargs="?", metavar="NAME", help="its name; none: list them")
    network.add_argument("--out", metavar="FILE", help="write it; the suffix decides the form")
    _takes_parameters(network)

    for picture in (
        add("asking", "map", "draw on the map of Sweden", words.MAP, "view", "table"),
        add("asking", "chart", "draw over time", words.CHART, "view", "table"),
    ):
        picture.add_argument("name", nargs="?", metavar="NAME", help="its name; none: list them")
        picture.add_argument("--out", metavar="FILE", help="write it: .html, .svg or .png")
        _takes_parameters(picture)

    explain = add("asking", "explain", "say how something is known", words.EXPLAIN, "view", "table")
    explain.add_argument("thing", metavar="THING", help="an IRI, a short name or a label")

    compare = add(
        "asking", "compare", "say what changed between two dates", words.COMPARE, "view", "table"
    )
    compare.add_argument("first", type=_date, metavar="DATE1")
    compare.add_argument("second", type=_date, metavar="DATE2")
    compare.add_argument(
        "--by",
        choices=("known-at", "as-of"),
        default="known-at",
        help="what the documents of either day said (default), or what held on either day",
    )

    add(
        "asking",
        "status",
        "say how far the graph reaches and what it lacks",
        words.STATUS,
        "view",
        "table",
    )

    export = add("making", "export", "write the graph to a file", words.EXPORT, "view")
    export.add_argument("file", metavar="FILE", help="the suffix decides the form")

    serve = add(
        "making", "serve", "answer SPARQL over HTTP, with a query page", words.SERVE, "place"
    )
    serve.add_argument(
        "--host", default="127.0.0.1", metavar="H", help="listen here (default: this machine only)"
    )
    serve.add_argument(
        "--port", type=int, default=7878, metavar="N", help="listen on this port (default: 7878)"
    )
    serve.add_argument(
        "--timeout",
        type=float,
        default=30.0,
        metavar="S",
        help="stop a query after so many seconds",
    )
    serve.add_argument(
        "--max-mb", type=float, default=64.0, metavar="N", help="the largest answer (default: 64)"
    )
    serve.add_argument(
        "--workers", type=int, metavar="N", help="processes that answer (default: one a core)"
    )
    serve.add_argument(
        "--cors", metavar="ORIGIN", help="let pages of this origin ask from a browser"
    )

    publish = add(
        "making",
        "publish",
        "put the graph into a SPARQL service",
        words.PUBLISH,
        "place",
        "sources",
    )
    publish.add_argument(
        "url", metavar="URL", help="where the service takes graphs (Graph Store Protocol)"
    )
    publish.add_argument(
        "--query-url",
        metavar="URL",
        help="where it takes queries, to count what arrived (default: guessed)",
    )

    synth = add("making", "synth", "make an invented graph of any size", words.SYNTH, "place")
    synth.add_argument(
        "--scale", type=int, default=1, metavar="K", help="1 is the real size (default); to 1000"
    )
    synth.add_argument("--out", metavar="FILE", help="write a file instead of a build directory")

    lab = add("making", "lab", "open the notebooks in JupyterLab", words.LAB)
    lab.add_argument("folder", nargs="?", metavar="FOLDER", help="another folder than notebooks/")
    lab.add_argument("--port", type=int, metavar="N", help="listen on this port")
    lab.add_argument("--no-browser", action="store_true", help="print the address, open no browser")
    return top


def _takes_parameters(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "parameters",
        nargs="*",
        type=parameter,
        metavar="NAME=VALUE",
        help="parameters of the question, query or network",
    )
