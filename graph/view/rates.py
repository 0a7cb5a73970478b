"""Numbers per 100,000 inhabitants, where a researcher's own file says how many there are.

An overlay with a column ``population`` (``folkmängd``, ``befolkning``) beside a region or county
gives it: on the day in its column ``date`` or at the end of the ``year``, else on the date of the
file.  The latest count up to the day of the answer is taken; without one the number is not known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from graph.base.languages import in_lang
from graph.base.words import words_of
from graph.engines.frames import Table
from graph.engines.values import value
from graph.lookup.names import labels_of
from graph.questions.question import Question
from graph.view.view import View
from loaders import dates
from ontology.terms import NHV, PREFIXES

if TYPE_CHECKING:
    from loaders.overlays.joining import Joined

POPULATION = ("population", "folkmangd", "befolkning", "invanare", "inhabitants")
"""What the column of a file is called, as a name of a property."""

_OWN = PREFIXES["overlay"]
_DATED = ("date", "datum", "day", "dag", "year", "ar", "tid")
_WORDS = words_of("graph.view")


class Count(NamedTuple):
    """How many inhabitants a region has, and on which day."""

    day: date
    number: int


def with_rates(view: View, asked: Question, table: Table) -> Table:
    """An answer with its numbers per 100,000 inhabitants, if the view knows of any.

    Args:
        view: The view that was asked.
        asked: The question; its header says which columns are counted and by what.
        table: Its answer.

    Returns:
        The answer, with a column of inhabitants and one for each rate after the column that is
        counted, and a note on whose numbers they are; as it is without such a file.
    """
    files = [joined for joined in view.overlays if not joined.columns().isdisjoint(POPULATION)]
    if not files or not asked.rates:
        return table
    found = _latest(view, (count for joined in files for count in _counts(joined)))
    names = labels_of(view.engine, found, view.lang)
    by_name = {names[iri]: count for iri, count in found.items()}
    for rate in asked.rates:
        counts = [by_name.get(str(cell)) for cell in table.column(rate.by)]
        people = [None if count is None else Literal(count.number) for count in counts]
        rates = [
            Literal(round(float(str(cell)) / count.number * 100_000, 4))
            if count and cell is not None
            else None
            for cell, count in zip(table.column(rate.counted), counts, strict=True)
        ]
        at = table.columns.index(rate.counted) + 1
        order = [*table.columns[:at], "population", rate.name, *table.columns[at:]]
        table = table.with_column("population", people).with_column(rate.name, rates).only(order)
        table = Table(
            table.columns,
            table.rows,
            {
                **table.headings,
                "population": _WORDS.say("rate.population", view.lang),
                rate.name: in_lang(view.lang, rate.sv, rate.en),
            },
            table.note,
            {**table.kinds, "population": "number", rate.name: "decimal"},
        )
    days = sorted({count.day.isoformat() for count in found.values()})
    named = ", ".join(joined.name for joined in files)
    told = _WORDS.say("rate.from", view.lang, named, ", ".join(days))
    unknown = _WORDS.say("rate.unknown", view.lang, named, view.as_of)
    return table.described(table.headings, f"{table.note} {told if days else unknown}".strip())


def _latest(view: View, counts: Iterable[tuple[str, Count]]) -> dict[str, Count]:
    """Of each region the latest count up to the day of the view; two that differ are none."""
    regions = {
        county.value: region.value
        for region, _, county, *_ in view.engine.find(None, [NHV.county])
        if isinstance(region, NamedNode) and isinstance(county, NamedNode)
        if "/region/" in region.value
    }
    known: dict[str, dict[date, set[int]]] = defaultdict(lambda: defaultdict(set))
    for iri, count in counts:
        if count.day <= view.as_of:
            known[regions.get(iri, iri)][count.day].add(count.number)
    latest = {iri: (max(days), days[max(days)]) for iri, days in sorted(known.items())}
    return {iri: Count(day, *n) for iri, (day, n) in latest.items() if len(n) == 1}


def _counts(joined: Joined) -> Iterable[tuple[str, Count]]:
    """What a file says of inhabitants: the region or county, the day and the number."""
    said: dict[NamedNode, list[Quad]] = defaultdict(list)
    for quad in joined.quads:
        if isinstance(quad.subject, NamedNode) and quad.predicate.value.startswith(_OWN):
            said[quad.subject].append(quad)
    for subject, quads in said.items():
        own = {quad.predicate.value.removeprefix(_OWN): quad.object for quad in quads}
        number = next((value(own[name]) for name in POPULATION if name in own), None)  # type: ignore[arg-type]
        day = next((_day(own[name]) for name in _DATED if name in own), None)
        day = day or (joined.date.last if joined.date else None)
        things = [o.value for o in own.values() if isinstance(o, NamedNode)] or [subject.value]
        places = [iri for iri in things if "/region/" in iri or "/county/" in iri]
        if isinstance(number, int) and number > 0 and day and len(places) == 1:
            yield places[0], Count(day, number)


def _day(term: object) -> date | None:
    """The day of a date, the last of a year or month."""
    if not isinstance(term, Literal):
        return None
    try:
        return dates.parse(term.value).last
    except ValueError:
        return None
