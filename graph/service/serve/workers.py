"""The processes that answer, the pool that feeds, times, ends and replaces them, and kept answers.

An engine in Rust cannot be interrupted from Python; a process can.  Each worker answers one task
at a time, so that ending it ends that task and no other.  Answers are kept for as long as their
store is current: a store never changes, only a new one comes.  Many people who ask the catalogue's
questions at once, as in a class, are then answered as fast as one.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import re
import signal
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from graph.service.serve.answering import Answer, Query, Reader, Task
from graph.service.serve.http import Refused
from graph.service.serve.sandbox import within_memory, within_time, without_network

_STARTS_WITHIN = 60.0
_GRACE = 5.0
_MB = 1024 * 1024
_SPAWN = get_context("spawn")
_BUSY = Refused(503, "All workers are busy; ask again in a while.", {"Retry-After": "5"})


@dataclass(frozen=True)
class Bounds:
    """What a query may cost."""

    seconds: float = 30.0  # the longest time that it may run, and that it may wait
    answer: int = 64 * _MB  # the longest answer, in bytes before compression
    memory: int = 2048 * _MB  # what a worker may take beside the program itself, of address space
    waiting: int = 256  # how many requests may wait for a worker
    remembered: int = 64 * _MB  # bytes of answers that are kept until the store changes


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, bounds: Bounds) -> None:
        self._pipe, theirs = _SPAWN.Pipe()
        self._ready = False
        self.process = _SPAWN.Process(
            target=_serve_pipe, args=(theirs, bounds), name="nhv-worker", daemon=True
        )
        self.process.start()
        theirs.close()

    def ask(self, place: str, task: Task, seconds: float) -> Answer | Refused:
        """Hand over a task and wait for the answer.

        Raises TimeoutError if the time is up, and the process must be ended then; EOFError or
        OSError if it ends meanwhile.
        """
        if not self._ready:  # its start does not count as the query's time
            self._receive(_STARTS_WITHIN)
            self._ready = True
        # Plain pickling: the pipe's own also looks for what processes share, and takes longer.
        self._pipe.send_bytes(pickle.dumps((place, task)))
        return self._receive(seconds)

    def _receive(self, seconds: float) -> Answer | Refused:
        if not self._pipe.poll(seconds):
            raise TimeoutError
        received: Answer | Refused = self._pipe.recv()
        return received

    def end(self) -> int | None:
        """End the process at once; returns its exit status, negative for a signal."""
        self._pipe.close()
        self.process.join(0.05)
        if self.process.is_alive():
            self.process.kill()
            self.process.join(_GRACE)
        status = self.process.exitcode
        if status is not None:
            self.process.close()
        return status


class Pool:
    """So many workers that answer from a store, for one event loop."""

    def __init__(self, size: int, bounds: Bounds) -> None:
        self.bounds = bounds
        self._threads = ThreadPoolExecutor(size, "nhv-ask")  # one waits at each worker's pipe
        self._lock = threading.Lock()
        self._every: set[_Worker] = set()
        self._closed = False
        self._waiting = 0
        # The worker that was busy last is asked next: its caches are warm.
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        for _ in range(size):
            self._idle.put_nowait(self._started())

    async def answer(self, place: str, task: Task) -> Answer | Refused:
        """Answer a task from the store in a directory, by the next worker that is free.

        There is none, 503, if all are busy; 500, if its time is up or the process ended.
        """
        if self._waiting >= self.bounds.waiting:
            return _BUSY
        self._waiting += 1
        try:
            worker = await asyncio.wait_for(self._idle.get(), self.bounds.seconds)
        except TimeoutError:
            return _BUSY
        finally:
            self._waiting -= 1
        loop = asyncio.get_running_loop()
        answer, worker = await loop.run_in_executor(self._threads, self._ask, worker, place, task)
        self._idle.put_nowait(worker)
        return answer

    @property
    def processes(self) -> list[int]:
        """The ids of the workers' processes."""
        with self._lock:
            return [pid for worker in self._every if (pid := worker.process.pid) is not None]

    def close(self) -> None:
        """End all workers, whatever they are at."""
        with self._lock:
            self._closed = True
            every, self._every = self._every, set()
        for worker in every:
            # A thread may be waiting at the pipe: it sees the end of the process.
            with contextlib.suppress(OSError, ValueError):
                worker.process.kill()
        for worker in every:
            with contextlib.suppress(OSError, ValueError):
                worker.process.join(_GRACE)
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _ask(self, worker: _Worker, place: str, task: Task) -> tuple[Answer | Refused, _Worker]:
        """What a worker answers, and who is asked next: it, or another in its place."""
        try:
            return worker.ask(place, task, self.bounds.seconds), worker
        except Exception as failed:
            with self._lock:
                self._every.discard(worker)
            why = self._why(failed, worker.end())
            return why, worker if self._closed else self._started()

    def _started(self) -> _Worker:
        worker = _Worker(self.bounds)
        with self._lock:
            self._every.add(worker)
            closed = self._closed
        if closed:
            worker.end()
        return worker

    def _why(self, failed: Exception, status: int | None) -> Refused:
        if isinstance(failed, TimeoutError):
            # Not 504: clients repeat that by themselves, and this query would take as long again.
            what = (
                f"The query took longer than {self.bounds.seconds:g} s and was stopped; "
                "make it more precise, or let the server give it more time (--timeout)."
            )
        elif status == -signal.SIGABRT:
            what = (
                f"The query needed more than {self.bounds.memory // _MB:,} MB of memory and was "
                "stopped; make it more precise."
            )
        else:
            what = "The process that worked on the query ended; ask again."
        return Refused(500, what)


