"""The page around a picture: title, legend, notes and the table of the same edges.

Plain HTML and CSS with nothing to fetch. The table says everything that the picture says, for
those who listen to it, print it or copy from it.
"""

from __future__ import annotations

from html import escape

from graph import palette
from graph.palette import Look, Stroke
from graph.scene import Scene
from graph.telling import Row

# No request leaves the page, whatever a label may try: this is the browser's own promise.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)
_SHOWN_EVIDENCE = 3

CSS = """
:root { color-scheme: light dark; --ink: #1f2933; --soft: #52606d; --rule: #d9dee3;
  --back: #ffffff; --band: #f5f7f9; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --soft: #a8b2bd; --rule: #3a444e;
  --back: #171c21; --band: #1f262d; } }
body { margin: 0; padding: 12px 16px 20px; background: var(--back); color: var(--ink);
  font: 14px/1.45 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 19px; font-weight: 600; margin: 0 0 10px; }
h2 { font-size: 13px; font-weight: 600; margin: 0 0 6px; }
.figure { display: grid; grid-template-columns: minmax(0, 1fr) 230px; gap: 18px; }
.figure.wide { grid-template-columns: minmax(0, 1fr); }
#mynetwork { float: none !important; width: 100% !important; background: #ffffff;
  border: 1px solid var(--rule) !important; border-radius: 6px; box-sizing: border-box;
  overflow: hidden; }
#mynetwork:focus-within { outline: 2px solid #0072b2; }
.legend { font-size: 13px; }
.legend ul { list-style: none; margin: 0 0 12px; padding: 0; }
.legend li { display: flex; align-items: center; gap: 8px; margin: 3px 0; }
.legend svg { flex: none; background: #ffffff; border-radius: 3px; }
.legend p { margin: 0 0 8px; color: var(--soft); }
.wide .legend { display: flex; flex-wrap: wrap; gap: 4px 32px; }
.wide .legend .notes { flex: 1 1 320px; }
.wide .legend .keys ul { display: grid; grid-template-columns: auto auto; gap: 0 26px; }
.table { overflow-x: auto; margin-top: 18px; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
caption { text-align: left; font-weight: 600; padding: 0 0 6px; }
th, td { text-align: left; vertical-align: top; padding: 5px 12px 5px 6px;
  border-bottom: 1px solid var(--rule); }
thead th { border-bottom: 2px solid var(--soft); }
tbody tr:nth-child(even) { background: var(--band); }
tbody th { font-weight: 500; }
.fixed { white-space: nowrap; }
td ul { margin: 0; padding: 0; list-style: none; }
td li + li { margin-top: 3px; }
summary { cursor: pointer; color: var(--soft); }
div.vis-tooltip { white-space: normal; max-width: 380px; padding: 9px 12px; border-radius: 6px;
  border: 1px solid #cbd2d9; background: #ffffff; color: #1f2933;
  font: 13px/1.4 system-ui, "Segoe UI", Arial, sans-serif; box-shadow: 0 3px 12px rgba(0,0,0,.18); }
.tip strong { display: block; margin-bottom: 2px; }
.vis-button.vis-up, .vis-button.vis-down, .vis-button.vis-left, .vis-button.vis-right {
  display: none !important; }
div.vis-network div.vis-navigation div.vis-button { filter: grayscale(1); opacity: .6; }
div.vis-network div.vis-navigation div.vis-button:hover { box-shadow: none; opacity: 1; }
div.vis-network div.vis-navigation div.vis-button.vis-zoomIn { bottom: 8px; right: 8px; }
div.vis-network div.vis-navigation div.vis-button.vis-zoomOut { bottom: 8px; right: 40px; }
div.vis-network div.vis-navigation div.vis-button.vis-zoomExtends { bottom: 8px; right: 72px; }
@media (max-width: 680px) { .figure { grid-template-columns: minmax(0, 1fr); } }
@media print { body { padding: 0; } .vis-navigation, .hint { display: none; }
  .figure { break-inside: avoid; } }
"""


