"""Numbers per 100,000 inhabitants, where a researcher's own file says how many there are.

An overlay with a column ``population`` (``folkmängd``, ``befolkning``) beside a region or county
gives it: on the day in its column ``date`` or at the end of the ``year``, else on the date of the
file.  The latest count up to the day of the answer is taken; without one the number is not known.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from graph.base.words import words_of
from graph.engines.frames import Table, swedish
from graph.engines.values import value
from graph.lookup.names import labels_of
from graph.questions.question import ID, Question
from graph.view.view import View
from loaders import dates
from ontology.terms import NHV, PREFIXES

if TYPE_CHECKING:
    from loaders.overlays.joining import Joined

_POPULATION = re.compile(r"(?:population|folkmangd|befolkning|invanare|inhabitants)(?:_(\d{4}))?")
"""What the column of a file is called, as a name of a property; Statistics Sweden adds the year."""

PEOPLE, PER = "population", 100_000
_OWN = PREFIXES["overlay"]
_DATED = ("date", "datum", "day", "dag", "year", "ar", "tid")
_WORDS = words_of("graph.view")


class Count(NamedTuple):
    """How many inhabitants a region has, and on which day."""

    day: date
    number: int


def with_rates(view: View, asked: Question, table: Table) -> Table:
    """An answer with its numbers per 100,000 inhabitants, if the view knows of any.

    The header of the question says where the place stands and what is counted there: the
    inhabitants of each row's region or county are added, a rate after each such column, and a note
    on whose numbers they are.
    """
    files = [j for j in view.overlays if any(map(_POPULATION.fullmatch, j.columns()))]
    if not files or not asked.inhabitants:
        return table
    place, counted = asked.inhabitants
    known, several = _latest(view, (count for joined in files for count in _counts(joined)))
    names = labels_of(view.engine, known, view.lang)
    by_name = {names[iri]: count for iri, count in known.items()}
    counts = [by_name.get(str(cell)) for cell in table.column(place)]
    people = [None if count is None else Literal(count.number) for count in counts]
    after = place + ID if place + ID in table.columns else place
    table = _beside(table, after, PEOPLE, people, _WORDS.say("rate.population", view.lang))
    for name in counted:
        rates = [
            Literal(round(float(str(cell)) / count.number * PER, 4))
            if count and cell is not None
            else None
            for cell, count in zip(table.column(name), counts, strict=True)
        ]
        heading = _WORDS.say("rate.heading", view.lang, table.headings.get(name, name))
        table = _beside(table, name, f"{name}_per_{PER}", rates, heading)
    days = sorted({count.day.isoformat() for count in known.values()})
    named = ", ".join(joined.name for joined in files)
    told = _WORDS.say("rate.from", view.lang, named, ", ".join(days))
    unknown = _WORDS.say("rate.unknown", view.lang, named, view.as_of)
    notes = [table.note, told if days else unknown]
    if several:
        places = ", ".join(sorted(view.labels(several).values(), key=swedish))
        notes = [table.note, told if days else "", _WORDS.say("rate.several", view.lang, places)]
    return table.described(table.headings, " ".join(filter(None, notes)))


def _beside(
    table: Table, after: str, name: str, cells: Sequence[Literal | None], heading: str
) -> Table:
    """A table with one more column of numbers, after another."""
    at = table.columns.index(after) + 1
    order = [*table.columns[:at], name, *table.columns[at:]]
    kind = "number" if name == PEOPLE else "decimal"
    return replace(
        table.with_column(name, cells).only(order),
        headings={**table.headings, name: heading},
        kinds={**table.kinds, name: kind},
    )


def _latest(view: View, counts: Iterable[tuple[str, Count]]) -> tuple[dict[str, Count], list[str]]:
    """Of each region and its county the latest count up to the day; and those that have several."""
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
    found = {iri: Count(day, *n) for iri, (day, n) in latest.items() if len(n) == 1}
    several = [iri for iri in latest if iri not in found]
    return found | {c: found[iri] for c, iri in regions.items() if iri in found}, several


def _counts(joined: Joined) -> Iterable[tuple[str, Count]]:
    """What a file says of inhabitants: the region or county, the day and the number."""
    said: dict[NamedNode, list[Quad]] = defaultdict(list)
    for quad in joined.quads:
        if isinstance(quad.subject, NamedNode) and quad.predicate.value.startswith(_OWN):
            said[quad.subject].append(quad)
    for subject, quads in said.items():
        own = {quad.predicate.value.removeprefix(_OWN): quad.object for quad in quads}
        dated = next((_day(own[name]) for name in _DATED if name in own), None)
        dated = dated or (joined.date.last if joined.date else None)
        things = [o.value for o in own.values() if isinstance(o, NamedNode)] or [subject.value]
        places = [iri for iri in things if "/region/" in iri or "/county/" in iri]
        for name, term in own.items() if len(places) == 1 else ():
            named = _POPULATION.fullmatch(name)
            day = date(int(named[1]), 12, 31) if named and named[1] else dated
            number = value(term) if named and isinstance(term, Literal) else None
            if isinstance(number, int) and number > 0 and day:
                yield places[0], Count(day, number)


def _day(term: object) -> date | None:
    """The day of a date, the last of a year or month."""
    if not isinstance(term, Literal):
        return None
    try:
        return dates.parse(term.value).last
    except ValueError:
        return None
