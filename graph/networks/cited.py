"""Who says it: citations as flat columns, and the evidence of an edge, told when looked at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, overload

from graph.networks.facts import Fact, Facts, Short, View
from graph.networks.naming import labels, texts

Entry = dict[str, str]
"""One citation: fact, source, title, date, locator, certainty and reading."""
Many = Mapping[str, tuple[str, ...]]


class Evidence(Sequence[Entry]):
    """The citations of an edge: a tuple of dictionaries, put together when it is first looked at.

    A large network has hundreds of thousands of citations and a reader looks at few. It equals the
    tuple of the same entries, and is pickled and copied as that.

    Args:
        find: Gives the entries, in the order in which they are told.
        *given: What it is called with.

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

    @overload
    def __getitem__(self, at: int) -> Entry: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, at: int | slice) -> Entry | tuple[Entry, ...]:
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
    """How an edge is known: its evidence, and whether a source states it or it was inferred."""

    evidence: Sequence[Entry] = ()
    certainty: str = "stated"


@dataclass(frozen=True)
class _Columns:
    """The citations of the facts of a class: what of them the networks themselves need."""

    of: Mapping[str, Sequence[str]]
    source: Mapping[str, str]
    inferred: frozenset[str]
    infers: Many


class Citations:
    """The citations of every fact of a class, joined with their sources.

    Every column is asked for once for a view, and only when it is needed.

    Args:
        kg: The view to ask.
        cls: The class as a CURIE.
    """

    def __init__(self, kg: View, cls: str) -> None:
        self._kg, self._cls = kg, cls
        self._said = kg.cached(("networks", "citations", cls), lambda: _citations(kg, cls))

    def by(self, fact: str) -> Sequence[str]:
        """The citations of a fact, by their short names."""
        return self._said.of.get(fact, ())

    def source(self, citation: str) -> str:
        """The source that a citation is from."""
        return self._said.source[citation]

    def stating(self, fact: str, prop: str) -> Sequence[str]:
        """The citations of a fact that say one of its properties.

        A citation that says what it supports and does not name this property is left out.
        """
        states = self._column("nhv:states")
        return [c for c in self.by(fact) if prop in states.get(c, (prop,))]

    def certain(self, citation: str, made_of: Collection[str]) -> bool:
        """Whether a citation states what these properties say, and does not infer it."""
        said = self._said
        return citation not in said.inferred and not any(
            prop in made_of for prop in said.infers.get(citation, ())
        )

    def unsure(self, made_of: tuple[str, ...]) -> frozenset[str]:
        """The facts with citations of which none states what these properties say."""
        return self._kg.cached(
            ("networks", "unsure", self._cls, made_of),
            lambda: frozenset(
                fact
                for fact, citations in self._said.of.items()
                if not any(self.certain(c, made_of) for c in citations)
            ),
        )

    def certainty(self, fact: str, made_of: tuple[str, ...] = ()) -> str:
        """How sure a fact is: stated as soon as one citation states it, otherwise inferred.

        Args:
            fact: The fact's short name.
            made_of: The properties that are shown; a citation that infers one of them does not
                state it, whatever else it states.
        """
        return "inferred" if fact in self.unsure(made_of) else "stated"

    def evidence(self, fact: str, made_of: tuple[str, ...] = ()) -> Evidence:
        """The evidence of a fact, put together when it is looked at (see :meth:`entries`)."""
        return Evidence(self.entries, fact, made_of)

    def support(self, fact: str, made_of: tuple[str, ...] = ()) -> Support:
        """How a fact is known."""
        return Support(self.evidence(fact, made_of), self.certainty(fact, made_of))

    def support_for(self, fact: str, prop: str) -> Support:
        """How one property of a fact is known (see :meth:`stating`)."""
        unsure = self._kg.cached(
            ("networks", "unsure", self._cls, prop), lambda: frozenset(self._unsure_of(prop))
        )
        told = Evidence(self._entries_for, fact, prop)
        return Support(told, "inferred" if fact in unsure else "stated")

    def _unsure_of(self, prop: str) -> Iterator[str]:
        for fact in self._said.of:
            stating = self.stating(fact, prop)
            if stating and not any(self.certain(c, (prop,)) for c in stating):
                yield fact

    def _entries_for(self, fact: str, prop: str) -> Sequence[Entry]:
        return self._listed(fact, self.stating(fact, prop), (prop,))

    def entries(self, fact: str, made_of: tuple[str, ...] = ()) -> Sequence[Entry]:
        """The evidence of one fact.

        Args:
            fact: The fact's short name.
            made_of: As for :meth:`certainty`.

        Returns:
            One dictionary per citation, oldest source first, undated sources last.
        """
        return self._listed(fact, self.by(fact), made_of)

    def place(self, citation: str) -> tuple[str, str]:
        """The source of a citation and the place in it."""
        where = self._column("bibo:locator").get(citation, ())
        return self.source(citation), ", ".join(where)

    def told(self, fact: str) -> tuple[str, str]:
        """The day and the date as printed of the oldest dated source that tells of a fact."""
        oldest = self._kg.cached(("networks", "told", self._cls), self._oldest)
        return oldest.get(fact, ("", ""))

    def happened(self, found: Facts) -> Iterator[tuple[Fact, tuple[str, str]]]:
        """Keep what had begun by the view's day, whether or not it is over.

        Args:
            found: Facts with ``nhv:firstDay``; what has none counts from the day of the oldest
                source that tells of it.

        Yields:
            The facts, each with when it began and by which property; ``firstAttested`` where only
            sources date it. What nothing dates is kept.
        """
        day = self._kg.as_of.isoformat()
        for fact in found:
            told = ("", "") if fact.one("nhv:firstDay") else self.told(fact.id)
            if (fact.one("nhv:firstDay") or told[0]) <= day:
                yield fact, attested(fact.since, told[1])

    def _oldest(self) -> Mapping[str, tuple[str, str]]:
        days, dates = self._dated("nhv:firstDay"), self._dated("nhv:date")
        found = {}
        for fact, citations in self._said.of.items():
            sources = {self.source(citation) for citation in citations}
            dated = [(days[s], dates.get(s, "")) for s in sources if s in days]
            if dated:
                found[fact] = min(dated)
        return found

    def _listed(
        self, fact: str, citations: Iterable[str], made_of: Collection[str]
    ) -> Sequence[Entry]:
        titles, dates = self._titles(), self._dated("nhv:date")
        readings = self._column("nhv:reading")
        found = []
        for citation in citations:
            source, locator = self.place(citation)
            found.append(
                {
                    "fact": fact,
                    "source": source,
                    "title": titles[source],
                    "date": dates.get(source, ""),
                    "locator": locator,
                    "certainty": "stated" if self.certain(citation, made_of) else "inferred",
                    "reading": " / ".join(readings.get(citation, ())),
                }
            )
        found.sort(key=lambda e: (e["date"] or "9999", e["source"], e["locator"], e["reading"]))
        return found

    def _column(self, prop: str) -> Many:
        """A property of the citations."""
        return self._kg.cached(
            ("networks", "citations", self._cls, prop),
            lambda: _property(self._kg, self._cls, prop),
        )

    def _dated(self, prop: str) -> Mapping[str, str]:
        """A date of the sources."""
        return self._kg.cached(
            ("networks", "sources", self._cls, prop),
            lambda: texts(self._kg, self._said.source.values(), prop, ("",)),
        )

    def _titles(self) -> Mapping[str, str]:
        """What the sources are called, in the language of the view."""
        return self._kg.cached(
            ("networks", "titles", self._cls, self._kg.lang),
            lambda: _called(self._kg, set(self._said.source.values())),
        )


