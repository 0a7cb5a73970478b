"""How long a service is waited for, and how often it is asked again."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime

from graph.base.problems import BadParameter
from graph.engines.service.answer import Answer

TIMEOUT = "NHV_SERVICE_TIMEOUT"
# A service may say itself when to come back; longer than this is a matter for a person.
_LONGEST_WAIT = 30.0
_A_DAY = 86_400.0


@dataclass(frozen=True)
class Retries:
    """How a request is waited for.

    Attributes:
        seconds: How long an answer may take; what takes longer is not tried again.
        waits: Seconds before the second, third … attempt; as many attempts, and one.
        passing: The statuses that pass by themselves, and are worth another attempt.
        pause: Waits some seconds.
    """

    seconds: float = 60.0
    waits: tuple[float, ...] = (0.5, 1.0, 2.0)
    passing: frozenset[int] = frozenset({429, 502, 503, 504})
    pause: Callable[[float], None] = field(default=time.sleep, repr=False)

    def with_timeout(self, environ: Mapping[str, str] = os.environ) -> Retries:
        """The same, with the ``NHV_SERVICE_TIMEOUT`` of the environment, in seconds.

        Raises BadParameter if it is no number of seconds.
        """
        text = environ.get(TIMEOUT, "")
        if not text:
            return self
        seconds = 0.0
        with suppress(ValueError):
            seconds = float(text)
        if not 0 < seconds <= _A_DAY:
            raise BadParameter(f"{TIMEOUT} is a number of seconds, not “{text}”")
        return replace(self, seconds=seconds)

    def attempts(self) -> Iterator[float | None]:
        """What to wait after each attempt that fails: ever longer, and never quite alike."""
        for wait in self.waits:
            yield wait * random.uniform(0.8, 1.2)
        yield None


READING = Retries()
"""For questions: somebody waits for the answer."""

# Virtuoso answers 500 where two writers were in each other's way.
WRITING = Retries(300.0, (0.5, 1.0, 2.0, 4.0), READING.passing | {500})
"""For graphs that are sent: a service may have much to do with one."""


def advised(answer: Answer, wait: float) -> float:
    """Seconds to wait before the next attempt: what ``Retry-After`` says, within reason."""
    said = answer.headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        wait = float(said)
    elif said:
        with suppress(ValueError):
            wait = parsedate_to_datetime(said).timestamp() - time.time()
    return min(max(wait, 0.0), _LONGEST_WAIT)
