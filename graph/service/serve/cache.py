"""Answers kept for as long as their store is current: a store never changes, only a new one comes.

Many people who ask the catalogue's questions at once, as in a class, are then answered as fast as
one.
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from typing import Any

from graph.service.serve.answering import Answer, Query, Task
from graph.service.serve.http import Refused

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
