"""Work in several processes at once: the same result whatever their number."""

from __future__ import annotations

import os
import pickle
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from typing import TypeVar

from graph.base.problems import GraphError

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


def spread(
    work: Callable[[_Task], _Result], tasks: Sequence[_Task], jobs: int
) -> Iterator[tuple[_Task, _Result]]:
    """Do tasks side by side; this process does its share of them.

    Other processes are begun anew, not forked, so that they work on any system, whatever threads
    and stores this one has.

    Args:
        work: A function of a module.
        tasks: What it is called with, the longest first; each once, and what can be pickled.
        jobs: How many processes there are with this one; one if a task cannot be pickled.

    Yields:
        Tasks with what came of them, as they are done.

    Raises:
        GraphError: If a process was killed.

    Example:
        >>> dict(spread(abs, [-1, -2], 1))
        {-1: 1, -2: 2}
    """
    others = min(jobs, len(tasks)) - 1
    if others < 1 or not _can_travel(tasks):
        yield from ((task, work(task)) for task in tasks)
        return
    todo, given = deque(tasks), dict[Future[_Result], _Task]()
    with ProcessPoolExecutor(others, get_context("spawn"), _end_with_parent) as pool:
        try:
            while todo or given:
                # Each of the others has a next task, too, while this one is at the last.
                while todo and len(given) < 2 * others:
                    task = todo.popleft()
                    given[pool.submit(work, task)] = task
                for done in [future for future in given if future.done() or not todo]:
                    yield given.pop(done), done.result()
                if todo:
                    task = todo.popleft()
                    yield task, work(task)
        except BrokenProcessPool:
            remedy = "see whether memory ran out, and try again with one process"
            raise GraphError(f"a process that did part of the work was ended; {remedy}") from None
        finally:
            pool.shutdown(cancel_futures=True)


def _can_travel(tasks: Sequence[object]) -> bool:
    """Whether tasks can be handed to another process."""
    try:
        pickle.dumps(tasks)
    except (pickle.PicklingError, TypeError, AttributeError):
        return False
    return True


def _end_with_parent() -> None:
    """End this process when the one that began it ends, however that ends."""
    if (parent := parent_process()) is not None:

        def wait() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=wait, daemon=True).start()
