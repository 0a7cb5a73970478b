"""Running a command of ``nhv``, and turning every failure into one sentence.

Results go to standard output, progress and messages to standard error. The exit status is 0, or 1
when what was asked fails (a violation in the curated files, an unknown name, a query that cannot be
run), or 2 when the command line itself is wrong. What a command does is loaded when it runs, so
that ``nhv --help`` answers at once.
"""

from __future__ import annotations

import argparse
import atexit
import gc
import io
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from graph.base.problems import BadParameter, GraphError, readable
from graph.cli.arguments import parameter, parser
from loaders.problems import CuratedDataError, PublishError


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line, these arguments or those of the process; its exit status."""
    _speak_utf8()
    if argv is None:  # a process of its own need not search for garbage while it loads, or ends
        gc.set_threshold(100_000)
        atexit.register(gc.freeze)
    given = sys.argv[1:] if argv is None else list(argv)
    top = parser(given[0] if given else "")
    try:
        arguments = _parsed(top, given)
    except SystemExit as done:  # argparse has printed the help or the error
        return int(done.code or 0)
    if arguments.version:
        from importlib.metadata import version

        print(f"nhv {version('nhv-graph')}")
        return 0
    if arguments.command is None:
        top.print_help()
        return 0
    module = import_module(arguments.module)
    run: Callable[[argparse.Namespace], int] = getattr(module, arguments.command)
    return guarded(lambda: run(arguments))


def _speak_utf8() -> None:
    """Write UTF-8 to files and pipes whatever the locale; a terminal gets what it can show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8")


def _parsed(top: argparse.ArgumentParser, argv: Sequence[str]) -> argparse.Namespace:
    """Parse; parameters may also stand behind options, which argparse alone does not allow."""
    arguments, rest = top.parse_known_args(argv)
    late = [text for text in rest if not text.startswith(("-", "=")) and "=" in text]
    if len(late) < len(rest) or (late and not hasattr(arguments, "parameters")):
        wrong = " ".join(text for text in rest if text not in late) or " ".join(rest)
        top.error(f"unrecognized arguments: {wrong} (nhv {arguments.command or 'COMMAND'} --help)")
    if late:
        arguments.parameters += [parameter(text) for text in late]
    return arguments


def guarded(run: Callable[[], int]) -> int:
    """Carry out a command; turn every failure into one sentence and a status, which is returned."""
    try:
        status = run()
        sys.stdout.flush()
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _fail("interrupted", 130)
    except Exception as error:
        return _failed(error)
    return status


def _failed(error: Exception) -> int:
    """Say in one sentence why a command failed; return its status."""
    match error:
        case BadParameter():
            return _fail(str(error), 2)
        case CuratedDataError():
            print(error, file=sys.stderr)
            return _fail(f"{len(error.problems)} problems in the curated files; mend them first", 1)
        case GraphError() | PublishError() | ValueError() | LookupError():
            return _fail(str(error), 1)
        case OSError():
            named = f"{error.filename}: {error.strerror}" if error.filename else str(error)
            return _fail(named, 1)
    if os.environ.get("NHV_DEBUG"):
        raise error
    what = f"{type(error).__name__}: {error}"
    return _fail(f"unexpected {what}; set NHV_DEBUG=1 to see where, and please report it", 1)


def _fail(message: str, status: int) -> int:
    print(f"nhv: {readable(message)}", file=sys.stderr)
    return status
