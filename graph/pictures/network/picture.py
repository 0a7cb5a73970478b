"""``draw()``: a network as a picture that shows itself in notebooks and saves itself to files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from graph.base.problems import BadParameter
from graph.pictures.network.layout import MOST_EDGES, MOST_NODES, is_readable
from graph.pictures.network.page import is_wide
from graph.pictures.network.scene import Scene, scene
from graph.pictures.network.static import printed
from graph.pictures.sheet.png import png
from graph.pictures.sheet.saving import save
from graph.pictures.sheet.svg import svg

if TYPE_CHECKING:
    import networkx as nx


class Speaks(Protocol):
    """A view of the graph, as far as a picture needs it: its language."""

    @property
    def lang(self) -> str:
        """The language of the picture's words, "sv" or "en"."""


@dataclass(frozen=True)
class Picture:
    """A drawn network. In a notebook it shows itself; elsewhere, save it.

    Attributes:
        scene: What is shown, as plain data.
        height: The height of the canvas in pixels.
    """

    scene: Scene
    height: int

    def __repr__(self) -> str:
        return f"<Picture {self.scene.described}>"

    def _repr_html_(self) -> str:
        """The picture in a frame of its own, for JupyterLab, VS Code and exported notebooks."""
        from graph.pictures.network.pyvis_page import framed

        below = 270 if is_wide(self.scene) else 190
        return framed(self.html(), self.scene, self.height + below)

    def html(self) -> str:
        """The picture as one page that needs no network: canvas, legend and table.

        Returns:
            HTML of 0.7 MB and more, since the drawing library is in it.
        """
        return self._page

    @cached_property
    def _page(self) -> str:
        from graph.pictures.network import interactive

        return interactive.html(self.scene, self.height)

    def svg(self) -> str:
        """The picture for print as SVG; its text stays text."""
        made = self.scene
        words = {"title": made.title, "described": made.described, "lang": made.lang}
        return svg(printed(made), **words)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the picture to a file, whole or not at all.

        Args:
            path: The file; its suffix decides: .html (interactive), .svg or .png (print).

        Returns:
            The path.

        Raises:
            BadParameter: The suffix is none of these, or the folder is not there.

        Example:
            >>> kg.draw(net).save("suppliers.svg")  # doctest: +SKIP
        """
        return save(
            path,
            {
                ".html": lambda: self.html().encode("utf-8"),
                ".svg": lambda: self.svg().encode("utf-8"),
                ".png": lambda: png(printed(self.scene)),
            },
        )


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
    from graph.pictures.network.pyvis_page import canvas_height

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
    return Picture(made, canvas_height(made) if height is None else _pixels(height))


def _pixels(height: int | str) -> int:
    text = str(height).strip().removesuffix("px")
    if not text.isdigit() or not 100 <= int(text) <= 20000:
        raise BadParameter(f"height is a number of pixels from 100 to 20000, not “{height}”")
    return int(text)
