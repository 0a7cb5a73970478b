"""Timing things side by side: contestants take turns, so that what else the machine does hits all.

A figure by itself says little on a shared machine; the ratio of two medians taken in the same
minutes does. What is compared is always the same work: a contestant that returns something returns
it for the others to be checked against, outside the time that is taken.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sized
from dataclasses import dataclass
from multiprocessing.connection import Connection
from time import perf_counter, process_time

from tests.benchmarks.findings import OURS, PROCESSOR

Run = Callable[[], object]


@dataclass(frozen=True)
class Pace:
    """How often each thing is done.

    Attributes:
        rounds: How many times each contestant has its turn; the median needs five.
        seconds: After this long no new round begins, if three are done: a bound for slow peers.
        patience: How long rdflib is waited for, in seconds a question.
        limit: How long the largest graph is waited for, in seconds a question.
    """

    rounds: int = 5
    seconds: float = 60.0
    patience: float = 20.0
    limit: float = 600.0


def interleaved(
    contestants: Mapping[str, Run], pace: Pace, clock: Callable[[], float] = perf_counter
) -> dict[str, list[float]]:
    """Let contestants take turns.

    Args:
        contestants: What to run, by name; each is run once untimed first, to be warm.
        pace: How often.
        clock: What tells the seconds.

    Returns:
        The seconds of each turn by contestant, and those of the processor of ours.

    Example:
        >>> sorted(interleaved({"ours": list, "floor": tuple}, Pace(5)))
        ['floor', 'ours', 'ours, of the processor']
    """
    for run in contestants.values():
        run()
    taken: dict[str, list[float]] = {name: [] for name in (*contestants, PROCESSOR)}
    began = perf_counter()
    for turn in range(pace.rounds):
        if turn >= 3 and perf_counter() - began > pace.seconds:
            break
        # Whoever goes first in a round may find colder caches: the order changes.
        names = list(contestants)[:: 1 if turn % 2 else -1]
        for name in names:
            gc.collect()
            start, worked = clock(), process_time()
            contestants[name]()
            taken[name].append(clock() - start)
            if name == OURS:
                taken[PROCESSOR].append(process_time() - worked)
    return taken


def worked() -> float:
    """The seconds that the processor worked for this process and for those that it has ended."""
    return sum(os.times()[:4])


class TooLong(BaseException):
    """What no engine takes for an error of its own."""


@contextlib.contextmanager
def no_longer_than(seconds: float) -> Iterator[None]:
    """Stop what runs in Python after a time (where the system has such a clock).

    Raises:
        TooLong: If the time was up.
    """

    def ring(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@dataclass(frozen=True)
class Apart:
    """What came of a run in a process of its own.

    Attributes:
        seconds: How long it took.
        processor: How many of these the processor worked, or more if several threads did.
        size: The length of what it made; 0 if it has none.
    """

    seconds: float
    processor: float
    size: int


def apart(prepare: Callable[[], Run], limit: float) -> Apart | None:
    """Run something once in a process of its own, which ends when it takes too long.

    What runs in the store hears no signal, and what it holds in memory is given back for sure
    only with its process.

    Args:
        prepare: What makes ready, untimed, and returns what is timed; must be picklable.
        limit: How long it may take, in seconds; five times as much is given to make ready.

    Returns:
        How long it took; ``None`` if it was stopped.

    Raises:
        RuntimeError: If it failed.
    """
    spawning = multiprocessing.get_context("spawn")
    ours, theirs = spawning.Pipe(duplex=False)
    process = spawning.Process(target=_run_apart, args=(prepare, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        for patience in (5 * limit, limit):
            if not ours.poll(patience):
                return None
            try:
                told = ours.recv()
            except EOFError:
                raise RuntimeError("the process that measures failed; see above") from None
    finally:
        process.kill()
        process.join()
    assert isinstance(told, Apart)
    return told


def _run_apart(prepare: Callable[[], Run], pipe: Connection) -> None:
    run = prepare()
    pipe.send("ready")
    began, worked = perf_counter(), process_time()
    made = run()
    seconds, processor = perf_counter() - began, process_time() - worked
    pipe.send(Apart(seconds, processor, len(made) if isinstance(made, Sized) else 0))
