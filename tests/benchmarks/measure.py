"""Timing things side by side: contestants take turns, so that what else the machine does hits all.

A figure by itself says little on a shared machine; the ratio of two medians taken in the same
minutes does. What is compared is always the same work: a contestant that returns something returns
it for the others to be checked against, outside the time that is taken.
"""

from __future__ import annotations

import gc
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import geometric_mean, linear_regression, median
from time import perf_counter

OURS = "ours"
FLOOR = "floor"

Run = Callable[[], object]


@dataclass(frozen=True)
class Comparison:
    """What was measured once: ours and its peers, in one run.

    Attributes:
        what: What was done, the same words at every scale.
        scale: The k of the graph; 0 for the real one.
        seconds: Every time taken, by contestant; each has :data:`OURS`.
        peer: What the ratio is taken to, in words; empty where there is nothing to compare.
        target: The ratio that ours is to stay under, if one was set.
        limit: The seconds that ours is to stay under, if a limit was set in place of a ratio.
        note: What the reader should know, such as the size of what was made.
    """

    what: str
    scale: int
    seconds: Mapping[str, Sequence[float]]
    peer: str = ""
    target: float | None = None
    limit: float | None = None
    note: str = ""

    @property
    def ours(self) -> float:
        """Our median, in seconds."""
        return median(self.seconds[OURS])

    @property
    def floor(self) -> float | None:
        """The peer's median, in seconds."""
        return median(self.seconds[FLOOR]) if FLOOR in self.seconds else None

    @property
    def ratio(self) -> float | None:
        """Ours to the peer's."""
        return None if self.floor is None else self.ours / self.floor

    @property
    def met(self) -> bool | None:
        """Whether the target or limit was met; ``None`` where none was set."""
        if self.limit is not None:
            return self.ours <= self.limit
        if self.target is None or self.ratio is None:
            return None
        return self.ratio <= self.target


@dataclass(frozen=True)
class Mean:
    """The geometric mean of the ratios of several comparisons, as targets for many are set."""

    what: str
    scale: int
    ratios: Mapping[str, float]
    peer: str
    target: float
    at_least: bool = False

    @property
    def ratio(self) -> float:
        """The geometric mean."""
        return geometric_mean(self.ratios.values())

    @property
    def met(self) -> bool:
        """Whether the target was met."""
        return self.ratio >= self.target if self.at_least else self.ratio <= self.target


@dataclass(frozen=True)
class Growth:
    """How time grows with the graph: the exponent of a power law through medians.

    Attributes:
        what: What was done.
        times: Our median in seconds, by scale.
        target: The exponent that it is to stay under, if one was set.
    """

    what: str
    times: Mapping[int, float]
    target: float | None = None

    @property
    def exponent(self) -> float:
        """1 is linear; fitted by least squares to the logarithms."""
        scales = sorted(self.times)
        fit = linear_regression(
            [math.log(k) for k in scales], [math.log(self.times[k]) for k in scales]
        )
        return float(fit.slope)

    @property
    def met(self) -> bool | None:
        """Whether the target was met; ``None`` where none was set."""
        return None if self.target is None else self.exponent <= self.target


Finding = Comparison | Mean | Growth


@dataclass(frozen=True)
class Pace:
    """How often each thing is done.

    Attributes:
        rounds: How many times each contestant has its turn; the median needs five.
        seconds: After this long no new round begins, if three are done: a bound for slow peers.
    """

    rounds: int = 5
    seconds: float = 60.0


def interleaved(contestants: Mapping[str, Run], pace: Pace) -> dict[str, list[float]]:
    """Let contestants take turns.

    Args:
        contestants: What to run, by name; each is run once untimed first, to be warm.
        pace: How often.

    Returns:
        The seconds of each turn by contestant.

    Example:
        >>> sorted(interleaved({"ours": list, "floor": tuple}, Pace(5)))
        ['floor', 'ours']
    """
    for run in contestants.values():
        run()
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    began = perf_counter()
    for turn in range(pace.rounds):
        if turn >= 3 and perf_counter() - began > pace.seconds:
            break
        # Whoever goes first in a round may find colder caches: the order changes.
        names = list(contestants)[:: 1 if turn % 2 else -1]
        for name in names:
            gc.collect()
            start = perf_counter()
            contestants[name]()
            taken[name].append(perf_counter() - start)
    return taken


def growth(found: Sequence[Comparison], target: float, scales: Sequence[int]) -> Iterator[Growth]:
    """The growth of everything that was measured at all of these scales.

    Args:
        found: The comparisons.
        target: The exponent to stay under.
        scales: The scales to fit, two at least.
    """
    by_what: dict[str, dict[int, float]] = {}
    for comparison in found:
        by_what.setdefault(comparison.what, {})[comparison.scale] = comparison.ours
    for what, times in by_what.items():
        if set(scales) <= set(times):
            yield Growth(what, {k: times[k] for k in scales}, target)
