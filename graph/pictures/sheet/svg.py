"""A sheet as SVG, written by hand: small, self-contained, its text real text.

Every number has one decimal and every attribute its fixed place, so that the same sheet gives the
same bytes. Nothing in the file refers to anything outside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape
from typing import assert_never

from graph.pictures.sheet import palette
from graph.pictures.sheet.metrics import Point
from graph.pictures.sheet.sheet import Area, Disc, Hatch, Mark, Path, Sheet, Text, rounded

FACE = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"


def svg(sheet: Sheet, *, title: str, described: str, lang: str) -> str:
    """Write a sheet as SVG 1.1.

    Args:
        sheet: The sheet.
        title: The picture's name, for those who cannot see it.
        described: What it shows, in sentences.
        lang: The language of both.

    Returns:
        The document, beginning with ``<svg``.
    """
    # Keeps the identifiers of two pictures on one page apart.
    key = "n" + sha256(f"{title} {described}".encode()).hexdigest()[:8]
    hatches = sorted(
        {m.hatch for m in sheet.marks if isinstance(m, Area) and m.hatch},
        key=lambda h: (h.kind, h.colour),
    )
    defs = "".join(_pattern(hatch, key) for hatch in hatches)
    wide, high = _n(sheet.width), _n(sheet.height)
    start = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" '
        f'viewBox="0 0 {wide} {high}" role="img" lang="{lang}" '
        f'aria-labelledby="{key}-title {key}-desc" font-family="{escape(FACE)}" '
        'stroke-linejoin="round">'
    )
    lines = [
        start,
        f'<title id="{key}-title">{_t(title)}</title>',
        f'<desc id="{key}-desc">{_t(described)}</desc>',
        f"<defs>{defs}</defs>" if defs else "",
        f'<rect width="{wide}" height="{high}" fill="{palette.PAPER}"/>',
        *(_mark(mark, key) for mark in sheet.marks),
        "</svg>",
    ]
    return "\n".join(line for line in lines if line) + "\n"


def icon(marks: Iterable[Mark], wide: float, high: float) -> str:
    """A small picture that only repeats the words beside it, as SVG to stand in HTML."""
    size = f'width="{_n(wide)}" height="{_n(high)}" viewBox="0 0 {_n(wide)} {_n(high)}"'
    return f'<svg {size} aria-hidden="true">{"".join(_mark(mark, "") for mark in marks)}</svg>'


def _mark(mark: Mark, key: str) -> str:
    match mark:
        case Area():
            return _area(mark, key)
        case Path():
            return _path(mark)
        case Disc():
            return _tipped(
                f'<circle cx="{_n(mark.x)}" cy="{_n(mark.y)}" r="{_n(mark.radius)}" '
                f'fill="{_t(mark.fill)}" stroke="{_t(mark.stroke)}" '
                f'stroke-width="{_n(mark.width)}"',
                "circle",
                mark.tip,
            )
        case Text():
            return _text(mark)
    assert_never(mark)


def _area(mark: Area, key: str) -> str:
    drawn = " ".join(_outline(ring, mark.corner) for ring in mark.rings)
    rule = ' fill-rule="evenodd"' if len(mark.rings) > 1 else ""
    line = f' stroke="{_t(mark.stroke)}" stroke-width="{_n(mark.width)}"' if mark.stroke else ""
    start = f'<path d="{drawn}" fill="{_t(mark.fill or "none")}"{rule}{line}'
    made = _tipped(start, "path", mark.tip)
    if mark.hatch is None:
        return made
    # The tooltip of the area below shows through.
    fill = f'fill="url(#{_hatch_id(mark.hatch, key)})"'
    return f'{made}<path d="{drawn}" {fill}{rule} pointer-events="none"/>'


def _outline(ring: tuple[Point, ...], corner: float) -> str:
    if not corner:
        return f"M{_points(ring)}Z"
    begins = [f"{_p(begin)} Q{_points((at, end))}" for begin, at, end in rounded(ring, corner)]
    return f"M{' L'.join(begins)}Z"


def _path(mark: Path) -> str:
    first, *rest = mark.points
    if mark.bends:
        way = f" {'Q' if len(mark.bends) == 1 else 'C'}{_points((*mark.bends, rest[-1]))}"
    else:
        way = "".join(f" L{_p(point)}" for point in rest)
    drawn = f"M{_p(first)}{way}"
    lengths = " ".join(_n(length * mark.width) for length in mark.dash)
    # Round ends would close the gaps of a thick line.
    end = f' stroke-dasharray="{lengths}"' if lengths else ' stroke-linecap="round"'
    faint = f' stroke-opacity="{mark.opacity:.2f}"' if mark.opacity < 1 else ""
    return _tipped(
        f'<path d="{drawn}" fill="none" stroke="{_t(mark.colour)}" '
        f'stroke-width="{_n(mark.width)}"{end}{faint}',
        "path",
        mark.tip,
    )


def _text(mark: Text) -> str:
    bold = ' font-weight="600"' if mark.bold else ""
    anchor = f' text-anchor="{mark.anchor}"' if mark.anchor != "start" else ""
    halo = (
        f' stroke="{palette.PAPER}" stroke-width="{_n(mark.halo)}" paint-order="stroke"'
        if mark.halo
        else ""
    )
    return (
        f'<text x="{_n(mark.x)}" y="{_n(mark.y)}" dy="0.35em" font-size="{_n(mark.size)}" '
        f'fill="{_t(mark.colour)}"{bold}{anchor}{halo}>{_t(mark.text)}</text>'
    )


def _tipped(start: str, tag: str, tip: str) -> str:
    """An element with its tooltip inside, where it has one."""
    return f"{start}><title>{_t(tip)}</title></{tag}>" if tip else f"{start}/>"


def _pattern(hatch: Hatch, key: str) -> str:
    size = 7
    drawn = (
        f'<path d="M-1,8 L8,-1 M-1,1 L1,-1 M6,8 L8,6" stroke="{_t(hatch.colour)}" '
        'stroke-width="1.6"/>'
        if hatch.kind == "lines"
        else f'<circle cx="2" cy="2" r="1.2" fill="{_t(hatch.colour)}"/>'
    )
    return (
        f'<pattern id="{_hatch_id(hatch, key)}" width="{size}" height="{size}" '
        f'patternUnits="userSpaceOnUse">{drawn}</pattern>'
    )


def _hatch_id(hatch: Hatch, key: str) -> str:
    return f"{key}-{hatch.kind}-{hatch.colour.lstrip('#')}"


def _points(points: Sequence[Point]) -> str:
    return " ".join(map(_p, points))


def _p(point: Point) -> str:
    return f"{_n(point[0])},{_n(point[1])}"


def _n(number: float) -> str:
    """A number with at most one decimal."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _t(text: str) -> str:
    """A text made safe, without the characters that XML does not know."""
    return escape("".join(c for c in text if c >= " " or c in "\t\n"))
