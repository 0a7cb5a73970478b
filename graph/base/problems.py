"""What can be wrong with what a user asked, each in one clear sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loaders.problems import Problem

_LONGEST = 1_000


def readable(text: str) -> str:
    r"""A message that quotes what a user wrote: unseen characters told, long lines cut.

    Example:
        >>> readable("a\x00b")
        'a\\u0000b'
    """
    lines = [
        line if len(line) <= _LONGEST else f"{line[: _LONGEST // 2]} … {line[-_LONGEST // 4 :]}"
        for line in text.split("\n")
    ]
    return "\n".join(
        "".join(c if c.isprintable() or c == "\t" else f"\\u{ord(c):04x}" for c in line)
        for line in lines
    )


def as_text(what: str, given: object) -> str:
    """What was given where a text is needed; BadParameter, which says ``what``, if it is none."""
    if isinstance(given, str):
        return given
    raise BadParameter(f"{what} is a text, not of type {type(given).__name__}; write it in quotes")


class GraphError(Exception):
    """Anything that a user of the graph can put right; ``str()`` is one clear message.

    A notebook shows the message alone: what went wrong lies in what was asked, and a
    traceback through this package would hide it.
    """

    def __init__(self, message: str = "") -> None:
        super().__init__(readable(message))

    def _render_traceback_(self) -> list[str]:
        return [f"{type(self).__name__}: {self}"]


class QueryError(GraphError):
    """A SPARQL query that cannot be run: syntax, unknown prefix or term, reach outside."""


class UnknownName(GraphError):  # noqa: N818 - said in messages and documents
    """A name of a thing, a question or a network that the graph does not know."""


class BadParameter(GraphError):  # noqa: N818
    """A parameter that is missing, superfluous or of the wrong form."""


class UnknownColumn(GraphError, KeyError):  # noqa: N818
    """A column that an answer does not have; pandas takes it for the ``KeyError`` that it is."""

    __str__ = Exception.__str__


class NothingFound(GraphError):  # noqa: N818
    """A picture that would show nothing; the message says what could be asked instead."""


class ServiceError(GraphError):
    """A SPARQL service that does not answer, or answers with something else than results."""


class NoGraph(GraphError):  # noqa: N818
    """There is no graph where one was looked for, and none could be built."""


class NotSupported(GraphError):  # noqa: N818
    """Something that needs a package or an engine which is not there."""


class OverlayError(GraphError):
    """A researcher's files cannot be joined; :attr:`problems` says why, all of it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        count = len(self.problems)
        head = "nothing was joined:" if count == 1 else f"nothing was joined, {count} problems:"
        super().__init__("\n".join([head, *map(str, self.problems)]))
