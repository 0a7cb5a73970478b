"""Where thousands of nodes stand: those tied to one another side by side in one round group.

Springs take a time that grows with the square of the nodes and turn a large network into a ball of
yarn. Here groups are found by label propagation in which no group may grow beyond a limit, and
each is set as a sunflower, its best connected node in the middle. Both take a time that grows with
the nodes and edges alone, and count with whole numbers, so that every machine finds the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from graph.drawing.metrics import Point

Ties = Sequence[Sequence[int]]

# Sweeps of the propagation; most nodes have found their group after three or four.
_SWEEPS = 5
# Groups smaller than this join the larger one that they are most tied to.
_FEW = 12
# About how wide the whole should be, in pixels, and how close its nodes may come for that.
_ACROSS = 1350.0
_CLOSEST, _LOOSEST = 4.0, 26.0
_GOLDEN = math.pi * (3 - math.sqrt(5))
# How much wider than high the whole is.
_WIDE = 1.45


def ties_of(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The neighbours of every node, each once.

    Args:
        count: How many nodes there are; they are numbered from 0.
        pairs: The edges; direction, repetition and loops do not matter.

    Returns:
        A list of neighbours per node.

    Example:
        >>> ties_of(3, [(0, 1), (1, 0), (2, 2)])
        [[1], [0], []]
    """
    ties: list[list[int]] = [[] for _ in range(count)]
    # A pair as one number: quicker in a set than two. The order of neighbours decides nothing.
    for pair in {a * count + b if a < b else b * count + a for a, b in pairs}:
        a, b = divmod(pair, count)
        if a != b:
            ties[a].append(b)
            ties[b].append(a)
    return ties


def groups_of(ties: Ties) -> list[list[int]]:
    """Divide nodes into groups that have more ties within than between them.

    Size-constrained label propagation: every node in turn takes the group that most of its
    neighbours are in, unless that group is full. Parts that are not connected never share a group.

    Args:
        ties: The neighbours of every node, from :func:`ties_of`.

    Returns:
        The groups, the largest first; in each the best connected node first.

    Example:
        >>> groups_of(ties_of(5, [(0, 1), (2, 4)]))
        [[0, 1], [2, 4], [3]]
    """
    group = list(range(len(ties)))
    size = [1] * len(ties)
    full = max(24, math.isqrt(16 * len(ties)))
    restless = {node for node, near in enumerate(ties) if near}
    for _ in range(_SWEEPS):
        restless = _swept(ties, sorted(restless), group, size, full)
    for node, near in enumerate(ties):
        if size[group[node]] < _FEW and near:
            _join(node, near, group, size)
    members: dict[int, list[int]] = {}
    for node in sorted(range(len(ties)), key=lambda n: (-len(ties[n]), n)):
        members.setdefault(group[node], []).append(node)
    return sorted(members.values(), key=lambda found: (-len(found), found[0]))


def _swept(
    ties: Ties, nodes: Iterable[int], group: list[int], size: list[int], full: int
) -> set[int]:
    """Let each of some nodes take its neighbours' group; who has new neighbours therefore."""
    restless: set[int] = set()
    for node in nodes:
        mine, near = group[node], ties[node]
        votes: dict[int, int] = {}
        for other in near:
            told = group[other]
            votes[told] = votes.get(told, 0) + 1
        best, most = mine, votes.get(mine, 0)
        for told, number in votes.items():
            better = number > most or (number == most and best != mine and told < best)
            if better and (told == mine or size[told] < full):
                best, most = told, number
        if best != mine:
            group[node] = best
            size[mine] -= 1
            size[best] += 1
            restless.update(near)
    return restless


def _join(node: int, near: Sequence[int], group: list[int], size: list[int]) -> None:
    """Move a node of a tiny group to the larger one that it is most tied to."""
    mine = group[node]
    votes: dict[int, int] = {}
    for other in near:
        if size[group[other]] > size[mine]:
            votes[group[other]] = votes.get(group[other], 0) + 1
    if votes:
        best = min(votes, key=lambda told: (-votes[told], told))
        group[node] = best
        size[mine] -= 1
        size[best] += 1


def spacing(count: int) -> float:
    """The measure of a crowd: a node takes about as much room as a disc with this radius."""
    return min(max(_ACROSS / (2.6 * math.sqrt(max(count, 1))), _CLOSEST), _LOOSEST)


def sunflowers(groups: Sequence[Sequence[int]], seed: float) -> list[Point]:
    """Set every group as a sunflower, and the sunflowers in rows, the largest first.

    Args:
        groups: The nodes of each group, the one in the middle first.
        seed: From :func:`spacing`.

    Returns:
        The point of every node, by its number.
    """
    rounds = [seed * (math.sqrt(len(group)) + 1) for group in groups]
    across = max([math.sqrt(_WIDE * sum(4 * r * r for r in rounds)), *(2 * r for r in rounds)])
    largest = max((len(group) for group in groups), default=0)
    seeds = [
        (reach * math.cos(_GOLDEN * i), reach * math.sin(_GOLDEN * i))
        for i, reach in enumerate(seed * math.sqrt(i + 0.5) for i in range(largest))
    ]
    points: list[Point] = [(0.0, 0.0)] * sum(len(group) for group in groups)
    y = 0.0
    for row in _rows(rounds, across):
        # As far apart as the row has room for, and not more than is needed in the last one.
        room = across - sum(2 * rounds[i] for i in row)
        gap = min(room / len(row), 2 * rounds[row[0]])
        x = (across - (across - room + gap * len(row))) / 2 + gap / 2
        for i in row:
            middle = (x + rounds[i], y + rounds[row[0]])
            for node, (right, down) in zip(groups[i], seeds, strict=False):
                points[node] = (middle[0] + right, middle[1] + down)
            x += 2 * rounds[i] + gap
        y += 2 * rounds[row[0]]
    return points


def _rows(rounds: Sequence[float], across: float) -> list[list[int]]:
    """Fill rows with discs of these radii, in order, as words fill a paragraph."""
    rows: list[list[int]] = []
    left = 0.0
    for i, reach in enumerate(rounds):
        if not rows or 2 * reach > left:
            rows.append([])
            left = across
        rows[-1].append(i)
        left -= 2 * reach
    return rows
