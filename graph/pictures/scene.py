"""A network made ready to be drawn: what stands where, how it looks, and what is told of it.

The scene is all that the two painters, :mod:`graph.pictures.interactive` and
:mod:`graph.pictures.static`, get to see. It is plain data, so that both show the same thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.drawing import palette
from graph.drawing.metrics import weight_of
from graph.drawing.palette import Look, Stroke, word
from graph.pictures.arcs import Arc, arcs_of, stroke_rank, strokes_of
from graph.pictures.layout import Layout, arranged, bounds
from graph.pictures.spots import spotted
from graph.pictures.telling import Edges, Row, columns_of, date_text, node_tip, row_of, sure

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class Dot:
    """A node to be drawn."""

    id: str
    x: int
    y: int
    lines: tuple[str, ...]
    kind: str
    look: Look
    tip: tuple[str, ...]
    above: bool


@dataclass(frozen=True)
class Scene:
    """Everything that a picture of a network shows and says."""

    title: str
    lang: str
    directed: bool
    dots: tuple[Dot, ...]
    arcs: tuple[Arc, ...]
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    looks: tuple[tuple[str, Look], ...]
    strokes: tuple[Stroke, ...]
    certainties: tuple[str, ...]
    weighted: bool
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    alone: tuple[str, ...]
    layout: Layout
    size: tuple[float, float]

    def say(self, key: str) -> str:
        """A word of the pictures in this scene's language."""
        return word(key, self.lang)

    @property
    def described(self) -> str:
        """One sentence for those who cannot see the picture."""
        count = self.say("edge_count").format(len(self.dots), len(self.rows))
        return f"{self.title}: {count}. {self.say('table')}."


def scene(net: nx.Graph[str], *, lang: str = "", title: str | None = None) -> Scene:
    """Make a network ready to be drawn.

    Args:
        net: A network of :mod:`graph.networks.catalogue`, or any networkx graph whose nodes
            are texts.
        lang: "sv" or "en"; the network's own language if empty.
        title: Another title than the network's own.

    Returns:
        The scene; the network is not changed.
    """
    lang = str(net.graph.get("lang") or lang or "sv")
    named = {n: str(net.nodes[n].get("label") or n) for n in net.nodes}
    edges = _edges(net)
    kinds = {n: str(net.nodes[n].get("kind") or n.partition(":")[0]) for n in net.nodes}
    strokes = strokes_of(edges, lang)
    layout = arranged(net)
    columns = columns_of(edges, directed=net.is_directed())
    left, top, right, bottom = bounds(layout)
    dots = tuple(
        Dot(n, *layout.positions[n], layout.lines[n], kinds[n], palette.look(kinds[n]),
            node_tip(named[n], kinds[n], lang), n in layout.above)
        for n in sorted(net.nodes)
    )  # fmt: skip
    weighted = any(weight_of(d) != 1 for _, _, d in edges)
    return Scene(
        title=title or str(net.graph.get("title") or word("network", lang)),
        lang=lang,
        directed=net.is_directed(),
        dots=dots,
        arcs=spotted(arcs_of(net, edges, layout, named, strokes, lang), layout),
        headings=tuple(word(c, lang) for c in [*columns, "evidence"]),
        rows=tuple(row_of(e, named, columns, lang) for e in edges),
        looks=tuple((k, palette.look(k)) for k in sorted(set(kinds.values()), key=_kind_rank)),
        strokes=tuple(dict.fromkeys(strokes[k] for k in sorted(strokes, key=stroke_rank))),
        certainties=tuple(sorted({sure(d) for _, _, d in edges}, reverse=True)),
        weighted=weighted,
        notes=_notes(net, lang),
        sources=_sources(edges, lang),
        alone=tuple(sorted(named[n] for n in net.nodes if not net.degree(n))),
        layout=layout,
        size=(right - left, bottom - top),
    )


def _edges(net: nx.Graph[str]) -> Edges:
    if net.is_multigraph():
        keyed = sorted(((a, b, str(k), d) for a, b, k, d in net.edges(keys=True, data=True)),
                       key=lambda e: e[:3])  # fmt: skip
        return [(a, b, d) for a, b, _, d in keyed]
    if net.is_directed():
        return sorted(net.edges(data=True), key=lambda e: e[:2])
    both = ((*sorted(e[:2]), e[2]) for e in net.edges(data=True))
    return sorted(((a, b, d) for a, b, d in both), key=lambda e: e[:2])


def _kind_rank(kind: str) -> tuple[int, str]:
    order = list(palette.KINDS)
    return (order.index(kind) if kind in order else len(order), kind)


def _notes(net: nx.Graph[str], lang: str) -> tuple[str, ...]:
    """The times of the view, what the edges mean, what is not shown, and where it comes from."""
    graph = net.graph
    notes: list[str] = []
    if graph.get("meaning"):
        notes.append(str(graph["meaning"]))
    if graph.get("as_of"):
        times = f"{word('as_of', lang)} {graph['as_of']}"
        if graph.get("known_at"):
            known = date_text(str(graph["known_at"]), lang)
            times += f", {word('known_at', lang)} {known}"
        notes.append(f"{times}.")
    if graph.get("undated"):
        notes.append(f"{graph['undated']} {word('undated_note', lang)}.")
    for left in graph.get("left_out") or ():
        what = palette.text_on(lang, str(left["sv"]), str(left["en"]))
        notes.append(f"{word('left_out', lang)}: {left['count']} {what}.")
    return tuple(notes)


def _sources(edges: Edges, lang: str) -> tuple[str, ...]:
    """Title and date of every source that an edge rests on, oldest first."""
    found = {
        (str(e.get("date") or "9999"), str(e.get("title") or e.get("source") or ""), e.get("date"))
        for _, _, d in edges
        for e in d.get("evidence") or ()
    }
    dated = ((title, date_text(str(date or ""), lang)) for _, title, date in sorted(found, key=str))
    return tuple(f"{title} ({date})" if date else title for title, date in dated)
