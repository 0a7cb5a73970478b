"""The catalogue of charts: time lines, counts over time, the matrix of areas and holders."""

from __future__ import annotations

from collections.abc import Mapping

from graph.base.words import words_of
from graph.networks.catalogue import LEVEL
from graph.pictures.chart.counts import permits_over_time, pipeline
from graph.pictures.chart.matrix import matrix
from graph.pictures.chart.timeline import timeline
from graph.pictures.sheet.illustration import AREA, PROGRAMME, Kind
from graph.questions.parameter import Parameter

_WORDS = words_of("graph.pictures")
CHARTS: Mapping[str, Kind] = {
    name: Kind(name, *_WORDS[f"chart.{name}"], build, takes, by_day)
    for name, build, takes, by_day in (
        ("timeline", timeline, (AREA,), False),
        ("matrix", matrix, (PROGRAMME, LEVEL), True),
        ("pipeline", pipeline, (Parameter("dates", "dates"),), False),
        ("permits-over-time", permits_over_time, (PROGRAMME,), False),
    )
}
