"""The words and options of ``nhv``, without what they do.

A command names the module of this folder that carries it out, in a function of the command's name;
its options are made for the command that is called only, so that it starts at once.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import NamedTuple, NoReturn

from graph.base.languages import LANGS
from graph.base.problems import readable
from graph.cli import guide

FORMATS = ("table", "csv", "json", "ttl")
ENGINES = ("oxigraph", "memory")


class _Parser(argparse.ArgumentParser):
    """A parser whose errors quote what was written so that it can be read."""

    def error(self, message: str) -> NoReturn:
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
        raise argparse.ArgumentTypeError(f"“{text}” is no parameter; write name=value")
    return name.strip(), value.strip()


def _place(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--build-dir",
        metavar="DIR",
        help="where the built graph lies (default: $NHV_BUILD, else build)",
    )


def _sources(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--known-at", type=_date, metavar="DATE", help="keep only sources up to this date"
    )
    command.add_argument(
        "--without-people", action="store_true", help="leave out all names of persons"
    )


def _view(command: argparse.ArgumentParser) -> None:
    _place(command)
    _sources(command)
    _as_of(command)
    command.add_argument(
        "--lang", choices=LANGS, default="sv", help="language of labels (default: sv)"
    )
    command.add_argument(
        "--endpoint", metavar="URL", help="ask a SPARQL service instead of a built graph"
    )
    command.add_argument(
        "--engine",
        choices=ENGINES,
        help="what answers the queries; memory is rdflib's own, slow, for comparison",
    )
    command.add_argument(
        "--overlay",
        action="append",
        metavar="FILE",
        help="join a file of your own (.csv .xlsx .ttl), in memory only; may be repeated",
    )


def _as_of(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--as-of",
        type=_date,
        metavar="DATE",
        help="what held at this date (default: as far as the sources reach)",
    )


def _table(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--format",
        choices=FORMATS,
        default="table",
        help="how to print the result (default: table; ttl for CONSTRUCT and DESCRIBE)",
    )


def _parameters(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "parameters",
        nargs="*",
        type=parameter,
        metavar="NAME=VALUE",
        help="parameters of the question, query or network",
    )


def _build(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--out", dest="build_dir", metavar="DIR", help="the same as --build-dir, for this command"
    )


def _questions(command: argparse.ArgumentParser) -> None:
    command.add_argument("--search", metavar="TEXT", help="only those that have to do with TEXT")


def _ask(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "name", nargs="?", metavar="NAME", help="the question's name; none: list them"
    )
    command.add_argument(
        "--evidence", action="store_true", help="add the sources, places and certainty of each row"
    )


def _query(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", nargs="?", metavar="FILE", help="a file, or - for standard input")
    command.add_argument("--text", metavar="SPARQL", help="the query itself, instead of a file")


def _network(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", nargs="?", metavar="NAME", help="its name; none: list them")
    command.add_argument("--out", metavar="FILE", help="write it; the suffix decides the form")


def _picture(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", nargs="?", metavar="NAME", help="its name; none: list them")
    command.add_argument("--out", metavar="FILE", help="write it: .html, .svg or .png")


def _explain(command: argparse.ArgumentParser) -> None:
    command.add_argument("thing", metavar="THING", help="an IRI, a short name or a label")


def _compare(command: argparse.ArgumentParser) -> None:
    command.add_argument("first", type=_date, metavar="DATE1")
    command.add_argument("second", type=_date, metavar="DATE2")
    command.add_argument(
        "--by",
        choices=("known-at", "as-of"),
        default="known-at",
        help="what the documents of either day said (default), or what held on either day",
    )


def _export(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE", help="the suffix decides the form")


def _serve(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--host", default="127.0.0.1", metavar="H", help="listen here (default: this machine only)"
    )
    command.add_argument(
        "--port", type=int, default=7878, metavar="N", help="listen on this port (default: 7878)"
    )
    command.add_argument(
        "--timeout",
        type=float,
        default=30.0,
        metavar="S",
        help="stop a query after so many seconds",
    )
    command.add_argument(
        "--max-mb", type=float, default=64.0, metavar="N", help="the largest answer (default: 64)"
    )
    command.add_argument(
        "--workers", type=int, metavar="N", help="processes that answer (default: one a core)"
    )
    command.add_argument(
        "--cors", metavar="ORIGIN", help="let pages of this origin ask from a browser"
    )


def _docs(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--out", metavar="DIR", help="the folder of the site (default: site in the build folder)"
    )
    _as_of(command)


def _publish(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "url", metavar="URL", help="where the service takes graphs (Graph Store Protocol)"
    )
    command.add_argument(
        "--query-url",
        metavar="URL",
        help="where it takes queries, to count what arrived (default: guessed)",
    )


def _release(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--out",
        metavar="DIR",
        help="make nhv-graph-VERSION/ in this folder (default: build/release)",
    )
    command.add_argument(
        "--since", metavar="DIR", help="tell what changed since the release in this folder"
    )
    command.add_argument(
        "--site-base", metavar="URL", help="where the site will lie, for the redirects of w3id.org"
    )


def _lab(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "folder", nargs="?", metavar="FOLDER", help="another folder than notebooks/"
    )
    command.add_argument("--port", type=int, metavar="N", help="listen on this port")
    command.add_argument(
        "--no-browser", action="store_true", help="print the address, open no browser"
    )


class Command(NamedTuple):
    """A command.

    Attributes:
        room: The module of this folder that carries it out.
        about: What it does, in a few words.
        examples: Calls of it.
        options: What it takes; each adds some options to its parser, shown in this order.
    """

    room: str
    about: str
    examples: str
    options: tuple[Callable[[argparse.ArgumentParser], None], ...]


COMMANDS: Mapping[str, Command] = {
    "build": Command(
        "making",
        "build the graph from the curated files",
        guide.BUILD,
        (_place, _sources, _build),
    ),
    "check": Command("making", "check the curated files, with file and line", guide.CHECK, ()),
    "questions": Command(
        "asking",
        "list the questions that can be asked",
        guide.QUESTIONS,
        (_view, _table, _questions),
    ),
    "ask": Command(
        "asking",
        "ask a question of the catalogue",
        guide.ASK,
        (_view, _table, _ask, _parameters),
    ),
    "query": Command(
        "asking", "run a SPARQL query", guide.QUERY, (_view, _table, _query, _parameters)
    ),
    "network": Command(
        "asking",
        "project a network, and draw it",
        guide.NETWORK,
        (_view, _table, _network, _parameters),
    ),
    "map": Command(
        "asking", "draw on the map of Sweden", guide.MAP, (_view, _table, _picture, _parameters)
    ),
    "chart": Command(
        "asking", "draw over time", guide.CHART, (_view, _table, _picture, _parameters)
    ),
    "explain": Command(
        "asking", "say how something is known", guide.EXPLAIN, (_view, _table, _explain)
    ),
    "compare": Command(
        "asking", "say what changed between two dates", guide.COMPARE, (_view, _table, _compare)
    ),
    "status": Command(
        "asking",
        "say how far the graph reaches and what it lacks",
        guide.STATUS,
        (_view, _table),
    ),
    "rules": Command(
        "asking", "say by which rules answers follow from facts", guide.RULES, (_view, _table)
    ),
    "export": Command("making", "write the graph to a file", guide.EXPORT, (_view, _export)),
    "serve": Command(
        "making", "answer SPARQL over HTTP, with a query page", guide.SERVE, (_place, _serve)
    ),
    "docs": Command(
        "making",
        "make a site of plain pages from the graph and its words",
        guide.DOCS,
        (_place, _sources, _docs),
    ),
    "publish": Command(
        "making",
        "put the graph into a SPARQL service",
        guide.PUBLISH,
        (_place, _sources, _publish),
    ),
    "release": Command(
        "making",
        "make a release: the graph in every form, with its descriptions",
        guide.RELEASE,
        (_place, _sources, _release),
    ),
    "lab": Command("making", "open the notebooks in JupyterLab", guide.LAB, (_lab,)),
}


def parser(command: str = "") -> argparse.ArgumentParser:
    """Make the parser of the command line.

    Args:
        command: The one command that is called; what is none makes all of them.

    Returns:
        A parser whose result has ``command``, the name of the command, and its options.

    Example:
        >>> parser().parse_args(["ask", "holders", "area=dysmeli"]).parameters
        [('area', 'dysmeli')]
    """
    top = _Parser(
        prog="nhv",
        description=guide.ABOUT,
        epilog=guide.TOUR,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="store_true", help="print the version and end")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name in [command] if command in COMMANDS else COMMANDS:
        room, about, examples, options = COMMANDS[name]
        made = commands.add_parser(
            name,
            help=about,
            description=f"{about[0].upper()}{about[1:]}.",
            epilog=examples,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        made.set_defaults(room=room)
        for add in options:
            add(made)
    return top
