"""Days of resolved facts: what dates as stated mean to compare by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pyoxigraph import Literal, NamedNode

from loaders.dates import When, day_literal, parse_literal
from loaders.statements import Term


def bounds_of(
    properties: dict[NamedNode, set[Term]], names: Iterable[NamedNode]
) -> tuple[date, date] | None:
    """The first and the last day that the first property present can mean."""
    for name in names:
        days = [when for value in properties.get(name, ()) if (when := _when(value))]
        if days:
            return min(day.first for day in days), max(day.last for day in days)
    return None


def set_day(
    properties: dict[NamedNode, set[Term]],
    name: NamedNode,
    bounds: tuple[date, date] | None,
    side: int,
) -> None:
    """Set a day to the first (0) or last (1) of the bounds, if there are any."""
    if bounds:
        properties[name] = {day_literal(bounds[side])}


def _when(value: Term) -> When | None:
    if not isinstance(value, Literal):
        return None
    try:
        return parse_literal(value)
    except ValueError:
        return None
