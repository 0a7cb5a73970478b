"""HTML as lines: the text of a page, and the menus and notices around it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from loaders.drafting.lines import BLANK, ITEM, Line, decoded
from loaders.drafting.tables import table

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
_WIDEST = 50
_BLOCKS = [
    "p", "div", "ul", "ol", "table", "section", "article", "main", "header", "footer", "h1", "h2",
    "h3", "h4", "h5", "h6", "li", "dl", "dt", "dd", "tr", "nav", "aside", "form", "button",
]  # fmt: skip


def html(path: Path) -> Iterator[Line]:
    """The lines of a page; nothing of it is executed or fetched."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(decoded(path.read_bytes()), "html.parser")
    if _depth(soup) > _DEEPEST:
        raise ValueError(f"nested more than {_DEEPEST} deep")
    title = _text(soup.title) if soup.title else ""
    for tag in soup.select(_UNSEEN):
        tag.decompose()
    around = {id(tag) for tag in soup.select(_AROUND)}
    if title:
        yield Line(title, "aside")
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
        elif name == "table" and not child.select_one("table, h1, h2, h3, h4, nav"):
            yield from _table(child, role)
            yield BLANK
        elif name in ("dt", "dd"):
            told = "lead" if name == "dt" else "item"
            yield Line(
                (ITEM if name == "dd" else "") + _text(child), role if role == "aside" else told
            )
        elif child.find(_BLOCKS):
            yield from _blocks(child, role, around)
            yield BLANK
        elif name != "br" and (text := _text(child)):
            yield from (Line(text, role), BLANK)


def _table(tag: Tag, role: str) -> Iterator[Line]:
    """A table: its caption, its heads and its rows, cells over several columns or rows laid out."""
    if caption := tag.find("caption"):
        yield Line(_text(caption), role if role == "aside" else "lead")
    rows = [row.find_all(["td", "th"]) for row in tag.find_all("tr")]
    heads = list(takewhile(lambda cells: cells and all(c.name == "th" for c in cells), rows))
    grid: list[dict[int, str]] = [{} for _ in rows]
    for at, cells in enumerate(rows):
        for cell in cells:
            first = next(n for n in count() if n not in grid[at])
            wide, high = (_span(cell, key) for key in ("colspan", "rowspan"))
            for below in range(at, min(at + high, len(rows))):
                repeated = below == at or at >= len(heads)
                for column in range(first, first + wide):
                    said = repeated and column == first
                    grid[below].setdefault(column, _text(cell) if said else "")
    for line in table([[row[n] for n in sorted(row)] for row in grid], len(heads)):
        yield replace(line, role=role) if role == "aside" else line


def _span(cell: Tag, key: str) -> int:
    said = str(cell.get(key, ""))
    return min(int(said), _WIDEST) if said.isdigit() and int(said) else 1


def _item(tag: Tag, role: str, around: set[int]) -> Iterator[Line]:
    """An item of a list; what has a list in it comes before that."""
    from bs4 import Tag

    own = " ".join(
        _text(part) if isinstance(part, Tag) else str(part).strip()
        for part in tag.contents
        if not (isinstance(part, Tag) and part.name in ("ul", "ol"))
    )
    depth = len(tag.find_parents(["ul", "ol"]))
    yield Line(ITEM + " ".join(own.split()), role if role == "aside" else "item", depth)
    for part in tag.find_all(["ul", "ol"], recursive=False):
        yield from _blocks(part, role, around)


def _text(tag: Tag) -> str:
    said = " ".join(tag.get_text(" ").split())
    return re.sub(r" (?=[.,])", "", said)
