"""The built graph, once per test process, for whoever asks it."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph import KnowledgeGraph, open_graph
from tests.support import built_graph


@pytest.fixture(scope="session")
def built() -> Path:
    """The directory into which the graph of the seed documents was built."""
    return built_graph()


@pytest.fixture(scope="session")
def kg(built: Path) -> KnowledgeGraph:
    """The graph of the seeds on Oxigraph."""
    return open_graph(built)


@pytest.fixture(scope="session")
def kg_memory(kg: KnowledgeGraph) -> KnowledgeGraph:
    """The same graph on rdflib's own engine, the reference."""
    return kg.at(engine="memory")
