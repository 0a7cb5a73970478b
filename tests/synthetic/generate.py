"""Block by block: assert what the documents of a block say, and resolve it as the build does.

A block refers to itself, to the common part, and, for some of its holders, to the regions of
the block before.  Those are given to the resolution as context and not told again, so that the
graph is what :mod:`loaders.resolution.resolve` makes of all blocks at once (a test proves it)
while never more than one block is in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Quad

from loaders.resolution.resolve import resolve
from loaders.statements import quads_of
from tests.synthetic.actors import Actors, assert_actors, name_actors
from tests.synthetic.block import Block
from tests.synthetic.common import make_common
from tests.synthetic.library import make_library
from tests.synthetic.matters import make_areas, plan
from tests.synthetic.permits import assert_permits
from tests.synthetic.process import assert_process
from tests.synthetic.seats import assert_seats
from tests.synthetic.system import assert_system

LARGEST = 1000
"""The largest scale: about 34 million statements."""


@dataclass(frozen=True)
class Asserted:
    """What the documents of one block say.

    Attributes:
        quads: In the graphs of the documents.
        context: What they refer to in other blocks, as it is said there.
    """

    quads: list[Quad]
    context: list[Quad]


def quads(scale: int) -> Iterator[Quad]:
    """The resolved graph of a scale, block by block, the statements of a subject together.

    It is the default graph alone: no question needs the graphs of the single documents (only one
    of five kinds of contradiction is found by them), and they would double its size.

    Args:
        scale: 1 is the size of the real graph in things; a graph of scale *k* has *k* times as
            many, and begins with the graph of every smaller scale.

    Yields:
        Quads of the default graph, none twice, always in the same order.

    Raises:
        ValueError: If the scale is no whole number from 1 to 1000.

    Example:
        >>> next(quads(1)).predicate.value.rpartition("/")[2]  # doctest: +SKIP
        'hadPrimarySource'
    """
    check_scale(scale)
    return _resolved(scale)


def check_scale(scale: int) -> None:
    """Refuse what is no scale.

    Raises:
        ValueError: If the scale is no whole number from 1 to 1000.
    """
    if type(scale) is not int or not 1 <= scale <= LARGEST:
        raise ValueError(f"'{scale}' is no scale; give a whole number from 1 to {LARGEST}")


def asserted(scale: int) -> Iterator[Asserted]:
    """What the documents say, block by block, before it is resolved.

    Args:
        scale: As for :func:`quads`; not checked.
    """
    common = make_common()
    before: Actors | None = None
    context: list[Quad] = []
    for number in range(1, scale + 1):
        block = Block(number)
        actors = name_actors(block, common.ground)
        library = make_library(block, actors.publishers())
        assert_actors(block, actors, common.ground, library)
        areas = make_areas(block, library)
        matters = plan(block, areas, actors, before)
        assert_process(block, areas, matters, actors, library)
        assert_permits(block, matters, actors, library)
        assert_seats(block, actors, areas.all(), library)
        assert_system(block, areas, actors, library)
        own = block.quads if number > 1 else [*common.quads, *block.quads]
        yield Asserted(own, context)
        shown = {named.iri for named in (*actors.regions, *actors.healthcare_regions)}
        context = [*common.change, *(quad for quad in own if quad.subject in shown)]
        before = actors


def _resolved(scale: int) -> Iterator[Quad]:
    for block in asserted(scale):
        elsewhere = {quad.subject for quad in block.context}
        own = (
            quad
            for quad in quads_of(resolve([*block.quads, *block.context]))
            if quad.subject not in elsewhere
        )
        # In the order of the N-Quads lines: what a set gives must not depend on its order.
        yield from sorted(own, key=str)
