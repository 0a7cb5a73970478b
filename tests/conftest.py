"""Which tests run when; and the built graph, once for all test processes of a run."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from graph import KnowledgeGraph, open_graph
from tests import scheduling
from tests.browser import chromium
from tests.costs import Costs
from tests.support import SHARED, built_graph, national_graph

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def pytest_configure(config: pytest.Config) -> None:
    """Give the test processes of a run, which inherit it from the first, a folder to share."""
    if SHARED not in os.environ:
        folder = TemporaryDirectory(prefix="nhv-tests-")
        os.environ[SHARED] = folder.name

        def end() -> None:
            del os.environ[SHARED]
            folder.cleanup()

        config.add_cleanup(end)
    if config.getoption("budget"):
        config.pluginmanager.register(Costs(config.getoption("budget")))
    config.pluginmanager.register(scheduling)
    settings.register_profile(
        "nhv", max_examples=200 if config.getoption("trust") else 30, deadline=None
    )
    settings.load_profile("nhv")
    # Graphs are kept from test to test; looking through them for garbage takes a fifth of the time.
    gc.set_threshold(100_000)


def pytest_unconfigure() -> None:
    """Let a test process end soon: what its last tests left is not searched for garbage."""
    gc.freeze()


# Marks of what takes long, or needs more than Python; a group shares a site, a release, a service.
COSTLY = (*scheduling.SLOW, "xdist_group", "trust")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--trust`` runs what is left out else, too, and has Hypothesis invent more."""
    parser.addoption("--trust", action="store_true", help="run what only `make trust` runs, too")
    parser.addoption("--share", default="0/1", help="of these every Nth from the Kth on, as 3/8")
    parser.addoption("--budget", type=int, help="tell what tests cost; seconds of a processor")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark as quick one cheap example of each rule; leave further examples to `make trust`."""
    rules: set[str] = set()
    for item in items:
        rule = item.nodeid.partition("[")[0]
        first = rule not in rules or item.get_closest_marker("each")
        if first and not any(map(item.get_closest_marker, COSTLY)):
            item.add_marker(pytest.mark.quick)
            rules.add(rule)
    left = [item for item in items if item.get_closest_marker("trust")]
    if config.getoption("trust"):
        number, every = map(int, config.getoption("share").split("/"))
        mine = sorted(left, key=lambda item: item.nodeid)[number % every :: every]
        left = [item for item in left if item not in mine]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if item not in left]
    if "PYTEST_XDIST_WORKER" in os.environ:
        scheduling.dear_first(items)


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


@pytest.fixture(scope="session")
def national() -> KnowledgeGraph:
    """The graph of all curated files."""
    return open_graph(national_graph())


# Not of the session: as long as Playwright runs, nothing else in the process can use asyncio.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for the tests of a file."""
    with chromium() as running:
        yield running
