"""The edges of a large network as columns: every text once, and numbers that point to it.

An edge of a crowd is put into words by the page, and only when a reader points at it or comes to
its row. What is written here is therefore data: one list of numbers per property, and the
different texts of that property beside it, in the language of the picture.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from graph.drawing.telling import (
    areas_of,
    columns_from,
    date_text,
    manner,
    place_text,
    relation_of,
    since_of,
    weight_text,
)
from graph.pictures.arcs import PLAIN
from graph.pictures.scene import Scene


def columns(scene: Scene) -> dict[str, Any]:
    """All that is told of the edges of a scene.

    Args:
        scene: What is shown.

    Returns:
        ``tail`` and ``head``: the numbers of the nodes, in the order of ``scene.dots``; the
        columns of the table that have something to say, ``areas`` as lists; ``sure``: 0 stated, 1
        inferred, 2 unknown; the ``manner`` and the ``colour`` of their lines; and ``evidence``,
        see :func:`evidence`.
    """
    number = {dot.id: i for i, dot in enumerate(scene.dots)}
    told, lang = scene.told, scene.lang
    found: dict[str, Any] = {
        "tail": [number[a] for a, _, _ in scene.edges],
        "head": [number[b] for _, b, _ in scene.edges],
        "sure": _sure(told.certainty),
        "manner": _column(
            zip(told.certainty, told.status, strict=True),
            lambda pair: manner(_there(("certainty", "status"), pair)),
        ),
        "colour": _column(told.kind, lambda kind: scene.stroke_of.get(str(kind), PLAIN).colour),
        "evidence": evidence(told.evidence, lang),
    }
    if "relation" in scene.columns:
        labels: Sequence[Any] = told.kind_label
        if not all(labels):
            labels = [relation_of(d) for _, _, d in scene.edges]
        found["relation"] = _column(labels, str)
    if "weight" in scene.columns:
        names = ("weight", "weight_stated")
        values = zip(told.weight, told.weight_stated, strict=True)
        found["weight"] = _column(values, lambda pair: weight_text(_there(names, pair), lang))
    if "since" in scene.columns:
        since = ("since", "undated", "since_basis_label", "earliest_start", "latest_start")
        dated = zip(*(getattr(told, name) for name in since), strict=True)
        found["since"] = _column(dated, lambda values: since_of(_there(since, values), lang))
    if any(told.status_label):
        found["status"] = _column(told.status_label, lambda label: str(label or ""))
    if {"area", "areas"} & set(scene.columns):
        areas = [a if isinstance(a, str) else tuple(map(str, a or ())) for a in told.area_label]
        found["areas"] = _column(areas, lambda area: areas_of({"area_label": area}))
    return found


def evidence(cited: Sequence[Any], lang: str) -> dict[str, Any]:
    """The citations of all edges, one after the other.

    Args:
        cited: The citations of each edge, or None.
        lang: The language of dates and places.

    Returns:
        ``count``: how many citations each edge has; how ``sure`` each is;
        and its ``title``, ``date``, ``place`` and ``reading`` as columns.
    """
    flat = chain.from_iterable(pieces or () for pieces in cited)
    names = ("title", "source", "date", "locator", "reading", "certainty")
    titles, sources, dates, places, readings, sure_of = columns_from(flat, names)
    titles = [title or source for title, source in zip(titles, sources, strict=True)]
    return {
        "count": [len(pieces or ()) for pieces in cited],
        "sure": _sure(sure_of),
        "title": _column(titles, lambda title: str(title or "")),
        "date": _column(dates, lambda date: date_text(str(date or ""), lang)),
        "place": _column(places, lambda place: place_text(str(place or ""), lang)),
        "reading": _column(readings, lambda reading: str(reading or "")),
    }


def _sure(certainty: Sequence[Any]) -> list[int]:
    """0 for what a source states, 1 for what is inferred from it, 2 for what nobody says."""
    return [{"stated": 0, "inferred": 1}.get(told, 2) for told in certainty]


def _there(names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    """Attributes with these values, but for those that are not there."""
    return {n: value for n, value in zip(names, values, strict=True) if value is not None}


def _column(values: Iterable[Hashable], text: Callable[[Any], Any]) -> dict[str, list[Any]]:
    """Numbers that point to texts; two values that are equal share one."""
    seen: dict[Hashable, int] = {}
    at = [seen.setdefault(value, len(seen)) for value in values]
    return {"texts": [text(value) for value in seen], "at": at}


def nodes(scene: Scene) -> Mapping[str, Any]:
    """All that is told of the nodes of a scene: their names, in the order of ``scene.dots``."""
    return {"id": [dot.id for dot in scene.dots], "name": [scene.named[d.id] for d in scene.dots]}
