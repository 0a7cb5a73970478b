"""Flat columns from the engine, and the small Python joins that networks are made of.

A network needs few facts of one class at a time. Each is fetched as flat (subject, property,
value) rows and joined here: SPARQL self-joins grow quadratically on some engines, dictionaries
do not. Everything is sorted, so that the same graph always gives the same network.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from ontology.terms import curie, expand

Values = Mapping[str, tuple[str, ...]]
Evidence = dict[str, str]

_CITATION = (
    "prov:entity",
    "bibo:locator",
    "nhv:certainty",
    "nhv:infers",
    "nhv:states",
    "nhv:reading",
    "nhv:state",
)
# Long VALUES lists are cut, so that no engine's limit on the length of a query is met.
_CHUNK = 400


class Rows(Protocol):
    """The result of a SELECT: names of columns, and rows of RDF terms (or None)."""

    @property
    def rows(self) -> Sequence[tuple[Any, ...]]:
        """The rows, one RDF term or None per column."""


class View(Protocol):
    """What a network needs of a knowledge graph: ask it, and know its two times."""

    @property
    def as_of(self) -> date:
        """The day whose state is shown."""

    @property
    def lang(self) -> str:
        """The language of labels, "sv" or "en"."""

    @property
    def people(self) -> bool:
        """Whether names of persons are in the view."""

    def select(self, sparql: str) -> Rows:
        """Answer a SELECT query over the resolved graph."""

    def find(self, name: str, kind: str = "thing") -> str:
        """The short name of the thing that a user means by a name."""


@dataclass(frozen=True)
class Fact:
    """A thing with the values of the properties that were asked for, as short texts."""

    id: str
    values: Values

    def all(self, prop: str) -> tuple[str, ...]:
        """Every value of a property, sorted."""
        return self.values.get(prop, ())

    def one(self, prop: str) -> str:
        """The first value of a property, or an empty text."""
        return next(iter(self.all(prop)), "")

    def with_value(self, prop: str, value: str) -> Fact:
        """The same fact with one value more."""
        return Fact(self.id, {**self.values, prop: (value,)})


def short(term: Any) -> str:
    """A term as text: the short name of an IRI, the lexical form of a literal.

    Args:
        term: An RDF term of the engine, or None.

    Returns:
        A CURIE, a literal's text, or an empty text for None.
    """
    if term is None:
        return ""
    text = str(term.value) if hasattr(term, "value") else str(term)
    is_iri = not hasattr(term, "datatype")
    return curie(text) if is_iri else text


def iri(thing: str) -> str:
    """The IRI of a short name; an IRI stays as it is."""
    return thing if thing.startswith(("http://", "https://")) else expand(thing)


def facts(kg: View, cls: str, props: Collection[str]) -> list[Fact]:
    """Fetch things of a class with some of their properties, in one flat SELECT.

    Args:
        kg: The view to ask.
        cls: The class as a CURIE, e.g. ``nhv:Permit``.
        props: The properties as CURIEs.

    Returns:
        The things in the order of their short names; values are sorted.
    """
    wanted = ", ".join(sorted(props))
    query = (
        f"SELECT ?s ?p ?o WHERE {{ ?s a {cls} . ?s ?p ?o . FILTER(?p IN (rdf:type, {wanted})) }}"
    )
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for s, p, o in kg.select(query).rows:
        found[short(s)][short(p)].add(short(o))
    return [
        Fact(s, {p: tuple(sorted(found[s][p])) for p in sorted(found[s])}) for s in sorted(found)
    ]


def current(kg: View, found: Iterable[Fact]) -> Iterator[Fact]:
    """Keep what is valid on the view's day; what has no date is kept (see :func:`undated`).

    Args:
        kg: The view, for its day.
        found: Facts fetched with ``nhv:firstDay`` and ``nhv:lastDay``.

    Yields:
        The facts whose interval holds the day, ends included.
    """
    day = kg.as_of.isoformat()
    for fact in found:
        first, last = fact.one("nhv:firstDay"), fact.one("nhv:lastDay")
        if (not first or first <= day) and (not last or day <= last):
            yield fact


def undated(fact: Fact) -> bool:
    """Whether no source dates the fact, so that it may or may not hold on the day."""
    return not since(fact)[0]


def since(fact: Fact) -> tuple[str, str]:
    """When a fact began, as its source states it, and by which property.

    Args:
        fact: A permit, supply relation or membership.

    Returns:
        The date in the source's precision and the property's local name; two empty texts if
        nothing dates it. ``firstAttested`` means that it may have begun earlier.
    """
    basis = fact.one("nhv:startBasis")
    if basis in ("nhv:continues", "nhv:decision"):  # links, not dates: the day follows from them
        return fact.one("nhv:firstDay"), basis.partition(":")[2]
    fallbacks = ("nhv:validFrom", "nhv:from", "nhv:decidedOn", "nhv:attestedOn")
    order = (basis, *fallbacks, "nhv:firstAttested") if basis else (*fallbacks, "nhv:firstAttested")
    for prop in order:
        if fact.one(prop):
            return fact.one(prop), prop.partition(":")[2]
    first = fact.one("nhv:firstDay")
    return first, "firstDay" if first else ""


class Citations:
    """Who says it: the citations of every fact of a class, joined with their sources."""

    def __init__(self, kg: View, cls: str) -> None:
        props = ", ".join(_CITATION)
        rows = kg.select(
            f"SELECT ?s ?c ?p ?o WHERE {{ ?s a {cls} ; prov:qualifiedPrimarySource ?c . "
            f"?c ?p ?o . FILTER(?p IN ({props})) }}"
        ).rows
        self._of: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(set))
        )
        for s, c, p, o in rows:
            self._of[short(s)][short(c)][short(p)].add(short(o))
        sources = {short(o) for _, _, p, o in rows if short(p) == "prov:entity"}
        self._titles = _column(kg, sources, "dcterms:title")
        self._dates = _column(kg, sources, "nhv:date")
        self._days = _column(kg, sources, "nhv:firstDay")
        self._names = labels(kg, sources - set(self._titles))

    def happened(self, kg: View, found: Iterable[Fact]) -> Iterator[Fact]:
        """Keep what had begun by the view's day, whether or not it is over.

        Args:
            kg: The view, for its day.
            found: Facts fetched with ``nhv:firstDay``; what has none counts from the day of the
                oldest source that tells of it.

        Yields:
            The facts with ``nhv:firstAttested`` where only sources date them. What nothing dates
            is kept.
        """
        day = kg.as_of.isoformat()
        for fact in found:
            first, told = fact.one("nhv:firstDay"), self._first_told(fact.id)
            if (first or told[0]) <= day:
                yield (
                    fact if first or not told[1] else fact.with_value("nhv:firstAttested", told[1])
                )

    def _first_told(self, fact: str) -> tuple[str, str]:
        """The day and the date as printed of the oldest dated source that tells of a fact."""
        sources = {s for c in self._of.get(fact, {}).values() for s in c.get("prov:entity", ())}
        days = sorted((self._days[s], self._dates.get(s, "")) for s in sources if s in self._days)
        return days[0] if days else ("", "")

    def of(self, fact: str, made_of: Collection[str] = ()) -> tuple[Evidence, ...]:
        """The evidence of one fact.

        Args:
            fact: The fact's short name.
            made_of: The properties that the edge shows; a citation that infers one of them is
                inferred for this edge, whatever else it states.

        Returns:
            One dictionary per citation (fact, source, title, date, locator, certainty, reading),
            oldest source first, undated sources last.
        """
        return self._listed(fact, self._of.get(fact, {}).values(), made_of)

    def stating(self, fact: str, prop: str) -> tuple[Evidence, ...]:
        """The evidence for one property of a fact.

        A citation that says what it supports and does not name this property is left out.
        """
        found = [
            citation
            for citation in self._of.get(fact, {}).values()
            if prop in (citation.get("nhv:states") or {prop})
        ]
        return self._listed(fact, found, (prop,))

    def _listed(
        self, fact: str, citations: Iterable[Mapping[str, set[str]]], made_of: Collection[str]
    ) -> tuple[Evidence, ...]:
        found = []
        for citation in citations:
            source = min(citation.get("prov:entity", {""}))
            inferred = "nhv:Inferred" in citation.get("nhv:certainty", ()) or bool(
                set(made_of) & citation.get("nhv:infers", set())
            )
            found.append(
                {
                    "fact": fact,
                    "source": source,
                    "title": self._titles.get(source) or self._names.get(source, source),
                    "date": self._dates.get(source, ""),
                    "locator": ", ".join(sorted(citation.get("bibo:locator", ()))),
                    "certainty": "inferred" if inferred else "stated",
                    "reading": " / ".join(sorted(citation.get("nhv:reading", ()))),
                }
            )
        found.sort(key=lambda e: (e["date"] or "9999", e["source"], e["locator"], e["reading"]))
        return tuple(found)


def certainty(evidence: Iterable[Evidence]) -> str:
    """How sure an edge is: stated as soon as one citation states it, otherwise inferred."""
    said = {e["certainty"] for e in evidence}
    return "stated" if "stated" in said or not said else "inferred"


def labels(kg: View, things: Iterable[str]) -> dict[str, str]:
    """The names of things in the view's language, else in the other, else the short name.

    Args:
        kg: The view to ask.
        things: Short names.

    Returns:
        A name for every one of ``things``.
    """
    best: dict[str, tuple[bool, str]] = {}
    for s, text, language in _values(kg, things, "skos:prefLabel|rdfs:label"):
        rank = (language != kg.lang, text)
        if s not in best or rank < best[s]:
            best[s] = rank
    return {thing: best[thing][1] if thing in best else thing for thing in sorted(set(things))}


def _column(kg: View, things: Iterable[str], prop: str) -> dict[str, str]:
    """One text per thing: the value in the view's language first, then by alphabet."""
    best: dict[str, tuple[bool, str]] = {}
    for s, text, language in _values(kg, things, prop):
        rank = (language not in ("", kg.lang), text)
        if s not in best or rank < best[s]:
            best[s] = rank
    return {s: text for s, (_, text) in sorted(best.items())}


def _values(kg: View, things: Iterable[str], path: str) -> Iterator[tuple[str, str, str]]:
    """(thing, text, language) of a property path, asked for in chunks."""
    ordered = sorted(set(things) - {""})
    for start in range(0, len(ordered), _CHUNK):
        iris = " ".join(f"<{iri(thing)}>" for thing in ordered[start : start + _CHUNK])
        query = f"SELECT ?s ?o WHERE {{ VALUES ?s {{ {iris} }} ?s {path} ?o }}"
        for s, o in kg.select(query).rows:
            yield short(s), short(o), getattr(o, "language", None) or ""
