"""The pages of the networks: what their lines mean, the picture, the edges, files to take home."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.base.languages import in_lang
from graph.export.network_files import edge_list, graphml, node_list
from graph.networks.catalogue import NETWORKS, NetworkKind, projected
from graph.site.figures import of_network
from graph.site.page import Page
from graph.site.parts import Cell, Cells, Figure, Grid
from graph.site.words import say

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph


def pages(kg: KnowledgeGraph) -> Iterator[Page]:
    """The page of every network in the language of the view, and the list of them.

    Args:
        kg: The view.

    Returns:
        The pages; the figure of a network is in its content as ``"figure"``.
    """
    for kind in NETWORKS.values():
        yield _page(kg, kind)
    yield _list(kg.lang)


def figures(pages: Iterable[Page]) -> dict[str, Figure]:
    """The figures of networks, for other pages of the same depth to show as well.

    Args:
        pages: What :func:`pages` gives.

    Returns:
        The figure of each network that is not empty, by the network's name.
    """
    found: dict[str, Figure] = {}
    for page in pages:
        figure = page.content.get("figure")
        if isinstance(figure, Figure):
            name = figure.file.removesuffix(".svg")
            found[name] = replace(figure, file=f"../network/{figure.file}")
    return found


def _page(kg: KnowledgeGraph, kind: NetworkKind) -> Page:
    lang = kg.lang
    net = projected(kg, kind.name)
    files: dict[str, bytes] = {}
    figure = None
    if net.nodes:
        figure, files = of_network(kg.draw(net), f"{kind.name}.svg")
        # What the lines mean stands above the picture already.
        meaning = in_lang(lang, kind.meaning_sv, kind.meaning_en)
        figure = replace(figure, notes=tuple(n for n in figure.notes if n != meaning))
        files |= {
            f"{kind.name}.csv": edge_list(net),
            f"{kind.name}.nodes.csv": node_list(net),
            f"{kind.name}.graphml": graphml(net),
        }
    return Page(
        path=f"network/{kind.name}.html",
        title=in_lang(lang, kind.sv, kind.en),
        summary=in_lang(lang, kind.meaning_sv, kind.meaning_en),
        template="network.html",
        content={"kind": kind, "figure": figure, "parameters": _parameters(kind, lang)},
        kind=say("a_network", lang),
        keywords=kind.name,
        files=files,
    )


def _parameters(kind: NetworkKind, lang: str) -> Grid | None:
    if not kind.params:
        return None
    rows: list[Sequence[Cells]] = [
        (
            Cell(param.name, form="code"),
            Cell(in_lang(lang, param.sv, param.en)),
            Cell(", ".join(param.choices) or "–"),
            Cell(param.default or "–"),
        )
        for param in kind.params
    ]
    heads = [say(k, lang) for k in ("parameter", "about", "choices", "default")]
    return Grid(say("parameters", lang), heads, rows)


def _list(lang: str) -> Page:
    rows: list[Sequence[Cells]] = [
        (
            Cell(in_lang(lang, kind.sv, kind.en), href=f"{kind.name}.html"),
            Cell(in_lang(lang, kind.meaning_sv, kind.meaning_en)),
        )
        for kind in NETWORKS.values()
    ]
    summary = say("about_list.network", lang)
    grid = Grid(
        f"{say('networks', lang)} ({len(rows)})",
        [say("a_network", lang), say("what_lines_mean", lang)],
        rows,
    )
    return Page(
        "network/index.html", say("networks", lang), summary, "listing.html", {"grid": grid}
    )
