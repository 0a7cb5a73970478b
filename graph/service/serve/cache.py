"""Answers kept for as long as their store is current: a store never changes, only a new one comes.

Many people who ask the catalogue's questions at once, as in a class, are then answered as fast as
one.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future

from graph.service.serve.answering import Answer, Failure, Query, Wording

_Key = tuple[str, Query | Wording]

# What gives another value each time that it is asked.
_PASSING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\b", re.IGNORECASE)


class Remembered:
    """Answers by store and task, the least recently asked forgotten first.

    Args:
        most: Bytes of answers to keep; 0 keeps none.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[_Key, Answer] = OrderedDict()
        self._under_way: dict[_Key, Future[Answer | Failure]] = {}

    def answer(
        self, store: str, task: Query | Wording, ask: Callable[[], Answer | Failure]
    ) -> Answer | Failure:
        """The answer to a task, asked for only if it is neither kept nor being asked for.

        Args:
            store: The store that is current.
            task: The task.
            ask: Gets the answer; a failure is never kept.
        """
        if self._most == 0 or (isinstance(task, Query) and _PASSING.search(task.text)):
            return ask()
        key = store, task
        with self._lock:
            if (kept := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return kept
            others = self._under_way.get(key)
            ours: Future[Answer | Failure] = Future()
            if others is None:
                self._under_way[key] = ours
        if others is not None:
            return others.result()
        try:
            found = ask()
            ours.set_result(found)
        except BaseException as error:
            ours.set_exception(error)
            raise
        finally:
            with self._lock:
                del self._under_way[key]
        if isinstance(found, Answer):
            self._keep(key, found)
        return found

    def _keep(self, key: _Key, answer: Answer) -> None:
        size = _size(key, answer)
        if size > self._most // 8:  # one large answer must not push out all others
            return
        with self._lock:
            if key not in self._kept:
                self._kept[key] = answer
                self._size += size
            while self._size > self._most:
                self._size -= _size(*self._kept.popitem(last=False))


def _size(key: _Key, answer: Answer) -> int:
    task = key[1]
    asked = len(task.text) if isinstance(task, Query) else len(task.name)
    return len(answer.body) + 2 * asked + 1024
