"""HTML as lines: the text of a page, and the menus and notices around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from loaders.drafting.lines import BLANK, CELLS, ITEM, Line, decoded

if TYPE_CHECKING:
    from bs4 import Tag

# What no reader sees, and what stands around the text of a page.
_UNSEEN = (
    "script, style, noscript, template, svg, iframe, object, embed, canvas, audio, video, head, "
    "[hidden], [aria-hidden=true]"
)
_AROUND = (
    "nav, aside, form, button, select, [class*=cookie], [class*=kak], [id*=cookie], [class*=menu], "
    "[class*=meny], [class*=breadcrumb], [role=navigation], [role=dialog]"
)
_DEEPEST = 200
_BLOCKS = [
    "p", "div", "ul", "ol", "table", "section", "article", "main", "header", "footer", "h1", "h2",
    "h3", "h4", "h5", "h6", "li", "tr", "nav", "aside", "form", "button",
]  # fmt: skip


def html(path: Path) -> Iterator[Line]:
    """The lines of a page; nothing of it is executed or fetched."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(decoded(path.read_bytes()), "html.parser")
    if _depth(soup) > _DEEPEST:
        raise ValueError(f"nested more than {_DEEPEST} deep")
    for tag in soup.select(_UNSEEN):
        tag.decompose()
    around = {id(tag) for tag in soup.select(_AROUND)}
    yield from _blocks(soup.body or soup, "text", around)


def _depth(soup: Tag) -> int:
    """How deep the tags of a page are nested."""
    from bs4 import Tag

    deepest, waiting = 0, [(soup, 1)]
    while waiting:
        tag, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in tag.children if isinstance(child, Tag)]
    return deepest


def _blocks(tag: Tag, within: str, around: set[int]) -> Iterator[Line]:
    from bs4 import Tag
    from bs4.element import NavigableString

    for child in tag.children:
        if not isinstance(child, Tag):
            if type(child) is NavigableString and (text := " ".join(child.split())):
                yield Line(text, within)
            continue
        name = child.name
        part = "aside" if id(child) in around else "foot" if name in ("header", "footer") else ""
        role = within if within == "aside" else part or within
        if re.fullmatch("h[1-6]", name):
            heading = role if role == "aside" else "heading"
            yield from (BLANK, Line(_text(child), heading, int(name[1])), BLANK)
        elif name == "li":
            yield from _item(child, role, around)
        elif name == "tr":
            cells = child.find_all(["td", "th"])
            kind = "head" if cells and all(cell.name == "th" for cell in cells) else "row"
            yield Line(CELLS.join(map(_text, cells)), role if role == "aside" else kind)
        elif name == "caption":
            yield Line(_text(child), role if role == "aside" else "lead")
        elif child.find(_BLOCKS):
            yield from _blocks(child, role, around)
            yield BLANK
        elif name != "br" and (text := _text(child)):
            yield from (Line(text, role), BLANK)


def _item(tag: Tag, role: str, around: set[int]) -> Iterator[Line]:
    """An item of a list; what has a list in it comes before that."""
    from bs4 import Tag

    own = " ".join(
        _text(part) if isinstance(part, Tag) else str(part).strip()
        for part in tag.contents
        if not (isinstance(part, Tag) and part.name in ("ul", "ol"))
    )
    yield Line(ITEM + " ".join(own.split()), role if role == "aside" else "item")
    for part in tag.find_all(["ul", "ol"], recursive=False):
        yield from _blocks(part, role, around)


def _text(tag: Tag) -> str:
    said = " ".join(tag.get_text(" ").split())
    return re.sub(r" (?=[.,])", "", said)
