"""Walking the site: every address that a page refers to, and what axe finds wrong with a page."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from graph import open_graph
from graph.site.site import build_site
from tests.support import made_once, whole_graph

if TYPE_CHECKING:
    from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
_OUTSIDE = ("http", "https", "mailto")
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)


@dataclass
class Read(HTMLParser):
    """What a page refers to, and what can be referred to on it.

    Attributes:
        refs: The address of every link, picture, script and style sheet.
        ids: Every place that has a name, as often as it is given.
        text: All text outside scripts and styles.
        scripts: Every script that stands in the page, every handler of events.
        described: What the page says of itself as JSON-LD, which no browser runs.
        headings: The levels of the headings, in order.
        language: The language that the page says it is in.
        template: The template that made it.
        unclosed: Elements that were opened and not closed in order.
    """

    refs: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    described: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    language: str = ""
    template: str = ""
    unclosed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin to read."""
        super().__init__(convert_charrefs=True)
        self.describing = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element refers to."""
        said = dict(attrs)
        if tag == "html":
            self.language = said.get("lang") or ""
        if tag == "meta" and said.get("name") == "generator":
            self.template = said.get("content") or ""
        self.describing = said.get("type") == "application/ld+json"
        if tag == "script" and "src" not in said and not self.describing:
            self.scripts.append("<script>")
        self.scripts += [name for name in said if name.startswith("on")]
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        for name in ("href", "src", "action"):
            if (value := said.get(name)) is not None:
                self.refs.append(value)
        if (name_of := said.get("id")) is not None:
            self.ids.append(name_of)
        if tag not in _VOID:
            self.unclosed.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that is closed at once, as in pictures."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """See that what is closed is what was opened last."""
        self.describing = False
        if self.unclosed and self.unclosed[-1] == tag:
            self.unclosed.pop()

    def handle_data(self, data: str) -> None:
        """Take in text."""
        (self.described if self.describing else self.text).append(data)


def read(file: Path) -> Read:
    """Read a page."""
    page = Read()
    page.feed(file.read_text(encoding="utf-8"))
    page.close()
    return page


def dead_links(site: Path, pages: Mapping[Path, Read]) -> Iterator[str]:
    """Everything that a page refers to and that is not there.

    Args:
        site: The folder of the site.
        pages: Its pages, read.

    Yields:
        ``page: address`` for each.
    """
    places = {str(file): set(page.ids) for file, page in pages.items()}
    there = {str(file) for file in site.rglob("*") if file.is_file()}
    for file, page in pages.items():
        where, folder = str(file.relative_to(site)), str(file.parent)
        for ref in dict.fromkeys(page.refs):
            parts = urlsplit(ref)
            if parts.scheme in _OUTSIDE:
                continue
            target = normpath(f"{folder}/{unquote(parts.path)}") if parts.path else str(file)
            if target not in there or parts.scheme or parts.netloc:
                yield f"{where}: {ref}"
            elif parts.fragment and unquote(parts.fragment) not in places.get(target, ()):
                yield f"{where}: {ref} (no such place)"


def violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """What axe finds wrong with a page that is open, on the levels A and AA.

    Args:
        page: The page; :func:`axe_script` has been run in it.
        rules: Only these rules; all of the two levels if none is named.

    Returns:
        A line for each kind of fault, with the first element that has it.
    """
    wanted = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": TAGS}
    found: dict[str, Any] = page.evaluate(
        # Style sheets are not fetched again: the page's policy forbids every request but its own.
        "wanted => axe.run(document, {runOnly: wanted, resultTypes: ['violations'], "
        "preload: false})",
        wanted,
    )
    return [
        f"{fault['id']} ({len(fault['nodes'])}): {fault['nodes'][0]['html'][:140]} "
        f"{fault['nodes'][0].get('failureSummary', '')[:200]}"
        for fault in found["violations"]
    ]


def is_wider(page: Page) -> bool:
    """Whether a page that is open has to be moved sideways to be read."""
    return bool(
        page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    )


def axe_script() -> str:
    """The text of axe-core, as the package that the tests use it by ships it."""
    import axe_playwright_python

    (file,) = Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")
    return file.read_text(encoding="utf-8")


@cache
def whole_site() -> Path:
    """The site of the whole graph, made once for all test processes."""
    return made_once("site", lambda folder: build_site(open_graph(whole_graph()), folder))


@cache
def whole_pages() -> Mapping[Path, Read]:
    """Every page of that site, read."""
    return {file: read(file) for file in sorted(whole_site().rglob("*.html"))}


def main() -> int:
    """Walk every page of a site with axe, at the widths and colours in turn, and say what is wrong.

    Returns:
        The exit status: 1 if a link is dead or a page breaks a rule.
    """
    from tests.browser import chromium

    site = Path(sys.argv[1]).resolve()
    part, parts = (int(text) for text in (sys.argv[2:] or ["1/1"])[0].split("/"))
    pages = {file: read(file) for file in sorted(site.rglob("*.html"))}
    wrong = list(dead_links(site, pages)) if part == 1 else []
    refs, walked, script = sum(len(page.refs) for page in pages.values()), 0, axe_script()
    with chromium() as browser:
        page = browser.new_page()
        for number, file in enumerate(pages):
            if number % parts != part - 1:
                continue
            # Each page once, and each of the four looks for every fourth page.
            look = number // parts % 4
            page.set_viewport_size({"width": (360, 1280)[look % 2], "height": 900})
            page.emulate_media(color_scheme="dark" if look > 1 else "light")
            page.goto(file.as_uri())
            page.evaluate(script)
            where = file.relative_to(site)
            wrong += [f"{where}: {fault}" for fault in violations(page)]
            wrong += [f"{where}: is wider than its screen"] if is_wider(page) else []
            walked += 1
            if walked % 100 == 0:
                sys.stderr.write(f"{walked} pages walked, {len(wrong)} faults\n")
    told = f"{len(pages)} pages, {refs} references, {walked} walked with axe, {len(wrong)} faults"
    sys.stdout.write("\n".join([*wrong, told, ""]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
