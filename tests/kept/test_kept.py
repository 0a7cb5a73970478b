"""What the graph answers is what it answered: a change of an answer is seen, and meant."""

from __future__ import annotations

import os

import pytest

from graph import KnowledgeGraph
from tests.kept.answers import KINDS_OF_ANSWERS, answers, names
from tests.kept.record import LOOK, RENEW, differences, digests, kept

# Of the answers of a kind; `make trust` makes each.
EVERY = int(os.environ.get("NHV_KEPT", "24"))


def changed(kg: KnowledgeGraph, kind: str, every: int) -> str:
    """Which answers of a kind differ from the record, and what to do; empty if none does."""
    found = digests(answers(kg, kind, every))
    wanted = {name: digest for name, digest in kept().items() if name.startswith(f"{kind}/")}
    if every > 1:
        wanted = {name: wanted.get(name, "") for name in found}
    told = "\n".join(differences(wanted, found))
    return told and f"answers have changed; {LOOK}; if it is meant, {RENEW}:\n{told}"


@pytest.mark.slow
@pytest.mark.parametrize("kind", [kind for kind in KINDS_OF_ANSWERS if kind != "site"])
def test_answers_are_as_they_were(kg: KnowledgeGraph, kind: str) -> None:
    """No answer of a question, network, picture, explanation, file or page changes unseen."""
    told = changed(kg, kind, EVERY)
    assert not told, told


@pytest.mark.slow
@pytest.mark.trust
def test_the_site_is_as_it_was(kg: KnowledgeGraph) -> None:
    """So it is of every folder of the site."""
    told = changed(kg, "site", 1)
    assert not told, told


def test_every_answer_is_kept(kg: KnowledgeGraph) -> None:
    """A new question, network, map, chart, form of file or table is in the record."""
    record = {name for name in kept() if not name.startswith("site/")}
    told = sorted(record ^ set(names(kg)))
    assert not told, f"{RENEW}: {told}"
