"""How much room labels and nodes take: letters, lines and boxes, without asking any font.

Widths are estimated a little on the safe side, so that a layout made on one machine also fits the
fonts of another.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

FONT = 15
LINE_HEIGHT = 19
RADIUS = 13
_NARROW, _WIDE = "fijlrtI.,:;'|!()[]- ", "mwMWGOQÖ%@"

Point = tuple[float, float]


@dataclass(frozen=True)
class Size:
    """The room that a node and its label take around the node's point."""

    left: float
    right: float
    up: float
    down: float


def wrapped(text: str, width: int) -> tuple[str, ...]:
    """Cut a label into lines of about ``width`` letters, between words only.

    Example:
        >>> wrapped("Region Jämtland Härjedalen", 16)
        ('Region Jämtland', 'Härjedalen')
    """
    lines: list[str] = []
    for piece in text.split():
        if lines and len(lines[-1]) + 1 + len(piece) <= width:
            lines[-1] += f" {piece}"
        else:
            lines.append(piece)
    return tuple(lines) or ("",)


def text_width(line: str, font: float = FONT) -> float:
    """About how wide a line is in a sans-serif font, a little on the safe side, in pixels."""
    units = math.fsum(0.36 if c in _NARROW else 0.88 if c in _WIDE else 0.62 for c in line)
    return units * font


def label_of(net: nx.Graph[str], node: str) -> str:
    """The label of a node, or its name if it has none."""
    return str(net.nodes[node].get("label") or node)


def size_of(lines: Sequence[str], *, boxed: bool) -> Size:
    """The room of a node: a box round its label, or a mark with the label under it."""
    # In a box the sign of the kind stands before the first line.
    signs = [1.4 * FONT if boxed and i == 0 else 0.0 for i in range(len(lines))]
    wide = max(text_width(line) + s for line, s in zip(lines, signs, strict=True)) / 2
    high = LINE_HEIGHT * len(lines)
    if boxed:
        return Size(wide + 10, wide + 10, high / 2 + 6, high / 2 + 6)
    half = max(wide, RADIUS) + 2
    return Size(half, half, RADIUS + 2, RADIUS + 6 + high)


def turned(size: Size) -> Size:
    """The same room with the label above and not below."""
    return Size(size.left, size.right, size.down, size.up)


def weight_of(attributes: Mapping[str, Any]) -> float:
    """The weight of an edge, 1 where it has none or none that is a number."""
    try:
        weight = float(attributes.get("weight", 1))
    except (TypeError, ValueError):
        return 1.0
    return weight if math.isfinite(weight) and weight > 0 else 1.0
