"""What can be wrong with what a user asked, each in one clear sentence."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loaders.problems import Problem

_LONGEST = 1_000


def readable(text: str) -> str:
    r"""A message that quotes what a user wrote: unseen characters told, long lines cut.

    Args:
        text: The message.

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


def nearest(word: str, known: Iterable[str], most: int = 3, cutoff: float = 0.6) -> list[str]:
    """The known words most like a word, best first, ignoring case.

    Args:
        word: What was written.
        known: What could have been written.
        most: How many to return at most.
        cutoff: How alike they must be, 0 to 1.

    Returns:
        At most ``most`` of ``known``, as they are spelt there.

    Example:
        >>> nearest("dysmelli", ["dysmeli", "tips"])
        ['dysmeli']
    """
    by_folded: dict[str, str] = {}
    for candidate in sorted(set(known)):
        by_folded.setdefault(candidate.casefold(), candidate)
    folded = word.casefold()
    close = get_close_matches(folded, by_folded, n=most, cutoff=cutoff)
    if len(close) < most and len(folded) >= 4:
        # A word within a longer name ("barn" in "Kroniska lungsjukdomar hos barn") is also near.
        within = [c for c in by_folded if folded in c and c not in close]
        within.sort(key=lambda c: (-SequenceMatcher(None, folded, c).ratio(), c))
        close += within[: most - len(close)]
    return [by_folded[c] for c in close]


def did_you_mean(word: str, known: Iterable[str], most: int = 3, cutoff: float = 0.6) -> str:
    """The suggestion that ends an error message.

    Args:
        word: What was written.
        known: What could have been written.
        most: How many to name at most.
        cutoff: How alike they must be, 0 to 1.

    Returns:
        ``"; did you mean a, b or c?"``, or an empty string when nothing is near.

    Example:
        >>> did_you_mean("holder", ["holders", "rules"])
        '; did you mean holders?'
    """
    close = nearest(word, known, most, cutoff)
    if not close:
        return ""
    head, last = close[:-1], close[-1]
    return f"; did you mean {', '.join(head)} or {last}?" if head else f"; did you mean {last}?"
