"""What was known by any day, as the page has it: the steps back from all that is known.

Each day by which a document certainly existed is a step: the statements by which what was known
then differs from what was known at the next.  The steps of a year are one script, which the page
loads when it is asked for a day so long ago; it resolves nothing itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.site.ask.scripts import packed
from graph.view.counting import Sources
from graph.view.past import Keep, anew, reach, retraced
from graph.view.whole import is_resolved
from loaders.publishing.canonical_turtle import turtle
from ontology.terms import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from graph.knowledge_graph import KnowledgeGraph
    from loaders.resolution.again import Change


class State(NamedTuple):
    """What was known from a day on, until the next: where a step back leads.

    Attributes:
        day: The first day of which what was known is that; empty for all days before the first.
        as_of: The last day that the documents of then can speak of.
        part: The part of the page that has the change.
    """

    day: str
    as_of: str
    part: str


def days(kg: KnowledgeGraph) -> dict[date, date]:
    """The days by which documents of a view existed, and the last day that those of then tell of.

    Args:
        kg: The view.

    Returns:
        The days, the newest first; none if the view is of the past.
    """
    return reach(kg) if kg.known_at is None else {}


def retrace(kg: KnowledgeGraph, keep: Keep = anew) -> Iterator[tuple[State, str]]:
    """Each step back through a view, with its change as the page takes it."""
    until = days(kg)
    first = [*until][-1:]
    walk = [*until, *(day - timedelta(1) for day in first)]
    made = (_written(step.change) for step in retraced(kg, walk))
    for day, change in zip(walk, keep(kg, [None, *walk], made), strict=True):
        part = f"packed/known-{day.year if day >= first[0] else 'before'}"
        begun = day.isoformat() if day >= first[0] else ""
        yield State(begun, until.get(day, date.min).isoformat(), part), change


def parts(steps: Iterable[tuple[State, str]]) -> Iterator[tuple[str, list[State], bytes]]:
    """The steps of each part: its name, the steps and what the page loads."""
    for name, own in groupby(steps, lambda step: step[0].part):
        found = list(own)
        changes = f"[{','.join(change for _, change in found)}]"
        yield name, [step for step, _ in found], packed(name, changes.encode())


def sources(kg: KnowledgeGraph) -> list[tuple[str, int, int]]:
    """How many documents existed from each day on, certainly and possibly."""
    known = Sources.of(kg)
    return [(day.isoformat(), *known.by(day)) for day in known.days()]


def _written(change: Change) -> str:
    """A change: what goes and comes in the resolved graph, and how documents go, as an update."""
    named = [quad for quad in change.gone if not is_resolved(quad)]
    gone = " ".join(sorted(f"GRAPH {quad.graph_name} {{ {quad.triple} }}" for quad in named))
    update = [f"DROP SILENT GRAPH {graph}" for graph in sorted(map(str, change.graphs))]
    update += [f"DELETE DATA {{ {gone} }}"] if gone else []
    said: dict[str, Any] = {
        "gone": _resolved(change.gone),
        "come": _resolved(change.come),
        "documents": " ; ".join(update),
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _resolved(quads: Iterable[Quad]) -> str:
    return turtle([quad for quad in quads if is_resolved(quad)], PREFIXES).decode()
