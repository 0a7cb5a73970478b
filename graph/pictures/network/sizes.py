"""How much room nodes take with their labels, in pixels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from graph.pictures.sheet.letters import text_width

if TYPE_CHECKING:
    import networkx as nx

FONT = 15
LINE_HEIGHT = 19
RADIUS = 13


class Size(NamedTuple):
    """The room that a node and its label take around the node's point."""

    left: float
    right: float
    up: float
    down: float

    def turned(self) -> Size:
        """The same room with the label above and not below."""
        return Size(self.left, self.right, self.down, self.up)


def label_of(net: nx.Graph[str], node: str) -> str:
    """The label of a node, or its name if it has none."""
    return str(net.nodes[node].get("label") or node)


def size_of(lines: Sequence[str], *, boxed: bool) -> Size:
    """The room of a node: a box round its label, or a mark with the label under it."""
    # In a box the sign of the kind stands before the first line.
    signs = [1.4 * FONT if boxed and i == 0 else 0.0 for i in range(len(lines))]
    wide = max(text_width(line, FONT) + s for line, s in zip(lines, signs, strict=True)) / 2
    high = LINE_HEIGHT * len(lines)
    if boxed:
        return Size(wide + 10, wide + 10, high / 2 + 6, high / 2 + 6)
    half = max(wide, RADIUS) + 2
    return Size(half, half, RADIUS + 2, RADIUS + 6 + high)
