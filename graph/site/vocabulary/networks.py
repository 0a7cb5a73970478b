"""The pages of the networks: what their lines mean, the picture, the edges, files to take home."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph.base.languages import in_lang
from graph.export.network_files import edge_list, graphml, node_list
from graph.knowledge_graph import KnowledgeGraph
from graph.networks.catalogue import NETWORKS, NetworkKind, projected
from graph.pictures.chart.matrix import MOST_AREAS
from graph.site.figures import of_file, of_network
from graph.site.parts import Cell, Figure, Page, grid, listing
from graph.site.words import say


def pages(kg: KnowledgeGraph) -> Iterator[Page]:
    """The page of every network in the language of the view, and the list of them."""
    lang = kg.lang
    for kind in NETWORKS.values():
        yield _page(kg, kind)
    rows = (
        (Cell(kind.text(lang), href=f"{kind.name}.html"),
         Cell(kind.meaning(lang)))
        for kind in NETWORKS.values()
    )  # fmt: skip
    heads = ("a_network", "what_lines_mean")
    yield listing(lang, "network/index.html", "networks", "network", heads, rows)


def figures(pages: Iterable[Page]) -> dict[str, Figure]:
    """The figures of networks that are not empty, for other pages of the same depth."""
    found: dict[str, Figure] = {}
    for page in pages:
        figure = page.content.get("figure")
        if isinstance(figure, Figure):
            name = figure.file.removesuffix(".svg")
            found[name] = replace(figure, file=f"../network/{figure.file}")
    return found


def _page(kg: KnowledgeGraph, kind: NetworkKind) -> Page:
    lang, name = kg.lang, kind.name
    meaning = kind.meaning(lang)
    net = projected(kg, name)
    files: dict[str, bytes] = {}
    figure = None
    if net.nodes:
        many = sum(of == "area" for _, of in net.nodes(data="kind")) > MOST_AREAS
        if name == "area-holder" and many:
            figure, files = of_file(kg.chart("matrix"), f"{name}.svg")
        else:
            figure, files = of_network(kg.draw(net), f"{name}.svg")
        # What the lines mean stands above the picture already.
        figure = replace(figure, notes=tuple(n for n in figure.notes if n != meaning))
        files |= {
            f"{name}.csv": edge_list(net),
            f"{name}.nodes.csv": node_list(net),
            f"{name}.graphml": graphml(net),
        }
    parameters = grid(
        lang, say("parameters", lang), ("parameter", "about", "choices", "default"),
        ((Cell(param.name, form="code"), Cell(in_lang(lang, param.sv, param.en)),
          Cell(", ".join(param.choices) or "–"), Cell(param.default or "–"))
         for param in kind.params),
    )  # fmt: skip
    return Page(
        path=f"network/{name}.html",
        title=kind.text(lang),
        summary=meaning,
        template="network.html",
        content={"kind": kind, "figure": figure, "parameters": kind.params and parameters},
        kind=say("a_network", lang),
        names=(name,),
        files=files,
    )
