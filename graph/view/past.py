"""What was known by each of many days: one store that is walked backwards, source by source.

A view of one day in the past is made of the whole graph (:meth:`graph.view.view.View.at`). Many
of them would each hold a copy; here each is made of the one before it, which it takes the place of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from graph.engines.oxigraph import OxigraphEngine
from graph.view.opening import OpenStore, joined
from graph.view.view import View
from loaders import dates
from loaders.resolution import again
from loaders.resolution.views import withheld


def walked(kg: View, days: Iterable[date]) -> Iterator[View]:
    """Views of what was known by each of some days, as of that day.

    Args:
        kg: The view whose sources are known on the newest day.
        days: The days, the newest first.

    Yields:
        A view for each day. It can be asked until the next one is; what was read of it stays.

    Example:
        >>> [view.as_of.year for view in walked(kg, [date(2024, 1, 1), date(2023, 1, 1)])]
        ... # doctest: +SKIP
        [2024, 2023]
    """
    opened, own = OpenStore(kg.engine), None  # type: ignore[arg-type]
    for day in days:
        left = withheld(opened.whole.store, dates.parse(day.isoformat()))
        if left.graphs or left.quads:
            if own is None:
                own = joined(opened.whole, left)
            elif (changed := again.change(own.store, left)) is None:
                own = OxigraphEngine.of(again.whole(own.store, left))
            else:
                own.change(*changed)
            opened = OpenStore(own)
        yield replace(kg, _opened=opened, _as_of=day, known_at=None, people=True)
