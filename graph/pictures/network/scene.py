"""A network made ready to be drawn: what stands where, how it looks, and what is told of it.

The scene is all that the two painters, :mod:`graph.pictures.network.interactive` and
:mod:`graph.pictures.network.static`, get to see. It is plain data, so that both show the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from graph.base.languages import in_lang
from graph.base.words import words_of
from graph.pictures.network.arcs import Arc, arcs_of, stroke_rank, strokes_of
from graph.pictures.network.edge_labels import spotted
from graph.pictures.network.layout import Layout, arranged, bounds
from graph.pictures.sheet import palette
from graph.pictures.sheet.palette import Look, Stroke
from graph.pictures.sheet.tooltips import (
    Attributes,
    Edges,
    Row,
    attributes_of,
    bundle_tip,
    columns_of,
    date_text,
    edge_tip,
    is_weighted,
    manners_of,
    node_tip,
    row_of,
)

if TYPE_CHECKING:
    import networkx as nx

_WORDS = words_of("graph.pictures")


class Dot(NamedTuple):
    """A node to be drawn."""

    id: str
    x: int
    y: int
    lines: tuple[str, ...]
    kind: str
    look: Look
    above: bool


@dataclass(frozen=True)
class Scene:
    """Everything that a picture of a network shows and says.

    What it says of single nodes and edges is put into words when it is asked for; the graph is
    asked nothing then. ``cited`` says whether any edge rests on a source.
    """

    title: str
    lang: str
    directed: bool
    dots: tuple[Dot, ...]
    arcs: tuple[Arc, ...]
    named: Mapping[str, str]
    edges: Edges
    told: Attributes
    cited: bool
    columns: tuple[str, ...]
    looks: tuple[tuple[str, Look], ...]
    strokes: tuple[Stroke, ...]
    manners: tuple[str, ...]
    weighted: bool
    notes: tuple[str, ...]
    alone: tuple[str, ...]
    layout: Layout
    size: tuple[float, float]

    def say(self, key: str, *values: object) -> str:
        """A word of the pictures in this scene's language."""
        return _WORDS.say(key, self.lang, *values)

    @property
    def described(self) -> str:
        """One sentence for those who cannot see the picture."""
        return f"{self.title}: {self.counted}. {self.say('table')}."

    @property
    def counted(self) -> str:
        """How many nodes and edges there are, in words."""
        return self.say("edge_count", len(self.dots), len(self.edges))

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the table of edges."""
        return tuple(self.say(column) for column in (*self.columns, "evidence"))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The table of edges."""
        return tuple(row_of(edge, self.named, self.columns, self.lang) for edge in self.edges)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Title and date of every source that an edge rests on, oldest first."""
        return _sources(self.edges, self.lang)

    def told_of_dot(self, dot: Dot) -> tuple[str, ...]:
        """What is told of a node: its name and its kind."""
        return node_tip(self.named[dot.id], dot.kind, self.lang)

    def told_of_arc(self, arc: Arc) -> tuple[str, ...]:
        """What is told of a line: its ends, what it says, since when, and the evidence."""
        group = [self.edges[number] for number in arc.edges]
        if len(group) > 1:
            return bundle_tip(group, self.named, self.lang, directed=self.directed)
        return edge_tip(group[0], self.named, self.lang, directed=self.directed)


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
    told = attributes_of(edges)
    strokes = strokes_of(told, lang)
    layout = arranged(net)
    left, top, right, bottom = bounds(layout)
    dots = tuple(
        Dot(n, *layout.positions[n], layout.lines[n], kinds[n], palette.look(kinds[n]),
            n in layout.above)
        for n in sorted(net.nodes)
    )  # fmt: skip
    return Scene(
        title=title or str(net.graph.get("title") or _WORDS.say("network", lang)),
        lang=lang,
        directed=net.is_directed(),
        dots=dots,
        arcs=spotted(arcs_of(net, edges, layout, strokes), layout),
        named=named,
        edges=edges,
        told=told,
        # The first look at any evidence asks for that of the whole network.
        cited=any(told.evidence),
        columns=tuple(columns_of(edges, told, directed=net.is_directed())),
        looks=tuple((k, palette.look(k)) for k in sorted(set(kinds.values()), key=_kind_rank)),
        strokes=tuple(dict.fromkeys(strokes[k] for k in sorted(strokes, key=stroke_rank))),
        manners=manners_of(told),
        weighted=is_weighted(told.weight),
        notes=_notes(net, lang),
        alone=tuple(sorted(named[n] for n in set(named).difference(*_ends(edges)))),
        layout=layout,
        size=(right - left, bottom - top),
    )


def _edges(net: nx.Graph[str]) -> Edges:
    """Every edge once, in the order of its ends and its key; without a direction, by alphabet."""
    both, keyed = net.is_directed(), net.is_multigraph()
    found: Edges = []
    for a, near in sorted(net.adjacency(), key=itemgetter(0)):
        for b in sorted(near):
            if both or a <= b:
                if keyed:
                    found += [(a, b, near[b][key]) for key in sorted(near[b], key=str)]
                else:
                    found.append((a, b, near[b]))
    return found


def _ends(edges: Edges) -> tuple[set[str], set[str]]:
    return {a for a, _, _ in edges}, {b for _, b, _ in edges}


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
        times = f"{_WORDS.say('as_of', lang)} {graph['as_of']}"
        if graph.get("known_at"):
            known = date_text(str(graph["known_at"]), lang)
            times += f", {_WORDS.say('known_at', lang)} {known}"
        notes.append(f"{times}.")
    if graph.get("counted"):
        notes.append(str(graph["counted"]))
    if graph.get("undated"):
        notes.append(f"{graph['undated']} {_WORDS.say('undated_note', lang)}.")
    for left in graph.get("left_out") or ():
        what = in_lang(lang, str(left["sv"]), str(left["en"]))
        notes.append(f"{_WORDS.say('left_out', lang)}: {left['count']} {what}.")
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
