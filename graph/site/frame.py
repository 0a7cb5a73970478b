"""From a :class:`~graph.site.parts.Page` to HTML: the templates, and what they can ask for.

A page refers to others relatively, so that the site can be read from a disk, a stick or a folder
on any server.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from itertools import takewhile
from posixpath import basename

from jinja2 import Environment
from pyoxigraph import NamedNode

from graph.base.files import templates
from graph.site.parts import Page
from graph.site.turtle import turtle_path
from graph.site.values import Values
from graph.site.words import OTHER, PAGES, say

# `file:` beside 'self': opened from a disk, a page has no origin that 'self' could mean.
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'; "
    "img-src 'self' file: data:; base-uri 'none'; form-action 'self' file:"
)
# Of a page that computes: WebAssembly, and a worker that it makes of a text.
_COMPUTING = POLICY.replace("script-src", "script-src 'wasm-unsafe-eval'") + "; worker-src blob:"


@dataclass(frozen=True)
class Frame:
    """What stands around every page of one language."""

    lang: str
    paths: Mapping[NamedNode, str]  # where everything lies; with #… what stands on another's page
    titles: Mapping[str, str]  # of pages by their path, for the way up
    state: str  # what the site was made from
    citation: str  # how the graph is cited
    site: str = ""  # the address of the site, with a slash at its end, if it is known

    def render(self, page: Page) -> str:
        """A page as a whole document of HTML, in which every text is escaped."""
        lang, other = self.lang, OTHER[self.lang]
        to_root = "../" * (page.path.count("/") + 1)
        folder = page.path.partition("/")[0]
        template = _environment().get_template(page.template)
        values = Values(lang, partial(self.href, page.path))
        return template.render(
            page.content,
            page=page,
            lang=lang,
            page_lang=lang,
            other=other,
            policy=_COMPUTING if page.computes else POLICY,
            root=to_root,
            own=f"{self.site}{lang}/{page.path}" if self.site else basename(page.path),
            foreign=f"{self.site or to_root}{other}/{page.path}",
            twin=f"{to_root}{other}/{page.path}",
            turtle=turtle_path(page.path) if page.thing else None,
            site=self.site,
            t=partial(say, lang=lang),
            t_other=partial(say, lang=other),
            to=partial(between, page.path),
            href=values.href,
            values=values,
            menu=PAGES["menu"],
            home="vocabulary.html" if folder in PAGES["words"] else f"{folder}/index.html",
            crumbs=self._crumbs(page.path),
            feed=feed_of(page.news) if page.news else "",
            state=self.state,
            citation=self.citation,
        )

    def feed(self, page: Page) -> bytes:
        """The feed that lies beside a page, as a document of XML."""
        path = feed_of(page.path)
        template = _environment().get_template("feed.xml")
        values = Values(self.lang, partial(self.href, path))
        return template.render(
            feed=page.feed,
            page=page,
            lang=self.lang,
            page_lang=self.lang,
            path=path,
            base=f"{self.site}{self.lang}/{path}" if self.site else "",
            t=partial(say, lang=self.lang),
            to=partial(between, path),
            href=values.href,
            values=values,
        ).encode()

    def href(self, frm: str, term: NamedNode) -> str | None:
        """How a page refers to where a thing or term stands; None if it stands nowhere."""
        path = self.paths.get(term)
        return None if path is None else between(frm, path)

    def _crumbs(self, path: str) -> list[tuple[str, str]]:
        """The way up to the start page."""
        folder, slash, _ = path.partition("/")
        words = ["vocabulary.html"] if slash and folder in PAGES["words"] else []
        names = {"index.html": say("start", self.lang)}
        names |= {
            step: self.titles[step]
            for step in (*words, *([f"{folder}/index.html"] if slash else []))
            if step in self.titles
        }
        return [(step, name) for step, name in names.items() if step != path]


def list_titles(lang: str) -> dict[str, str]:
    """The titles of the pages that are on the way up from others, by their paths."""
    titles = {f"{f}/index.html": say(key, lang) for f, key in PAGES["titles"].items()}
    return {**titles, "vocabulary.html": say("front.vocabulary.title", lang)}


def feed_of(path: str) -> str:
    """Where the feed of a page of news lies: beside it."""
    return path.removesuffix(".html") + ".atom"


def between(frm: str, to: str) -> str:
    """How one page refers to another of its language.

    Example:
        >>> between("area/dysmeli.html", "area/dysmeli.html#way"), between("a/b.html", "c.html")
        ('#way', '../c.html')
    """
    path, hash_, place = to.partition("#")
    if path == frm and place:
        return f"#{place}"
    here, there = frm.split("/")[:-1], path.split("/")
    folders = zip(here, there[:-1], strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], folders))
    return "../" * (len(here) - shared) + "/".join(there[shared:]) + hash_ + place


def choice(about: Mapping[str, str], site: str) -> str:
    """The first page of all, which asks for a language and needs no script for it."""
    template = _environment().get_template("choice.html")
    return template.render(policy=POLICY, about=about, site=site)


def way(lang: str, label: str, to: str) -> str:
    """A page that leads to another, at once and by a link.

    Args:
        lang: Its language.
        label: What is there.
        to: The relative address.
    """
    return (
        _environment().get_template("way.html").render(policy=POLICY, lang=lang, label=label, to=to)
    )


@cache
def _environment() -> Environment:
    return templates("graph.site", autoescape=True, keep_trailing_newline=False)
