"""The page around a picture: title, legend, notes and the table of the same edges.

Plain HTML and CSS with nothing to fetch. The table says everything that the picture says, for
those who listen to it, print it or copy from it.
"""

from __future__ import annotations

from html import escape

from graph.base.languages import in_lang
from graph.pictures.network.scene import Scene
from graph.pictures.sheet import palette
from graph.pictures.sheet.palette import Look, Stroke
from graph.pictures.sheet.tooltips import Row

_SHOWN_EVIDENCE = 3


def is_wide(scene: Scene) -> bool:
    """Whether the picture is so wide that its legend stands below and not beside it."""
    wide, high = scene.size
    return wide > 1150 or wide > 2.4 * max(high, 1.0)


def figure(scene: Scene, canvas: str, edges: str) -> str:
    """The body of the page.

    Args:
        scene: What is shown.
        canvas: The HTML of the element that the picture is drawn in.
        edges: The HTML of the table of edges.

    Returns:
        Title, picture, legend and table as HTML.
    """
    wide = " wide" if is_wide(scene) else ""
    return (
        f'<main><h1>{escape(scene.title)}</h1>\n<div class="figure{wide}">\n<div>{canvas}\n'
        f"<noscript><p>{escape(scene.say('no_script'))}</p></noscript></div>\n"
        f"{legend(scene)}\n</div>\n{edges}\n</main>"
    )


def legend(scene: Scene) -> str:
    """Kinds of nodes and lines, what a line means, and the notes, as HTML."""
    boxed = scene.layout.boxed
    nodes = "".join(
        _key(_node_swatch(look, boxed), in_lang(scene.lang, look.sv, look.en) or kind)
        for kind, look in scene.looks
    )
    lines = "".join(
        _key(_line_swatch(stroke, scene.directed), in_lang(scene.lang, stroke.sv, stroke.en))
        for stroke in scene.strokes
    )
    ink = Stroke(palette.INK, "", "")
    if scene.manners not in ((), ("stated",)):
        for manner in scene.manners:
            lines += _key(_line_swatch(ink, False, manner), scene.say(manner))
    notes = [*scene.notes, *([scene.say("source_note")] if scene.cited else [])]
    told = "".join(f"<p>{escape(note)}</p>" for note in notes)
    how = escape("; ".join(_says(scene)).capitalize() + ". " if _says(scene) else "")
    return (
        f'<aside class="legend" aria-label="{escape(scene.say("legend"))}">'
        f"{_keys(scene.say('nodes'), nodes)}{_keys(scene.say('lines'), lines)}"
        f'<div class="notes">{told}<p class="hint">{how}{escape(scene.say("zoom"))}</p></div>'
        "</aside>"
    )


def _says(scene: Scene) -> list[str]:
    """What lines and places mean."""
    says = [scene.say("arrow")] if scene.directed else []
    return [*says, scene.say("width")] if scene.weighted else says


def table(scene: Scene) -> str:
    """The edges as an accessible table: caption, scoped headings, one row per edge."""
    heads = "".join(f'<th scope="col">{escape(h)}</th>' for h in scene.headings)
    body = "\n".join(_row(scene, row) for row in scene.rows)
    caption = f"{scene.title}. {scene.say('table')} ({scene.counted})."
    alone = _alone(scene)
    if not scene.rows:
        return f'<div class="table"><p>{escape(scene.say("no_edges"))}.</p>{alone}</div>'
    return (
        f'<div class="table" role="region" tabindex="0" aria-label="{escape(scene.say("table"))}">'
        f"<table><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody></table>{alone}</div>"
    )


def _alone(scene: Scene) -> str:
    """The nodes without edges, as a paragraph."""
    if not scene.alone:
        return ""
    return f"<p>{escape(scene.say('alone'))}: {escape(', '.join(scene.alone))}.</p>"


def _row(scene: Scene, row: Row) -> str:
    first, *rest = row.cells
    cells = "".join(
        f'<td class="fixed">{escape(cell)}</td>' if len(cell) < 24 else f"<td>{escape(cell)}</td>"
        for cell in rest
    )
    return f'<tr><th scope="row">{escape(first)}</th>{cells}<td>{_evidence(scene, row)}</td></tr>'


def _evidence(scene: Scene, row: Row) -> str:
    if not row.evidence:
        return escape(scene.say("no_evidence"))
    items = [f"<li>{escape(line)}</li>" for line in row.evidence]
    shown, more = items[:_SHOWN_EVIDENCE], items[_SHOWN_EVIDENCE:]
    rest = ""
    if more:
        told = escape(scene.say("more", len(more)))
        rest = f"<details><summary>{told}</summary><ul>{''.join(more)}</ul></details>"
    return f"<ul>{''.join(shown)}</ul>{rest}"


def _keys(heading: str, keys: str) -> str:
    if not keys:
        return ""
    return f'<div class="keys"><h2>{escape(heading)}</h2><ul>{keys}</ul></div>'


def _key(swatch: str, text: str) -> str:
    return f"<li>{swatch}<span>{escape(text)}</span></li>"


_POINTS = {
    "square": "5,5 19,5 19,19 5,19",
    "triangle": "12,4 20,19 4,19",
    "triangleDown": "12,20 20,5 4,5",
    "diamond": "12,3 21,12 12,21 3,12",
    "hexagon": "8,5 16,5 20.5,12 16,19 8,19 3.5,12",
    "star": "12,2 14.5,9 22,9 16,13.5 18.2,21 12,16.5 5.8,21 8,13.5 2,9 9.5,9",
}


def _node_swatch(look: Look, boxed: bool) -> str:
    """The shape of a kind of node, as it stands in the picture."""
    if boxed:
        fill, edge = palette.tint(look.colour), look.colour
        drawn = (
            f'<rect x="1.5" y="3.5" width="21" height="17" rx="3" fill="{fill}" stroke="{edge}" '
            f'stroke-width="1.5"/><text x="12" y="16.5" font-size="12" text-anchor="middle" '
            f'fill="{palette.INK}">{look.glyph}</text>'
        )
    elif look.shape in _POINTS:
        drawn = (
            f'<polygon points="{_POINTS[look.shape]}" fill="{look.colour}" stroke="{palette.INK}"/>'
        )
    else:
        drawn = f'<circle cx="12" cy="12" r="8" fill="{look.colour}" stroke="{palette.INK}"/>'
    return f'<svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true">{drawn}</svg>'


def _line_swatch(stroke: Stroke, arrow: bool, manner: str = "stated") -> str:
    gaps = {"inferred": "5 4", "possible": "1.5 3"}.get(manner)
    dashes = f' stroke-dasharray="{gaps}"' if gaps else ""
    head = f'<polygon points="36,8 28,4 28,12" fill="{stroke.colour}"/>' if arrow else ""
    return (
        f'<svg width="38" height="16" viewBox="0 0 38 16" aria-hidden="true"><line x1="2" y1="8" '
        f'x2="{29 if arrow else 36}" y2="8" stroke="{stroke.colour}" stroke-width="2.5"{dashes}/>'
        f"{head}</svg>"
    )