def _serve_pipe(pipe: Connection, bounds: Bounds) -> None:
    """What a worker's process runs: one answer for each task, until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    if not os.environ.get("NHV_DEBUG"):
        # An engine that runs out of memory says so at length; the parent says it in a sentence.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    without_network()
    within_memory(bounds.memory)
    reader = Reader(bounds.answer)
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        pipe.send(time.monotonic())  # ready
        while True:
            place, task = pipe.recv()
            with within_time(bounds.seconds + _GRACE):
                answer = reader.answer(place, task)
            pipe.send_bytes(pickle.dumps(answer))


_Key = tuple[str, Task]
# What gives another value each time that it is asked.
_PASSING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\b", re.IGNORECASE)


class Remembered:
    """So many bytes of answers by store and task, the least recently asked forgotten first.

    For one event loop.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[_Key, Answer] = OrderedDict()
        self._under_way: dict[_Key, asyncio.Task[Answer | Refused]] = {}

    async def answer(
        self, store: str, task: Task, ask: Callable[[], Coroutine[Any, Any, Answer | Refused]]
    ) -> Answer | Refused:
        """The answer to a task, asked for only if it is neither kept nor being asked for.

        A failure is never kept.
        """
        if self._most == 0 or (isinstance(task, Query) and _PASSING.search(task.text)):
            return await ask()
        key = store, task
        if (kept := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return kept
        asking = self._under_way.get(key)
        if asking is None:
            asking = self._under_way[key] = asyncio.create_task(ask())
            asking.add_done_callback(lambda _: self._under_way.pop(key))
        found = await asking
        if isinstance(found, Answer):
            self._keep(key, found)
        return found

    def _keep(self, key: _Key, answer: Answer) -> None:
        size = _size(key, answer)
        if key in self._kept or size > self._most // 8:  # a large one must not push out all others
            return
        self._kept[key] = answer
        self._size += size
        while self._size > self._most:
            self._size -= _size(*self._kept.popitem(last=False))


def _size(key: _Key, answer: Answer) -> int:
    return len(answer.body) + 2 * len(key[1][0]) + 1024  # of a task the text, or the name
