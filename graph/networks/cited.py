"""Who says it: citations as flat columns, and the evidence of an edge, told when looked at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple, overload

from graph.networks.facts import Fact, Facts, Rows, Wanted, facts, gather, labels
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
    """The citations of the facts of some classes, joined with their sources.

    How sure facts are stands among their columns. The rest is asked for once for a view, by one
    query, when it is first looked at.

    Args:
        kg: The view to ask.
        *classes: The classes as CURIEs; no fact is of two of them.
    """

    def __init__(self, kg: View, *classes: str) -> None:
        self._kg, self._classes = kg, classes
        self._facts = [facts(kg, cls) for cls in classes]
        self._certainties = kg.cached(("networks", "certainties", classes), self._read)

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
        known = next((found.named(fact) for found in self._facts if fact in found), None)
        inferred = known.all("nhv:inferredProperty") if known else ()
        stated = known.all("nhv:statedProperty") if known else ()
        said = {
            "inferred" if prop in inferred else "stated" if prop in stated else whole
            for prop in props
        }
        return "inferred" if "inferred" in said else "stated" if "stated" in said else ""

    @property
    def stated(self) -> frozenset[str]:
        """The facts that are stated."""
        return self._kg.cached(
            ("networks", "stated", self._classes),
            lambda: frozenset(f for f, sure in self._certainties.items() if sure == "stated"),
        )

    def support(self, fact: str, *props: str) -> Support:
        """How a fact is known, or how some properties of it are."""
        return Support(Evidence(self.entries, fact, *props), self.certainty(fact, *props))

    def support_for(self, fact: str, prop: str) -> Support:
        """How one property of a fact is known: by the citations that say it.

        A citation that says what it supports and does not name this property is left out.
        """
        return Support(Evidence(self._entries_for, fact, prop), self.certainty(fact, prop))

    def _entries_for(self, fact: str, prop: str) -> Sequence[Entry]:
        told = self._told
        saying = (c for c in told.of.get(fact, ()) if prop in told.states.get(c, (prop,)))
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
        own = self._told.of.get(fact, ())
        stating: Collection[str] = self._told.stating.get(fact, ())
        if props:
            # Of some properties a citation may state more than of the whole.
            stating = own if self.certainty(fact, *props) == "stated" else ()
        return self._listed(fact, ((c, "stated" if c in stating else "inferred") for c in own))

    def told(self, fact: str) -> tuple[str, str]:
        """The day and the date as printed of the oldest dated source that tells of a fact."""
        return self._oldest.get(fact, ("", ""))

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

    def _read(self) -> Mapping[str, str]:
        return {
            fact: "inferred" if sure == "nhv:Inferred" else "stated"
            for found in self._facts
            for fact, sure in zip(found.ids, found.one("nhv:certainty"), strict=True)
            if sure
        }

    @property
    def _oldest(self) -> Mapping[str, tuple[str, str]]:
        return self._kg.cached(("networks", "oldest", self._classes), self._find_oldest)

    def _find_oldest(self) -> Mapping[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        for cited in gather(self._kg, *map(citing, self._classes)):
            for fact, citations in cited.of.items():
                days = [dated for c in citations if (dated := cited.dates[cited.source[c]])[0]]
                if days:
                    found[fact] = min(days)
        return found

    def _listed(self, fact: str, citations: Iterable[tuple[str, str]]) -> Sequence[Entry]:
        told = self._told
        found = []
        for citation, certainty in citations:
            source = told.source[citation]
            _, date = told.dates[source]
            found.append(
                {
                    "fact": fact,
                    "source": source,
                    "title": told.titles[source],
                    "date": date,
                    "locator": ", ".join(told.locators.get(citation, ())),
                    "certainty": certainty,
                    "reading": " / ".join(told.readings.get(citation, ())),
                }
            )
        found.sort(key=lambda e: (e["date"] or "9999", e["source"], e["locator"], e["reading"]))
        return found

    @property
    def _told(self) -> _Told:
        """All that the citations of the classes say."""
        key = ("networks", "told", self._classes, self._kg.lang)
        return self._kg.cached(key, lambda: _told(self._kg, self._classes))


class _Ties(NamedTuple):
    """The citations of each fact, the source of each citation, and when each source is from.

    The dates are the first day, and the date as printed; empty texts where there is none.
    """

    of: Many
    source: Mapping[str, str]
    dates: Mapping[str, tuple[str, str]]


class _Told(NamedTuple):
    """All that citations say: of each fact, of each citation and of each source."""

    of: Many
    source: Mapping[str, str]
    dates: Mapping[str, tuple[str, str]]
    titles: Mapping[str, str]
    stating: Many
    locators: Many
    readings: Many
    states: Many


def citing(cls: str) -> Wanted:
    """The citations of the facts of a class with their dated sources, as wanted of a view."""

    def made(cited: Rows, dated: Rows) -> _Ties:
        source: dict[str, str] = {}
        for _, citation, document in cited:
            source[citation] = min(document, source.get(citation, document))
        dates = dict.fromkeys(source.values(), ("", ""))
        return _Ties(_grouped(cited), source, dates | {name: (d, t) for name, d, t in dated})

    ties = f"?v0 a {cls} ; prov:qualifiedPrimarySource ?v1 . ?v1 prov:entity ?v2"
    dated = (
        f"{_sources_of(cls)} OPTIONAL {{ ?v0 nhv:firstDay ?v1 }} OPTIONAL {{ ?v0 nhv:date ?v2 }}"
    )
    return Wanted(("citations", cls), [(3, ties), (3, dated)], made)


def _sources_of(cls: str) -> str:
    """A pattern for the sources of a class, each once as ``?v0``."""
    return (
        f"{{ SELECT DISTINCT ?v0 {{ ?s a {cls} ; prov:qualifiedPrimarySource ?c . "
        "?c prov:entity ?v0 } }"
    )


# Of these one property alone makes an edge, so that it matters which of them a citation says.
_BY_PROPERTY = ("nhv:Body", "nhv:CareArea")


def _saying(cls: str) -> Wanted:
    """What citations of a class say, and what their sources are called, as wanted of a view."""

    def made(titles: Rows, stating: Rows, *said: Rows) -> tuple[Any, ...]:
        locators, readings, states = (*map(_grouped, said), {})[:3]
        return titles, _grouped(stating), locators, readings, states

    props = ("bibo:locator", "nhv:reading", "nhv:states")[: 3 if cls in _BY_PROPERTY else 2]
    citation = f"?s a {cls} ; prov:qualifiedPrimarySource ?v0 . ?v0"
    patterns = [
        (3, f"{_sources_of(cls)} ?v0 dcterms:title ?v1 BIND(LANG(?v1) AS ?v2)"),
        (2, f"?v0 a {cls} ; nhv:statedBy ?v1"),
        *((2, f"{citation} {prop} ?v1") for prop in props),
    ]
    return Wanted(("saying", cls), patterns, made)


def _told(kg: View, classes: Sequence[str]) -> _Told:
    """Ask for all that the citations of some classes say, at once."""
    found = gather(kg, *map(citing, classes), *map(_saying, classes))
    of, source, dates = map(_joined, zip(*found[: len(classes)], strict=True))
    titled, *said = zip(*found[len(classes) :], strict=True)
    best: dict[str, tuple[bool, str]] = {}
    for document, title, lang in chain.from_iterable(titled):
        rank = (lang not in ("", kg.lang), title)
        best[document] = min(rank, best.get(document, rank))
    names = labels(kg, set(source.values()) - set(best))
    titles = {**names, **{document: title for document, (_, title) in best.items()}}
    return _Told(of, source, dates, titles, *map(_joined, said))


def _joined(several: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {key: value for one in several for key, value in one.items()}


def told_since(fact: Fact, told: str) -> tuple[str, str]:
    """When something happened: its own date, else the date of the source that tells of it."""
    own = fact.one("nhv:firstDay")
    return (own, "nhv:firstDay") if own else (told, "nhv:firstAttested" if told else "")


def _grouped(rows: Rows) -> Many:
    """The second column by the first, each with its values in order."""
    found: dict[str, set[str]] = {}
    for thing, value, *_ in rows:
        found.setdefault(thing, set()).add(value)
    return {thing: tuple(sorted(values)) for thing, values in found.items()}
