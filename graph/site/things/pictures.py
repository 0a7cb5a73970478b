"""Small pictures of a page: what happened when, and who is tied to whom.

They say no more than the tables of the page, and are drawn from the same facts; the charts and
networks of the catalogue ask the graph anew for each, which a thousand pages have no time for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from markupsafe import Markup

from graph.pictures.chart.axis import Axis
from graph.pictures.sheet import palette
from graph.pictures.sheet.metrics import text_width
from graph.pictures.sheet.palette import tint
from graph.pictures.sheet.sheet import Disc, Hatch, Mark, Path, Sheet, Text, box, diamond, fits
from graph.pictures.sheet.svg import svg
from graph.site.parts import Cell, Figure, Grid
from graph.site.words import say

WIDTH = 720.0
_EDGE = 10.0
_GUTTER = 250.0
_ROW = 19.0
_MOST = 64  # rows that are drawn; the table has the others
_MOST_TIED = 22  # of one column


@dataclass(frozen=True)
class Moment:
    """Something with a first and a last day, either of them perhaps unknown.

    Attributes:
        first: Its first day.
        last: Its last day; None of what lasts means that no source ends it.
        look: ``"bar"`` lasts, ``"point"`` happened, ``"seen"`` was there on that day.
        tip: What is told of it.
        colour: Its colour.
        attested: Whether its beginning is not known, only that it was there by then.
    """

    first: date | None
    last: date | None
    look: str
    tip: str
    colour: str = palette.BLUE
    attested: bool = False


@dataclass(frozen=True)
class Lane:
    """A row of a time line: its group, its name, and what stands in it."""

    group: str
    name: str
    moments: tuple[Moment, ...]


@dataclass(frozen=True)
class Tie:
    """A line between a node of one column and a node of the next.

    Attributes:
        one: The name of the node on the left.
        other: The name of the node on the right.
        weight: How thick; also said where it is more than 1.
        inferred: Whether no source states it.
        tip: What is told of it.
        colour: Its colour.
    """

    one: str
    other: str
    weight: int = 1
    inferred: bool = False
    tip: str = ""
    colour: str = palette.BLUE


def timeline(about: str, lanes: Sequence[Lane], as_of: date, lang: str) -> Figure | None:
    """What happened when.

    Args:
        about: Whose time line it is.
        lanes: The rows, those of one group together.
        as_of: The day that the page is for.
        lang: The language.

    Returns:
        The figure; None if nothing has a day.
    """
    dated = [lane for lane in lanes if any(m.first or m.last for m in lane.moments)]
    days = [d for lane in dated for m in lane.moments for d in (m.first, m.last) if d]
    if not days:
        return None
    axis = Axis.of([*days, as_of], _GUTTER, WIDTH - _EDGE)
    top, y, group = 44.0, 52.0, ""
    marks: list[Mark] = []
    for lane in dated[:_MOST]:
        if lane.group != group:
            group = lane.group
            marks.append(Text(_EDGE, y + 6, group, 12.5, bold=True))
            y += _ROW + 2
        said = fits(lane.name, 12, _GUTTER - _EDGE - 16)
        marks.append(Text(_EDGE + 6, y + 4, said, 12))
        for moment in lane.moments:
            marks += _moment(moment, axis, y + 4, as_of)
        y += _ROW
    if len(dated) > _MOST:
        more = say("timeline_more", lang, len(dated) - _MOST)
        marks.append(Text(_EDGE + 6, y + 4, more, 11.5, palette.SOFT_INK))
        y += _ROW
    frame = [*axis.grid(top, y), *marks, *axis.today(as_of, top, y, as_of.isoformat())]
    title = f"{about}: {say('timeline', lang).lower()}"
    first, last = min(days).isoformat(), max(days).isoformat()
    told = say("timeline_told", lang, about, len(dated), first, last)
    rows = [
        (Cell(lane.group), Cell(lane.name), _day(m.first), _day(m.last), Cell(m.tip))
        for lane in dated for m in lane.moments
    ]  # fmt: skip
    headings = [say(key, lang) for key in ("kind", "what", "from", "until", "detail")]
    return _figure(
        title, told, (say("timeline_note", lang, as_of.isoformat()),),
        Sheet(WIDTH, y + 24, tuple(frame)), Grid(title, headings, rows), lang,
    )  # fmt: skip


def _day(day: date | None) -> Cell:
    return Cell(day.isoformat() if day else "–", form="date")


def _moment(moment: Moment, axis: Axis, y: float, as_of: date) -> list[Mark]:
    first, last = moment.first or moment.last, moment.last or moment.first
    if first is None or last is None:
        return []
    if moment.look == "seen":
        return [Disc(axis.x(last), y, 4.5, palette.SKY, palette.INK, 1.0, moment.tip)]
    if moment.look == "point":
        start, end = axis.x(first), axis.x(last)
        if end - start > 12:
            return [box(start, y - 4, end - start, 8, moment.colour, stroke=palette.INK,
                        tip=moment.tip)]  # fmt: skip
        return [diamond((start + end) / 2, y, 5, moment.colour, moment.tip)]
    start = axis.x(moment.first or axis.first)
    end = axis.x(moment.last) if moment.last else axis.right
    now = min(max(axis.x(as_of), start), end)
    marks: list[Mark] = []
    if end > now:
        marks.append(box(now, y - 5, end - now, 10, tint(moment.colour), stroke=moment.colour,
                         tip=moment.tip))  # fmt: skip
    if now > start:
        hatch = Hatch("lines", moment.colour) if moment.attested else None
        fill = palette.PAPER if moment.attested else moment.colour
        marks.append(box(start, y - 5, now - start, 10, fill, stroke=moment.colour, hatch=hatch,
                         tip=moment.tip))  # fmt: skip
    return marks


def ties(
    about: str, columns: Sequence[tuple[str, Sequence[str]]], found: Sequence[Tie], note: str,
    lang: str, looks: Mapping[str, str],
) -> Figure | None:  # fmt: skip
    """Who is tied to whom: columns of names, and lines from one to the next.

    Args:
        about: Whose network it is.
        columns: For each column its heading and its names.
        found: The lines; a name stands in one column only.
        note: What the lines mean.
        lang: The language.
        looks: The kind of each name, as :mod:`graph.pictures.sheet.palette` has them.

    Returns:
        The figure; None if there are no lines.
    """
    kept = [(head, list(names)[:_MOST_TIED]) for head, names in columns if names]
    if not found or len(kept) < 2:
        return None
    wide = (WIDTH - 2 * _EDGE) / len(kept)
    most = max(len(names) for _, names in kept)
    high = 34 + most * 26.0
    at: dict[str, tuple[float, float]] = {}
    marks: list[Mark] = []
    for i, (head, names) in enumerate(kept):
        x = _EDGE + i * wide + 8
        marks.append(Text(x - 8, 14, head, 12.5, bold=True))
        begin = 34 + (most - len(names)) * 13.0 + 8
        for j, name in enumerate(names):
            at[name] = (x, begin + 26.0 * j)
    lines: list[Mark] = []
    thickest = max(tie.weight for tie in found)
    for tie in sorted(found, key=lambda tie: (-tie.weight, tie.one, tie.other)):
        if tie.one not in at or tie.other not in at:
            continue
        (x1, y1), (x2, y2) = at[tie.one], at[tie.other]
        width = 1.4 + 5.0 * (tie.weight - 1) / max(thickest - 1, 1)
        # The line leaves a name at its end, so that it does not strike it through.
        start = min(x1 + 16 + _wide(tie.one, wide - 46), x2 - 24)
        lines.append(Path(((start, y1), (x2 - 9, y2)), tie.colour, width, tie.inferred,
                          opacity=0.7, tip=tie.tip))  # fmt: skip
        if tie.weight > 1:
            lines.append(Text((start + x2) / 2, (y1 + y2) / 2, str(tie.weight), 11, halo=True,
                              anchor="middle"))  # fmt: skip
    for name, (x, y) in at.items():
        marks.append(_sign(looks.get(name, ""), x, y, name))
        marks.append(Text(x + 10, y, fits(name, 12, wide - 46), 12, halo=True))
    title = f"{about}: {say('network', lang)[:1].lower()}{say('network', lang)[1:]}"
    told = "; ".join(f"{tie.one} – {tie.other}" for tie in found[:12])
    rows = [
        (Cell(tie.one), Cell(tie.other), Cell(tie.tip), Cell(str(tie.weight), form="number"))
        for tie in found
    ]
    headings = [say(key, lang) for key in ("one", "other", "relation", "weight")]
    return _figure(
        title, say("network_told", lang, told), (note,),
        Sheet(WIDTH, high + 14, (*lines, *marks)), Grid(title, headings, rows), lang,
    )  # fmt: skip


def _wide(name: str, room: float) -> float:
    return text_width(fits(name, 12, room), 12)


def _sign(kind: str, x: float, y: float, tip: str) -> Mark:
    """The sign of a kind of node: the shapes that all pictures of networks share."""
    look = palette.look(kind)
    if look.shape == "square":
        return box(x - 5, y - 5, 10, 10, look.colour, stroke=palette.INK, tip=tip)
    if look.shape in ("diamond", "triangle", "triangleDown"):
        return diamond(x, y, 6, look.colour, tip)
    return Disc(x, y, 5.5, look.colour, palette.INK, 1.0, tip)


def _figure(
    title: str, told: str, notes: tuple[str, ...], sheet: Sheet, grid: Grid, lang: str
) -> Figure:
    return Figure(
        title=title, svg=drawn(sheet, title, told, lang), told=told, notes=notes, grid=grid,
        width=int(sheet.width),
    )  # fmt: skip


def drawn(sheet: Sheet, title: str, told: str, lang: str) -> Markup:
    """A sheet as SVG for a page, with identifiers of its own."""
    key = "p" + sha256(f"{title} {told}".encode()).hexdigest()[:8]
    made = svg(sheet, title=title, described=told, lang=lang, key=key)
    return Markup(made)
