"""The built graph, once for all test processes of a run, for whoever asks it."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from graph import KnowledgeGraph, open_graph
from tests.support import SHARED, built_graph


def pytest_configure(config: pytest.Config) -> None:
    """Give the test processes of a run, which inherit it from the first, a folder to share."""
    if SHARED not in os.environ:
        folder = TemporaryDirectory(prefix="nhv-tests-")
        os.environ[SHARED] = folder.name

        def end() -> None:
            del os.environ[SHARED]
            folder.cleanup()

        config.add_cleanup(end)


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
