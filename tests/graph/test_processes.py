"""Work in several processes: the same as in one, and a sentence if one of them is killed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from multiprocessing import parent_process

import pytest

from graph.base.problems import GraphError
from graph.base.processes import spread


def _killed_elsewhere(seconds: float) -> float:
    """Wait in the first process, and end any other as if it were killed."""
    if parent_process() is not None:
        os._exit(9)
    time.sleep(seconds)
    return seconds


@pytest.mark.slow
def test_every_task_is_done_once_whatever_the_number_of_processes() -> None:
    """Several processes do what one does."""
    tasks = list(range(-9, 0))
    expected = {task: -task for task in tasks}
    for jobs in (1, 2, 4):
        done = list(spread(abs, tasks, jobs))
        assert len(done) == len(tasks), f"{jobs} processes did a task twice, or none"
        assert dict(done) == expected, f"{jobs} processes did something else"


def test_what_cannot_travel_is_done_here() -> None:
    """A task that no other process can be handed is done in this one."""
    tasks = [lambda: 1, lambda: 2]  # functions without a name cannot be pickled
    found = sorted(result for _, result in spread(_called, tasks, 2))
    assert found == [1, 2], "look at _can_travel"


def _called(task: Callable[[], int]) -> int:

    return task()


@pytest.mark.slow
def test_a_killed_process_is_told_in_a_sentence() -> None:
    """If a process is ended from outside, the work ends with a sentence that says what to do."""
    with pytest.raises(GraphError, match="was ended; see whether"):
        list(spread(_killed_elsewhere, [0.6, 0.5, 0.4], 2))
