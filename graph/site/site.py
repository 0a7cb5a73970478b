"""The whole site: pages of both languages, their files, the search, and the data to take home.

::

    index.html            the choice of language
    sv/…  en/…            the pages; a page has the same path in both
    assets/               one style sheet, the search and its lists
    ttl/<kind>/<name>.ttl the Turtle of what a page is about
    id/<kind>/<name>.…    what stands at the address of a thing: documents, a way to its place
    data/                 the graph and the ontology as files

It is written beside its place and moved there whole. The same graph gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib.metadata import version as version_of
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pyoxigraph import NamedNode

from graph.base.files import beside, remove_leftovers, take_place
from graph.base.languages import LANGS
from graph.base.problems import BadParameter
from graph.site import addresses, explore, front_pages
from graph.site.ask import data as asking
from graph.site.ask import phrases
from graph.site.ask.page import page as ask_page
from graph.site.ask.views import views
from graph.site.frame import Frame, choice
from graph.site.front_pages import File
from graph.site.lexicon import lexicon
from graph.site.parts import Page
from graph.site.things import pages as things
from graph.site.things.places import linked, places
from graph.site.things.statements import read
from graph.site.turtle import on_pages, turtle_of, turtle_path
from graph.site.vocabulary import networks, questions, shapes, terms
from graph.site.words import say
from graph.view.overlay import note
from graph.view.vocabulary import counts
from ontology.terms import NHV

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

MARK = ".nhv-site"
_ASSETS = ("site.css", "search.js", "icon.svg")
_GRAPH = {"nhv.ttl": "graph", "nhv.trig": "documents"}
# The files of the ontology: what each is called here, and what it holds.
_ONTOLOGY = {
    "nhv.ttl": ("ontology.ttl", "vocabulary"),
    "schemes.ttl": ("schemes.ttl", "schemes"),
    "alignments.ttl": ("alignments.ttl", "alignments"),
    "shapes.ttl": ("shapes.ttl", "shapes"),
}
_LANGUAGE = {"sv": "Swedish", "en": "English"}


def quiet(_: str) -> None:
    """Say nothing."""


def build_site(
    kg: KnowledgeGraph,
    folder: str | Path,
    *,
    site: str | None = None,
    progress: Callable[[str], None] = quiet,
) -> Path:
    """Make the site of a view of the graph.

    Args:
        kg: The view: its day, its sources, with or without persons; both languages are made.
        folder: Where to; a site that is there is replaced whole.
        site: Where it will lie, if that is known: pages then say their full addresses.
        progress: Is told what is being done.

    Returns:
        The folder.

    Raises:
        BadParameter: If there is something else than a site in the folder, or if the address is
            none of the web.

    Example:
        >>> build_site(kg, "build/site", site="https://example.org/nhv")  # doctest: +SKIP
    """
    home = _home(site) if site else ""
    return put_in_place(Path(folder), partial(_write, kg, site=home, progress=progress))


def _home(site: str) -> str:
    """The address of a site with a slash at its end."""
    parts = urlsplit(site)
    plain = parts.netloc and parts.scheme in ("http", "https") and not parts.query + parts.fragment
    if not plain or not site.isascii() or any(sign in site for sign in ' "<>'):
        raise BadParameter(
            f"{site!r} is no address that a site can have; write one like https://example.org/nhv"
        )
    return site.rstrip("/") + "/"


def put_in_place(folder: Path, write: Callable[[Path], None]) -> Path:
    """Have a site written into an empty folder, and let it take the place of the one there is.

    Raises:
        BadParameter: If there is something else than a site in the folder.
    """
    if folder.exists() and not folder.is_dir():
        raise BadParameter(f"{folder} is a file; give a folder for the site")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise BadParameter(
            f"{folder} holds something else than a site of this program, which a new one would "
            "replace; give another folder, or empty this one"
        )
    folder = folder.resolve()
    remove_leftovers(folder)
    with beside(folder) as made:
        write(made)
        (made / MARK).touch()
        take_place(made, folder)
    return folder


def _write(kg: KnowledgeGraph, place: Path, *, site: str, progress: Callable[[str], None]) -> None:
    progress("site: reading the graph")
    of_things = linked(kg)
    paths = {**lexicon().paths, **of_things}
    counted = counts(kg)
    shared: dict[str, bytes] = {}
    for name in _ASSETS:
        shared[f"assets/{name}"] = (files("graph.site") / "assets" / name).read_bytes()
    shared |= explore.shared()
    listed = _data(kg, place)
    progress("site: what the page that answers needs")
    asked = list(views(kg))
    shared |= asking.assets(kg, asked)
    shared |= phrases.assets(kg)
    for lang in LANGS:
        progress(f"site: the pages in {_LANGUAGE[lang]}")
        view = kg.at(lang=lang)
        pages = [*_pages(view, of_things, counted), ask_page(view, asked)]
        version = version_of("nhv-graph")
        pages += front_pages.pages(
            view, pages, counts=counted, files=listed, version=version, site=site
        )
        shared[f"assets/search-{lang}.js"] = front_pages.search_index(pages, lang)
        titles = {page.path: page.title for page in pages}
        cited = front_pages.citation(version, view.as_of, lang)
        frame = Frame(lang, paths, titles, _state(view, counted), cited, site)
        for page in pages:
            _put(place / lang / page.path, frame.render(page).encode())
            for name, data in page.files.items():
                _put((place / lang / page.path).parent / name, data)
    progress("site: the files that both languages share")
    for path, found in on_pages(places(kg)).items():
        shared[turtle_path(path)] = turtle_of(read(kg), found)
    for name, data in addresses.files(kg, places(kg)):
        _put(place / name, data)
    about = {lang: say("front.home.summary", lang) for lang in LANGS}
    shared["index.html"] = choice(about, site).encode()
    for name, data in shared.items():
        _put(place / name, data)
    written = [path for path in place.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in written)
    html = sum(path.suffix == ".html" for path in written)
    progress(f"site: {html:,} pages, {len(written):,} files, {size / 1e6:.1f} MB")


def _pages(
    kg: KnowledgeGraph, of_things: Mapping[NamedNode, str], counted: Mapping[NamedNode, int]
) -> list[Page]:
    """All pages but those at the front, which lead to these."""
    of_networks = list(networks.pages(kg))
    with_pages = [thing for thing, path in of_things.items() if "#" not in path]
    answers = questions.Answers(kg, with_pages, networks.figures(of_networks))
    return [
        *terms.pages(kg, counted),
        *shapes.pages(kg.lang),
        *questions.step_pages(answers),
        *answers.pages(),
        *of_networks,
        *things.pages(kg),
        explore.page(kg),
    ]


def _data(kg: KnowledgeGraph, place: Path) -> list[File]:
    """Write the files to take home."""
    folder = place / "data"
    folder.mkdir(parents=True)
    for name in _GRAPH:
        kg.export(folder / name)
    for name, (called, _) in _ONTOLOGY.items():
        _put(folder / called, (files("ontology") / name).read_bytes())
    holding = {**_GRAPH, **dict(_ONTOLOGY.values())}
    return [
        File(f"data/{name}", holds, (folder / name).stat().st_size)
        for name, holds in holding.items()
    ]


def _state(kg: KnowledgeGraph, counted: Mapping[NamedNode, int]) -> str:
    """What the site was made from, in a sentence or two."""
    said = say("made_from", kg.lang, kg.as_of.isoformat(), counted.get(NHV.Source, 0))
    said += f" {say('only_until', kg.lang, kg.known_at)}" if kg.known_at else ""
    said += "" if kg.people else f" {say('without_people', kg.lang)}"
    return f"{said} {note(kg.overlays, kg.lang)}".strip()


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
