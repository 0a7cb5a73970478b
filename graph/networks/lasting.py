"""What lasts, on a day: since when, by which rule, and its status, as the graph has them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from graph.base.words import words_of
from graph.networks.draft import Draft
from graph.networks.facts import Fact, facts, labels, notations, periods, states
from graph.view.view import View

_POSSIBLE = words_of("graph.networks")["left_out.possible"]

IN_FORCE, POSSIBLE = SHOWN = ("nhv:InForce", "nhv:PossiblyInForce")


class Began(NamedTuple):
    """When something began, and what that is known by.

    Attributes:
        since: The date as its source states it, or the bounds, as an interval.
        basis: What dates it: the notation of a rule, or the name of a property.
        basis_label: What that is called.
        earliest: The first day on which it can have begun; empty texts where none is known.
        latest: The day by which it certainly had.
    """

    since: str = ""
    basis: str = ""
    basis_label: str = ""
    earliest: str = ""
    latest: str = ""

    @property
    def attributes(self) -> dict[str, Any]:
        """The attributes of an edge that say so."""
        return {
            "since": self.since,
            "since_basis": self.basis,
            "since_basis_label": self.basis_label,
            "earliest_start": self.earliest,
            "latest_start": self.latest,
            "undated": not (self.since or self.earliest or self.latest),
        }


class Lasting:
    """The facts of a class that last, with the status that each has on the view's day.

    Args:
        kg: The view.
        cls: The class as a CURIE; its facts have periods.
    """

    def __init__(self, kg: View, cls: str) -> None:
        self._kg = kg
        self.facts, self.states = facts(kg, cls), states(kg, cls)
        self.periods = periods(kg, cls)

    @property
    def terms(self) -> Collection[str]:
        """The rules, properties and statuses that :meth:`attributes` has words for."""
        return {*self.facts.one("nhv:startBasis"), *SHOWN}

    @cached_property
    def _words(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        return words_for(self._kg, self.terms)

    @cached_property
    def _said(self) -> Mapping[str, Mapping[str, Any]]:
        return {status: status_attributes(self._kg, status) for status in SHOWN}

    def began(self, fact: Fact) -> Began:
        """When a fact began."""
        basis = fact.one("nhv:startBasis")
        label, notation = self._words
        return Began(
            fact.one("nhv:since"),
            notation[basis],
            label[basis],
            fact.one("nhv:earliestStart"),
            fact.one("nhv:latestStart"),
        )

    def attributes(self, fact: Fact) -> dict[str, Any]:
        """What an edge says of when a fact began, and of its status on the day."""
        return {**self.began(fact).attributes, **self._said[self.states[fact.id]]}

    def first(self, names: Iterable[str]) -> tuple[Fact, Began]:
        """Of some facts the one that had certainly begun first, and when."""
        found = [(fact, self.began(fact)) for fact in map(self.facts.named, names)]
        return min(found, key=lambda pair: (pair[1].latest or "9999", pair[0].id))

    def shown(self, *, possible: bool) -> tuple[list[Fact], list[str]]:
        """What is in force, and if wanted what may be.

        Args:
            possible: Whether what may be in force is wanted.

        Returns:
            The facts, and the names of those that may be in force and are not among them.
        """
        wanted = (IN_FORCE, POSSIBLE) if possible else (IN_FORCE,)
        found = [fact for fact in self.facts if self.states.get(fact.id) in wanted]
        left = [] if possible else [f for f, s in self.states.items() if s == POSSIBLE]
        return found, left


def words_for(kg: View, terms: Collection[str]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What rules, statuses and properties are called, and their notations.

    Args:
        kg: The view.
        terms: Concepts and properties, as CURIEs.

    Returns:
        Labels in the view's language, and notations; a property's is its local name.
    """
    known = notations(kg)
    told = {term: known.get(term) or term.rpartition(":")[2] for term in terms}
    return labels(kg, told), told


def since_attributes(kg: View, since: str, prop: str) -> dict[str, Any]:
    """What an edge says of when something happened.

    Args:
        kg: The view.
        since: The date as stated, or an empty text.
        prop: The property that states it, as a CURIE, or an empty text.
    """
    names, local = words_for(kg, (prop,))
    return Began(since, local.get(prop, ""), names.get(prop, "")).attributes


def status_attributes(kg: View, status: str) -> dict[str, Any]:
    """What an edge says of its status, a concept as CURIE: its notation and what it is called."""
    names, notations = words_for(kg, (status,))
    return {"status": notations[status], "status_label": names[status]}


def leave_out_possible(draft: Draft, things: Sequence[str], sv: str, en: str) -> None:
    """Note what may be in force that day and is not shown.

    Args:
        draft: The network that it is left out of.
        things: Their short names.
        sv: What they are, several of them, in Swedish.
        en: The same in English.
    """
    draft.leave_out(
        things,
        *(said.format(what) for said, what in zip(_POSSIBLE, (sv, en), strict=True)),
    )