def attested(since: tuple[str, str], told: str) -> tuple[str, str]:
    """When a fact began: the date of a source that tells of it stands in where it has none."""
    return since if since[0] or not told else (told, "firstAttested")


def _citations(kg: View, cls: str) -> _Columns:
    rows = kg.select(
        f"SELECT ?s ?c ?source ?certainty {{ {_cited_in(cls)} ?c prov:entity ?source "
        "OPTIONAL { ?c nhv:certainty ?certainty } }"
    ).rows
    short = Short()
    of: dict[str, set[str]] = {}
    source: dict[str, str] = {}
    inferred = set()
    for s, c, cited, certainty in rows:
        citation, document = short(c), short(cited)
        of.setdefault(short(s), set()).add(citation)
        source[citation] = min(document, source.get(citation, document))
        if short(certainty) == "nhv:Inferred":
            inferred.add(citation)
    return _Columns(
        {fact: tuple(sorted(of[fact])) for fact in sorted(of)},
        source,
        frozenset(inferred),
        _property(kg, cls, "nhv:infers"),
    )


def _property(kg: View, cls: str, prop: str) -> Many:
    short = Short()
    found: dict[str, set[str]] = {}
    for c, value in kg.select(f"SELECT ?c ?o {{ {_cited_in(cls)} ?c {prop} ?o }}").rows:
        found.setdefault(short(c), set()).add(short(value))
    return {citation: tuple(sorted(values)) for citation, values in found.items()}


def _cited_in(cls: str) -> str:
    return f"?s a {cls} ; prov:qualifiedPrimarySource ?c ."


def _called(kg: View, sources: Collection[str]) -> Mapping[str, str]:
    titles = texts(kg, sources, "dcterms:title", ("", kg.lang))
    return {**labels(kg, set(sources) - set(titles)), **titles}
