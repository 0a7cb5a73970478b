"""The files of the ontology, each read once."""

from __future__ import annotations

import pytest

from tests.ontology.words import FOLDER, Words


@pytest.fixture(scope="session")
def ontology() -> Words:
    """Classes and properties."""
    return Words(FOLDER / "nhv.ttl")


@pytest.fixture(scope="session")
def schemes() -> Words:
    """Steps, programmes and value lists."""
    return Words(FOLDER / "schemes.ttl")


@pytest.fixture(scope="session")
def alignments() -> Words:
    """Ties to other vocabularies."""
    return Words(FOLDER / "alignments.ttl")


@pytest.fixture(scope="session")
def everything() -> Words:
    """The whole ontology."""
    return Words(*(FOLDER / name for name in ("nhv.ttl", "schemes.ttl", "alignments.ttl")))
