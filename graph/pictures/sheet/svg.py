"""A sheet as SVG, written by hand: small, self-contained, its text real text.

Every number has one decimal and every attribute its fixed place, so that the same sheet gives the
same bytes. Nothing in the file refers to anything outside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from html import escape
from typing import assert_never

from graph.pictures.sheet import palette
from graph.pictures.sheet.page import Page
from graph.pictures.sheet.sheet import Area, Disc, Hatch, Mark, Path, Point, Sheet, Text, outlines

FACE = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"


def svg(sheet: Sheet, page: Page | None = None, *, title: str, described: str, lang: str) -> str:
    """Write a sheet as SVG 1.1, with its title and description for those who cannot see it.

    Of a page, what it prints and as large; else the whole in pixels of a screen.
    """
    # Keeps the identifiers of two pictures on one page apart.
    key = "n" + sha256(f"{title} {described}".encode()).hexdigest()[:8]
    hatches = {m.hatch for m in sheet.marks if isinstance(m, Area) and m.hatch}
    patterns = (_pattern(h, key) for h in sorted(hatches, key=lambda h: (h.kind, h.colour)))
    shown = (
        (page.left, page.top, page.wide, page.high) if page else (0, 0, sheet.width, sheet.height)
    )
    left, top, wide, high = map(_n, shown)
    size = f'width="{wide}" height="{high}"'
    if page:
        sides = (f"{side * page.unit * 25.4 / 72:.2f}mm" for side in (page.wide, page.high))
        size = 'width="{}" height="{}"'.format(*sides)
    corner = f' x="{left}" y="{top}"' if (left, top) != ("0", "0") else ""
    start = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} '
        f'viewBox="{left} {top} {wide} {high}" role="img" lang="{lang}" '
        f'aria-labelledby="{key}-title {key}-desc" font-family="{escape(FACE)}" '
        'stroke-linejoin="round">'
    )
    lines = [
        start,
        f'<title id="{key}-title">{_t(title)}</title>',
        f'<desc id="{key}-desc">{_t(described)}</desc>',
        *([f"<defs>{''.join(patterns)}</defs>"] if hatches else []),
        f'<rect{corner} width="{wide}" height="{high}" fill="{palette.PAPER}"/>',
        *(_mark(mark, key) for mark in sheet.marks),
        "</svg>\n",
    ]
    return "\n".join(lines)


def icon(marks: Iterable[Mark], wide: float, high: float) -> str:
    """A small picture that only repeats the words beside it, as SVG to stand in HTML."""
    size = f'width="{_n(wide)}" height="{_n(high)}" viewBox="0 0 {_n(wide)} {_n(high)}"'
    return f'<svg {size} aria-hidden="true">{"".join(_mark(mark, "") for mark in marks)}</svg>'


def _mark(mark: Mark, key: str) -> str:
    match mark:
        case Area():
            return _area(mark, key)
        case Path():
            lengths = " ".join(_n(length * mark.width) for length in mark.dash)
            # Round ends would close the gaps of a thick line.
            end = f' stroke-dasharray="{lengths}"' if lengths else ' stroke-linecap="round"'
            faint = f' stroke-opacity="{mark.opacity:.2f}"' if mark.opacity < 1 else ""
            look = f'fill="none"{_stroke(mark.colour, mark.width)}{end}{faint}'
            return _element("path", f"{_drawn(mark)} {look}", mark.tip)
        case Disc():
            look = f'fill="{_t(mark.fill)}"{_stroke(mark.stroke, mark.width)}'
            place = f'cx="{_n(mark.x)}" cy="{_n(mark.y)}" r="{_n(mark.radius)}"'
            return _element("circle", f"{place} {look}", mark.tip)
        case Text():
            return _text(mark)
    assert_never(mark)


def _area(mark: Area, key: str) -> str:
    drawn = _outline(mark.rings, mark.corner)
    rule = ' fill-rule="evenodd"' if len(mark.rings) > 1 else ""
    line = _stroke(mark.stroke, mark.width) if mark.stroke else ""
    made = _element("path", f'{drawn} fill="{_t(mark.fill or "none")}"{rule}{line}', mark.tip)
    if mark.hatch is None:
        return made
    # The tooltip of the area below shows through.
    fill = f'fill="url(#{_hatch_id(mark.hatch, key)})"'
    return f'{made}<path {drawn} {fill}{rule} pointer-events="none"/>'


@lru_cache(maxsize=128)
def _outline(rings: tuple[tuple[Point, ...], ...], corner: float) -> str:
    """The outline of an area, written once: the same counties are in a thousand maps."""
    return _drawn(Area(rings, corner=corner))


def _drawn(mark: Area | Path) -> str:
    steps = (
        step + " ".join(f"{_n(x)},{_n(y)}" for x, y in at)
        for line in outlines(mark)
        for step, at in line
    )
    return f'd="{" ".join(steps).replace(" Z", "Z")}"'


def _text(mark: Text) -> str:
    bold = ' font-weight="600"' if mark.bold else ""
    anchor = f' text-anchor="{mark.anchor}"' if mark.anchor != "start" else ""
    halo = f'{_stroke(palette.PAPER, mark.halo)} paint-order="stroke"' if mark.halo else ""
    return (
        f'<text x="{_n(mark.x)}" y="{_n(mark.y)}" dy="0.35em" font-size="{_n(mark.size)}" '
        f'fill="{_t(mark.colour)}"{bold}{anchor}{halo}>{_t(mark.text)}</text>'
    )


def _element(tag: str, attributes: str, tip: str) -> str:
    """An element with its tooltip inside, where it has one."""
    inside = f"><title>{_t(tip)}</title></{tag}>" if tip else "/>"
    return f"<{tag} {attributes}{inside}"


def _stroke(colour: str, width: float) -> str:
    return f' stroke="{_t(colour)}" stroke-width="{_n(width)}"'


def _pattern(hatch: Hatch, key: str) -> str:
    drawn = f'<circle cx="2" cy="2" r="1.2" fill="{_t(hatch.colour)}"/>'
    if hatch.kind == "lines":
        line = f'stroke="{_t(hatch.colour)}" stroke-width="1.6"'
        drawn = f'<path d="M-1,8 L8,-1 M-1,1 L1,-1 M6,8 L8,6" {line}/>'
    size = 'width="7" height="7" patternUnits="userSpaceOnUse"'
    return f'<pattern id="{_hatch_id(hatch, key)}" {size}>{drawn}</pattern>'


def _hatch_id(hatch: Hatch, key: str) -> str:
    return f"{key}-{hatch.kind}-{hatch.colour.lstrip('#')}"


def _n(number: float) -> str:
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _t(text: str) -> str:
    """A text made safe, without the characters that XML does not know."""
    return escape("".join(c for c in text if c >= " " or c in "\t\n"))
