"""What became known, month by month: what comparing each month's end with the one before tells.

Each piece of news is a change of :func:`graph.evidence.compare.compare`, with the documents that
tell of it and the things that it concerns. Names of persons are in none: news is handed on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

from pyoxigraph import NamedNode

from graph.base.languages import LANGS
from graph.evidence.compare import (
    SOURCE,
    UNTOLD,
    Change,
    Known,
    Said,
    Snapshot,
    Things,
    differences,
)
from graph.view.facts import named
from graph.view.past import Keep, Properties, anew, reach, walked
from graph.view.view import View
from loaders.statements import uncollected
from ontology.terms import curie

_DAYS = "SELECT DISTINCT ?day { ?thing ?dated ?day FILTER(DATATYPE(?day) = xsd:date) }"


class Item(NamedTuple):
    """A change, and how it is known.

    Attributes:
        change: What changed.
        facts: Short names of what says so: the thing itself, or the events that place it.
        sources: Those of the documents that tell of these, the new ones alone if there are any.
        about: All that these facts name.
    """

    change: Change
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    about: frozenset[str]


class Month(NamedTuple):
    """What became known in a month.

    Attributes:
        name: The month: ``2024-06``.
        day: The last day of it, or of what is known.
        items: What changed, in the order of a comparison.
    """

    name: str
    day: date
    items: tuple[Item, ...]


_Told: TypeAlias = Mapping[str, Sequence[Sequence[Any]]]


@uncollected()
def news(kg: View, keep: Keep = anew) -> Mapping[str, list[Month]]:
    """What became known in each month, the newest first.

    Args:
        kg: The view: its sources; of its day nothing depends.
        keep: Gives what is told of each month, as made now or as kept.

    Returns:
        By language the months in which anything became known.

    Example:
        >>> news(kg)["sv"][0].items[0].change.text  # doctest: +SKIP
        'Ny källa: Nationell högspecialiserad vård'
    """
    view, found = kg.everything(), dict[str, list[Month]]({lang: [] for lang in LANGS})
    days = _days(view)
    for day, told in zip(days, keep(view, days, _told(view, days)), strict=False):
        for lang, items in told.items():
            if items:
                found[lang].append(Month(day.isoformat()[:7], day, tuple(map(_item, items))))
    return found


def _days(kg: View) -> list[date]:
    """The end of each month in which something else may be known, the newest first."""
    known = {day.isoformat() for day in reach(kg)}
    dated = {row[0].value for row in kg.select(_DAYS).rows}  # type: ignore[union-attr]
    if not known:
        return []
    newest = date.fromisoformat(max(known))
    months = {day[:7] for day in known | dated if min(known) <= day <= max(known)}
    # A state that lasted until a month's end has ended in the next.
    ends = {_last(f"{_last(month) + timedelta(1)}"[:7]) for month in months}
    ends |= {_last(month) for month in months} | {_before(min(known))}
    return [newest, *sorted((day for day in ends if day < newest), reverse=True)]


def _told(kg: View, days: Sequence[date]) -> Iterator[_Told]:
    """What is told of the time between each two days, in each language, as plain values."""
    for now, before in pairwise(_states(kg, days)):
        yield {
            lang: [
                _facts_of(before[lang], now[lang], change)
                for change in differences(before[lang], now[lang], "known_at")
            ]
            for lang in LANGS
        }


def _item(told: Sequence[Any]) -> Item:
    change, facts, sources, about = told
    return Item(Change(*change), tuple(facts), tuple(sources), frozenset(about))


def _states(kg: View, days: Iterable[date]) -> Iterator[Mapping[str, Snapshot]]:
    """What was known by each of some days."""
    read = Known({}, {})
    for past in walked(kg, days):
        if past.changed:
            said = {curie(t.value): _said(past.resolved.get(t, {})) for t in past.changed}
            read = read.but_for(said)
        yield {lang: Snapshot(read, past.day, lang, partial(named, past, lang)) for lang in LANGS}


def _said(properties: Properties) -> Said:
    """What is said of a thing in short names."""
    return {
        curie(prop.value): {
            ("thing", curie(value.value), "") if isinstance(value, NamedNode)
            else ("", value.value, value.language or "")
            for value in values
        }
        for prop, values in properties.items()
    }  # fmt: skip


def _facts_of(before: Snapshot, now: Snapshot, change: Change) -> Sequence[Any]:
    """A change, and how it is known: the values of an item."""
    state = before if change.change == "gone" else now
    known, earlier = state.known.things, before.known.things
    facts = sorted(set(_facts(state, change)))
    sources = set(_values(known, facts, SOURCE))
    if change.kind == "source":
        sources = {change.thing}
    new = sources.difference(_values(earlier, facts, SOURCE)) if state is now else sources
    about = {
        value
        for fact in facts
        for prop, values in known.get(fact, {}).items()
        for is_thing, value, _ in values
        if is_thing and prop not in UNTOLD
    }
    return astuple(change), facts, sorted(new or sources), sorted(about)


def _facts(state: Snapshot, change: Change) -> Iterator[str]:
    """What is cited for a change: of where an area stands the event, of a seat who sat in it."""
    known = state.known
    if change.kind == "step":
        for area, rows in known.on(state.day, "step").items():
            if known.label(area, state.lang) == change.thing:
                yield from (event for *_, event in rows)
        return
    yield change.thing
    if change.kind == "seat":
        seated, things = ("thing", change.thing, ""), known.things
        members = (thing for thing in things if thing.startswith("membership:"))
        yield from (one for one in members if seated in things[one].get("nhv:post", ()))


def _values(known: Things, facts: Iterable[str], prop: str) -> Iterator[str]:
    for fact in facts:
        yield from (value for _, value, _ in known.get(fact, {}).get(prop, ()))


def _last(month: str) -> date:
    """The last day of a month."""
    year, number = int(month[:4]), int(month[5:7])
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(1)


def _before(day: str) -> date:
    """The last day of the month before that of a day."""
    return date.fromisoformat(f"{day[:7]}-01") - timedelta(1)
