"""The graph of all curated files, once per test process."""

from __future__ import annotations

import pytest

from graph import KnowledgeGraph, open_graph
from tests.support import national_graph


@pytest.fixture(scope="session")
def national() -> KnowledgeGraph:
    """Everything that is curated, in Swedish."""
    return open_graph(national_graph())
