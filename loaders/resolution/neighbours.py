"""Which things are resolved together: facts and areas that are tied, each with what it shares.

Facts and areas that name one another are resolved as one.  What many name (a region, a body, a
document, a place in one) is shared: it is read by those who name it, but ties none of them
together.  So what is said in one matter changes nothing in another, unless it changes what both
share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from loaders.resolution.quads import Quads
from loaders.resolution.views import ALWAYS, Withheld
from loaders.rules.days import span_of
from ontology.terms import BASE, KINDS, NHV, PREFIXES, PROV, RDF, SKOS

SHARED = (
    "region", "healthcare-region", "county", "municipality", "hospital", "organisation", "body",
    "person", "legal", "source", "citation", "change", "programme", "step",
)  # fmt: skip
"""Kinds of things that are resolved without those who name them; things of others are not."""
_HOME = f"{BASE}id/"
_APART = tuple(f"{_HOME}{kind}/" for kind in KINDS if kind not in SHARED)
_OURS = (_HOME, PREFIXES["nhv"], PREFIXES["overlay"])
_RESOLVED = DefaultGraph()
CONFLICTS = f"{_HOME}conflict/"
READ_BY_ALL = (NHV.SystemChange, NHV.Start)
"""What is such a thing, or says such a thing of a programme, is read by what does not name it."""
_PROGRAMMES = f"{_HOME}programme/"
# What no rule reads of a thing that others share, which a test watches; of others, it may.
_OF_ITS_OWN = frozenset({
    SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation, PROV.hadPrimarySource,
    PROV.qualifiedPrimarySource, NHV.statedBy, NHV.certainty, NHV.inferredProperty,
    NHV.statedProperty, NHV.supplies,
})  # fmt: skip


class Newest(NamedTuple):
    """The last day that the date of any source can mean, and the sources that can mean it."""

    day: date
    sources: tuple[NamedNode, ...]

    @classmethod
    def of(cls, dates: Iterable[Quad]) -> Newest:
        """Find it among statements of dates."""
        found: dict[date, list[NamedNode]] = {date.min: []}
        for _, prop, value, graph in dates:
            if day := span_of({prop: (value,)}, prop).latest:
                found.setdefault(day, []).append(graph)
        return cls(day := max(found), tuple(found[day]))


class Sayings:
    """What the sources of a view say, as a change of what the sources of a store say.

    It leaves some out, and has what comes beside the rest.
    """

    def __init__(self, store: Store | Quads, left: Withheld, come: Iterable[Quad]) -> None:
        self.store, self._graphs, self._gone = store, set(left.graphs), set(left.quads)
        self._come: dict[NamedNode, list[Quad]] = defaultdict(list)
        self._naming: dict[NamedNode, list[Quad]] = defaultdict(list)
        self._shared: dict[NamedNode, bool] = {}
        self._read: dict[NamedNode, list[Quad]] = {}
        self.come = frozenset(come)
        for quad in self.come:
            self._come[quad.subject].append(quad)  # type: ignore[index]
            if isinstance(quad.object, NamedNode):
                self._naming[quad.object].append(quad)

    @cached_property
    def newest(self) -> tuple[Newest, Newest]:
        """The newest source of the store, and that of the view."""
        graphs = self.store.named_graphs()
        dated = [q for g in graphs for q in self.store.quads_for_pattern(g, NHV.date, None, g)]
        come = [q for q in self.come if q.predicate == NHV.date and q.subject == q.graph_name]
        return Newest.of(dated), Newest.of([*filter(self._is_kept, dated), *come])

    def lose(self, quads: Iterable[Quad]) -> None:
        """Leave out more statements."""
        self._gone.update(quads)

    def told(self, thing: NamedNode) -> list[Quad]:
        """What sources of the view say of a thing."""
        own = self._come.get(thing, [])
        return [*filter(self._is_kept, self._about(thing)), *own]

    def naming(self, value: NamedNode, prop: NamedNode | None = None) -> Iterator[Quad]:
        """What sources of the view say of others that name a thing."""
        yield from filter(self._is_kept, self.store.quads_for_pattern(None, prop, value))
        yield from (quad for quad in self._naming.get(value, ()) if prop in (None, quad.predicate))

    def is_named(self, thing: NamedNode) -> bool:
        """Whether a source of the view says something of a thing, or names it."""
        return any(q.graph_name not in ALWAYS for q in chain(self.naming(thing), self.told(thing)))

    def programmes(self, thing: NamedNode) -> Iterator[NamedNode]:
        """The programmes that a thing begins or changes, before or after the change."""
        own = [*self._ever(thing)]
        if any(quad.object in READ_BY_ALL for quad in own):
            named = (node for quad in own for node in _nodes(quad.object))
            yield from (node for node in named if node.value.startswith(_PROGRAMMES))

    def resolved(self, thing: NamedNode) -> list[Quad]:
        """What follows for a thing from all sources of the store."""
        return [quad for quad in self._about(thing) if quad.graph_name == _RESOLVED]

    def ties(self, thing: NamedNode) -> Iterator[NamedNode]:
        """What is resolved together with a thing, before or after the change."""
        if self.is_shared(thing):
            # Of what names it only the conflicts about it belong to it.
            for quad in self._ever_naming(thing, NHV.about):
                for node in _nodes(quad.subject):
                    if node.value.startswith(CONFLICTS):
                        yield node
            return
        for quad in self._ever(thing):
            for node in _nodes(quad.object):
                if quad.predicate == NHV.supplier:
                    # What a supply says of its supplier is said by all supplies together.
                    yield node
                    for other in self._ever_naming(node, NHV.supplier):
                        yield from _nodes(other.subject)
                elif quad.predicate != RDF.type and not self.is_shared(node):
                    yield node
        for quad in self._ever_naming(thing):
            yield from (node for node in _nodes(quad.subject) if not self.is_shared(node))

    def citing(self, citation: NamedNode) -> Iterator[NamedNode]:
        """What rests on a citation, before or after the change."""
        for quad in self._ever_naming(citation, PROV.qualifiedPrimarySource):
            yield from _nodes(quad.subject)

    def suppliers(self, things: Iterable[NamedNode]) -> set[object]:
        """Who supplies by some things, before or after the change."""
        every = (quad for thing in things for quad in self._ever(thing))
        return {quad.object for quad in every if quad.predicate == NHV.supplier}

    def readers(self, thing: NamedNode) -> Iterator[NamedNode]:
        """What names a thing, before or after the change, in what rules read of it."""
        for quad in self._ever_naming(thing):
            if is_read(quad.predicate):
                yield from _nodes(quad.subject)

    def _is_kept(self, quad: Quad) -> bool:
        graph = quad.graph_name
        return graph != _RESOLVED and graph not in self._graphs and quad not in self._gone

    def _about(self, thing: NamedNode) -> list[Quad]:
        """All that the store has of a thing, read once."""
        if thing not in self._read:
            self._read[thing] = list(self.store.quads_for_pattern(thing, None, None))
        return self._read[thing]

    def _ever(self, thing: NamedNode) -> Iterator[Quad]:
        return chain(self._about(thing), self._come.get(thing, ()))

    def _ever_naming(self, value: NamedNode, prop: NamedNode | None = None) -> Iterator[Quad]:
        yield from self.store.quads_for_pattern(None, prop, value)
        yield from (q for q in self._naming.get(value, ()) if prop in (None, q.predicate))

    def is_shared(self, thing: NamedNode) -> bool:
        """Whether a thing ties nothing together."""
        if thing not in self._shared:
            self._shared[thing] = self._is_shared(thing)
        return self._shared[thing]

    def _is_shared(self, thing: NamedNode) -> bool:
        if thing.value.startswith(_APART):
            return False
        if thing.value.startswith(_OURS) or self.store.contains_named_graph(thing):
            return True
        # A researcher's own files say something of things of any name.
        own = self._come.get(thing, ())
        return any(quad.graph_name == thing for quad in own) or not (own or self._about(thing))


def is_read(prop: NamedNode) -> bool:
    """Whether rules read a property of other things than the one that they write about."""
    return prop not in _OF_ITS_OWN and not prop.value.startswith(PREFIXES["overlay"])


def _nodes(term: object) -> Iterator[NamedNode]:
    if isinstance(term, NamedNode):
        yield term
