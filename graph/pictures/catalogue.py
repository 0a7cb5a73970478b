"""The catalogue of maps and charts: answers of the graph on the map of Sweden, and over time.

Counties stand for regions, points of towns for hospitals. What has no place in the sources has
none on the map, and the map says how much that is: unknown is neither "none" nor "far".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from graph.base.words import words_of
from graph.networks.catalogue import LEVEL
from graph.pictures.chart.counts import permits_over_time, pipeline
from graph.pictures.chart.matrix import matrix
from graph.pictures.chart.timeline import timeline
from graph.pictures.map.permits import access, permits
from graph.pictures.map.regions import co_holders, holders
from graph.pictures.sheet.drawing import Illustration
from graph.questions.parameter import Parameter, member, values_of
from graph.view.view import View

_WORDS = words_of("graph.pictures")


class Kind(NamedTuple):
    """A kind of map or chart: its name, what it takes, and what makes it of a view."""

    noun: str
    name: str
    build: Callable[..., Illustration]
    params: tuple[Parameter, ...]
    by_day: bool = True  # whether it shows the view's day; what is drawn over time shows many

    def text(self, lang: str = "sv") -> str:
        """What it shows, in a language."""
        return _WORDS.say(f"shows.{self.noun}.{self.name}", lang)


_AREA = Parameter("area", "area", optional=False)
_PROGRAMME = Parameter("programme", "programme")
_KINDS = (
    Kind("map", "permits", permits, (_AREA, _PROGRAMME)),
    Kind("map", "access", access, (_AREA, _PROGRAMME)),
    Kind("map", "holders", holders, (_PROGRAMME,)),
    Kind("map", "co-holders", co_holders, (_PROGRAMME,)),
    Kind("chart", "timeline", timeline, (_AREA,), by_day=False),
    Kind("chart", "matrix", matrix, (_PROGRAMME, LEVEL)),
    Kind("chart", "pipeline", pipeline, (Parameter("dates", "dates"),), by_day=False),
    Kind("chart", "permits-over-time", permits_over_time, (_PROGRAMME,), by_day=False),
)
MAPS: Mapping[str, Kind] = {kind.name: kind for kind in _KINDS if kind.noun == "map"}
CHARTS: Mapping[str, Kind] = {kind.name: kind for kind in _KINDS if kind.noun == "chart"}


def illustrated(kg: View, noun: str, name: str, params: Mapping[str, Any]) -> Illustration:
    """Make a map or a chart of a view.

    Raises:
        UnknownName: If there is no such map or chart, or a named thing is unknown.
        BadParameter: If a parameter is unknown, missing or of the wrong form.
        NothingFound: If the picture would be empty.
    """
    kind = member(noun, {"map": MAPS, "chart": CHARTS}[noun], name)
    made = kind.build(kg, **values_of(f"{noun} {kind.name}", kind.params, params))
    return replace(made, as_of=kg.as_of.isoformat(), known_at=kg.known_at)
