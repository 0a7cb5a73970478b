"""Problems in curated files: where they are, what is wrong, what to do.

Every loader reports in this one form, so that a curator reads the same kind of
sentence whatever went wrong, and sees all problems of a run at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from loaders.limits import PROBLEMS, QUOTED


@dataclass(frozen=True, order=True)
class Place:
    """A place in a curated file.

    Attributes:
        file: Path of the file, relative to the curated folder, with ``/``.
        line: Line, counted from 1.
        column: Column, counted from 1.
    """

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in a curated file.

    Attributes:
        place: Where.
        field: The field, dotted for nested ones (``units.of_which``), or ``-``.
        what: What is wrong.
        remedy: What to do.

    Example:
        >>> str(Problem(Place("sources/x.yaml", 3, 5), "date", "'2020-13' is no date", "mend it"))
        "sources/x.yaml:3:5 date: '2020-13' is no date; mend it"
    """

    place: Place
    field: str
    what: str
    remedy: str

    def __str__(self) -> str:
        place, named, what = (_line(str(part)) for part in (self.place, self.field, self.what))
        return f"{place} {named}: {what}; {_line(self.remedy)}"


def _line(text: str) -> str:
    """A text that quotes a file, as part of one line: unseen characters told, long ones cut."""
    if len(text) > QUOTED:
        text = f"{text[: QUOTED // 2]} … {text[-QUOTED // 2 :]}"
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


class CuratedDataError(Exception):
    """Curated files cannot be built; :attr:`problems` says why, all of it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class PublishError(Exception):
    """A build cannot be published; the message says why and what to do."""


class Problems:
    """A collector, so that one run tells everything that is wrong.

    Example:
        >>> problems = Problems()
        >>> problems.add(Place("sources/x.yaml", 1), "id", "missing", "add an id")
        >>> len(problems)
        1
    """

    def __init__(self) -> None:
        self._found: list[Problem] = []
        self._in_file: Counter[str] = Counter()

    def add(self, place: Place, field: str, what: str, remedy: str) -> None:
        """Note one problem."""
        self.extend([Problem(place, field, what, remedy)])

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note many."""
        for problem in problems:
            self._found.append(problem)
            self._in_file[problem.place.file] += 1

    def enough(self, place: Place) -> bool:
        """Whether so much is wrong with a file that the rest is not looked at; it is told, too.

        Args:
            place: Where the file is left.
        """
        told = self._in_file[place.file]
        if told == PROBLEMS:
            remedy = f"mend these {PROBLEMS} first"
            self.add(place, "-", "more may be wrong from here on", remedy)
        return told >= PROBLEMS

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def raise_if_any(self) -> None:
        """Raise all that was noted.

        Raises:
            CuratedDataError: If anything was.
        """
        if self._found:
            raise CuratedDataError(self._found)
