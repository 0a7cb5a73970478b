"""A network made ready to be drawn: what stands where, how it looks, and what is told of it.

The scene is all that the two painters, :mod:`graph.pictures.network.picture` for the screen and
:mod:`graph.pictures.network.static` for print, get to see: plain data, so that both show the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from graph.base.languages import in_lang
from graph.base.words import words_of
from graph.networks.draft import Net
from graph.pictures.network.arcs import Arc, arcs_of, spotted, strokes_of
from graph.pictures.network.layers import label_of
from graph.pictures.network.layout import Layout, arranged, bounds
from graph.pictures.sheet import palette
from graph.pictures.sheet import tooltips as tell
from graph.pictures.sheet.captions import times_in_words
from graph.pictures.sheet.palette import Look, Stroke
from graph.pictures.sheet.tooltips import Edges, Row
from graph.view.citations import date_text

_WORDS = words_of("graph.pictures")


@dataclass(frozen=True)
class Scene:
    """Everything that a picture of a network shows and says.

    What it says of single nodes and edges is put into words when it is asked for; the graph is
    asked nothing then. ``cited`` says whether any edge rests on a source.
    """

    title: str
    lang: str
    directed: bool
    kinds: Mapping[str, str]
    arcs: tuple[Arc, ...]
    named: Mapping[str, str]
    edges: Edges
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
        return self.say("edge_count", len(self.kinds), len(self.edges))

    @property
    def is_wide(self) -> bool:
        """Whether the picture is so wide that its legend stands below and not beside it."""
        wide, high = self.size
        return wide > 1150 or wide > 2.4 * max(high, 1.0)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the table of edges."""
        return tuple(self.say(column) for column in (*self.columns, "evidence"))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The table of edges."""
        return tuple(tell.row_of(edge, self.named, self.columns, self.lang) for edge in self.edges)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Title and date of every source that an edge rests on, oldest first."""
        found = {
            (str(e.get("date") or "9999"), str(e.get("title") or e.get("source") or ""),
             date_text(str(e.get("date") or ""), self.lang))
            for _, _, d in self.edges
            for e in d.get("evidence") or ()
        }  # fmt: skip
        return tuple(f"{title} ({date})" if date else title for _, title, date in sorted(found))

    def told_of_node(self, node: str) -> tuple[str, ...]:
        """What is told of a node: its name and its kind."""
        return self.named[node], palette.kind_name(self.kinds[node], self.lang)

    def told_of_arc(self, arc: Arc) -> tuple[str, ...]:
        """What is told of a line: its ends, what it says, since when, and the evidence."""
        group = [self.edges[number] for number in arc.edges]
        if len(group) > 1:
            return tell.bundle_tip(group, self.named, self.lang, directed=self.directed)
        return tell.edge_tip(group[0], self.named, self.lang, directed=self.directed)


def scene(net: Net, *, lang: str = "", title: str | None = None, share: float = 1.0) -> Scene:
    """Make a network ready to be drawn, in its own language if it has one; it is not changed.

    A share of less than 1 moves nodes together, on a narrow sheet.
    """
    lang = str(net.graph.get("lang") or lang or "sv")
    directed = net.is_directed()
    named = {n: label_of(net, n) for n in net.nodes}
    kinds = {n: str(net.nodes[n].get("kind") or n.partition(":")[0]) for n in sorted(net.nodes)}
    order = [*palette.KINDS, *sorted(set(kinds.values()).difference(palette.KINDS))]
    edges = _edges(net)
    strokes = strokes_of(edges, lang)
    layout = arranged(net, share)
    left, top, right, bottom = bounds(layout)
    return Scene(
        title=title or str(net.graph.get("title") or _WORDS.say("network", lang)),
        lang=lang,
        directed=directed,
        kinds=kinds,
        arcs=spotted(arcs_of(net, edges, layout, strokes), layout),
        named=named,
        edges=edges,
        # The first look at any evidence asks for that of the whole network.
        cited=any(d.get("evidence") for _, _, d in edges),
        columns=tell.columns_of(edges, directed=directed),
        looks=tuple((k, palette.look(k)) for k in order if k in kinds.values()),
        strokes=tuple(dict.fromkeys(strokes.values())),
        manners=tell.manners_of(edges),
        weighted=tell.is_weighted(edges),
        notes=_notes(net, lang),
        alone=tuple(sorted(named[n] for n in net.nodes if not net.degree(n))),
        layout=layout,
        size=(right - left, bottom - top),
    )  # fmt: skip


def _edges(net: Net) -> Edges:
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


def _notes(net: Net, lang: str) -> tuple[str, ...]:
    """The times of the view, what the edges mean, what is not shown, and where it comes from."""
    graph = net.graph
    as_of, undated = graph.get("as_of"), graph.get("undated")
    notes = [
        str(graph.get("meaning") or ""),
        times_in_words(as_of, graph.get("known_at"), lang) if as_of else "",
        str(graph.get("counted") or ""),
        f"{undated} {_WORDS.say('undated_note', lang)}." if undated else "",
    ]
    for left in graph.get("left_out") or ():
        what = in_lang(lang, str(left["sv"]), str(left["en"]))
        notes.append(f"{_WORDS.say('left_out', lang)}: {left['count']} {what}.")
    return tuple(note for note in notes if note)
