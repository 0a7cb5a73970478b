"""The model of the graph as a picture: its main classes, and the properties that tie them.

What is drawn is chosen here, so that no lines cross; the names are the ontology's.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from pyoxigraph import NamedNode

from graph.base.vocabulary import word
from graph.base.words import words_of
from graph.pictures.sheet import palette
from graph.pictures.sheet.illustration import Illustration
from graph.pictures.sheet.letters import MARGIN
from graph.pictures.sheet.sheet import DASHED, Area, Mark, Path, Point, Text, box
from ontology.terms import NHV, ORG, PROV, RDFS, curie

# The column and the row of each class, and its colour; the last row holds for every fact.
CLASSES: Mapping[NamedNode, tuple[float, float, str]] = {
    NHV.ProcessStep: (0, 0, palette.SKY),
    NHV.Placement: (1.3, 0, palette.SKY),
    NHV.Decision: (2.6, 0, palette.SKY),
    NHV.Programme: (4, 0, palette.YELLOW),
    NHV.Consultation: (0, 1, palette.SKY),
    NHV.CareArea: (1.3, 1, palette.GREEN),
    NHV.Permit: (2.6, 1, palette.BLUE),
    NHV.CareFacility: (4, 1, palette.ORANGE),
    NHV.Call: (0, 2, palette.SKY),
    NHV.Application: (1.3, 2, palette.SKY),
    NHV.Organisation: (2.6, 2, palette.ORANGE),
    NHV.SupplyRelation: (4, 2, palette.BLUE),
    NHV.Membership: (0, 3, palette.PURPLE),
    NHV.Post: (1.3, 3, palette.PURPLE),
    NHV.Body: (2.6, 3, palette.PURPLE),
    NHV.Fact: (0, 4, palette.LINE),
    NHV.Citation: (1.8, 4, palette.LINE),
    NHV.Source: (3.1, 4, palette.LINE),
}
TIES: tuple[tuple[NamedNode, NamedNode, NamedNode], ...] = (
    (NHV.Placement, NHV.step, NHV.ProcessStep),
    (NHV.Placement, NHV.area, NHV.CareArea),
    (NHV.Consultation, NHV.area, NHV.CareArea),
    (NHV.Call, NHV.area, NHV.CareArea),
    (NHV.Application, NHV.area, NHV.CareArea),
    (NHV.Application, NHV.call, NHV.Call),
    (NHV.Application, NHV.applicant, NHV.Organisation),
    (NHV.Decision, NHV.area, NHV.CareArea),
    (NHV.Permit, NHV.decision, NHV.Decision),
    (NHV.Permit, NHV.area, NHV.CareArea),
    (NHV.Permit, NHV.programme, NHV.Programme),
    (NHV.Permit, NHV.holder, NHV.Organisation),
    (NHV.Permit, NHV.throughHospital, NHV.CareFacility),
    (NHV.SupplyRelation, NHV.onPermit, NHV.Permit),
    (NHV.SupplyRelation, NHV.supplier, NHV.Organisation),
    (NHV.SupplyRelation, NHV.receiver, NHV.Organisation),
    (NHV.Membership, NHV.post, NHV.Post),
    (NHV.Post, ORG.postIn, NHV.Body),
    (NHV.Body, RDFS.subClassOf, NHV.Organisation),
    (NHV.Fact, PROV.qualifiedPrimarySource, NHV.Citation),
    (NHV.Citation, PROV.entity, NHV.Source),
)
_COLUMNS, _WIDE, _HIGH, _ROW = 4, 138.0, 46.0, 100.0
_SMALL, _HEAD = 10.5, 6.0
_WORDS = words_of("graph.pictures")


def model(lang: str) -> Illustration:
    """The picture of the model.

    Args:
        lang: ``"sv"`` or ``"en"``, for the names of the classes; properties keep theirs.

    Example:
        >>> model("en").rows[0]
        ('nhv:Placement', 'nhv:step', 'nhv:ProcessStep')
    """
    rows = tuple(tuple(curie(term.value) for term in tie) for tie in TIES)
    title, told, below, note = (
        _WORDS.say(f"model.{key}", lang) for key in ("title", "told", "below", "note")
    )
    heads = tuple(_WORDS.section("model.heading", lang).values())
    body = partial(_body, lang)
    return Illustration(title, lang, "model", told, (below,), (note,), heads, rows, body, 760.0)


def _body(lang: str, top: float, wide: float) -> tuple[list[Mark], float]:
    """The boxes, and the arrows between them."""
    step = (wide - 2 * MARGIN - _WIDE) / _COLUMNS
    middles = {
        cls: (MARGIN + _WIDE / 2 + column * step, top + 44 + row * _ROW)
        for cls, (column, row, _) in CLASSES.items()
    }
    names: dict[tuple[NamedNode, NamedNode], list[str]] = {}
    for one, prop, other in TIES:
        is_a = prop == RDFS.subClassOf
        names.setdefault((one, other), []).append("" if is_a else curie(prop.value))
    marks: list[Mark] = []
    for (one, other), called in names.items():
        marks += _arrow(middles[one], middles[other], called)
    for cls, (x, y) in middles.items():
        fill = palette.tint(CLASSES[cls][2], 0.22)
        marks.append(
            box(x - _WIDE / 2, y - _HIGH / 2, _WIDE, _HIGH, fill, stroke=CLASSES[cls][2], corner=6)
        )
        marks += [
            Text(x, y - 8, word(cls, lang), 12.5, bold=True, anchor="middle"),
            Text(x, y + 10, curie(cls.value), _SMALL, palette.SOFT_INK, anchor="middle"),
        ]
    return marks, top + 44 + 4 * _ROW + _HIGH / 2 + 26


def _arrow(tail: Point, head: Point, called: list[str]) -> list[Mark]:
    """An arrow from box to box; of what is a kind of the other, dashed and without words."""
    begin, end = _edge(tail, head), _edge(head, tail)
    long = ((end[0] - begin[0]) ** 2 + (end[1] - begin[1]) ** 2) ** 0.5 or 1.0
    along = ((end[0] - begin[0]) / long, (end[1] - begin[1]) / long)
    neck = (end[0] - _HEAD * along[0], end[1] - _HEAD * along[1])
    aside = (-along[1] * _HEAD * 0.55, along[0] * _HEAD * 0.55)
    sides = ((neck[0] + sign * aside[0], neck[1] + sign * aside[1]) for sign in (1, -1))
    words = [name for name in called if name]
    marks: list[Mark] = [
        Path((begin, neck), palette.LINE, 1.3, () if words else DASHED),
        Area(((end, *sides),), palette.LINE),
    ]
    x, y = (begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2
    for number, name in enumerate(words):
        at = y + (number - (len(words) - 1) / 2) * 13
        marks.append(Text(x, at, name, _SMALL, anchor="middle", halo=4.0))
    return marks


def _edge(of: Point, towards: Point) -> Point:
    """Where the line from the middle of a box to another point leaves the box."""
    wide, high = towards[0] - of[0], towards[1] - of[1]
    share = min(
        (_WIDE / 2 + 2) / abs(wide) if wide else 9.0, (_HIGH / 2 + 2) / abs(high) if high else 9.0
    )
    return of[0] + wide * share, of[1] + high * share
