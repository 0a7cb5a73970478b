"""Documents of many kinds, invented like real ones: most of what they state is proposed."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice

import pytest

from loaders.drafting.proposal import Known, Proposal, known, proposal
from ontology.spelling import fold
from tests.support import ROOT

DRAFTS = ROOT / "tests" / "data" / "drafts"
# The day that tells one fact of a kind from another, the weightiest first.
DAYS = {
    "permit": ("valid_from", "decided_on", "valid_until"),
    "supply": ("valid_from", "decided_on", "valid_until"),
    "application": ("decided_at", "applied_on"),
    "consultation": ("closes", "answered_on", "opens"),
    "call": ("closes", "opens"),
}
LEAST_RIGHT, LEAST_FOUND = 0.94, 0.90

Stated = tuple[str, str, str, str]


@cache
def expected() -> dict[str, list[tuple[Stated, bool]]]:
    """By documents what a curator wrote down, and whether it may be left out."""
    found: dict[str, list[tuple[Stated, bool]]] = {}
    with (DRAFTS / "expected.csv").open(encoding="utf-8", newline="") as file:
        for name, kind, area, parties, date, optional in list(csv.reader(file))[1:]:
            found.setdefault(name, []).append(((kind, area, parties, date), bool(optional)))
    return found


def of_region(key: str, registers: Known) -> str:
    """A thing; of a hospital, the region that runs it."""
    operator = registers.operators.get(key.removeprefix("hospital:"))
    return f"region:{operator}" if key.startswith("hospital:") and operator else key


def stated(made: Proposal, registers: Known) -> Iterator[Stated]:
    """What a proposal states, one for each area; a hospital stands for its region."""

    def thing(value: object) -> str:
        return of_region(made.names.get(fold(str(value)), str(value)), registers)

    for fact in made.draft.facts:
        kind = next(iter(fact))
        if kind not in DAYS:
            continue
        if kind == "supply":
            parties = f"{thing(fact['supplier'])}>{thing(fact['receiver'])}"
        else:
            party = fact.get("holder") or fact.get("applicants")
            parties = thing(party) if party else ""
        date = next((str(fact[day]) for day in DAYS[kind] if fact.get(day)), "")
        yield kind, thing(fact[kind]), parties, date


@pytest.mark.slow
@pytest.mark.parametrize(
    ("every", "less"), [(4, 0.04), pytest.param(1, 0, marks=pytest.mark.trust)]
)
def test_most_of_what_documents_state_is_proposed_and_little_else(every: int, less: float) -> None:
    """Of all documents together, so much is found, and so much of what is proposed is right.

    Of some of them it may be a little less. Cancer tasks are held by hospitals; those are compared
    by their regions.
    """
    registers = known()
    right, wrong, missed = 0, Counter[str](), Counter[str]()
    for name, facts in islice(expected().items(), 0, None, every):
        proposed = Counter(stated(proposal(DRAFTS / name, registers), registers))
        wanted = Counter(
            (kind, area, ">".join(of_region(one, registers) for one in parties.split(">")), date)
            for (kind, area, parties, date), optional in facts
            if not optional
        )
        left_open = Counter(one for one, optional in facts if optional)
        right += (proposed & wanted).total()
        wrong[name] += (proposed - wanted - left_open).total()
        missed[name] += (wanted - proposed).total()
    precision, recall = right / (right + wrong.total()), right / (right + missed.total())
    assert precision >= LEAST_RIGHT - less, (
        f"{precision:.2f}; more than stated is read from {+wrong}"
    )
    assert recall >= LEAST_FOUND - less, f"{recall:.2f}; see what is missed in {+missed}"
