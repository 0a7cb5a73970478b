"""The one count: how many areas are held on a day, under a programme, and what a view leaves out.

Whoever shows a number of permits takes it here, or counts the same things: the areas held
(``nhv:HeldArea``, rule ``counting-rule``) at the level of holders, by what they count as that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from graph.base.words import words_of
from graph.engines.sparql import parameters
from graph.questions.question import Question
from graph.view.view import View
from loaders import dates

_WORDS = words_of("graph.view")

_COUNT = """
SELECT ?count (COUNT(DISTINCT ?held) AS ?n) WHERE {
  ?held a nhv:HeldArea ; nhv:level nhv:HolderLevel ; nhv:heldUnder <PROGRAMME> .
  ?held nhv:period ?period . ?period nhv:countsAs ?count .
  OPTIONAL { ?period nhv:firstDay ?first } OPTIONAL { ?period nhv:lastDay ?last }
  FILTER(COALESCE(?first <= $as_of, true) && COALESCE(?last >= $as_of, true))
} GROUP BY ?count"""

PROGRAMMES = "SELECT DISTINCT ?programme { ?held a nhv:HeldArea ; nhv:heldUnder ?programme }"
"""The query of the programmes under which areas are held."""

DOCUMENT = "?source a nhv:Source . FILTER NOT EXISTS { ?source nhv:sourceKind nhv:Register }"
"""What makes ``?source`` a document: the registers are lists of names, made here."""

_DOCUMENTS = f"SELECT (COUNT(?source) AS ?n) {{ {DOCUMENT} }}"

_SOURCES = f"""
SELECT ?exists ?possible (COUNT(DISTINCT ?source) AS ?n) WHERE {{
  {DOCUMENT}
  OPTIONAL {{ ?source nhv:existsFrom ?exists }} OPTIONAL {{ ?source nhv:possibleFrom ?possible }}
}} GROUP BY ?exists ?possible"""


class Count(NamedTuple):
    """How many areas are held, each by one holder; a part counts with its area.

    In force for certain on the day, possibly in force beside them, and granted for certain.
    """

    in_force: int
    possible: int
    granted: int

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str]]) -> Count:
        """Read the rows of :func:`count_query`."""
        found = {what: int(number) for what, number in rows}
        counted = ("nhv:InForce", "nhv:PossiblyInForce", "nhv:Granted")
        return cls(*(found.get(what, 0) for what in counted))


class Sources(NamedTuple):
    """How many sources there are by when they certainly existed, and may have."""

    rows: tuple[tuple[date, date, int], ...]

    @classmethod
    def of(cls, view: View) -> Sources:
        """Those of a view; one without a day may have existed always, and never certainly did."""
        rows = view.select(_SOURCES).records()
        return cls(tuple(
            (exists if isinstance(exists := row["exists"], date) else date.max,
             may if isinstance(may := row["possible"], date) else date.min, int(str(row["n"])))
            for row in rows
        ))  # fmt: skip

    def by(self, day: date) -> tuple[int, int]:
        """How many certainly existed by a day, and how many may have beside them."""
        certain = sum(number for exists, _, number in self.rows if exists <= day)
        return certain, sum(number for exists, may, number in self.rows if may <= day < exists)

    def days(self) -> list[date]:
        """The days on which either number changes, the oldest first."""
        return sorted({day for row in self.rows for day in row[:2]} - {date.max})


def count_query(programme: str) -> str:
    """The query of what areas of a programme count as on ``$as_of``, and how many of each."""
    return _COUNT.replace("<PROGRAMME>", programme)


def counted(view: View, programme: str = "programme:nhv") -> Count:
    """Count the areas held on the view's day under a programme, given as a short name."""

    def count() -> Count:
        rows = view.select(count_query(programme)).records()
        return Count.of((str(row["count"]), str(row["n"])) for row in rows)

    return view.cached(("counted", programme, view.as_of), count)


def counted_line(view: View, programme: str = "programme:nhv") -> str:
    """What a number of permits counts, in one line."""
    return count_line(view, counted(view, programme), view.label(programme))


def count_line(view: View, number: Count, name: str) -> str:
    """The same of what was counted already, under a programme of this name."""
    sure, possible = number.in_force, number.possible
    return _WORDS.say("counted", view.lang, name, view.as_of, sure, possible)


def documents(view: View) -> int:
    """Count the documents of a view."""
    return int(str(view.select(_DOCUMENTS).column("n")[0]))


def knowledge_line(view: View) -> str:
    """What a view at a date of knowledge has and leaves out, in one line; empty for all sources."""
    if view.known_at is None:
        return ""
    known = Sources.of(view.everything()).by(dates.parse(view.known_at).last)
    return _WORDS.say("sources", view.lang, view.known_at, *known)


def lines_under(view: View, question: Question, values: Mapping[str, object], note: str) -> str:
    """What stands under an answer: the day or the count, what the view leaves out, its own note."""
    first = ""
    if question.counts:
        params = (param for param in question.params if param.kind == "programme")
        calls = [(param, call) for param in params for call in question.calls(values)]
        told = [param.meant(call.get(param.name)) for param, call in calls]
        named = list(dict.fromkeys(told)) or ["nhv"]
        programmes = [view.find(str(name), "programme") for name in named if name is not None]
        programmes = programmes or sorted(map(str, view.select(PROGRAMMES).column("programme")))
        lines = (counted_line(view, one) for one in programmes)
        first = " ".join(lines)
    elif "as_of" in parameters(question.sparql):
        first = _WORDS.say("as_of", view.lang, view.as_of)
    newest = view.at(as_of=None).as_of
    beyond = _WORDS.say("beyond", view.lang, newest) if first and view.as_of > newest else ""
    return " ".join(part for part in (first, beyond, knowledge_line(view), note) if part)
