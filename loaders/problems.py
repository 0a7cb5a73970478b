"""Problems in curated files: where they are, what is wrong, what to do.

Every loader reports in this one form, and a run tells all problems at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from loaders.limits import PROBLEMS, QUOTED


class Place(NamedTuple):
    """A place in a file: its path in the curated folder, line and column from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in a file, and what to do; a nested field is ``units.of_which``.

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


def refusal(place: Place, field: str, what: str, remedy: str) -> CuratedDataError:
    """An error of one problem, for what makes a file unreadable as a whole."""
    return CuratedDataError([Problem(place, field, what, remedy)])


class PublishError(Exception):
    """A build cannot be published; the message says why and what to do."""


class Problems:
    """A collector, so that one run tells everything that is wrong."""

    def __init__(self) -> None:
        self._found: list[Problem] = []
        self._in_file: Counter[str] = Counter()

    def add(self, place: Place, field: str, what: str, remedy: str) -> None:
        """Note one problem."""
        self.extend([Problem(place, field, what, remedy)])

    def add_error(self, place: Place, field: str, error: object) -> None:
        """Note an error whose text is ``what is wrong; what to do``."""
        what, _, remedy = str(error).partition("; ")
        self.add(place, field, what, remedy)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note many."""
        for problem in problems:
            self._found.append(problem)
            self._in_file[problem.place.file] += 1

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Note the problems with which the block is left, and go on behind it."""
        try:
            yield
        except CuratedDataError as error:
            self.extend(error.problems)

    def enough(self, place: Place) -> bool:
        """Whether so much is wrong with a file that the rest is not looked at; it is told, too."""
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
        """Raise :class:`CuratedDataError` with all that was noted, if anything was."""
        if self._found:
            raise CuratedDataError(self._found)