def is_wide(scene: Scene) -> bool:
    """Whether the picture is so wide that its legend stands below and not beside it."""
    wide, high = scene.size
    return wide > 1150 or wide > 2.4 * max(high, 1.0)


def figure(scene: Scene, canvas: str) -> str:
    """The body of the page.

    Args:
        scene: What is shown.
        canvas: The HTML of the element that the picture is drawn in.

    Returns:
        Title, picture, legend and table as HTML.
    """
    wide = " wide" if is_wide(scene) else ""
    return (
        f'<main><h1>{escape(scene.title)}</h1>\n<div class="figure{wide}">\n<div>{canvas}\n'
        f"<noscript><p>{escape(scene.say('no_script'))}</p></noscript></div>\n"
        f"{legend(scene)}\n</div>\n{table(scene)}\n</main>"
    )


def legend(scene: Scene) -> str:
    """Kinds of nodes and lines, what a line means, and the notes, as HTML."""
    boxed = scene.layout.boxed
    nodes = "".join(
        _key(_node_swatch(look, boxed), palette.text_on(scene.lang, look.sv, look.en) or kind)
        for kind, look in scene.looks
    )
    lines = "".join(
        _key(
            _line_swatch(stroke, scene.directed), palette.text_on(scene.lang, stroke.sv, stroke.en)
        )
        for stroke in scene.strokes
    )
    ink = Stroke(palette.INK, "", "")
    if "inferred" in scene.certainties:
        for sure in scene.certainties:
            swatch = _line_swatch(ink, False, dashed=sure == "inferred")
            lines += _key(swatch, scene.say(sure))
    says = ([scene.say("arrow")] if scene.directed else []) + (
        [scene.say("width")] if scene.weighted else []
    )
    notes = [*scene.notes, *([scene.say("source_note")] if scene.sources else [])]
    told = "".join(f"<p>{escape(note)}</p>" for note in notes)
    how = escape("; ".join(says).capitalize() + ". " if says else "")
    return (
        f'<aside class="legend" aria-label="{escape(scene.say("legend"))}">'
        f"{_keys(scene.say('nodes'), nodes)}{_keys(scene.say('lines'), lines)}"
        f'<div class="notes">{told}<p class="hint">{how}{escape(scene.say("zoom"))}</p></div>'
        "</aside>"
    )


def table(scene: Scene) -> str:
    """The edges as an accessible table: caption, scoped headings, one row per edge."""
    heads = "".join(f'<th scope="col">{escape(h)}</th>' for h in scene.headings)
    body = "\n".join(_row(scene, row) for row in scene.rows)
    count = scene.say("edge_count").format(len(scene.dots), len(scene.rows))
    caption = f"{scene.title}. {scene.say('table')} ({count})."
    alone = ""
    if scene.alone:
        alone = f"<p>{escape(scene.say('alone'))}: {escape(', '.join(scene.alone))}.</p>"
    if not scene.rows:
        return f'<div class="table"><p>{escape(scene.say("no_edges"))}.</p>{alone}</div>'
    return (
        f'<div class="table" role="region" tabindex="0" aria-label="{escape(scene.say("table"))}">'
        f"<table><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody></table>{alone}</div>"
    )


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
        told = escape(scene.say("more").format(len(more)))
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
        fill, edge = tint(look.colour), look.colour
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


def _line_swatch(stroke: Stroke, arrow: bool, *, dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="5 4"' if dashed else ""
    head = f'<polygon points="36,8 28,4 28,12" fill="{stroke.colour}"/>' if arrow else ""
    return (
        f'<svg width="38" height="16" viewBox="0 0 38 16" aria-hidden="true"><line x1="2" y1="8" '
        f'x2="{29 if arrow else 36}" y2="8" stroke="{stroke.colour}" stroke-width="2.5"{dashes}/>'
        f"{head}</svg>"
    )


def tint(colour: str) -> str:
    """A pale version of a colour, on which dark text reads well.

    Example:
        >>> tint("#0072b2")
        '#e0eef6'
    """
    parts = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(255 - (255 - part) * 0.12):02x}" for part in parts)
