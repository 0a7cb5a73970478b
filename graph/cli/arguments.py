"""The words and options of ``nhv``, read from ``commands.toml``, without what they do."""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NoReturn

from graph.base.files import text_beside
from graph.base.problems import readable


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


_TYPES = {"date": _date, "int": int, "float": float, "parameter": parameter}


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(text_beside("graph.cli", "commands.toml"))


def _options(listed: Sequence[str | dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Options one by one, those of a group in the place of its name."""
    for option in listed:
        if isinstance(option, str):
            yield from _options(_table()["groups"][option])
        elif "type" in option:
            yield {**option, "type": _TYPES[option["type"]]}
        else:
            yield dict(option)


def parser(command: str = "") -> argparse.ArgumentParser:
    """Make the parser of the command line; of the one command that is called, for a quick start.

    Its result has ``command``, the name of the command, ``module``, the one that carries it
    out, and its options.

    Example:
        >>> parser().parse_args(["ask", "holders", "area=dysmeli"]).parameters
        [('area', 'dysmeli')]
    """
    known, form = _table()["commands"], argparse.RawDescriptionHelpFormatter
    top = _Parser(
        prog="nhv", description=_table()["about"], epilog=_table()["tour"], formatter_class=form
    )
    top.add_argument("--version", action="store_true", help="print the version and end")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name in [command] if command in known else known:
        about = known[name]["about"]
        described = f"{about[0].upper()}{about[1:]}."
        one = commands.add_parser(
            name,
            help=about,
            description=described,
            epilog=known[name]["examples"],
            formatter_class=form,
        )
        one.set_defaults(module=known[name]["module"])
        for option in _options(known[name]["options"]):
            one.add_argument(option.pop("name"), **option)
    return top
