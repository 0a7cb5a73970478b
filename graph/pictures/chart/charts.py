"""The catalogue of charts of time."""

from __future__ import annotations

from collections.abc import Mapping

from graph.base.words import words_of
from graph.pictures.chart.counts import permits_over_time, pipeline
from graph.pictures.chart.timeline import timeline
from graph.pictures.sheet.illustration import AREA, PROGRAMME, Kind
from graph.questions.parameter import Parameter

_WORDS = words_of("graph.pictures")
CHARTS: Mapping[str, Kind] = {
    name: Kind(name, *_WORDS[f"chart.{name}"], build, (takes,), by_day=False)
    for name, build, takes in (
        ("timeline", timeline, AREA),
        ("pipeline", pipeline, Parameter("dates", "dates")),
        ("permits-over-time", permits_over_time, PROGRAMME),
    )
}
