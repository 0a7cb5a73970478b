"""A network before it is one: nodes, edges and how they are known, what was left out and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from pyoxigraph import NamedNode

from graph.base.languages import in_lang
from graph.base.words import words_of
from graph.networks.lasting import UNDATED
from graph.view.citations import Entry, citations_of
from graph.view.facts import facts
from graph.view.view import View
from ontology.terms import NHV, expand

if TYPE_CHECKING:
    import networkx as nx

Net: TypeAlias = "nx.Graph[str]"
"""A network of networkx, whose nodes are texts; loaded only where one is made."""


class Evidence(Sequence[Entry]):
    """The citations of an edge: a tuple of dictionaries, put together when it is first looked at.

    A large network has hundreds of thousands of citations and a reader looks at few. It equals the
    tuple of the same entries, and is pickled and copied as that.

    Example:
        >>> Evidence(lambda: [{"source": "source:old"}])
        ({'source': 'source:old'},)
    """

    __hash__ = None  # type: ignore[assignment]
    __slots__ = ("_find", "_given")

    def __init__(self, find: Callable[..., Iterable[Entry]], *given: Any) -> None:
        self._find: Callable[..., Iterable[Entry]] | None = find
        self._given: tuple[Any, ...] = given

    def _told(self) -> tuple[Entry, ...]:
        if self._find is not None:
            self._given, self._find = tuple(self._find(*self._given)), None
        return self._given

    def __getitem__(self, at: Any) -> Any:
        return self._told()[at]

    def __len__(self) -> int:
        return len(self._told())

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._told())

    def __eq__(self, other: object) -> bool:
        return self._told() == (other._told() if isinstance(other, Evidence) else other)

    def __add__(self, other: Iterable[Entry]) -> tuple[Entry, ...]:
        return (*self, *other)

    def __mul__(self, times: int) -> tuple[Entry, ...]:
        return self._told() * times

    def __repr__(self) -> str:
        return repr(self._told())

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (list(self),)


class Support(NamedTuple):
    """How an edge is known: its evidence, and "stated", "inferred", or nothing where none says."""

    evidence: Sequence[Entry] = ()
    certainty: str = ""


_SURE = {"": "", "nhv:Stated": "stated", "nhv:Inferred": "inferred"}


def surest(said: Iterable[str]) -> str:
    """The certainty of what several things show: stated as soon as one is."""
    return max(said, key=("", "inferred", "stated").index, default="")


class Citations:
    """How the facts of some classes are known; no fact is of two of them.

    How sure facts are stands among their columns. Their citations are asked for once for a view,
    by one query, when they are first looked at.
    """

    def __init__(self, kg: View, *classes: str) -> None:
        self._kg, self._classes = kg, classes
        self._facts = [facts(kg, cls) for cls in classes]

    def certainty(self, fact: str, *props: str) -> str:
        """How sure a fact is: "stated", "inferred", or an empty text where the graph does not say.

        With properties, how sure they are: inferred as soon as one is.
        """
        known = next((found.named(fact) for found in self._facts if fact in found), None)
        if known is None:
            return ""
        whole = _SURE[known.one("nhv:certainty")]
        inferred, stated = known.all("nhv:inferredProperty"), known.all("nhv:statedProperty")
        said = {
            "inferred" if prop in inferred else "stated" if prop in stated else whole
            for prop in props
        }
        return min(said, key=("inferred", "stated", "").index, default=whole)

    @property
    def stated(self) -> frozenset[str]:
        """The facts that are stated."""
        sure = "nhv:Stated"
        return self._kg.cached(
            ("networks", "stated", self._classes),
            lambda: frozenset(
                fact.id for of in self._facts for fact in of if fact.one("nhv:certainty") == sure
            ),
        )

    def support(self, fact: str, *props: str) -> Support:
        """How a fact is known, or how some properties of it are."""
        return Support(Evidence(self.entries, fact, *props), self.certainty(fact, *props))

    def together(self, facts: Sequence[str]) -> Support:
        """How what several facts show together is known: stated as soon as one of them is."""
        entries = Evidence(lambda: [entry for fact in facts for entry in self.entries(fact)])
        return Support(entries, surest(map(self.certainty, facts)))

    def entries(self, fact: str, *props: str) -> list[Entry]:
        """The evidence of one fact: an entry per citation, the oldest source first, undated last.

        With properties, citations that say none of them are left out, and one that infers one of
        them is inferred.
        """
        nodes = [NamedNode(expand(prop)) for prop in props]
        unsure = bool(props) and self.certainty(fact, *props) != "stated"
        found = citations_of(self._kg, [NamedNode(expand(cls)) for cls in self._classes])
        entries = [
            c.entry("inferred" if unsure or c.certainty(*nodes) == NHV.Inferred else "stated")
            for c in found.get(fact, ())
            if not props or not c.states or c.states.intersection(nodes)
        ]
        order = itemgetter("source", "locator", "reading")
        return sorted(entries, key=lambda entry: (entry["date"] or "9999", *order(entry)))


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

    def graph(self, net: Net, names: Mapping[str, str]) -> Net:
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
