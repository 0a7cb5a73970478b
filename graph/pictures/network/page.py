"""The page around a picture: title, legend, notes and the table of the same edges.

Plain HTML and CSS with nothing to fetch. The table says everything that the picture says, for
those who listen to it, print it or copy from it.
"""

from __future__ import annotations

from html import escape

from graph.pictures.network.scene import Scene
from graph.pictures.network.static import Key, line_keys, node_keys, swatched
from graph.pictures.sheet.svg import icon
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
    nodes = "".join(_key(key, text, scene) for key, text in node_keys(scene))
    lines = "".join(_key(key, text, scene) for key, text in line_keys(scene))
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


def _key(key: Key, text: str, scene: Scene) -> str:
    marks, wide = swatched(key, scene, 2, 11)
    return f"<li>{icon(marks, wide + 4, 22)}<span>{escape(text)}</span></li>"
