"""The whole site: pages of both languages, their files, the search, and the data to take home.

::

    index.html            the choice of language
    sv/…  en/…            the pages; a page has the same path in both
    assets/               one style sheet, the search and its lists
    ttl/<kind>/<name>.ttl the Turtle of what a page is about
    data/                 the graph and the ontology as files

It is written beside its place and moved there whole. The same graph gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.metadata import version as version_of
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from graph.base.languages import LANGS
from graph.questions.catalogue import catalogue, uses
from graph.site import front_pages, search
from graph.site.frame import Frame, choice, turtle_path
from graph.site.front_pages import File
from graph.site.lexicon import lexicon
from graph.site.links import Links
from graph.site.page import Page
from graph.site.publishing import put_in_place
from graph.site.things import pages as things
from graph.site.things.statements import read
from graph.site.turtle import Turtle
from graph.site.vocabulary import networks, shapes, steps, terms
from graph.site.vocabulary.questions import Answers
from graph.site.vocabulary.terms import Around
from graph.site.vocabulary.usage import counts
from graph.site.words import say
from graph.view.overlay import note
from ontology.terms import NHV

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

_ASSETS = ("site.css", "search.js", "icon.svg")
_GRAPH = (
    ("nhv.ttl", "graph"),
    ("nhv.trig", "documents"),
)
_ONTOLOGY = (
    ("nhv.ttl", "ontology.ttl", "vocabulary"),
    ("schemes.ttl", "schemes.ttl", "schemes"),
    ("alignments.ttl", "alignments.ttl", "alignments"),
    ("shapes.ttl", "shapes.ttl", "shapes"),
)  # fmt: skip


def quiet(_: str) -> None:
    """Say nothing."""


def build_site(
    kg: KnowledgeGraph, folder: str | Path, *, progress: Callable[[str], None] = quiet
) -> Path:
    """Make the site of a view of the graph.

    Args:
        kg: The view: its day, its sources, with or without persons; both languages are made.
        folder: Where to; a site that is there is replaced whole.
        progress: Is told what is being done.

    Returns:
        The folder.

    Raises:
        BadParameter: If there is something else than a site in the folder.

    Example:
        >>> build_site(kg, "build/site")  # doctest: +SKIP
    """
    return put_in_place(Path(folder), partial(_write, kg, progress=progress))


def _write(kg: KnowledgeGraph, place: Path, *, progress: Callable[[str], None]) -> None:
    lex = lexicon()
    of_things = things.paths(kg)
    links = Links({**lex.paths(), **of_things})
    counted = counts(kg)
    progress("site: reading the graph")
    turtle = Turtle(read(kg))
    shared: dict[str, bytes] = {}
    for name in _ASSETS:
        shared[f"assets/{name}"] = (files("graph.site") / "assets" / name).read_bytes()
    listed = _data(kg, place)
    for lang in LANGS:
        progress(f"site: the pages in {_LANGUAGE[lang]}")
        view = kg.at(lang=lang)
        pages = _pages(view, links, of_things, counted)
        pages += front_pages.pages(
            view, pages, counts=counted, files=listed, version=version_of("nhv-graph")
        )
        shared[f"assets/search-{lang}.js"] = search.index(pages, lang)
        titles = {page.path: page.title for page in pages}
        frame = Frame(lang, links, titles, _state(view, counted))
        for page in pages:
            _put(place / lang / page.path, frame.render(page).encode())
            for name, data in page.files.items():
                _put((place / lang / page.path).parent / name, data)
            if page.thing is not None and (path := turtle_path(page)) not in shared:
                assert path is not None
                shared[path] = turtle.of(page.thing)
    progress("site: the files that both languages share")
    about = {lang: say("front.home.summary", lang) for lang in LANGS}
    shared["index.html"] = choice(about).encode()
    for name, data in shared.items():
        _put(place / name, data)
    written = [path for path in place.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in written)
    html = sum(path.suffix == ".html" for path in written)
    progress(f"site: {html:,} pages, {len(written):,} files, {size / 1e6:.1f} MB")


_LANGUAGE = {"sv": "Swedish", "en": "English"}


def _pages(
    kg: KnowledgeGraph,
    links: Links,
    of_things: Mapping[NamedNode, str],
    counted: Mapping[NamedNode, int],
) -> list[Page]:
    """All pages but those at the front, which lead to these."""
    lex = lexicon()
    asked = {q.name: q.text(kg.lang) for q in catalogue().values()}
    rules = {str(row["rule"]): row for row in kg.rules().rows}
    around = Around(uses(), asked, counted, rules)
    of_networks = list(networks.pages(kg))
    with_pages = [thing for thing, path in of_things.items() if "#" not in path]
    answers = Answers(kg, with_pages, networks.figures(of_networks))
    return [
        *terms.pages(lex, kg.lang, around),
        *shapes.pages(lex, kg.lang),
        *steps.pages(kg, lex, answers),
        *answers.pages(),
        *of_networks,
        *things.pages(kg, kg.lang, links),
    ]


def _data(kg: KnowledgeGraph, place: Path) -> Sequence[File]:
    """Write the files to take home."""
    folder = place / "data"
    folder.mkdir(parents=True)
    kg.export(folder / "nhv.ttl")
    kg.export(folder / "nhv.trig")
    for name, called, _ in _ONTOLOGY:
        _put(folder / called, (files("ontology") / name).read_bytes())
    told = (*_GRAPH, *((called, holds) for _, called, holds in _ONTOLOGY))
    return [File(f"data/{name}", holds, (folder / name).stat().st_size) for name, holds in told]


def _state(kg: KnowledgeGraph, counted: Mapping[NamedNode, int]) -> str:
    """What the site was made from, in a sentence or two."""
    sources, day = counted.get(NHV.Source, 0), kg.as_of.isoformat()
    said = say("made_from", kg.lang, day, sources)
    said += f" {say('only_until', kg.lang, kg.known_at)}" if kg.known_at else ""
    said += "" if kg.people else f" {say('without_people', kg.lang)}"
    own = note(kg.overlays, kg.lang)
    return f"{said} {own}".strip()


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
