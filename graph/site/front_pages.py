"""The pages at the front: what NHV is, how to read the graph, licence, privacy, citing, data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from graph.base.languages import in_lang
from graph.base.problems import GraphError
from graph.site.figures import of_illustration
from graph.site.page import Page
from graph.site.parts import Cell, Cells, Figure, Grid
from graph.site.search import by_kind
from graph.site.things.counts import areas as count_areas
from graph.site.things.known import read
from graph.site.words import say
from graph.view.counting import counted, counted_line
from ontology.terms import NHV

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

ABOUT: Mapping[str, str] = {
    "sv": "Sveriges nationella högspecialiserade vård, uppgift för uppgift, med belägg.",
    "en": "Sweden's national highly specialised care, fact by fact, with the evidence.",
}
_TEXTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "sv": {
        "home": ("Nationell högspecialiserad vård", ABOUT["sv"]),
        "reading": ("Hur man läser grafen", "Belägg, tolkning, motsägelser och luckor."),
        "licence": ("Licens", "Fritt att använda, med angivet upphov: CC BY 4.0."),
        "privacy": ("Personuppgifter", "Vad som finns om personer, varför, och hur man tas bort."),
        "cite": ("Hänvisa hit", "Hur grafen och en uppgift i den anges som källa."),
        "data": ("Ladda ner", "Hela grafen, ordlistan och formerna som filer."),
        "vocabulary": ("Ordlista", "Orden som grafen är skriven med, och kraven på den."),
        "search": ("Sök", "Sök bland alla sidor, eller bläddra i listorna."),
    },
    "en": {
        "home": ("National highly specialised care", ABOUT["en"]),
        "reading": ("How to read the graph", "Evidence, inference, contradictions and gaps."),
        "licence": ("Licence", "Free to use with credit: CC BY 4.0."),
        "privacy": ("Privacy", "What is held about persons, why, and how to be removed."),
        "cite": ("How to cite", "How to give the graph and a fact in it as a source."),
        "data": ("Download", "The whole graph, the vocabulary and the shapes as files."),
        "vocabulary": ("Vocabulary", "The words that the graph is written in, and its demands."),
        "search": ("Search", "Search all pages, or browse the lists."),
    },
}
_TILES = (
    (NHV.Hospital, "hospital/index.html", "sjukhus", "hospitals"),
    (NHV.Body, "body/index.html", "organ", "bodies"),
    (NHV.Source, "source/index.html", "dokument", "documents"),
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
        sv: What it holds, in Swedish.
        en: The same in English.
        size: Its size in bytes.
    """

    path: str
    sv: str
    en: str
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
        figure_title=in_lang(lang, "Tillstånden i landet", "The permits in the country"),
        steps=steps,
    )  # fmt: skip
    yield _page(lang, "reading")
    yield _page(lang, "licence")
    yield _page(lang, "privacy", people=kg.people)
    yield _page(lang, "cite", citation=_citation(kg, version), bibtex=_bibtex(kg, version))
    yield _page(lang, "data", grid=_files(lang, files))
    lists = [by_path[path] for path in _LISTS]
    title, summary = _TEXTS[lang]["vocabulary"]
    yield Page("vocabulary.html", title, summary, "front/vocabulary.html", {"lists": lists})
    title, summary = _TEXTS[lang]["search"]
    kinds = by_kind(others, say("page", lang))
    yield Page("search.html", title, summary, "search.html", {"kinds": kinds})


def _page(lang: str, name: str, path: str = "", **content: object) -> Page:
    title, summary = _TEXTS[lang][name]
    template = f"front/{name}.{lang}.html"
    return Page(path or f"{name}.html", title, summary, template, content)


def _tiles(
    lang: str, counts: Mapping[NamedNode, int], by_path: Mapping[str, Page]
) -> list[dict[str, object]]:
    return [
        {"count": counts.get(cls, 0), "path": path, "name": in_lang(lang, swedish, english)}
        for cls, path, swedish, english in _TILES
        if path in by_path
    ]


def _counted(kg: KnowledgeGraph, by_path: Mapping[str, Page]) -> list[dict[str, object]]:
    """Permits and areas of NHV on the view's day; none is said where none is known."""
    areas, day = count_areas(read(kg), kg.as_of.isoformat()), kg.as_of.isoformat()
    held = counted(kg)
    told = (
        (held.in_force, "region", "innehav i kraft", "held in force"),
        (held.possible, "region", "innehav som kan vara i kraft", "held that may be in force"),
        (areas.in_force, "area", "områden med tillstånd i kraft", "areas with a permit in force"),
        (areas.decided, "area", "områden som är beslutade", "areas that are decided"),
        (areas.on_the_way, "area", "områden under utredning", "areas under review"),
    )
    return [
        {"count": number, "path": f"{kind}/index.html",
         "name": f"{in_lang(kg.lang, swedish, english)} {day}"}
        for number, kind, swedish, english in told
        if number and f"{kind}/index.html" in by_path
    ]  # fmt: skip


def _figure(kg: KnowledgeGraph) -> Figure | None:
    try:
        return of_illustration(kg.map("holders"))
    except GraphError:  # this view has no permits
        return None


def _citation(kg: KnowledgeGraph, version: str) -> str:
    day = kg.as_of
    if kg.lang == "sv":
        return (
            f"The NHV Graph contributors ({day.year}). NHV Graph, version {version}. "
            f"Läget {day.isoformat()}. CC BY 4.0."
        )
    return (
        f"The NHV Graph contributors ({day.year}). NHV Graph, version {version}. "
        f"State as of {day.isoformat()}. CC BY 4.0."
    )


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
            Cell(in_lang(lang, file.sv, file.en)),
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
