from __future__ import annotations

from pathlib import Path

import pytest

from graph.service.serve.endpoint import Settings
from graph.service.serve.workers import Bounds
from tests.graph.serving_load import Client, load, queries, served


@pytest.mark.slow
@pytest.mark.parametrize("remembered", [0, pytest.param(64 * 2**20, marks=pytest.mark.trust)])
def test_many_clients_at_once_are_all_answered(built: Path, remembered: int) -> None:
    """64 clients who ask the catalogue at the same time get no error, and the right answers."""
    asked = queries(built)
    # Time enough for a machine that does other things too: what counts here is that all is well.
    bounds = Bounds(seconds=120.0, remembered=remembered)
    with served(built, Settings(port=0, workers=2, bounds=bounds)) as serving:
        client = Client(serving.endpoint)
        before = {name: client.ask(query) for name, query in asked.items()}
        result = load(serving.endpoint, asked, clients=64, seconds=2.0)
        after = {name: client.ask(query) for name, query in asked.items()}
    assert not result.errors
    assert result.answers >= 64
    assert before == after, "answers are mixed up between clients; see graph.service.serve.workers"
