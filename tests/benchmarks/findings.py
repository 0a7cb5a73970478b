"""What a benchmark finds: times side by side, means of many ratios, and how times grow."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import geometric_mean, linear_regression, median
from typing import NamedTuple

OURS = "ours"
FLOOR = "floor"
PROCESSOR = "ours, of the processor"
"""The seconds of the processor that ours took: they say how it grows on a busy machine too."""


@dataclass(frozen=True)
class Comparison:
    """What was measured once: ours and its peer, in one run.

    Attributes:
        what: What was done, the same words at every scale.
        scale: The k of the graph; 0 for the real one.
        seconds: Every time taken, by contestant, and of ours also :data:`PROCESSOR`; none of ours
            where it was not done or stopped.
        peer: What the ratio is taken to, in words; empty where there is nothing to compare.
        target: The ratio that ours is to stay under, if one was set.
        limit: The seconds that ours is to stay under, if a limit was set in place of a ratio.
        note: What the reader should know.
        size: How much was made, such as the number of rows; 0 where it has no meaning.
        unit: What ``size`` counts.
    """

    what: str
    scale: int
    seconds: Mapping[str, Sequence[float]]
    peer: str = ""
    target: float | None = None
    limit: float | None = None
    note: str = ""
    size: int = 0
    unit: str = ""

    @property
    def ours(self) -> float | None:
        """Our median, in seconds; ``None`` where there is none."""
        return self._median(OURS)

    @property
    def floor(self) -> float | None:
        """The peer's median, in seconds."""
        return self._median(FLOOR)

    @property
    def grown(self) -> float | None:
        """What growth is seen by: the median of the processor's seconds, else of ours."""
        return self._median(PROCESSOR) or self.ours

    @property
    def ratio(self) -> float | None:
        """Ours to the peer's."""
        if self.ours is None or self.floor is None:
            return None
        return self.ours / self.floor

    @property
    def met(self) -> bool | None:
        """Whether the target or limit was met; ``None`` where none was set or nothing measured."""
        if self.limit is not None:
            return None if self.ours is None else self.ours <= self.limit
        if self.target is None or self.ratio is None:
            return None
        return self.ratio <= self.target

    def _median(self, who: str) -> float | None:
        times = self.seconds.get(who)
        return median(times) if times else None


@dataclass(frozen=True)
class Mean:
    """The geometric mean of the ratios of several comparisons, as targets for many are set.

    Attributes:
        what: What was done.
        scale: The k of the graph; 0 for the real one.
        ratios: The ratio of each.
        peer: What the ratios are taken to, in words.
        target: The mean that is wanted.
        at_least: Whether the mean is to be so much at least, and not at most.
        note: What the reader should know.
    """

    what: str
    scale: int
    ratios: Mapping[str, float]
    peer: str
    target: float
    at_least: bool = False
    note: str = ""

    @property
    def ratio(self) -> float:
        """The geometric mean."""
        return geometric_mean(self.ratios.values())

    @property
    def met(self) -> bool:
        """Whether the target was met."""
        return self.ratio >= self.target if self.at_least else self.ratio <= self.target


Measured = Comparison | Mean


class Trend(NamedTuple):
    """How what is called so may grow: by which exponent at most, over these scales.

    Attributes:
        prefix: What the names of those that are meant begin with.
        target: The exponent to stay under.
        scales: The scales to fit, as far as they were measured; the first two must be.
    """

    prefix: str
    target: float
    scales: Sequence[int]


@dataclass(frozen=True)
class Growth:
    """How time grows with the graph: the exponent of a power law through medians.

    Attributes:
        what: What was done.
        times: The median of our processor's seconds, by scale.
        sizes: How much was made, by scale; empty where that is not counted.
        target: The exponent that time is to stay under.
        peers: The median of the peer's seconds, by scale; empty where there is none.
    """

    what: str
    times: Mapping[int, float]
    sizes: Mapping[int, int]
    target: float
    peers: Mapping[int, float] = field(default_factory=dict)

    @property
    def exponent(self) -> float:
        """1 is linear; fitted by least squares to the logarithms."""
        return _exponent(self.times)

    @property
    def size_exponent(self) -> float | None:
        """The same of the size of the answer: what time cannot do better than."""
        return _exponent(self.sizes) if self.sizes and all(self.sizes.values()) else None

    @property
    def peer_exponent(self) -> float | None:
        """The same of the peer, over the scales that it was taken at too."""
        return _exponent(self.peers) if len(self.peers) > 1 else None

    @property
    def met(self) -> bool:
        """Whether the target was met."""
        return self.exponent <= self.target


Finding = Comparison | Mean | Growth


def _exponent(values: Mapping[int, float]) -> float:
    scales = sorted(values)
    fit = linear_regression([math.log(k) for k in scales], [math.log(values[k]) for k in scales])
    return float(fit.slope)


def growth(found: Iterable[Measured], trends: Iterable[Trend]) -> Iterator[Growth]:
    """The growth of everything that was measured at the scales of a trend.

    Args:
        found: What was measured, at any scales.
        trends: What to look at.

    Example:
        >>> two = (Comparison("open", k, {OURS: [0.5 * k]}) for k in (1, 10))
        >>> [round(one.exponent, 3) for one in growth(two, [Trend("open", 0.1, (1, 10))])]
        [1.0]
    """
    by_what: dict[str, dict[int, Comparison]] = {}
    for one in found:
        if isinstance(one, Comparison) and one.ours is not None:
            by_what.setdefault(one.what, {})[one.scale] = one
    for trend in trends:
        for what, at in by_what.items():
            if what.startswith(trend.prefix) and set(trend.scales[:2]) <= set(at):
                fitted = [at[k] for k in trend.scales if k in at]
                times = {one.scale: one.grown for one in fitted if one.grown is not None}
                sizes = {one.scale: one.size for one in fitted if one.unit}
                peers = {one.scale: one.floor for one in fitted if one.floor is not None}
                yield Growth(what, times, sizes, trend.target, peers)
