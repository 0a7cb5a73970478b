"""What lasts, on a day: since when, by which rule or source, and its status, as the graph says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from graph.view.facts import Fact, Rows, Wanted, facts, gather, labels, notations, states
from graph.view.view import View

IN_FORCE, POSSIBLE = SHOWN = ("nhv:InForce", "nhv:PossiblyInForce")
GRANTED = "nhv:GrantedNotBegun"


def start(
    since: str = "", basis: str = "", label: str = "", earliest: str = "", latest: str = ""
) -> dict[str, Any]:
    """What an edge says of when something began.

    ``since`` is the date as its source states it, or the bounds, as an interval; ``basis`` what
    dates it, the notation of a rule or the name of a property; between ``earliest`` and ``latest``
    it began.
    """
    return {
        "since": since,
        "since_basis": basis,
        "since_basis_label": label,
        "earliest_start": earliest,
        "latest_start": latest,
        "undated": not (since or earliest or latest),
    }


UNDATED: Mapping[str, Any] = {**start(), "undated": False, "status": "", "status_label": ""}
"""What every edge has of days and status, where there is none to tell."""


class Lasting:
    """The facts of a class that last, with the status that each has on the view's day."""

    def __init__(self, kg: View, cls: str) -> None:
        self._kg = kg
        self.facts, self.states = facts(kg, cls), states(kg, cls)

    @property
    def terms(self) -> Collection[str]:
        """The rules, properties and statuses that :meth:`attributes` has words for."""
        return {*self.facts.one("nhv:startBasis"), *SHOWN}

    @cached_property
    def _words(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        return _words_for(self._kg, self.terms)

    def began(self, fact: Fact) -> dict[str, Any]:
        """What an edge says of when a fact began."""
        basis = fact.one("nhv:startBasis")
        label, notation = self._words
        bounds = fact.one("nhv:earliestStart"), fact.one("nhv:latestStart")
        return start(fact.one("nhv:since"), notation[basis], label[basis], *bounds)

    def attributes(self, fact: Fact) -> dict[str, Any]:
        """What an edge says of when a fact began, and of its status on the day."""
        label, notation = self._words
        status = self.states[fact.id]
        return {
            **self.began(fact),
            "status": notation[status],
            "status_label": label[status],
        }

    def first(self, names: Iterable[str]) -> Fact:
        """Of some facts the one that had certainly begun first."""
        found = map(self.facts.named, names)
        return min(found, key=lambda fact: (fact.one("nhv:latestStart") or "9999", fact.id))

    def shown(self, *, possible: bool) -> tuple[list[Fact], list[Fact]]:
        """What is in force, with what may be if that is wanted, and what may be and is left out."""
        in_force = [fact for fact in self.facts if self.states.get(fact.id) == IN_FORCE]
        may_be = [fact for fact in self.facts if self.states.get(fact.id) == POSSIBLE]
        if possible:
            return sorted(in_force + may_be, key=lambda fact: fact.id), []
        return in_force, may_be


def since_attributes(kg: View, since: str, prop: str) -> dict[str, Any]:
    """What an edge says of when something happened, by the property that states it."""
    names, local = _words_for(kg, (prop,))
    return start(since, local[prop], names[prop])


def status_attributes(kg: View, status: str) -> dict[str, Any]:
    """What an edge says of its status, a concept as CURIE: its notation and what it is called."""
    names, notation = _words_for(kg, (status,))
    return {"status": notation[status], "status_label": names[status]}


def _words_for(kg: View, terms: Collection[str]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What rules, statuses and properties are called, and their notations or local names."""
    known = notations(kg)
    told = {term: known.get(term) or term.rpartition(":")[2] for term in terms}
    return labels(kg, told), told


UNTOLD = ("", "")


def attesting(cls: str) -> Wanted:
    """When sources first tell of the facts of a class, as wanted of a view.

    That is the day and the date as printed of the oldest dated source of each fact.
    """
    pattern = (
        f"?v0 a {cls} ; prov:qualifiedPrimarySource ?c . ?c prov:entity ?s . "
        "?s nhv:firstDay ?v1 OPTIONAL { ?s nhv:date ?v2 }"
    )

    def made(rows: Rows) -> Mapping[str, tuple[str, str]]:
        oldest: dict[str, tuple[str, str]] = {}
        for fact, *dated in rows:
            oldest[fact] = min((dated[0], dated[1]), oldest.get(fact, ("9999", "")))
        return oldest

    return Wanted(("attested", cls), [(3, pattern)], made)


def attested(kg: View, cls: str) -> Mapping[str, tuple[str, str]]:
    """For each fact of a class the day and the date of the oldest dated source that tells of it."""
    return gather(kg, attesting(cls))[0]  # type: ignore[no-any-return]


def happened(kg: View, cls: str) -> Iterator[tuple[Fact, tuple[str, str]]]:
    """The facts of a class that had begun by the view's day, whether or not they are over.

    What has no ``nhv:firstDay`` counts from the day of the oldest source that tells of it; what
    nothing dates is kept. Each comes with when it began and by which property, ``firstAttested``
    where only sources date it.
    """
    today, oldest = kg.as_of.isoformat(), attested(kg, cls)
    for fact in facts(kg, cls):
        day = fact.one("nhv:firstDay")
        if (day or oldest.get(fact.id, UNTOLD)[0]) <= today:
            yield fact, (day, "nhv:firstDay") if day else first_told(oldest, fact.id)


def first_told(oldest: Mapping[str, tuple[str, str]], fact: str) -> tuple[str, str]:
    """When a fact began that only its sources date, and by which property."""
    _, date = oldest.get(fact, UNTOLD)
    return date, "nhv:firstAttested" if date else ""
