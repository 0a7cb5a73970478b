"""The model of the graph as a picture: its main classes, and the properties that tie them.

What is drawn, and where, is chosen in ``model.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from pyoxigraph import NamedNode

from graph.base.files import text_beside
from graph.base.vocabulary import word
from graph.base.words import words_of
from graph.pictures.sheet import palette
from graph.pictures.sheet.drawing import Illustration
from graph.pictures.sheet.letters import MARGIN
from graph.pictures.sheet.sheet import DASHED, Area, Mark, Path, Point, Text, box
from ontology.terms import expand

_DRAWN = tomllib.loads(text_beside("graph.pictures.chart", "model.toml"))
CLASSES: Mapping[str, tuple[float, float, str]] = _DRAWN["classes"]
TIES: Sequence[tuple[str, str, str]] = _DRAWN["ties"]
_COLUMNS, _WIDE, _HIGH, _ROW = 4, 138.0, 46.0, 100.0
_SMALL, _HEAD = 10.5, 6.0
_WORDS = words_of("graph.pictures")


def model(lang: str) -> Illustration:
    """The picture of the model; properties keep their names in every language.

    Example:
        >>> model("en").rows[0]
        ('nhv:Placement', 'nhv:step', 'nhv:ProcessStep')
    """
    rows = tuple(map(tuple, TIES))
    title, told, below, note = (
        _WORDS.say(f"model.{key}", lang) for key in ("title", "told", "below", "note")
    )
    heads = tuple(_WORDS.section("model.heading", lang).values())
    body = partial(_body, lang)
    return Illustration(title, lang, "model", told, (below,), (note,), heads, rows, body, 760.0)


def _body(lang: str, top: float, wide: float) -> tuple[list[Mark], float]:
    step = (wide - 2 * MARGIN - _WIDE) / _COLUMNS
    middles = {
        cls: (MARGIN + _WIDE / 2 + column * step, top + 44 + row * _ROW)
        for cls, (column, row, _) in CLASSES.items()
    }
    names: dict[tuple[str, str], list[str]] = {}
    for one, prop, other in TIES:
        names.setdefault((one, other), []).append("" if prop == "rdfs:subClassOf" else prop)
    marks: list[Mark] = []
    for (one, other), called in names.items():
        marks += _arrow(middles[one], middles[other], called)
    for cls, (x, y) in middles.items():
        colour = palette.colour(CLASSES[cls][2])
        corner = x - _WIDE / 2, y - _HIGH / 2
        fill = palette.tint(colour, 0.22)
        name = word(NamedNode(expand(cls)), lang)
        marks += [
            box(*corner, _WIDE, _HIGH, fill, stroke=colour, corner=6),
            Text(x, y - 8, name, 12.5, bold=True, anchor="middle"),
            Text(x, y + 10, cls, _SMALL, palette.SOFT_INK, anchor="middle"),
        ]
    return marks, top + 44 + 4 * _ROW + _HIGH / 2 + 26


def _arrow(tail: Point, head: Point, called: list[str]) -> Iterator[Mark]:
    """An arrow from box to box; of what is a kind of the other, dashed and without words."""
    begin, end = _edge(tail, head), _edge(head, tail)
    long = ((end[0] - begin[0]) ** 2 + (end[1] - begin[1]) ** 2) ** 0.5 or 1.0
    along = ((end[0] - begin[0]) / long, (end[1] - begin[1]) / long)
    neck = (end[0] - _HEAD * along[0], end[1] - _HEAD * along[1])
    aside = (-along[1] * _HEAD * 0.55, along[0] * _HEAD * 0.55)
    sides = ((neck[0] + sign * aside[0], neck[1] + sign * aside[1]) for sign in (1, -1))
    words = [name for name in called if name]
    yield Path((begin, neck), palette.LINE, 1.3, () if words else DASHED)
    yield Area(((end, *sides),), palette.LINE)
    x, y = (begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2
    for number, name in enumerate(words):
        at = y + (number - (len(words) - 1) / 2) * 13
        yield Text(x, at, name, _SMALL, anchor="middle", halo=4.0)


def _edge(of: Point, towards: Point) -> Point:
    """Where the line from the middle of a box to another point leaves the box."""
    wide, high = towards[0] - of[0], towards[1] - of[1]
    share = min(
        (_WIDE / 2 + 2) / abs(wide) if wide else 9.0, (_HIGH / 2 + 2) / abs(high) if high else 9.0
    )
    return of[0] + wide * share, of[1] + high * share
