"""The pages at the front: what NHV is, how to read the graph, licence, privacy, citing, data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from graph.base.problems import GraphError
from graph.site.figures import of_illustration
from graph.site.page import Page
from graph.site.parts import Cell, Cells, Figure, Grid
from graph.site.search import by_kind
from graph.site.things.counts import areas as count_areas
from graph.site.things.statements import read
from graph.site.words import say
from graph.view.counting import counted, counted_line
from ontology.terms import NHV

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

_TILES = (
    (NHV.Hospital, "hospital/index.html", "hospitals"),
    (NHV.Body, "body/index.html", "bodies"),
    (NHV.Source, "source/index.html", "documents"),
)
_LISTS = (
    "class/index.html",
    "property/index.html",
    "scheme/index.html",
    "scheme/Rules.html",
    "shape/index.html",
    "rules.html",
    "reused.html",
)


@dataclass(frozen=True)
class File:
    """A file to take home.

    Attributes:
        path: Where it lies, below the folder of the site.
        holds: What it holds, as the words of the site have it.
        size: Its size in bytes.
    """

    path: str
    holds: str
    size: int


def pages(
    kg: KnowledgeGraph,
    others: Sequence[Page],
    *,
    counts: Mapping[NamedNode, int],
    files: Sequence[File],
    version: str,
) -> Iterator[Page]:
    """The pages at the front, in the language of the view.

    Args:
        kg: The view.
        others: All other pages of the language, for the lists that lead to them.
        counts: How many things there are of each class.
        files: The files to take home.
        version: The version of the program.
    """
    lang = kg.lang
    by_path = {page.path: page for page in others}
    steps = sorted((p for p in others if p.template == "step.html"), key=lambda page: page.path)
    yield _page(
        lang, "home", "index.html",
        tiles=[*_counted(kg, by_path), *_tiles(lang, counts, by_path)],
        counted=counted_line(kg),
        figure=_figure(kg),
        figure_title=say("permits_in_country", lang),
        steps=steps,
    )  # fmt: skip
    yield _page(lang, "reading")
    yield _page(lang, "licence")
    yield _page(lang, "privacy", people=kg.people)
    yield _page(lang, "cite", citation=_citation(kg, version), bibtex=_bibtex(kg, version))
    yield _page(lang, "data", grid=_files(lang, files))
    lists = [by_path[path] for path in _LISTS]
    title, summary = _texts("vocabulary", lang)
    yield Page("vocabulary.html", title, summary, "front/vocabulary.html", {"lists": lists})
    title, summary = _texts("search", lang)
    kinds = by_kind(others, say("page", lang))
    yield Page("search.html", title, summary, "search.html", {"kinds": kinds})


def _texts(name: str, lang: str) -> tuple[str, str]:
    """The title and the summary of a page."""
    return say(f"front.{name}.title", lang), say(f"front.{name}.summary", lang)


def _page(lang: str, name: str, path: str = "", **content: object) -> Page:
    title, summary = _texts(name, lang)
    template = f"front/{name}.{lang}.html"
    return Page(path or f"{name}.html", title, summary, template, content)


def _tiles(
    lang: str, counts: Mapping[NamedNode, int], by_path: Mapping[str, Page]
) -> list[dict[str, object]]:
    return [
        {"count": counts.get(cls, 0), "path": path, "name": say(f"tile.{name}", lang)}
        for cls, path, name in _TILES
        if path in by_path
    ]


def _counted(kg: KnowledgeGraph, by_path: Mapping[str, Page]) -> list[dict[str, object]]:
    """Permits and areas of NHV on the view's day; none is said where none is known."""
    areas, day = count_areas(read(kg), kg.as_of.isoformat()), kg.as_of.isoformat()
    held = counted(kg)
    told = (
        (held.in_force, "region", "in_force"),
        (held.possible, "region", "possible"),
        (areas.in_force, "area", "areas_in_force"),
        (areas.decided, "area", "areas_decided"),
        (areas.on_the_way, "area", "areas_on_the_way"),
    )
    return [
        {"count": number, "path": f"{kind}/index.html",
         "name": f"{say(f'tile.{name}', kg.lang)} {day}"}
        for number, kind, name in told
        if number and f"{kind}/index.html" in by_path
    ]  # fmt: skip


def _figure(kg: KnowledgeGraph) -> Figure | None:
    try:
        return of_illustration(kg.map("holders"))
    except GraphError:  # this view has no permits
        return None


def _citation(kg: KnowledgeGraph, version: str) -> str:
    day = kg.as_of
    return say("citation", kg.lang, day.year, version, day)


def _bibtex(kg: KnowledgeGraph, version: str) -> str:
    day = kg.as_of
    return (
        f"@misc{{nhv_graph_{day.year},\n"
        "  author  = {{The NHV Graph contributors}},\n"
        "  title   = {{NHV Graph: an open knowledge graph of Sweden's national highly "
        "specialised care}},\n"
        f"  year    = {{{day.year}}},\n"
        f"  version = {{{version}}},\n"
        f"  note    = {{State as of {day.isoformat()}. CC BY 4.0}}\n}}"
    )


def _files(lang: str, files: Sequence[File]) -> Grid:
    rows: list[Sequence[Cells]] = [
        (
            Cell(file.path.rpartition("/")[2], href=f"../{file.path}", form="code"),
            Cell(say(f"file_holds.{file.holds}", lang)),
            Cell(_size(file.size, lang)),
        )
        for file in files
    ]
    heads = [say(key, lang) for key in ("file", "holds", "size")]
    return Grid(say("download", lang), heads, rows)


def _size(size: int, lang: str) -> str:
    """A size in words; one decimal from a megabyte on.

    Example:
        >>> _size(3_645_215, "sv")
        '3,6 MB'
    """
    if size < 1_000_000:
        return f"{max(size // 1000, 1)} kB"
    text = f"{size / 1_000_000:.1f} MB"
    return text.replace(".", ",") if lang == "sv" else text
