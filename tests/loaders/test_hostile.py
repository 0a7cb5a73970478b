"""Damaged and hostile documents: a sentence each, soon, in little memory, and nothing done."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.loaders.hostile import NUMBER
from tests.support import ROOT

LONGEST, MOST_MB = 10.0, 1_000


def read(folder: Path, every: int) -> list[dict[str, Any]]:
    """What came of the documents, read by a process of its own that is watched."""
    command = [sys.executable, "-m", "tests.loaders.hostile", str(folder), str(every)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    assert done.stderr == "", f"libraries say {done.stderr[:200]!r}; a sentence of ours is enough"
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits of memory for a process")
@pytest.mark.parametrize("every", [50, pytest.param(1, marks=pytest.mark.trust)])
def test_no_document_does_harm(every: int, tmp_path: Path) -> None:
    """Each is a draft or one sentence; none asks outside, runs, writes, or takes long."""
    told = read(tmp_path, every)
    assert len(told) == NUMBER // every
    wrong = {one["name"]: one["wrong"] or one["tried"] for one in told}
    assert not any(wrong.values()), {name: why for name, why in wrong.items() if why}
    slow = {one["name"]: one["took"] for one in told if one["took"] > LONGEST}
    assert not slow, f"{slow}; bound what is read in loaders/limits.py"
    assert max(one["peak"] for one in told) < MOST_MB, "bound what is unpacked in loaders/limits.py"
    assert {one["outcome"].endswith("facts") for one in told} == {True, False}
