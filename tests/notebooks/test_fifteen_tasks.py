"""What a researcher comes for, in a few lines each, with the figures that are right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support import ROOT, national_graph, sampled

TASKS = ROOT / "tests" / "notebooks" / "fifteen_tasks.ipynb"
MOST_LINES = 5
PARTS = 5


def test_each_task_is_a_few_lines() -> None:
    """There are fifteen, each at most five lines long and with assertions of its figures."""
    cells = {cell["id"]: "".join(cell["source"]) for cell in json.loads(TASKS.read_text())["cells"]}
    tasks = [name for name in cells if name.startswith("do-")]
    assert len(tasks) == 15
    for name in tasks:
        assert len(cells[name].splitlines()) <= MOST_LINES, f"{name}: this must be said shorter"
        assert "assert " in cells[name.replace("do-", "check-")]


@pytest.mark.notebook
@pytest.mark.slow
@pytest.mark.xdist_group("notebooks")
@pytest.mark.parametrize("nth", sampled(range(PARTS), PARTS))
def test_each_task_gives_the_right_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    """Each runs once the graph is open, in a folder of its own, whatever else was asked before."""
    from graph.jupyter.pages import execute

    monkeypatch.setenv("NHV_BUILD", str(national_graph()))
    notebook = json.loads(TASKS.read_text(encoding="utf-8"))
    first, *cells = (cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    tasks = [cell for at, cell in enumerate(cells) if at // 2 % PARTS == nth]
    copy = tmp_path / TASKS.name
    copy.write_text(json.dumps({**notebook, "cells": [first, *tasks]}), encoding="utf-8")
    execute(copy)
    assert (tmp_path / "nhv.ttl").is_file() == ("do-turtle" in {cell["id"] for cell in tasks})
