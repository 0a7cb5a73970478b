"""What became known, month by month: what comparing each month's end with the one before tells.

Each piece of news is a change of :func:`graph.evidence.compare.compare`, with the documents that
tell of it and the things that it concerns. Names of persons are in none: news is handed on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from graph.base.languages import LANGS
from graph.evidence.compare import (
    NAME,
    SOURCE,
    Change,
    Labels,
    Snapshot,
    Things,
    differences,
    snapshot,
    standing,
)
from graph.view.facts import labels
from graph.view.past import walked
from graph.view.view import View

_DAYS = "SELECT DISTINCT ?day { ?thing ?dated ?day FILTER(DATATYPE(?day) = xsd:date) }"
_FIRST = "SELECT ?day { ?source a nhv:Source ; nhv:existsFrom ?day }"


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


def news(kg: View) -> Mapping[str, list[Month]]:
    """What became known in each month, the newest first.

    Args:
        kg: The view: its sources; of its day nothing depends.

    Returns:
        By language the months in which anything became known.

    Example:
        >>> news(kg)["sv"][0].items[0].change.text  # doctest: +SKIP
        'Ny källa: Nationell högspecialiserad vård'
    """
    view = kg.at(people=False)
    found: dict[str, list[Month]] = {lang: [] for lang in LANGS}
    for now, before in pairwise(_states(view)):
        for lang in LANGS:
            changes = differences(before.of[lang], now.of[lang], "known_at", lang, now.names[lang])
            if items := tuple(_item(before, now, change, lang) for change in changes):
                found[lang].append(Month(now.day.isoformat()[:7], now.day, items))
    return found


class _State(NamedTuple):
    """What was known by a day, in each language, for as long as it is compared."""

    day: date
    of: Mapping[str, Snapshot]
    names: Mapping[str, Labels]
    events: Mapping[str, Mapping[str, set[str]]]


def _states(kg: View) -> Iterator[_State]:
    """What was known by the end of each month in which that may be another, the newest first."""
    known = {row[0].value for row in kg.select(_FIRST).rows}  # type: ignore[union-attr]
    dated = {row[0].value for row in kg.select(_DAYS).rows}  # type: ignore[union-attr]
    if not known:
        return
    newest = date.fromisoformat(max(known))
    months = {day[:7] for day in known | dated if min(known) <= day <= max(known)}
    # A state that lasted until a month's end has ended in the next.
    ends = {_last(f"{_last(month) + timedelta(1)}"[:7]) for month in months}
    ends |= {_last(month) for month in months} | {_before(min(known))}
    days = [newest, *sorted((day for day in ends if day < newest), reverse=True)]
    for view in walked(kg, days):
        spoken = {lang: view.at(lang=lang) for lang in LANGS}
        of = {lang: snapshot(own) for lang, own in spoken.items()}
        names = {lang: _names(own, of[lang].things) for lang, own in spoken.items()}
        events = {lang: _events(own) for lang, own in spoken.items()}
        yield _State(view.as_of, of, names, events)


def _names(kg: View, known: Things) -> Labels:
    """The names that things have in a view, read before another takes its place."""
    own = {thing: next(iter(said[NAME]))[1] for thing, said in known.items() if NAME in said}
    named = {
        value
        for said in known.values()
        for values in said.values()
        for is_thing, value in values
        if is_thing and value not in own
    }
    called = labels(kg, named)
    own |= {value: called[value] for value in named}
    return lambda _: own


def _events(kg: View) -> Mapping[str, set[str]]:
    """The events that say where each area stands."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in standing(kg):
        found[str(row["area"])].add(str(row["entity"]))
    return found


def _item(before: _State, now: _State, change: Change, lang: str) -> Item:
    state = before if change.change == "gone" else now
    known, earlier = state.of[lang].things, before.of[lang].things
    facts = sorted(_facts(state, change, lang))
    sources = set(_values(known, facts, SOURCE))
    if change.kind == "source":
        sources = {change.thing}
    new = sources.difference(_values(earlier, facts, SOURCE)) if state is now else sources
    about = {
        value for fact in facts for values in known.get(fact, {}).values()
        for is_thing, value in values if is_thing
    }  # fmt: skip
    return Item(change, tuple(facts), tuple(sorted(new or sources)), frozenset(about))


def _facts(state: _State, change: Change, lang: str) -> Iterable[str]:
    """What is cited for a change: of where an area stands the event, of a seat who sat in it."""
    if change.kind == "step":
        return state.events[lang].get(change.thing, ())
    known = state.of[lang].things
    if change.kind == "seat":
        seated = ("thing", change.thing)
        return [change.thing, *(f for f, own in known.items() if seated in own.get("nhv:post", ()))]
    return [change.thing]


def _values(known: Things, facts: Iterable[str], prop: str) -> Iterator[str]:
    for fact in facts:
        yield from (value for _, value in known.get(fact, {}).get(prop, ()))


def _last(month: str) -> date:
    """The last day of a month."""
    year, number = int(month[:4]), int(month[5:7])
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(1)


def _before(day: str) -> date:
    """The last day of the month before that of a day."""
    return date.fromisoformat(f"{day[:7]}-01") - timedelta(1)
