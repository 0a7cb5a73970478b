"""``draw()``: a network as a picture that shows itself in notebooks and saves itself to files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from graph.base.problems import BadParameter
from graph.pictures.network import interactive
from graph.pictures.network.layout import MOST_EDGES, MOST_NODES, is_readable
from graph.pictures.network.scene import Scene, scene
from graph.pictures.network.static import printed
from graph.pictures.sheet.drawing import Drawing
from graph.pictures.sheet.sheet import Sheet

if TYPE_CHECKING:
    import networkx as nx

# How wide the canvas is beside a legend, and how wide the legend, in pixels.
_ROOM, _LEGEND = 900, 230


class Speaks(Protocol):
    """A view of the graph, as far as a picture needs it: its language."""

    @property
    def lang(self) -> str:
        """The language of the picture's words, "sv" or "en"."""


@dataclass(frozen=True)
class Picture(Drawing):
    """A drawn network. In a notebook it shows itself; elsewhere, save it.

    Attributes:
        scene: What is shown, as plain data.
        height: The height of the canvas in pixels.
    """

    scene: Scene
    height: int

    def __repr__(self) -> str:
        return f"<Picture {self.described}>"

    def _repr_html_(self) -> str:
        """The picture in a frame of its own, for JupyterLab, VS Code and exported notebooks."""
        below = 270 if self.scene.is_wide else 190
        return self.framed(self.described, self.height + below, "allow-scripts")

    @property
    def described(self) -> str:
        """One sentence for those who cannot see the picture."""
        return self.scene.described

    @property
    def sheet(self) -> Sheet:
        """The network for print: its title, the picture, the legend and the notes."""
        return printed(self.scene)

    def html(self) -> str:
        """The picture as one page that needs no network: canvas, legend and table.

        Returns:
            HTML of 0.7 MB and more, since the drawing library is in it.
        """
        return self._page

    @cached_property
    def _page(self) -> str:
        return interactive.html(self.scene, self.height)


def draw(
    kg: Speaks,
    net: nx.Graph[str],
    *,
    title: str | None = None,
    height: int | str | None = None,
) -> Picture:
    """Draw a network.

    Args:
        kg: The view that the network comes from, for the language of the words around it.
        net: A network of :func:`graph.networks.catalogue.network`, or any networkx
            graph whose nodes are texts; it is not changed.
        title: Another title than the network's own.
        height: The height of the canvas in pixels (640 or "640px"); as needed if not given.

    Returns:
        The picture.

    Raises:
        BadParameter: The height is no number of pixels, a node is not a text, or there are more
            nodes or edges than can be told apart.

    Example:
        >>> kg.draw(kg.network("suppliers")).save("suppliers.html")  # doctest: +SKIP
    """
    odd = next((n for n in net.nodes if not isinstance(n, str)), None)
    if odd is not None:
        raise BadParameter(f"the nodes of a drawn network are texts (short names), not {odd!r}")
    if not is_readable(net):
        raise BadParameter(
            f"A network of {len(net):,} nodes and {net.number_of_edges():,} edges cannot be read "
            f"as a picture (at most {MOST_NODES:,} nodes and {MOST_EDGES:,} edges); draw a part of "
            "it, for instance one area, or write it to a file: .graphml, .gexf or .csv"
        )
    made = scene(net, lang=kg.lang, title=title)
    high = _needed(made) if height is None else _pixels(height)
    return Picture(made.title, made.lang, made, high)


def _needed(scene: Scene) -> int:
    """How high the canvas should be for its labels to be read, in pixels."""
    wide, high = scene.size
    scale = min(1.0, (_ROOM + _LEGEND * scene.is_wide) / max(wide + 60, 1.0))
    return int(min(max((high + 50) * scale + 44, 320 if scene.dots else 120), 3200))


def _pixels(height: int | str) -> int:
    text = str(height).strip().removesuffix("px")
    if not text.isdigit() or not 100 <= int(text) <= 20000:
        raise BadParameter(f"height is a number of pixels from 100 to 20000, not “{height}”")
    return int(text)
