"""Facts as flat columns from the engine: all that is said of a class, gathered in one query.

All that is said of the facts of a class is fetched as flat columns and joined in Python: SPARQL
self-joins grow quadratically on some engines, dictionaries do not. All columns that somebody lacks
come as the parts of one query (:func:`gather`) and are kept with the view, which never changes, so
that they serve every network of it. Everything is sorted, so that the same graph always gives the
same network.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from pyoxigraph import NamedNode

from graph.lookup.names import Finds, labels_of
from graph.view.view import View
from ontology.terms import NHV, PREFIXES, curie, expand

Texts = tuple[str, ...]

PARTIES = ("nhv:Region", "nhv:Hospital", "nhv:HospitalUnit")
"""Who takes part, and what lies above each."""
# Names and what ties things to sources are read apart, when they are shown.
_APART = (
    "skos:prefLabel, skos:altLabel, prov:hadPrimarySource, prov:qualifiedPrimarySource, "
    "nhv:statedBy, nhv:period, nhv:term, nhv:standing, nhv:joins"
)
Rows = Sequence[Texts]


class Wanted(NamedTuple):
    """What is wanted of a view: kept as one thing, made of the rows of some patterns."""

    key: Hashable  # what it is kept under
    # For each the number of its columns, and a pattern of SPARQL that binds them: ?v0, ?v1 …
    patterns: Sequence[tuple[int, str]]
    # Makes it of the rows of each, in which an empty text stands for no value.
    make: Callable[..., Any]


def gather(kg: View, *wanted: Wanted) -> list[Any]:
    """What is wanted; all that the view has not kept yet comes by one query."""
    kept: dict[Hashable, Any] = kg.cached(("facts", "gathered"), dict)
    missing = {one.key: one for one in wanted if one.key not in kept}
    if patterns := [pattern for one in missing.values() for pattern in one.patterns]:
        rows = iter(_rows(kg, patterns))
        for key, one in missing.items():
            kept[key] = one.make(*(next(rows) for _ in one.patterns))
    return [kept[one.key] for one in wanted]


def _rows(kg: View, patterns: Sequence[tuple[int, str]]) -> Sequence[Rows]:
    """The rows of each pattern as short texts, by one query that has them as its branches."""
    columns = [" ".join(f"?v{at}" for at in range(width)) for width, _ in patterns]
    branches = " UNION ".join(
        f'{{ SELECT ("{number}" AS ?part) {columns[number]} {{ {pattern} }} }}'
        for number, (_, pattern) in enumerate(patterns)
    )
    found: list[list[Texts]] = [[] for _ in patterns]
    heads = max(columns, key=len)
    short: dict[str, str] = {}  # flat columns name the same few things over and over
    for number, *values in kg.select(f"SELECT ?part {heads} {{ {branches} }}").rows:
        at = int(number.value)  # type: ignore[union-attr]
        texts = []
        for value in values[: patterns[at][0]]:
            text = "" if value is None else value.value
            if isinstance(value, NamedNode):
                text = short.get(text) or short.setdefault(text, curie(text))
            texts.append(text)
        found[at].append(tuple(texts))
    return found


class Fact:
    """One fact: its short name as ``id``, and the values of its properties."""

    __slots__ = ("_said", "id")

    def __init__(self, name: str, said: Mapping[str, Texts]) -> None:
        self.id, self._said = name, said

    def all(self, prop: str) -> Texts:
        """Every value of a property, sorted; KeyError if the ontology has no such property."""
        return self._said[prop] if prop in self._said else _none(prop)

    def one(self, prop: str) -> str:
        """The first value of a property, or an empty text."""
        values = self.all(prop)
        return values[0] if values else ""


@cache
def _none(prop: str) -> Texts:
    """No value of a property, which there must be."""
    prefix, _, local = prop.partition(":")
    if prefix == NHV.prefix:
        NHV[local]
    return ()


class Facts:
    """The facts of a class, in the order of their short names."""

    def __init__(self, found: Iterable[Fact]) -> None:
        self._by_name = {fact.id: fact for fact in found}
        self._columns: dict[str, Sequence[Texts]] = {}

    @property
    def ids(self) -> Collection[str]:
        """The short names, sorted."""
        return self._by_name.keys()

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._by_name.values())

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def named(self, name: str) -> Fact:
        """The fact with a short name; raises KeyError if there is none."""
        return self._by_name[name]

    def all(self, prop: str) -> Sequence[Texts]:
        """Every value of a property, fact by fact."""
        if prop not in self._columns:
            self._columns[prop] = [fact.all(prop) for fact in self]
        return self._columns[prop]

    def one(self, prop: str) -> Sequence[str]:
        """The first value of a property, fact by fact; an empty text where there is none."""
        return [values[0] if values else "" for values in self.all(prop)]


def facts(kg: View, cls: str) -> Facts:
    """The facts of a class, given as ``nhv:Permit``, with all that is said of them."""
    return gather(kg, facts_of(cls))[0]  # type: ignore[no-any-return]


def facts_of(cls: str) -> Wanted:
    """The facts of a class, as something that is wanted of a view."""

    def made(rows: Rows) -> Facts:
        said: dict[str, dict[str, Texts]] = {}
        for thing, prop, value in sorted(rows):
            own = said.setdefault(thing, {})
            own[prop] = (*own.get(prop, ()), value)
        return Facts(Fact(thing, own) for thing, own in said.items())

    pattern = (
        f"?v0 a {cls} ; ?v1 ?v2 FILTER(?v1 NOT IN ({_APART}) && (?v1 != rdf:type || ?v2 = {cls}))"
    )
    return Wanted(("facts", cls), [(3, pattern)], made)


def columns_of(*classes: str) -> list[Wanted]:
    """The facts of classes, and the periods of those that last, as wanted of a view."""
    return [wanted for cls in classes for wanted in (facts_of(cls), periods_of(cls))]


def states(kg: View, cls: str) -> Mapping[str, str]:
    """The status of every thing of a class on the view's day, as its periods have it."""
    day = kg.as_of.isoformat()
    spans = periods(kg, cls)
    return kg.cached(
        ("facts", "states", cls, day),
        lambda: {
            thing: status
            for thing, turns in spans.items()
            for first, last, status in turns
            # A side that is open has an empty text, which comes before every day.
            if first <= day and (not last or day <= last)
        },
    )


