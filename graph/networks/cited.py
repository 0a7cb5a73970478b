"""Who says it: citations as flat columns, and the evidence of an edge, told when looked at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, overload

from graph.networks.facts import Fact, Facts, Short
from graph.networks.naming import labels, texts
from graph.view.view import View

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
    """How an edge is known: its evidence, and "stated", "inferred", or nothing where none says."""

    evidence: Sequence[Entry] = ()
    certainty: str = ""


class Citations:
    """The citations of every fact of a class, joined with their sources.

    Every column is asked for once for a view, and only when it is needed.

    Args:
        kg: The view to ask.
        cls: The class as a CURIE.
    """

    def __init__(self, kg: View, cls: str) -> None:
        self._kg, self._cls = kg, cls
        self._of, self._source = kg.cached(
            ("networks", "citations", cls), lambda: _citations(kg, cls)
        )

    def by(self, fact: str) -> Sequence[str]:
        """The citations of a fact, by their short names."""
        return self._of.get(fact, ())

    def source(self, citation: str) -> str:
        """The source that a citation is from."""
        return self._source[citation]

    def certainty(self, fact: str, *props: str) -> str:
        """How sure a fact is, as the graph has it.

        Args:
            fact: The fact's short name.
            *props: If given, that of these properties: inferred as soon as one is.

        Returns:
            "stated", "inferred", or an empty text where the graph does not say.
        """
        whole = self._certainties.get(fact, "")
        if not props:
            return whole
        inferred = self._about("nhv:inferredProperty").get(fact, ())
        stated = self._about("nhv:statedProperty").get(fact, ())
        said = {
            "inferred" if prop in inferred else "stated" if prop in stated else whole
            for prop in props
        }
        return "inferred" if "inferred" in said else "stated" if "stated" in said else ""

    @property
    def stated(self) -> frozenset[str]:
        """The facts that are stated."""
        return self._kg.cached(
            ("networks", "stated", self._cls),
            lambda: frozenset(f for f, said in self._certainties.items() if said == "stated"),
        )

    def support(self, fact: str, *props: str) -> Support:
        """How a fact is known, or how some properties of it are."""
        told = Evidence(self.entries, fact, *props)
        return Support(told, self.certainty(fact, *props))

    def support_for(self, fact: str, prop: str) -> Support:
        """How one property of a fact is known: by the citations that say it.

        A citation that says what it supports and does not name this property is left out.
        """
        told = Evidence(self._entries_for, fact, prop)
        return Support(told, self.certainty(fact, prop))

    def _entries_for(self, fact: str, prop: str) -> Sequence[Entry]:
        states = self._column("nhv:states")
        saying = [c for c in self.by(fact) if prop in states.get(c, (prop,))]
        sure = self.certainty(fact, prop)
        return self._listed(fact, ((citation, sure) for citation in saying))

    def entries(self, fact: str, *props: str) -> Sequence[Entry]:
        """The evidence of one fact.

        Args:
            fact: The fact's short name.
            *props: As for :meth:`certainty`.

        Returns:
            One dictionary per citation, oldest source first, undated sources last.
        """
        stating: Collection[str] = self._about("nhv:statedBy").get(fact, ())
        if props:
            # Of some properties a citation may state more than of the whole.
            stating = self.by(fact) if self.certainty(fact, *props) == "stated" else ()
        return self._listed(
            fact, ((c, "stated" if c in stating else "inferred") for c in self.by(fact))
        )

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
                yield fact, told_since(fact, told[1])

    def _oldest(self) -> Mapping[str, tuple[str, str]]:
        days, dates = self._dated("nhv:firstDay"), self._dated("nhv:date")
        found = {}
        for fact, citations in self._of.items():
            sources = {self.source(citation) for citation in citations}
            dated = [(days[s], dates.get(s, "")) for s in sources if s in days]
            if dated:
                found[fact] = min(dated)
        return found

    def _listed(self, fact: str, citations: Iterable[tuple[str, str]]) -> Sequence[Entry]:
        titles, dates = self._titles(), self._dated("nhv:date")
        readings = self._column("nhv:reading")
        found = []
        for citation, certainty in citations:
            source, locator = self.place(citation)
            found.append(
                {
                    "fact": fact,
                    "source": source,
                    "title": titles[source],
                    "date": dates.get(source, ""),
                    "locator": locator,
                    "certainty": certainty,
                    "reading": " / ".join(readings.get(citation, ())),
                }
            )
        found.sort(key=lambda e: (e["date"] or "9999", e["source"], e["locator"], e["reading"]))
        return found

    def _column(self, prop: str) -> Many:
        """A property of the citations."""
        pattern = f"?s a {self._cls} ; prov:qualifiedPrimarySource ?x ."
        return self._kg.cached(
            ("networks", "citations", self._cls, prop), lambda: _property(self._kg, pattern, prop)
        )

    def _about(self, prop: str) -> Many:
        """A property of the facts themselves."""
        return self._kg.cached(
            ("networks", "known", self._cls, prop),
            lambda: _property(self._kg, f"?x a {self._cls} .", prop),
        )

    @property
    def _certainties(self) -> Mapping[str, str]:
        """How sure each fact is."""
        return self._kg.cached(
            ("networks", "certainties", self._cls),
            lambda: {
                fact: "inferred" if "nhv:Inferred" in said else "stated"
                for fact, said in self._about("nhv:certainty").items()
            },
        )

    def _dated(self, prop: str) -> Mapping[str, str]:
        """A date of the sources."""
        return self._kg.cached(
            ("networks", "sources", self._cls, prop),
            lambda: texts(self._kg, self._source.values(), prop, ("",)),
        )

    def _titles(self) -> Mapping[str, str]:
        """What the sources are called, in the language of the view."""
        return self._kg.cached(
            ("networks", "titles", self._cls, self._kg.lang),
            lambda: _called(self._kg, set(self._source.values())),
        )


def told_since(fact: Fact, told: str) -> tuple[str, str]:
    """When something happened: its own date, else the date of the source that tells of it."""
    own = fact.one("nhv:firstDay")
    return (own, "nhv:firstDay") if own else (told, "nhv:firstAttested" if told else "")


def _citations(kg: View, cls: str) -> tuple[Many, Mapping[str, str]]:
    """The citations of every fact of a class, and the source of each."""
    short = Short()
    of: dict[str, set[str]] = {}
    source: dict[str, str] = {}
    for s, c, cited in kg.select(
        f"SELECT ?s ?c ?source {{ ?s a {cls} ; prov:qualifiedPrimarySource ?c . "
        "?c prov:entity ?source }"
    ).rows:
        citation, document = short(c), short(cited)
        of.setdefault(short(s), set()).add(citation)
        source[citation] = min(document, source.get(citation, document))
    return {fact: tuple(sorted(of[fact])) for fact in sorted(of)}, source


def _property(kg: View, pattern: str, prop: str) -> Many:
    """The values of a property of whatever a pattern binds to ``?x``."""
    short = Short()
    found: dict[str, set[str]] = {}
    for thing, value in kg.select(f"SELECT ?x ?o {{ {pattern} ?x {prop} ?o }}").rows:
        found.setdefault(short(thing), set()).add(short(value))
    return {thing: tuple(sorted(values)) for thing, values in found.items()}


def _called(kg: View, sources: Collection[str]) -> Mapping[str, str]:
    titles = texts(kg, sources, "dcterms:title", ("", kg.lang))
    return {**labels(kg, set(sources) - set(titles)), **titles}
