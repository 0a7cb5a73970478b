"""A network before it is one: nodes and edges as plain values, and what was left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.base.languages import in_lang
from graph.base.words import words_of
from graph.networks.cited import Support
from graph.networks.lasting import UNDATED
from ontology.terms import expand

if TYPE_CHECKING:
    import networkx as nx

_WORDS = words_of("graph.networks")
_NOTHING = ("", "")


class Edge(NamedTuple):
    """One edge to be: its ends, its key (the fact it shows) and its attributes."""

    tail: str
    head: str
    key: str
    attributes: dict[str, Any]


@dataclass
class Draft:
    """Nodes (short name -> kind) and edges of a network, and what was left out and why.

    Its words are in ``lang``; ``numbers`` go before the labels of nodes; ``counted`` says what a
    number of permits counts.
    """

    lang: str
    nodes: dict[str, str] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)
    counted: str = ""
    left_out: list[dict[str, Any]] = field(default_factory=list)

    def node(self, thing: str, kind: str = "") -> str:
        """Add a node; its kind is the one its short name tells unless said otherwise."""
        if thing not in self.nodes:
            self.nodes[thing] = kind or thing.partition(":")[0]
        return thing

    def edge(self, tail: str, head: str, key: str, attributes: dict[str, Any]) -> None:
        """Add an edge with its ends."""
        self.edges.append(Edge(self.node(tail), self.node(head), key, attributes))

    def tie(
        self,
        tail: str,
        head: str,
        kind: str,
        support: Support,
        *,
        name: str = "",
        fact: str = "",
        since: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Add an edge that says what ``kind`` says, of no area, and return its attributes.

        ``name`` is what the kind is called, where no words of networks say it; ``fact`` the fact
        that it shows, where the ends and the kind are not all of it; ``since`` says when that
        began, and is None where nothing can date it.
        """
        name = name or relation_name(kind, self.lang)
        attributes = {
            "label": name,
            "area": "",
            "area_label": "",
            "kind": kind,
            "kind_label": name,
            "weight": 1,
            **UNDATED,
            **(since or {}),
            "certainty": support.certainty,
            "evidence": support.evidence,
        }
        self.edge(tail, head, f"{tail}|{kind}|{head}|{fact}", attributes)
        return attributes

    def graph(self, net: nx.Graph[str], names: Mapping[str, str]) -> nx.Graph[str]:
        """Put it into an empty graph of networkx, nodes with their names and edges in order."""
        for node, kind in sorted(self.nodes.items()):
            number = self.numbers.get(node)
            label = f"{number}. {names[node]}" if number else names[node]
            net.add_node(node, label=label, kind=kind, iri=expand(node))
        edges = sorted(self.edges, key=itemgetter(0, 1, 2))
        for edge in edges:
            edge.attributes["distance"] = 1 / edge.attributes["weight"]
        if net.is_multigraph():
            net.add_edges_from(edges)
        else:
            net.add_edges_from((tail, head, attributes) for tail, head, _, attributes in edges)
        return net

    def keep(self, certainty: str) -> None:
        """Keep the edges of one certainty or of none, and the nodes that not only others tied."""
        kept = [e for e in self.edges if e.attributes["certainty"] in (certainty, "")]
        others = [e for e in self.edges if e.attributes["certainty"] not in (certainty, "")]
        tied = {end for edge in kept for end in edge[:2]}
        for thing in {end for edge in others for end in edge[:2]} - tied:
            del self.nodes[thing]
        self.leave_out((edge.key for edge in others), "left_out.otherwise")
        self.edges = kept

    def leave_out(self, things: Iterable[str], why: str, what: str = "") -> None:
        """Note what is known but cannot be drawn here: unknown is not none.

        Args:
            things: What is left out.
            why: The key of the words that say so, of several.
            what: That of the words for what they are, where the first have a place for it.

        Raises:
            KeyError: If ``words.toml`` has no such words.
        """
        if listed := tuple(sorted(set(things))):
            whats = _WORDS[what] if what else _NOTHING
            pairs = zip(_WORDS[why], whats, strict=True)
            sv, en = (sentence.format(noun) for sentence, noun in pairs)
            self.left_out.append({"count": len(listed), "sv": sv, "en": en, "things": listed})


def relation_name(kind: str, lang: str) -> str:
    """The name of a kind of edge in a language; its local name where no words say it.

    Example:
        >>> relation_name("nhv:partOf", "en")
        'part of'
    """
    local = kind.rpartition(":")[2]
    return in_lang(lang, *_WORDS.get(kind, (local, local)))
