"""The catalogue of charts of time, and ``draw_chart()``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.base.words import words_of
from graph.pictures.chart.counts import permits_over_time, pipeline
from graph.pictures.chart.timeline import timeline
from graph.pictures.sheet.illustration import AREA, PROGRAMME, Illustration, Kind, made
from graph.questions.parameter import Parameter

if TYPE_CHECKING:
    from graph.view.view import View

_WORDS = words_of("graph.pictures")
CHARTS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "timeline",
            *_WORDS["chart.timeline"],
            timeline,
            (AREA,),
        ),
        Kind(
            "pipeline",
            *_WORDS["chart.pipeline"],
            pipeline,
            (Parameter("dates", "dates"),),
        ),
        Kind(
            "permits-over-time",
            *_WORDS["chart.permits-over-time"],
            permits_over_time,
            (PROGRAMME,),
        ),
    )
}


def draw_chart(kg: View, name: str, params: Mapping[str, Any]) -> Illustration:
    """A chart of the catalogue.

    Args:
        kg: The view: its day, its sources, its language.
        name: A name of :data:`CHARTS`.
        params: The chart's parameters by name.

    Returns:
        The chart, which shows itself in a notebook.

    Raises:
        UnknownName: If there is no such chart, or a named thing is unknown.
        BadParameter: If a parameter is unknown, missing or of the wrong form.
        NothingFound: If the chart would be empty.

    Example:
        >>> draw_chart(kg, "timeline", {"area": "dysmeli"}).save("line.png")  # doctest: +SKIP
    """
    return made(kg, CHARTS, "chart", name, params)
