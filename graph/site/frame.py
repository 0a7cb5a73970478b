"""From a :class:`~graph.site.page.Page` to HTML: the templates, and what they can ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from posixpath import basename

from jinja2 import Environment, PackageLoader, StrictUndefined
from pyoxigraph import NamedNode

from graph.site import links
from graph.site.links import Links
from graph.site.page import Page
from graph.site.words import OTHER, say

# `file:` beside 'self': opened from a disk, a page has no origin that 'self' could mean.
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file: 'unsafe-inline'; "
    "img-src 'self' file: data:; base-uri 'none'; form-action 'self' file:"
)
MENU = (
    ("area/index.html", "areas"),
    ("region/index.html", "regions"),
    ("hospital/index.html", "hospitals"),
    ("body/index.html", "bodies"),
    ("source/index.html", "sources"),
    ("step/index.html", "steps"),
    ("question/index.html", "questions"),
    ("network/index.html", "networks"),
    ("vocabulary.html", "vocabulary"),
    ("search.html", "search"),
)
# The lists that belong to the vocabulary, for the menu and the way up.
_WORDS = ("class", "property", "scheme", "shape")


@dataclass(frozen=True)
class Item:
    """An entry of a menu or of the way up to the start page."""

    path: str
    name: str
    here: bool = False


@dataclass(frozen=True)
class Frame:
    """What stands around every page of one language.

    Attributes:
        lang: The language.
        links: Where everything lies.
        titles: The titles of pages by their path, for the way up.
        state: A sentence on what the site was made from.
    """

    lang: str
    links: Links
    titles: Mapping[str, str]
    state: str

    def render(self, page: Page) -> str:
        """A page as HTML.

        Args:
            page: What stands on it.

        Returns:
            The whole document; every text in it is escaped.
        """
        other = OTHER[self.lang]
        to_root = links.root(page.path)
        ttl = turtle_path(page)
        return (
            _environment()
            .get_template(page.template)
            .render(
                page.content,
                page=page,
                lang=self.lang,
                page_lang=self.lang,
                other=other,
                policy=POLICY,
                root=to_root,
                name=basename(page.path),
                twin=f"{to_root}{other}/{page.path}",
                turtle=f"{to_root}{ttl}" if ttl else None,
                t=partial(say, lang=self.lang),
                t_other=partial(say, lang=other),
                to=partial(links.between, page.path),
                href=partial(self._href, page.path),
                menu=self._menu(page.path),
                crumbs=self._crumbs(page.path),
                state=self.state,
            )
        )

    def _href(self, frm: str, term: NamedNode) -> str | None:
        return self.links.to(term, frm)

    def _menu(self, path: str) -> list[Item]:
        folder = path.partition("/")[0]
        home = "vocabulary.html" if folder in _WORDS else f"{folder}/index.html"
        return [Item(entry, say(key, self.lang), here=entry in (path, home)) for entry, key in MENU]

    def _crumbs(self, path: str) -> Sequence[Item]:
        if path == "index.html":
            return ()
        above = ["index.html"]
        folder, slash, _ = path.partition("/")
        if slash:
            above += ["vocabulary.html"] if folder in _WORDS else []
            above += [f"{folder}/index.html"]
        names = {"index.html": say("start", self.lang)}
        return [
            Item(step, names.get(step) or self.titles[step])
            for step in above
            if step != path and (step in names or step in self.titles)
        ]


def turtle_path(page: Page) -> str | None:
    """Where the Turtle of what a page is about lies, below the folder of the site.

    Example:
        >>> thing = NamedNode("https://w3id.org/nhv/id/area/dysmeli")
        >>> turtle_path(Page("area/dysmeli.html", "Dysmeli", "", "thing.html", thing=thing))
        'ttl/area/dysmeli.ttl'
    """
    return None if page.thing is None else f"ttl/{page.path.removesuffix('.html')}.ttl"


def choice(about: Mapping[str, str]) -> str:
    """The first page of all, which asks for a language and needs no script for it.

    Args:
        about: What the site is about, in each language.
    """
    return _environment().get_template("choice.html").render(policy=POLICY, about=about)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("graph.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
