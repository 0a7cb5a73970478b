"""How edges are known: their certainty, and their evidence, told when it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from pyoxigraph import NamedNode

from graph.view.citations import Entry, citations_of
from graph.view.facts import facts
from graph.view.view import View
from ontology.terms import NHV, expand


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