def periods(kg: View, cls: str) -> Mapping[str, Sequence[Texts]]:
    """First day, last day and status of every period of the things of a class, in order."""
    return gather(kg, periods_of(cls))[0]  # type: ignore[no-any-return]


def periods_of(cls: str) -> Wanted:
    """The periods of the things of a class, as something that is wanted of a view."""

    def made(rows: Rows) -> Mapping[str, Sequence[Texts]]:
        found: dict[str, list[Texts]] = {}
        for thing, *period in rows:
            found.setdefault(thing, []).append(tuple(period))
        return {thing: sorted(found[thing]) for thing in sorted(found)}

    pattern = (
        f"?v0 a {cls} ; nhv:period ?p . ?p nhv:status ?v3 "
        "OPTIONAL { ?p nhv:firstDay ?v1 } OPTIONAL { ?p nhv:lastDay ?v2 }"
    )
    return Wanted(("periods", cls), [(4, pattern)], made)


def notations(kg: View) -> Mapping[str, str]:
    """The notations of rules and statuses."""
    return gather(kg, NOTATIONS)[0]  # type: ignore[no-any-return]


NOTATIONS = Wanted(
    "notations",
    [
        (2, f"?v0 skos:inScheme {scheme} ; skos:notation ?v1")
        for scheme in ("nhv:Rules", "nhv:Statuses")
    ],
    lambda *rows: dict(chain.from_iterable(rows)),
)
"""The notations of rules and statuses, as wanted of a view."""


def labels(kg: View, *things: Iterable[str]) -> Mapping[str, str]:
    """The names of things in the view's language, else in the other, else the short name.

    The view is asked at most once, for what was not named before; what was is among the answer.
    """
    known: dict[str, str] = kg.cached(("facts", "labels", kg.lang), lambda: {"": ""})
    if unknown := sorted({thing for group in things for thing in group if thing not in known}):
        known.update(named(kg.engine, kg.lang, unknown))
    return known


def named(said: Finds, lang: str, things: Iterable[str]) -> Mapping[str, str]:
    """The same of the things of one group, as some statements name them."""
    # What has no prefix of ours is whole already, of whatever scheme: "data:…".
    iris = {t: expand(t) if t.partition(":")[0] in PREFIXES else t for t in things}
    found = labels_of(said, iris.values(), lang)
    return {thing: found[iri] for thing, iri in iris.items()}
