"""What a site is made of, in shares that any process can make, in any order."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version as version_of
from importlib.resources import files
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.base.languages import LANGS
from graph.evidence.news import news
from graph.export.files import noted
from graph.site import addresses, explore, front_pages
from graph.site.ask import data as asking
from graph.site.ask import past, phrases
from graph.site.ask.page import page as ask_page
from graph.site.frame import Frame, choice, feed_of, list_titles
from graph.site.front_pages import File
from graph.site.lexicon import lexicon
from graph.site.parts import Page
from graph.site.things import pages as things
from graph.site.things.cells import Teller
from graph.site.things.news import News
from graph.site.things.places import linked, places
from graph.site.things.statements import read
from graph.site.turtle import on_pages, turtle_of, turtle_path
from graph.site.vocabulary import networks, questions, shapes, terms
from graph.site.words import say
from graph.view.counting import documents
from graph.view.overlay import note
from graph.view.past import digests
from graph.view.vocabulary import counts
from graph.view.whole import texts
from loaders.statements import uncollected

if TYPE_CHECKING:
    from datetime import date

    from graph.knowledge_graph import KnowledgeGraph
    from graph.view.view import View

KEPT = ".kept"
"""The folder of a site in which it has what the next one can take over."""
_LEVEL = 6  # of packing it: more takes longer and spares little
_ASSETS = ("site.css", "search.js", "icon.svg")
# The files of the ontology: what each is called here, and what it holds.
_ONTOLOGY = {
    "nhv.ttl": ("ontology.ttl", "vocabulary"),
    "schemes.ttl": ("schemes.ttl", "schemes"),
    "alignments.ttl": ("alignments.ttl", "alignments"),
    "shapes.ttl": ("shapes.ttl", "shapes"),
}
_LANGUAGE = {"sv": "Swedish", "en": "English"}
_TOLD = {
    "answers": "answers and networks", "asked": "statements for the page that answers",
    "past": "what was known day by day",
    "things": "pages of things", "documents": "documents of things", "turtle": "Turtle of pages",
    "words": "pages of words",
    "news": "what became known month by month", "scripts": "scripts with the words of the search",
}  # fmt: skip
_THINGS = 4  # shares in each language


@dataclass(frozen=True)
class Site:
    """A site that is being made.

    Attributes:
        kg: The view that it is of.
        place: The folder that it is written into.
        before: The site that it replaces; what is the same in both is one file.
        home: The address where it will lie, with a slash at its end, if that is known.
    """

    kg: KnowledgeGraph
    place: Path
    before: Path
    home: str

    def frame(self, lang: str) -> Frame:
        """What stands around every page of a language."""
        return self.kg.cached(("site", "frame", self.home, lang), lambda: self._frame(lang))

    def _frame(self, lang: str) -> Frame:
        cited = front_pages.citation(version_of("nhv-graph"), self.kg.as_of, lang)
        paths = {**lexicon().paths, **linked(self.kg)}
        return Frame(lang, paths, list_titles(lang), _state(self.kg, lang), cited, self.home)

    def write(self, lang: str, pages: Iterable[Page]) -> list[Page]:
        """Write pages and what lies beside them; what lists and the search know of them."""
        frame, heads = self.frame(lang), []
        for page in pages:
            path = f"{lang}/{page.path}"
            self.put(path, frame.render(page).encode())
            if page.feed:
                self.put(feed_of(path), frame.feed(page))
            for name, data in page.files.items():
                self.put(f"{path.rpartition('/')[0]}/{name}", data)
            heads.append(page.head())
        return heads

    def keep(
        self, name: str, kg: View, days: Sequence[date | None], made: Iterator[Any]
    ) -> Iterable[Any]:
        """What is made of each two days of a walk, as the site before has it where it is the same.

        The walk goes no further back than to the last step that is another than before.
        """
        path, before = f"{KEPT}/{name}", dict[str, Any]()
        with suppress(OSError, EOFError, ValueError, TypeError, zlib.error):  # none, or damaged
            before = dict(json.loads(gzip.decompress((self.before / path).read_bytes())))
        keys = ["".join(pair) for pair in pairwise(digests(kg, days))]
        anew = max((nr for nr, key in enumerate(keys, 1) if key not in before), default=0)
        found = dict(zip(keys, [*islice(made, anew), *map(before.get, keys[anew:])], strict=True))
        said = json.dumps(found, ensure_ascii=False)
        self.put(path, gzip.compress(said.encode(), _LEVEL, mtime=0))
        return found.values()

    def put(self, path: str, data: bytes) -> None:
        """Write a file; one that the site before has just so is taken from there."""
        file, old = self.place / path, self.before / path
        if not file.parent.is_dir():
            file.parent.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):  # there is none, or the file system has no links
            if old.stat().st_size == len(data) and old.read_bytes() == data:
                file.hardlink_to(old)
                return
        file.write_bytes(data)


@dataclass(frozen=True)
class Share:
    """A share of a site.

    Attributes:
        kind: What is made, by :data:`_MAKERS`.
        lang: Of which language, if it is of one.
        part: Which part of it.
    """

    kind: str
    lang: str = ""
    part: int = 0

    @property
    def told(self) -> str:
        """What it is, in a few words."""
        said = _TOLD[self.kind]
        return f"{said} in {_LANGUAGE[self.lang]}" if self.lang else said


def shares() -> list[Share]:
    """The shares of a site, those first that take long."""
    return [
        Share("news"),
        Share("past"),
        Share("answers"),
        Share("documents"),
        Share("turtle"),
        *(Share("words", lang) for lang in LANGS),
        *(Share("things", lang, part) for part in range(_THINGS) for lang in LANGS),
        Share("scripts"),
        Share("asked"),
    ]


@uncollected()
def make(task: tuple[Site, Share]) -> Any:
    """Make a share of a site.

    Returns:
        Of pages their heads, of what was known before what the page that answers has to know.
    """
    site, share = task
    return _MAKERS[share.kind](site, share)


def _answers(site: Site, _: Share) -> Mapping[str, list[Page]]:
    """Networks, questions and steps: what is asked of the graph, with its pictures.

    What is read for one language serves the other.
    """
    made = {}
    for lang in LANGS:
        kg = site.kg.at(lang=lang)
        of_networks = list(networks.pages(kg))
        with_pages = [thing for thing, path in linked(kg).items() if "#" not in path]
        answers = questions.Answers(kg, with_pages, networks.figures(of_networks))
        pages = [*questions.step_pages(answers), *answers.pages(), *of_networks]
        made[lang] = site.write(lang, pages)
    return made


def _words(site: Site, share: Share) -> list[Page]:
    """Terms and shapes, and the pages that answer by themselves."""
    kg = site.kg.at(lang=share.lang)
    pages = [
        *terms.pages(kg, counts(kg)), *shapes.pages(kg.lang), explore.page(kg),
        ask_page(kg),
    ]  # fmt: skip
    return site.write(share.lang, pages)


def _things(site: Site, share: Share) -> list[Page]:
    pages = things.of_things(site.kg.at(lang=share.lang), slice(share.part, None, _THINGS))
    return site.write(share.lang, pages)


def _news(site: Site, _: Share) -> Mapping[str, list[Page]]:
    """What became known month by month, walked through once for both languages."""
    made = {}
    for lang, months in news(site.kg, partial(site.keep, "news")).items():
        tell = Teller(read(site.kg), lang, site.kg.as_of)
        made[lang] = site.write(lang, News(tell, months).pages())
    return made


def _asked(site: Site, _: Share) -> None:
    _put_all(site, asking.packed(site.kg))


def _past(site: Site, _: Share) -> dict[str, Any]:
    """What was known by each day, walked through once."""
    steps = list[past.State]()
    for name, own, script in past.parts(past.retrace(site.kg, partial(site.keep, "known"))):
        site.put(asking.file(name), script)
        steps += own
    return {"steps": steps, "sources": past.sources(site.kg)}


def _scripts(site: Site, _: Share) -> None:
    """What answers and the search work with, for any view."""
    _put_all(site, asking.shared(site.kg))
    _put_all(site, phrases.assets(site.kg))


def _documents(site: Site, _: Share) -> None:
    _put_all(site, addresses.files(site.kg, places(site.kg)))


def _turtle(site: Site, _: Share) -> None:
    statements = read(site.kg)
    for path, found in on_pages(places(site.kg)).items():
        site.put(turtle_path(path), turtle_of(statements, found))


@uncollected()
def finish(site: Site, made: Mapping[Share, Any]) -> None:
    """Make what rests on all shares: lists, the front, the search, and what is the same anywhere.

    Args:
        site: The site.
        made: What came of each share.
    """
    for name in _ASSETS:
        site.put(f"assets/{name}", (files("graph.site") / "assets" / name).read_bytes())
    _put_all(site, explore.shared().items())
    about = {lang: say("front.home.summary", lang) for lang in LANGS}
    site.put("index.html", choice(about, site.home).encode())
    listed = _data(site)
    for lang in LANGS:
        heads = [page for share, pages in made.items() if share.lang == lang for page in pages]
        heads += [*made[Share("news")][lang], *made[Share("answers")][lang]]
        _finish(site, lang, heads, made[Share("past")], listed)


def _put_all(site: Site, found: Iterable[tuple[str, bytes]]) -> None:
    for path, data in found:
        site.put(path, data)


def _finish(
    site: Site,
    lang: str,
    heads: Sequence[Page],
    known: dict[str, Any],
    listed: Sequence[File],
) -> None:
    kg = site.kg.at(lang=lang)
    made = {page.path: page for page in heads}
    others = [*heads, *site.write(lang, things.listed(kg, made))]
    front = front_pages.pages(
        kg, others, counts=counts(kg), files=listed, version=version_of("nhv-graph"),
        site=site.home,
    )  # fmt: skip
    every = [*others, *site.write(lang, front)]
    site.put(f"assets/search-{lang}.js", front_pages.search_index(every, lang))
    site.put(*asking.sayings(kg, known))


def _data(site: Site) -> list[File]:
    """Write the files to take home."""
    turtle, trig = texts(site.kg).turtle, texts(site.kg).trig
    found = {("nhv.ttl", "graph"): turtle, ("nhv.trig", "documents"): trig}
    found = {named: noted(site.kg, named[0], data) for named, data in found.items()}
    for name, named in _ONTOLOGY.items():
        found[named] = (files("ontology") / name).read_bytes()
    for (name, _), data in found.items():
        site.put(f"data/{name}", data)
    return [File(f"data/{name}", holds, len(data)) for (name, holds), data in found.items()]


def _state(kg: KnowledgeGraph, lang: str) -> str:
    """What the site was made from, in a sentence or two."""
    said = say("made_from", lang, kg.as_of.isoformat(), documents(kg))
    said += f" {say('only_until', lang, kg.known_at)}" if kg.known_at else ""
    said += "" if kg.people else f" {say('without_people', lang)}"
    return f"{said} {note(kg.overlays, lang)}".strip()


_MAKERS: Mapping[str, Callable[[Site, Share], Any]] = {
    "news": _news,
    "answers": _answers,
    "asked": _asked,
    "past": _past,
    "things": _things,
    "documents": _documents,
    "turtle": _turtle,
    "scripts": _scripts,
    "words": _words,
}
