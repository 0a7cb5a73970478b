"""Telling how far a long upload has come, every few seconds."""

from __future__ import annotations

import time
from collections.abc import Callable

Say = Callable[[str], None]
_EVERY = 2.0


class Progress:
    """Counts what was sent and tells of it.

    Args:
        say: Takes one line.
        graphs: How many graphs are to be sent.
        statements: How many statements they have.
        every: Seconds between two lines.
    """

    def __init__(self, say: Say, graphs: int, statements: int, every: float = _EVERY) -> None:
        self._say = say
        self._every = every
        self._graphs = graphs
        self._statements = statements
        self._began = self._told = time.monotonic()
        self.graphs_done = 0
        self.statements_sent = 0

    @property
    def seconds(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._began

    def sent(self, statements: int) -> None:
        """A part has arrived."""
        self.statements_sent += statements
        if time.monotonic() - self._told >= self._every:
            self._told = time.monotonic()
            self._say(self.line())

    def graph_done(self) -> None:
        """A graph has arrived whole."""
        self.graphs_done += 1

    def line(self) -> str:
        """How far it has come, in one line."""
        return (
            f"{self.graphs_done:,} of {self._graphs:,} graphs, "
            f"{self.statements_sent:,} of {self._statements:,} statements, "
            f"{self.statements_sent / max(self.seconds, 0.001):,.0f} statements/s"
        )
