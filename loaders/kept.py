"""What one run makes and the next takes over where all that it was made from is the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from loaders.problems import Problems

_Made = TypeVar("_Made")


class Kept:
    """Results by what they were made from.

    A key is compared as a whole, or it is the very thing, so that none is taken for another.
    """

    def __init__(self) -> None:
        self._made: dict[Hashable, Any] = {}
        self._used: set[Hashable] = set()

    def made(self, key: Hashable, problems: Problems, make: Callable[[], _Made]) -> _Made:
        """What was made from the same before, or is made now; with problems it is not kept."""
        noted = len(problems)
        made: _Made = self._made[key] if key in self._made else make()
        if len(problems) == noted:
            self._made[key] = made
            self._used.add(key)
        return made

    def forget(self) -> None:
        """Forget what was not used since this was last called."""
        self._made = {key: self._made[key] for key in self._used}
        self._used = set()
